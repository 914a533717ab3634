"""Adverse impact in figures: pure functions on counts of groups. They know nothing of people, databases or scores' making.

Sources: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), and their Questions and Answers 11 to 24 (four fifths,
statistical significance); rules to New York City's Local Law 144, 6 RCNY 5-300 to 5-301 (selection rate, scoring rate, impact ratio,
categories below 2 %); Fisher (1935), The Design of Experiments (exact test); Holm (1979), Scand. J. Statist. 6 (many comparisons);
Wilson (1927), JASA 22 (intervals); Cohen (1988), Statistical Power Analysis, chapter 6 (power); Cox (1980), JASA 75 (hiding cells).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy  # scipy.stats is loaded at first use

FOUR_FIFTHS = 0.8
ALPHA = 0.05
ENOUGH_POWER = 0.8
LEAST = 5  # people: of smaller groups nothing is ever shown
SMALL_SHARE = 0.02  # of the people of a table: smaller groups are not compared

TOP, EVEN, LESS, HIT, APART, SMALL, HIDDEN, ALONE = "top", "even", "less", "hit", "apart", "small", "hidden", "alone"


@dataclass(frozen=True)
class Row:
    """One group of a table. What is None is not known or not shown.

    state: top (highest rate: what others are compared with), even, less (ratio below four fifths, chance can't be ruled out), hit
    (below four fifths and significant), apart (significant, yet not below four fifths), small (too small a share to be compared),
    hidden (too few people), alone (nothing to compare with).
    """

    key: tuple
    state: str
    n: int | None = None
    selected: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    p: float | None = None  # Fisher's exact test against the top group, two-sided, as it is
    p_holm: float | None = None  # and for all comparisons of the table together
    power: float | None = None  # chance that the test would notice a true ratio of four fifths
    short: int | None = None  # selections that the group lacks to four fifths


@dataclass(frozen=True)
class Table:
    """state: compared, few (too few people to say anything), none (nobody or everybody was selected: no ratio says anything)."""

    state: str
    rows: tuple
    left: int  # people in no row that shows figures: of unknown category or in a hidden group, which is not told apart


def above_median(scores):
    """bool (n): whose score lies above the median of the whole sample (Local Law 144's scoring rate is the share of them)."""
    scores = np.asarray(scores, float)
    return scores > np.median(scores) if len(scores) else np.zeros(0, bool)


def fisher(selected, n, other_selected, other_n):
    """Two-sided p of Fisher's exact test: how likely so uneven a split or a rarer one is, if the groups are selected alike."""
    return float(scipy.stats.fisher_exact([[selected, n - selected], [other_selected, other_n - other_selected]]).pvalue)


def holm(ps):
    """The p values made larger for their number, so that among all of them a false alarm stays below ALPHA; order kept."""
    order = sorted(range(len(ps)), key=lambda place: ps[place])
    found, least = [0.0] * len(ps), 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, ps[place] * (len(ps) - rank)))
        found[place] = least
    return found


def interval(selected, n):
    """Wilson's 95 % interval of a rate."""
    found = scipy.stats.binomtest(selected, n).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def power(n, other_n, rate, ratio=FOUR_FIFTHS):
    """Chance that a two-sided test at ALPHA notices a group selected at `ratio` times the other's rate (Cohen's h, normal approximation)."""
    h = 2 * math.asin(math.sqrt(rate)) - 2 * math.asin(math.sqrt(rate * ratio))
    return float(scipy.stats.norm.cdf(h * math.sqrt(n * other_n / (n + other_n)) - scipy.stats.norm.ppf(1 - ALPHA / 2)))


def hidden(counts: Mapping, least=LEAST) -> set:
    """The groups whose figures must not be shown: those of fewer than `least` people and, so that nobody gets them by taking
    what is shown from a sum, the smallest others, until on every line what is not shown holds two cells and `least` people.

    counts: {key: people}; a key that holds None is of people whose category is not known. They are shown in no group, only in one
    number with the hidden ones, so they hide small groups, too. A line is the whole table and, in a crossed table, each row and
    column (their sums stand in the tables of one characteristic).
    """
    unknown = {key for key in counts if None in key}
    out = {key for key, n in counts.items() if n < least} | unknown
    lines = [set(counts)]
    if any(len(key) > 1 for key in counts):
        values = [(axis, value) for axis in (0, 1) for value in sorted({key[axis] for key in counts if key[axis] is not None})]
        lines += [{key for key in counts if key[axis] == value} for axis, value in values]
    going = True
    while going:
        going = False
        for line in lines:
            gone, secret = line & out, sum(counts[key] for key in line & out - unknown)
            cells = sum(1 for key in gone if counts[key] or key not in unknown)
            if secret and (sum(counts[key] for key in gone) < least or cells < 2) and (rest := line - out):
                out.add(min(rest, key=lambda key: (counts[key], key)))
                going = True
    return out - unknown


def table(groups: Mapping, least=LEAST, small_share=SMALL_SHARE) -> Table:
    """{key: (people, selected)} as a Table, in the order given. key: a tuple of one category, or of two in a crossed table.

    Keys that hold None are people of unknown category; they are in no row.
    """
    known = {key: pair for key, pair in groups.items() if None not in key}
    people, chosen = (sum(pair[place] for pair in known.values()) for place in (0, 1))
    everybody = sum(n for n, _selected in groups.values())
    if min(chosen, people - chosen) < least:  # so few ends tell of single people, whatever the groups
        state = "few" if people < 2 * least or 0 < chosen < least or 0 < people - chosen < least else "none"
        return Table(state, tuple(Row(key, HIDDEN) for key in known), everybody)
    out = hidden({key: n for key, (n, _selected) in groups.items()}, least)
    rates = {key: selected / n for key, (n, selected) in known.items() if key not in out}
    compared = [key for key in rates if known[key][0] >= small_share * people]
    top = max(compared, key=lambda key: (rates[key], known[key][0]), default=None)
    left = everybody - sum(known[key][0] for key in rates)
    if len(compared) < 2 or not rates[top]:  # with a rate of 0 whoever was selected is in a group that is not shown
        return Table("few", tuple(_row(key, known[key], ALONE) if key in rates else Row(key, HIDDEN) for key in known), left)
    others = [key for key in compared if key != top]
    ps = [fisher(known[key][1], known[key][0], known[top][1], known[top][0]) for key in others]
    tested = dict(zip(others, zip(ps, holm(ps), strict=True), strict=True))
    rows = []
    for key in known:
        if key in out:
            rows.append(Row(key, HIDDEN))
        elif key not in compared:
            rows.append(_row(key, known[key], SMALL))
        elif key == top:
            rows.append(_row(key, known[key], TOP, ratio=1.0))
        else:
            rows.append(_against(key, known[key], known[top], *tested[key]))
    return Table("compared", tuple(rows), left)


def _row(key, pair, state, **more):
    n, selected = pair
    low, high = interval(selected, n)
    return Row(key, state, n, selected, selected / n, low, high, **more)


def _against(key, pair, top, p, p_holm):
    (n, selected), (top_n, top_selected) = pair, top
    # Whole numbers, so that 48 of 60 against 60 of 60 is four fifths and not a hair less.
    below = 5 * selected * top_n < 4 * top_selected * n
    significant = p_holm < ALPHA
    state = (HIT if significant else LESS) if below else (APART if significant else EVEN)
    rate = top_selected / top_n
    short = max(0, -(-4 * top_selected * n // (5 * top_n)) - selected)
    return _row(key, pair, state, ratio=selected / n / rate, p=p, p_holm=p_holm, power=power(n, top_n, rate), short=short)
