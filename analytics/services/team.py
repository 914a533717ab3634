"""The team's figures for a period: one grouped query for each metric, whatever the number of members."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber, TruncWeek

from accounts.models import Membership
from accounts.permissions import Role
from analytics.services.metrics import IN_CHART, INTERVIEWER, METRICS, RECRUITER, counted

HOME_OF = {RECRUITER: (Role.ADMIN, Role.RECRUITER), INTERVIEWER: (Role.INTERVIEWER,)}


@dataclass
class Figure:
    """`value` is None where there is nothing to count or to average; `n`: of how many it is made."""

    metric: object
    n: int = 0
    total: float = 0.0
    median: float | None = None

    @property
    def value(self):
        if not self.n:
            return None
        return self.total / self.n if self.metric.averaged else self.n


@dataclass
class Person:
    member: Membership
    figures: dict = field(default_factory=dict)

    def of(self, group):
        return [self.figures[key] for key, metric in METRICS.items() if metric.group == group]


@dataclass
class Team:
    period: object
    people: list
    together: Person
    weeks: list  # of (Monday, {metric key: how many})

    def group(self, name):
        """Those whose work it is, and everybody else who did some of it."""
        roles = HOME_OF[name]
        return [
            one
            for one in self.people
            if one.member.role in roles and one.member.deactivated_at is None or any(figure.n for figure in one.of(name))
        ]

    @property
    def load(self):
        """Those who can look after somebody, the fullest first."""
        able = [
            one
            for one in self.people
            if one.figures["running"].n or one.member.deactivated_at is None and one.member.role != Role.VIEWER
        ]
        return sorted(able, key=lambda one: (-one.figures["running"].n, one.member.name.casefold(), str(one.member.pk)))

    @property
    def empty(self):
        return not any(figure.n for figure in self.together.figures.values())


def team(member, period):
    """Everything that the page shows, in one query for the people and at most two for each metric."""
    seen = Membership.objects.visible_to(member).select_related("user").order_by("user__name", "pk")
    if not member.sees_all_candidates:
        seen = seen.filter(pk=member.pk)
    people = {one.pk: Person(one, {key: Figure(metric) for key, metric in METRICS.items()}) for one in seen}
    together = Person(None, {key: Figure(metric) for key, metric in METRICS.items()})
    weeks = {monday: dict.fromkeys(IN_CHART, 0) for monday in period.weeks}
    for key, metric in METRICS.items():
        for who, monday, n, total in sums(metric, member, period):
            for one in (people.get(who), together):
                if one is not None:
                    one.figures[key].n += n
                    one.figures[key].total += total
            if key in IN_CHART and monday in weeks:
                weeks[monday][key] += n
        if metric.median:
            for who, value in _medians(metric, member, period).items():
                if who in people:
                    people[who].figures[key].median = value
    return Team(period, list(people.values()), together, sorted(weeks.items()))


def sums(metric, member, period):
    """(who, Monday, how many, sum) by person and week."""
    rows = counted(metric, member, period).order_by()
    if not metric.now:
        rows = rows.annotate(week=TruncWeek("happened", tzinfo=period.zone))
    names = ["who"] if metric.now else ["who", "week"]
    figures = {"n": Count("pk")} | ({"total": Sum("value")} if metric.averaged else {})
    for row in rows.values(*names).annotate(**figures):
        week = row.get("week")
        yield row["who"], week.date() if isinstance(week, datetime) else week, row["n"], metric.in_unit(row.get("total")) or 0.0


def _medians(metric, member, period):
    """{who: median}: the one or two middle rows of each person, picked by the database."""
    rows = counted(metric, member, period).annotate(
        place=Window(RowNumber(), partition_by="who", order_by=["value", "pk"]), size=Window(Count("pk"), partition_by="who")
    )
    middle = defaultdict(list)
    for who, value in rows.filter(size__gte=F("place") * 2 - 2, size__lte=F("place") * 2).values_list("who", "value"):
        middle[who].append(metric.in_unit(value))
    return {who: sum(values) / len(values) for who, values in middle.items()}
