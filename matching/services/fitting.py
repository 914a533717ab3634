"""The other way round: which open jobs fit a person. The one engine, the person as a table of one row, each job compiled once."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from jobs.models import Application, Candidate, Job, Source
from jobs.services.applications import apply_to_job
from matching.engine import FeatureTable, ScoringConfig, compile, explain, score, similarity
from matching.engine.compiled import TICKS
from matching.models import CandidateFeatures, Experiment
from matching.models import ScoringConfig as Config
from matching.services.configs import default_config
from matching.services.features import taxonomy_of, to_row
from matching.services.scoring import anything_read, demands_of

KEPT = 400  # compiled jobs that a process keeps: some 0.2 MB each
MOST = 500  # open jobs that one person is held against, the newest first

_compiled = OrderedDict()  # {(job, its revision, version of the rules): (taxonomy, compiled)}
_lock = Lock()


@dataclass(frozen=True)
class JobFit:
    """An open job that fits somebody: the score (0 to 100) and the explanation that sums to it."""

    job: Job
    score: float
    why: object


@dataclass(frozen=True)
class Fitting:
    """fits: [JobFit], best first; held_back: of how many more jobs a must-have is missing; others: how many more were scored;
    read: whether there was anything to score."""

    fits: list
    held_back: int
    others: int
    read: bool


def jobs_that_fit(candidate, member, k=10, least=0) -> Fitting:
    """The k open jobs that fit somebody best, of those that the member may see and where they did not apply; from `least` points on.

    Ties fall to the job that was opened first. The queries are the same for one job and for hundreds.
    """
    row = CandidateFeatures.objects.filter(candidate=candidate).first()
    if row is None or not anything_read(row.row):
        return Fitting([], 0, 0, False)
    known = taxonomy_of(candidate.company_id)
    applied = Application.objects.filter(job=OuterRef("pk"), candidate=candidate)
    jobs = list(
        Job.objects.visible_to(member)
        .open()
        .filter(~Exists(applied))
        .order_by("-opened_at", "-pk")
        .defer("description", "custom")[:MOST]
    )
    table, found, held_back = FeatureTable.build([to_row(row.pk, row.row, known)]), [], 0
    for job, compiled in zip(jobs, _compile(jobs, candidate.company, known), strict=True):
        alike = similarity(table, compiled)
        scores = score(table, compiled, alike)
        if scores.knocked[0]:
            held_back += 1
        else:
            found.append((-int(scores.ticks[0]), job.opened_at or job.created_at, str(job.pk), job, compiled, alike))
    best = sorted((one for one in found if -one[0] >= least * TICKS), key=lambda one: one[:3])[:k]
    fits = [
        JobFit(job, -ticks / TICKS, explain(table, 0, compiled, alike, known)) for ticks, _at, _pk, job, compiled, alike in best
    ]
    return Fitting(fits, held_back, len(found) - len(fits), True)


def _compile(jobs, company, known):
    """The jobs as the engine knows them; a few queries for those that this process has not compiled yet, one for the others."""
    configs = {
        one.job_id: one.current
        for one in Config.objects.filter(Q(job=None) | Q(job__in=jobs), company=company, current__isnull=False).select_related(
            "current"
        )
    }
    default = configs.get(None) or default_config(company).current
    running = Experiment.objects.filter(job__in=jobs, state=Experiment.State.RUNNING).select_related("version_a")
    configs |= {one.job_id: one.version_a for one in running}  # as `version_for` says
    keys = [(job.pk, job.revision, configs.get(job.pk, default).pk) for job in jobs]
    with _lock:
        kept = {key: _compiled[key][1] for key in keys if key in _compiled and _compiled[key][0] is known}
    missing = [key[0] for key in keys if key not in kept]
    texts = {job.pk: job for job in Job.objects.filter(pk__in=missing).prefetch_related("skills")} if missing else {}
    found = []
    for job, key in zip(jobs, keys, strict=True):
        if key not in kept:
            body = configs.get(job.pk, default).body
            kept[key] = compile(ScoringConfig.from_dict(body), demands_of(texts[job.pk], body), known)
        found.append(kept[key])
    with _lock:
        for key in keys:
            _compiled[key] = known, kept[key]
            _compiled.move_to_end(key)
        while len(_compiled) > KEPT:
            _compiled.popitem(last=False)
    return found


@transaction.atomic
def add_known(*, job, candidate, actor):
    """Enter somebody whom the company knows already into a job; the source says so. Returns the application."""
    source = Source.objects.filter(company_id=job.company_id, type=Source.Type.KNOWN).order_by("name").first()
    if source is None:
        source, _made = Source.objects.get_or_create(
            company_id=job.company_id, name="Rediscovered", defaults={"type": Source.Type.KNOWN}
        )
    return apply_to_job(job=job, candidate=Candidate.objects.get(pk=candidate.pk), actor=actor, source=source)
