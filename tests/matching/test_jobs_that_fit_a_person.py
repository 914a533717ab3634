"""Which of our jobs fit this person: the one engine the other way round, only jobs that may be seen, few queries for many."""

import pytest
from django.urls import reverse

from jobs.models import Job, Source
from jobs.services.applications import apply_to_job
from jobs.services.jobs import close_job, create_job, open_job
from matching.models import CandidateFeatures, Match
from matching.services import configs, fitting
from matching.services.scoring import score_job
from tests.matching.cast import a_row


@pytest.fixture
def known(candidate, company):
    """The candidate, known to have Python and Django and three years."""
    CandidateFeatures.objects.create(candidate=candidate, company=company, row=a_row(["python", "django"], 3.0))
    return candidate


@pytest.fixture
def a_job(company, recruiter):
    def add(title, *skills, **more):
        return open_job(
            job=create_job(company=company, actor=recruiter, title=title, skills=[(one, True, 3) for one in skills], **more),
            actor=recruiter,
        )

    return add


def titles(candidate, member, k=10):
    return [fit.job.title for fit in fitting.jobs_that_fit(candidate, member, k).fits]


def test_the_best_jobs_come_first_with_the_score_that_an_application_gets(known, recruiter, a_job):
    fits, half, other = a_job("Fits", "Python", "Django"), a_job("Half", "Python", "Cooking"), a_job("Other", "Welding")

    found = fitting.jobs_that_fit(known, recruiter)

    assert [fit.job for fit in found.fits] == [fits, half, other] and found.read and not found.held_back
    application = apply_to_job(job=half, candidate=known, actor=recruiter)
    score_job(half.pk)
    assert Match.objects.get(candidate=application.candidate_id).score == found.fits[1].why.total
    assert abs(found.fits[1].score - float(found.fits[1].why.total)) < 0.01


def test_jobs_they_applied_to_drafts_and_closed_ones_are_left_out(known, recruiter, company, a_job):
    applied, closed = a_job("Applied", "Python"), a_job("Closed", "Python")
    create_job(company=company, actor=recruiter, title="Draft", skills=[("Python", True, 3)])
    apply_to_job(job=applied, candidate=known, actor=recruiter)
    close_job(job=closed, actor=recruiter)
    a_job("Open", "Python")

    assert titles(known, recruiter) == ["Open"]


def test_a_confidential_job_is_told_to_its_team_only(known, recruiter, admin, company, a_job):
    a_job("Secret", "Python", confidential=True)

    assert titles(known, recruiter) == ["Secret"] and titles(known, admin) == []


def test_a_job_whose_must_have_is_missing_is_counted_and_not_ranked(known, recruiter, company, a_job):
    held = a_job("Held", "Python")
    configs.save_config(company=company, job=held, actor=recruiter, body={"knockouts": [{"kind": "minimum_years", "value": 9}]})

    found = fitting.jobs_that_fit(known, recruiter)

    assert (found.fits, found.held_back) == ([], 1)


def test_who_was_not_read_gets_no_list(candidate, recruiter, a_job):
    a_job("Open", "Python")

    assert fitting.jobs_that_fit(candidate, recruiter) == fitting.Fitting([], 0, 0, False)


def test_a_changed_job_and_changed_rules_count_at_once(known, recruiter, company, a_job):
    job = a_job("One", "Python", "Welding")
    first = fitting.jobs_that_fit(known, recruiter).fits[0].score

    configs.save_config(company=company, job=job, actor=recruiter, body={"min_years": 12})
    second = fitting.jobs_that_fit(known, recruiter).fits[0].score
    from jobs.services.jobs import change_job

    change_job(job=Job.objects.get(pk=job.pk), actor=recruiter, skills=[("Python", True, 3)])
    third = fitting.jobs_that_fit(known, recruiter).fits[0].score

    assert len({first, second, third}) == 3 and third > second


@pytest.mark.parametrize("count", [1, 30])
def test_the_queries_are_the_same_for_any_number_of_jobs(known, recruiter, a_job, sign_in, count, django_assert_num_queries):
    for number in range(count):
        a_job(f"Job {number}", "Python")
    client, url = sign_in(recruiter), reverse("matching:fitting_jobs", args=[known.pk])
    client.get(url)

    with django_assert_num_queries(9):
        page = client.get(url)

    assert page.content.decode().count("hx-post") == min(count, 5)


def test_one_click_adds_them_and_says_where_they_came_from(known, recruiter, a_job, sign_in):
    job = a_job("Open", "Python")
    client, url = sign_in(recruiter), reverse("matching:add_known", args=[job.pk, known.pk])

    answer, again = client.post(url, HTTP_HX_REQUEST="true"), client.post(url, HTTP_HX_REQUEST="true")

    application = job.applications.get()
    assert application.candidate == known and application.source.type == Source.Type.KNOWN
    assert "known:added" in answer["HX-Trigger"] and "already has a running application" in again["HX-Trigger"]
    assert job.applications.count() == 1


def test_a_job_that_fits_badly_is_no_suggestion(known, recruiter, a_job, sign_in):
    a_job("Other", "Welding")

    page = sign_in(recruiter).get(reverse("matching:fitting_jobs", args=[known.pk])).content.decode()

    assert "None of the other open jobs fits well." in page and "Other" not in page


def test_the_pool_offers_the_same_click(known, recruiter, a_job, sign_in, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    job = a_job("Open", "Python")

    page = sign_in(recruiter).get(reverse("matching:pool_panel", args=[job.pk])).content.decode()

    assert known.name in page and reverse("matching:add_known", args=[job.pk, known.pk]) in page


def test_another_company_finds_neither_person_nor_job(known, stranger, their_job, recruiter, sign_in):
    client = sign_in(stranger)
    assert client.get(reverse("matching:fitting_jobs", args=[known.pk])).status_code == 404
    assert client.post(reverse("matching:add_known", args=[their_job.pk, known.pk])).status_code == 404
    assert titles(known, recruiter) == []


def test_the_api_tells_both_ways_round_and_adds(known, recruiter, a_job, sign_in, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    job, client = a_job("Open", "Python", "Welding"), sign_in(recruiter)

    people = client.get(f"/api/v1/jobs/{job.pk}/suggestions").json()
    jobs = client.get(f"/api/v1/candidates/{known.pk}/fitting-jobs?limit=5").json()
    bad = client.get(f"/api/v1/jobs/{job.pk}/suggestions?limit=900")
    added = client.post(f"/api/v1/jobs/{job.pk}/suggestions", {"candidate": str(known.pk)}, content_type="application/json")

    [person], [fit] = people["results"], jobs["results"]
    assert people["ready"] and (person["candidate"], fit["job"]) == (str(known.pk), str(job.pk))
    assert person["score"] == fit["score"] and fit["met"] == ["Python"] and fit["missing"] == ["Welding"]
    assert bad.status_code == 400
    assert added.status_code == 201 and job.applications.get().pk == type(job.pk)(added.json()["application"])
    assert client.get(f"/api/v1/jobs/{job.pk}/suggestions").json()["results"] == []
