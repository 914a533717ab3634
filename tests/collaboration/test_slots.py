"""The laws of finding times: at work, free, within limits, and the earliest that there is, in weeks when clocks change too."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collaboration.slots import Ask, Person, Session, earliest, free, minute, moment, starts, times, ways_out, working
from collaboration.slots.people import DAYS

# The Sundays on which clocks change, both ways; Lord Howe's change by half an hour.
CHANGES = {
    "Europe/Berlin": (date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2027, 3, 14), date(2027, 11, 7)),
    "Australia/Lord_Howe": (date(2027, 4, 4), date(2027, 10, 3)),
}
EVERY_DAY = dict.fromkeys(DAYS, (("09:00", "17:00"),))


def at(text, zone="UTC"):
    return minute(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def local(minutes, zone):
    return moment(minutes, ZoneInfo(zone)).strftime("%a %H:%M")


def ask_of(people, *, since, until, minutes=60, sessions=None, **fields):
    sessions = sessions or (Session("talk", minutes, required=tuple(person.key for person in people)),)
    return Ask(sessions, tuple(people), since, until, **fields)


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("which", [0, 1])
def test_nine_is_nine_on_the_wall_before_and_after_clocks_change(zone, which):
    sunday = CHANGES[zone][which]
    since = minute(datetime.combine(sunday - timedelta(days=1), datetime.min.time(), ZoneInfo(zone)))

    spans = working(Person("a", zone, EVERY_DAY), since, since + 3 * 24 * 60)

    assert [(local(start, zone), local(end, zone)) for start, end in spans] == [
        (f"{day} 09:00", f"{day} 17:00") for day in ("Sat", "Sun", "Mon")
    ]
    assert {end - start for start, end in spans} == {8 * 60}


def test_hours_that_are_skipped_or_come_twice_are_kept_out_where_in_doubt():
    berlin = Person("a", "Europe/Berlin", {"sun": (("02:30", "04:00"), ("01:00", "02:30"))})
    spring, autumn = at("2027-03-28T00:00"), at("2027-10-31T00:00")

    assert [(local(a, "Europe/Berlin"), local(b, "Europe/Berlin")) for a, b in working(berlin, spring, spring + 600)] == [
        ("Sun 01:00", "Sun 01:30"),
        ("Sun 03:30", "Sun 04:00"),
    ]
    spans = working(
        berlin, autumn - 120, autumn + 600
    )  # 02:30 comes twice: the first ends the one span, the second begins the other
    assert [b - a for a, b in spans] == [90, 90]


@pytest.mark.parametrize("zone", CHANGES)
def test_two_zones_meet_where_their_days_overlap(zone):
    people = (Person("a", "Europe/Berlin", EVERY_DAY), Person("b", zone, EVERY_DAY))
    since = minute(datetime(2027, 3, 26, tzinfo=UTC))

    plan = earliest(ask_of(people, since=since, until=since + 5 * 24 * 60))

    if zone == "Australia/Lord_Howe":  # 20:00 there is 10:00 in Berlin: never both at work
        assert plan is None
    else:
        assert local(plan.at, zone) >= "Fri 09:00"
        assert local(plan.at, "Europe/Berlin") == (
            "Fri 09:00" if zone == "Europe/Berlin" else "Fri 14:00"
        )  # Americans changed two weeks before


def test_pauses_and_limits_hold():
    monday = at("2027-03-01T00:00")
    busy = (monday + 9 * 60, monday + 10 * 60)
    ann = Person("ann", busy=(busy,), booked=(busy[0],), before=15, after=30, most_a_day=2, most_a_week=2)
    talks = (Session("one", 60, required=("ann",)), Session("two", 60, required=("ann",)))

    alone = earliest(ask_of((ann,), since=monday, until=monday + 14 * 24 * 60))
    both = earliest(Ask(talks, (ann,), monday, monday + 14 * 24 * 60))

    assert local(alone.at, "UTC") == "Mon 10:15"
    # one more fits into that day and week, two do not: both go to the next week
    assert [moment(start).strftime("%d %H:%M") for start in both.starts] == ["08 09:00", "08 10:30"]


def test_any_two_of_three_are_those_with_the_least_to_do():
    monday = at("2027-03-01T00:00")
    people = tuple(Person(name, booked=(monday + 600,) * many) for name, many in (("ann", 3), ("bob", 1), ("cem", 0)))
    sessions = (Session("panel", 45, any_of=((2, ("ann", "bob", "cem")),)),)

    assert earliest(Ask(sessions, people, monday, monday + 1440)).panels == (("cem", "bob"),)


def test_an_earlier_second_session_is_worth_another_choice_in_the_first():
    monday = at("2027-03-01T00:00")
    people = (Person("ann", most_a_day=1), Person("bob", booked=(monday + 4 * 1440,)))
    sessions = (Session("one", 60, any_of=((1, ("ann", "bob")),)), Session("two", 60, required=("ann",)))

    plan = earliest(Ask(sessions, people, monday, monday + 5 * 1440))

    assert plan.panels == (("bob",), ("ann",))
    assert [local(start, "UTC") for start in plan.starts] == ["Mon 09:00", "Mon 10:00"]


def test_optional_people_are_preferred_and_not_waited_for():
    monday = at("2027-03-01T00:00")
    people = (Person("ann"), Person("bob", hours={"tue": (("14:00", "15:00"),)}))
    found = times(Ask((Session("talk", 60, required=("ann",), optional=("bob",)),), people, monday, monday + 3 * 1440), most=4)

    assert [local(plan.at, "UTC") for plan in found] == ["Mon 09:00", "Mon 10:00", "Mon 11:00", "Tue 14:00"]
    assert [plan.optional for plan in found] == [((),), ((),), ((),), (("bob",),)]


def test_where_nothing_fits_it_says_what_would_have_to_give():
    monday = at("2027-03-01T00:00")
    week = tuple((monday + day * 1440, monday + (day + 1) * 1440) for day in range(5))
    people = (Person("ann", busy=week), Person("bob", most_a_day=4))
    ask = ask_of(people, since=monday, until=monday + 5 * 1440)

    ways = {way.gave[0]: local(way.plan.at, "UTC") for way in ways_out(ask)}

    assert earliest(ask) is None
    assert ways == {("person", "ann"): "Mon 09:00", ("busy", "ann"): "Mon 09:00", ("later", None): "Mon 09:00"}
    assert moment(next(way.plan.at for way in ways_out(ask) if way.gave == (("later", None),))).day == 8


def test_where_no_single_thing_helps_it_says_which_two():
    monday = at("2027-03-01T00:00")
    never = ((monday - 1440, monday + 30 * 1440),)
    ask = ask_of((Person("ann", busy=never), Person("bob", busy=never)), since=monday, until=monday + 1440)

    gave = {frozenset(way.gave) for way in ways_out(ask)}

    assert frozenset({("person", "ann"), ("person", "bob")}) in gave and all(len(pair) == 2 for pair in gave)


ZONES = [*CHANGES, "UTC", "Asia/Kolkata"]
clock = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
span = st.tuples(clock, clock).filter(lambda pair: pair[0] < pair[1])


@st.composite
def someone(draw, key, since):
    busy = draw(st.lists(st.tuples(st.integers(0, 3 * 1440), st.integers(1, 400)), max_size=4))
    busy = tuple((since + start, since + start + long) for start, long in busy)
    return Person(
        key,
        draw(st.sampled_from(ZONES)),
        draw(st.dictionaries(st.sampled_from(DAYS), st.tuples(span), min_size=3)),
        busy,
        booked=tuple(start for start, _end in busy[: draw(st.integers(0, 2))]),
        most_a_day=draw(st.none() | st.integers(0, 3)),
        most_a_week=draw(st.none() | st.integers(0, 5)),
        before=draw(st.sampled_from([0, 15, 40])),
        after=draw(st.sampled_from([0, 10])),
    )


@st.composite
def asks(draw):
    since = (
        minute(
            datetime.combine(draw(st.sampled_from([day for pair in CHANGES.values() for day in pair])), datetime.min.time(), UTC)
        )
        - 1440
    )
    since += draw(st.integers(0, 30))
    people = tuple(draw(someone(key, since)) for key in ("ann", "bob", "cem")[: draw(st.integers(1, 3))])
    keys = [person.key for person in people]
    sessions = []
    for number in range(draw(st.integers(1, 2))):
        required = tuple(draw(st.lists(st.sampled_from(keys), unique=True, max_size=2)))
        rest = tuple(key for key in keys if key not in required)
        any_of = ((1, rest),) if rest and draw(st.booleans()) else ()
        sessions.append(
            Session(str(number), draw(st.sampled_from([30, 60, 100])), required, any_of, gap=draw(st.sampled_from([0, 20])))
        )
    windows = draw(st.none() | st.lists(st.tuples(st.integers(0, 2880), st.integers(30, 900)), max_size=3))
    windows = windows and tuple((since + start, since + start + long) for start, long in windows)
    return Ask(
        tuple(sessions),
        people,
        since,
        since + 2 * 1440,
        windows=windows if windows is None else tuple(windows),
        days=draw(st.integers(1, 2)),
        zone=draw(st.sampled_from(ZONES)),
        grid=60,
    )


def fits(ask, session, panel, start):
    """Minute by minute, as one would check it by hand."""
    end = start + session.minutes
    if start < ask.since or end > ask.until:
        return False
    if ask.windows is not None and not all(any(a <= tick < b for a, b in ask.windows) for tick in range(start, end)):
        return False
    return all(can(next(one for one in ask.people if one.key == key), start, end) for key in panel)


def can(person, start, end):
    zone = ZoneInfo(person.zone)
    for tick in (*range(start, end, 5), end - 1):
        wall = moment(tick, zone)
        if not any(a <= wall.strftime("%H:%M") < b for a, b in person.hours.get(DAYS[wall.weekday()], ())):
            return False
    return all(end + person.after <= a or start - person.before >= b for a, b in person.busy) and person.within_limits(start)


def by_hand(ask):
    """Try everything; the least list of starts."""
    ticks = [tick for tick in range(ask.since, ask.until) if tick % ask.grid == 0]
    choices = []
    for session in ask.sessions:
        panels = [
            (*session.required, *(key for group in chosen for key in group))
            for chosen in product(*(combinations(keys, many) for many, keys in session.any_of))
        ]
        choices.append([(tick, panel) for tick in ticks for panel in panels if fits(ask, session, panel, tick)])
    plans = [tuple(at for at, _panel in chosen) for chosen in product(*choices) if together(ask, chosen)]
    return min(plans, default=None)


def together(ask, chosen):
    day = [moment(at, ZoneInfo(ask.zone)).date() for at, _panel in chosen]
    if (day[-1] - day[0]).days >= ask.days:
        return False
    for number in range(1, len(chosen)):
        if chosen[number][0] < chosen[number - 1][0] + ask.sessions[number - 1].minutes + ask.sessions[number].gap:
            return False
    for person in ask.people:
        mine = [
            (at, at + session.minutes) for (at, panel), session in zip(chosen, ask.sessions, strict=True) if person.key in panel
        ]
        if any(b[0] - a[1] < max(person.before, person.after) for a, b in zip(mine, mine[1:], strict=False)):
            return False
        units = [unit for start, _end in mine for unit in person.units(start)]
        most = {"day": person.most_a_day, "week": person.most_a_week}
        if any(most[unit[0]] is not None and person.load[unit] + units.count(unit) > most[unit[0]] for unit in units):
            return False
    return True


@settings(max_examples=120, deadline=None)
@given(asks())
def test_a_plan_keeps_every_rule_and_is_the_earliest(ask):
    plan = earliest(ask)

    for session, panel, start in zip(ask.sessions, plan.panels, plan.starts, strict=True) if plan else ():
        assert fits(ask, session, panel, start)
        assert set(session.required) <= set(panel)
    expected = by_hand(ask)
    # Where clocks change a span that begins or ends in the hour in doubt is cut short: by hand may find more there, never the other way.
    if doubtful(ask):
        assert plan is None or (expected is not None and expected <= plan.starts)
    else:
        assert (plan and plan.starts) == expected
    assert earliest(ask) == plan


def doubtful(ask):
    """Whether somebody's span begins or ends in the hours in which clocks change (before three)."""
    return any(edge < "03:30" for person in ask.people for spans in person.hours.values() for pair in spans for edge in pair)


@settings(max_examples=60, deadline=None)
@given(asks())
def test_each_way_out_names_what_gave_and_what_it_gives(ask):
    if earliest(ask) is not None:
        return
    ways = ways_out(ask, now=ask.since - 600)
    assert len({len(way.gave) for way in ways}) <= 1  # pairs only where no single thing helps
    assert [way.plan.starts for way in ways] == sorted(way.plan.starts for way in ways)
    assert ways == ways_out(ask, now=ask.since - 600)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_free_is_within_work_and_never_over_a_busy_time(data):
    since = minute(datetime(2027, 3, 27, tzinfo=UTC))
    person = data.draw(someone("ann", since))
    spans, work = free(person, since, since + 3 * 1440), working(person, since, since + 3 * 1440)

    assert all(any(a <= start and end <= b for a, b in work) for start, end in spans)
    assert all(end + person.after <= a or start - person.before >= b for start, end in spans for a, b in person.busy)
    for start in starts(ask_of((person,), since=since, until=since + 1440, minutes=15)):
        assert any(a <= start and start + 15 <= b for a, b in spans)
