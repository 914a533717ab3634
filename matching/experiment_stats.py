"""The figures of an experiment: pure functions on counts, no database.

The difference of two arms is tested by betting on pairs. The k-th applicant of arm A and the k-th of arm B make a pair, whose difference
D (outcome of B less outcome of A) is -1, 0 or 1. Whoever claims "B is better by at most m" is bet against: for every share c in (0, 1)

    K(m) = Π (1 − c + c · X / M),   X = (D + 1) / 2,   M = (m + 1) / 2

has expectation at most 1 at all times if the claim holds, so it ever reaches 1/α with a probability of at most α (Ville 1939).
Looking every day, or after every applicant, therefore costs nothing in false alarms, for any number of applicants and any rate, with no normal
approximation. A pair is compared with itself only: a rate that drifts over the year, or differs between sources, does no harm.
K is a mixture of three such bets around the one that is best for the planned difference; it falls in m, so the m that it does not refute begin
at one number, and the same from the other side gives the interval. Both sides have α/2.

Sources: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86 (2024); Howard, Ramdas, McAuliffe and
Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49 (2021); Wilson, JASA 22 (1927).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, ndtri

ALPHA, POWER = 0.05, 0.8
SHARES = ((0.3, 0.1), (0.6, 0.3), (1.2, 0.6))  # (times the bet that is best for the planned difference, weight)
BOLDEST = 0.95
# What looking at any time costs: so many times the applicants of a test that looks once find the planned difference with the same
# power. On average a test that stops when it sees the difference needs about as many as the one that looks once.
ANYTIME = 1.55
STEPS = 60  # halvings of an interval: far below any digit that is shown


@dataclass(frozen=True)
class Size:
    """Applicants for each arm. once: looking only at the end; anytime: looking whenever one likes."""

    once: int
    anytime: int


def sample_size(rate, difference, alpha=ALPHA, power=POWER) -> Size:
    """How many applicants each arm needs to see `difference` (more) on top of `rate`; ValueError where both make 100 % or more."""
    other = rate + difference
    if not 0 < rate < other < 1:
        raise ValueError("The rate and the rate with the difference must lie between 0 and 1.")
    middle = (rate + other) / 2
    spread = ndtri(1 - alpha / 2) * np.sqrt(2 * middle * (1 - middle)) + ndtri(power) * np.sqrt(
        rate * (1 - rate) + other * (1 - other)
    )
    once = (spread / difference) ** 2
    return Size(int(np.ceil(once)), int(np.ceil(once * ANYTIME)))


def bets(rate, difference):
    """((share, weight), …): the shares that are staked on B, or on A, where `difference` is what is looked for."""
    other = min(rate + difference, 1 - 1e-9)
    best = difference / (rate * (1 - other) + other * (1 - rate))
    return tuple((min(times * best, BOLDEST), weight) for times, weight in SHARES)


def evidence(more, same, less, stakes, claim=0.0):
    """ln K against "B less A is at most `claim`"; more, same, less: pairs with D = 1, 0, -1 (numbers or arrays)."""
    middle = (np.asarray(claim, float) + 1) / 2
    terms = [
        np.log(weight)
        + more * np.log1p(share * (1 / middle - 1))
        + same * np.log1p(share * (0.5 / middle - 1))
        + less * np.log1p(-share)
        for share, weight in stakes
    ]
    return np.logaddexp.reduce(np.stack(np.broadcast_arrays(*terms)), axis=0)


def found(more, same, less, stakes, alpha=ALPHA):
    """(B is better, A is better) beyond doubt, at whatever moment one asks."""
    bar = np.log(2 / alpha)
    return evidence(more, same, less, stakes) >= bar, evidence(less, same, more, stakes) >= bar


def interval(more, same, less, stakes, alpha=ALPHA):
    """(lowest, highest) difference that is not refuted; holds at all times together. Numbers or arrays (one entry a moment)."""
    more, same, less = (np.asarray(one, float) for one in (more, same, less))
    return _lowest(more, same, less, stakes, alpha), -_lowest(less, same, more, stakes, alpha)


def _lowest(more, same, less, stakes, alpha):
    bar = np.log(2 / alpha)
    low, high = np.full(more.shape, -1 + 1e-12), np.ones(more.shape)
    for _step in range(STEPS):
        middle = (low + high) / 2
        refuted = evidence(more, same, less, stakes, middle) >= bar
        low, high = np.where(refuted, middle, low), np.where(refuted, high, middle)
    return np.where(more + same + less > 0, low, -1.0)


def wilson(hits, count, alpha=ALPHA):
    """(lowest, highest) rate behind `hits` of `count`, seen once; (0, 1) where nothing was counted."""
    if not count:
        return 0.0, 1.0
    z = float(ndtri(1 - alpha / 2))
    share, edge = hits / count, z * z / count
    middle, half = share + edge / 2, z * np.sqrt(share * (1 - share) / count + edge / (4 * count))
    return max(0.0, float((middle - half) / (1 + edge))), min(1.0, float((middle + half) / (1 + edge)))


def median(values, alpha=ALPHA):
    """(median, lowest, highest) by order statistics, free of any assumed shape; lowest and highest None below six values."""
    values = np.sort(np.asarray(values, float))
    if not len(values):
        return None, None, None
    count = len(values)
    out = [rank for rank in range(count // 2) if 2 * bdtr(rank, count, 0.5) <= alpha]  # values that may be left out on each side
    if not out:
        return float(np.median(values)), None, None
    return float(np.median(values)), float(values[out[-1] + 1]), float(values[-out[-1] - 2])


def rank_correlation(one, other):
    """Spearman's: 1 the same order, 0 none in common, -1 the reverse; None where there is no order to compare."""
    one, other = _ranks(one), _ranks(other)
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _ranks(values):
    """Ranks from 0; equals share their mean rank."""
    _values, place, count = np.unique(np.asarray(values, float), return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count + 1) / 2)[place]
