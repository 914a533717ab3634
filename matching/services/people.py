"""Whom a job is held against, as the engine's tables: its running applicants here, everybody whom a company knows in pool.py.

Both are `People`: one or two tables with what no slider changes (likeness of the texts, the scores under the rules in force),
so that a control that moves costs one kernel run over each table, and a rank is a count of better scores.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from django.db.models import Count, Max, Sum

from jobs.models import Application
from matching.engine import FeatureTable, ScoringConfig, compile, score, similarity, top
from matching.engine.score import Scores
from matching.models import KnockoutWaiver
from matching.services.features import to_row
from matching.services.scoring import anything_read, demands_of
from matching.services.versions import revision_of

JOBS_KEPT = 32  # jobs whose applicants and demands a process keeps
TEXTS_KEPT = 16  # jobs whose likeness to its people a table keeps
RULES_KEPT = 4  # sets of rules in force whose scores a table keeps
KNOCKED, HIDDEN = -1, -2  # instead of a score: a rule caught them; they don't count (gone, merged, nothing read, changed since)

_applicants, _demands, _in_force = OrderedDict(), OrderedDict(), OrderedDict()
_lock = Lock()


@dataclass
class Held:
    """A table, and what is remembered of it."""

    table: FeatureTable
    hidden: np.ndarray = field(default_factory=lambda: np.zeros(0, np.intp))  # rows that never count
    _alike: OrderedDict = field(default_factory=OrderedDict)
    _scored: OrderedDict = field(default_factory=OrderedDict)

    def alike(self, demands, compiled):
        return remembered(
            self._alike, (demands.title, demands.text, demands.meaning), TEXTS_KEPT, lambda: similarity(self.table, compiled)
        )

    def kept_scores(self, key, demands, compiled):
        """Scores under rules that stay the same while sliders move. key: what they depend on."""
        return remembered(self._scored, key, RULES_KEPT, lambda: score(self.table, compiled, self.alike(demands, compiled)))


@dataclass
class People:
    """Everybody whom a job is held against. A person is a spot: (number of the table, row).

    applications: {id of the features: id of the application}, of applicants only.
    """

    job: object
    known: object  # the company's taxonomy that the rows were made with
    demands: object
    held: list
    hidden: list  # for each table the rows that don't count now
    applications: dict | None = None

    def __len__(self):
        return sum(len(one.table) - len(rows) for one, rows in zip(self.held, self.hidden, strict=True))

    def compiled(self, body):
        return compile(ScoringConfig.from_dict(body), self.demands, self.known)

    def in_force(self, version):
        """(compiled, places) of the rules in force, as far as they can be kept while sliders move."""
        key = (self.job.pk, self.job.revision, revision_of(version, self.job), id(self.known))
        compiled = remembered(_in_force, key, JOBS_KEPT, lambda: self.compiled(version.body))
        return compiled, self.places(compiled, key)

    def places(self, compiled, key=None):
        """For each table int32 (rows): ticks of the score, KNOCKED or HIDDEN. key: of rules whose scores are kept."""
        found = []
        for one, hidden in zip(self.held, self.hidden, strict=True):
            if key:
                scores = one.kept_scores(key, self.demands, compiled)
            else:
                scores = score(one.table, compiled, one.alike(self.demands, compiled))
            ticks = scores.ticks.copy() if key else scores.ticks
            if compiled.rules:
                ticks[scores.knocked] = KNOCKED
            ticks[hidden] = HIDDEN
            found.append(ticks)
        return found

    def hide(self, spots):
        """These don't count any more, for this answer."""
        for number in range(len(self.held)):
            rows = [row for table, row in spots if table == number]
            self.hidden[number] = np.union1d(self.hidden[number], np.array(rows, np.intp))

    def only(self, ids):
        """Nobody but these counts, for this answer."""
        wanted = np.fromiter(ids, np.int64)
        for number, one in enumerate(self.held):
            others = np.flatnonzero(~np.isin(one.table.ids, wanted))
            self.hidden[number] = np.union1d(self.hidden[number], others)

    def ids(self, spots):
        return [int(self.held[table].table.ids[row]) for table, row in spots]

    def best(self, places, k):
        """The spots of the k best, best first; ties fall to who was known first."""
        found = []
        for number, (one, ticks) in enumerate(zip(self.held, places, strict=True)):
            rows = top(Scores(None, ticks < 0, ticks), k)
            found += zip((-ticks[rows]).tolist(), one.table.ids[rows].tolist(), [number] * len(rows), rows.tolist(), strict=True)
        return [(number, row) for _ticks, _id, number, row in sorted(found)[:k]]

    def rank(self, places, spot):
        """From 1, None where knocked out: by counting who is better, not by sorting everybody."""
        number, row = spot
        ticks, id = int(places[number][row]), self.held[number].table.ids[row]
        if ticks < 0:
            return None
        better = 0
        for one, others in zip(self.held, places, strict=True):
            better += np.count_nonzero(others > ticks)
            better += np.count_nonzero(others[: np.searchsorted(one.table.ids, id)] == ticks)
        return int(better) + 1


@dataclass
class Applicants:
    """A job's running applicants as this process has them."""

    stamp: tuple
    known: object
    held: Held
    applications: dict


def applicants(job, known) -> People:
    """The job's running applicants with features, from the process's memory where nothing changed since."""
    rows = Application.objects.filter(job=job, status="active", candidate__features__isnull=False)
    about = "candidate__features__"
    stamp = tuple(
        rows.aggregate(n=Count("pk"), ids=Sum(f"{about}pk"), last=Max(f"{about}at"), versions=Sum(f"{about}version")).values()
    )
    waivers = list(KnockoutWaiver.objects.standing().filter(application__job=job))
    stamp += tuple(waiver.pk for waiver in waivers)
    with _lock:
        found = _applicants.get(job.pk)
        if found is None or found.stamp != stamp or found.known is not known:
            _applicants.pop(job.pk, None)
        found = remembered(_applicants, job.pk, JOBS_KEPT, lambda: _load(rows, stamp, known, waivers))
    return People(job, known, demands_for(job), [found.held], [found.held.hidden], found.applications)


def _load(rows, stamp, known, waivers):
    found, waived = {}, excused(waivers)
    for pk, row, application in rows.values_list("candidate__features__pk", "candidate__features__row", "pk"):
        if anything_read(row):
            found[pk] = (to_row(pk, row, known, waived.get(application, ())), application)
    table = FeatureTable.build(row for row, _application in found.values())
    return Applicants(stamp, known, Held(table), {pk: application for pk, (_row, application) in found.items()})


def excused(waivers):
    """{application id: [rules that people excused them from]}."""
    found = {}
    for waiver in waivers:
        found.setdefault(waiver.application_id, []).extend(waiver.excused)
    return found


def excused_rows(job, known, candidates=None):
    """The engine's rows of those whom somebody excused from rules of this job; of `candidates` only where given. Two queries at most."""
    waivers = KnockoutWaiver.objects.standing().filter(application__job=job, application__status="active")
    if candidates is not None:
        waivers = waivers.filter(application__candidate__in=candidates)
    waived = excused(waivers)
    if not waived:
        return []
    rows = Application.objects.filter(pk__in=waived, candidate__features__isnull=False, candidate__merged_into=None).order_by()
    found = rows.values_list("pk", "candidate__features__pk", "candidate__features__row")
    return [to_row(pk, row, known, waived[application]) for application, pk, row in found if anything_read(row)]


def demands_for(job):
    """What the job asks for, read once for each revision of it; with its vector, for a switch on the page to find it."""
    return remembered(_demands, (job.pk, job.revision), JOBS_KEPT, lambda: demands_of(job, {"text": "both"}))


def remembered(memory, key, most, make):
    """memory[key], made where it is not there; the oldest is forgotten for it."""
    value = memory.get(key)
    if value is None:
        value = memory[key] = make()
        while len(memory) > most:
            memory.pop(next(iter(memory)), None)
    return value
