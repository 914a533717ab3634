"""What rules that nobody has saved yet would do to a list: the engine over everybody it is about, twice. Nothing is written."""

from dataclasses import dataclass, field

import numpy as np
from django.urls import reverse
from django.utils.safestring import mark_safe

from jobs.blind import covered_for, name_of
from jobs.models import Application
from matching.engine.compiled import TICKS, WHOLE
from matching.engine.explain import BONUS_LABELS, reasons
from matching.engine.score import BONUS_FLAGS, contributions
from matching.engine.table import FULL
from matching.services.people import HIDDEN, KNOCKED
from matching.services.pool import notice_gone, seen_of_pool

SHOWN = 20
NAMED = 12  # people that a knockout would catch are named up to here
ROUNDS = 4  # times that people who turn out to be gone are left out and the next ones looked at
PARTS = ("skills", "experience", "education", "text", "bonuses")
OVER = (
    ("skills", "skills"),
    ("text", "text"),
    ("meaning", "text"),
    ("years", "experience"),
    ("work", "experience"),
    ("education", "education"),
)


@dataclass
class Place:
    """One person in the new list. rank and old_rank from 1, None where knocked out; points: {part: points}."""

    candidate: object  # id
    application: object  # id, None where they did not apply to the job
    name: str
    rank: int | None
    old_rank: int | None
    score: float
    old_score: float
    points: dict
    why: tuple | None = None  # (label, own points gained or lost, the same of the others or "")
    reasons: list = field(default_factory=list)

    @property
    def url(self):
        return (
            reverse("jobs:application", args=[self.application])
            if self.application
            else reverse("jobs:candidate", args=[self.candidate])
        )

    @property
    def moved(self):
        return self.old_rank - self.rank if self.rank and self.old_rank else 0

    @property
    def fell(self):
        return max(0, -self.moved)

    @property
    def gained(self):
        return round(self.score - self.old_score, 1)

    @property
    def gained_text(self):
        return signed(self.gained, 1)

    @property
    def bar(self):
        """The parts as rectangles on an axis of 100, made here as a list shows a hundred of them; numbers of ours alone."""
        start, found = 0.0, []
        for number, name in enumerate(PARTS, 1):
            if self.points[name] > 0:
                found.append(f'<rect class="part-{number}" x="{start:.2f}" width="{self.points[name]:.2f}" height="8"></rect>')
            start += self.points[name]
        return mark_safe("".join(found))  # noqa: S308


@dataclass
class Effect:
    """What new rules do to a list of `count` people.

    left: those who are still ranked; knocked: Places that were not knocked out before; freed: how many no longer are; moved: how
    many of the rows stand elsewhere than before; changed: how many of all have another score.
    """

    count: int
    compiled: object
    rows: list = field(default_factory=list)
    entered: list = field(default_factory=list)
    left: list = field(default_factory=list)
    knocked: list = field(default_factory=list)
    knocked_more: int = 0
    knocked_count: int = 0
    freed: int = 0
    changed: int = 0

    @property
    def moved(self):
        return sum(1 for place in self.rows if place.rank != place.old_rank)


def rerank(people, version, body, member):
    """The `Effect` of a valid body on People, against `version`. Only whom `member` may see is named."""
    new = people.compiled(body)
    if not len(people):
        return Effect(0, new)
    for _round in range(ROUNDS):
        (old, before), after = people.in_force(version), people.places(new)
        first, was = people.best(after, SHOWN), people.best(before, SHOWN)
        caught, caught_count, freed = _caught(people, before, after) if old.rules or new.rules else ([], 0, 0)
        spots = list(dict.fromkeys([*first, *was, *caught]))
        named = _named(people, spots, member)
        unseen = [spot for spot in spots if spot not in named]
        if people.applications is not None or not unseen or not notice_gone(people, unseen):
            break
    places = _places(people, (new, after), (old, before), [spot for spot in spots if spot in named], named)
    for spot, told in _told(people, new, [spot for spot in caught if spot in named]).items():
        places[spot].reasons = told
    pick = lambda some: [places[spot] for spot in some if spot in places]  # noqa: E731
    earlier, now = set(was), set(first)
    return Effect(
        len(people),
        new,
        pick(first),
        pick(spot for spot in first if spot not in earlier),
        pick(spot for spot in was if spot not in now and after[spot[0]][spot[1]] >= 0),
        pick(caught),
        max(0, caught_count - NAMED),
        sum(int(np.count_nonzero(one == KNOCKED)) for one in after) if new.rules else 0,
        freed,
        sum(int(np.count_nonzero(one != two)) for one, two in zip(before, after, strict=True)),
    )


def signed(points, digits):
    """Points with their sign as people write it."""
    return f"{points:+.{digits}f}".replace("-", "−") if round(float(points), digits) else "±0"


def _caught(people, before, after):
    """(spots of those whom the new rules knock out and the old did not, the best first; their number; how many come back)."""
    here, count, freed = [], 0, 0
    for one, two in zip(before, after, strict=True):
        caught = (two == KNOCKED) & (one >= 0)
        count += int(np.count_nonzero(caught))
        freed += int(np.count_nonzero((one == KNOCKED) & (two >= 0)))
        here.append(np.where(caught, one, HIDDEN))
    return (people.best(here, NAMED) if count else []), count, freed


def _named(people, spots, member):
    """{spot: (candidate id, application id or None, name)} of those whom the member may see."""
    at = dict(zip(people.ids(spots), spots, strict=True))
    if people.applications is not None:
        rows = Application.objects.visible_to(member).filter(pk__in=[people.applications[id] for id in at])
        found = rows.values_list("candidate__features__pk", "candidate_id", "pk", "candidate__name")
    else:
        seen = seen_of_pool(at, member)
        ours = Application.objects.filter(job=people.job, candidate__in=[pk for pk, _name in seen.values()]).order_by()
        applied = dict(ours.values_list("candidate_id", "pk"))
        found = [(id, pk, applied.get(pk), name) for id, (pk, name) in seen.items()]
    hidden = covered_for(member)
    return {at[id]: (pk, application, name_of(pk, name, hidden)) for id, pk, application, name in found}


def _places(people, new, old, spots, named):
    """{spot: Place}. new, old: (compiled, places) each."""
    lines, points = _lines(people, new[0], spots)
    moves = _moves(lines, _lines(people, old[0], spots)[0])
    found = {}
    for number, spot in enumerate(spots):
        score, before = (max(0, int(places[spot[0]][spot[1]])) / TICKS for _compiled, places in (new, old))
        found[spot] = Place(
            *named[spot],
            people.rank(new[1], spot),
            people.rank(old[1], spot),
            score,
            before,
            {name: float(points[name][number]) for name in PARTS},
            moves(number),
        )
    return found


def _told(people, compiled, spots):
    """{spot: [what was missed and by how much]}."""
    found = {}
    for number, one in enumerate(people.held):
        rows = [row for table, row in spots if table == number]
        found |= {(number, row): told for row, told in reasons(one.table, rows, compiled).items()} if rows else {}
    return found


def _lines(people, compiled, spots):
    """({(criterion, label): points of the spots}, {part: points as the bars show them}), from what was added up for the score.

    Each wish by itself, the other parts, each bonus; a cap takes from the bonuses first, a knockout takes all.
    """
    names = [(f"skill:{wish.skill}", compiled.names[wish.skill]) for wish in compiled.wishes]
    labels = {
        "text": "Words shared with the job",
        "years": "Years of experience",
        "work": "Same kind of work",
        "education": "Education",
        "meaning": "Meaning close to the job",
    }
    names += [*labels.items(), *((f"bonus:{name}", BONUS_LABELS[name]) for name in compiled.bonuses)]
    lines, points = {name: np.zeros(len(spots)) for name in names}, {name: np.zeros(len(spots)) for name in PARTS}
    for number, one in enumerate(people.held):
        own = np.array([place for place, spot in enumerate(spots) if spot[0] == number], np.intp)
        rows = np.array([spots[place][1] for place in own], np.intp)
        if not len(own):
            continue
        table = one.table
        columns = table.columns(compiled.keys, compiled.worth)[:, rows]
        given = contributions(
            table,
            compiled,
            columns,
            table.columns(compiled.needed)[:, rows],
            one.alike(people.demands, compiled).part(rows),
            rows,
        )
        full = compiled.points[0, table.read[rows] & np.uint8(compiled.asked)] / TICKS
        values = [full * weight * column / (FULL * WHOLE) for weight, column in zip(compiled.weights, columns, strict=True)]
        values += [given.parts[part] / TICKS for part in labels]
        values += [((given.held & BONUS_FLAGS[name]) > 0) * (ticks / TICKS) for name, ticks in compiled.bonuses.items()]
        for name, value in zip(names, values, strict=True):
            lines[name][own] = value
        for part, home in OVER:
            points[home][own] += given.parts[part] / TICKS
        base = sum(points[name][own] for name in PARTS)
        points["bonuses"][own] = np.clip(given.total / TICKS - base, 0, None)
        for name in PARTS:
            points[name][own[given.knocked]] = 0
    return lines, points


def _moves(lines, old_lines):
    """spot's number -> (label, own change, change of the others in the middle): the criterion that set a person apart most."""
    names = list(dict.fromkeys([*lines, *old_lines]))
    count = len(next(iter(lines.values())))
    if not count:
        return lambda number: None
    zero = np.zeros(count)
    change = np.array([lines.get(name, zero) - old_lines.get(name, zero) for name in names])
    middle = np.median(change, axis=1)
    apart = np.abs(change - middle[:, None])
    best = apart.argmax(axis=0)

    def move(number):
        line = best[number]
        if apart[line, number] < 0.05:
            return None
        return names[line][1], signed(change[line, number], 1), signed(middle[line], 1) if abs(middle[line]) >= 0.05 else ""

    return move
