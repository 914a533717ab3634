"""Django's door to the outbox: what allauth and accounts mail becomes rows like any other mail."""

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts.ids import uuid7
from notifications.services import outbox


class Outbox(BaseEmailBackend):
    """Takes every mail. One that does not say what it is counts as sign-in mail, whose words nobody may read."""

    def send_messages(self, email_messages):
        with transaction.atomic():
            for email in email_messages:
                for address in email.recipients():
                    self._queue(email, address)
        return len(email_messages)

    def _queue(self, email, address):
        html = next((text for text, kind in getattr(email, "alternatives", []) if kind == "text/html"), "")
        outbox.queue(
            company=getattr(email, "company", None),
            kind=getattr(email, "kind", "sign_in"),
            to=address,
            subject=email.subject,
            text=email.body,
            html=html,
            key=f"django:{uuid7()}",
            reply_to=email.reply_to[0] if email.reply_to else None,
        )
