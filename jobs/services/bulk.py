"""One act on thousands of rows: a handful of queries, each row's refusal reported, and the whole taken back by its time."""

from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import F, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.refusal import Refused
from jobs import events
from jobs.models import Application, Candidate, Stage, StageChange, StageType
from jobs.services import pools
from jobs.services.applications import ApplicationRefused, due, hire, need_reason
from jobs.services.pools import UNDO_WITHIN

MOST_ROWS = 10_000
CHUNK = 500


@dataclass
class BulkResult:
    """`done`: ids of rows that are now as asked. `refused`: dicts with id, name, code, message. `at` undoes it."""

    at: object
    done: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def refuse(self, application, code, message):
        self.refused.append({"id": application.pk, "name": application.candidate.name, "code": code, "message": message})


class BulkRefused(Refused):
    """Nothing was done; the message says why."""


@transaction.atomic
def bulk_move(*, applications, actor, to_stage=None, to_type=None, why=""):
    """Move many applications to one stage of their job or, across jobs, to each job's first stage of `to_type`.

    applications: a queryset that holds only what the actor may see. A stage of type hired hires each.
    """
    result = BulkResult(at=timezone.now())
    rows = _running(applications, result)
    targets = _targets(rows, to_stage, to_type)
    groups = {}
    for row in rows:
        target = targets.get(row.job_id)
        if target is None:
            result.refuse(row, "no_such_stage", _("The job has no such stage."))
        elif target.pk == row.stage_id:
            result.done.append(row.pk)
        elif target.type == StageType.HIRED:
            _hire_one(row, target, actor, why, result)
        else:
            groups.setdefault(target.pk, (target, []))[1].append(row)
    for target, group in groups.values():
        _enter(group, target, actor, StageChange.Cause.MOVED, why, result)
    return result


@transaction.atomic
def bulk_reject(*, applications, actor, reason=None, note="", why="", pool=None, cancel_interviews=False):  # noqa: PLR0913  (what a rejection consists of)
    """Reject many running applications; each keeps its stage, so that taking it back returns there. `pool`: keep the people there."""
    result = BulkResult(at=timezone.now())
    rows = _running(applications, result)
    need_reason(reason, actor.company_id)
    if reason is not None and rows and reason.company_id != rows[0].company_id:
        raise BulkRefused(_("That reason is not there."), code="not_found", field="reason")
    _update(
        rows,
        status=Application.Status.REJECTED,
        closed_at=result.at,
        answer_due_at=None,
        rejection_reason=reason,
        rejection_note=note,
    )
    changes = _write_down(rows, actor, StageChange.Cause.REJECTED, "active", "rejected", why, result)
    _publish(partial(events.ApplicationRejected, cancel_interviews=cancel_interviews), changes, rows, actor)
    if pool is not None:
        runs = {row.candidate_id: row.pk for row in rows}
        for start in range(0, len(rows), CHUNK):
            people = Candidate.objects.filter(pk__in=[row.candidate_id for row in rows[start : start + CHUNK]])
            pools.keep(pool=pool, candidates=people, actor=actor, runs=runs, at=result.at)
    result.done += [row.pk for row in rows]
    return result


@transaction.atomic
def bulk_tag(*, candidates, tags, actor, remove=False):
    """Put tags on many candidates, or take them off; returns the number of candidates that were looked at."""
    ids = list(candidates.order_by().values_list("pk", flat=True)[: MOST_ROWS + 1])
    if len(ids) > MOST_ROWS:
        raise BulkRefused(_("That is more than %(most)d at once. Narrow the list.") % {"most": MOST_ROWS}, code="too_many")
    through = Candidate.tags.through
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        if remove:
            through.objects.filter(candidate_id__in=chunk, tag__in=tags).delete()
        else:
            through.objects.bulk_create(
                [through(candidate_id=pk, tag_id=tag.pk) for pk in chunk for tag in tags], ignore_conflicts=True
            )
    shells = [Candidate(pk=pk, company_id=actor.company_id) for pk in ids]
    publish(*[events.CandidateChanged(pk, ["tags"]) for pk in ids], actor=actor, subjects=shells)
    return len(ids)


@transaction.atomic
def undo(*, actor, at):
    """Take back what `actor` did to applications at the moment `at`, unless somebody went on with the row since.

    Moves go back, rejections are taken back; both are ordinary acts of their own. Returns a BulkResult.
    """
    result = BulkResult(at=timezone.now())
    if at < result.at - UNDO_WITHIN:
        raise BulkRefused(_("That is more than an hour ago. Move the people back by hand."), code="too_late")
    changes = list(
        StageChange.objects.visible_to(actor)
        .filter(member=actor, at=at, cause__in=["moved", "rejected"])
        .select_related("from_stage")
    )
    if not changes:
        raise BulkRefused(_("There is nothing to take back."), code="nothing")
    rows = {}
    for start in range(0, len(changes), CHUNK):
        ids = [change.application_id for change in changes[start : start + CHUNK]]
        locked = Application.objects.select_for_update(of=("self",)).prefetch_related("candidate", "stage").order_by("pk")
        rows |= {row.pk: row for row in locked.filter(pk__in=ids)}
    back, unreject = {}, []
    for change in changes:
        row = rows[change.application_id]
        if row.status != change.to_status or row.stage_id != change.to_stage_id or _changed_since(row, at):
            result.refuse(row, "changed_meanwhile", _("Somebody changed this application since."))
        elif change.cause == StageChange.Cause.REJECTED:
            unreject.append(row)
        elif change.from_stage is not None:
            back.setdefault(change.from_stage_id, (change.from_stage, []))[1].append(row)
    for stage, group in back.values():
        _enter(group, stage, actor, StageChange.Cause.MOVED, _("Taken back"), result)
    _unreject(unreject, actor, result)
    pools.take_back_additions(actor=actor, at=at, runs=[row.pk for row in unreject])
    return result


def _changed_since(row, at):
    return max(row.moved_at, row.closed_at or row.moved_at) > at


def _unreject(rows, actor, result):
    by_stage = {}
    for row in rows:
        by_stage.setdefault(row.stage_id, (row.stage, []))[1].append(row)
    for stage, group in by_stage.values():
        _update(
            group,
            status=Application.Status.ACTIVE,
            closed_at=None,
            moved_at=result.at,
            rejection_reason=None,
            rejection_note="",
            answer_due_at=due(stage, result.at),
        )
    changes = _write_down(rows, actor, StageChange.Cause.UNREJECTED, "rejected", "active", _("Taken back"), result)
    _publish(events.ApplicationUnrejected, changes, rows, actor)
    result.done += [row.pk for row in rows]


def _running(applications, result):
    """The running ones of the given rows, locked in one order; the others are refused."""
    rows = list(applications.select_for_update(of=("self",)).order_by("pk")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise BulkRefused(_("That is more than %(most)d at once. Narrow the list.") % {"most": MOST_ROWS}, code="too_many")
    for start in range(0, len(rows), CHUNK):  # SQLite takes no thousand of them in one condition
        prefetch_related_objects(rows[start : start + CHUNK], "candidate", "stage")
    for row in rows:
        if row.status != Application.Status.ACTIVE:
            result.refuse(row, "closed", _("This application is closed. Re-open it first."))
    return [row for row in rows if row.status == Application.Status.ACTIVE]


def _targets(rows, to_stage, to_type):
    if to_stage is not None:
        return {to_stage.job_id: to_stage}
    stages = Stage.objects.filter(job__in={row.job_id for row in rows}, type=to_type).order_by("-position")
    return {stage.job_id: stage for stage in stages}


def _hire_one(row, stage, actor, why, result):
    """A hire fills a seat, so it goes one by one, each in a savepoint."""
    try:
        with transaction.atomic():
            hire(application=row, actor=actor, stage=stage, why=why)
    except ApplicationRefused as refusal:
        result.refuse(row, refusal.code, str(refusal))
    else:
        result.done.append(row.pk)


def _enter(rows, stage, actor, cause, why, result):
    _update(rows, stage=stage, moved_at=result.at, answer_due_at=due(stage, result.at))
    changes = _write_down(rows, actor, cause, "active", "active", why, result, to_stage=stage)
    publish(
        *[
            events.ApplicationMoved(change.pk, row.pk, row.job_id, row.stage_id, stage.pk)
            for change, row in zip(changes, rows, strict=True)
        ],
        actor=actor,
        subjects=rows,
    )
    result.done += [row.pk for row in rows]


def _update(rows, **values):
    for start in range(0, len(rows), CHUNK):
        chunk = [row.pk for row in rows[start : start + CHUNK]]
        Application.objects.filter(pk__in=chunk).update(revision=F("revision") + 1, **values)


def _write_down(rows, actor, cause, from_status, to_status, why, result, to_stage=None):
    nudge(*{f"job:{row.job_id}" for row in rows}, *{f"applications:{row.company_id}" for row in rows})
    return StageChange.objects.bulk_create(
        [
            StageChange(
                application=row,
                company_id=row.company_id,
                from_stage_id=row.stage_id,
                to_stage_id=to_stage.pk if to_stage else row.stage_id,
                from_status=from_status,
                to_status=to_status,
                cause=cause,
                why=why[:300],
                member=actor,
                at=result.at,
            )
            for row in rows
        ],
        batch_size=CHUNK,
    )


def _publish(event, changes, rows, actor):
    publish(
        *[event(change.pk, row.pk, row.job_id) for change, row in zip(changes, rows, strict=True)], actor=actor, subjects=rows
    )
