"""What happens to mails. Ids and small facts only: neither words nor addresses.

Each is about the mail itself, so that only who may see the mail learns of it.
"""

from accounts.events import event


@event("mail.failed")
class MailFailed:
    """It will not be tried again by itself."""

    message_id: str
    kind: str
    candidate_id: str | None = None
    application_id: str | None = None


@event("mail.bounced")
class MailBounced:
    """It left, and came back."""

    message_id: str
    kind: str
    candidate_id: str | None = None
    application_id: str | None = None


@event("mail.called_back")
class MailCalledBack:
    """Somebody took it back before it left."""

    message_id: str
    kind: str


@event("mail.released")
class MailReleased:
    """Somebody had it sent (again): one that failed, was kept, or was called back."""

    message_id: str
    kind: str


@event("mail.answered")
class MailAnswered:
    """A candidate answered by mail."""

    received_id: str
    message_id: str
    candidate_id: str | None
    application_id: str | None


@event("mail.address_released")
class AddressReleased:
    """Somebody let mail go to an address again."""

    suppression_id: str
