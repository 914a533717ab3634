"""The admin of notifications; each file registers its own models."""

from notifications.admin import letters, messages, notices  # noqa: F401
