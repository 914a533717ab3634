"""The span of days that figures are about, in the company's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.refusal import Refused

DAYS = (30, 90, 365)
USUAL = 90
LONGEST = 731


class PeriodRefused(Refused):
    """Those days can't be counted; the message is meant for the person."""


@dataclass(frozen=True)
class Period:
    """Whole days, both ends included."""

    since: date
    until: date
    zone: ZoneInfo
    days: int | None = None  # chosen as "the last 90 days"; None where the dates were given

    @property
    def start(self):
        return datetime.combine(self.since, time.min, self.zone)

    @property
    def end(self):
        """The first moment after it."""
        return datetime.combine(self.until + timedelta(days=1), time.min, self.zone)

    @property
    def weeks(self):
        """The Mondays of its weeks."""
        first = self.since - timedelta(days=self.since.weekday())
        return [first + timedelta(days=days) for days in range(0, (self.until - first).days + 1, 7)]

    @property
    def query(self):
        """The period as it stands in an address."""
        return f"days={self.days}" if self.days else f"since={self.since.isoformat()}&until={self.until.isoformat()}"

    def __str__(self):
        return f"{date_format(self.since)} – {date_format(self.until)}"


def period_of(company, *, days=None, since=None, until=None):
    """The last `days` days with today, or from `since` until `until` (today where it is left out)."""
    zone = ZoneInfo(company.time_zone)
    today = timezone.now().astimezone(zone).date()
    if since is None and until is None:
        days = days or USUAL
        if not 1 <= days <= LONGEST:
            raise PeriodRefused(_("Choose from 1 to %(most)d days.") % {"most": LONGEST}, code="period_length", field="days")
        return Period(today - timedelta(days=days - 1), today, zone, days)
    if since is None:
        raise PeriodRefused(_("Say from which day on."), code="required", field="since")
    until = until or today
    if until < since:
        raise PeriodRefused(_("The last day lies before the first one."), code="until_before_since", field="until")
    if (until - since).days >= LONGEST:
        raise PeriodRefused(_("A period is at most %(most)d days long.") % {"most": LONGEST}, code="period_length", field="since")
    if since.year < 1970 or until.year > today.year + 100:
        raise PeriodRefused(_("Choose days within living memory."), code="period_out_of_range", field="since")
    return Period(since, until, zone)


def month_of(company):
    """The present month, up to its last day."""
    zone = ZoneInfo(company.time_zone)
    today = timezone.now().astimezone(zone).date()
    following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(today.replace(day=1), following - timedelta(days=1), zone)
