"""One slot, many who want it: exactly one gets it; and whom two slots want at once, one gets."""

import os
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import Refused
from collaboration.models import BusyTime, Interview, Slot, TimeChange
from collaboration.services import booking, interviews
from collaboration.services.availability import set_limits
from jobs.services.applications import apply_to_job
from jobs.services.candidates import create_candidate

MANY = 50
ROUNDS = int(os.environ.get("BOOKING_ROUNDS", "5"))


def tomorrow(hour=9):
    return (timezone.now() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def an_interview(application, recruiter, *panel):
    return interviews.create_interview(
        application=application, actor=recruiter, name="Talk", minutes=60, panel=[(one, True) for one in panel]
    )


@pytest.fixture
def talk(application, recruiter, interviewer):
    return an_interview(application, recruiter, interviewer)


@pytest.fixture
def offered(talk, recruiter):
    return booking.offer(interview=talk, starts=[tomorrow(9), tomorrow(11), tomorrow(14)], actor=recruiter)


def at_once(acts):
    """Run all in threads that start together; what each returned."""
    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait(60)
        try:
            answers[number] = act()
        except Refused as refusal:
            answers[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def test_a_slot_is_taken_and_the_interview_has_its_time(talk, offered, recruiter, interviewer):
    booking.book(slot=offered[1], interview=talk, actor=recruiter)

    talk.refresh_from_db()
    assert (talk.state, talk.starts_at) == ("scheduled", offered[1].starts_at)
    assert Slot.objects.get(taken_by=talk) == offered[1]
    assert BusyTime.objects.get(member=interviewer).starts_at == offered[1].starts_at
    assert Event.objects.filter(name="slot.booked").get().event.by_candidate is False


@pytest.mark.parametrize(
    "spoil, code",
    [
        ({"offered_until": timezone.now() - timedelta(days=1)}, "expired"),
        ({"withdrawn_at": timezone.now()}, "taken"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "expired"),
    ],
)
def test_what_is_over_or_withdrawn_is_not_booked(talk, offered, recruiter, spoil, code):
    Slot.objects.filter(pk=offered[0].pk).update(**spoil)

    with pytest.raises(Refused) as refused:
        booking.book(slot=offered[0], interview=talk, actor=recruiter)

    assert refused.value.code == code and refused.value.conflict


def test_one_that_is_meant_for_another_interview_is_not_booked(application, offered, recruiter, interviewer):
    other = an_interview(application, recruiter, interviewer)

    with pytest.raises(Refused) as refused:
        booking.book(slot=offered[0], interview=other, actor=recruiter)

    assert refused.value.code == "not_offered"


def test_a_time_at_which_somebody_is_busy_by_now_is_not_booked_and_nothing_is_half_done(
    talk, offered, recruiter, interviewer, company
):
    BusyTime.objects.create(company=company, member=interviewer, starts_at=offered[0].starts_at, ends_at=offered[0].ends_at)

    with pytest.raises(Refused) as refused:
        booking.book(slot=offered[0], interview=talk, actor=None)

    talk.refresh_from_db()
    assert (refused.value.code, talk.state) == ("taken", "offered")
    assert interviewer.name not in str(refused.value)
    assert offered[0] not in Slot.objects.offered_to(talk).open().free_for(talk)


def test_who_moves_leaves_the_slot_to_others(talk, offered, recruiter):
    booking.book(slot=offered[0], interview=talk, actor=recruiter)
    TimeChange.objects.create(company=talk.company, interview=talk, reason="Exam", state="approved")

    booking.book(slot=offered[1], interview=talk, actor=None)

    assert list(Slot.objects.exclude(taken_by=None)) == [offered[1]]
    assert TimeChange.objects.get().state == "done"


def test_cancelling_frees_the_slot(talk, offered, recruiter, django_capture_on_commit_callbacks):
    booking.book(slot=offered[0], interview=talk, actor=recruiter)

    with django_capture_on_commit_callbacks(execute=True):
        booking.cancel_by_candidate(interview=talk, reason="Found something else")

    talk.refresh_from_db()
    assert talk.state == "cancelled" and not Slot.objects.exclude(taken_by=None).exists()
    assert Event.objects.filter(name="interview.cancelled_by_candidate").exists()


def test_another_time_is_asked_for_and_decided(talk, offered, recruiter):
    booking.book(slot=offered[0], interview=talk, actor=recruiter)
    with pytest.raises(Refused):
        booking.book(slot=offered[1], interview=talk, actor=None)
    change = booking.ask_change(interview=talk, reason="Exam")
    with pytest.raises(Refused) as twice:
        booking.ask_change(interview=talk, reason="Exam")

    booking.decide_change(change=change, approve=False, actor=recruiter, answer="No other day")
    with pytest.raises(Refused):
        booking.book(slot=offered[1], interview=talk, actor=None)
    second = booking.ask_change(interview=talk, reason="Still the exam")
    booking.decide_change(change=second, approve=True, actor=recruiter)
    booking.book(slot=offered[1], interview=talk, actor=None)

    talk.refresh_from_db()
    assert twice.value.code == "asked_already" and talk.starts_at == offered[1].starts_at


def test_only_eight_times_to_come_of_a_panel_that_can(talk, recruiter, interviewer, company):
    for starts, code in (
        ([], "required"),
        ([timezone.now() - timedelta(hours=1)], "past"),
        ([tomorrow() + timedelta(hours=n) for n in range(9)], "too_many"),
    ):
        with pytest.raises(Refused) as refused:
            booking.offer(interview=talk, starts=starts, actor=recruiter)
        assert (refused.value.code, refused.value.field) == (code, "starts")
    BusyTime.objects.create(company=company, member=interviewer, starts_at=tomorrow(8), ends_at=tomorrow(10))
    with pytest.raises(Refused) as refused:
        booking.offer(interview=talk, starts=[tomorrow(9)], actor=recruiter)
    assert refused.value.code == "taken" and not Slot.objects.exists()


def people_of(job, recruiter, company, many, *panel):
    """One interview each for that many candidates of a job."""
    made = []
    for number in range(many):
        someone = create_candidate(
            company=company, actor=recruiter, name=f"Candidate {number}", emails=[f"c{number}@people.test"]
        )
        made.append(an_interview(apply_to_job(job=job, candidate=someone, actor=recruiter), recruiter, *panel))
    return made


@pytest.mark.django_db(transaction=True)
def test_fifty_who_book_one_slot_at_once(job, company, recruiter, interviewer):
    """Through the API: one 201 and 49 times 409, each round; more rounds by BOOKING_ROUNDS."""
    wanted = people_of(job, recruiter, company, MANY, interviewer)
    clients = [Client() for _one in wanted]
    for client in clients:
        client.force_login(recruiter.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    for number in range(ROUNDS):
        [slot] = booking.share(job=job, kit=None, starts=[tomorrow() + timedelta(days=number)], minutes=60, actor=recruiter)
        answers = at_once(
            [
                lambda client=client, one=one, slot=slot: (
                    client.post(
                        f"/api/v1/slots/{slot.pk}/book", {"interview": str(one.pk)}, content_type="application/json"
                    ).status_code
                )
                for client, one in zip(clients, wanted, strict=True)
            ]
        )

        assert Counter(answers) == {201: 1, 409: MANY - 1}
        [winner] = Interview.objects.filter(state="scheduled")
        assert Slot.objects.get(pk=slot.pk).taken_by == winner
        assert BusyTime.objects.filter(interview=winner).count() == BusyTime.objects.count() == 1
        interviews.cancel(interview=winner, actor=recruiter)
        wanted[wanted.index(winner)] = an_interview(winner.application, recruiter, interviewer)


@pytest.mark.django_db(transaction=True)
def test_two_slots_that_overlap_for_one_interviewer(job, company, recruiter, interviewer):
    """One of the two candidates gets the interviewer, the other is told; each round."""
    for number in range(ROUNDS):
        two = people_of_round(job, company, recruiter, interviewer, number)
        start = tomorrow() + timedelta(days=number)
        found = [
            booking.offer(interview=one, starts=[start + timedelta(minutes=30 * place)], actor=recruiter)[0]
            for place, one in enumerate(two)
        ]
        answers = at_once(
            [
                lambda slot=slot, one=one: booking.book(slot=slot, interview=one, actor=None) and "booked"
                for slot, one in zip(found, two, strict=True)
            ]
        )

        assert sorted(answers) == ["booked", "taken"]
        assert BusyTime.objects.filter(interview__in=two).count() == 1


def people_of_round(job, company, recruiter, interviewer, number):
    made = []
    for place in "ab":
        someone = create_candidate(
            company=company, actor=recruiter, name=f"{place} {number}", emails=[f"{place}{number}@people.test"]
        )
        made.append(an_interview(apply_to_job(job=job, candidate=someone, actor=recruiter), recruiter, interviewer))
    return made


def test_a_candidate_takes_nobody_beyond_their_limits_but_a_colleague_may(
    talk, offered, application, recruiter, interviewer, client
):
    set_limits(member=interviewer, actor=interviewer, most_a_day=1)
    other = an_interview(application, recruiter, interviewer)
    interviews.schedule(interview=other, starts_at=tomorrow(16), actor=recruiter)
    link = booking.link(talk)

    page = client.get(link).content.decode()
    answer = client.post(link, {"slot": offered[0].pk})

    assert str(offered[0].pk) not in page
    assert answer.status_code == 409 and "That day is full" in answer.content.decode()
    assert not Slot.objects.filter(taken_by=talk).exists() and BusyTime.objects.count() == 1
    booking.book(slot=offered[0], interview=talk, actor=recruiter)
    assert Slot.objects.get(taken_by=talk) == offered[0]
