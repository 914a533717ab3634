"""The event log: written with the change, handed on after the commit, each handler once, failures tried again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import events
from accounts.events import HANDLERS, MOST_ATTEMPTS, event, hand_on_now, publish, subscribe, sweep
from accounts.models import Consent, Event, Receipt
from tests.accounts.happenings import WRITERS, Happened, Unheard

pytestmark = pytest.mark.django_db


@pytest.fixture
def left_behind(monkeypatch):
    """A crash between the commit and the queue: nobody is told."""
    monkeypatch.setattr(events, "_hand_over", lambda ids: None)


@pytest.fixture
def handler():
    """handler(function, *event classes) subscribes for the time of the test."""
    added = []

    def add(function, *classes, batch=False):
        function.__qualname__ = f"handler_{len(added)}"
        subscribe(*classes, batch=batch)(function)
        added.append((function, classes))
        return function

    yield add
    for function, classes in added:
        for cls in classes:
            del HANDLERS[cls.name][events.name_of(function)]


def effects():
    return Counter(Consent.objects.filter(subject_type="test").values_list("subject_id", "purpose"))


def once_each(rows):
    return Counter({(str(row.pk), writer): 1 for row in rows for writer in WRITERS})


def old():
    Event.objects.update(at=timezone.now() - timedelta(minutes=1), try_at=None)


@pytest.mark.django_db(transaction=True)
def test_each_handler_runs_once_after_the_commit(company):
    with transaction.atomic():
        rows = publish(Happened(1), Happened(2), actor=None, subject=company)
        assert effects() == {}

    assert effects() == once_each(rows)
    hand_on_now([row.pk for row in rows])
    sweep()
    assert effects() == once_each(rows)
    assert not Event.objects.due().exists()
    assert Receipt.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_never_happened(company):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(Happened(1), actor=None, subject=company)
        _ = 1 / 0

    assert not Event.objects.exists() and effects() == {}


@pytest.mark.django_db(transaction=True)
def test_it_is_published_within_the_change_only(company):
    with pytest.raises(RuntimeError):
        publish(Happened(1), actor=None, subject=company)


def test_a_row_says_who_what_whom_and_when(company, recruiter, person):
    [by_member] = publish(Unheard(7), actor=recruiter, subject=company)
    [by_person] = publish(Unheard(8), actor=person, subject=recruiter)
    [by_nobody] = publish(Unheard(9), actor=None, subject=person)

    assert (by_member.name, by_member.company, by_member.member, by_member.actor_kind) == (
        "test.unheard",
        company,
        recruiter,
        "member",
    )
    assert (by_member.subject_type, by_member.subject_id, by_member.facts) == ("accounts.company", str(company.pk), {"number": 7})
    assert (by_person.person, by_person.actor_kind, by_person.company) == (person, "person", company)
    assert (by_nobody.company, by_nobody.actor_kind) == (None, "system")
    assert Event.objects.get(pk=by_member.pk).event == Unheard(7)
    assert list(Event.objects.about(company)) == [by_member]


def test_what_nobody_listens_to_is_done(company):
    [row] = publish(Unheard(1), actor=None, subject=company)

    assert row.handled_at is not None
    assert not Event.objects.due().exists()


def test_what_a_crash_left_behind_is_swept_up(company, left_behind):
    rows = publish(*map(Happened, range(5)), actor=None, subject=company)
    assert sweep() == 0  # younger than ten seconds: its task may be on its way

    old()

    assert sweep() == 5
    assert effects() == once_each(rows)
    assert sweep() == 0


def test_a_handler_that_fails_is_tried_again_and_holds_nobody_up(company, left_behind, handler):
    tried = []

    def stumble(event, row):
        tried.append(row.pk)
        Consent.objects.create(subject_type="stumbled", subject_id=str(row.pk), purpose="x", text="")
        if len(tried) < 3:
            raise ConnectionError("away")

    handler(stumble, Happened)
    [row] = publish(Happened(1), actor=None, subject=company)

    hand_on_now([row.pk])

    assert effects() == once_each([row])
    assert not Consent.objects.filter(subject_type="stumbled").exists()  # what it did went back with it
    row.refresh_from_db()
    assert (row.handled_at, row.attempts) == (None, 1)
    assert row.try_at > timezone.now()
    assert not Event.objects.due().exists()
    for _ in range(2):
        old()
        sweep()
    row.refresh_from_db()
    assert row.handled_at is not None and len(tried) == 3
    assert effects() == once_each([row])
    assert Consent.objects.filter(subject_type="stumbled").count() == 1


def test_it_waits_longer_each_time_and_gives_up_at_last(company, left_behind, handler):
    def never(event, row):
        raise ValueError("broken")

    handler(never, Happened)
    [row] = publish(Happened(1), actor=None, subject=company)
    waits = []
    for _ in range(MOST_ATTEMPTS + 3):
        old()
        sweep()
        row.refresh_from_db()
        waits += [(row.try_at - timezone.now()).total_seconds()] if row.try_at else []
        Event.objects.filter(pk=row.pk).update(try_at=None)

    assert row.attempts == len(waits) == MOST_ATTEMPTS
    assert [round(wait / 5) for wait in waits[:4]] == [1, 2, 4, 8]
    assert max(waits) <= 3600
    assert Event.objects.filter(handled_at=None).get() == row  # still there to be seen


def test_a_batch_comes_at_once_and_fails_as_one(company, left_behind, handler):
    seen, failing = [], [True]

    def gather(rows):
        seen.append([row.event.number for row in rows])
        if failing.pop() if failing else False:
            raise OSError("away")

    handler(gather, Happened, batch=True)
    rows = publish(*map(Happened, range(4)), actor=None, subject=company)
    hand_on_now([row.pk for row in rows])
    old()
    sweep()

    assert seen == [[0, 1, 2, 3], [0, 1, 2, 3]]
    assert effects() == once_each(rows)


def test_a_broker_that_is_away_loses_nothing(company, monkeypatch, django_capture_on_commit_callbacks):
    from accounts.tasks import hand_on

    def away(**kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(hand_on, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        rows = publish(Happened(1), actor=None, subject=company)

    assert Event.objects.due().count() == 1
    old()
    sweep()
    assert effects() == once_each(rows)


def test_a_thousand_at_once_take_a_handful_of_queries(company, left_behind, django_assert_max_num_queries):
    with django_assert_max_num_queries(4 if connection.vendor == "postgresql" else 14):  # SQLite takes 999 values a query
        publish(*map(Happened, range(1000)), actor=None, subject=company)

    assert Event.objects.filter(handled_at=None).count() == 1000


def test_a_thousand_make_a_task_for_each_batch(company, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(events, "_hand_over", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        publish(*map(Happened, range(1000)), actor=None, subject=company)

    assert [len(ids) for ids in sent] == [500, 500]


def test_each_event_may_be_about_its_own_row(company, recruiter, viewer):
    rows = publish(Unheard(1), Unheard(2), actor=None, subjects=[recruiter, viewer])

    assert [row.subject_id for row in rows] == [str(recruiter.pk), str(viewer.pk)]
    with pytest.raises(ValueError, match="zip"):
        publish(Unheard(1), Unheard(2), actor=None, subjects=[recruiter])


def test_two_events_cannot_share_a_name():
    with pytest.raises(ValueError, match="test.happened"):

        @event("test.happened")
        class Other:
            number: int


def test_the_other_company_is_not_in_the_log(company, other_company, recruiter, stranger):
    publish(Unheard(1), actor=stranger, subject=other_company)
    [ours] = publish(Unheard(2), actor=recruiter, subject=company)

    assert list(Event.objects.visible_to(recruiter)) == [ours]
    assert not Event.objects.visible_to(None).exists()
