"""Backtests: rules held against people whose end is known, before they are held against people who wait for an answer."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.live import nudge
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Application, Job
from matching import events, measures
from matching.engine import ENGINE_VERSION, FeatureTable, ScoringConfig, compile, score, similarity, top
from matching.engine.explain import reasons
from matching.models import Backtest, CandidateFeatures, Match, Replay
from matching.services import configs, outcomes, templates
from matching.services.features import taxonomy_of, to_row
from matching.services.scoring import anything_read, demands_of

MOST_JOBS = 20
MOST_PEOPLE = 20_000  # of all jobs together: more would keep a worker busy for minutes
ENOUGH = 5  # people who were hired (or interviewed) below which a figure would be chance
LEAST_OTHERS = 5


class BacktestRefused(Refused):
    """Rules can't be tried that way; the message names what to mend."""


@dataclass(frozen=True)
class Rules:
    """Rules to be tried: how they are called, and what they say."""

    name: str
    body: dict


def rules_called(member, job, key, body=None):
    """The `Rules` that a form or request names: "draft" (with its body), "current", "version:3" or "template:key"."""
    kind, _colon, which = key.partition(":")
    if kind == "draft":
        return Rules(_("Draft"), _valid(body, member))
    if kind == "current":
        return in_force(member, job)
    if kind == "version" and which.isdigit() and len(which) < 9:
        version = _versions(member, job).filter(number=int(which)).first()
        if version:
            return Rules(version_name(version), version.body)
    if kind == "template":
        card = templates.find(member, which)
        if card:
            demands = demands_of(job) if job else None
            return Rules(
                card.name,
                templates.applied(card, in_force(member, job).body, bool(demands and (demands.required or demands.preferred))),
            )
    raise BacktestRefused(
        _("Those rules are not there. Choose a version, a template or the draft."), code="unknown_rules", field="rules"
    )


def in_force(member, job):
    """The rules that score the job, or the company's, now."""
    version = configs.version_for(job) if job else configs.default_config(member.company).current
    return Rules(version_name(version), version.body)


def version_name(version):
    if version.config.job_id:
        return _("Version %(number)d of this job") % {"number": version.number}
    return _("Version %(number)d of the company") % {"number": version.number}


def _versions(member, job):
    """The versions of the job's own config; of the company's where the job has none, or no job is named."""
    from matching.models import ScoringConfigVersion

    rows = ScoringConfigVersion.objects.filter(config__company=member.company_id).select_related("config")
    own = rows.filter(config__job=job) if job else rows.none()
    return own if job and own.exists() else rows.filter(config__job=None)


def versions(member, job, most=20):
    return list(_versions(member, job)[:most])


def _valid(body, member):
    if not isinstance(body, dict):
        raise BacktestRefused(_("The rules must be an object."), code="invalid", field="rules")
    try:
        rules = ScoringConfig.from_dict(body)
        wrong = rules.validate(taxonomy_of(member.company_id))
    except (ValueError, TypeError, AttributeError) as error:
        raise BacktestRefused(str(error), code="invalid", field="rules") from error
    if wrong:
        name, message = next(iter(wrong.items()))
        raise BacktestRefused(f"{name}: {message}", code="invalid", field="rules")
    return rules.to_dict()


@transaction.atomic
def start(*, member, rules, jobs, job=None):
    """Put a backtest down and have a task run it. job: whose rules are in question, None for the company's."""
    require(member, Action.CONFIGURE_SCORING)
    jobs = list({one.pk: one for one in jobs}.values())
    if not jobs:
        raise BacktestRefused(_("Choose at least one job with people whose end is known."), code="required", field="jobs")
    if len(jobs) > MOST_JOBS:
        raise BacktestRefused(_("Choose at most %(most)d jobs.") % {"most": MOST_JOBS}, code="too_many", field="jobs")
    people = Application.objects.filter(job__in=jobs).count()
    if people > MOST_PEOPLE:
        raise BacktestRefused(
            _("These jobs have %(people)d applications; at most %(most)d are replayed at once. Choose fewer jobs.")
            % {"people": people, "most": MOST_PEOPLE},
            code="too_many",
            field="jobs",
        )
    before = in_force(member, job)
    backtest = Backtest.objects.create(
        company=member.company,
        job=job,
        by=member,
        name=rules.name[:120],
        body=rules.body,
        before_name=before.name[:120],
        before=before.body,
        total=len(jobs) + measures.ROUNDS // 50,
    )
    backtest.jobs.set(jobs)
    publish(events.BacktestStarted(backtest.pk, job.pk if job else ""), actor=member, subject=backtest)
    transaction.on_commit(lambda: _send(backtest.pk))
    return backtest


def _send(backtest_id):
    from matching.tasks import run_backtest

    run_backtest.delay(backtest_id=str(backtest_id))


def take_up_stuck(before=None):
    """Ids of backtests whose task gave no sign of life for two minutes, or since `before`."""
    since = before or timezone.now() - timedelta(minutes=2)
    return list(Backtest.objects.unfinished().filter(touched_at__lt=since).values_list("pk", flat=True))


def run(backtest_id):
    """Replay, measure, keep. Running one twice writes the same numbers once."""
    backtest = Backtest.objects.unfinished().select_related("company").filter(pk=backtest_id).first()
    if backtest is None:
        return
    try:
        _run(backtest)
    except Exception:
        _finish(
            backtest,
            state=Backtest.State.FAILED,
            error=_("The task stopped by a mistake of ours; it is in the log. Nothing was changed."),
        )
        raise


def _run(backtest):
    Backtest.objects.unfinished().filter(pk=backtest.pk).update(state=Backtest.State.RUNNING, touched_at=timezone.now(), done=0)
    known, steps = taxonomy_of(backtest.company_id), 0
    parts = []
    for job in backtest.jobs.prefetch_related("skills").order_by("pk"):
        parts.append(replay(job, backtest.before, backtest.body, known))
        steps += 1
        _tell(backtest, steps)
    lists = [part.ranked for part in parts if len(part.ranked.gains)]
    names = [name for name, count in _counts(lists).items() if count["enough"]]
    bounds = measures.intervals(lists, names, tell=lambda rounds: _tell(backtest, steps + rounds // 50)) if names else {}
    result = _result(parts, lists, names, bounds)
    rows = [Replay(backtest=backtest, **row) for part in parts for row in part.rows]
    _finish(backtest, state=Backtest.State.DONE, result=result, rows=rows)


def _tell(backtest, done):
    Backtest.objects.unfinished().filter(pk=backtest.pk).update(done=done, touched_at=timezone.now())
    nudge(f"backtest:{backtest.pk}")


@transaction.atomic
def _finish(backtest, *, state, error="", result=None, rows=()):
    now = timezone.now()
    mine = (
        Backtest.objects.unfinished()
        .filter(pk=backtest.pk)
        .update(state=state, error=error[:300], result=result or {}, finished_at=now, touched_at=now, done=backtest.total)
    )
    if not mine:
        return  # another run of the same was quicker
    Replay.objects.bulk_create(rows, batch_size=500)
    publish(events.BacktestFinished(backtest.pk, str(backtest.job_id or ""), state), actor=backtest.by, subject=backtest)
    nudge(f"backtest:{backtest.pk}", *([f"job:{backtest.job_id}"] if backtest.job_id else []))


@dataclass(frozen=True)
class Part:
    """What came of one job. rows: fields of Replay; undecided, unread: how many were left out, and why."""

    job: Job
    ranked: measures.Ranked
    rows: list
    undecided: int
    unread: int
    as_then: int
    held: dict  # {"old", "new": people whom the rules hold back}


def replay(job, before, body, known) -> Part:
    """One job's decided applications under both sets of rules: with the features stored with their match, else today's."""
    people, undecided = _decided(job)
    stored = _stored(job, [one.candidate_id for one in people])
    read = [(one, *stored[one.candidate_id]) for one in people if one.candidate_id in stored]
    table = FeatureTable.build(to_row(place, features, known) for place, (_one, features, _then) in enumerate(read))
    demands = demands_of(job, before, body)
    old, new = (compile(ScoringConfig.from_dict(rules), demands, known) for rules in (before, body))
    alike = similarity(table, old)
    was, now = score(table, old, alike), score(table, new, alike)
    ranks = [_ranks(scores, len(table)) for scores in (was, now)]
    why = reasons(table, np.flatnonzero(now.knocked), new) if len(table) else {}
    rows = [
        {
            "application_id": one.pk,
            "level": one.level,
            "count": len(read),
            "old_rank": ranks[0][place],
            "new_rank": ranks[1][place],
            "old_score": round(float(was.total[place]), 2),
            "new_score": round(float(now.total[place]), 2),
            "reasons": why.get(place, []),
            "as_then": then,
        }
        for place, (one, _features, then) in enumerate(read)
        if one.level or was.knocked[place] or now.knocked[place]
    ]
    ranked = measures.Ranked(
        *(np.where(s.knocked, -1, s.ticks) for s in (was, now)), np.array([one.level for one, *_rest in read], np.int64)
    )
    return Part(
        job,
        ranked,
        rows,
        undecided,
        len(people) - len(read),
        sum(then for *_rest, then in read),
        {"old": int(was.knocked.sum()), "new": int(now.knocked.sum())},
    )


def _decided(job):
    """(the job's applications about which somebody decided, with their level, one for each person; how many are undecided)."""
    rows = list(
        Application.objects.filter(job=job, candidate__merged_into=None).order_by("pk").only("pk", "candidate_id", "status")
    )
    reached = outcomes.levels(Application.objects.filter(job=job))
    furthest = {}
    for one in rows:
        one.level = int(reached.get(one.pk, 0))
        before = furthest.get(one.candidate_id)
        if before is None or (outcomes.is_known(one.status, one.level), one.level) >= (
            outcomes.is_known(before.status, before.level),
            before.level,
        ):
            furthest[one.candidate_id] = one
    people = sorted(furthest.values(), key=lambda one: one.pk)
    known = [one for one in people if outcomes.is_known(one.status, one.level)]
    return known, len(people) - len(known)


def _stored(job, candidates):
    """{candidate id: (features, whether they are those of then)}; who was never read is missing."""
    found, piece = {}, 500
    for start in range(0, len(candidates), piece):
        ids = candidates[start : start + piece]
        today = CandidateFeatures.objects.filter(candidate__in=ids).values_list("candidate_id", "row")
        found |= {pk: (row, False) for pk, row in today if row and anything_read(row)}
        then = Match.objects.filter(job=job, candidate__in=ids).values_list("candidate_id", "features")
        found |= {pk: (row, True) for pk, row in then if row and anything_read(row)}
    return found


def _ranks(scores, count):
    ranks = [None] * count
    for rank, row in enumerate(top(scores, count).tolist(), 1):
        ranks[row] = rank
    return ranks


def _counts(lists):
    """{measure: {"count": those it asks about, "others", "enough"}} over all jobs; pairs exist inside a job only."""
    found = {}
    for name, least in (("hired", 3), ("interviewed", 1), ("ndcg", 3)):
        good = [int((one.gains >= least).sum()) for one in lists]
        others = [len(one.gains) - count for one, count in zip(lists, good, strict=True)]
        useful = [count for count, rest in zip(good, others, strict=True) if rest]
        found[name] = {"count": sum(good), "others": sum(others), "enough": sum(useful) >= ENOUGH and sum(others) >= LEAST_OTHERS}
    return found


def _result(parts, lists, names, bounds):
    """The numbers to keep: ids and figures, no person's text."""
    gains = np.concatenate([one.gains for one in lists]) if lists else np.zeros(0, int)
    measured = []
    for name, count in _counts(lists).items():
        row = {"name": name, **count}
        if name in names:
            old, new = (measures.MEASURES[name](lists, which) for which in ("old", "new"))
            row |= {"old": old, "new": new, "gained": new - old, "intervals": bounds.get(name, {})}
        measured.append(row)
    return {
        "engine": ENGINE_VERSION,
        "people": len(gains),
        "levels": {level.name.lower(): int((gains == level).sum()) for level in Replay.Level},
        "undecided": sum(part.undecided for part in parts),
        "unread": sum(part.unread for part in parts),
        "as_then": sum(part.as_then for part in parts),
        "held": {which: sum(part.held[which] for part in parts) for which in ("old", "new")},
        "held_reached": {
            which: sum(1 for part in parts for row in part.rows if row["level"] and row[f"{which}_rank"] is None)
            for which in ("old", "new")
        },
        "measures": measured,
        "jobs": [
            {
                "job": str(part.job.pk),
                "people": len(part.ranked.gains),
                "hired": int((part.ranked.gains == 3).sum()),
                "reached": int((part.ranked.gains > 0).sum()),
            }
            for part in parts
        ],
    }


def candidates_for(rows, most):
    """Of `rows` of jobs the newest with anybody decided, with how many (`ended`) and how many hired (`hires`)."""
    over = Q(applications__candidate__merged_into=None) & ~Q(applications__status="active")
    rows = rows.filter(is_template=False).annotate(
        ended=Count("applications", filter=over), hires=Count("applications", filter=over & Q(applications__status="hired"))
    )
    return (
        rows.filter(ended__gt=0).select_related("department").defer("description", "custom").order_by("-created_at", "-pk")[:most]
    )
