"""Applications get their score by themselves; a correction, a changed job or new rules score again what they touch."""

import io

import pytest

from accounts.models import Event
from jobs.services.applications import apply_to_job
from jobs.services.candidates import create_candidate
from jobs.services.intake import add_file, start_intake
from jobs.services.jobs import change_job
from matching.models import Match
from matching.services import configs, scoring
from matching.services.facts import add_fact, remove_fact

CV = """{name}
{email}

Experience

Backend developer, Northwick Ltd
2018-03 - present
Built web services.

Education

BSc Computer Science, University of Kent
2012 - 2015

Skills
{skills}
"""


@pytest.fixture
def applicant(company, recruiter, job, django_capture_on_commit_callbacks):
    def add(name, skills):
        content = CV.format(name=name, email=f"{name.split()[0].lower()}@cv.test", skills=skills).encode()
        file = io.BytesIO(content)
        file.size = len(content)
        with django_capture_on_commit_callbacks(execute=True):
            intake = start_intake(company=company, actor=recruiter, job=job)
            resume = add_file(company=company, actor=recruiter, file=file, name="cv.txt", intake=intake)
        resume.refresh_from_db()
        return job.applications.get(candidate=resume.candidate)

    return add


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_who_has_the_skills_stands_above_who_has_not(applicant, job):
    strong, weak = applicant("Ada Strong", "Python, Django, Docker"), applicant("Bob Weak", "Cooking, Baking")

    strong.refresh_from_db()
    weak.refresh_from_db()
    assert strong.match_score > weak.match_score > 0
    assert [one.pk for one in job.applications.ranked()] == [strong.pk, weak.pk]
    assert {row.name for row in Event.objects.about(job)} >= {"match.created"}


def test_the_explanation_adds_up_to_the_number_shown(applicant):
    application = applicant("Ada Strong", "Python, Docker")
    match = Match.objects.get(candidate=application.candidate)

    told = scoring.explain_match(match)

    application.refresh_from_db()
    assert sum(line.points for line in told.lines) == told.total == match.score == application.match_score
    assert {"django"} <= set(told.missing)


def test_a_correction_scores_again_and_an_old_number_can_be_replayed(applicant, recruiter, settled):
    application = applicant("Ada Strong", "Python")
    match = Match.objects.get(candidate=application.candidate)
    before = match.score

    with settled():
        fact = add_fact(candidate=application.candidate, kind="skill", value={"name": "Django"}, actor=recruiter)
    better = Match.objects.get(candidate=application.candidate)
    with settled():
        remove_fact(fact=fact, actor=recruiter)

    assert better.score > before and better.feature_version > match.feature_version
    assert Match.objects.get(candidate=application.candidate).score == before
    assert scoring.explain_match(better).total == better.score


def test_a_changed_demand_scores_the_job_again(applicant, job, recruiter, settled):
    application = applicant("Ada Strong", "Python, Django, Docker, Cooking")
    before = Match.objects.get(job=job).score

    with settled():
        change_job(job=job, actor=recruiter, skills=[("Welding", True, 5), ("Plumbing", True, 5)])

    application.refresh_from_db()
    assert application.match_score < before


def test_new_rules_make_a_version_and_score_again(applicant, job, recruiter, settled):
    applicant("Ada Strong", "Python")
    first = Match.objects.get(job=job)
    body = {**first.config_version.body, "weights": {"skills": 10, "experience": 80, "education": 10}}

    with settled():
        configs.save_config(company=job.company, job=job, actor=recruiter, body=body)

    again = Match.objects.get(job=job)
    assert again.config_version != first.config_version and again.score != first.score
    assert scoring.explain_match(first).total == first.score


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"weights": {"skills": 50, "experience": 25, "education": 15}}, "weights"),
        ({"min_years": 9, "ideal_years": 3}, "min_years"),
        ({"knockouts": [{"kind": "skill", "value": "no-such-skill"}]}, "knockouts.0.value"),
    ],
)
def test_rules_that_do_not_hold_together_are_refused_by_field(company, recruiter, change, field):
    with pytest.raises(configs.ConfigRefused) as refusal:
        configs.save_config(company=company, actor=recruiter, body=change)

    assert field in refusal.value.errors


def test_two_editors_do_not_overwrite_each_other(company, recruiter, admin):
    configs.default_config(company)
    configs.save_config(company=company, actor=admin, body={}, seen="company-1")

    with pytest.raises(configs.ConfigRefused) as refusal:
        configs.save_config(company=company, actor=recruiter, body={}, seen="company-1")

    assert "version" in refusal.value.errors


def test_a_name_changes_no_score(applicant, job):
    one, two = applicant("Mohammed Hussein", "Python, Django"), applicant("Emily Walsh", "Python, Django")

    one.refresh_from_db()
    two.refresh_from_db()
    assert one.match_score == two.match_score is not None


def test_a_skill_that_the_taxonomy_lacks_counts_by_its_name(company, recruiter, job, settled, applicant):
    application = applicant("Ada Strong", "Python, Frobnication Calculus")
    with settled():
        change_job(job=job, actor=recruiter, skills=[("Frobnication calculus", True, 5)])

    told = scoring.explain_match(Match.objects.get(candidate=application.candidate))

    assert told.missing == []


def test_somebody_without_a_resume_has_no_score_rather_than_a_zero(company, recruiter, job, settled):
    with settled():
        candidate = create_candidate(company=company, actor=recruiter, name="No File")
        application = apply_to_job(job=job, candidate=candidate, actor=recruiter)

    application.refresh_from_db()
    assert application.match_score is None and not Match.objects.exists()


def test_a_part_that_was_not_read_is_told_as_such(applicant, job):
    application = applicant("Cy Short", "")
    told = scoring.explain_match(Match.objects.get(candidate=application.candidate))

    assert all(line.points == 0 or line.state != "not read" for line in told.lines)
    assert "not read" in {line.state for line in told.lines} or told.total > 0
