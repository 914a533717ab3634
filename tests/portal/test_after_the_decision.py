"""After (or before) a decision a candidate may step back, ask for feedback once, and ask that a person looks again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from collaboration.models import Task
from jobs.models import Application
from jobs.services import applications as acts
from portal.models import Request
from tests.conftest import THEIRS

pytestmark = pytest.mark.django_db


@pytest.fixture
def rejected(own_application, recruiter, reason):
    acts.reject(application=own_application, actor=recruiter, reason=reason)
    Application.objects.filter(pk=own_application.pk).update(closed_at=timezone.now() - timedelta(days=1))
    return own_application


def at(application, act):
    return f"/me/applications/{application.pk}/{act}/"


def test_withdrawing_closes_it_with_the_reason(own_application, at_portal, person):
    at_portal(person).post(at(own_application, "withdraw"), {"why": "I found another job."})

    own_application.refresh_from_db()
    change = own_application.stage_changes.get(cause="withdrawn")
    assert own_application.status == "withdrawn"
    assert (change.person, change.why) == (person, "I found another job.")


def test_what_is_over_can_not_be_withdrawn(rejected, at_portal, person):
    at_portal(person).post(at(rejected, "withdraw"))

    rejected.refresh_from_db()
    assert rejected.status == "rejected"


def test_asking_for_feedback_and_reading_the_answer(rejected, at_portal, person, sign_in, recruiter, client):
    from django.test import Client

    theirs = Client()
    theirs.cookies = at_portal(person).cookies.copy()
    theirs.post(at(rejected, "ask/feedback"), {"reason": "What could I do better?"})
    asked = Request.objects.get()
    task = Task.objects.get(application=rejected)
    assert (task.text, task.by) == ("Answer the request for feedback", None)
    assert Event.objects.get(name="request.asked").person == person

    company = sign_in(recruiter)
    assert "What could I do better?" in company.get(f"/applications/{rejected.pk}/asked/").content.decode()
    company.post(f"/applications/asked/{asked.pk}/answer/", {"answer": "More of Django, please."})

    page = theirs.get(f"/me/applications/{rejected.pk}/").content.decode()
    assert "More of Django, please." in page
    assert recruiter.name not in page
    assert "ask/feedback" not in page  # once


def test_feedback_is_not_asked_for_before_the_decision_is_told(own_application, recruiter, reason, at_portal, person):
    acts.reject(application=own_application, actor=recruiter, reason=reason)

    at_portal(person).post(at(own_application, "ask/feedback"))

    assert not Request.objects.exists()
    assert "Ask for feedback" not in at_portal(person).get(f"/me/applications/{own_application.pk}/").content.decode()


def test_a_person_looks_again_one_request_at_a_time(own_application, at_portal, person, recruiter):
    client = at_portal(person)

    client.post(at(own_application, "ask/review"), {"reason": "I know Django well."})
    client.post(at(own_application, "ask/review"))

    [asked] = Request.objects.all()
    assert (asked.kind, asked.reason) == ("review", "I know Django well.")
    assert Task.objects.filter(application=own_application).count() == 1
    assert client.post(at(own_application, "ask/nonsense")).status_code == 302
    assert Request.objects.count() == 1


def test_an_empty_answer_is_refused_and_a_second_one_too(our_request, sign_in, recruiter):
    client, page = sign_in(recruiter), f"/applications/asked/{our_request.pk}/answer/"

    assert client.post(page, {"answer": "  "}, headers={"HX-Request": "true"}).status_code == 422
    assert client.post(page, {"answer": "We looked."}, headers={"HX-Request": "true"}).status_code == 200
    assert client.post(page, {"answer": "Again."}, headers={"HX-Request": "true"}).status_code == 422
    our_request.refresh_from_db()
    assert our_request.answer == "We looked."


def test_the_panel_is_empty_where_nothing_is_asked(application, sign_in, recruiter):
    answer = sign_in(recruiter).get(f"/applications/{application.pk}/asked/")

    assert answer.content.decode().strip() == ""
    assert THEIRS not in answer.content.decode()
