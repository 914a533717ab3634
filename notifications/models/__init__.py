"""Every model of notifications; each file names its own."""

from notifications.models.letters import LetterHead, LetterKind, LetterVersion
from notifications.models.notices import Inbox, Mail, Mute, Notification, Preference, Type
from notifications.models.rules import Attendance, MailRule, Reminder

__all__ = [
    "Attendance",
    "Inbox",
    "LetterHead",
    "LetterKind",
    "LetterVersion",
    "Mail",
    "MailRule",
    "Mute",
    "Notification",
    "Preference",
    "Reminder",
    "Type",
]
