"""Before an experiment starts: what to expect of A, and how long the applicants that it needs take to come."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.models import Application, Job
from matching.experiment_stats import Size
from matching.models import Experiment
from matching.services.experiment_counts import INTERVIEWED, ending
from matching.services.experiments import size_of

ENOUGH = 30  # applications that a rate is read from
MOST = 1000
RECENT = 90  # days over which the inflow is measured
MONTH = 30.4


@dataclass(frozen=True)
class Past:
    """What the past says. rate: None where too few applied; of: "job" or "company"; monthly: applications a month, None where none came."""

    rate: float | None
    hits: int
    count: int
    of: str
    monthly: float | None
    monthly_of: str


def past(job, member, metric, days) -> Past:
    """The rate and the inflow of the job, or where it is too young those of the company's jobs that the member may see."""
    everybody = Application.objects.filter(company_id=job.company_id).to_jobs_seen_by(member)
    (hits, count), of = _rate(Application.objects.filter(job=job), metric, days), "job"
    if count < ENOUGH:
        (hits, count), of = _rate(everybody, metric, days), "company"
    monthly, monthly_of = _inflow(job, everybody)
    enough = count >= ENOUGH and 0 < hits < count
    return Past(hits / count if enough else None, hits, count, of, monthly, monthly_of)


def _rate(rows, metric, days):
    over = rows.filter(applied_at__lte=timezone.now() - timedelta(days=days)).order_by("-applied_at")
    ends = ending(over, "pk", "applied_at", days).values_list("end_type", "end_status")[:MOST]
    reached = [kind in INTERVIEWED if metric == Experiment.Metric.INTERVIEW else status == "hired" for kind, status in ends]
    return sum(reached), len(reached)


def _inflow(job, everybody):
    """(applications a month, whose): of this job over the last three months, or of an open job of the company on average."""
    now = timezone.now()
    recent = now - timedelta(days=RECENT)
    since = max(recent, job.opened_at or job.created_at)
    came, days = Application.objects.filter(job=job, applied_at__gte=since).count(), (now - since).days
    if came and days >= 14:
        return came * MONTH / days, "job"
    came = everybody.filter(applied_at__gte=recent).count()
    jobs = Job.objects.open().filter(company_id=job.company_id).count()
    return (came * MONTH / RECENT / jobs, "company") if came and jobs else (None, "company")


@dataclass(frozen=True)
class Plan:
    """The size of an experiment and its time in words."""

    size: Size
    rate: float
    difference: float
    months: float | None
    text: str


def plan(*, rate, difference, days, monthly, metric) -> Plan:
    """ExperimentRefused names the field that makes no sense."""
    size = size_of(rate, difference)
    if not monthly:
        return Plan(size, rate, difference, None, _("Nobody applied lately, so how long that takes is not known."))
    months = size.anytime * 2 / monthly + days / MONTH
    hits = monthly * rate
    inflow = {
        "hits": f"{hits:.1f}" if hits < 10 else f"{hits:.0f}",
        "applications": f"{monthly:.0f}" if monthly >= 1 else f"{monthly:.1f}",
    }
    if metric == Experiment.Metric.INTERVIEW:
        pace = _("At %(applications)s applications and %(hits)s interviews a month") % inflow
    else:
        pace = _("At %(applications)s applications and %(hits)s hires a month") % inflow
    return Plan(size, rate, difference, months, f"{pace}: {in_words(months)}.")


def in_words(months):
    """How long, as people say it."""
    if months > 120:
        return _("more than ten years")
    if months >= 36:
        return _("about %(n)d years") % {"n": round(months / 12)}
    if months >= 2.5:
        return ngettext("%(n)d month", "%(n)d months", round(months)) % {"n": round(months)}
    weeks = max(1, round(months * MONTH / 7))
    return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
