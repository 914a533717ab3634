"""A member leaves the company: who takes over stands on the hiring teams in their place."""

import pytest

from accounts.services.members import deactivate_member
from jobs.models import Job
from jobs.services.jobs import create_job

pytestmark = pytest.mark.django_db


def team(job):
    return [(place.member, place.part) for place in job.team.select_related("member")]


def test_the_heir_takes_their_place(job, admin, recruiter, viewer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deactivate_member(member=recruiter, actor=admin, transfer_to=viewer)

    assert team(job) == [(viewer, "recruiter")]
    assert viewer.user.has_perm("jobs.view_job", job) and not recruiter.user.has_perm("jobs.view_job", job)


def test_without_an_heir_it_stays_as_it_is(job, admin, recruiter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deactivate_member(member=recruiter, actor=admin)

    assert team(job) == [(recruiter, "recruiter")]


def test_closed_jobs_keep_who_was_there(job, company, admin, recruiter, viewer, django_capture_on_commit_callbacks):
    closed = create_job(company=company, actor=recruiter, title="Closed")
    Job.objects.filter(pk=closed.pk).update(status="closed")
    with django_capture_on_commit_callbacks(execute=True):
        deactivate_member(member=recruiter, actor=admin, transfer_to=viewer)

    assert team(closed) == [(recruiter, "recruiter")]
    assert team(job) == [(viewer, "recruiter")]
