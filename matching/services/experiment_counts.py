"""What became of the applications of an experiment, written down once their days are over."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from accounts.events import SYSTEM, publish
from accounts.live import nudge
from jobs.models import StageChange, StageType
from matching import events
from matching.models import Enrolment, Experiment
from matching.services import experiment_results, experiments

INTERVIEWED = {StageType.INTERVIEW, StageType.OFFER, StageType.HIRED}


def ending(rows, application, since, days):
    """rows with where each application stood `days` after `since`: end_type (of the stage), end_status, end_at.

    A move that was taken back in time counts for nothing; who left stands where they left.
    """
    last = StageChange.objects.filter(application=OuterRef(application), at__lte=OuterRef(since) + timedelta(days=days)).order_by(
        "-at", "-pk"
    )
    return rows.annotate(
        end_type=Subquery(last.values("to_stage__type")[:1]),
        end_status=Subquery(last.values("to_status")[:1]),
        end_at=Subquery(last.values("at")[:1]),
    )


def count_all(now=None):
    """Count in every experiment that runs, and stop those whose last day has come."""
    for experiment in Experiment.objects.active():
        count(experiment, now=now)
        if experiment.ends_on and experiment.ends_on <= timezone.localdate(now):
            experiments.stop(experiment=experiment, actor=SYSTEM)


@transaction.atomic
def count(experiment, now=None):
    """Write down what is due. Returns how many outcomes were written."""
    now = now or timezone.now()
    experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if experiment.state != Experiment.State.RUNNING:
        return 0
    open_rows = Enrolment.objects.filter(experiment=experiment, repeat=False, application__isnull=False).exclude(arm="")
    _leave_out_merged(experiment, open_rows)
    done = 0
    interviews = open_rows.filter(interviewed=None, at__lte=now - timedelta(days=experiment.interview_days))
    done += _write(ending(interviews, "application", "at", experiment.interview_days), _was_interviewed, "interviewed")
    hires = open_rows.filter(hired=None, at__lte=now - timedelta(days=experiment.hire_days))
    done += _write(ending(hires, "application", "at", experiment.hire_days), _was_hired, "hired", "hired_after")
    if done:
        _tell_what_is_found(experiment, now)
        nudge(f"job:{experiment.job_id}")
    return done


def _leave_out_merged(experiment, rows):
    """Two who turned out to be one person: the later one counts no more, unless it was counted already. Both keep their rules."""
    earlier = Enrolment.objects.filter(
        experiment=experiment, repeat=False, application__candidate=OuterRef("application__candidate"), pk__lt=OuterRef("pk")
    ).exclude(arm="")
    twice = rows.filter(interviewed=None, hired=None).filter(Exists(earlier))
    Enrolment.objects.filter(pk__in=list(twice.values_list("pk", flat=True))).update(repeat=True, number=None)


def _was_interviewed(row):
    row.interviewed = row.end_type in INTERVIEWED


def _was_hired(row):
    row.hired = row.end_status == "hired"
    row.hired_after = max(0, (row.end_at - row.at).days) if row.hired else None


def _write(rows, judge, *fields):
    rows = list(rows)
    for row in rows:
        judge(row)
    Enrolment.objects.bulk_update(rows, fields, batch_size=250)
    return len(rows)


def _tell_what_is_found(experiment, now):
    found = experiment_results.results(experiment).found
    if found and not experiment.found:
        experiment.found, experiment.found_at = found, now
        experiment.save(update_fields=["found", "found_at"])
        publish(events.ExperimentFound(experiment.pk, experiment.job_id, found), actor=SYSTEM, subject=experiment)
