"""A confidential job is its hiring team's alone: nothing that belongs to it tells others that it is there."""

import json

import pytest
from django.urls import reverse

from accounts.models import Event
from jobs.models import Job, Resume
from jobs.services.applications import move_application
from jobs.services.candidates import CandidateRefused
from jobs.services.intake import start_intake
from jobs.services.merge import merge_candidates


@pytest.fixture
def hidden(job):
    Job.objects.filter(pk=job.pk).update(confidential=True)
    job.refresh_from_db()
    return job


def test_links_to_it_are_not_listed_for_others(sign_in, hidden, link, admin, recruiter):
    said = sign_in(admin).get("/api/v1/tracking-links").content.decode()
    assert link.token not in said and str(hidden.pk) not in said
    assert sign_in(admin).get(f"/api/v1/tracking-links/{link.pk}").status_code == 404
    assert link.token not in sign_in(admin).get(reverse("jobs:links")).content.decode()
    assert link.token in sign_in(recruiter).get("/api/v1/tracking-links").content.decode()


def test_files_do_not_say_that_they_came_for_it(sign_in, hidden, resume, admin, recruiter):
    batch = start_intake(company=hidden.company, actor=recruiter, job=hidden)
    Resume.objects.filter(pk=resume.pk).update(job=hidden, intake=batch)
    nobodys = Resume.objects.create(
        company=hidden.company, job=hidden, name="for-the-secret-job.pdf", kind="pdf", uploaded_by=recruiter
    )

    for url in ("/api/v1/resumes", f"/api/v1/resumes/{resume.pk}"):
        said = sign_in(admin).get(url).content.decode()
        assert str(resume.pk) in said
        assert str(hidden.pk) not in said and str(batch.pk) not in said and nobodys.name not in said
    assert hidden.title not in sign_in(admin).get(reverse("admin:jobs_resume_change", args=[resume.pk])).content.decode()
    assert sign_in(admin).get(f"/api/v1/resumes?intake={batch.pk}").json()["results"] == []
    seen = sign_in(recruiter).get(f"/api/v1/resumes/{resume.pk}").json()
    assert (seen["job"], seen["intake"]) == (str(hidden.pk), str(batch.pk))
    assert len(sign_in(recruiter).get("/api/v1/resumes").json()["results"]) == 2


def test_the_event_log_keeps_silent_about_it(sign_in, hidden, application, stages, admin, recruiter):
    move_application(application=application, to_stage=stages["reviewed"], actor=recruiter)
    batch = start_intake(company=hidden.company, actor=recruiter, job=hidden)
    ids = [str(row.pk) for row in (hidden, application, batch)]
    assert Event.objects.filter(subject_id__in=ids).count() >= 3

    for url in ("/api/v1/events", reverse("accounts:activity"), reverse("admin:accounts_event_changelist")):
        said = sign_in(admin).get(url).content.decode()
        assert not [pk for pk in ids if pk in said], url
    assert str(application.candidate_id) in json.dumps(sign_in(admin).get("/api/v1/events").json())
    seen = set(Event.objects.visible_to(recruiter).values_list("subject_id", flat=True))
    assert set(ids) <= seen


def test_a_refused_merge_does_not_name_it(hidden, both_apply, candidate, double, admin, recruiter):
    for member, named in ((admin, False), (recruiter, True)):
        with pytest.raises(CandidateRefused) as refused:
            merge_candidates(kept=candidate, merged=double, actor=member)
        assert refused.value.code == "both_running"
        assert (hidden.title in str(refused.value)) is named
