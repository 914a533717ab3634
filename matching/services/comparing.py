"""Two explanations held against each other: one person under two sets of rules, or two people under one."""

from dataclasses import dataclass

from matching.engine import FeatureTable, ScoringConfig, compile, explain, score
from matching.models import CandidateFeatures
from matching.services.features import to_row
from matching.services.people import demands_for, excused_rows
from matching.services.rerank import signed
from matching.services.scoring import anything_read

SAID = 3  # reasons for and against that a sentence names


@dataclass
class Pair:
    """One line of two explanations. one, two: the engine's lines, None where a side has none; gap: two's points less one's."""

    criterion: str
    label: str
    one: object
    two: object

    @property
    def gap(self):
        return (self.two.points if self.two else 0) - (self.one.points if self.one else 0)

    @property
    def gap_text(self):
        return signed(self.gap, 2)

    @property
    def state(self):
        return (self.two or self.one).state


@dataclass
class Standing:
    """Why one of two people stands above the other under one set of rules.

    upper, lower: (candidate, explanation), the upper first; tied: equal scores, and the one known first stands first; ahead,
    behind: the Pairs in which the upper has most more and most less.
    """

    upper: tuple
    lower: tuple
    tied: bool
    pairs: list
    ahead: list
    behind: list

    @property
    def gap(self):
        return self.upper[1].total - self.lower[1].total


def under(candidate, job, bodies, known):
    """[explanation of one person under each body]; None where nothing of them is read. A few queries."""
    table, _of = _table([candidate], job, known)
    if not len(table):
        return None
    demands = demands_for(job)
    return [explain(table, 0, compile(ScoringConfig.from_dict(body), demands, known), None, known) for body in bodies]


def _table(candidates, job, known):
    """(table of those of whom something is read, {row: candidate})."""
    rows = [row for row in CandidateFeatures.objects.filter(candidate__in=candidates) if anything_read(row.row)]
    excused = {row.id: row for row in excused_rows(job, known, candidates)}
    table = FeatureTable.build(excused.get(row.pk) or to_row(row.pk, row.row, known) for row in rows)
    of = {row.pk: row.candidate_id for row in rows}
    people = {candidate.pk: candidate for candidate in candidates}
    return table, {place: people[of[id]] for place, id in enumerate(table.ids.tolist())}


def pairs(one, two):
    """[Pair] of two explanations, line by line; what neither is asked for is left out."""
    before, after = ({line.criterion: line for line in told.lines} for told in (one, two))
    found = [
        Pair(criterion, (after.get(criterion) or before.get(criterion)).label, before.get(criterion), after.get(criterion))
        for criterion in dict.fromkeys([*before, *after])
    ]
    return [pair for pair in found if {line.state for line in (pair.one, pair.two) if line} != {"not asked"}]


def standing(candidates, job, body, known):
    """The Standing of two people for a job under a body; None where of one of them nothing is read."""
    table, people = _table(candidates, job, known)
    if len(table) < 2:
        return None
    compiled = compile(ScoringConfig.from_dict(body), demands_for(job), known)
    scores = score(table, compiled)
    order = sorted(people, key=lambda row: (bool(scores.knocked[row]), -int(scores.ticks[row]), row))  # ids ascend with the rows
    upper, lower = ((people[row], explain(table, row, compiled, None, known)) for row in order)
    tied = len({(bool(scores.knocked[row]), int(scores.ticks[row])) for row in order}) == 1
    lines = pairs(lower[1], upper[1])
    by_gap = sorted(
        (pair for pair in lines if pair.criterion != "cap"), key=lambda pair: -pair.gap
    )  # what the cap takes has its reason elsewhere
    return Standing(
        upper,
        lower,
        tied,
        lines,
        [pair for pair in by_gap if pair.gap > 0][:SAID],
        [pair for pair in reversed(by_gap) if pair.gap < 0][:SAID],
    )
