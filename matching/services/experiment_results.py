"""What an experiment came to: the arms, the difference and how it narrowed, and in shadow how the two orders differ."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.blind import covered_for, name_of
from jobs.models import Application
from matching import experiment_stats as stats
from matching.models import Enrolment, Experiment

TOP = 20
MOST_COMPARED = 5000
NAMED = 12
SHIFT = 3  # points that one set of rules gives more to the same people, from which a common list favours it


@dataclass(frozen=True)
class Share:
    """`hits` of `count`, with the interval of the rate behind them."""

    hits: int
    count: int

    @property
    def rate(self):
        return self.hits / self.count if self.count else None

    @property
    def interval(self):
        return stats.wilson(self.hits, self.count)


@dataclass
class Arm:
    """One arm. days: (median, lowest, highest) from application to hire of those hired in time; lowest None below six hires."""

    name: str
    enrolled: int
    interview: Share
    hire: Share
    days: tuple
    hires: int

    def of(self, metric):
        return self.interview if metric == Experiment.Metric.INTERVIEW else self.hire


@dataclass
class Results:
    """arms: A and B; pairs: counted ones; difference: B less A with its interval at all times (None without pairs); history: by day."""

    arms: list
    pairs: int
    needed: int
    difference: float | None
    lowest: float
    highest: float
    found: str
    history: list = field(default_factory=list)
    days_left: int | None = None

    @property
    def progress(self):
        return min(100, round(100 * self.pairs / self.needed)) if self.needed else 0


def results(experiment) -> Results:
    """All figures from the rows that are written down; nothing is written here."""
    rows = list(
        Enrolment.objects.filter(experiment=experiment, repeat=False)
        .exclude(arm="")
        .order_by("stratum", "number")
        .values_list("arm", "stratum", "at", "interviewed", "hired", "hired_after")
    )
    interview = experiment.metric == Experiment.Metric.INTERVIEW
    arms = [_arm(name, [row for row in rows if row[0] == name]) for name in ("a", "b")]
    pairs = _pairs(
        [(arm, stratum, at, one if interview else two) for arm, stratum, at, one, two, _after in rows], experiment.days
    )
    days, more, same, less = _by_day(pairs)
    if not days:
        return Results(arms, 0, experiment.needed, None, -1.0, 1.0, "", days_left=_days_left(experiment, rows, 0))
    low, high = stats.interval(more, same, less, stats.bets(experiment.rate, experiment.difference))
    low, high = np.maximum.accumulate(low), np.minimum.accumulate(high)  # all of them hold together, so the narrowest so far does
    middle = (more - less) / (more + same + less)
    found = next((word for word in map(_found, low, high, [experiment.difference] * len(days)) if word), "")
    history = [
        {"day": day, "low": float(one), "high": float(other), "difference": float(point), "pairs": int(count)}
        for day, one, other, point, count in zip(days, low, high, middle, more + same + less, strict=True)
    ]
    return Results(
        arms,
        len(pairs),
        experiment.needed,
        float(middle[-1]),
        float(low[-1]),
        float(high[-1]),
        found,
        history,
        _days_left(experiment, rows, len(pairs)),
    )


def _arm(name, rows):
    seen = [row[3] for row in rows if row[3] is not None]
    hired = [row[4] for row in rows if row[4] is not None]
    days = [row[5] for row in rows if row[5] is not None]
    return Arm(name, len(rows), Share(sum(seen), len(seen)), Share(sum(hired), len(hired)), stats.median(days), len(days))


def _pairs(rows, days):
    """[(day on which it counted, outcome of B less outcome of A)], by that day: the k-th of A with the k-th of B in each stratum."""
    lines = defaultdict(lambda: {"a": [], "b": []})
    for arm, stratum, at, outcome in rows:
        if outcome is not None:
            lines[stratum][arm].append((at, outcome))
    found = [
        (timezone.localdate(max(a[0], b[0]) + timedelta(days=days)), int(b[1]) - int(a[1]))
        for line in lines.values()
        for a, b in zip(line["a"], line["b"], strict=False)
    ]
    return sorted(found, key=lambda pair: pair[0])


def _by_day(pairs):
    """(days, pairs with 1, with 0, with -1 up to each)."""
    days = sorted({day for day, _difference in pairs})
    place = {day: number for number, day in enumerate(days)}
    counts = np.zeros((3, len(days)))
    for day, difference in pairs:
        counts[1 - difference, place[day]] += 1
    return days, *np.cumsum(counts, axis=1)


def _found(low, high, matters):
    if low > 0 and high > 0:
        return "b"
    if high < 0 and low < 0:
        return "a"
    return "same" if -matters < low <= high < matters else ""


def _days_left(experiment, rows, pairs):
    """Days until enough have counted, at the pace so far; None where nobody came yet."""
    since = experiment.started_at
    if not rows or not since or experiment.state != Experiment.State.RUNNING:
        return None
    passed = max(1, (timezone.now() - since).days)
    missing = max(0, experiment.needed * 2 - len(rows))
    return round(missing * passed / len(rows)) + experiment.days if pairs < experiment.needed else 0


@dataclass(frozen=True)
class Verdict:
    """kind: nothing, early, a, b or same; text in plain words, more: what to make of it."""

    kind: str
    text: str
    more: str = ""


def verdict(experiment, found) -> Verdict:
    """What the counts say, as a sentence."""
    metric = _("interviews") if experiment.metric == Experiment.Metric.INTERVIEW else _("hires")
    if found.difference is None:
        return Verdict(
            "nothing",
            _("Nothing has counted yet."),
            _(
                "An application counts %(days)d days after it came in, whatever became of it by then: so neither arm gains by being quick."
            )
            % {"days": experiment.days},
        )
    a, b = (arm.of(experiment.metric) for arm in found.arms)
    rates = {
        "a": percent(a.rate),
        "b": percent(b.rate),
        "low": points(found.lowest),
        "high": points(found.highest),
        "metric": metric,
    }
    span = _("%(b)s under B, %(a)s under A; the difference lies between %(low)s and %(high)s points.") % rates
    if found.found == "b":
        return Verdict("b", _("B brings more %(metric)s.") % rates, span)
    if found.found == "a":
        return Verdict("a", _("A brings more %(metric)s.") % rates, span)
    if found.found == "same":
        widest = points(max(abs(found.lowest), abs(found.highest)), sign=False)
        return Verdict("same", _("No difference larger than %(widest)s points is likely.") % {"widest": widest}, span)
    left = ""
    if found.days_left:
        left = " " + ngettext(
            "At the present pace it is settled in about a month.",
            "At the present pace it is settled in about %(n)d months.",
            max(1, round(found.days_left / 30.4)),
        ) % {"n": max(1, round(found.days_left / 30.4))}
    return Verdict("early", _("Too early to say."), span + left)


def percent(share):
    return "–" if share is None else f"{share * 100:.0f} %" if share >= 0.1 or share == 0 else f"{share * 100:.1f} %"


def points(share, sign=True):
    """A difference of shares in percentage points, with its sign as people write it."""
    text = f"{share * 100:+.1f}" if sign else f"{share * 100:.1f}"
    return text.replace("-", "−")


def cautions(experiment, shift):
    """What keeps the figures from meaning all that they seem to; `shift` from `score_shift`."""
    said = [
        _(
            "People act on scores: who stands higher in the list is read first. So this compares the rules together with how "
            "people use them, not the rules alone."
        )
    ]
    if shift is not None and abs(shift) >= SHIFT:
        said.insert(
            0,
            _(
                "To the same people %(more)s gives %(points)s points more than %(less)s. In one list its applicants stand higher "
                "for that alone, and may be invited for that alone."
            )
            % {"more": "B" if shift > 0 else "A", "less": "A" if shift > 0 else "B", "points": f"{abs(shift):.1f}"},
        )
    said.append(
        _(
            "The arms share the same interview slots: a slot that goes to one is missing in the other, which makes a difference look larger."
        )
    )
    if experiment.metric == Experiment.Metric.INTERVIEW:
        said.append(
            _("More interviews are not better hires. Look at the hires too, and compare what becomes of groups of people.")
        )
    return said


def score_shift(experiment):
    """The median of B's score less A's for the same people, whom neither rule holds back; None below ten of them."""
    rows = Enrolment.objects.filter(experiment=experiment, score_a__isnull=False, knocked_a=False, knocked_b=False)
    found = [float(b - a) for a, b in rows.order_by("-pk").values_list("score_a", "score_b")[:MOST_COMPARED]]
    return float(np.median(found)) if len(found) >= 10 else None


@dataclass
class Orders:
    """How the two rules order the same people. entered, left: [(application id, name, rank under A, under B)] of the top 20."""

    count: int
    correlation: float | None
    kept: int
    top: int
    entered: list
    left: list
    only_a: list
    only_b: list
    only_a_count: int
    only_b_count: int
    unseen: int  # of those entered, left or held back, people whom the reader may not see


def orders(experiment, member) -> Orders:
    """The two orders of everybody who takes part, from the scores that were noted. Only whom `member` may see is named."""
    rows = list(
        Enrolment.objects.filter(experiment=experiment, score_a__isnull=False, application__isnull=False)
        .order_by("-pk")
        .values_list("application_id", "score_a", "score_b", "knocked_a", "knocked_b")[:MOST_COMPARED]
    )
    ranked_a, ranked_b = _ranked(rows, 1, 3), _ranked(rows, 2, 4)
    both = [row for row in rows if not row[3] and not row[4]]
    top_a, top_b = list(ranked_a)[:TOP], list(ranked_b)[:TOP]
    entered, left = [pk for pk in top_b if pk not in top_a], [pk for pk in top_a if pk not in top_b]
    only_a, only_b = [row[0] for row in rows if row[3] and not row[4]], [row[0] for row in rows if row[4] and not row[3]]
    wanted = [*entered, *left, *only_a[:NAMED], *only_b[:NAMED]]
    found = Application.objects.visible_to(member).filter(pk__in=wanted).values_list("pk", "candidate__name", "candidate_id")
    names, hidden = {}, covered_for(member)
    for pk, name, candidate in found:
        names[pk] = name_of(candidate, name, hidden)
    said = lambda ids: [(pk, names[pk], ranked_a.get(pk), ranked_b.get(pk)) for pk in ids if pk in names]  # noqa: E731
    return Orders(
        len(rows),
        stats.rank_correlation([float(row[1]) for row in both], [float(row[2]) for row in both]),
        len(set(top_a) & set(top_b)),
        min(TOP, len(ranked_b)),
        said(entered),
        said(left),
        said(only_a[:NAMED]),
        said(only_b[:NAMED]),
        len(only_a),
        len(only_b),
        len(set(wanted)) - len(names),
    )


def _ranked(rows, score, knocked):
    """{application id: rank from 1} of those that the rule holds not back; ties by id."""
    order = sorted((row for row in rows if not row[knocked]), key=lambda row: (-row[score], row[0]))
    return {row[0]: rank for rank, row in enumerate(order, 1)}
