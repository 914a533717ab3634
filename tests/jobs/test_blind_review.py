"""Blind review: on such a job nobody sees who somebody is before they have decided, on pages and in the API."""

import json
from functools import partial

import pytest
from django.urls import reverse

from accounts.models import Company
from jobs.blind import covered_for, pseudonym
from jobs.models import Application, Candidate, Resume
from jobs.services import applications as service
from jobs.services.candidates import CandidateRefused, change_candidate, set_contacts
from jobs.services.jobs import change_job
from matching.models import Decision, Fact, Reading
from tests.matching.cast import a_match, a_read_resume

CANARY = "Xanthippe Vogelsang"
SECRETS = ["xanthippe", "vogelsang", "901 555", "901555", "trier", "portfolio.test"]


@pytest.fixture
def blind_job(job, recruiter):
    return change_job(job=job, actor=recruiter, blind=True)


@pytest.fixture
def covered(blind_job, application, candidate, recruiter):
    """An application to the blind job whose every text tells who it is."""
    Candidate.objects.filter(pk=candidate.pk).update(
        name=CANARY, email="xanthippe@vogelsang.test", location="Trier", headline="Engineer", custom={"site": "portfolio.test"}
    )
    candidate.contact_points.all().delete()
    set_contacts(candidate, emails=["xanthippe@vogelsang.test"], phones=["+49 901 555"], links=["https://portfolio.test/x"])
    Application.objects.filter(pk=application.pk).update(cover_letter=f"I am {CANARY}", custom={"note": CANARY})
    application.answers.create(text="Who are you?", value=CANARY)
    resume = a_read_resume(Candidate.objects.get(pk=candidate.pk), recruiter)
    Resume.objects.filter(pk=resume.pk).update(name="Vogelsang Xanthippe.pdf")
    Reading.objects.filter(resume=resume).update(text=f"{CANARY}\nTrier\nPython", scoring_text="Python", pages=[], hidden=CANARY)
    for kind, value in (
        ("name", CANARY),
        ("email", "xanthippe@vogelsang.test"),
        ("phone", "+49 901 555"),
        ("location", "Trier"),
        ("skill", "Python"),
    ):
        Fact.objects.create(
            company_id=candidate.company_id,
            candidate=candidate,
            resume=resume,
            kind=kind,
            key=value.lower(),
            value={"name": value, "value": value, "listed": True},
        )
    a_match(application)
    return Application.objects.get(pk=application.pk)


def addresses(application):
    """Everything that a person reads of a job and its people, by pages and by the API."""
    job, candidate, resume = application.job_id, application.candidate_id, application.candidate.resumes.first().pk
    match = application.candidate.matches.get().pk
    of = reverse
    return [
        of("home"),
        of("jobs:job", args=[job]),
        of("jobs:job", args=[job], query={"view": "list"}),
        of("jobs:job_activity", args=[job]),
        of("jobs:job_pipeline", args=[job]),
        of("jobs:job_details", args=[job]),
        of("jobs:applications"),
        of("jobs:candidates"),
        of("jobs:application", args=[application.pk]),
        of("jobs:application_move", args=[application.pk]),
        of("jobs:application_reject", args=[application.pk]),
        of("jobs:candidate", args=[candidate]),
        of("jobs:duplicates"),
        of("jobs:imports"),
        of("matching:job_ranking", args=[job]),
        of("matching:explanation", args=[application.pk]),
        of("matching:resume_panel", args=[candidate]),
        of("matching:facts_panel", args=[candidate]),
        of("matching:job_decisions", args=[job]),
        of("matching:candidate_decisions", args=[candidate]),
        of("matching:job_scoring", args=[job]),
        of("matching:pool_panel", args=[job]),
        of("palette", query={"q": "Candidate"}),
        of("palette", query={"q": "Xanth"}),
        "/api/v1/applications",
        f"/api/v1/applications/{application.pk}",
        f"/api/v1/applications/{application.pk}/history",
        "/api/v1/candidates",
        f"/api/v1/candidates/{candidate}",
        "/api/v1/facts",
        f"/api/v1/facts?candidate={candidate}",
        "/api/v1/matches",
        f"/api/v1/matches/{match}",
        f"/api/v1/matches/{match}/explanation",
        "/api/v1/resumes",
        f"/api/v1/resumes/{resume}",
        f"/api/v1/jobs/{job}",
        f"/api/v1/jobs/{job}/decision-record",
    ]


def told(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_nothing_that_is_read_tells_who_it_is(covered, admin, sign_in):
    client = sign_in(admin)
    said = {address: told(client, address).lower() for address in addresses(covered)}
    assert {address: words for address, text in said.items() if (words := [word for word in SECRETS if word in text])} == {}


def test_they_have_one_name_of_their_own_everywhere(covered, admin, sign_in):
    name = pseudonym(covered.candidate_id)
    client = sign_in(admin)
    for address in (
        reverse("jobs:application", args=[covered.pk]),
        reverse("matching:job_ranking", args=[covered.job_id]),
        reverse("jobs:candidate", args=[covered.candidate_id]),
        "/api/v1/applications",
        f"/api/v1/candidates/{covered.candidate_id}",
    ):
        assert name in told(client, address)


def test_the_skills_and_the_text_without_the_person_stay_to_be_judged(covered, admin, sign_in):
    client = sign_in(admin)
    assert "Python" in told(client, reverse("matching:resume_panel", args=[covered.candidate_id]))
    assert "Python" in told(client, reverse("matching:facts_panel", args=[covered.candidate_id]))


def test_the_original_is_not_given_out(covered, admin, sign_in):
    resume, client = covered.candidate.resumes.get().pk, sign_in(admin)
    for address in (
        reverse("jobs:resume_file", args=[resume]),
        reverse("matching:page_image", args=[resume, 0, 800]),
        f"/api/v1/resumes/{resume}/file",
    ):
        assert client.get(address).status_code == 404, address


def test_whoever_decided_sees_them_and_colleagues_do_not_yet(covered, admin, recruiter, sign_in):
    service.move_application(application=covered, to_stage=covered.job.stages.all()[1], actor=recruiter)
    page = reverse("jobs:application", args=[covered.pk])
    assert CANARY in told(sign_in(recruiter), page)
    assert CANARY not in told(sign_in(admin), page)


@pytest.mark.parametrize("over", ["interview", "rejected", "off"])
def test_when_the_review_is_over_everybody_sees_them(covered, admin, viewer, recruiter, sign_in, over, reason):
    page = reverse("jobs:application", args=[covered.pk])
    assert CANARY not in told(sign_in(viewer), page)
    if over == "off":
        change_job(job=covered.job, actor=recruiter, blind=False)
    elif over == "rejected":
        service.reject(application=covered, actor=recruiter, reason=reason)
    else:
        service.move_application(application=covered, to_stage=covered.job.stages.get(type="interview"), actor=recruiter)
    assert CANARY in told(sign_in(viewer), page)


def test_a_search_by_name_does_not_find_them(covered, admin, recruiter, sign_in):
    for client in (sign_in(admin),):
        assert client.get("/api/v1/candidates?q=Vogelsang").json()["results"] == []
        assert client.get("/api/v1/applications?q=Vogelsang").json()["results"] == []


def test_they_are_not_in_the_file_of_candidates(covered, admin, sign_in):
    said = b"".join(sign_in(admin).post(reverse("jobs:candidates_export")).streaming_content).decode()
    assert CANARY not in said


def test_a_pseudonym_is_never_written_back(covered, admin, sign_in):
    client = sign_in(admin)
    admin.company.refresh_from_db()
    page = client.get(reverse("jobs:candidate_edit", args=[covered.candidate_id]))
    assert page.status_code == 302 and page.url == reverse("jobs:candidate", args=[covered.candidate_id])
    with pytest.raises(CandidateRefused):
        change_candidate(candidate=covered.candidate, actor=admin, name=pseudonym(covered.candidate_id))
    answer = client.patch(
        f"/api/v1/candidates/{covered.candidate_id}", json.dumps({"name": "Other"}), content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "reviewed_blind")
    assert Candidate.objects.get(pk=covered.candidate_id).name == CANARY


def test_other_companies_and_other_jobs_are_not_covered(covered, stranger, admin, company, other_company):
    admin.company.refresh_from_db()
    assert covered_for(admin) == {covered.candidate_id}
    assert covered_for(stranger) == frozenset() and not Company.objects.get(pk=other_company.pk).reviews_blind


@pytest.mark.parametrize(("stage", "to"), [(1, "member"), ("interview", "all")])
def test_the_reveal_stands_in_the_decision_record(covered, recruiter, django_capture_on_commit_callbacks, stage, to):
    stages = covered.job.stages
    target = stages.get(type=stage) if isinstance(stage, str) else stages.all()[stage]
    with django_capture_on_commit_callbacks(execute=True):
        service.move_application(application=covered, to_stage=target, actor=recruiter)
    [entry] = Decision.objects.filter(kind="revealed")
    assert (entry.application_id, entry.member_id, entry.facts) == (covered.pk, recruiter.pk, {"to": to})


def test_a_second_move_reveals_nothing_more_and_switching_off_reveals_all(covered, recruiter, django_capture_on_commit_callbacks):
    first, second = covered.job.stages.all()[:2]
    for act in (
        partial(service.move_application, application=covered, to_stage=second),
        partial(service.move_application, application=covered, to_stage=first),
        partial(change_job, job=covered.job, blind=False),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            act(actor=recruiter)
    assert [entry.facts["to"] for entry in Decision.objects.filter(kind="revealed").order_by("number")] == ["member", "all"]


def test_the_job_is_set_by_the_api_and_says_so_on_its_page(job, recruiter, sign_in):
    client = sign_in(recruiter)
    answer = client.patch(f"/api/v1/jobs/{job.pk}", json.dumps({"blind": True}), content_type="application/json")
    assert answer.json()["blind"] is True
    assert "Blind review" in told(client, reverse("jobs:job", args=[job.pk]))
