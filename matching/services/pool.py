"""The pool: everybody whom a company knows as one table, so that a job can be held against all of them at once.

The table lies in STATE_DIR/pools/<company>/<name>/, memory-mapped by every process; the file `current` names the folder that
counts. It is made from CandidateFeatures by a task. What changed since is read at each use (one query by index) and scored
beside it in a small table of its own, so that nobody waits for the files to be written again; who is gone or was merged is left
out when the rows are fetched, and out of the files at the next making, which every deletion asks for.
"""

import json
import os
import shutil
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings
from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from jobs.models import Candidate, PoolPlace
from matching.engine import FeatureTable, explain
from matching.engine.compiled import TICKS
from matching.models import CandidateFeatures
from matching.services.configs import version_for
from matching.services.features import taxonomy_of, to_row
from matching.services.people import Held, People, demands_for, excused_rows
from matching.services.scoring import anything_read

PIECE = 2000
SMALL = 2000  # people: so many are read at once by whoever asks; more are a task's work
LATE = timedelta(minutes=10)  # a row may become visible so long after the moment that it names
MOST_FRESH = 0.05  # share of rows changed since the files were made, above which they are made again
WAIT = 30  # seconds between the wish for new files and their making: what else changes meanwhile is in them
POOLS = {}  # {company id: Pool} of this process


@dataclass
class Pool:
    """A company's table as this process has it: the files, and what has changed since they were made."""

    name: str
    files: Held
    until: datetime  # what changed later may not have been seen yet
    versions: dict  # {row id: feature version} of what changed lately and is in the files or in `fresh`
    rows: dict = field(default_factory=dict)
    fresh: Held | None = None
    outdated: np.ndarray = field(default_factory=lambda: np.zeros(0, np.intp))  # rows of the files that `fresh` has anew
    gone: set = field(default_factory=set)  # ids of those who were deleted or merged since
    _lock: object = field(default_factory=Lock, repr=False, compare=False)

    @property
    def table(self):
        return self.files.table

    def follow(self, company_id, known):
        """Take up what changed since it was last looked at: one query where nothing did."""
        began = timezone.now()
        found = dict(CandidateFeatures.objects.filter(company_id=company_id, at__gt=self.until).values_list("pk", "version"))
        self.until = max(self.until, began - LATE)
        wanted = [pk for pk, version in found.items() if self.versions.get(pk) != version]
        if not wanted:
            return
        for start in range(0, len(wanted), 500):
            for row in CandidateFeatures.objects.filter(pk__in=wanted[start : start + 500]):
                self.rows[row.pk], self.versions[row.pk] = to_row(row.pk, row.row, known), row.version
        table = FeatureTable.build(self.rows.values())
        fresh = Held(table, np.flatnonzero(table.read == 0))  # nothing was read: no score, rather than a zero
        self.outdated, self.fresh = np.flatnonzero(np.isin(self.table.ids, table.ids)), fresh

    def people(self, job, known, company_id):
        """Everybody as they are now, the files and what is fresh side by side."""
        with self._lock:  # threads of one process share a pool
            self.follow(company_id, known)
            held = [self.files, *([self.fresh] if self.fresh else [])]
            hidden = [np.union1d(self.files.hidden, self.outdated), *(one.hidden for one in held[1:])]
            people = People(job, known, demands_for(job), held, hidden)
            if self.gone:
                people.hide(spots_of(people, self.gone))
        if excused := excused_rows(job, known):  # rules that do not count for them here, and for this job alone
            people.hide(spots_of(people, [row.id for row in excused]))
            held.append(Held(FeatureTable.build(excused)))
            people.hidden.append(held[-1].hidden)
        return people


def spots_of(people, ids):
    """Where the people with these ids stand."""
    wanted = np.fromiter(ids, np.int64)
    found = []
    for number, one in enumerate(people.held):
        at = np.searchsorted(one.table.ids, wanted)
        wanted_here = at[(at < len(one.table))]
        same = one.table.ids[wanted_here] == wanted[at < len(one.table)]
        found += [(number, row) for row in wanted_here[same].tolist()]
    return found


@dataclass(frozen=True)
class Fit:
    """Somebody of the pool: the candidate, their score (0 to 100) and the explanation that sums to it."""

    candidate: Candidate
    score: float
    why: object


def best_of_pool(job, member, k=10, kept_in=None):
    """[Fit] of the k who fit the job best among those the member may see and who did not apply; None while files are made.

    Nobody whose consent has run out. `kept_in`: of those alone who lie in that talent pool.

    Ties fall to who has been known longest. A handful of queries whatever the size of the pool.
    """
    known = taxonomy_of(job.company_id)
    people = everybody(job, known)
    if people is None:
        return None
    compiled = people.compiled(version_for(job).body)
    applied = CandidateFeatures.objects.filter(candidate__applications__job=job).order_by().values_list("pk", flat=True)
    people.hide(spots_of(people, applied))
    if kept_in is not None:
        places = PoolPlace.objects.visible_to(member).filter(pool=kept_in).values("candidate")
        people.only(CandidateFeatures.objects.filter(candidate__in=places).order_by().values_list("pk", flat=True))
    places, wanted, found = people.places(compiled), k + 10, []
    while True:
        best = people.best(places, wanted)
        ids = people.ids(best)
        seen = _people(ids, member)
        found = [(seen[id], spot) for id, spot in zip(ids, best, strict=True) if id in seen][:k]
        if len(found) == k or len(best) < wanted:
            break
        wanted *= 4
    fits = []
    for person, (number, row) in found:
        one = people.held[number]
        told = explain(one.table, row, compiled, one.alike(people.demands, compiled), known)
        fits.append(Fit(person, int(places[number][row]) / TICKS, told))
    return fits


def everybody(job, known) -> People | None:
    """All whom the job's company knows, brought up to date; None where the files have yet to be made by a task."""
    pool = pool_of(job.company_id)
    if pool is None:
        return None
    people = pool.people(job, known, job.company_id)
    if pool.fresh is not None and len(pool.fresh.table) > max(SMALL, MOST_FRESH * len(pool.table)):
        make_soon(job.company_id)
    return people


def notice_gone(people, spots):
    """Those of `spots` who were deleted or merged since the files were made are hidden, now and in answers to come; their number."""
    ids = dict(zip(people.ids(spots), spots, strict=True))
    standing = set(CandidateFeatures.objects.filter(pk__in=ids, candidate__merged_into=None).values_list("pk", flat=True))
    gone = [id for id in ids if id not in standing]
    pool = POOLS.get(people.job.company_id)
    if pool is not None and pool.files is people.held[0]:
        pool.gone = pool.gone.union(gone)
    people.hide([ids[id] for id in gone])
    return len(gone)


def seen_of_pool(ids, member):
    """{row id: (candidate id, name)} of those who still stand and whom the member may see.

    Asked for one by one inside a single query: asked for together, SQLite walks all people of the company.
    """
    name = Candidate.objects.visible_to(member).filter(pk=OuterRef("candidate_id")).order_by().values("name")[:1]
    rows = CandidateFeatures.objects.filter(pk__in=ids).order_by().annotate(name=Subquery(name))
    return {id: (pk, name) for id, pk, name in rows.values_list("pk", "candidate_id", "name") if name is not None}


def _people(ids, member):
    """{row id: Candidate} of those who still stand, may be suggested and whom the member may see; two queries by id."""
    of = {pk: id for id, (pk, _name) in seen_of_pool(ids, member).items()}
    rows = Candidate.objects.filter(pk__in=of).may_be_suggested().order_by()
    return {of[one.pk]: one for one in rows.defer("custom", "top_skills")}


def pool_of(company_id):
    """The company's files as this process has them open; None where they have yet to be made by a task."""
    try:
        return _kept(company_id, (folder_of(company_id) / "current").read_text())
    except (FileNotFoundError, ValueError):  # none yet, or of an engine with other columns
        if CandidateFeatures.objects.filter(company_id=company_id)[: SMALL + 1].count() > SMALL:
            make_soon(company_id, wait=0)
            return None
        return _kept(company_id, make(company_id))


def _kept(company_id, name):
    """The files of that name as this process has them open."""
    pool = POOLS.get(company_id)
    if pool is None or pool.name != name:
        pool = POOLS[company_id] = _opened(folder_of(company_id) / name, name)
    return pool


def is_made(company_id):
    return (folder_of(company_id) / "current").exists()


def folder_of(company_id):
    return Path(settings.STATE_DIR) / "pools" / str(company_id)


def _opened(folder, name):
    told = json.loads((folder / "pool.json").read_text())
    versions = {int(row): version for row, version in told["versions"].items()}
    table = FeatureTable.load(folder)
    table.arrays = {
        name: np.asarray(array) for name, array in table.arrays.items()
    }  # slices of a memmap itself cost ten times as much
    return Pool(name, Held(table, np.flatnonzero(table.read == 0)), datetime.fromisoformat(told["until"]), versions)


def make(company_id):
    """Write the company's table anew and have it count; returns the name of its folder. Memory grows by some 0.5 KB a person."""
    until, known, tables, versions = timezone.now() - LATE, taxonomy_of(company_id), [], {}
    cache.delete(_wish(company_id))
    last = 0
    while True:
        rows = list(
            CandidateFeatures.objects.filter(company_id=company_id, pk__gt=last, candidate__merged_into=None)
            .order_by("pk")
            .values_list("pk", "row", "version", "at")[:PIECE]
        )
        if not rows:
            break
        last = rows[-1][0]
        tables.append(FeatureTable.build(to_row(pk, row, known) for pk, row, *_when in rows if anything_read(row)))
        versions |= {pk: version for pk, _row, version, at in rows if at > until}
    home = folder_of(company_id)
    name = f"{time.time_ns()}-{os.getpid()}"
    FeatureTable.joined(tables).save(home / name)
    (home / name / "pool.json").write_text(json.dumps({"until": until.isoformat(), "versions": versions}))
    pointer = home / f"current.{name}"
    pointer.write_text(name)
    pointer.replace(home / "current")
    for old in home.iterdir():  # who has it open keeps it until they let go
        if old.is_dir() and old.name != name and old.name < name:
            shutil.rmtree(old, ignore_errors=True)
    return name


def make_soon(company_id, wait=WAIT):
    """Have a task make the files; many wishes in a row are one."""
    from matching.tasks import make_pool

    if cache.add(_wish(company_id), 1, timeout=600):
        make_pool.apply_async(kwargs={"company_id": str(company_id)}, countdown=wait)


def _wish(company_id):
    return f"pool-{company_id}"
