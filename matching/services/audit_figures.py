"""Who was chosen at each step, and what that means for groups: figures of an audit, worked out once and frozen.

A step looks at those who had the chance and about whom it was decided: who still waits at a step, and who withdrew there, says
nothing about it. One application counts as one person: who applied for two jobs was assessed twice.
"""

from dataclasses import asdict
from itertools import product

import numpy as np

from jobs.models import Application, StageChange
from jobs.models.jobs import StageType
from matching import impact
from matching.models import KnockoutWaiver

ORDER = list(StageType.values)
LAST = len(ORDER) - 1
CROSSED = ("sex", "race")


def steps(applications):
    """[(step, {application id: chosen})] for a queryset of applications: score, must-haves, each stage, hired.

    Must-haves are what the rules alone did: whom a person let back in counts as caught.
    """
    rows = list(applications.order_by("pk").values_list("pk", "status", "stage__type", "match_score", "knocked_out"))
    reached = {pk: ORDER.index(stage) for pk, _status, stage, *_rest in rows}
    moves = StageChange.objects.filter(application__in=applications.order_by().values("pk")).exclude(to_stage=None)
    for pk, stage in moves.values_list("application_id", "to_stage__type").iterator(chunk_size=5000):
        reached[pk] = max(reached.get(pk, 0), ORDER.index(stage))
    scored = [(pk, float(score)) for pk, _status, _stage, score, _out in rows if score is not None]
    excused = set(
        KnockoutWaiver.objects.filter(application__in=applications.order_by().values("pk"), ended_at=None).values_list(
            "application_id", flat=True
        )
    )
    found = [
        (
            "score",
            dict(zip([pk for pk, _score in scored], impact.above_median([score for _pk, score in scored]).tolist(), strict=True)),
        ),
        ("must", {pk: not out and pk not in excused for pk, _status, _stage, score, out in rows if score is not None}),
    ]
    status = {pk: one for pk, one, *_rest in rows}
    for pk, one in status.items():
        if one == Application.Status.HIRED:
            reached[pk] = LAST
    passed = set(reached.values())
    for place in range(LAST):
        if not any(other > place for other in passed):
            break  # nobody ever came further: there is no such step to look at
        if place not in passed and place:
            continue  # a stage that these pipelines don't have
        here = {
            pk: far > place
            for pk, far in reached.items()
            if far > place or far == place and status[pk] == Application.Status.REJECTED
        }
        found.append((f"stage:{ORDER[place]}", here))
    if LAST in passed:
        ended = (Application.Status.HIRED, Application.Status.REJECTED)
        found.append(("hired", {pk: one == Application.Status.HIRED for pk, one in status.items() if one in ended}))
    return found


def dimensions(questions):
    """The tables of an audit: (title parts, question keys), one characteristic each, then sex crossed with race."""
    found = [(question,) for question in questions]
    both = [question for question in questions if question.key in CROSSED]
    return [*found, tuple(both)] if len(both) == 2 else found


def groups_of(chosen, answers, questions):
    """{key: (people, selected)} of a table; None in a key stands for an answer that is not known."""
    offered = [{choice for choice, _label in question.choices} for question in questions]
    counts = {key: [0, 0] for key in product(*([choice for choice, _label in question.choices] for question in questions))}
    for pk, yes in chosen.items():
        said = answers.get(pk, {})
        key = tuple(
            one if (one := said.get(question.key)) in known else None for question, known in zip(questions, offered, strict=True)
        )
        pair = counts.setdefault(key, [0, 0])
        pair[0] += 1
        pair[1] += yes
    return {key: tuple(pair) for key, pair in counts.items()}


def frozen(applications, answers, questions, least):
    """What an audit keeps, ready to be shown: no figure of a small group is in it."""
    found = []
    for step, chosen in steps(applications):
        tables = [_frozen_table(chosen, answers, part, least) for part in dimensions(questions)]
        found.append({"step": step, "people": len(chosen), "tables": tables})
    return found


def _frozen_table(chosen, answers, questions, least):
    table = impact.table(groups_of(chosen, answers, questions), least)
    labels = [dict(question.choices) for question in questions]
    rows = [
        _rounded(asdict(row)) | {"key": list(row.key), "labels": [label[one] for label, one in zip(labels, row.key, strict=True)]}
        for row in table.rows
    ]
    shown = [row for row in rows if row["state"] != impact.HIDDEN]
    return {
        "by": [question.key for question in questions],
        "title": [question.label for question in questions],
        "state": table.state,
        "unknown": table.left if shown else None,
        "rows": rows if shown else [],
        "with_hidden": len(shown) < len(rows),
        "power": min((row.power for row in table.rows if row.power is not None), default=None),
    }


def _rounded(row):
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()}


def is_flagged(table):
    """Whether a group of a frozen table is below four fifths, significant or not."""
    return any(row["state"] in (impact.HIT, impact.LESS) for row in table["rows"])


def coarse(chosen, answers, question, least):
    """(state of the table, {choice: (rate, ratio, state)}) of one characteristic to the nearest 5 %, for rules that can be changed at will.

    Exact figures would tell of single people: move a rule until one person is in, and see which group's rate moves.
    """
    table = impact.table(groups_of(chosen, answers, (question,)), least)
    rows = table.rows if table.state == "compared" else ()
    return table.state, {row.key[0]: (_fives(row.rate), _fives(row.ratio), row.state) for row in rows if row.rate is not None}


def _fives(value):
    return None if value is None else int(5 * np.floor(value * 20 + 0.5))
