"""After an interview its candidate is asked once, by mail, how it was: if the company's rules say so, and never about the past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.events import hand_on_now
from accounts.models import Event
from collaboration.models import Interview
from collaboration.services import interviews
from notifications.models import Message
from notifications.services import rules
from tests.portal.cast import held_interview

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def talk(own_application):
    made = held_interview(own_application)
    Interview.objects.filter(pk=made.pk).update(state="scheduled")
    made.refresh_from_db()
    return made


def follow():
    ids = list(Event.objects.values_list("pk", flat=True))
    Event.objects.filter(pk__in=ids).update(handled_at=None)
    hand_on_now(ids)


def letters():
    return list(Message.objects.filter(kind="interview_survey"))


def test_it_is_asked_once_an_hour_later_with_the_way_to_the_page(talk, recruiter, person):
    interviews.mark_done(interview=talk, actor=recruiter)
    follow()
    follow()

    [letter] = letters()
    assert (letter.to_email, letter.company) == (person.email, talk.company)
    assert f"/me/interviews/{talk.pk}/survey/" in letter.text
    assert timedelta(minutes=55) < letter.not_before - timezone.now() <= timedelta(hours=1)


def test_one_that_was_closed_before_its_end_is_asked_of_after_it(talk, recruiter):
    end = timezone.now() + timedelta(minutes=40)
    Interview.objects.filter(pk=talk.pk).update(starts_at=timezone.now() - timedelta(minutes=5), ends_at=end)
    interviews.mark_done(interview=talk, actor=recruiter)
    follow()

    assert letters()[0].not_before > end + timedelta(minutes=59)


def test_a_rule_that_is_off_asks_nobody(talk, recruiter):
    rules.save_rule(company=talk.company, cause="held", candidate=False)
    interviews.mark_done(interview=talk, actor=recruiter)
    follow()

    assert letters() == []


def test_history_asks_nobody(talk, recruiter):
    interviews.mark_done(interview=talk, actor=recruiter)
    Event.objects.update(at=timezone.now() - timedelta(days=3))
    follow()

    assert letters() == []


def test_who_turns_out_not_to_have_come_is_not_asked(talk, recruiter):
    interviews.mark_done(interview=talk, actor=recruiter)
    follow()
    interviews.mark_no_show(interview=talk, actor=recruiter)
    follow()

    assert [letter.state for letter in letters()] == ["called_back"]
