"""Notices that go by mail: at once, or once a day at the member's morning; never in quiet hours, never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.services.members import deactivate_member
from jobs.services.jobs import join_team, leave_team
from notifications.models import Inbox, Mail, Message, Notification, Type
from notifications.services import digests, preferences
from tests.conftest import OURS
from tests.notifications.cast import was_told

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)  # half past eight in Berlin


@pytest.fixture
def wishes(recruiter):
    """wishes(mail, **hours): how the recruiter wants to hear of status changes."""
    recruiter.user.time_zone = "Europe/Berlin"
    recruiter.user.save()

    def want(mail, **hours):
        preferences.save(member=recruiter, wishes={Type.STATUS_CHANGE: (True, mail)}, **hours)

    return want


def mails(kind="notice"):
    return list(Message.objects.filter(kind=kind))


def test_at_once_means_one_mail(wishes, application, recruiter):
    wishes(Mail.NOW)
    notice = was_told(recruiter, application)
    later = timezone.now() + timedelta(minutes=2)
    assert [digests.mail_what_is_due(later), digests.mail_what_is_due(later)] == [1, 0]
    Notification.objects.update(mailed_at=None)  # as if the worker had died before it could write it down
    digests.mail_what_is_due(later)

    [mail] = mails()
    assert (mail.key, mail.to_email, mail.member) == (f"notice:{notice.pk}", recruiter.user.email, recruiter)
    assert mail.subject == f"IntelliMatch moved Mara {OURS} to “{application.stage.name}”"
    assert f"/applications/{application.pk}/" in mail.text and "/notifications/preferences/" in mail.html


def test_what_was_read_is_not_mailed(wishes, application, recruiter):
    wishes(Mail.NOW)
    was_told(recruiter, application)
    Notification.objects.update(read_at=timezone.now())
    digests.mail_what_is_due(timezone.now() + timedelta(minutes=2))

    assert mails() == [] and not Notification.objects.filter(mailed_at=None).exists()


@pytest.mark.parametrize("lost", ["sight", "membership"])
def test_who_may_no_longer_know_gets_no_mail(wishes, application, recruiter, admin, lost):
    wishes(Mail.NOW)
    was_told(recruiter, application)
    if lost == "sight":
        application.job.confidential = True
        application.job.save()
        join_team(job=application.job, member=admin, part="recruiter")
        leave_team(job=application.job, member=recruiter, part="recruiter")
    else:
        deactivate_member(member=recruiter, actor=admin)
    digests.mail_what_is_due(timezone.now() + timedelta(minutes=2))

    assert mails() == []


def test_one_that_cannot_be_written_keeps_no_other_waiting(wishes, application, recruiter, monkeypatch):
    wishes(Mail.NOW)
    was_told(recruiter, application)

    def broken(notice):
        raise RuntimeError

    monkeypatch.setattr(digests, "_mail_notice", broken)
    now = timezone.now() + timedelta(minutes=2)
    assert digests.mail_what_is_due(now) == 1
    monkeypatch.undo()

    assert digests.mail_what_is_due(now) == 0  # later
    assert digests.mail_what_is_due(now + timedelta(minutes=11)) == 1 and len(mails()) == 1


@pytest.mark.parametrize(
    ("start", "end", "at", "leaves"),
    [
        (time(22), time(7), "2026-11-23T20:59:00", "2026-11-23T20:59:00"),  # 21:59 in Berlin
        (time(22), time(7), "2026-11-23T21:00:00", "2026-11-24T06:00:00"),
        (time(22), time(7), "2026-11-24T05:59:00", "2026-11-24T06:00:00"),
        (time(22), time(7), "2026-11-24T06:00:00", "2026-11-24T06:00:00"),
        (time(12), time(13), "2026-11-24T11:30:00", "2026-11-24T12:00:00"),
        (time(22), time(7), "2027-03-27T22:00:00", "2027-03-28T05:00:00"),  # the night in which summer time begins
        (time(22), time(2, 30), "2027-03-27T22:00:00", "2027-03-28T01:30:00"),  # an hour that night has not
        (time(22), time(7), "2026-10-24T21:00:00", "2026-10-25T06:00:00"),  # and in which it ends
        (time(9), time(9), "2026-11-24T11:30:00", "2026-11-24T11:30:00"),
        (None, None, "2026-11-24T02:30:00", "2026-11-24T02:30:00"),
    ],
)
def test_quiet_hours_hold_it_until_they_end(start, end, at, leaves):
    inbox = Inbox(quiet_from=start, quiet_until=end)
    at, leaves = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (at, leaves))
    assert preferences.after_quiet(inbox, "Europe/Berlin", at) == leaves


def test_a_notice_in_quiet_hours_waits(wishes, application, recruiter):
    now = timezone.now()
    berlin = preferences.zone_of("Europe/Berlin")
    around = [(now + timedelta(hours=hours)).astimezone(berlin).time().replace(microsecond=0) for hours in (-1, 2)]
    wishes(Mail.NOW, quiet_from=around[0], quiet_until=around[1])
    notice = was_told(recruiter, application)

    assert timedelta(hours=1, minutes=58) < notice.mail_at - now <= timedelta(hours=2)
    assert digests.mail_what_is_due(now + timedelta(hours=1)) == 0


def test_the_digest_comes_once_a_day_at_the_members_hour(wishes, application, recruiter):
    wishes(Mail.DAILY, digest_at=time(8, 30))
    was_told(recruiter, application)
    assert digests.send_digests(MORNING - timedelta(minutes=1)) == 0
    assert [digests.send_digests(MORNING), digests.send_digests(MORNING)] == [1, 0]
    [mail] = mails("digest")
    assert f"Mara {OURS}" in mail.text and mail.key == f"digest:{recruiter.pk}:2026-11-24"

    Notification.objects.all().delete()
    was_told(recruiter, application)
    assert digests.send_digests(MORNING + timedelta(hours=9)) == 0  # that is tomorrow's
    assert digests.send_digests(MORNING + timedelta(days=3, hours=4)) == 1  # beat was down for days: one, not three


def test_a_digest_holds_what_is_unread_alone(wishes, application, recruiter):
    wishes(Mail.DAILY, digest_at=time(8, 30))
    was_told(recruiter, application)
    Notification.objects.update(read_at=timezone.now())

    assert digests.send_digests(MORNING) == 0
    assert mails("digest") == []


def test_a_digest_waits_for_the_end_of_quiet_hours(wishes, application, recruiter):
    wishes(Mail.DAILY, digest_at=time(8, 30), quiet_from=time(20), quiet_until=time(10))
    was_told(recruiter, application)
    digests.send_digests(MORNING)

    [mail] = mails("digest")
    assert mail.due_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
