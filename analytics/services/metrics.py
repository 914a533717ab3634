"""What is counted about the team: each figure with its name, its definition in words and the rows that it is made of.

Page, files and API read this one registry, and a figure is an aggregate of the same rows that it opens to: the two can't differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from collaboration.models import Assignment, Interview, Panelist, Scorecard
from jobs.models import Application, StageChange
from jobs.models.jobs import StageType

RECRUITER, INTERVIEWER, LOAD = "recruiter", "interviewer", "load"
UNITS = {
    "count": "", "days": _("days"), "hours": _("hours"), "score": _("of 100"), "recommendation": _("of 4"),
}  # fmt: skip
SECONDS = {"days": 86400, "hours": 3600}
PAST_APPLIED = [kind.value for kind in StageType if kind != StageType.APPLIED]
SHORTLISTED = [StageType.SHORTLISTED, StageType.INTERVIEW, StageType.OFFER, StageType.HIRED]
Cause = StageChange.Cause


@dataclass(frozen=True)
class Metric:
    """`rows(member)`: what it is made of as far as the member may see it, with `who` it is credited to, when it `happened`, and
    for averages a `value`; `application`: the way from a row to its application."""

    key: str
    group: str
    name: str
    text: str
    unit: str
    rows: Callable
    application: str = "application"
    hand: str = "member"  # the way from a row to whom it is credited
    median: bool = False
    now: bool = False  # how things stand, whatever the period

    @property
    def averaged(self):
        return self.unit != "count"

    @property
    def unit_name(self):
        return str(UNITS[self.unit])

    def in_unit(self, value):
        """A value of the database as a number of the metric's unit."""
        if value is None:
            return None
        return value.total_seconds() / SECONDS[self.unit] if isinstance(value, timedelta) else float(value)


MOVED_ON = Q(cause__in=[Cause.MOVED, Cause.HIRED], from_stage__type=StageType.APPLIED, to_stage__type__in=PAST_APPLIED)
DECIDED = MOVED_ON | Q(cause=Cause.REJECTED, from_stage__type=StageType.APPLIED)
TO_SHORTLIST = Q(
    cause__in=[Cause.MOVED, Cause.HIRED],
    from_stage__type__in=[StageType.APPLIED, StageType.REVIEWED],
    to_stage__type__in=SHORTLISTED,
)


def _first_steps(member, kind, *same):
    """Each application's first step of that kind, by the same hand where `same` names it: a step that was taken back and taken again
    counts once."""
    rows = StageChange.objects.visible_to(member).filter(kind, member__isnull=False).order_by()
    earlier = StageChange.objects.filter(kind, application=OuterRef("application"), **{name: OuterRef(name) for name in same})
    earlier = earlier.filter(Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")))
    return rows.filter(~Exists(earlier.order_by())).annotate(who=F("member"), happened=F("at"))


def _reviewed(member):
    return _first_steps(member, DECIDED, "member")


def _moved_on_scores(member):
    rows = _first_steps(member, MOVED_ON, "member").filter(application__match_score__isnull=False)
    return rows.annotate(value=Cast("application__match_score", FloatField()))


def _shortlisted(member):
    taken = ExpressionWrapper(F("at") - F("application__applied_at"), output_field=DurationField())
    return _first_steps(member, TO_SHORTLIST).annotate(value=taken)


def _set_up(member):
    held = [Interview.State.SCHEDULED, Interview.State.DONE, Interview.State.NO_SHOW]
    rows = Interview.objects.visible_to(member).filter(created_by__isnull=False, state__in=held)
    return rows.annotate(who=F("created_by"), happened=F("created_at"))


def _conducted(member):
    sent = Scorecard.objects.sent().filter(interview=OuterRef("interview"), member=OuterRef("member"))
    took_place = Q(interview__state=Interview.State.DONE) | Q(interview__state=Interview.State.SCHEDULED) & Exists(sent)
    rows = Panelist.objects.visible_to(member).filter(took_place)
    return rows.annotate(who=F("member"), happened=Coalesce("interview__starts_at", "interview__created_at"))


def _cards(member):
    return Scorecard.objects.visible_to(member).sent().annotate(who=F("member"), happened=F("submitted_at"))


def _recommendations(member):
    return _cards(member).annotate(value=Cast("recommendation", FloatField()))


def _time_to_submit(member):
    late = ExpressionWrapper(F("submitted_at") - F("interview__ends_at"), output_field=DurationField())
    none = Value(timedelta(0), output_field=DurationField())
    return _cards(member).filter(interview__ends_at__isnull=False).annotate(value=Greatest(late, none))


def _running(member):
    rows = Assignment.objects.visible_to(member).running().filter(application__status=Application.Status.ACTIVE)
    return rows.annotate(who=F("member"), happened=F("at"))


METRICS = {
    one.key: one
    for one in (
        Metric(
            "reviewed",
            RECRUITER,
            _("Reviewed"),
            _(
                "Applications that the person moved on from a stage of the type “applied”, or rejected there. Each application counts once for each person, "
                "on the day of their first such step; one that was taken back later still counts."
            ),
            "count",
            _reviewed,
        ),
        Metric(
            "set_up",
            RECRUITER,
            _("Interviews scheduled"),
            _(
                "Interviews that the person made and that have a time: scheduled, done, or the candidate did not come. It counts on the day on which they made "
                "it, whoever picked the time. Cancelled ones don’t count."
            ),
            "count",
            _set_up,
            hand="created_by",
        ),
        Metric(
            "to_shortlist",
            RECRUITER,
            _("Time to shortlist"),
            _(
                "Days from the application to its first step into a stage of the type “shortlisted” or a later one, credited to whoever took that step, "
                "on the day of the step."
            ),
            "days",
            _shortlisted,
            median=True,
        ),
        Metric(
            "moved_on_score",
            RECRUITER,
            _("Match score of those moved on"),
            _(
                "Mean match score, as it stands today, of the applications that the person moved on from a stage of the type “applied”. Those without a score "
                "are left out. It says whom the scorer favours, not whom a person judged well or badly."
            ),
            "score",
            _moved_on_scores,
        ),
        Metric(
            "conducted",
            INTERVIEWER,
            _("Interviews conducted"),
            _(
                "Interviews in whose panel the person sat and that are marked as done, or for which they sent a scorecard. It counts on the day of the "
                "interview, for everybody in its panel."
            ),
            "count",
            _conducted,
            application="interview__application",
        ),
        Metric(
            "recommendation",
            INTERVIEWER,
            _("Recommendation given"),
            _(
                "Mean of the recommendations on the scorecards that the person sent: 1 strong no, 2 no, 3 yes, 4 strong yes, on the day of sending. Cards that you "
                "may not read yet, since you owe one for the same interview, are left out."
            ),
            "recommendation",
            _recommendations,
            application="interview__application",
        ),
        Metric(
            "to_scorecard",
            INTERVIEWER,
            _("Time to scorecard"),
            _(
                "Hours from the end of the interview to the sending of the person’s scorecard; nothing where it was sent before the end. Interviews without a "
                "time are left out."
            ),
            "hours",
            _time_to_submit,
            application="interview__application",
            median=True,
        ),
        Metric(
            "running",
            LOAD,
            _("Running applications"),
            _("Running applications that the person looks after now, whatever the period."),
            "count",
            _running,
            now=True,
        ),
    )
}
IN_CHART = ("reviewed", "set_up", "conducted", "recommendation")


def counted(metric, member, period, who=None):
    """The rows behind a figure for the period; `who`: of one person. Who does not see all candidates sees their own figures alone."""
    rows = metric.rows(member)
    if not metric.now:
        rows = rows.filter(happened__gte=period.start, happened__lt=period.end)
    if not member.sees_all_candidates:
        rows = rows.filter(who=member.pk)
    return rows.filter(who=who) if who is not None else rows


def listed(metric, member, period, who=None):
    """The same rows as plain values, with whom and what they are about."""
    way = metric.application
    rows = counted(metric, member, period, who).annotate(
        who_name=F(f"{metric.hand}__user__name"),
        application_ref=F(f"{way}__pk"),
        candidate_ref=F(f"{way}__candidate__pk"),
        candidate_name=F(f"{way}__candidate__name"),
        job_title=F(f"{way}__job__title"),
    )
    if not metric.averaged:
        rows = rows.annotate(value=Value(1.0, output_field=FloatField()))
    return rows.values(
        "pk", "who", "who_name", "happened", "value", "application_ref", "candidate_ref", "candidate_name", "job_title"
    )
