"""The statistics of an experiment: false alarms under daily looks, the power that the sample size promises, intervals that hold."""

import itertools

import numpy as np
import pytest
from scipy.stats import binom, norm, spearmanr

from matching import experiment_stats as stats

EXPERIMENTS, DAYS, A_DAY = 2000, 200, 3


def looked_at_daily(rate_a, rate_b, seed, experiments=EXPERIMENTS, days=DAYS, a_day=A_DAY):
    """(more, same, less) after each day of many experiments with `a_day` pairs a day; rates: numbers or one a pair."""
    draw = np.random.default_rng(seed)
    shape = (experiments, days * a_day)
    pairs = (draw.random(shape) < rate_b).astype(np.int8) - (draw.random(shape) < rate_a).astype(np.int8)
    return [np.cumsum(pairs == value, axis=1)[:, a_day - 1 :: a_day] for value in (1, 0, -1)]


def ever(looks):
    return looks.any(axis=1).mean()


@pytest.mark.parametrize(("rate", "difference"), [(0.2, 0.1), (0.03, 0.02), (0.5, 0.15), (0.9, 0.05)])
def test_looking_every_day_for_200_days_cries_wolf_in_at_most_five_of_a_hundred(rate, difference):
    better, worse = stats.found(*looked_at_daily(rate, rate, seed=1), stats.bets(rate, difference))
    assert ever(better | worse) <= 0.05
    assert better.any() and worse.any(), "it would not cry at all if it could not"


def test_a_plain_test_looked_at_every_day_would_cry_wolf_far_more_often():
    more, same, less = looked_at_daily(0.2, 0.2, seed=1)
    z = (more - less) / np.sqrt(np.maximum(more + less, 1))
    assert ever(np.abs(z) >= norm.ppf(0.975)) > 0.25


def test_a_rate_that_drifts_over_the_year_or_a_wrong_plan_is_no_false_alarm():
    drifting = 0.05 + 0.5 * np.linspace(0, 1, DAYS * A_DAY) ** 2
    better, worse = stats.found(*looked_at_daily(drifting, drifting, seed=2), stats.bets(0.02, 0.2))
    assert ever(better | worse) <= 0.05


@pytest.mark.parametrize(("rate", "difference"), [(0.2, 0.1), (0.05, 0.05), (0.4, 0.1)])
def test_the_promised_power_is_there(rate, difference):
    size, draw = stats.sample_size(rate, difference), np.random.default_rng(3)
    a, b = (draw.binomial(size.once, one, 20_000) / size.once for one in (rate, rate + difference))
    pooled = (a + b) / 2
    z = (b - a) / np.sqrt(2 * pooled * (1 - pooled) / size.once)
    assert (z >= norm.ppf(0.975)).mean() == pytest.approx(stats.POWER, abs=0.02)

    better, worse = stats.found(*looked_at_daily(rate, rate + difference, 4, 2000, size.anytime, 1), stats.bets(rate, difference))
    assert 0.78 <= ever(better) <= 0.88 and ever(worse & ~better) < 0.01
    stopped = np.where(better.any(axis=1), better.argmax(axis=1) + 1, size.anytime)
    assert stopped.mean() < 1.1 * size.once, "stopping early makes up on average for looking often"


@pytest.mark.parametrize(("rate_a", "rate_b"), [(0.2, 0.2), (0.2, 0.33), (0.6, 0.45), (0.02, 0.03)])
def test_the_interval_holds_on_all_days_together(rate_a, rate_b):
    looks = looked_at_daily(rate_a, rate_b, seed=5, experiments=1000, days=60)
    low, high = stats.interval(*looks, stats.bets(0.2, 0.1))
    assert ever((low > rate_b - rate_a) | (high < rate_b - rate_a)) <= 0.05
    assert (low <= high).all() and (np.diff(high - low).mean(axis=1) < 0).all()


def test_interval_and_finding_agree():
    stakes = stats.bets(0.2, 0.1)
    for more, same, less in itertools.product([0, 5, 30, 90], [0, 200], [0, 5, 30, 90]):
        low, high = stats.interval(more, same, less, stakes)
        better, worse = stats.found(more, same, less, stakes)
        assert (bool(better), bool(worse)) == (low > 0, high < 0)


def test_nothing_counted_says_nothing():
    assert [float(one) for one in stats.interval(0, 0, 0, stats.bets(0.2, 0.1))] == [-1, 1]
    assert stats.wilson(0, 0) == (0, 1) and stats.median([]) == (None, None, None)


def test_the_sample_size_is_the_textbooks():
    assert (
        stats.sample_size(0.2, 0.1).once == 294
    )  # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table A.4
    assert stats.sample_size(0.2, 0.05).once == 1094
    for rate, difference in ((0, 0.1), (0.95, 0.05), (0.5, 0), (-0.1, 0.2)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            stats.sample_size(rate, difference)


def test_wilson_is_the_textbooks():
    assert stats.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)  # Newcombe 1998, table I
    assert stats.wilson(0, 20) == pytest.approx((0, 0.1611), abs=0.0001)


@pytest.mark.parametrize("count", [6, 9, 20, 41])
def test_the_interval_of_a_median_covers_it(count):
    middle, low, high = stats.median(range(count))
    left = int(low)  # values below the interval: fewer than these below the true median are too few
    assert middle == (count - 1) / 2 and low + high == count - 1
    assert 2 * binom.cdf(left - 1, count, 0.5) <= 0.05 < 2 * binom.cdf(left, count, 0.5)
    assert stats.median(range(5))[1:] == (None, None)


def test_rank_correlation_is_spearmans():
    draw = np.random.default_rng(6)
    one, other = draw.integers(0, 8, 50), draw.integers(0, 8, 50)
    assert stats.rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic)
    assert stats.rank_correlation([1, 2], [1, 2]) is None and stats.rank_correlation([3, 3, 3], [1, 2, 3]) is None
