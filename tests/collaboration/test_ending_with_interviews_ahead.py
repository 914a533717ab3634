"""An application ends while interviews are planned: the dialog says so and offers to call them off; taking it back brings them back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from collaboration.models import BusyTime, Interview
from collaboration.services import interviews
from jobs.models import Candidate
from jobs.services import applications as acts
from jobs.services import bulk

AHEAD = timedelta(days=2)


@pytest.fixture(autouse=True)
def at_once(django_capture_on_commit_callbacks):
    """What follows an act runs when the block is left."""

    def after():
        return django_capture_on_commit_callbacks(execute=True)

    return after


@pytest.fixture
def planned(application, interview, recruiter, interviewer):
    """One interview with a time and one without."""
    interviews.change(interview=interview, actor=recruiter, panel=[(interviewer, True)])
    at = timezone.now().replace(microsecond=0) + AHEAD
    timed = interviews.schedule(interview=interview, starts_at=at, actor=recruiter)
    return timed, interviews.create_interview(application=application, actor=recruiter, name="Second talk", minutes=30)


def states(*rows):
    return [Interview.objects.get(pk=row.pk).state for row in rows]


def test_they_are_called_off_where_the_act_says_so_and_come_back_with_it(
    planned, application, recruiter, interviewer, reason, at_once
):
    with at_once():
        done = acts.reject(application=application, actor=recruiter, reason=reason, cancel_interviews=True)
    assert states(*planned) == ["cancelled", "cancelled"] and not BusyTime.objects.exists()
    assert not Candidate.objects.visible_to(interviewer).exists()

    with at_once():
        bulk.undo(actor=recruiter, at=done.closed_at)
    assert states(*planned) == ["scheduled", "to_schedule"]
    assert BusyTime.objects.get().starts_at == planned[0].starts_at == Interview.objects.get(pk=planned[0].pk).starts_at
    assert Candidate.objects.visible_to(interviewer).exists()


def test_without_that_they_stay(planned, application, recruiter, reason, at_once):
    with at_once():
        acts.reject(application=application, actor=recruiter, reason=reason)
    assert states(*planned) == ["scheduled", "to_schedule"]


def test_a_time_that_somebody_took_meanwhile_is_not_taken_back(planned, application, recruiter, interviewer, company, at_once):
    with at_once():
        acts.hire(application=application, actor=recruiter, cancel_interviews=True)
    start = planned[0].starts_at
    BusyTime.objects.create(company=company, member=interviewer, starts_at=start, ends_at=start + timedelta(minutes=5))
    with at_once():
        acts.unhire(application=application, actor=recruiter)
    row = Interview.objects.get(pk=planned[0].pk)
    assert (row.state, row.starts_at) == ("to_schedule", None)


def test_what_was_called_off_before_stays_off(planned, application, recruiter, at_once):
    interviews.cancel(interview=planned[0], actor=recruiter, why="Ill")
    with at_once():
        acts.withdraw(application=application, actor=recruiter, cancel_interviews=True)
    with at_once():
        acts.reopen(application=application, actor=recruiter)
    assert states(*planned) == ["cancelled", "to_schedule"]


def test_who_withdraws_themselves_comes_to_none(planned, application, db, at_once):
    person = User.objects.create_user(email="mara@people.test")
    with at_once():
        acts.withdraw(application=application, actor=person)
    assert states(*planned) == ["cancelled", "cancelled"]


def test_the_dialogs_say_so_and_offer_it_ticked(planned, application, recruiter, sign_in, reason, at_once):
    client = sign_in(recruiter)
    for act in ("reject", "hire", "withdraw"):
        page = client.get(reverse(f"jobs:application_{act}", args=[application.pk])).content.decode()
        assert "Cancel the 2 interviews to come" in page and "Second talk" in page
        assert 'name="cancel_interviews"' in page and "checked" in page.split('name="cancel_interviews"')[1].split(">")[0]
    many = client.post(reverse("jobs:applications_reject"), {"row": [application.pk]}).content.decode()
    assert "Cancel the 2 interviews to come" in many

    body = {"row": [application.pk], "reason": reason.pk, "cancel_interviews": "on"}
    with at_once():
        told = client.post(reverse("jobs:applications_reject"), body, headers={"HX-Request": "true"})
    assert "brings them back" in told["HX-Trigger"] and states(*planned) == ["cancelled", "cancelled"]


def test_where_nothing_is_planned_nothing_is_offered(application, recruiter, sign_in):
    page = sign_in(recruiter).get(reverse("jobs:application_reject", args=[application.pk])).content.decode()
    assert "cancel_interviews" not in page


def test_the_api_takes_the_wish(planned, application, recruiter, sign_in, reason, at_once):
    with at_once():
        answer = sign_in(recruiter).post(
            f"/api/v1/applications/{application.pk}/reject",
            {"reason": str(reason.pk), "cancel_interviews": True},
            content_type="application/json",
        )
    assert answer.status_code == 200 and states(*planned) == ["cancelled", "cancelled"]
