"""Assigning an application or a person to a member: who had it before has it no more, interviewers gain sight and lose it again."""

import pytest
from django.urls import reverse

from accounts.models import Event
from accounts.refusal import Refused
from accounts.services.members import deactivate_member
from collaboration.models import Assignment
from collaboration.services import assignments
from jobs.models import Application, Candidate
from jobs.services.merge import merge_candidates, undo_merge


def test_reassigning_ends_one_and_begins_another(application, recruiter, admin):
    first = assignments.assign(actor=admin, member=recruiter, application=application)
    second = assignments.assign(actor=recruiter, member=admin, application=application)

    first.refresh_from_db()
    application.refresh_from_db()
    assert first.ended_at and second.ended_at is None and application.assignee == admin
    assert [row.name for row in Event.objects.about(application)][-2:] == ["assignment.made", "assignment.made"]
    assert Event.objects.about(application).last().event.before_id == str(recruiter.pk)
    assert assignments.assign(actor=admin, member=admin, application=application) == second


def test_an_interviewer_sees_whom_they_are_given_and_no_longer_when_it_ends(application, recruiter, interviewer):
    seen = lambda: Candidate.objects.visible_to(interviewer).filter(pk=application.candidate_id).exists()  # noqa: E731
    assert not seen()

    assignments.assign(actor=recruiter, member=interviewer, application=application)
    assignments.assign(actor=recruiter, member=interviewer, candidate=application.candidate)
    assert seen()

    assignments.unassign(actor=recruiter, application=application)
    assert seen()  # still given the person
    assignments.unassign(actor=recruiter, candidate=application.candidate)
    assert not seen()


def test_sight_that_somebody_gave_by_hand_stays(application, recruiter, interviewer):
    from jobs.services.candidates import assign_sight

    assign_sight(candidate=application.candidate, member=interviewer, actor=recruiter)
    assignments.assign(actor=recruiter, member=interviewer, application=application)
    assignments.unassign(actor=recruiter, application=application)

    assert Candidate.objects.visible_to(interviewer).filter(pk=application.candidate_id).exists()


def test_who_only_looks_and_who_is_elsewhere_get_nobody(application, recruiter, viewer, stranger):
    for member, code in ((viewer, "only_looks"), (stranger, "not_found")):
        with pytest.raises(Refused) as refused:
            assignments.assign(actor=recruiter, member=member, application=application)
        assert (refused.value.code, refused.value.field) == (code, "member")
    assert not Assignment.objects.exists()


def test_a_confidential_job_keeps_its_people(application, recruiter, interviewer):
    application.job.confidential = True
    application.job.save()

    with pytest.raises(Refused) as refused:
        assignments.assign(actor=recruiter, member=interviewer, application=application)

    assert refused.value.code == "not_on_team"


def test_lists_are_narrowed_by_it_and_workload_is_counted(sign_in, application, recruiter, admin):
    assignments.assign(actor=admin, member=recruiter, application=application)
    client = sign_in(recruiter)

    assert application.candidate.name in client.get(reverse("jobs:applications"), {"mine": "true"}).content.decode()
    assert (
        application.candidate.name not in client.get(reverse("jobs:applications"), {"assignee": str(admin.pk)}).content.decode()
    )
    assert assignments.workload([recruiter.pk, admin.pk]) == {recruiter.pk: 1}
    assert (
        f"{recruiter.name} · 1" in client.get(reverse("collaboration:application_assign", args=[application.pk])).content.decode()
    )


def test_the_dialog_assigns_and_takes_back(sign_in, application, recruiter, interviewer):
    client, address = sign_in(recruiter), reverse("collaboration:application_assign", args=[application.pk])

    client.post(address, {"member": str(interviewer.pk)})
    application.refresh_from_db()
    assert application.assignee == interviewer

    client.post(address, {"member": ""})
    application.refresh_from_db()
    assert application.assignee is None
    assert client.post(address, {"member": "nobody"}).status_code == 422


def test_many_are_given_at_once(sign_in, application, recruiter, admin):
    address = reverse("collaboration:applications_assign")

    answer = sign_in(recruiter).post(address, {"row": [str(application.pk)], "member": str(admin.pk)})

    assert answer.status_code == 302 and Application.objects.get(pk=application.pk).assignee == admin


def test_a_leaver_hands_over(application, recruiter, admin, django_capture_on_commit_callbacks):
    assignments.assign(actor=admin, member=recruiter, application=application)
    with django_capture_on_commit_callbacks(execute=True):
        deactivate_member(member=recruiter, actor=admin, transfer_to=admin)

    application.refresh_from_db()
    assert application.assignee == admin


def test_a_merge_takes_assignments_along_and_back(application, recruiter, double):
    mine = assignments.assign(actor=recruiter, member=recruiter, candidate=double)
    record = merge_candidates(kept=application.candidate, merged=double, actor=recruiter)
    mine.refresh_from_db()
    assert mine.candidate == application.candidate

    undo_merge(merge=record, actor=recruiter)
    mine.refresh_from_db()
    assert mine.candidate == double


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_the_same_queries_for_any_number(sign_in, application, recruiter, count, django_assert_num_queries):
    from collaboration.services.tasks import create_task

    for number in range(count):
        create_task(actor=recruiter, text=f"Call {number}", application=application)
    client = sign_in(recruiter)
    client.get(reverse("collaboration:application_people", args=[application.pk]))

    with django_assert_num_queries(6):
        page = client.get(reverse("collaboration:application_people", args=[application.pk]))

    assert page.content.decode().count('id="task-') == count
