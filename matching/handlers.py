"""What matching does when something happened: read files, keep features fresh, score what was touched and only that."""

from django.db import transaction
from django.db.models import Q

from accounts.events import subscribe
from jobs import events as happened
from jobs.models import Job
from matching import events, tasks
from matching.models import ScoringConfig
from matching.services import audits, decisions, meaning, pool, rescoring, scoring

DEMANDS = {"title", "description", "skills", "min_years", "education"}


@subscribe(happened.ResumeUploaded, batch=True)
def read_the_files(rows):
    """The row says what is to be done; should the task get lost, the minute's sweep finds the file still waiting."""
    ids = [row.facts["resume_id"] for row in rows]
    transaction.on_commit(lambda: [tasks.read_resume.delay(resume_id=resume_id) for resume_id in ids])


@subscribe(happened.ResumeRead, events.FactCorrected, happened.CandidateChanged, batch=True)
def score_changed_people(rows):
    scoring.score_candidates({row.facts["candidate_id"] for row in rows})


@subscribe(happened.CandidatesMerged, happened.CandidatesUnmerged, batch=True)
def score_merged_people(rows):
    scoring.score_candidates({row.facts[name] for row in rows for name in ("kept_id", "merged_id")}, moved=True)


@subscribe(happened.CandidateDeleted, happened.CandidatesMerged, happened.CandidatesUnmerged, batch=True)
def make_the_pool_anew(rows):
    """Who is gone is shown no more at once; the pool's files are made anew, so that they hold nothing of them either, and hold who came back."""
    companies = {row.company_id for row in rows}
    transaction.on_commit(lambda: [pool.make_soon(company_id) for company_id in companies if pool.is_made(company_id)])


@subscribe(happened.ApplicationCreated, happened.ApplicationUnrejected, happened.ApplicationReopened, batch=True)
def score_new_applications(rows):
    by_job = {}
    for row in rows:
        by_job.setdefault(row.facts["job_id"], set()).add(row.subject_id)
    for job_id, applications in by_job.items():
        candidates = Job.objects.get(pk=job_id).applications.filter(pk__in=applications).values_list("candidate_id", flat=True)
        scoring.score_job(job_id, list(candidates), cause="application")


@subscribe(happened.JobChanged)
def score_changed_job(event, row):
    if DEMANDS & set(event.fields):
        rescoring.ask([event.job_id], cause="job")


@subscribe(events.ScoringChanged)
def score_under_new_rules(event, row):
    following = Q(scoring_config=None) | Q(scoring_config__current=None)
    jobs = (
        [event.job_id]
        if event.job_id
        else Job.objects.filter(following, company_id=row.company_id, status__in=["open", "on_hold"]).values_list("pk", flat=True)
    )
    rescoring.ask(jobs, cause="rules")
    if meaning.wanted(
        *ScoringConfig.objects.filter(pk=event.config_id, current__isnull=False).values_list("current__body", flat=True)
    ):
        transaction.on_commit(lambda: tasks.embed_resumes.delay(company_id=str(row.company_id)))


@subscribe(events.ExperimentShadowed, events.ExperimentStopped)
def score_for_an_experiment(event, row):
    """In shadow both scores of everybody are noted; after the stop the rules in force score everybody again."""
    rescoring.ask([event.job_id], cause="rules")


@subscribe(events.ExperimentDecided)
def score_after_the_decision(event, row):
    if event.winner == "a":  # B's rules become a new version, and all is scored by that event
        rescoring.ask([event.job_id], cause="rules")


@subscribe(events.MatchCreated, events.MatchChanged, events.MatchConfirmed, batch=True)
def record_scores(rows):
    decisions.record_scores(rows)


@subscribe(
    happened.ApplicationMoved,
    happened.ApplicationRejected,
    happened.ApplicationUnrejected,
    happened.ApplicationHired,
    happened.ApplicationUnhired,
    happened.ApplicationWithdrawn,
    happened.ApplicationReopened,
    events.MatchKnockedOut,
    events.MatchUnknocked,
    events.KnockoutWaived,
    events.KnockoutRestored,
    batch=True,
)
def record_acts(rows):
    decisions.record_acts(rows)


@subscribe(happened.JobChanged, batch=True)
def record_uncovered_jobs(rows):
    decisions.record_uncovered_jobs(rows)


@subscribe(happened.CandidateDeleted, batch=True)
def record_erasures(rows):
    decisions.record_erasures(rows)


@subscribe(events.AuditAsked)
def make_the_audit(event, row):
    """The log sees to it that the audit is made, whatever process dies."""
    audits.make_audit(event.audit_id)
