"""The pages and the API on which times are found, offered and chosen."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.live import may_join
from accounts.refusal import Refused
from collaboration.models import BusyTime, Interview, Slot, TimeChange
from collaboration.services import availability, booking, interviews
from tests.conftest import OURS

MONDAY = datetime(2031, 3, 3, tzinfo=UTC)
HOURS = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@pytest.fixture
def talk(application, recruiter, interviewer):
    for member in (recruiter, interviewer):
        member.working_hours = HOURS
        member.save(update_fields=["working_hours"])
    return interviews.create_interview(
        application=application, actor=recruiter, name="Talk", minutes=60, panel=[(interviewer, True), (recruiter, False)]
    )


def look(talk, **asked):
    return availability.look([availability.wanted_of(talk)], now=MONDAY, **asked)


def test_a_member_without_hours_works_on_weekdays_in_the_company_s_zone(talk, interviewer):
    interviewer.working_hours = {}
    interviewer.save(update_fields=["working_hours"])

    first = look(talk, notice=0).plans[0]

    assert datetime.fromtimestamp(first.at * 60, UTC) == MONDAY + timedelta(hours=8)  # nine in Berlin


def test_notice_windows_busy_times_and_limits_count(talk, interviewer, company):
    day = timedelta(days=1)
    BusyTime.objects.create(
        company=company, member=interviewer, starts_at=MONDAY + day, ends_at=MONDAY + day + timedelta(hours=10)
    )
    availability.set_limits(member=interviewer, actor=interviewer, after=30)
    window = (MONDAY + day + timedelta(hours=9), MONDAY + day + timedelta(hours=15))

    plans = look(talk, notice=24, windows=[window]).plans

    assert [datetime.fromtimestamp(plan.at * 60, UTC).strftime("%d %H:%M") for plan in plans] == [
        "04 10:00",
        "04 11:00",
        "04 12:00",
    ]


def test_the_interview_itself_is_not_in_its_own_way(talk, recruiter, interviewer):
    interviews.schedule(interview=talk, starts_at=MONDAY + timedelta(hours=8), actor=recruiter)

    at = {but: look(talk, notice=0, but=but).plans[0].at for but in ((), (talk.pk,))}

    assert at[()] - at[(talk.pk,)] == 60


def test_no_panel_and_endless_spans_are_refused(application, recruiter, talk):
    empty = interviews.create_interview(application=application, actor=recruiter, name="Empty", minutes=30)
    for interview, asked, code in (
        (empty, {}, "no_panel"),
        (talk, {"until": MONDAY + timedelta(days=90)}, "span"),
        (talk, {"windows": []}, "required"),
    ):
        with pytest.raises(Refused) as refused:
            look(interview, **asked)
        assert refused.value.code == code


def test_limits_out_of_range_are_refused_at_their_field(interviewer):
    with pytest.raises(Refused) as refused:
        availability.set_limits(member=interviewer, actor=interviewer, most_a_day=0)

    assert refused.value.field == "most_a_day"


def test_the_page_shows_times_schedules_and_offers(sign_in, recruiter, talk, django_assert_max_num_queries):
    client, address = sign_in(recruiter), reverse("collaboration:find_times", args=[talk.pk])
    with django_assert_max_num_queries(15):
        page = client.get(address)
    starts = [part.split('"')[1] for part in page.content.decode().split('name="schedule" value=')[1:]]

    client.post(address, {"starts": starts[:3], "offer": "true"})
    talk.refresh_from_db()
    offered = client.get(address).content.decode()

    assert talk.state == "offered" and Slot.objects.filter(interview=talk).count() == 3
    assert booking.link(talk).split(":")[0] in offered
    client.post(address, {"withdraw": str(Slot.objects.first().pk)})
    assert Slot.objects.exclude(withdrawn_at=None).count() == 1
    client.post(address, {"schedule": starts[4]})
    talk.refresh_from_db()
    assert talk.state == "scheduled" and talk.starts_at == datetime.fromisoformat(starts[4])


def test_the_page_says_what_would_have_to_give(sign_in, recruiter, talk, interviewer, company):
    now = timezone.now()
    BusyTime.objects.create(company=company, member=interviewer, starts_at=now, ends_at=now + timedelta(days=60))

    page = sign_in(recruiter).get(reverse("collaboration:find_times", args=[talk.pk])).content.decode()

    assert f"Without {interviewer.name}" in page and f"If {interviewer.name} moves what stands in their calendar" in page
    assert 'name="schedule"' not in page


@pytest.mark.parametrize("asked", [{"first": "x"}, {"first": "2031-03-03", "last": "2031-02-01", "zone": "UTC", "notice": "24"}])
def test_a_bad_question_is_answered_at_its_field(sign_in, recruiter, talk, asked):
    page = sign_in(recruiter).get(reverse("collaboration:find_times", args=[talk.pk]), asked)

    assert page.status_code == 422 and 'class="error"' in page.content.decode()


def test_a_time_that_is_none_is_refused(sign_in, recruiter, talk):
    page = sign_in(recruiter).post(reverse("collaboration:find_times", args=[talk.pk]), {"schedule": "soon"}, follow=True)

    assert "That is not a time" in page.content.decode()


def test_one_s_own_times(sign_in, interviewer, recruiter):
    client, address = sign_in(interviewer), reverse("collaboration:my_times")

    assert (
        client.post(
            reverse("collaboration:busy_add"), {"starts_at": "2031-03-03T10:00", "ends_at": "2031-03-03T09:00"}
        ).status_code
        == 422
    )
    client.post(
        reverse("collaboration:busy_add"), {"starts_at": "2031-03-03T09:00", "ends_at": "2031-03-03T10:00", "text": "Dentist"}
    )
    client.post(reverse("collaboration:limits"), {"most_a_day": "3", "after": "15"})
    page = client.get(address).content.decode()
    row = BusyTime.objects.get()
    interviewer.refresh_from_db()

    assert "Dentist" in page and availability.limits_of(interviewer) == {
        "most_a_day": 3,
        "most_a_week": None,
        "before": None,
        "after": 15,
    }
    assert sign_in(recruiter).post(reverse("collaboration:busy_remove", args=[row.pk])).status_code == 404
    sign_in(interviewer).post(reverse("collaboration:busy_remove", args=[row.pk]))
    assert not BusyTime.objects.exists()


@pytest.fixture
def link(talk, recruiter):
    start = (timezone.now() + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    booking.offer(interview=talk, starts=[start, start + timedelta(hours=2)], actor=recruiter)
    return booking.link(talk)


def test_a_candidate_books_asks_for_another_time_and_calls_it_off(
    link, talk, recruiter, interviewer, django_assert_max_num_queries
):
    nobody = Client()
    with django_assert_max_num_queries(8):
        page = nobody.get(link, {"zone": "Asia/Tokyo"})
    first, second = Slot.objects.order_by("starts_at")
    assert "21:00" in page.content.decode() and interviewer.name in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"

    booked = nobody.post(link, {"slot": str(first.pk), "zone": "Asia/Tokyo"}, follow=True).content.decode()
    again = nobody.post(link, {"slot": str(second.pk), "zone": "Asia/Tokyo"})
    asked = nobody.post(link, {"act": "change", "reason": "Exam", "zone": "Asia/Tokyo"}, follow=True).content.decode()
    talk.refresh_from_db()
    assert "Your time is booked" in booked and "21:00" in booked
    assert (again.status_code, talk.starts_at, talk.time_zone) == (409, first.starts_at, "Asia/Tokyo")
    assert "You have asked for another time" in asked

    booking.decide_change(change=TimeChange.objects.get(), approve=True, actor=recruiter)
    nobody.post(link, {"slot": str(second.pk)})
    talk.refresh_from_db()
    assert talk.starts_at == second.starts_at

    nobody.post(link, {"act": "cancel", "reason": "Ill"})
    assert Interview.objects.get(pk=talk.pk).cancelled_why == "Ill"
    assert "called off" in nobody.get(link).content.decode()


@pytest.mark.parametrize("slot", ["", "no-id", "01900000-0000-7000-8000-000000000000"])
def test_a_slot_that_is_none_is_refused_and_the_times_stay_on_the_page(link, slot):
    page = Client().post(link, {"slot": slot})

    assert (
        page.status_code == 422 and "Choose one of the times" in page.content.decode() and 'name="slot"' in page.content.decode()
    )


def test_a_link_that_was_changed_leads_nowhere_and_shows_nothing(link):
    page = Client().get(link[:-3] + "xx/")

    assert page.status_code == 404 and OURS not in page.content.decode()


def test_a_time_that_somebody_is_busy_at_by_now_is_not_shown(link, company, interviewer):
    first, second = Slot.objects.order_by("starts_at")
    BusyTime.objects.create(company=company, member=interviewer, starts_at=first.starts_at, ends_at=first.ends_at)

    page = Client().get(link).content.decode()

    assert str(first.pk) not in page and str(second.pk) in page


def test_the_api_finds_a_row_of_sessions(sign_in, recruiter, interviewer, admin, talk):
    body = {
        "sessions": [
            {"name": "Talk", "minutes": 45, "required": [str(interviewer.pk)]},
            {"name": "Panel", "minutes": 60, "any_of": [{"count": 1, "members": [str(admin.pk), str(recruiter.pk)]}], "gap": 15},
        ],
        "since": "2031-03-03T00:00:00Z",
        "until": "2031-03-08T00:00:00Z",
        "time_zone": "Europe/Berlin",
    }
    answer = sign_in(recruiter).post("/api/v1/meeting-times", body, content_type="application/json").json()

    starts = [datetime.fromisoformat(one["starts_at"]).astimezone(UTC) - MONDAY for one in answer["plans"][0]]
    assert starts == [timedelta(hours=8), timedelta(hours=9)]
    assert answer["ways_out"] == []


def test_the_api_says_what_would_have_to_give(sign_in, recruiter, interviewer, talk, company):
    BusyTime.objects.create(company=company, member=interviewer, starts_at=MONDAY, ends_at=MONDAY + timedelta(days=60))
    body = {"interview": str(talk.pk), "since": MONDAY.isoformat(), "until": (MONDAY + timedelta(days=5)).isoformat()}

    answer = sign_in(recruiter).post("/api/v1/meeting-times", body, content_type="application/json").json()

    assert answer["plans"] == [] and ["person"] in [way["gave"] for way in answer["ways_out"]]


def test_the_api_offers_books_and_decides(sign_in, recruiter, talk):
    client = sign_in(recruiter)
    start = (timezone.now() + timedelta(days=2)).replace(microsecond=0)

    [slot] = client.post(
        "/api/v1/slots", {"interview": str(talk.pk), "starts": [start.isoformat()]}, content_type="application/json"
    ).json()
    booked = client.post(f"/api/v1/slots/{slot['id']}/book", {"interview": str(talk.pk)}, content_type="application/json")
    change = booking.ask_change(interview=Interview.objects.get(pk=talk.pk), reason="Exam")
    denied = client.post(
        f"/api/v1/time-changes/{change.pk}/decide", {"approve": False, "answer": "No"}, content_type="application/json"
    )

    assert (booked.status_code, booked.json()["taken_by"]) == (201, str(talk.pk))
    assert (denied.json()["state"], denied.json()["answer"]) == ("denied", "No")
    assert client.delete(f"/api/v1/slots/{slot['id']}").status_code == 409


def test_slots_of_a_confidential_job_are_hidden_outside_its_team(admin, recruiter, talk, link, job):
    assert Slot.objects.visible_to(admin).count() == 2
    job.confidential = True
    job.save()

    assert not Slot.objects.visible_to(admin).exists() and Slot.objects.visible_to(recruiter).exists()


def test_the_page_follows_what_happens_to_the_panel_and_keeps_what_was_ticked(talk, interviewer, recruiter, sign_in):
    client, address = sign_in(recruiter), reverse("collaboration:find_times", args=[talk.pk])
    page = client.get(address).content.decode()
    assert all(f"live:{topic}" in page for topic in (f"interview:{talk.pk}", f"times:{interviewer.pk}", f"times:{recruiter.pk}"))
    times = re.findall(r'name="starts" value="([^"]+)"[^>]*?( checked)?>', page)
    assert [bool(ticked) for _value, ticked in times][:4] == [True, True, True, False]

    again = client.get(address, {"ticked": "1", "starts": times[3][0]}).content.decode()
    assert [value for value, ticked in re.findall(r'name="starts" value="([^"]+)"[^>]*?( checked)?>', again) if ticked] == [
        times[3][0]
    ]


def test_who_may_schedule_hears_that_a_colleague_s_time_changed(interviewer, recruiter, viewer, stranger):
    topic = f"times:{interviewer.pk}"
    assert [may_join(one, topic) for one in (recruiter, viewer, interviewer, stranger)] == [True, False, False, False]


def test_who_opens_links_very_often_is_told_to_wait(db):
    client = Client(REMOTE_ADDR="192.0.2.77")
    answers = [client.get(f"/book/{number}/").status_code for number in range(242)]  # whenever the hour ends
    assert set(answers) == {404, 429}
