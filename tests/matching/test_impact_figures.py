"""Adverse-impact statistics against published figures, and what must hold for any counts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching import impact


def rows_of(groups, **more):
    return {row.key: row for row in impact.table(groups, **more).rows}


def test_the_example_of_the_uniform_guidelines():
    """Questions and Answers on the Uniform Guidelines, 11: 48 of 80 white and 12 of 40 black applicants hired; 30 % is half of 60 %."""
    rows = rows_of({("white",): (80, 48), ("black",): (40, 12)})

    white, black = rows[("white",)], rows[("black",)]
    assert (white.rate, white.ratio, white.state) == (0.6, 1.0, "top")
    assert (black.rate, black.ratio, black.state, black.short) == (0.3, 0.5, "hit", 8)  # 20 of 40 are half, 19 less than 0.48


def test_a_table_as_local_law_144_shows_it():
    """Selection rate and impact ratio to the digits of New York City's sample table."""
    sex = rows_of({("male",): (1390, 667), ("female",): (1181, 555)})
    race = rows_of({
        ("hispanic",): (408, 204), ("white",): (797, 412), ("black",): (390, 170), ("pacific",): (119, 52), ("asian",): (616, 302),
        ("native",): (41, 18), ("several",): (213, 96),
    }, small_share=0)  # fmt: skip

    assert [(f"{sex[key,].rate:.0%}", f"{sex[key,].ratio:.3f}") for key in ("male", "female")] == [
        ("48%", "1.000"),
        ("47%", "0.979"),
    ]
    said = {key: (f"{row.rate:.0%}", f"{row.ratio:.2f}") for (key,), row in race.items()}
    assert said == {
        "hispanic": ("50%", "0.97"), "white": ("52%", "1.00"), "black": ("44%", "0.84"), "pacific": ("44%", "0.85"),
        "asian": ("49%", "0.95"), "native": ("44%", "0.85"), "several": ("45%", "0.87"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "p"),
    [((3, 4, 1, 4), 0.4857), ((2, 17, 10, 13), 0.0005367)],  # Fisher's tea drinker; convictions of like-sex twins (Fisher 1970)
)
def test_fishers_exact_test_gives_the_published_figures(table, p):
    assert impact.fisher(*table) == pytest.approx(p, rel=1e-3)


def test_power_as_in_cohens_table():
    """Cohen (1988), chapter 6: 63 a group find h = 0.50 with a power of .80 at .05, two-sided; 0.5 and 0.2603 are that far apart."""
    assert impact.power(63, 63, 0.5, 0.2603 / 0.5) == pytest.approx(0.80, abs=0.005)


def test_holms_correction():
    assert impact.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_the_scoring_rate_counts_those_above_the_median_of_all():
    assert impact.above_median([10, 20, 30, 40]).tolist() == [False, False, True, True]
    assert impact.above_median([10, 20, 20, 40]).tolist() == [False, False, False, True]  # at the median is not above it
    assert impact.above_median([]).tolist() == []


def test_four_fifths_exactly_is_not_below():
    assert rows_of({("a",): (50, 50), ("b",): (50, 40)}, least=5)[("b",)].ratio == pytest.approx(0.8)
    assert rows_of({("a",): (50, 50), ("b",): (50, 40)})[("b",)].state in ("even", "apart")
    assert rows_of({("a",): (50, 50), ("b",): (50, 39)})[("b",)].state in ("less", "hit")


def test_small_numbers_below_four_fifths_are_told_from_significant_ones():
    assert rows_of({("a",): (20, 10), ("b",): (20, 7)})[("b",)].state == "less"
    assert rows_of({("a",): (2000, 1000), ("b",): (2000, 700)})[("b",)].state == "hit"
    assert rows_of({("a",): (20000, 10000), ("b",): (20000, 9000)})[("b",)].state == "apart"  # 0.9, yet no chance


def test_a_group_of_under_two_percent_is_shown_but_not_compared():
    row = rows_of({("a",): (1000, 500), ("b",): (900, 450), ("c",): (10, 9)})[("c",)]

    assert (row.state, row.n, row.ratio, row.p) == ("small", 10, None, None)


def test_a_small_group_is_hidden_and_cannot_be_worked_out():
    table = impact.table({("a",): (60, 30), ("b",): (40, 20), ("c",): (3, 2)})

    states = {row.key[0]: row.state for row in table.rows}
    assert states == {"a": "alone", "b": "hidden", "c": "hidden"}  # with b shown, c would be 103 less a and b
    assert table.left == 43
    assert [row.n for row in table.rows if row.state == "hidden"] == [None, None]


def test_people_of_unknown_category_hide_a_small_group_too():
    table = impact.table({("a",): (60, 30), ("b",): (40, 20), ("c",): (3, 2), (None,): (30, 12)})

    assert {row.key[0]: row.state for row in table.rows} == {"a": "even", "b": "top", "c": "hidden"} or {
        row.key[0]: row.state for row in table.rows
    } == {"a": "top", "b": "even", "c": "hidden"}
    assert table.left == 33  # 30 unknown and 3 hidden, not told apart


def test_too_few_ends_say_nothing():
    assert impact.table({("a",): (4, 2), ("b",): (4, 2)}).state == "few"
    assert impact.table({("a",): (50, 2), ("b",): (50, 1)}).state == "few"  # three hires point at three people
    assert impact.table({("a",): (50, 50), ("b",): (50, 50)}).state == "none"


COUNTS = st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
CROSSED = st.fixed_dictionaries({(one, two): COUNTS for one in ("f", "m", None) for two in ("x", "y", "z", None)})


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(CROSSED)
def test_no_small_group_can_be_got_from_what_is_shown(groups):
    """Whatever is hidden on a line holds two cells and five people, or nobody."""
    counts = {key: n for key, (n, _selected) in groups.items()}
    out = impact.hidden(counts)

    known = {key for key in counts if None not in key}
    assert all(key in out for key in known if counts[key] < impact.LEAST)
    lines = [
        set(counts),
        *({key for key in counts if key[axis] == value} for axis, values in ((0, "fm"), (1, "xyz")) for value in values),
    ]
    for line in lines:
        shown = line & known - out
        secret = sum(counts[key] for key in line & out)
        rest = sum(counts[key] for key in line - shown)
        if secret and shown:
            assert rest >= impact.LEAST
            assert sum(1 for key in line - shown if counts[key] or key in known) >= 2


@UNHURRIED
@given(st.dictionaries(st.sampled_from([(name,) for name in "abcdef"]), COUNTS, min_size=2))
def test_laws_of_a_table(groups):
    table = impact.table(groups)
    again = impact.table(dict(reversed(groups.items())))

    assert {row.key: row.ratio for row in table.rows} == {row.key: row.ratio for row in again.rows}  # order plays no part
    if table.state == "compared":
        ratios = [row.ratio for row in table.rows if row.ratio is not None]
        assert max(ratios) == 1.0 and all(ratio <= 1 for ratio in ratios)
    for row in table.rows:
        if row.n is None:
            assert (row.selected, row.rate, row.low, row.ratio, row.p, row.p_holm, row.power, row.short) == (None,) * 8
        else:
            assert row.n >= impact.LEAST and row.low <= row.rate <= row.high
            assert row.p is None or 0 <= row.p <= row.p_holm <= 1
