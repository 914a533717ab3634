"""Every model of notifications; each file names its own."""

from notifications.models.letters import LetterHead, LetterKind, LetterVersion
from notifications.models.rules import Attendance, MailRule, Reminder

__all__ = ["Attendance", "LetterHead", "LetterKind", "LetterVersion", "MailRule", "Reminder"]
