"""Scoring: one piece of code for one row and for a million.

Every number on the way is a whole number (skills as sums of whole weights, contributions in ticks of 1/10,000 point),
so that neither the size of a block nor the number library of a machine changes a score.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine import meaning
from matching.engine.compiled import TICKS, WHOLE
from matching.engine.table import (
    AUTHORISED,
    CERTIFIED,
    FULL,
    IMPLIED,
    LEADERSHIP,
    MEANING,
    NOT_AUTHORISED,
    NOT_READ,
    RECENT_PROJECT,
    SKILLS,
    TEXT,
    WORK,
    YEARS,
)
from matching.taxonomy.texts import UNIT

BLOCK = 8192  # rows: 24 columns of them as float32 fit into L2
UNRELATED = 0.04  # cosine of terms that any two texts have
HALF_ALIKE = 0.2  # cosine of terms beyond that at which two texts count as three quarters alike
RELATED = 0.5  # share of the skills, or likeness of the work, from which on years count in full
OTHER_WORK = 0.2  # what years in quite another kind of work count
BONUS_FLAGS = {"certifications": CERTIFIED, "leadership": LEADERSHIP, "recent_project": RECENT_PROJECT}


@dataclass
class Similarity:
    """What no slider changes, made once per job. float32 (n) each, 0 to 1; 0 where the table says "not read"."""

    text: np.ndarray
    work: np.ndarray
    meaning: np.ndarray | None = None  # None where the job or all rows have no vector

    def part(self, rows):
        return Similarity(self.text[rows], self.work[rows], None if self.meaning is None else self.meaning[rows])


@dataclass
class Scores:
    """total: float32 (n), 0 to 100; knocked: bool (n), their total is 0; ticks: int32 (n), the total in 1/10,000
    points.
    """

    total: np.ndarray
    knocked: np.ndarray
    ticks: np.ndarray


def similarity(table, compiled, rows=slice(None)) -> Similarity:
    """How alike job and candidates are in words, kind of work and, where vectors are there, meaning; for all or some rows."""
    read = table.read[rows]
    lexical = np.maximum(0.0, _cosine(table.word_ids[rows], table.word_weights[rows], compiled.words) - UNRELATED)
    text = np.minimum(1.0, 1.5 * lexical / (lexical + HALF_ALIKE))
    work = np.minimum(1.0, _cosine(table.work_ids[rows], table.work_weights[rows], compiled.work))
    found = Similarity(*(np.where(read & bit, value, 0).astype(np.float32) for value, bit in ((text, TEXT), (work, WORK))))
    if compiled.meaning is not None and table.meaning.shape[1]:
        close = meaning.closeness(table.meaning[rows], compiled.meaning, BLOCK)
        found.meaning = np.where(read & MEANING, close, 0).astype(np.float32)
    return found


def _cosine(ids, weights, job):
    """Whole-number dot products of sparse rows with the job, as parts of 1."""
    out = np.empty(len(ids))
    for start in range(0, len(ids), BLOCK):
        here = slice(start, start + BLOCK)
        out[here] = (job[ids[here]] * weights[here]).sum(axis=1)
    return out / (UNIT * UNIT)


def score(table, compiled, alike: Similarity | None = None) -> Scores:
    """Score all rows. alike: from `similarity`, made here where it is not given."""
    alike = alike or similarity(table, compiled)
    columns, needed = table.columns(compiled.keys, compiled.worth), table.columns(compiled.needed)
    ticks, knocked = np.empty(len(table), np.int32), np.zeros(len(table), bool)
    for start in range(0, len(table), BLOCK):
        here = slice(start, min(start + BLOCK, len(table)))
        given = contributions(table, compiled, columns[:, here], needed[:, here], alike.part(here), here)
        ticks[here] = given.total
        knocked[here] = given.knocked
    return Scores(ticks / np.float32(TICKS), knocked, ticks)


@dataclass
class Contributions:
    """Of a block of rows, in whole ticks as float32 (n), which holds them exactly.

    parts: {name: ticks}; fit: how related the work is; bonus: ticks of all bonuses; held: uint8 (n), flags of those
    that counted; lost: ticks that bonuses can't make up for; earned: the capped sum; total: the same, 0 where knocked;
    missed: bool (n) per rule of the compiled config.
    """

    parts: dict
    fit: np.ndarray
    lost: np.ndarray
    bonus: np.ndarray
    held: np.ndarray
    earned: np.ndarray
    total: np.ndarray
    knocked: np.ndarray
    missed: list


def contributions(table, compiled, columns, needed, alike, here) -> Contributions:
    """What each part gives to each row of the block `here`.

    columns: uint8 (keys, rows), worth of each wish in parts of FULL; needed: uint8 (needed keys, rows), raw
    strengths for the rules.
    """
    read = table.read[here] & np.uint8(compiled.asked)
    skills = skill_part(compiled, columns)
    fit = _fit(skills, alike.work, read)
    months = table.months[here]
    values = {
        "skills": skills,
        "text": alike.text,
        "years": np.take(compiled.months, months, mode="clip") * related(fit),
        "work": alike.work,
        "education": np.take(compiled.education, table.study[here], mode="clip"),
    }
    if compiled.asked & MEANING and alike.meaning is not None:
        values["meaning"] = alike.meaning
    same = len(read) and (read == read[0]).all()
    pattern = None if same else read.astype(np.intp)
    parts, base = {}, np.zeros(len(read), np.float32)
    for place, (name, value) in enumerate(values.items()):
        points = compiled.points[place, read[0]] if same else np.take(compiled.points[place], pattern, mode="clip")
        if same and not points:
            parts[name] = np.zeros(len(read), np.float32)
            continue
        ticks = points * value
        parts[name] = np.floor(ticks, out=ticks)
        base += ticks
    parts.setdefault("meaning", np.zeros(len(read), np.float32))
    held, bonus = _bonuses(table.flags[here], compiled, fit, read)
    lost = _lost(compiled, columns, read)
    missed = [_missed(table, rule, data, needed, compiled, here) for rule, data in compiled.rules]
    knocked = np.logical_or.reduce(missed) if missed else np.zeros(len(read), bool)
    reached = np.minimum(base + bonus, np.float32(100 * TICKS) - lost)
    earned = np.minimum(np.maximum(base, reached), np.float32(compiled.cap))
    total = np.where(knocked, np.float32(0), earned) if missed else earned
    return Contributions(parts, fit, lost, bonus, held, earned, total, knocked, missed)


def skill_part(compiled, columns, wishes=None):
    """float32 (rows), 0 to 1: the weighted share of the first `wishes` wishes, of all where not given. Sums of whole
    numbers below 2**24 are exact in float32.
    """
    return (compiled.weights[:wishes] @ columns[:wishes].astype(np.float32)) / np.float32(FULL * WHOLE)


def _fit(skills, work, read):
    """float32 (rows), 0 to 1: how related somebody's work is, the better of skills and kind of work; 1 where neither
    is known.
    """
    knows_skills, knows_work = (read & np.uint8(SKILLS)) > 0, (read & np.uint8(WORK)) > 0
    fit = np.maximum(np.where(knows_skills, skills, 0), np.where(knows_work, work, 0))
    return np.where(knows_skills | knows_work, fit, 1).astype(np.float32)


def related(fit):
    """What years count, from OTHER_WORK for quite another kind of work to 1 from RELATED on. float32 (rows)."""
    part = np.minimum(np.float32(1), fit / np.float32(RELATED))
    return np.float32(OTHER_WORK) + np.float32(1 - OTHER_WORK) * part


def _lost(compiled, columns, read):
    """Ticks that somebody lacks on required skills, float32 (rows): no bonus makes up for them."""
    whole = np.float32(int(compiled.weights[: compiled.required].sum()) / WHOLE)
    if not compiled.bonuses or not whole:
        return np.zeros(len(read), np.float32)
    points = np.take(compiled.points[0], read.astype(np.intp), mode="clip")
    return np.floor(points * np.maximum(np.float32(0), whole - skill_part(compiled, columns, compiled.required)))


def _bonuses(flags, compiled, fit, read):
    """(flags that counted, ticks). Bonuses are for those who fit: they count once skills or kind of work reach
    `bonus_from` percent.

    A recent project counts as relevant where half of the wishes are met, or the work is half alike.
    """
    known = (read & np.uint8(SKILLS | WORK)) > 0
    relevant = known & (fit >= np.float32(0.5))
    allowed = np.uint8(CERTIFIED | LEADERSHIP) + np.uint8(RECENT_PROJECT) * relevant.view(np.uint8)
    held = flags.astype(np.uint8) & allowed & -(fit >= np.float32(compiled.bonus_from / 100)).view(np.uint8)
    return held, np.take(compiled.bonus_table, held, mode="clip")


def _missed(table, rule, data, needed, compiled, here):
    """Who misses a rule and was not excused from it."""
    lacking = lacks(table, rule, data, needed, compiled, here)
    excused = [row for row, rules in table.waived.items() if any(one.excuses(rule) for one in rules)]
    return lacking & ~np.isin(np.arange(len(table))[here], excused) if excused else lacking


def lacks(table, rule, data, needed, compiled, here):
    """Who has not what a rule asks for. What was not read is never held against anybody."""
    if rule.kind in ("skill", "certification"):
        return (needed[compiled.needed.index(rule.value)] < IMPLIED) & ((table.read[here] & SKILLS) > 0)
    if rule.kind == "minimum_years":
        months = table.months[here]
        return (months != NOT_READ) & (months < rule.value * 12) & ((table.read[here] & YEARS) > 0)
    if rule.kind == "work_authorisation":
        flags = table.flags[here]
        return ((flags & NOT_AUTHORISED) > 0) & ((flags & AUTHORISED) == 0)
    countries, cities = data
    country, city = table.country[here], table.city[here]
    wrong_country = (country > 0) & ~np.isin(country, list(countries)) if countries else np.zeros(len(country), bool)
    wrong_city = (city > 0) & ~np.isin(city, list(cities)) if cities else np.zeros(len(city), bool)
    return wrong_country | wrong_city


def top(scores: Scores, k: int, after: tuple | None = None) -> np.ndarray:
    """Rows of the k best that are not knocked out, best first, ties in order of rows (ids). int64 (at most k).

    after: (ticks, row) of the last one already shown.
    """
    ticks, out = scores.ticks, scores.knocked
    least = _threshold(ticks, out, k) if after is None else None
    if least is not None:
        rows = np.flatnonzero((ticks >= least) & ~out)
        if len(rows) >= k:
            return _ordered(ticks, rows)[:k]
    rows = np.flatnonzero(~out)
    if after is not None:
        last, row = after
        here = ticks[rows]
        rows = rows[(here < last) | ((here == last) & (rows > row))]
    if len(rows) > 4 * k:
        cut = np.partition(ticks[rows], len(rows) - k)[len(rows) - k]
        rows = rows[ticks[rows] >= cut]
    return _ordered(ticks, rows)[:k]


def _ordered(ticks, rows):
    return rows[np.lexsort((rows, -ticks[rows]))]


def _threshold(ticks, out, k):
    """A score that somewhat more than k rows reach, guessed from a sample; None where sampling isn't worth it."""
    if len(ticks) < 20_000 or k * 20 > len(ticks):
        return None
    step = max(1, len(ticks) // 4096)
    sample = np.sort(np.where(out[::step], -1, ticks[::step]))
    wanted = int(len(sample) * k / len(ticks) * 3) + 8
    return max(0, int(sample[-wanted]))
