"""A letter on its way out: its own address to unsubscribe by, the calendar part as mail programs want it."""

from notifications.services import correspondence
from notifications.services.composing import as_email
from notifications.services.letters import UNSUBSCRIBE


def test_the_footer_carries_the_mails_own_address(application, settings):
    mail = correspondence.to_candidate(
        correspondence.Desk(), kind="status_update", application=application, key="k", new_status="Reviewed"
    )

    email = as_email(mail)
    [(html, _type)] = email.alternatives
    for words in (email.body, html):
        assert UNSUBSCRIBE not in words and f"{settings.SITE_URL}/unsubscribe/" in words
