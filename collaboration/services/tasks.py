"""Things to do: written down, given to somebody, done, and called to mind when their hour comes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import Task
from jobs.models import Application, Candidate, Job


class TaskRefused(Refused):
    """The message is meant for the person."""


@transaction.atomic
def create_task(*, actor, text, member=None, due_at=None, application=None, candidate=None, job=None):
    """Write a task down, for oneself where no member is named; it is about one thing at most. The actor may be a candidate."""
    member = member or actor
    if sum(one is not None for one in (application, candidate, job)) > 1:
        raise TaskRefused(
            _("A task is about one thing: an application, a person or a job."), code="one_thing", field="application"
        )
    if application is not None:
        candidate, job = application.candidate, application.job
    task = Task(
        company_id=(actor if isinstance(actor, Membership) else member).company_id,
        text=" ".join(text.split())[:200],
        by=actor if isinstance(actor, Membership) else None,
        candidate=candidate,
        application=application,
        job=job,
        due_at=due_at,
    )
    if not task.text:
        raise TaskRefused(_("Say what there is to do."), code="required", field="text")
    _give(task, member)
    task.save()
    publish(events.TaskCreated(task.pk, task.member_id), actor=actor, subject=task)
    _tell(task)
    return task


def _give(task, member):
    """Only to somebody who can act and sees what it is about."""
    if member.company_id != task.company_id or member.deactivated_at or not member.can(Action.COMMENT):
        raise TaskRefused(_("That person can't be given tasks here."), code="not_found", field="member")
    for model, pk in ((Application, task.application_id), (Candidate, task.candidate_id), (Job, task.job_id)):
        if pk:
            if not model.objects.visible_to(member).filter(pk=pk).exists():
                raise TaskRefused(
                    _("%(name)s may not see what this task is about.") % {"name": member.name}, code="may_not_see", field="member"
                )
            break
    task.member = member


@transaction.atomic
def change_task(*, task, actor, **fields):
    """Change text, due_at or member. A task that gets another hour is called to mind anew."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if "text" in fields and not " ".join(fields["text"].split()):
        raise TaskRefused(_("Say what there is to do."), code="required", field="text")
    changed = [name for name, value in fields.items() if getattr(task, name) != value]
    before = task.member_id
    for name in changed:
        if name == "member":
            _give(task, fields[name])
        else:
            setattr(task, name, fields[name])
    if "due_at" in changed:
        task.told_at = None
    if changed:
        task.save()
        publish(events.TaskChanged(task.pk, task.member_id, sorted(changed)), actor=actor, subject=task)
        _tell(task, before)
    return task


@transaction.atomic
def finish_task(*, task, actor, done=True):
    """Tick it off, or take the tick back."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if (task.done_at is not None) == done:
        return task
    task.done_at, task.done_by = (timezone.now(), actor if isinstance(actor, Membership) else None) if done else (None, None)
    task.save(update_fields=["done_at", "done_by"])
    happened = events.TaskDone if done else events.TaskReopened
    publish(happened(task.pk, task.member_id), actor=actor, subject=task)
    _tell(task)
    return task


@transaction.atomic
def delete_task(*, task, actor):
    publish(events.TaskDeleted(task.pk, task.member_id), actor=actor, subject=task)
    _tell(task)
    task.delete()


def _tell(task, *others):
    topics = [f"member:{pk}" for pk in {task.member_id, *others} if pk]
    topics += [f"candidate:{task.candidate_id}"] if task.candidate_id else []
    topics += [f"application:{task.application_id}"] if task.application_id else []
    nudge(*topics)


@transaction.atomic
def tell_what_is_due(now=None, limit=500):
    """Say of each task whose hour has come that it is due, once; two that run at a time share the work. Returns how many."""
    now = now or timezone.now()
    due = Task.objects.filter(done_at=None, told_at=None, due_at__lte=now).order_by("due_at")
    rows = list(due.select_for_update(skip_locked=True)[:limit])
    Task.objects.filter(pk__in=[task.pk for task in rows]).update(told_at=now)
    if rows:
        publish(*(events.TaskDue(task.pk, task.member_id) for task in rows), actor=SYSTEM, subjects=rows)
        nudge(*{f"member:{task.member_id}" for task in rows})
    return len(rows)
