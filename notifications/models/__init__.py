"""Every model of notifications; each file names its own."""

from notifications.models.letters import LetterHead, LetterKind, LetterVersion
from notifications.models.messages import (
    MAY_UNSUBSCRIBE,
    SECRET_KINDS,
    Message,
    MessageEvent,
    MessagePart,
    ReceivedMail,
    Suppression,
    Transport,
)
from notifications.models.notices import Inbox, Mail, Mute, Notification, Preference, Type
from notifications.models.rules import Attendance, MailRule, Reminder

__all__ = [
    "Attendance", "Inbox", "LetterHead", "LetterKind", "LetterVersion", "MAY_UNSUBSCRIBE", "Mail", "MailRule", "Message", "MessageEvent",
    "MessagePart", "Mute", "Notification", "Preference", "ReceivedMail", "Reminder", "SECRET_KINDS", "Suppression", "Transport", "Type",
]  # fmt: skip
