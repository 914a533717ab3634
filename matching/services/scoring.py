"""Scores of applications: made by the engine for all at once, kept with everything that makes them come out the same again."""

from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone

from accounts.events import SYSTEM, publish
from accounts.live import nudge
from jobs.models import Application, Job
from jobs.services.rich_text import to_markdown
from matching import events
from matching.engine import ENGINE_VERSION, FeatureTable, Knockout, ScoringConfig, compile, explain, similarity
from matching.engine import Job as Demands
from matching.engine.compiled import Compiled
from matching.models import CandidateFeatures, KnockoutWaiver, Match, ScoringConfigVersion
from matching.services import arms, evidence, meaning
from matching.services.configs import version_for
from matching.services.facts import key_of
from matching.services.features import rebuild, taxonomy_of, to_row

TIERS = {"associate": "associate", "bachelor": "bachelor", "master": "master", "doctorate": "phd"}
PIECE = 1000
RANKED = 20  # events tell a place up to here
OVER = ("rejected", "withdrawn")


def demands_of(job, *bodies) -> Demands:
    """What the engine asks of a candidate for this job; its vector where any of these rules goes by meaning too."""
    required, preferred = {}, {}
    for skill in job.skills.all():
        (required if skill.required else preferred)[key_of("skill", {"name": skill.name})] = skill.importance
    demands = Demands(
        job.title,
        to_markdown(job.description),
        required,
        preferred,
        float(job.min_years) if job.min_years is not None else None,
        None,
        TIERS.get(job.education),
    )
    return replace(demands, meaning=meaning.of_job(demands.title, demands.text)) if meaning.wanted(*bodies) else demands


@dataclass(frozen=True)
class InForce:
    """A job with what scores it now, read and compiled once for any number of applications."""

    job: Job
    version: ScoringConfigVersion
    demands: Demands
    known: object  # the company's taxonomy
    compiled: Compiled
    both: arms.Both | None = None  # of the experiment that is in shadow or runs


def in_force(job_id):
    job = Job.objects.select_related("company").prefetch_related("skills").get(pk=job_id)
    version, known = version_for(job), taxonomy_of(job.company_id)
    demands = demands_of(job, version.body, *arms.bodies_of(job))
    compiled = compile(ScoringConfig.from_dict(version.body), demands, known)
    return InForce(job, version, demands, known, compiled, arms.both_of(job, compiled, demands, known))


def to_score(job_id):
    """The job's applications that have a score: those that are neither rejected nor withdrawn."""
    return Application.objects.filter(job=job_id).exclude(status__in=OVER)


def score_job(job_id, candidate_ids=None, actor=SYSTEM, cause="again"):
    """Score the job's running applications (or those of some candidates) and say what changed. Returns how many were scored.

    For few: what may touch a whole list is asked of `rescoring`, which does it in pieces that show how far they are.
    """
    applications = to_score(job_id)
    if candidate_ids is not None:
        applications = applications.filter(candidate__in=candidate_ids)
    ids = list(applications.order_by("pk").values_list("pk", flat=True))
    if ids:
        rules = in_force(job_id)
        for start in range(0, len(ids), PIECE):
            score_piece(rules, ids[start : start + PIECE], actor=actor, cause=cause)
    return len(ids)


@transaction.atomic
def score_piece(rules, ids, *, actor=SYSTEM, cause="again", whole_list=False):
    """Score these applications of one job. It writes scores and tells of them; no stage and no status is ever changed here.

    whole_list: the others of the job are being scored too, so that places mean nothing yet.
    """
    if rules.both:
        rules.both.take_in(ids)
    rows = to_score(rules.job.pk).filter(pk__in=ids).select_for_update(of=("self",)).select_related("candidate").order_by("pk")
    applications = {one.candidate_id: one for one in rows}
    features = [row for row in _features([one.candidate for one in applications.values()]) if anything_read(row.row)]
    if not features:
        return
    led, kept = None if whole_list else leader(rules.job), evidence.keep(rules.job, features, rules.demands)
    waived = _waived(applications.values())
    table = FeatureTable.build(
        to_row(row.pk, row.row, rules.known, waived.get(applications[row.candidate_id].pk, ())) for row in features
    )
    by_id, alike = {row.pk: row for row in features}, similarity(table, rules.compiled)
    before = {match.candidate_id: match for match in Match.objects.filter(job=rules.job, candidate__in=applications)}
    new, changed, told = [], [], []
    for place, row in enumerate(by_id[int(one)] for one in table.ids):
        application = applications[row.candidate_id]
        own = rules.both.of(application.pk, rules) if rules.both else rules
        why = explain(table, place, own.compiled, alike, own.known)
        match = before.get(row.candidate_id) or Match(
            company_id=rules.job.company_id, job=rules.job, candidate_id=row.candidate_id
        )
        was = _Was(
            match.score if row.candidate_id in before else None,
            application.knocked_out,
            codes_of(match.missed),
            evidence.stamp(match),
        )
        _fill(match, why, row, own, waived.get(application.pk, ()))
        match.version += was.score is not None and evidence.stamp(match) != was.stamp
        (new if was.score is None else changed).append(match)
        application.match_score, application.knocked_out = match.score, why.knocked
        application.missed_by = round(sum(miss.gap for miss in why.missed), 3) if why.knocked else None
        told.append((application, match, was))
    Match.objects.bulk_create(new, batch_size=250)
    Match.objects.bulk_update(changed, FILLED, batch_size=100)
    scored = [application for application, _match, _was in told]
    Application.objects.bulk_update(scored, ["match_score", "knocked_out", "missed_by"], batch_size=250)
    if rules.both:
        rules.both.note(table, scored, alike)
    _tell(rules, told, kept, led, actor, cause, whole_list)
    nudge(f"job:{rules.job.pk}", *(f"application:{one.pk}" for one in scored[:100]))


FILLED = [
    "config_version",
    "engine_version",
    "feature_version",
    "features",
    "job_facts",
    "at",
    "score",
    "components",
    "knockouts",
    "missed",
    "waived",
    "earned",
    "version",
    "lines",
]


@dataclass(frozen=True)
class _Was:
    """What was known of an application before it was scored: score None where it had none."""

    score: object
    knocked: bool
    codes: list
    stamp: tuple


def _fill(match, why, row, rules, waived):
    match.config_version, match.engine_version, match.feature_version = rules.version, ENGINE_VERSION, row.version
    match.features, match.job_facts, match.at = row.row, rules.demands.facts(), timezone.now()
    match.score, match.components, match.earned = why.total, components(why), why.earned
    match.knockouts, match.missed = why.reasons, [{**asdict(miss.rule), "gap": miss.gap} for miss in why.missed]
    match.waived, match.lines = [asdict(rule) for rule in waived], evidence.lines_of(why)


def codes_of(rules):
    """Stable names of stored rules."""
    return [Knockout(rule["kind"], rule["value"]).code for rule in rules]


def _waived(applications):
    """{application id: [Knockout]} that people excused them from."""
    found = {}
    for waiver in KnockoutWaiver.objects.standing().filter(application__in=[one.pk for one in applications]):
        found.setdefault(waiver.application_id, []).extend(waiver.excused)
    return found


def leader(job):
    """Id of the application that leads the list, None where nobody does."""
    return next(iter(leaders(job, 1)), None)


def leaders(job, count=RANKED):
    """Ids of the first running applicants, best first."""
    rows = Application.objects.filter(job=job, status="active", knocked_out=False, match_score__gt=0)
    return list(rows.order_by("-match_score", "pk").values_list("pk", flat=True)[:count])


def _tell(rules, told, kept, led, actor, cause, whole_list):
    """Log what changed for each, and who leads now."""
    first = [] if whole_list else leaders(rules.job)
    ranks, said, about = {pk: place for place, pk in enumerate(first, 1)}, [], []
    for application, match, was in told:
        ids = (rules.job.pk, application.candidate_id)
        more = {"application_id": application.pk, "rank": ranks.get(application.pk), "cause": cause}
        made = {**kept[application.candidate_id], **evidence.made(match), "waived": codes_of(match.waived)}
        if was.score is None:
            said.append(events.MatchCreated(*ids, str(match.score), **more, **made))
        elif was.score != match.score:
            said.append(events.MatchChanged(*ids, str(was.score), str(match.score), **more, **made))
            if match.score > was.score:
                said.append(events.MatchImproved(*ids, str(was.score), str(match.score), **more))
        elif evidence.stamp(match) != was.stamp:
            said.append(events.MatchConfirmed(*ids, str(match.score), application.pk, cause, **made))
        about += [rules.job] * (len(said) - len(about))
        codes = codes_of(match.missed)
        if application.knocked_out and not (was.knocked and was.codes == codes):
            said.append(events.MatchKnockedOut(*ids, application.pk, codes, match.config_version_id, cause))
        elif was.knocked and not application.knocked_out:
            said.append(events.MatchUnknocked(*ids, application.pk, was.codes, match.config_version_id, cause))
        about += [application] * (len(said) - len(about))
    if said:
        publish(*said, actor=actor, subjects=about)
    if first and first[0] != led:
        tell_leader(rules.job, first[0], led, actor, cause)


def tell_leader(job, application_id, before, actor, cause):
    """Log that another application leads the job's list; a job that is not open has no race."""
    if job.status in (Job.Status.OPEN, Job.Status.ON_HOLD):
        one = Application.objects.get(pk=application_id)
        happened = events.MatchBest(job.pk, one.candidate_id, one.pk, str(one.match_score), str(before or ""), cause)
        publish(happened, actor=actor, subject=job)


def _features(candidates):
    """The candidates' features, made where they are missing."""
    have = list(CandidateFeatures.objects.filter(candidate__in=candidates))
    missing = {candidate.pk: candidate for candidate in candidates}
    for row in have:
        missing.pop(row.candidate_id, None)
    if missing:
        rebuild(missing.values())
        have += list(CandidateFeatures.objects.filter(candidate__in=missing))
    return have


def anything_read(features):
    """Whether there is anything to score: who has no readable résumé has no score yet, rather than a zero."""
    return any(features[name] is not None for name in ("skills", "years", "tier", "words", "work"))


def components(why):
    """{"skills", "text", "experience", "education", "bonuses"} in points, and the names of skills met and missing, for lists."""
    points = {name: float(value) for name, value in why.components.items()}
    text = sum(float(line.points) for line in why.lines if line.criterion in ("text", "meaning"))
    skills = [line for line in why.lines if line.criterion.startswith("skill:")]
    return {
        "skills": round(points["skills"] - text, 2),
        "text": round(text, 2),
        "experience": points["experience"],
        "education": points["education"],
        "bonuses": points["bonuses"],
        "met": [line.label for line in skills if line.state == "met"][:8],
        "missing": [line.label for line in skills if line.state == "missing"][:8],
    }


def explain_match(match):
    """The explanation of a stored match, from what was stored with it: the same number, whatever changed since."""
    known = taxonomy_of(match.company_id)
    demands = Demands(**{**match.job_facts, "fields": tuple(match.job_facts.get("fields", ()))})
    compiled = compile(ScoringConfig.from_dict(match.config_version.body), demands, known)
    table = FeatureTable.build([to_row(1, match.features, known, [Knockout(**rule) for rule in match.waived])])
    return explain(table, 0, compiled, None, known)


def score_candidates(candidate_ids, moved=False):
    """Candidates changed: make their features anew, and score them again wherever they run.

    moved: applications went from one to the other, so that scores may be another's even where the features stayed.
    """
    from jobs.models import Candidate

    with transaction.atomic():
        changed = rebuild(Candidate.objects.filter(pk__in=candidate_ids, merged_into=None))
    unscored = Application.objects.filter(candidate__in=candidate_ids, match_score=None)
    again = Application.objects.filter(candidate__in=candidate_ids if moved else [one.pk for one in changed]) | unscored
    pairs = {}
    for job_id, candidate_id in again.exclude(status__in=OVER).values_list("job_id", "candidate_id"):
        pairs.setdefault(job_id, []).append(candidate_id)
    for job_id, ids in pairs.items():
        score_job(job_id, ids, cause="merge" if moved else "profile")
