"""Where there is no plan: which one thing would have to give, and what that would make possible."""

from dataclasses import dataclass, replace
from itertools import combinations

from collaboration.slots.people import DAYS
from collaboration.slots.plans import Plan, earliest

LONG_DAY = dict.fromkeys(DAYS[:5], (("07:00", "21:00"),))


@dataclass(frozen=True)
class Relaxed:
    """`gave`: (what, whose) pairs, one or two; whose is a person's key or None. `plan`: the earliest that there is then."""

    gave: tuple
    plan: Plan


def ways_out(ask, *, now=None, most=6):
    """What helps, dropping one constraint at a time, the earliest first; where no single one does, pairs of them.

    `now`: the notice could be shorter, down to it. Each way is tried by looking for a plan, not by guessing.
    """
    single = list(_constraints(ask, now))
    for size in (1, 2):
        found = []
        for chosen in combinations(single, size):
            changed = ask
            for _name, drop in chosen:
                changed = drop(changed)
            plan = earliest(changed)
            if plan:
                found.append(Relaxed(tuple(name for name, _drop in chosen), plan))
        if found:
            return sorted(found, key=lambda way: way.plan.starts)[:most]
    return []


def _constraints(ask, now):
    """((what, whose), function that gives the ask without it) for everything that binds."""
    people = {person.key: person for person in ask.people}
    needed = dict.fromkeys(key for session in ask.sessions for key in session.required)
    asked = dict.fromkeys([*needed, *(key for session in ask.sessions for _k, keys in session.any_of for key in keys)])
    if ask.windows is not None:
        yield ("candidate", None), lambda ask: replace(ask, windows=None)
    if now is not None and now < ask.since:
        yield ("notice", None), lambda ask: replace(ask, since=now)
    yield ("later", None), lambda ask: replace(ask, until=ask.until + 7 * 24 * 60)
    if len(ask.sessions) > 1:
        yield ("days", None), lambda ask: replace(ask, days=ask.days + 1)
    for key in needed:
        yield ("person", key), lambda ask, key=key: _without(ask, key)
    for key in asked:
        person = people[key]
        yield ("hours", key), lambda ask, key=key: _changed(ask, key, hours=_longer(people[key].hours))
        if person.busy:
            yield ("busy", key), lambda ask, key=key: _changed(ask, key, busy=())
        if person.most_a_day is not None:
            yield ("day", key), lambda ask, key=key: _changed(ask, key, most_a_day=people[key].most_a_day + 1)
        if person.most_a_week is not None:
            yield ("week", key), lambda ask, key=key: _changed(ask, key, most_a_week=people[key].most_a_week + 1)
        if person.before or person.after:
            yield ("pause", key), lambda ask, key=key: _changed(ask, key, before=0, after=0)


def _changed(ask, key, **fields):
    return replace(ask, people=tuple(replace(one, **fields) if one.key == key else one for one in ask.people))


def _without(ask, key):
    return replace(
        ask, sessions=tuple(replace(one, required=tuple(each for each in one.required if each != key)) for one in ask.sessions)
    )


def _longer(hours):
    """From 7 to 21 on weekdays, and the hours that they have."""
    return {day: (*hours.get(day, ()), *LONG_DAY.get(day, ())) for day in DAYS}
