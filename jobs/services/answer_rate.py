"""How many people were answered when the company had promised.

Definition: of the applications that came in during the last 90 days to a stage that promises an answer, those count whose
promise has fallen due or who were answered. Answered means that a person moved, rejected or hired them; who stepped back
before that does not count. In time means within the days that the first stage promises. Below five there is no share.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, DateTimeField, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from jobs.models import Application, Stage, StageChange

DAYS = 90
FEWEST = 5
ANSWERS = ["moved", "rejected", "hired"]


@dataclass(frozen=True)
class AnswerRate:
    """`share` is 0..1, None where too few count."""

    counted: int
    in_time: int
    days: int = DAYS

    @property
    def share(self):
        return round(self.in_time / self.counted, 4) if self.counted >= FEWEST else None

    @property
    def percent(self):
        return None if self.share is None else round(100 * self.share)


def answer_rate(applications, now=None):
    """Of the given applications (a queryset of what somebody may see). Three queries, however many there are."""
    now = now or timezone.now()
    rows = applications.filter(applied_at__gte=now - timedelta(days=DAYS)).order_by()
    entered = (
        StageChange.objects.filter(application=OuterRef("pk"), cause="applied")
        .order_by("at", "pk")
        .values("to_stage__answer_days")
    )
    changes = StageChange.objects.filter(application=OuterRef("pk"), cause__in=[*ANSWERS, "withdrawn"]).order_by("at", "pk")
    rows = rows.annotate(
        promised=Subquery(entered[:1]),
        first_at=Subquery(changes.values("at")[:1]),
        first_cause=Subquery(changes.values("cause")[:1]),
    )
    days = Stage.objects.filter(job__in=applications.order_by().values("job")).exclude(answer_days=None).order_by()
    kinds = list(days.values_list("answer_days", flat=True).distinct())
    if not kinds:
        return AnswerRate(0, 0)
    due = Case(
        *(
            When(promised=number, then=ExpressionWrapper(F("applied_at") + timedelta(days=number), DateTimeField()))
            for number in kinds
        ),
        output_field=DateTimeField(),
    )
    rows = rows.annotate(due=due).exclude(due=None)
    answered = Q(first_cause__in=ANSWERS)
    unheard = Q(first_cause=None, due__lte=now) | Q(first_cause="withdrawn", first_at__gt=F("due"))
    found = rows.aggregate(
        counted=Count("pk", filter=answered | unheard), in_time=Count("pk", filter=answered & Q(first_at__lte=F("due")))
    )
    return AnswerRate(found["counted"], found["in_time"])


def of_member(member, job=None):
    rows = Application.objects.visible_to(member)
    return answer_rate(rows.filter(job=job) if job else rows)
