from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Application, Job
from jobs.services.applications import ApplicationRefused, apply_to_job, reject, withdraw
from jobs.services.jobs import close_job


def refusal(**given):
    with pytest.raises(ApplicationRefused) as refused:
        apply_to_job(**given)
    return refused.value.code


def test_an_application_starts_in_the_first_stage(job, candidate, link, recruiter):
    made = apply_to_job(job=job, candidate=candidate, actor=recruiter, tracking_link=link)

    assert (made.status, made.stage.type, made.source, made.tracking_link) == ("active", "applied", link.source, link)
    assert made.answer_due_at == made.applied_at + timedelta(days=made.stage.answer_days)
    assert [change.cause for change in made.stage_changes.all()] == ["applied"]


def test_nobody_runs_twice_at_one_job(application, job, candidate, recruiter):
    assert refusal(job=job, candidate=candidate, actor=recruiter, confirmed=True) == "already_applied"


@pytest.mark.parametrize(
    ("rule", "days_ago", "confirmed", "code"),
    [
        ("block", 500, True, "applied_before"),
        ("warn", 1, False, "confirm_again"),
        ("warn", 1, True, None),
        ("after", 10, True, "applied_before"),
        ("after", 200, False, None),
    ],
)
def test_the_rule_for_applying_again(job, candidate, recruiter, rule, days_ago, confirmed, code):
    at = timezone.now() - timedelta(days=days_ago)
    withdraw(application=apply_to_job(job=job, candidate=candidate, actor=recruiter, applied_at=at), actor=recruiter)
    Job.objects.filter(pk=job.pk).update(reapply=rule, reapply_days=180)

    if code:
        assert refusal(job=job, candidate=candidate, actor=recruiter, confirmed=confirmed) == code
    else:
        apply_to_job(job=job, candidate=candidate, actor=recruiter, confirmed=confirmed)
        assert Application.objects.filter(job=job, status="active").count() == 1


def test_a_closed_job_takes_nobody(job, candidate, recruiter):
    close_job(job=job, actor=recruiter)

    assert refusal(job=job, candidate=candidate, actor=recruiter) == "job_closed"


def test_a_candidate_of_another_company_is_not_there(job, their_candidate, recruiter):
    assert refusal(job=job, candidate=their_candidate, actor=recruiter) == "not_found"


def test_the_page_asks_before_it_adds_somebody_again(application, job, candidate, recruiter, sign_in, reason):
    reject(application=application, actor=recruiter, reason=reason)
    client, address = sign_in(recruiter), reverse("jobs:candidate_apply", args=[candidate.pk])

    asked = client.post(address, {"job": job.pk})
    assert asked.status_code == 422
    assert 'name="confirmed" value="on"' in asked.content.decode()

    assert client.post(address, {"job": job.pk, "confirmed": "on"}).status_code == 302
    assert Application.objects.filter(job=job, candidate=candidate, status="active").exists()
