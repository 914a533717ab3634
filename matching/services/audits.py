"""Adverse-impact audits: asked for by a person, worked out right after by the event's handler, frozen, published by an admin."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.live import nudge
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Application
from matching import events
from matching.engine import ENGINE_VERSION
from matching.models import Audit, Match, ScoringConfig
from matching.services import self_reports
from matching.services.audit_figures import frozen, is_flagged

LONGEST = timedelta(days=3 * 366)
COMPARED = 200  # earlier audits that a new one is held against
SHOWN_VERSIONS = 6


class AuditRefused(Refused):
    """The audit cannot be made as asked."""


@transaction.atomic
def ask_for_audit(*, company, actor, job=None, since, until, note=""):
    """An audit of those who applied for `job` (or for any job that is not confidential) in the period; it is made right after."""
    require(actor, Action.CONFIGURE_SCORING)
    if until < since:
        raise AuditRefused(_("The period ends before it begins."), code="period", field="until")
    if until - since > LONGEST:
        raise AuditRefused(_("At most three years at once."), code="period", field="since")
    if since > timezone.localdate():
        raise AuditRefused(_("The period has not begun yet."), code="period", field="since")
    audit = Audit.objects.create(company=company, job=job, since=since, until=until, note=note.strip()[:200], by=actor)
    publish(events.AuditAsked(audit.pk, job.pk if job else ""), actor=actor, subject=audit)
    return audit


@transaction.atomic
def make_audit(audit_id):
    """Work the figures out and freeze them; of an audit that is made already nothing changes."""
    audit = (
        Audit.objects.select_for_update(of=("self",))
        .select_related("company", "job")
        .filter(pk=audit_id, state=Audit.State.RUNNING)
        .first()
    )
    if audit is None:
        return
    settings = self_reports.settings_of(audit.company)
    questions, applications = self_reports.questions_of(settings), applications_of(audit)
    if not questions:
        _refuse(audit, _("No question is asked: switch at least one on in the fairness settings."))
        return
    if tells_too_much(audit, settings.least_people):
        _refuse(
            audit,
            _(
                "Too little has changed since an earlier audit of some of these people: what differs between the two would "
                "tell single people’s answers. Choose the same period as then, or ask again when more people have answered."
            ),
        )
        return
    answers = self_reports.answers_for(applications)
    audit.people, audit.answered = applications.count(), len(answers)
    audit.config_version = _version_in_force(audit)
    audit.body = {
        "steps": frozen(applications, answers, questions, settings.least_people),
        "least": settings.least_people,
        "engine": ENGINE_VERSION,
        "rules": _rules_used(audit),
        "tool_since": settings.tool_since.isoformat() if settings.tool_since else "",
        "source": settings.source,
        "job": audit.job.title if audit.job else "",
        "company": audit.company.name,
    }
    audit.flagged = sum(is_flagged(table) for step in audit.body["steps"] for table in step["tables"])
    audit.state, audit.at = Audit.State.DONE, timezone.now()
    audit.save(update_fields=["state", "at", "people", "answered", "flagged", "body", "config_version"])
    nudge(f"audit:{audit.pk}")


def _refuse(audit, why):
    audit.state, audit.refusal = Audit.State.REFUSED, why
    audit.save(update_fields=["state", "refusal"])
    nudge(f"audit:{audit.pk}")


@transaction.atomic
def set_published(*, audit, actor, published):
    """Let everybody in the company read the audit, or no longer."""
    require(actor, Action.MANAGE_SETTINGS)
    audit = Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
    if audit.state != Audit.State.DONE:
        raise AuditRefused(_("Only an audit that is done can be published."), code="not_done", conflict=True)
    if bool(audit.published_at) != published:
        audit.published_at, audit.published_by = (timezone.now(), actor) if published else (None, None)
        audit.save(update_fields=["published_at", "published_by"])
        publish(events.AuditPublished(audit.pk, published), actor=actor, subject=audit)
    return audit


def applications_of(audit):
    """Whom an audit is about. Confidential jobs are in their own audits alone, which their team sees."""
    rows = Application.objects.of(audit.company).filter(
        applied_at__gte=_start(audit.since), applied_at__lt=_start(audit.until + timedelta(days=1))
    )
    return rows.filter(job=audit.job) if audit.job_id else rows.filter(job__confidential=False)


def _start(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def tells_too_much(audit, least):
    """Whether this audit, held against an earlier one that shares people with it, would show what one to `least` - 1 people said.

    The people in whom the two differ: those in one of them only, those whose answer or outcome changed since, and those who
    were deleted since. None (the same figures again) or enough of them is fine.
    """
    earlier = Audit.objects.of(audit.company).filter(state=Audit.State.DONE, since__lte=audit.until, until__gte=audit.since)
    if audit.job_id:
        earlier = earlier.filter(job=audit.job) | earlier.filter(job=None)
    earlier = list(earlier.order_by("-at")[:COMPARED])
    people = _moments(audit.company) if earlier else {}
    now = _within(people, audit)
    for old in earlier:
        then = _within(people, old)
        if not now & then:
            continue
        differs = (now ^ then) | {pk for pk in now & then if people[pk].changed > old.at}
        gone = max(0, old.answered - sum(1 for pk in then if people[pk].first <= old.at))
        if 0 < len(differs) + gone < least:
            return True
    return False


class _Moment(NamedTuple):
    """When what of one application that ever had an answer: `changed` is the last that any figure of an audit could follow."""

    job: object
    confidential: bool
    applied: datetime
    first: datetime
    changed: datetime


def _moments(company):
    """{application id: _Moment}; two queries."""
    scored = {
        (job, candidate): at
        for job, candidate, at in Match.objects.of(company).order_by().values_list("job_id", "candidate_id", "at")
    }
    found = {}
    for pk, job, confidential, candidate, applied, first, *later in self_reports.signs(company):
        later = [at for at in (*later, scored.get((job, candidate))) if at]
        found[pk] = _Moment(job, confidential, applied, first, max(later))
    return found


def _within(people, audit):
    """Those of `people` whom an audit is about."""
    start, end = _start(audit.since), _start(audit.until + timedelta(days=1))
    return {
        pk
        for pk, one in people.items()
        if start <= one.applied < end and (one.job == audit.job_id if audit.job_id else not one.confidential)
    }


def _version_in_force(audit):
    if not audit.job_id:
        return None
    own = ScoringConfig.objects.filter(job=audit.job).select_related("current").first()
    default = ScoringConfig.objects.of(audit.company).filter(job=None).select_related("current").first()
    return own.current if own and own.current_id else default.current if default else None


def _rules_used(audit):
    """Which versions of rules the people's scores were made by, in words."""
    people = applications_of(audit).order_by()
    used = Match.objects.of(audit.company).filter(
        config_version__isnull=False, job__in=people.values("job"), candidate__in=people.values("candidate")
    )
    used = used.filter(job=audit.job) if audit.job_id else used
    rows = used.order_by("config_version__config__job_id", "config_version__number")
    rows = list(rows.values_list("config_version__config__job_id", "config_version__number").distinct()[: SHOWN_VERSIONS + 50])
    said = [_("the company’s version %(n)d") % {"n": number} for job_id, number in rows if job_id is None]
    own = [number for job_id, number in rows if job_id is not None]
    if own and audit.job_id:
        said += [_("the job’s version %(n)d") % {"n": number} for number in own]
    elif own:
        said.append(_("%(n)d versions of jobs’ own rules") % {"n": len(own)})
    return said[:SHOWN_VERSIONS] + (["…"] if len(said) > SHOWN_VERSIONS else [])
