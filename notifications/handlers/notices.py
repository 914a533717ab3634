"""Members are told of what happened, by the one table of services/audience.py."""

# Events have to be known before they are listened to.
import collaboration.events  # noqa: F401
import jobs.events  # noqa: F401
import matching.events  # noqa: F401
import notifications.mail_events  # noqa: F401
from accounts.events import EVENTS, subscribe
from notifications.services.audience import TOLD
from notifications.services.notices import tell


@subscribe(*(EVENTS[name] for name in TOLD), batch=True)
def tell_members(rows):
    """Rows of one event's name, up to five hundred at a time."""
    tell(rows)
