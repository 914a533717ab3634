"""When members can: their hours, what stands in their calendar and their limits, in the form in which the solver takes them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.refusal import Refused
from collaboration import events, slots
from collaboration.models import BusyTime

LIMITS = {"most_a_day": (1, 12), "most_a_week": (1, 40), "before": (0, 120), "after": (0, 120)}
LONGEST = timedelta(days=62)
LONGEST_BUSY = timedelta(days=366)


class TimesRefused(Refused):
    """The message is meant for the person."""


def limits_of(member):
    """{name: number or None}: interviews a day and a week, minutes that stay free before and after one."""
    kept = (member.preferences or {}).get("scheduling", {})
    return {name: kept.get(name) for name in LIMITS}


@transaction.atomic
def set_limits(*, member, actor, **limits):
    """Set those that are named; None takes a limit away."""
    for name, value in limits.items():
        least, most = LIMITS[name]
        if value is not None and not least <= value <= most:
            raise TimesRefused(
                _("Give a number from %(least)d to %(most)d.") % {"least": least, "most": most}, code="out_of_range", field=name
            )
    row = Membership.objects.select_for_update().get(pk=member.pk)
    kept = limits_of(row) | limits
    if kept == limits_of(row):
        return row
    row.preferences = {
        **(row.preferences or {}),
        "scheduling": {name: value for name, value in kept.items() if value is not None},
    }
    row.save(update_fields=["preferences"])
    publish(events.LimitsChanged(row.pk), actor=actor, subject=row)
    nudge(f"member:{row.pk}", f"times:{row.pk}")
    return row


@transaction.atomic
def add_busy(*, member, starts_at, ends_at, actor, text=""):
    """Write down that somebody can't. What is scheduled already stays: they see it beside."""
    if ends_at <= starts_at:
        raise TimesRefused(_("It must end after it starts."), code="ends_first", field="ends_at")
    if ends_at <= timezone.now():
        raise TimesRefused(_("That time is over already."), code="past", field="ends_at")
    if ends_at - starts_at > LONGEST_BUSY:
        raise TimesRefused(_("A year at most."), code="too_long", field="ends_at")
    row = BusyTime.objects.create(
        company_id=member.company_id,
        member=member,
        starts_at=starts_at,
        ends_at=ends_at,
        text=" ".join(text.split())[:120],
        origin=BusyTime.Origin.OWN,
    )
    publish(events.BusyTimeAdded(row.pk, member.pk), actor=actor, subject=member)
    nudge(f"member:{member.pk}", f"times:{member.pk}")
    return row


@transaction.atomic
def remove_busy(*, busy, actor):
    """Take back what was written down; what an interview or a calendar says goes with those."""
    if busy.origin != BusyTime.Origin.OWN:
        raise TimesRefused(_("This comes from an interview or a calendar. Change it there."), code="not_own", conflict=True)
    publish(events.BusyTimeRemoved(busy.pk, busy.member_id), actor=actor, subject=busy.member)
    busy.delete()
    nudge(f"member:{busy.member_id}", f"times:{busy.member_id}")


def people(members, since, until, *, but=()):
    """The solver's people for members, in two queries; `but`: interviews whose time counts as free, since it is they that move."""
    week = timedelta(days=8)  # limits count the whole week around
    rows = BusyTime.objects.filter(member__in=members, starts_at__lt=until + week, ends_at__gt=since - week).exclude(
        interview__in=but
    )
    busy, booked = defaultdict(list), defaultdict(list)
    for member, starts_at, ends_at, origin in rows.values_list("member_id", "starts_at", "ends_at", "origin"):
        start = slots.minute(starts_at)
        busy[member].append((start, slots.minute(ends_at, up=True)))
        if origin == BusyTime.Origin.INTERVIEW:
            booked[member].append(start)
    return tuple(_person(member, busy[member.pk], booked[member.pk]) for member in members)


def _person(member, busy, booked):
    limits = limits_of(member)
    return slots.Person(
        str(member.pk),
        zone_of(member),
        {day: tuple(map(tuple, spans)) for day, spans in member.working_hours.items()} or slots.people.USUAL,
        tuple(sorted(busy)),
        tuple(sorted(booked)),
        limits["most_a_day"],
        limits["most_a_week"],
        limits["before"] or 0,
        limits["after"] or 0,
    )


def within_limits(interview, starts):
    """Those of the moments at which nobody who has to sit in the interview would have more than their limits say."""
    seats = interview.panel.filter(required=True).select_related("member__user", "member__company")
    members = [seat.member for seat in seats if any(limits_of(seat.member)[name] for name in ("most_a_day", "most_a_week"))]
    if not members or not starts:
        return set(starts)
    those = people(members, min(starts), max(starts), but=[interview])
    return {start for start in starts if all(one.within_limits(slots.minute(start)) for one in those)}


def zone_of(member):
    """The member's own time zone; the company's for who has never said one."""
    own = member.user.time_zone
    return (
        own if own in _zones() and own != "UTC" else member.company.time_zone if member.company.time_zone in _zones() else "UTC"
    )


def _zones():
    if not _known:
        _known.update(available_timezones())
    return _known


_known = set()


@dataclass
class Wanted:
    """One session as people ask for it: members instead of keys."""

    name: str
    minutes: int
    required: list = field(default_factory=list)
    optional: list = field(default_factory=list)
    any_of: list = field(default_factory=list)  # (how many, members)
    gap: int = 0

    @property
    def members(self):
        return [*self.required, *self.optional, *(member for _many, members in self.any_of for member in members)]


@dataclass
class Answer:
    """What the solver found: `plans` for one session are several to choose from, for a row of them the earliest."""

    ask: slots.Ask
    members: dict
    plans: list
    ways: list


def look(  # noqa: PLR0913  (what can be asked)
    wanted, *, now=None, since=None, until=None, notice=24, windows=None, days=1, zone="UTC", but=(), most=8
):
    """The earliest times, or what would have to give. `notice`: hours before which nothing is proposed; `windows`: (start, end) of the candidate."""
    now = now or timezone.now()
    soonest = max(since or now, now)
    since = max(soonest, now + timedelta(hours=notice))
    until = until or since + timedelta(days=14)
    _check(wanted, since, until, windows)
    members = {str(member.pk): member for one in wanted for member in one.members}
    ask = slots.Ask(
        tuple(_session(number, one) for number, one in enumerate(wanted)),
        people(list(members.values()), soonest, until + timedelta(days=7), but=but),
        slots.minute(since, up=True),
        slots.minute(until),
        days=days,
        zone=zone,
        windows=None if windows is None else tuple((slots.minute(start, up=True), slots.minute(end)) for start, end in windows),
    )
    found = slots.times(ask, most, a_day=3) if len(wanted) == 1 else [plan for plan in [slots.earliest(ask)] if plan]
    ways = [] if found else slots.ways_out(ask, now=slots.minute(soonest, up=True))
    return Answer(ask, members, found, ways)


def _check(wanted, since, until, windows):
    if not wanted:
        raise TimesRefused(_("Say for which interview."), code="required", field="sessions")
    if len(wanted) > 8:
        raise TimesRefused(_("Eight sessions at most in one plan."), code="too_many", field="sessions")
    for one in wanted:
        if not one.required and not one.any_of:
            raise TimesRefused(
                _("Choose who has to sit in “%(name)s” first.") % {"name": one.name}, code="no_panel", field="sessions"
            )
        for many, members in one.any_of:
            if not 1 <= many <= len(members) <= 20:
                raise TimesRefused(
                    _("Name up to 20 people of whom some are to sit in it, and how many."), code="any_of", field="sessions"
                )
    if not timedelta() < until - since <= LONGEST:
        raise TimesRefused(_("Look at a time from one day to two months."), code="span", field="until")
    if windows is not None and not windows:
        raise TimesRefused(_("Say when the candidate can, or leave it out."), code="required", field="windows")


def _session(number, one):
    keys = [str(member.pk) for member in one.required]
    return slots.Session(
        str(number),
        one.minutes,
        tuple(dict.fromkeys(keys)),
        tuple(
            (many, tuple(dict.fromkeys(str(member.pk) for member in members if str(member.pk) not in keys)))
            for many, members in one.any_of
        ),
        tuple(dict.fromkeys(str(member.pk) for member in one.optional if str(member.pk) not in keys)),
        one.gap,
    )


def wanted_of(interview):
    """An interview as it is asked for."""
    rows = list(interview.panel.select_related("member__user", "member__company").order_by("member__user__name", "pk"))
    return Wanted(
        interview.name,
        interview.minutes,
        [row.member for row in rows if row.required],
        [row.member for row in rows if not row.required],
    )


def in_words(way, members):
    """What would have to give, as a sentence begins: "Without Ann"."""
    return _(" and ").join(_gave(what, members.get(whose)) for what, whose in way.gave)


def _gave(what, member):
    name = {"name": member.name if member else ""}
    return {
        "candidate": lambda: _("if the candidate can at other times"),
        "notice": lambda: _("at shorter notice"),
        "later": lambda: _("if it may be a week later"),
        "days": lambda: _("if it may take one more day"),
        "person": lambda: _("without %(name)s") % name,
        "hours": lambda: _("if %(name)s comes outside their working hours") % name,
        "busy": lambda: _("if %(name)s moves what stands in their calendar") % name,
        "day": lambda: _("if %(name)s takes one more interview that day") % name,
        "week": lambda: _("if %(name)s takes one more interview that week") % name,
        "pause": lambda: _("if %(name)s does without a pause") % name,
    }[what]()
