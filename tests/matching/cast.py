"""What the tests of matching add to the cast: a fact, a read résumé and a score, ours and theirs."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from jobs.models import Application, Candidate, Resume
from matching.engine import ScoringConfig as Rules
from matching.models import CandidateFeatures, Fact, Match, Reading, ScoringTemplate
from matching.services import configs, experiments
from matching.services.scoring import score_job
from tests.conftest import OURS, THEIRS
from tests.hostile import pdfs


def a_fact(candidate, name):
    return Fact.objects.create(
        company_id=candidate.company_id,
        candidate=candidate,
        kind="skill",
        key="python",
        value={"name": name, "listed": True},
        confidence=0.9,
    )


@pytest.fixture
def fact(candidate):
    return a_fact(candidate, f"Python {OURS}")


@pytest.fixture
def their_fact(their_candidate):
    return a_fact(their_candidate, f"Python {THEIRS}")


def a_read_resume(candidate, member):
    data = pdfs.plain()
    resume = Resume.objects.create(
        company=member.company,
        candidate=candidate,
        name="cv.pdf",
        kind="pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        state="read",
        file=ContentFile(data, name="cv.pdf"),
        uploaded_by=member,
    )
    Reading.objects.create(resume=resume, text=candidate.name, pages=[[595, 842]], reader_version="0")
    return resume


@pytest.fixture
def read_resume(candidate, recruiter):
    return a_read_resume(candidate, recruiter)


@pytest.fixture
def their_read_resume(their_candidate, stranger):
    return a_read_resume(their_candidate, stranger)


def a_match(application):
    score_job(application.job_id)
    return Match.objects.get(job=application.job_id, candidate=application.candidate_id)


@pytest.fixture
def match(application, fact):
    return a_match(application)


@pytest.fixture
def their_match(their_application, their_fact):
    return a_match(their_application)


@pytest.fixture
def caught(application, fact, company, recruiter):
    """The application, sent to the review lane by a rule."""
    configs.save_config(
        company=company, job=application.job, actor=recruiter, body={"knockouts": [{"kind": "skill", "value": "docker"}]}
    )
    score_job(application.job_id)
    application.refresh_from_db()
    return application


@pytest.fixture
def default_rules(company):
    return configs.default_config(company).current


@pytest.fixture
def own_rules(company, job, recruiter):
    return configs.save_config(company=company, job=job, actor=recruiter, body=Rules().to_dict(), note="First")


@pytest.fixture
def scoring_template(company, recruiter):
    return ScoringTemplate.objects.create(company=company, by=recruiter, name=f"{OURS} rules", body=Rules().to_dict())


@pytest.fixture
def their_scoring_template(other_company, stranger):
    return ScoringTemplate.objects.create(company=other_company, by=stranger, name=f"{THEIRS} rules", body=Rules().to_dict())


def a_backtest(member, job):
    from matching.services import backtests

    made = backtests.start(member=member, rules=backtests.Rules(f"{job.title} rules", Rules().to_dict()), jobs=[job], job=job)
    backtests.run(made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def backtest(recruiter, job, application):
    return a_backtest(recruiter, job)


@pytest.fixture
def their_backtest(stranger, their_job, their_application):
    return a_backtest(stranger, their_job)


@pytest.fixture
def audit(company, recruiter):
    from matching.models import Audit

    return Audit.objects.create(
        company=company, by=recruiter, since="2026-01-01", until="2026-06-30", state="done", note=f"{OURS} audit", body=AN_AUDIT
    )


@pytest.fixture
def published_audit(audit):
    audit.published_at = timezone.now()
    audit.save()
    return audit


@pytest.fixture
def their_audit(other_company, stranger):
    from matching.models import Audit

    return Audit.objects.create(
        company=other_company,
        by=stranger,
        since="2026-01-01",
        until="2026-06-30",
        state="done",
        body=AN_AUDIT,
        note=f"{THEIRS} audit",
        published_at=timezone.now(),
    )


AN_AUDIT = {
    "steps": [],
    "least": 5,
    "engine": "2",
    "rules": [],
    "tool_since": "",
    "source": "",
    "job": "",
    "company": "A company",
}


@pytest.fixture
def answering(company):
    """answering(applications, [{question: choice}]): they said that about themselves."""
    from matching.services import self_reports

    def answer(applications, answers):
        for application, said in zip(applications, answers, strict=True):
            if said is not None:
                self_reports.give(application=application, answers=said)

    return answer


def a_row(skills=("python",), years=3.0, tier="bachelor", **more):
    return {
        "skills": list(skills),
        "years": years,
        "tier": tier,
        "field": "",
        "flags": 0,
        "country": "",
        "city": "",
        "words": None,
        "work": None,
        **more,
    }


@pytest.fixture
def crowd(company, job):
    """crowd([row, …]): applicants of the job with those features, named by their place."""

    def gather(rows):
        stage = job.stages.first()
        people = Candidate.objects.bulk_create(
            [Candidate(company=company, name=f"Person {place:04d}") for place in range(len(rows))]
        )
        applications = Application.objects.bulk_create(
            [Application(company=company, job=job, candidate=person, stage=stage) for person in people]
        )
        CandidateFeatures.objects.bulk_create(
            [CandidateFeatures(candidate=person, company=company, row=row) for person, row in zip(people, rows, strict=True)]
        )
        return applications

    return gather


def an_experiment(job, member, **more):
    """A draft: B counts years where A counts skills."""
    body = Rules(weights={"skills": 5, "experience": 90, "education": 5}, min_years=1, ideal_years=10).to_dict()
    plan = {"name": f"{job.title} by years", "body": body, "rate": 0.2, "difference": 0.1} | more
    return experiments.create_experiment(job=job, actor=member, **plan)


@pytest.fixture
def experiment(job, recruiter):
    return an_experiment(job, recruiter)


@pytest.fixture
def their_experiment(their_job, stranger):
    return an_experiment(their_job, stranger)


@pytest.fixture
def running(experiment, recruiter):
    return experiments.start(experiment=experiment, actor=recruiter, informed=True)


@pytest.fixture
def comes(company, recruiter, django_capture_on_commit_callbacks):
    """comes(job, row, …): somebody with these features applies, and what follows from it follows."""
    from jobs.services.applications import apply_to_job
    from jobs.services.candidates import create_candidate

    def come(job, row=None, source=None, person=None, name="Newcomer"):
        with django_capture_on_commit_callbacks(execute=True):
            person = person or create_candidate(company=company, actor=recruiter, name=name)
            CandidateFeatures.objects.get_or_create(candidate=person, defaults={"company": company, "row": row or a_row()})
            return apply_to_job(job=job, candidate=person, actor=recruiter, source=source)

    return come
