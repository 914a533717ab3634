"""Everything that changes an application: one function an act, each one transaction, each an event."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership, User
from accounts.refusal import Refused
from jobs import events
from jobs.models import Application, Candidate, Job, Opening, RejectionReason, Stage, StageChange, StageType
from jobs.services.custom_fields import clean_custom
from jobs.services.pools import keep


class ApplicationRefused(Refused):
    """The act is not possible; the message is meant for the person, `field` names what to change, `code` is stable."""


class MoveRefused(ApplicationRefused):
    """The application cannot go where it was sent."""


@transaction.atomic
def apply_to_job(
    *,
    job,
    candidate,
    actor,
    source=None,
    tracking_link=None,
    credited_to=None,
    cover_letter="",
    post=None,
    answers=(),
    applied_at=None,
    confirmed=False,
):
    """Enter a candidate into a job's first stage. The job's rule for applying again may refuse (code `applied_before`)."""
    if job.company_id != candidate.company_id or candidate.merged_into_id:
        raise ApplicationRefused(_("That candidate is not in this company."), code="not_found", field="candidate")
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_template or (job.status == Job.Status.CLOSED and applied_at is None):  # an import may tell of the past
        raise ApplicationRefused(_("This job is closed."), code="job_closed", field="job", conflict=True)
    check_earlier(job, candidate, confirmed)
    stage = job.stages.order_by("position").first()
    if stage is None:
        raise ApplicationRefused(
            _("This job has no pipeline stages yet. Add one first."), code="no_stages", field="job", conflict=True
        )
    at = applied_at or timezone.now()
    if tracking_link is not None:
        source, credited_to = tracking_link.source, credited_to or tracking_link.credited_to
    application = Application(
        company_id=job.company_id,
        job=job,
        candidate=candidate,
        post=post,
        stage=stage,
        source_id=source.pk if source else candidate.source_id,
        tracking_link=tracking_link,
        credited_to=credited_to,
        cover_letter=cover_letter,
        applied_at=at,
        moved_at=at,
        answer_due_at=due(stage, at),
    )
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise ApplicationRefused(
            _("%(name)s already has a running application for this job.") % {"name": candidate.name},
            code="already_applied",
            field="candidate",
            conflict=True,
        ) from error
    for question, value in answers:
        application.answers.create(question=question, text=question.text, value=value)
    _write_down(application, actor, StageChange.Cause.APPLIED, to_stage=stage, from_status="", at=at)
    publish(events.ApplicationCreated(application.pk, job.pk, candidate.pk), actor=actor, subject=application, at=at)
    return application


def check_earlier(job, candidate, confirmed):
    """Raise ApplicationRefused if the job's rule for applying again forbids it, or one is running."""
    last = Application.objects.filter(job=job, candidate=candidate).order_by("-applied_at").first()
    if last is None:
        return
    if last.status in {Application.Status.ACTIVE, Application.Status.HIRED}:
        raise ApplicationRefused(
            _("%(name)s already has a running application for this job.") % {"name": candidate.name},
            code="already_applied",
            field="candidate",
            conflict=True,
        )
    again = last.applied_at + timedelta(days=job.reapply_days)
    if job.reapply == Job.Reapply.BLOCK:
        raise ApplicationRefused(
            _("%(name)s applied before, and this job allows one application.") % {"name": candidate.name},
            code="applied_before",
            field="candidate",
            conflict=True,
        )
    if job.reapply == Job.Reapply.AFTER and timezone.now() < again:
        raise ApplicationRefused(
            _("%(name)s applied before and may apply again from %(day)s.") % {"name": candidate.name, "day": again.date()},
            code="applied_before",
            field="candidate",
            conflict=True,
        )
    if job.reapply == Job.Reapply.WARN and not confirmed:
        raise ApplicationRefused(
            _("%(name)s applied for this job before. Confirm to add them again.") % {"name": candidate.name},
            code="confirm_again",
            field="confirmed",
        )


@transaction.atomic
def move_application(*, application, to_stage, actor, why="", seen_revision=None, at=None, cancel_interviews=False):
    """Move one application to another stage of its job; moving it where it is does nothing.

    `seen_revision` is what the mover saw: if somebody moved it since, MoveRefused (code `moved_meanwhile`).
    Entering a stage of type hired is a hire. `at`, here and below: when it happened, for what is brought in from elsewhere.
    """
    application = _locked(application)
    if to_stage.job_id != application.job_id:
        raise MoveRefused(_("That stage belongs to another job."), code="other_job", field="stage")
    if seen_revision is not None and seen_revision != application.revision:
        raise MoveRefused(
            _("Somebody moved this application to “%(stage)s” meanwhile.") % {"stage": application.stage.name},
            code="moved_meanwhile",
            field="stage",
            conflict=True,
        )
    if application.status != Application.Status.ACTIVE:
        raise MoveRefused(_("This application is closed. Re-open it first."), code="closed", field="stage", conflict=True)
    if to_stage.pk == application.stage_id:
        return application
    if to_stage.type == StageType.HIRED:
        return hire(application=application, actor=actor, stage=to_stage, why=why, at=at, cancel_interviews=cancel_interviews)
    before, now = application.stage, at or timezone.now()
    application.stage, application.moved_at = to_stage, now
    application.answer_due_at = due(to_stage, now)
    _save(application, "stage", "moved_at", "answer_due_at")
    change = _write_down(application, actor, StageChange.Cause.MOVED, from_stage=before, to_stage=to_stage, why=why, at=now)
    publish(
        events.ApplicationMoved(change.pk, application.pk, application.job_id, before.pk, to_stage.pk),
        actor=actor,
        subject=application,
        at=now,
    )
    return application


@transaction.atomic
def reject(*, application, actor, reason=None, note="", why="", at=None, pool=None, cancel_interviews=False):  # noqa: PLR0913  (what a rejection consists of)
    """Close an application as rejected; its stage is kept, so that taking it back returns there. `pool`: keep them there.

    `cancel_interviews`, here and in other acts that end it: those to come are called off with it, and come back with its undoing.
    """
    application = _locked(application)
    _must_be(application, Application.Status.ACTIVE, _("Only a running application can be rejected."))
    if isinstance(actor, Membership) and at is None:
        need_reason(reason, application.company_id)
    if reason is not None and reason.company_id != application.company_id:
        raise MoveRefused(_("That reason is not there."), code="not_found", field="reason")
    now = at or timezone.now()
    application.status, application.closed_at, application.answer_due_at = Application.Status.REJECTED, now, None
    application.rejection_reason, application.rejection_note = reason, note
    _save(application, "status", "closed_at", "answer_due_at", "rejection_reason", "rejection_note")
    change = _write_down(application, actor, StageChange.Cause.REJECTED, from_status="active", why=why, at=now)
    publish(
        events.ApplicationRejected(change.pk, application.pk, application.job_id, cancel_interviews),
        actor=actor,
        subject=application,
        at=now,
    )
    if pool is not None:
        people = Candidate.objects.filter(pk=application.candidate_id)
        keep(pool=pool, candidates=people, actor=actor, runs={application.candidate_id: application.pk}, at=now)
    return application


def need_reason(reason, company_id):
    """A member who rejects says why, unless the company keeps no reasons. What is told of the past (`at`) may lack one."""
    if reason is None and RejectionReason.objects.filter(company=company_id).exists():
        raise MoveRefused(_("Say why: choose a reason."), code="required", field="reason")


@transaction.atomic
def unreject(*, application, actor, why=""):
    """Take a rejection back; the application runs again in the stage where it was."""
    application = _locked(application)
    _must_be(application, Application.Status.REJECTED, _("This application is not rejected."))
    change = _reopen(application, actor, StageChange.Cause.UNREJECTED, why)
    publish(events.ApplicationUnrejected(change.pk, application.pk, application.job_id), actor=actor, subject=application)
    return application


@transaction.atomic
def hire(*, application, actor, stage=None, why="", hired_on=None, at=None, cancel_interviews=False):
    """Hire: the application closes, an opening of the job is filled in the same transaction."""
    application = _locked(application)
    _must_be(application, Application.Status.ACTIVE, _("Only a running application can end in a hire."))
    opening = Opening.objects.select_for_update().filter(job_id=application.job_id, status="open").order_by("number").first()
    if opening is None:
        raise MoveRefused(
            _("All openings of this job are filled. Add an opening first."), code="no_opening", field="stage", conflict=True
        )
    stage = stage or Stage.objects.filter(job_id=application.job_id, type=StageType.HIRED).first() or application.stage
    before, now = application.stage, at or timezone.now()
    application.stage, application.status = stage, Application.Status.HIRED
    application.closed_at = application.moved_at = now
    application.answer_due_at, application.hired_on = None, hired_on or timezone.localdate(now)
    _save(application, "stage", "status", "closed_at", "moved_at", "answer_due_at", "hired_on")
    opening.status, opening.application, opening.closed_at = Opening.Status.FILLED, application, now
    opening.save(update_fields=["status", "application", "closed_at"])
    change = _write_down(
        application, actor, StageChange.Cause.HIRED, from_stage=before, to_stage=stage, from_status="active", why=why, at=now
    )
    publish(
        events.ApplicationHired(change.pk, application.pk, application.job_id, cancel_interviews),
        actor=actor,
        subject=application,
        at=now,
    )
    return application


@transaction.atomic
def unhire(*, application, actor, why=""):
    """Take a hire back: the opening is open again and the application runs in the stage before the hire."""
    application = _locked(application)
    _must_be(application, Application.Status.HIRED, _("This application is not hired."))
    Opening.objects.filter(application=application).update(status=Opening.Status.OPEN, application=None, closed_at=None)
    hired_in = application.stage
    last = application.stage_changes.filter(cause=StageChange.Cause.HIRED).order_by("-at", "-pk").first()
    if last and last.from_stage:
        application.stage = last.from_stage
    application.hired_on = None
    change = _reopen(application, actor, StageChange.Cause.UNHIRED, why, from_stage=hired_in)
    publish(events.ApplicationUnhired(change.pk, application.pk, application.job_id), actor=actor, subject=application)
    return application


@transaction.atomic
def withdraw(*, application, actor, why="", at=None, cancel_interviews=None):
    """The candidate steps back. Who does it themselves comes to no interview."""
    application = _locked(application)
    _must_be(application, Application.Status.ACTIVE, _("Only a running application can be withdrawn."))
    now = at or timezone.now()
    application.status, application.closed_at, application.answer_due_at = Application.Status.WITHDRAWN, now, None
    _save(application, "status", "closed_at", "answer_due_at")
    change = _write_down(application, actor, StageChange.Cause.WITHDRAWN, from_status="active", why=why, at=now)
    if cancel_interviews is None:
        cancel_interviews = isinstance(actor, User)
    publish(
        events.ApplicationWithdrawn(change.pk, application.pk, application.job_id, cancel_interviews),
        actor=actor,
        subject=application,
        at=now,
    )
    return application


@transaction.atomic
def reopen(*, application, actor, why=""):
    """A withdrawn application runs again."""
    application = _locked(application)
    _must_be(application, Application.Status.WITHDRAWN, _("Only a withdrawn application can be re-opened."))
    change = _reopen(application, actor, StageChange.Cause.REOPENED, why)
    publish(events.ApplicationReopened(change.pk, application.pk, application.job_id), actor=actor, subject=application)
    return application


@transaction.atomic
def change_application(*, application, actor, **fields):
    """Change custom fields (`custom`: the whole dict) or what became of a hire (performance_rating, still_employed)."""
    application = _locked(application)
    if "custom" in fields:
        fields["custom"] = clean_custom(application.company, "application", fields["custom"])
    outcome = {name for name in ("performance_rating", "still_employed") if fields.get(name) is not None}
    if outcome and application.status != Application.Status.HIRED:
        raise ApplicationRefused(_("Only a hire has an outcome."), code="not_hired", field=sorted(outcome)[0])
    changed = [name for name, value in fields.items() if getattr(application, name) != value]
    for name in changed:
        setattr(application, name, fields[name])
    if changed:
        application.clean_fields(exclude=["company"])
        _save(application, *changed)
        publish(events.ApplicationChanged(application.pk, sorted(changed)), actor=actor, subject=application)
    return application


def due(stage, at):
    """When the stage promises an answer by; None where it promises nothing."""
    return at + timedelta(days=stage.answer_days) if stage.answer_days else None


def _reopen(application, actor, cause, why, from_stage=None):
    before, now = application.status, timezone.now()
    _check_no_other_runs(application)
    application.status, application.closed_at, application.moved_at = Application.Status.ACTIVE, None, now
    application.rejection_reason, application.rejection_note = None, ""
    application.answer_due_at = due(application.stage, now)
    _save(
        application, "status", "stage", "closed_at", "moved_at", "rejection_reason", "rejection_note", "answer_due_at", "hired_on"
    )
    return _write_down(application, actor, cause, from_status=before, from_stage=from_stage, why=why, at=now)


def _check_no_other_runs(application):
    others = Application.objects.filter(
        job_id=application.job_id, candidate_id=application.candidate_id, status__in=["active", "hired"]
    ).exclude(pk=application.pk)
    if others.exists():
        raise ApplicationRefused(_("A newer application of this candidate for this job is running."), code="already_applied")


def _locked(application):
    """The row, locked. Its stage is fetched afterwards: PostgreSQL looks again at a row that it waited for, but not at
    what was joined to it, and a row that moved meanwhile would read as not there."""
    return Application.objects.select_for_update().prefetch_related("stage", "candidate").get(pk=application.pk)


def _must_be(application, status, message):
    if application.status != status:
        raise MoveRefused(message, code="wrong_status", field="status", conflict=True)


def _save(application, *fields):
    application.revision += 1
    application.save(update_fields=[*fields, "revision"])


def _write_down(application, actor, cause, *, at, from_stage=None, to_stage=None, from_status="active", why=""):
    entered = cause == StageChange.Cause.APPLIED
    nudge(f"job:{application.job_id}", f"application:{application.pk}", f"applications:{application.company_id}")
    return StageChange.objects.create(
        application=application,
        company_id=application.company_id,
        from_stage=None if entered else from_stage or application.stage,
        to_stage=to_stage or application.stage,
        from_status=from_status,
        to_status=application.status,
        cause=cause,
        why=why[:300],
        member=actor if isinstance(actor, Membership) else None,
        person=actor if isinstance(actor, User) else None,
        at=at,
    )
