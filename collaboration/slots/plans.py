"""The earliest plan: one interview, or several in their order, each with those who must sit in it and any k of others."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

import numpy as np

from collaboration.slots.people import free, joined, local_day

GRID = 15
LONGEST_SEARCH = 92 * 24 * 60  # minutes: who asks for more is asked to come back nearer the day


@dataclass(frozen=True)
class Session:
    """`required` all sit in it; of each (k, people) in `any_of` k do; `optional` may. `gap`: minutes between it and the one before."""

    key: str
    minutes: int
    required: tuple = ()
    any_of: tuple = ()
    optional: tuple = ()
    gap: int = 0


@dataclass(frozen=True)
class Ask:
    """What is looked for, between `since` and `until`. `windows`: when the candidate can, None for any time.

    `days`: the sessions are within that many days of the candidate's calendar, which is `zone`'s; 1 is the same day.
    """

    sessions: tuple
    people: tuple
    since: int
    until: int
    windows: tuple | None = None
    days: int = 1
    zone: str = "UTC"
    grid: int = GRID


@dataclass(frozen=True)
class Plan:
    """When each session starts, who sits in it, and which optional people can."""

    starts: tuple
    panels: tuple
    optional: tuple

    @property
    def at(self):
        return self.starts[0]


class Grid:
    """Every start that the ask allows, as one row of booleans a person; tick n is `base + n * grid` minutes."""

    def __init__(self, ask):
        if ask.until - ask.since > LONGEST_SEARCH:
            raise ValueError("That is too long a time to search.")
        self.ask, self.base = ask, -(-ask.since // ask.grid) * ask.grid
        self.ticks = max(0, (ask.until - self.base) // ask.grid)
        self.people = {person.key: person for person in ask.people}
        self.can = lru_cache(maxsize=None)(self.can)

    def within(self, spans, minutes):
        """Where something of that length fits into one of the spans."""
        row, grid = np.zeros(self.ticks, bool), self.ask.grid
        for start, end in spans:
            first, last = -(-(start - self.base) // grid), (end - minutes - self.base) // grid
            if last >= max(first, 0):
                row[max(first, 0) : last + 1] = True
        return row

    def can(self, key, minutes):
        """Where this person can: at work, free, within the limits as they are."""
        person = self.people[key]
        row = self.within(free(person, self.ask.since, self.ask.until), minutes)
        if person.most_a_day is not None or person.most_a_week is not None:
            for tick in np.flatnonzero(row):
                row[tick] = person.within_limits(self.base + int(tick) * self.ask.grid)
        return row

    def possible(self, session):
        """Where the candidate, all who are required and enough of the others can."""
        windows = [(self.ask.since, self.ask.until)] if self.ask.windows is None else joined(self.ask.windows)
        bounds = [(max(start, self.ask.since), min(end, self.ask.until)) for start, end in windows]
        row = self.within(bounds, session.minutes)
        for key in session.required:
            row &= self.can(key, session.minutes)
        for many, keys in session.any_of:
            row &= np.sum([self.can(key, session.minutes) for key in keys] or [np.zeros(self.ticks, int)], axis=0) >= many
        return row

    def panels(self, session, tick):
        """Every panel that could sit there, those with the fewest interviews that week first."""
        at = self.base + tick * self.ask.grid
        for chosen in product(*(self._some(many, keys, session, tick, at) for many, keys in session.any_of)):
            panel = session.required + tuple(key for group in chosen for key in group)
            if len(set(panel)) == len(panel):
                yield panel

    def _some(self, many, keys, session, tick, at):
        there = [key for key in keys if self.can(key, session.minutes)[tick]]
        week = {key: self.people[key].load[self.people[key].units(at)[1]] for key in there}
        return combinations(sorted(there, key=lambda key: (week[key], keys.index(key))), many)


class Search:
    """Looks through sessions in their order and remembers what it found from where, so that nothing is looked at twice."""

    def __init__(self, ask):
        self.grid, self.ask = Grid(ask), ask
        self.open = [np.flatnonzero(self.grid.possible(session)) for session in ask.sessions]
        self.known = {}

    def best(self, number=0, since=None, last=None, taken=(), ends=()):
        """The plan of sessions from `number` on with the earliest starts: ((start, …), (panel, …)), or None.

        taken: (key, unit) of interviews that this plan has given people already; ends: (key, when it ended) for those who rest after.
        """
        if number == len(self.ask.sessions):
            return (), ()
        if not len(self.open[number]):
            return None
        state = (number, since, last, tuple(sorted(taken, key=repr)), ends)
        if state not in self.known:
            self.known[state] = self._best(number, since, last, taken, ends)
        return self.known[state]

    def _best(self, number, since, last, taken, ends):
        session, grid = self.ask.sessions[number], self.grid
        earliest_at = grid.base if since is None else since + session.gap
        for tick in self.open[number][np.searchsorted(self.open[number], -(-(earliest_at - grid.base) // self.ask.grid)) :]:
            at = grid.base + int(tick) * self.ask.grid
            day = local_day(at, self.ask.zone).toordinal()
            if last is not None and day > last:
                return None
            found = [
                plan
                for panel in grid.panels(session, int(tick))
                if (plan := self._with(number, at, panel, day, last, taken, ends))
            ]
            if found:
                return min(found, key=lambda plan: plan[0])  # of the equally early the first: the least loaded people
        return None

    def _with(self, number, at, panel, day, last, taken, ends):
        session, people = self.ask.sessions[number], self.grid.people
        for key in panel:
            person = people[key]
            mine = [unit for whose, unit in taken if whose == key]
            if mine and not person.within_limits(at, mine):
                return None
            if any(whose == key and at - ended < max(person.before, person.after) for whose, ended in ends):
                return None
        end = at + session.minutes
        later = {
            key
            for other in self.ask.sessions[number + 1 :]
            for key in (*other.required, *(key for _k, keys in other.any_of for key in keys))
        }
        counted = [key for key in panel if key in later and (people[key].most_a_day, people[key].most_a_week) != (None, None)]
        resting = [key for key in panel if key in later and max(people[key].before, people[key].after)]
        rest = self.best(
            number + 1,
            end,
            day + self.ask.days - 1 if last is None else last,
            (*taken, *((key, unit) for key in counted for unit in people[key].units(at))),
            (*(pair for pair in ends if pair[0] not in panel), *((key, end) for key in sorted(resting))),
        )
        return rest and ((at, *rest[0]), (panel, *rest[1]))


def earliest(ask):
    """The plan with the earliest first start, then the earliest second, and so on; None where there is none."""
    search = Search(ask)
    found = search.best()
    return found and _plan(search.grid, *found)


def _plan(grid, begins, panels):
    optional = tuple(
        tuple(key for key in session.optional if grid.can(key, session.minutes)[(at - grid.base) // grid.ask.grid])
        for session, at in zip(grid.ask.sessions, begins, strict=True)
    )
    return Plan(begins, panels, optional)


def starts(ask):
    """Every possible start of the first session, as minutes."""
    grid = Grid(ask)
    return [grid.base + int(tick) * ask.grid for tick in np.flatnonzero(grid.possible(ask.sessions[0]))]


def times(ask, most=8, a_day=None):
    """Plans for one session: the earliest, then the earliest that do not overlap those before, `a_day` of them at most; where an
    optional person misses all of them, the earliest at which everybody can is among them.
    """
    grid, [session] = Grid(ask), ask.sessions
    ticks = [int(tick) for tick in np.flatnonzero(grid.possible(session))]
    every = np.logical_and.reduce([np.ones(grid.ticks, bool), *(grid.can(key, session.minutes) for key in session.optional)])
    chosen, ends, days = [], None, Counter()
    for tick in ticks:
        at = grid.base + tick * ask.grid
        day = local_day(at, ask.zone)
        fits = (ends is None or at >= ends) and (a_day is None or days[day] < a_day)
        panel = next(grid.panels(session, tick), None) if fits else None
        if panel is not None:
            chosen.append((at, panel, bool(every[tick])))
            ends = at + session.minutes
            days[day] += 1
        if len(chosen) == most:
            break
    if session.optional and not any(whole for _at, _panel, whole in chosen):
        whole = next((tick for tick in ticks if every[tick]), None)
        if whole is not None:
            chosen[-1:] = [(grid.base + whole * ask.grid, next(grid.panels(session, whole)), True)]
    return [_plan(grid, (at,), (panel,)) for at, panel, _whole in sorted(chosen)]
