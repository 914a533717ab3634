"""How the mail does: for the outbox page, for Prometheus, and for the log when something is stuck."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import Gauge

from notifications.models import Message, Transport

log = logging.getLogger(__name__)
DAY = timedelta(hours=24)
STUCK = timedelta(minutes=15)  # a mail that was due so long ago should have left

waiting_mails = Gauge("intellimatch_mail_waiting", "Mails that are due and have not left", multiprocess_mode="mostrecent")
oldest_wait = Gauge(
    "intellimatch_mail_oldest_wait_seconds", "How long the oldest of them has been due", multiprocess_mode="mostrecent"
)
failed_mails = Gauge("intellimatch_mail_failed_last_day", "Mails given up in the last 24 hours", multiprocess_mode="mostrecent")


@dataclass(frozen=True)
class Health:
    """Of one company's mail, or of all. `oldest`: since when the oldest of those that are due waits."""

    sent: int
    failed: int
    waiting: int
    kept: int
    oldest: datetime | None
    away_since: str
    stuck: bool
    configured: bool


def of(member):
    """The last 24 hours of the member's company."""
    return _asked(Message.objects.of(member.company))


def _asked(rows):
    now = timezone.now()
    lately = (
        rows.filter(created_at__gte=now - DAY, pk__gte=_first_id(now - DAY))
        .order_by()
        .aggregate(
            sent=Count("pk", filter=Q(state="sent")),
            failed=Count("pk", filter=Q(state="failed")),
            kept=Count("pk", filter=Q(state="kept")),
        )
    )
    due = (
        rows.filter(state__in=["queued", "sending"], due_at__lte=now)
        .order_by()
        .aggregate(waiting=Count("pk"), oldest=Min("due_at"))
    )
    way = Transport.objects.filter(pk=settings.MAIL_TRANSPORT, failures__gt=0).first()
    oldest = due["oldest"]
    return Health(
        **lately,
        **due,
        away_since=way.why if way else "",
        stuck=bool(oldest and now - oldest > STUCK),
        configured=bool(settings.MAIL_TRANSPORT),
    )


def _first_id(at):
    """Below every id made since: ids begin with their milliseconds, so that the primary key finds the last day."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def watch():
    """Set the gauges (when they are asked for) and say aloud that mail is stuck (the beat). Returns what it found."""
    found = _asked(Message.objects.all())
    age = (timezone.now() - found.oldest).total_seconds() if found.oldest else 0
    waiting_mails.set(found.waiting)
    oldest_wait.set(age)
    failed_mails.set(found.failed)
    if found.stuck:
        log.error("mail is stuck", extra={"waiting": found.waiting, "oldest_seconds": int(age), "why": found.away_since})
    return found
