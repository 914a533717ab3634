"""Whole lists scored anew: in pieces by a task that shows how far it is, goes on after a crash, and heeds only the newest wish."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.events import SYSTEM
from accounts.live import nudge
from jobs.models import Application
from matching.models import Rescoring
from matching.services import scoring

PIECE = 200  # applications scored in one transaction: half a second, in which others wait to write on SQLite
TURN = 20  # seconds after which a task makes room for others and is queued again
LEASE = timedelta(minutes=2)
MOST_TRIES = 12
State = Rescoring.State


@transaction.atomic
def ask(job_ids, *, cause):
    """Have the lists of these jobs scored anew after the commit. A job whose list is under way begins again with what holds now."""
    ids, now = list(job_ids), timezone.now()
    jobs = Application.objects.filter(job__in=ids).exclude(status__in=scoring.OVER).order_by().values_list("job", "job__company")
    counts = {job: (company, count) for job, company, count in jobs.annotate(count=Count("pk"))}
    known = {run.job_id: run for run in Rescoring.objects.select_for_update().filter(job__in=list(counts)).order_by("pk")}
    for job_id, (company, count) in counts.items():
        run = known.get(job_id) or Rescoring(company_id=company, job_id=job_id, wanted=0)
        run.wanted, run.cause, run.state, run.total, run.asked_at = run.wanted + 1, cause, State.WAITING, count, now
        run.done, run.after, run.tries, run.finished_at = 0, None, 0, None
        run.save()
        nudge(*_topics(run))
    transaction.on_commit(lambda: [_queue(job_id) for job_id in counts])


def _queue(job_id):
    from matching.tasks import rescore_job

    rescore_job.delay(job_id=str(job_id))


def go_on(job_id):
    """Score the list as far as one turn reaches. Whoever claims the row does the work, so that a second task finds nothing to do."""
    now = timezone.now()
    free = Rescoring.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), job=job_id).exclude(state=State.DONE)
    if not free.update(leased_until=now + LEASE, state=State.RUNNING, tries=F("tries") + 1):
        return
    began, rules, wanted = time.monotonic(), None, None
    while time.monotonic() - began < TURN:
        with transaction.atomic():
            run = Rescoring.objects.select_for_update().filter(job=job_id).exclude(state=State.DONE).first()
            if run is None:  # the job was deleted
                return
            if run.wanted != wanted:  # somebody changed the rules meanwhile: what is in force now counts
                rules, wanted = scoring.in_force(job_id), run.wanted
            if not _piece(run, rules):
                return
    Rescoring.objects.filter(job=job_id).update(leased_until=None)
    _queue(job_id)


def _piece(run, rules):
    """Score the next applications and write down how far it is; False once there are none."""
    if run.after is None:
        run.led = scoring.leader(rules.job)
    rows = scoring.to_score(run.job_id).order_by("pk")
    ids = list((rows.filter(pk__gt=run.after) if run.after else rows).values_list("pk", flat=True)[:PIECE])
    if ids:
        scoring.score_piece(rules, ids, cause=run.cause, whole_list=True)
        run.state, run.after, run.done, run.tries = State.RUNNING, ids[-1], run.done + len(ids), 0
        run.total, run.leased_until = max(run.total, run.done), timezone.now() + LEASE
    else:
        run.state, run.leased_until, run.finished_at, run.total = State.DONE, None, timezone.now(), run.done
        first = scoring.leader(rules.job)
        if first and first != run.led:
            scoring.tell_leader(rules.job, first, run.led, SYSTEM, run.cause)
    run.save()
    nudge(*_topics(run))
    return bool(ids)


def _topics(run):
    return f"job:{run.job_id}", f"scoring:{run.company_id}"


def left_behind(before=None):
    """Ids of jobs whose lists a crash left half scored; `before`: a moment at which nobody else can have been at it."""
    waiting = Rescoring.objects.exclude(state=State.DONE)
    if before is not None:
        waiting.filter(leased_until__lte=before + LEASE).update(leased_until=None)
    free = Q(leased_until=None, asked_at__lt=before or timezone.now() - timedelta(seconds=20)) | Q(
        leased_until__lt=timezone.now()
    )
    return list(waiting.filter(free, tries__lt=MOST_TRIES).values_list("job", flat=True))


def progress(member, job=None):
    """{"done", "total", "jobs"} of the lists that are being scored, of one job or of all that the member sees; None where none are."""
    runs = Rescoring.objects.visible_to(member).exclude(state=State.DONE)
    rows = list((runs.filter(job=job) if job else runs).values_list("done", "total"))
    return (
        {"done": sum(done for done, _total in rows), "total": sum(total for _done, total in rows), "jobs": len(rows)}
        if rows
        else None
    )
