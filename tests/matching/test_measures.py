"""AUC and nDCG: numbers worked out by hand, ties included, and the same as scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score, roc_auc_score

from matching.measures import Ranked, auc, intervals, mean_ndcg, ndcg


def ranked(old, gains, new=None):
    return Ranked(np.array(old), np.array(new if new is not None else old), np.array(gains))


def test_the_auc_counts_pairs_and_halves_of_ties():
    # Hired: 90 and 50. Others: 80, 50, 10. Pairs won: 90 over all three; 50 over 10, half over 50. 4.5 of 6.
    assert auc([ranked([90, 80, 50, 50, 10], [3, 0, 3, 1, 0])], "old", 3) == pytest.approx(4.5 / 6)


def test_pairs_are_counted_inside_a_job_only():
    # One job is won (2 of 2), the other lost (0 of 1); that 20 of the second is below 30 of the first counts nothing.
    lists = [ranked([50, 30, 10], [3, 0, 0]), ranked([5, 20], [3, 0])]

    assert auc(lists, "old", 3) == pytest.approx(2 / 3)


def test_without_pairs_there_is_no_auc():
    assert auc([ranked([3, 2], [3, 3]), ranked([1], [0])], "old", 3) is None
    assert auc([], "old", 3) is None


def test_the_ndcg_by_hand():
    # In order: gains 1, 3, 0. 1/log2(2) + 3/log2(3) = 2.8928; the best is 3/log2(2) + 1/log2(3) = 3.6309.
    assert ndcg(np.array([9, 8, 7]), np.array([1, 3, 0])) == pytest.approx(2.8928 / 3.6309, abs=1e-4)


def test_people_who_are_tied_share_their_places():
    # 3 and 0 share the first two places: 1.5 * (1 + 0.6309) = 2.4464 of 3.
    assert ndcg(np.array([5, 5, 1]), np.array([3, 0, 0])) == pytest.approx(2.4464 / 3, abs=1e-4)


def test_only_the_first_ten_places_count():
    assert ndcg(np.arange(12)[::-1], np.array([0] * 11 + [3])) == 0


def test_a_job_in_which_nobody_came_far_tells_nothing():
    assert mean_ndcg([ranked([2, 1], [0, 0]), ranked([2, 1], [3, 0])], "old") == 1
    assert mean_ndcg([ranked([2, 1], [0, 0])], "old") is None


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3)), min_size=3, max_size=40))
def test_both_are_those_of_scikit_learn(people):
    scores, gains = (np.array(column) for column in zip(*people, strict=True))
    if gains.any():
        assert ndcg(scores, gains) == pytest.approx(ndcg_score([gains], [scores], k=10))
    if 0 < (gains >= 1).sum() < len(gains):
        assert auc([ranked(scores, gains)], "old", 1) == pytest.approx(roc_auc_score(gains >= 1, scores))


def test_intervals_are_of_pairs_and_the_same_every_time():
    random = np.random.default_rng(1)
    gains = np.array([3] * 20 + [0] * 60)
    old = random.normal(size=80)
    lists = [ranked(old, gains, new=old + (gains > 0) * 2.0)]

    first, again = (intervals(lists, ["hired", "ndcg"], rounds=200) for _ in range(2))

    assert first == again
    low, high = first["hired"]["gained"]
    assert 0 < low < auc(lists, "new", 3) - auc(lists, "old", 3) < high


def test_the_same_rules_differ_by_nothing():
    lists = [ranked([5, 4, 3, 2, 1, 0], [3, 0, 3, 0, 0, 0])]

    assert intervals(lists, ["hired"], rounds=100)["hired"]["gained"] == (0, 0)
