"""How well an order agrees with what became of people: pure functions over arrays.

Ties are nobody's luck: in the AUC a tied pair counts half, in the nDCG tied people share the places that they take together.
Several lists (one for each job) are never mixed: pairs and places are counted inside each, then put together.
"""

from dataclasses import dataclass

import numpy as np
import scipy  # its submodules are loaded at first use: scipy.stats would cost each start of each process 0.8 s

TOP = 10  # places that the nDCG looks at
ROUNDS = 1000


@dataclass(frozen=True)
class Ranked:
    """One job's people. old, new: scores; gains: what each turned out to be worth (0 to 3). Arrays of one length."""

    old: np.ndarray
    new: np.ndarray
    gains: np.ndarray

    def part(self, rows):
        return Ranked(self.old[rows], self.new[rows], self.gains[rows])


def wins(scores, good):
    """(pairs in which the good one stands above, ties counting half; pairs of a good and another one)."""
    count = int(good.sum())
    if not count or count == len(good):
        return 0.0, 0
    ranks = scipy.stats.rankdata(scores)
    return float(ranks[good].sum() - count * (count + 1) / 2), count * (len(good) - count)


def auc(lists, which, least):
    """The chance that somebody with a gain of at least `least` stands above somebody of the same job with less; None without pairs."""
    won, pairs = np.sum([wins(getattr(one, which), one.gains >= least) for one in lists], axis=0) if lists else (0, 0)
    return float(won / pairs) if pairs else None


def ndcg(scores, gains, top=TOP):
    """Discounted gain of the first `top` places as a share of the best possible; None where nobody has a gain."""
    discount = 1 / np.log2(np.arange(len(gains)) + 2)
    discount[top:] = 0
    ideal = float(np.sort(gains)[::-1] @ discount)
    if not ideal:
        return None
    _values, group, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    summed = np.concatenate([[0.0], np.cumsum(discount)])
    ends = np.cumsum(counts)
    return float(np.bincount(group, gains) / counts @ (summed[ends] - summed[ends - counts]) / ideal)


def mean_ndcg(lists, which):
    """The mean over jobs in which anybody has a gain; None where there is none."""
    found = [value for one in lists if (value := ndcg(getattr(one, which), one.gains)) is not None]
    return sum(found) / len(found) if found else None


MEASURES = {
    "hired": lambda lists, which: auc(lists, which, 3),
    "interviewed": lambda lists, which: auc(lists, which, 1),
    "ndcg": mean_ndcg,
}


def intervals(lists, names, rounds=ROUNDS, seed=0, tell=None):
    """{name: {"old": (low, high), "new": …, "gained": …}}, 95 %: people of each job drawn again and again, both rules on the same draw.

    tell: called with the rounds done, every fiftieth.
    """
    random, drawn = np.random.default_rng(seed), {name: [] for name in names}
    for number in range(1, rounds + 1):
        sample = [one.part(random.integers(0, len(one.gains), len(one.gains))) for one in lists]
        for name in names:
            old, new = (MEASURES[name](sample, which) for which in ("old", "new"))
            if old is not None:
                drawn[name].append((old, new, new - old))
        if tell and number % 50 == 0:
            tell(number)
    return {name: _bounds(found) for name, found in drawn.items() if found}


def _bounds(found):
    low, high = np.percentile(np.array(found), [2.5, 97.5], axis=0)
    return {name: (float(low[place]), float(high[place])) for place, name in enumerate(("old", "new", "gained"))}
