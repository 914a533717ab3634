"""What members want to hear of, how, and when they want to be left alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from notifications.models import Inbox, Mail, Preference, Type

# (in the application, by mail) for who has chosen nothing. Interviews are mailed with their calendar entry, which is no notice.
DEFAULTS = {
    Type.NEW_MATCH: (True, Mail.DAILY),
    Type.STATUS_CHANGE: (True, Mail.DAILY),
    Type.INTERVIEW_SCHEDULED: (True, Mail.NONE),
    Type.INTERVIEW_REMINDER: (True, Mail.NOW),
    Type.MENTION: (True, Mail.NOW),
    Type.COMMENT: (True, Mail.DAILY),
    Type.ASSIGNMENT: (True, Mail.NOW),
    Type.TASK_DUE: (True, Mail.NOW),
    Type.OFFER: (True, Mail.NOW),
    Type.IMPORT_FINISHED: (True, Mail.NONE),
    Type.INSIGHT: (True, Mail.DAILY),
    Type.BILLING: (True, Mail.NOW),
    Type.SYSTEM: (True, Mail.NONE),
}
# Said to somebody by name, or theirs to do: no muted thread keeps these away.
DIRECT = frozenset({
    Type.MENTION, Type.ASSIGNMENT, Type.TASK_DUE, Type.INTERVIEW_SCHEDULED, Type.INTERVIEW_REMINDER, Type.SYSTEM, Type.BILLING,
})  # fmt: skip


def of_many(members):
    """{(member, type): (in the application, by mail)} for members' ids."""
    found = {(member, kind): wish for member in members for kind, wish in DEFAULTS.items()}
    rows = Preference.objects.filter(member__in=members)
    found.update({(member, kind): (in_app, mail) for member, kind, in_app, mail in rows.values_list(*FIELDS)})
    return found


FIELDS = ("member_id", "type", "in_app", "mail")


def of(member):
    """[(type, in the application, by mail)] of one member, in the order of the types."""
    found = of_many([member.pk])
    return [(kind, *found[member.pk, kind]) for kind in Type]


@transaction.atomic
def save(*, member, wishes=None, **hours):
    """Keep `wishes` ({type: (in the application, by mail)}; others stay) and quiet_from, quiet_until, digest_at as given."""
    inbox, _new = Inbox.objects.select_for_update().get_or_create(member=member)
    for name, value in hours.items():
        setattr(inbox, name, value)
    inbox.save(update_fields=[*hours]) if hours else None
    rows = [Preference(member=member, type=kind, in_app=wish[0], mail=wish[1]) for kind, wish in (wishes or {}).items()]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["member", "type"], update_fields=["in_app", "mail"]
    )
    return inbox


def zone_of(name):
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def after_quiet(inbox, time_zone, at):
    """`at`, or the end of the member's quiet hours where it falls into them. The hours are of their own clock; they may pass midnight."""
    start, end = inbox.quiet_from, inbox.quiet_until
    if start is None or start == end:
        return at
    zone = zone_of(time_zone)
    local = at.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not quiet:
        return at
    day = local.date() + timedelta(days=1) if start > end and clock >= start else local.date()
    return max(at, datetime.combine(day, end, zone).astimezone(at.tzinfo))
