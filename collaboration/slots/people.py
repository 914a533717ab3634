"""When one person can: working hours in their own time zone, less what stands in their calendar, within their limits."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL = dict.fromkeys(DAYS[:5], (("09:00", "17:00"),))


def minute(at, *, up=False):
    """An aware datetime as minutes; a broken minute counts down, or up."""
    seconds = int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(seconds=1) // 1)
    return -(-seconds // 60) if up else seconds // 60


def moment(minutes, zone=UTC):
    return datetime.fromtimestamp(minutes * 60, zone)


@lru_cache(maxsize=50_000)
def local_day(minutes, zone):
    return moment(minutes, ZoneInfo(zone)).date()


@dataclass(frozen=True)
class Person:
    """`busy`: (start, end) pairs. `booked`: starts of the interviews among them, which the limits count.

    `before` and `after`: minutes that stay free around an interview. No limit is None.
    """

    key: str
    zone: str = "UTC"
    hours: dict = field(default_factory=lambda: USUAL)
    busy: tuple = ()
    booked: tuple = ()
    most_a_day: int | None = None
    most_a_week: int | None = None
    before: int = 0
    after: int = 0

    __hash__ = object.__hash__

    @cached_property
    def load(self):
        """How many interviews they have: by day and by week, as their own calendar counts."""
        return Counter(unit for start in self.booked for unit in self.units(start))

    def units(self, start):
        """The day and the week that an interview counts for."""
        day = local_day(start, self.zone)
        return ("day", day), ("week", tuple(day.isocalendar()[:2]))

    def within_limits(self, start, extra=()):
        """Whether one more at that time is within the limits, `extra` units being taken besides."""
        most = {"day": self.most_a_day, "week": self.most_a_week}
        return all(most[unit[0]] is None or self.load[unit] + extra.count(unit) < most[unit[0]] for unit in self.units(start))


def working(person, since, until):
    """The working spans between two moments, joined where they touch. On days when clocks change a span holds only what is
    inside it beyond doubt: what begins in an hour that is skipped begins after it, what ends in one that comes twice ends at the first.
    """
    zone, spans = ZoneInfo(person.zone), []
    day, last = moment(since, zone).date() - timedelta(days=1), moment(until, zone).date()
    while day <= last:
        for start, end in person.hours.get(DAYS[day.weekday()], ()):
            begins = max(_minutes(day, start, zone))
            ends = min(_minutes(day, end, zone))
            begins, ends = max(begins, since), min(ends, until)
            if begins < ends:
                spans.append((begins, ends))
        day += timedelta(days=1)
    return joined(spans)


def _minutes(day, clock, zone):
    """Both readings of a wall-clock time; they differ only where clocks change."""
    wall = datetime.combine(day, time.fromisoformat(clock), zone)
    return [minute(wall.replace(fold=fold)) for fold in (0, 1)]


def joined(spans):
    """Spans in order, those that touch or overlap made one."""
    made = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def less(spans, taken):
    """What is left of ordered spans without those taken."""
    left, taken = [], joined(taken)
    for start, end in spans:
        for begins, ends in taken:
            if ends <= start or begins >= end:
                continue
            if start < begins:
                left.append((start, begins))
            start = ends
            if start >= end:
                break
        if start < end:
            left.append((start, end))
    return left


def free(person, since, until):
    """When the person works and has nothing else, the minutes around it kept free."""
    around = [(start - person.after, end + person.before) for start, end in person.busy]
    return less(working(person, since, until), around)
