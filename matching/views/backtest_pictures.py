"""What a backtest found as something to look at: the strip of the hired, and the measures in words."""

from django.utils.translation import gettext as _

WIDTH, TOP, BOTTOM = 640, 34, 116  # of the strip, in its own units
MARGIN = 12


def strip(replays):
    """The hired on two lines, the rules in force above and those tried below: from first to last of their job's list.

    {"hires": [{"x1", "x2", "title"}], "marks": [(x, label)]}; who is held back stands beyond the end.
    """
    place = lambda share: round(MARGIN + share * (WIDTH - 2 * MARGIN - 60), 1)  # noqa: E731
    beyond = WIDTH - MARGIN
    one_list = len({replay.application.job_id for replay in replays}) == 1

    def spot(rank, count):
        return beyond if rank is None else place((rank - 1) / max(1, count - 1))

    hires = [
        {"x1": spot(one.old_rank, one.count), "x2": spot(one.new_rank, one.count), "title": sentence(one)} for one in replays
    ]
    if one_list:
        count = replays[0].count
        ranks = sorted({1, *(rank for rank in (5, 10, 20, 50, 100, 200, 500) if rank < count * 0.9), count})
        marks = [(spot(rank, count), str(rank)) for rank in ranks]
        marks = [
            mark
            for number, mark in enumerate(marks)
            if not number or number == len(marks) - 1 or mark[0] - marks[number - 1][0] > 18
        ]
    else:
        marks = [
            (place(share / 100), _("first") if not share else _("last") if share == 100 else f"{share} %")
            for share in (0, 10, 25, 50, 75, 100)
        ]
    return {
        "hires": hires,
        "marks": marks,
        "beyond": beyond,
        "any_beyond": any(None in (one.old_rank, one.new_rank) for one in replays),
        "width": WIDTH,
        "top": TOP,
        "bottom": BOTTOM,
    }


def sentence(one):
    """Somebody's two places in words."""
    return _("%(name)s: %(old)s → %(new)s of %(count)d") % {
        "name": one.application.candidate.name,
        "old": one.old_rank or _("held back"),
        "new": one.new_rank or _("held back"),
        "count": one.count,
    }


def measure_rows(result):
    """The measures as rows: name, what it says, both values with their intervals, and the verdict of the difference."""
    said = {
        "hired": (
            _("Hired above the others"),
            _("The chance that somebody who was hired stands above somebody of the same job who was not (AUC). 50 % is chance."),
        ),
        "interviewed": (_("Interviewed above the others"), _("The same for those who were interviewed or came further (AUC).")),
        "ndcg": (
            _("Worth of the first ten"),
            _(
                "How much of the best possible order the first ten places of each list hold: hired 3, offered 2, interviewed 1 (nDCG@10)."
            ),
        ),
    }
    rows = []
    for one in result["measures"]:
        label, text = said[one["name"]]
        row = {**one, "label": label, "text": text, "verdict": ""}
        if one["enough"]:
            bounds = one["intervals"]
            row |= {
                "old_text": percent(one["old"]),
                "new_text": percent(one["new"]),
                "old_range": between(bounds, "old"),
                "new_range": between(bounds, "new"),
                "gained_text": points(one["gained"]),
                "gained_range": points_between(bounds),
            }
            row["verdict"] = verdict(bounds.get("gained"), one["gained"])
        rows.append(row)
    return rows


def percent(value):
    return f"{value * 100:.0f} %"


def points(value):
    return f"{value * 100:+.0f}".replace("-", "−") if round(value * 100) else "±0"


def between(bounds, name):
    return (
        _("%(low)s to %(high)s") % dict(zip(("low", "high"), (percent(one) for one in bounds[name]), strict=True))
        if name in bounds
        else ""
    )


def points_between(bounds):
    if "gained" not in bounds:
        return ""
    return _("%(low)s to %(high)s") % dict(zip(("low", "high"), (points(one) for one in bounds["gained"]), strict=True))


def verdict(bounds, gained):
    """What the difference allows to say: only an interval that leaves zero out speaks."""
    if not gained and (bounds is None or not any(bounds)):
        return _("The same order.")
    if bounds is None or bounds[0] <= 0 <= bounds[1]:
        return _("Within chance: these people don’t tell the two apart.")
    return _("Better on these people, beyond chance.") if gained > 0 else _("Worse on these people, beyond chance.")
