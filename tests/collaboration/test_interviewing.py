"""Interviews: planned, given a panel and a time that nobody else has, changed, cancelled, done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import Refused
from accounts.services.members import deactivate_member
from collaboration.models import BusyTime, Interview, InterviewPlan, Kit, Panelist
from collaboration.services import interviews
from jobs.models import Candidate
from jobs.services.jobs import join_team

TOMORROW = timezone.now().replace(microsecond=0) + timedelta(days=1)  # one moment for all: a second may pass within a test


def tomorrow(hour=0):
    return TOMORROW + timedelta(hours=hour)


def names_of(application):
    return list(Event.objects.about(application).filter(name__startswith="interview.").values_list("name", flat=True))


def refusal(act, **given):
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code, refused.value.field


def test_it_is_made_from_its_kit_and_the_panel_sees_the_candidate(application, kit, recruiter, interviewer):
    made = interviews.create_interview(application=application, actor=recruiter, kit=kit, panel=[(interviewer, True)])

    assert (made.name, made.kind, made.minutes, made.state) == ("First talk", "phone", 30, "to_schedule")
    assert Candidate.objects.visible_to(interviewer).filter(pk=application.candidate_id).exists()
    assert list(Interview.objects.visible_to(interviewer)) == [made] and names_of(application) == ["interview.created"]

    interviews.cancel(interview=made, actor=recruiter, why="  No  need ")
    made.refresh_from_db()
    assert (made.state, made.cancelled_why) == ("cancelled", "No need")
    assert not Candidate.objects.visible_to(interviewer).filter(pk=application.candidate_id).exists()


def test_scheduling_books_the_panel_and_moving_it_frees_the_old_time(application, interview, recruiter, interviewer, admin):
    interviews.change(interview=interview, actor=recruiter, panel=[(interviewer, True), (admin, False)])
    first = interviews.schedule(
        interview=interview, starts_at=tomorrow(), actor=recruiter, time_zone="Europe/Zagreb", link="https://meet.test/1"
    )
    moved = interviews.schedule(interview=interview, starts_at=tomorrow(2), minutes=60, actor=recruiter)

    assert (first.state, first.link, first.time_zone) == ("scheduled", "https://meet.test/1", "Europe/Zagreb")
    assert moved.ends_at == tomorrow(2) + timedelta(hours=1) and moved.sequence == first.sequence + 1
    assert set(BusyTime.objects.values_list("member", "starts_at", "ends_at")) == {
        (member.pk, moved.starts_at, moved.ends_at) for member in (interviewer, admin)
    }
    last = Event.objects.about(application).last()
    assert (last.name, last.event.before) == ("interview.scheduled", first.starts_at.isoformat())


@pytest.mark.parametrize("origin", ["interview", "own"])
def test_who_must_come_is_nowhere_else_at_that_time(application, interview, recruiter, interviewer, origin):
    interviews.change(interview=interview, actor=recruiter, panel=[(interviewer, True)])
    BusyTime.objects.create(
        company=application.company, member=interviewer, origin=origin, starts_at=tomorrow(1), ends_at=tomorrow(2)
    )

    assert refusal(interviews.schedule, interview=interview, starts_at=tomorrow(), minutes=61, actor=recruiter) == (
        "busy",
        "starts_at",
    )
    assert Interview.objects.get().state == "to_schedule" and not BusyTime.objects.filter(interview=interview).exists()

    interviews.schedule(interview=interview, starts_at=tomorrow(), minutes=60, actor=recruiter)  # ends as the other begins
    assert refusal(interviews.change, interview=interview, actor=recruiter, minutes=90) == ("busy", "starts_at")
    interviews.change(interview=interview, actor=recruiter, panel=[(interviewer, False)], minutes=90)
    assert Interview.objects.get().ends_at == tomorrow() + timedelta(minutes=90)


def test_a_new_panelist_of_a_scheduled_interview_must_be_free(application, interview, recruiter, interviewer, admin):
    interviews.schedule(interview=interview, starts_at=tomorrow(), actor=recruiter)
    busy = BusyTime.objects.create(company=application.company, member=interviewer, starts_at=tomorrow(), ends_at=tomorrow(1))

    assert refusal(interviews.add_panelist, interview=interview, member=interviewer, actor=recruiter) == ("busy", "starts_at")
    assert not Panelist.objects.exists()

    busy.delete()
    interviews.add_panelist(interview=interview, member=interviewer, actor=recruiter)
    interviews.add_panelist(interview=interview, member=admin, actor=recruiter)
    assert BusyTime.objects.count() == 2
    interviews.remove_panelist(interview=interview, member=interviewer, actor=recruiter)
    assert list(BusyTime.objects.values_list("member", flat=True)) == [admin.pk]
    assert not Interview.objects.visible_to(interviewer).exists()


def test_what_can_not_be(application, interview, recruiter, viewer, stranger, interviewer):
    schedule = {"act": interviews.schedule, "interview": interview, "actor": recruiter}
    assert refusal(**schedule, starts_at=timezone.now() - timedelta(hours=1)) == ("in_the_past", "starts_at")
    assert refusal(**schedule, starts_at=None) == ("required", "starts_at")
    assert refusal(**schedule, starts_at=tomorrow(), minutes=2) == ("invalid", "minutes")
    assert refusal(**schedule, starts_at=tomorrow(), link="javascript:alert(1)") == ("invalid", "link")
    assert refusal(**schedule, starts_at=tomorrow(), time_zone="Mars/Olympus") == ("unknown_time_zone", "time_zone")
    for member, code in ((viewer, "only_looks"), (stranger, "not_found")):
        assert refusal(interviews.add_panelist, interview=interview, member=member, actor=recruiter) == (code, "panel")
    assert refusal(interviews.change, interview=interview, actor=recruiter, name=" ") == ("invalid", "name")
    assert refusal(interviews.change, interview=interview, actor=recruiter, name="Other", seen_revision=9) == (
        "changed_meanwhile",
        "revision",
    )
    application.job.confidential = True
    application.job.save()
    assert refusal(interviews.add_panelist, interview=interview, member=interviewer, actor=recruiter) == ("not_on_team", "panel")


def test_it_is_over_once_and_the_panel_may_say_so(application, interview, recruiter, interviewer):
    assert refusal(interviews.mark_done, interview=interview, actor=interviewer) == ("not_in_panel", None)
    interviews.add_panelist(interview=interview, member=interviewer, actor=recruiter)
    interviews.schedule(interview=interview, starts_at=tomorrow(), actor=recruiter)
    assert refusal(interviews.mark_done, interview=interview, actor=interviewer) == ("not_begun", None)

    interviews.schedule(interview=interview, starts_at=timezone.now() - timedelta(hours=2), actor=recruiter, past=True)
    interviews.mark_no_show(interview=interview, actor=interviewer)
    interviews.mark_done(interview=interview, actor=interviewer)
    interviews.mark_done(interview=interview, actor=interviewer)

    assert names_of(application)[-2:] == ["interview.no_show", "interview.done"]
    assert refusal(interviews.cancel, interview=interview, actor=recruiter) == ("over", None)


def test_planning_makes_what_is_missing_of_the_jobs_plan(application, kit, recruiter, interviewer, viewer):
    assert refusal(interviews.plan_interviews, application=application, actor=recruiter) == ("no_plan", None)
    plan = InterviewPlan.objects.create(company=application.company, job=application.job, name="Plan")
    plan.interviews.create(kit=kit).panel.set([interviewer, viewer])
    second = Kit.objects.create(company=application.company, name="Second talk")

    [made] = interviews.plan_interviews(application=application, actor=recruiter)
    assert [row.member for row in made.panel.all()] == [interviewer]  # who can only look sits in none

    plan.interviews.create(kit=second, position=1)
    assert [one.name for one in interviews.plan_interviews(application=application, actor=recruiter)] == ["Second talk"]
    assert interviews.plan_interviews(application=application, actor=recruiter) == []


def test_a_confidential_jobs_interviews_are_its_teams(application, interview, recruiter, admin):
    application.job.confidential = True
    application.job.save()
    assert not Interview.objects.visible_to(admin).exists()

    join_team(job=application.job, member=admin, part="recruiter")
    assert Interview.objects.visible_to(admin).exists()


def test_who_leaves_hands_their_seats_over(
    application, interview, recruiter, interviewer, admin, django_capture_on_commit_callbacks
):
    interviews.add_panelist(interview=interview, member=interviewer, actor=recruiter)
    interviews.schedule(interview=interview, starts_at=tomorrow(), actor=recruiter)

    with django_capture_on_commit_callbacks(execute=True):
        deactivate_member(member=interviewer, actor=admin, transfer_to=recruiter)

    assert [row.member for row in interview.panel.all()] == [recruiter]
    assert list(BusyTime.objects.values_list("member", flat=True)) == [recruiter.pk]
