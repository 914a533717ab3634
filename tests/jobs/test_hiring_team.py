import pytest
from django.urls import reverse

from jobs.models import Job
from jobs.services.jobs import JobRefused, set_team


def test_the_team_is_set_as_a_whole(job, recruiter, interviewer, admin, sign_in):
    sign_in(admin).post(
        reverse("jobs:job_team_edit", args=[job.pk]),
        {"team-member": [admin.pk, interviewer.pk, ""], "team-part": ["hiring_manager", "interviewer", "recruiter"]},
    )

    assert [(one.member, one.part) for one in job.team.all()] == [(admin, "hiring_manager"), (interviewer, "interviewer")]


def test_who_leaves_a_confidential_job_no_longer_sees_it(job, recruiter, admin):
    Job.objects.filter(pk=job.pk).update(confidential=True)
    set_team(job=job, team=[(admin, "recruiter")], actor=recruiter)

    assert Job.objects.visible_to(admin).filter(pk=job.pk).exists()
    assert not Job.objects.visible_to(recruiter).filter(pk=job.pk).exists()


def test_a_confidential_job_keeps_somebody(job, recruiter):
    Job.objects.filter(pk=job.pk).update(confidential=True)

    with pytest.raises(JobRefused) as refused:
        set_team(job=job, team=[], actor=recruiter)
    assert refused.value.code == "empty_team"


def test_nobody_of_another_company_joins(job, stranger, recruiter, sign_in):
    with pytest.raises(JobRefused) as refused:
        set_team(job=job, team=[(stranger, "recruiter")], actor=recruiter)
    assert refused.value.code == "not_found"

    answer = sign_in(recruiter).post(
        reverse("jobs:job_team_edit", args=[job.pk]), {"team-member": [stranger.pk], "team-part": ["recruiter"]}
    )
    assert answer.status_code == 422
    assert not job.team.filter(member=stranger).exists()
