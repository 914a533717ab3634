import pytest
from django.urls import reverse

from accounts.models import Event
from jobs.services.applications import hire
from jobs.services.jobs import JobRefused, close_job, delete_job, hold_job, open_job


def seats(job):
    return list(job.openings.values_list("status", flat=True))


def test_closing_closes_the_open_seats_and_leaves_people_to_be_answered(job, application, recruiter, sign_in):
    sign_in(recruiter).post(reverse("jobs:job_close", args=[job.pk]), {"reason": "budget"})

    job.refresh_from_db()
    application.refresh_from_db()
    assert (job.status, seats(job), application.status) == ("closed", ["closed", "closed"], "active")
    assert Event.objects.about(job).last().facts == {"job_id": str(job.pk), "reason": "budget"}


def test_opening_again_opens_the_seats_that_closing_closed(job, application, recruiter):
    hire(application=application, actor=recruiter)
    close_job(job=job, actor=recruiter, reason="budget")

    opened = open_job(job=job, actor=recruiter)

    assert (opened.status, opened.closed_at, seats(opened)) == ("open", None, ["filled", "open"])


def test_a_closed_job_is_not_put_on_hold(job, recruiter):
    close_job(job=job, actor=recruiter)

    with pytest.raises(JobRefused) as refused:
        hold_job(job=job, actor=recruiter)
    assert refused.value.code == "closed"


def test_a_job_that_people_applied_for_stays(job, application, recruiter):
    with pytest.raises(JobRefused) as refused:
        delete_job(job=job, actor=recruiter)
    assert refused.value.code == "has_applications"
