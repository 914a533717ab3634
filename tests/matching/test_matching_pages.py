"""The ranking, the explanation, the document and the facts as pages: within queries, within the company."""

import io

import pytest
from django.urls import reverse

from accounts.models import Event
from jobs.services.intake import add_file, start_intake
from tests.matching.test_scoring_applications import CV


@pytest.fixture
def applicants(company, recruiter, job, django_capture_on_commit_callbacks):
    def add(count):
        with django_capture_on_commit_callbacks(execute=True):
            intake = start_intake(company=company, actor=recruiter, job=job)
            for number in range(count):
                content = CV.format(
                    name=f"Pat Person{chr(97 + number)}", email=f"p{number}@cv.test", skills="Python, Docker"
                ).encode()
                file = io.BytesIO(content)
                file.size = len(content)
                add_file(company=company, actor=recruiter, file=file, name="cv.txt", intake=intake)
        return list(job.applications.ranked())

    return add


@pytest.mark.parametrize("count", [1, 3])
def test_the_ranking_takes_the_same_queries_for_any_number(sign_in, recruiter, job, applicants, count, django_assert_num_queries):
    applicants(count)
    client = sign_in(recruiter)
    client.get(reverse("matching:job_ranking", args=[job.pk]))  # content types are kept after the first time
    Event.objects.all().delete()

    with django_assert_num_queries(10):
        page = client.get(reverse("matching:job_ranking", args=[job.pk]))

    assert page.status_code == 200 and page.content.count(b'data-flip-id="') == count
    assert not Event.objects.exists()


def test_the_explanation_shows_every_line_and_its_evidence(sign_in, recruiter, applicants):
    [application] = applicants(1)

    page = sign_in(recruiter).get(reverse("matching:explanation", args=[application.pk]))

    html = page.content.decode()
    fact = application.candidate.facts.get(kind="skill", key="python")
    assert f'data-evidence="{fact.pk}"' in html and str(application.match_score) in html and "missing" in html


def test_who_has_no_resume_is_not_waited_for(sign_in, recruiter, application):
    client = sign_in(recruiter)

    ranking = client.get(reverse("matching:job_ranking", args=[application.job_id])).content.decode()
    why = client.get(reverse("matching:explanation", args=[application.pk])).content.decode()

    assert "not read" in ranking and "spinner" not in ranking
    assert "There is no résumé to score" in why


def test_the_document_marks_what_was_read(sign_in, recruiter, applicants):
    [application] = applicants(1)

    page = sign_in(recruiter).get(reverse("matching:resume_panel", args=[application.candidate_id]))

    fact = application.candidate.facts.get(kind="name")
    assert f'<mark data-evidence="{fact.pk}" tabindex="0">Pat Persona</mark>' in page.content.decode()


def test_a_fact_is_put_right_on_the_spot(sign_in, recruiter, applicants):
    [application] = applicants(1)
    fact = application.candidate.facts.get(kind="experience")
    client = sign_in(recruiter)

    refused = client.post(
        reverse("matching:edit_fact", args=[fact.pk]), {"title": "Dev", "start": "soon"}, HTTP_HX_REQUEST="true"
    )
    saved = client.post(
        reverse("matching:edit_fact", args=[fact.pk]),
        {"title": "Dev <b>", "company": "New Ltd", "start": "2018"},
        HTTP_HX_REQUEST="true",
    )

    assert refused.status_code == 422 and b'aria-invalid="true"' in refused.content and b"2021-03" in refused.content
    assert saved.status_code == 200 and b"New Ltd" in saved.content and b"Dev &lt;b&gt;" in saved.content
    fact.refresh_from_db()
    assert fact.value["company"] == "New Ltd" and fact.before["company"] == "Northwick Ltd"


def test_a_corrected_fact_can_be_corrected_again_and_shows_what_was_read(sign_in, recruiter, applicants):
    [application] = applicants(1)
    client = sign_in(recruiter)
    for kind, new in (("skill", {"name": "Basket weaving"}), ("experience", {"title": "Dev"}), ("education", {"degree": "MSc"})):
        fact = application.candidate.facts.filter(kind=kind).first()
        read = fact.value.get("title") or fact.value.get("name") or fact.value["degree"]
        client.post(reverse("matching:edit_fact", args=[fact.pk]), new, HTTP_HX_REQUEST="true")

        again = client.get(reverse("matching:edit_fact", args=[fact.pk]), HTTP_HX_REQUEST="true")

        assert again.status_code == 200 and read in again.content.decode()


@pytest.mark.parametrize("role", ["viewer", "interviewer"])
def test_who_may_not_edit_cannot(sign_in, members, role, applicants):
    [application] = applicants(1)
    fact = application.candidate.facts.get(kind="experience")

    answer = sign_in(members[role]).post(reverse("matching:edit_fact", args=[fact.pk]), {"title": "Dev"})

    assert answer.status_code == 403


def test_another_company_finds_nothing(sign_in, stranger, applicants, job):
    [application] = applicants(1)
    client = sign_in(stranger)
    fact = application.candidate.facts.first()

    for url in (
        reverse("matching:job_ranking", args=[job.pk]),
        reverse("matching:explanation", args=[application.pk]),
        reverse("matching:resume_panel", args=[application.candidate_id]),
        reverse("matching:edit_fact", args=[fact.pk]),
        reverse("matching:facts_panel", args=[application.candidate_id]),
    ):
        assert client.get(url).status_code == 404


def test_a_pasted_job_becomes_suggestions(sign_in, recruiter):
    text = "Senior Nurse (m/f/d)\n\nRequirements\n- 5+ years of experience\n- Bachelor's degree in nursing\n- Wound care, triage\n\nNice to have\n- German"

    answer = sign_in(recruiter).post(reverse("matching:read_job"), {"text": text}).json()

    assert answer["fields"]["min_years"]["value"] == "5" and answer["fields"]["education"]["value"] == "bachelor"
    required = {skill["name"] for skill in answer["skills"] if skill["required"]}
    assert {"Wound care", "Triage"} <= required
