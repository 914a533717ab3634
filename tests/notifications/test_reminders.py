"""A day before an interview each who sits in it hears of it once, whatever clocks and schedulers do."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from collaboration.models import Interview, Panelist
from collaboration.services import interviews
from notifications.models import MailRule, Message, Reminder
from notifications.services import correspondence, reminders

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Asia/Tokyo",
    "Pacific/Chatham",
    "America/Sao_Paulo",
    "Europe/London",
    "UTC",
)
CHANGES = (
    datetime(2027, 3, 28, 1, tzinfo=UTC),  # Berlin
    datetime(2027, 3, 14, 7, tzinfo=UTC),  # New York, spring
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York, autumn
    datetime(2027, 4, 3, 15, tzinfo=UTC),  # Lord Howe, half an hour
)
HOUR = timedelta(hours=1)


@pytest.fixture
def talk(application, recruiter, interviewer):
    return interviews.create_interview(application=application, actor=recruiter, name="Talk", panel=[(interviewer, True)])


def set_to(talk, starts_at, zone="Europe/Berlin"):
    Interview.objects.filter(pk=talk.pk).update(
        state="scheduled", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=45), time_zone=zone
    )
    talk.refresh_from_db()
    return talk


def test_two_thousand_interviews_over_twelve_zones_and_changes_of_clocks(application, interviewer, company):
    MailRule.objects.create(company=company, cause="reminder", letter="interview_reminder", candidate=False, panel=False)
    random = Random(7)
    rows = []
    for number in range(2000):
        zone = ZoneInfo(ZONES[number % len(ZONES)])
        wall = (CHANGES[number % len(CHANGES)] + timedelta(minutes=random.randrange(-12 * 60, 12 * 60))).astimezone(zone)
        starts = wall.replace(tzinfo=None).replace(tzinfo=zone, fold=number % 2).astimezone(UTC)  # gaps and folds among them
        rows.append(
            Interview(
                company=company,
                application=application,
                name="T",
                state="scheduled",
                starts_at=starts,
                ends_at=starts + timedelta(minutes=30),
                time_zone=str(zone),
            )
        )
    Interview.objects.bulk_create(rows)
    Panelist.objects.bulk_create(Panelist(interview=row, member=interviewer) for row in rows)
    for change in CHANGES:  # hour by hour over each change; for three hours the scheduler is down; now and then it runs twice
        for hour in range(-38, 14):
            now = change + hour * HOUR + timedelta(minutes=2)
            if hour % 20 in (3, 4, 5):
                continue
            for _ in range(1 + (hour % 7 == 0)):
                while reminders.remind_due(now):
                    pass

    given = Reminder.objects.values_list("interview", "whom", "starts_at", "at")
    assert len({row[:2] for row in given}) == len(given) == 4000
    for _pk, _whom, starts, told in given:
        assert starts - timedelta(hours=24) <= told < starts - timedelta(hours=24) + 4 * HOUR + timedelta(minutes=2)


def test_candidate_and_panel_each_get_one_on_their_own_clock(talk, interviewer):
    interviewer.user.time_zone = "Asia/Kathmandu"
    interviewer.user.save()
    set_to(talk, datetime(2027, 3, 28, 9, tzinfo=UTC))
    now = datetime(2027, 3, 27, 9, 1, tzinfo=UTC)
    assert reminders.remind_due(now) == 1 and reminders.remind_due(now) == 0

    theirs, ours = Message.objects.get(member=None), Message.objects.get(member=interviewer)
    assert "Sunday, 28 March 2027" in theirs.text and "11:00–11:45 (Europe/Berlin, UTC+2)" in theirs.text
    assert "14:45–15:30 (Asia/Kathmandu, UTC+5:45)" in ours.subject


def test_one_that_moved_is_reminded_of_at_its_new_time_alone(talk):
    start = datetime(2027, 5, 3, 9, tzinfo=UTC)
    set_to(talk, start)
    set_to(talk, start + timedelta(days=2))

    assert reminders.remind_due(start - timedelta(hours=23)) == 0
    assert reminders.remind_due(start + timedelta(days=1, hours=1)) == 1


def test_one_that_moved_after_its_reminder_is_reminded_of_again(talk):
    start = datetime(2027, 5, 3, 9, tzinfo=UTC)
    reminders.remind_due(set_to(talk, start).starts_at - timedelta(hours=24))
    set_to(talk, start + timedelta(days=2))

    assert reminders.remind_due(start + timedelta(days=1)) == 1
    assert Message.objects.filter(member=None).count() == 2


@pytest.mark.parametrize("state", ["cancelled", "offered", "done", "no_show"])
def test_one_that_does_not_take_place_is_not_reminded_of(talk, state):
    start = datetime(2027, 5, 3, 9, tzinfo=UTC)
    set_to(talk, start)
    Interview.objects.filter(pk=talk.pk).update(state=state)

    assert reminders.remind_due(start - timedelta(hours=2)) == 0


def test_after_a_long_night_of_the_scheduler_it_is_late_or_noted_as_missed(talk, caplog):
    start = datetime(2027, 5, 3, 9, tzinfo=UTC)
    set_to(talk, start)

    assert reminders.remind_due(start) == 0
    assert reminders.note_missed(start + HOUR) == 1 and reminders.note_missed(start + HOUR) == 0
    assert "no reminder" in caplog.text
    assert not Message.objects.exists()


def test_an_invitation_on_the_day_itself_needs_no_reminder(talk, recruiter):
    start = timezone.now() + timedelta(hours=5)
    reminders.no_need(set_to(talk, start))

    assert reminders.remind_due(timezone.now()) == 0 and not Message.objects.exists()


@pytest.mark.parametrize(
    ("starts", "zone", "says"),
    [
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/New_York", "01:30–01:15 EST (America/New York, UTC-4)"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/New_York", "01:30–02:15 (America/New York, UTC-5)"),
        (datetime(2027, 4, 3, 15, 0, tzinfo=UTC), "Australia/Lord_Howe", "01:30–02:15 (Australia/Lord Howe, UTC+10:30)"),
        (datetime(2027, 3, 14, 6, 45, tzinfo=UTC), "America/New_York", "01:45–03:30 EDT (America/New York, UTC-5)"),
        (datetime(2027, 1, 1, 10, 0, tzinfo=UTC), "Pacific/Kiritimati", "00:00–00:45 (Pacific/Kiritimati, UTC+14)"),
    ],
)
def test_the_words_tell_the_two_hours_of_a_change_apart(talk, starts, zone, says):
    assert correspondence.meeting(set_to(talk, starts, zone), zone, "en")["interview_time"] == says


def test_days_are_said_in_the_letters_language(talk):
    set_to(talk, datetime(2027, 3, 28, 9, tzinfo=UTC))

    assert correspondence.meeting(talk, "Europe/Berlin", "de")["interview_date"] == "Sonntag, 28. März 2027"
