"""Which rules score which application: the job's own, or while an experiment runs those of the application's arm."""

import hashlib
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.events import SYSTEM, publish
from jobs.models import Application
from matching import events
from matching.engine import ScoringConfig, compile, score
from matching.models import Enrolment, Experiment

BLOCK = "aabb"  # of every four newcomers of a stratum two go to each arm


@dataclass
class Both:
    """The two sets of rules of a job's experiment, and who is in B."""

    experiment: Experiment
    a: object
    b: object
    in_b: frozenset = frozenset()

    def take_in(self, ids):
        """Newcomers among these applications get their place before they are scored."""
        self.experiment = enrol(self.experiment, ids)
        found = Enrolment.objects.filter(experiment=self.experiment, arm="b", application__in=ids)
        running = self.experiment.state == Experiment.State.RUNNING
        self.in_b = frozenset(found.values_list("application_id", flat=True)) if running else frozenset()

    def of(self, application_id, in_force):
        """What scores this application: B's rules for whoever is in B, else those in force."""
        return replace(in_force, version=self.experiment.version_b, compiled=self.b) if application_id in self.in_b else in_force

    def note(self, table, applications, alike):
        """Keep both scores of whoever takes part; applications: of the table's rows, in their order."""
        place = {one.pk: row for row, one in enumerate(applications)}
        rows = list(Enrolment.objects.filter(experiment=self.experiment, application__in=place))
        a, b = score(table, self.a, alike), score(table, self.b, alike)
        for row in rows:
            at = place[row.application_id]
            row.score_a, row.score_b = round(float(a.total[at]), 2), round(float(b.total[at]), 2)
            row.knocked_a, row.knocked_b = bool(a.knocked[at]), bool(b.knocked[at])
        Enrolment.objects.bulk_update(rows, ["score_a", "score_b", "knocked_a", "knocked_b"], batch_size=250)


def bodies_of(job):
    """The rules that the job's active experiment tries, as a list of one or none."""
    return list(Experiment.objects.active().filter(job=job).values_list("version_b__body", flat=True))


def both_of(job, compiled, demands, known):
    """The job's experiment that is in shadow or runs, with its rules compiled; None without one. compiled: the rules in force."""
    experiment = Experiment.objects.active().filter(job=job).select_related("version_b").first()
    return experiment and Both(experiment, compiled, compile(ScoringConfig.from_dict(experiment.version_b.body), demands, known))


@transaction.atomic
def enrol(experiment, ids):
    """Take in those of the applications that are new: in shadow every one, running those that came since the start, each with its arm."""
    experiment = Experiment.objects.select_for_update(of=("self",)).select_related("version_b").get(pk=experiment.pk)
    if experiment.state not in {Experiment.State.SHADOW, Experiment.State.RUNNING}:
        return experiment
    asked, rows = set(ids), Application.objects.filter(job=experiment.job_id).exclude(enrolments__experiment=experiment)
    if experiment.state == Experiment.State.RUNNING:
        rows = rows.filter(applied_at__gte=experiment.started_at)
    new = [one for one in rows.select_related("source").order_by("applied_at", "pk") if one.pk in asked]
    if not new:
        return experiment
    if experiment.state != Experiment.State.RUNNING:
        Enrolment.objects.bulk_create([Enrolment(experiment=experiment, application=one) for one in new], batch_size=500)
        return experiment
    made = _assign(experiment, new)
    Enrolment.objects.bulk_create(made, batch_size=500)
    publish(*(events.ExperimentAssigned(experiment.pk, row.application_id, row.arm) for row in made), actor=SYSTEM, subjects=new)
    return experiment


def _assign(experiment, new):
    taken = Enrolment.objects.filter(experiment=experiment, number__isnull=False)
    following = {stratum: last + 1 for stratum, last in taken.order_by().values_list("stratum").annotate(last=Max("number"))}
    again = dict(  # a person keeps their arm; the earliest counts
        Enrolment.objects.filter(experiment=experiment, application__candidate__in={one.candidate_id for one in new})
        .exclude(arm="")
        .order_by("-at", "-pk")
        .values_list("application__candidate_id", "arm")
    )
    made, now = [], timezone.now()
    for one in new:
        stratum = one.source.type if one.source else ""
        row = Enrolment(experiment=experiment, application=one, stratum=stratum, at=now)
        if one.candidate_id in again:
            row.arm, row.repeat = again[one.candidate_id], True
        else:
            row.number = following.get(stratum, 0)
            row.arm = again[one.candidate_id] = arm_of(experiment.seed, stratum, row.number)
            following[stratum] = row.number + 1
        made.append(row)
    return made


def arm_of(seed, stratum, number):
    """The arm of the stratum's number-th newcomer: blocks of four in an order that only the seed knows, the same whenever it is asked."""
    block, place = divmod(number, len(BLOCK))
    drawn = sorted(range(len(BLOCK)), key=lambda slot: hashlib.sha256(f"{seed}:{stratum}:{block}:{slot}".encode()).digest())
    return BLOCK[drawn[place]]


def part_of(match):
    """The enrolment of the application behind a score, where an experiment that runs now gave it an arm; else None."""
    rows = Enrolment.objects.filter(
        application__job=match.job_id, application__candidate=match.candidate_id, experiment__state=Experiment.State.RUNNING
    )
    return rows.exclude(arm="").exclude(application__status__in=["rejected", "withdrawn"]).select_related("experiment").first()
