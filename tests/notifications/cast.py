"""The cast of mail: a mail server on loopback, and mails that wait."""

import pytest

from notifications.services.outbox import queue
from tests.doubles.smtp import MailServer


@pytest.fixture
def smtp(settings):
    """A mail server that is set up; its `taken` says what it got."""
    with MailServer() as server:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.DEFAULT_FROM_EMAIL = "Hiring <hiring@ours.test>"
        yield server


@pytest.fixture
def write(company):
    """Queue a mail; whatever is not said stands here."""

    def write(to="mara@people.test", **values):
        values = {
            "company": company,
            "kind": "application_received",
            "subject": "We have it",
            "text": "Thank you.",
            "html": "<p>Thank you.</p>",
            "key": f"to:{to}",
            **values,
        }
        return queue(to=to, **values)

    return write
