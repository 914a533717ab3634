"""Calendar files that other programs read as they should, and the answers that come back."""

import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import vobject
from django.utils import timezone

from collaboration.models import Interview, TimeChange
from collaboration.services import interviews
from notifications.models import Attendance
from notifications.services import calendar
from notifications.services.calendar import CANDIDATE, PANEL

HOSTILE = 'Bobby; "Tables", \\ ✓\r\nATTENDEE:mailto:evil@evil.test ' + "ß" * 120


@pytest.fixture
def talk(application, recruiter, interviewer, admin):
    made = interviews.create_interview(
        application=application, actor=recruiter, name="First talk", panel=[(interviewer, True), (admin, False)]
    )
    start = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    return interviews.schedule(interview=made, starts_at=start, actor=recruiter, place="12 Harbour Street; 2nd floor, left")


def read(data):
    return vobject.readOne(data.decode())


def test_another_library_reads_the_invitation(talk, interviewer, admin):
    file = read(calendar.invitation(interview=talk, to=PANEL))

    event = file.vevent
    assert file.method.value == "REQUEST" and event.status.value == "CONFIRMED"
    assert event.uid.value == f"{talk.pk}-panel" and int(event.sequence.value) == talk.sequence
    assert event.dtstart.value == talk.starts_at and event.dtend.value == talk.ends_at
    assert event.dtstamp.value.tzinfo is not None
    assert event.location.value == "12 Harbour Street; 2nd floor, left"
    assert {one.value: one.params["ROLE"][0] for one in event.attendee_list} == {
        f"mailto:{interviewer.user.email}": "REQ-PARTICIPANT",
        f"mailto:{admin.user.email}": "OPT-PARTICIPANT",
    }
    assert event.organizer.value == "mailto:no-reply@localhost"


def test_candidate_and_panel_read_nothing_of_each_other(talk, interviewer, candidate):
    theirs = calendar.invitation(interview=talk, to=CANDIDATE).decode()
    ours = calendar.invitation(interview=talk, to=PANEL).decode()

    assert interviewer.user.email not in theirs and candidate.email not in ours
    assert read(theirs.encode()).vevent.uid.value != read(ours.encode()).vevent.uid.value


def test_hostile_words_stay_words(talk, company):
    talk.name, talk.place, talk.note = HOSTILE, HOSTILE, HOSTILE
    talk.application.candidate.name = HOSTILE
    for to in (CANDIDATE, PANEL):
        for data in (calendar.invitation(interview=talk, to=to), calendar.download(interview=talk, to=to)):
            assert all(len(line) <= 75 for line in data.split(b"\r\n")), "lines are folded at 75 octets"
            assert b"\n" not in data.replace(b"\r\n", b"")
            event = read(data).vevent
            assert "mailto:evil@evil.test" not in [one.value for one in getattr(event, "attendee_list", [])]
            assert 'Bobby; "Tables", \\ ✓' in event.location.value


def test_a_change_raises_the_sequence_and_keeps_the_uid(talk, recruiter):
    before = read(calendar.invitation(interview=talk, to=CANDIDATE)).vevent
    moved = interviews.schedule(interview=talk, starts_at=talk.starts_at + timedelta(days=1), actor=recruiter)
    after = read(calendar.invitation(interview=moved, to=CANDIDATE)).vevent
    off = read(calendar.cancellation(interview=interviews.cancel(interview=moved, actor=recruiter), to=CANDIDATE))

    assert before.uid.value == after.uid.value == off.vevent.uid.value
    assert int(before.sequence.value) < int(after.sequence.value) < int(off.vevent.sequence.value)
    assert off.method.value == "CANCEL" and off.vevent.status.value == "CANCELLED"


def test_who_leaves_is_cancelled_alone(talk, admin):
    off = read(calendar.cancellation(interview=talk, to=PANEL, left=[admin]))

    assert [one.value for one in off.vevent.attendee_list] == [f"mailto:{admin.user.email}"]


def test_a_download_asks_nobody_to_answer(talk):
    file = read(calendar.download(interview=talk, to=CANDIDATE))

    assert file.method.value == "PUBLISH" and not hasattr(file.vevent, "attendee")
    assert file.vevent.valarm.trigger.value == timedelta(minutes=-30)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """A test's server says nothing."""


@pytest.fixture
def caldav(tmp_path):
    """A real CalDAV server on loopback with one calendar; the address of it."""
    from radicale import Application, config

    settings = config.load()
    settings.update(
        {"auth": {"type": "none"}, "rights": {"type": "authenticated"}, "storage": {"filesystem_folder": str(tmp_path)}}, "test"
    )
    settings.update({"rights": {"type": "owner_only"}}, "test")
    server = make_server("127.0.0.1", 0, Application(settings), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/ada/"
    yield base
    server.shutdown()
    server.server_close()


def ask(method, url, body=None, **headers):
    token = "Basic YWRhOmFkYQ=="  # ada:ada
    request = urllib.request.Request(url, data=body, method=method, headers={"Authorization": token, **headers})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.read()


def test_a_real_calendar_server_takes_moves_and_finds_it(talk, recruiter, caldav):
    ask("MKCALENDAR", f"{caldav}work/")
    place = f"{caldav}work/talk.ics"
    kind = {"Content-Type": "text/calendar; charset=utf-8"}
    assert (
        ask("PUT", place, calendar.download(interview=talk, to=CANDIDATE).replace(b"METHOD:PUBLISH\r\n", b""), **kind)[0] == 201
    )
    moved = interviews.schedule(interview=talk, starts_at=talk.starts_at + timedelta(days=1), actor=recruiter)
    ask("PUT", place, calendar.download(interview=moved, to=CANDIDATE).replace(b"METHOD:PUBLISH\r\n", b""), **kind)

    day = f"{moved.starts_at:%Y%m%d}"
    query = f"""<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:prop><c:calendar-data/></d:prop><c:filter>
      <c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{day}T000000Z" end="{day}T235959Z"/>
      </c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""
    found = ask("REPORT", f"{caldav}work/", query.encode(), Depth="1", **{"Content-Type": "text/xml"})[1].decode()

    assert found.count("BEGIN:VEVENT") == 1 and f"SEQUENCE:{moved.sequence}" in found


def reply(talk, *, to=CANDIDATE, address=None, said="ACCEPTED", sequence=None, stamp=None, method="REPLY", uid=None, more=""):
    stamp = stamp or timezone.now()
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Test//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid or f'{talk.pk}-{to}'}\r\n"
        f"SEQUENCE:{talk.sequence if sequence is None else sequence}\r\nDTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"ATTENDEE;PARTSTAT={said}:mailto:{address or talk.application.candidate.email}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def test_an_answer_is_taken_from_whom_we_invited(talk, candidate):
    answer = calendar.accept_reply(reply(talk), f"Mara <{candidate.email.upper()}>")

    assert answer.accepted and answer.code == "accepted"
    assert Attendance.objects.get().state == "accepted"
    assert read(calendar.invitation(interview=talk, to=CANDIDATE)).vevent.attendee.params["PARTSTAT"] == ["ACCEPTED"]


@pytest.mark.parametrize(
    ("given", "sender", "code"),
    [
        ({}, "stranger@evil.test", "not_invited"),
        ({"address": "stranger@evil.test"}, None, "not_invited"),
        ({"to": "panel"}, None, "not_invited"),
        ({"sequence": 0}, None, "outdated"),
        ({"uid": "01900000-0000-7000-8000-000000000000-candidate"}, None, "unknown"),
        ({"uid": "x"}, None, "unknown"),
        ({"method": "REQUEST"}, None, "not_an_answer"),
        ({"said": "DELEGATED"}, None, "not_an_answer"),
    ],
)
def test_other_answers_are_refused(talk, candidate, given, sender, code):
    answer = calendar.accept_reply(reply(talk, **given), sender or candidate.email)

    assert (answer.accepted, answer.code) == (False, code)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"BEGIN:VCALENDAR\r\n" * 500, b"x" * 200_000, b"BEGIN:VEVENT\r\nSEQUENCE:x\r\nEND:VEVENT"]
)
def test_what_is_no_calendar_is_no_answer(db, data):
    assert calendar.accept_reply(data, "a@b.test").code == "not_an_answer"


def test_of_two_answers_the_later_counts_whichever_comes_last(talk, candidate):
    now = timezone.now()
    calendar.accept_reply(reply(talk, said="DECLINED", stamp=now), candidate.email)
    answer = calendar.accept_reply(reply(talk, stamp=now - timedelta(hours=1)), candidate.email)

    assert answer.code == "older" and Attendance.objects.get().state == "declined"


def test_a_clock_that_is_wrong_shuts_nobody_out(talk, candidate):
    calendar.accept_reply(reply(talk, stamp=datetime(2090, 1, 1, tzinfo=UTC)), candidate.email)

    assert calendar.accept_reply(
        reply(talk, said="DECLINED", stamp=timezone.now() + timedelta(seconds=5)), candidate.email
    ).accepted


def test_after_a_cancellation_it_is_over(talk, candidate, recruiter):
    data = reply(talk, sequence=99)
    interviews.cancel(interview=talk, actor=recruiter)

    assert calendar.accept_reply(data, candidate.email).code == "over"


def test_a_counter_becomes_a_wish_and_moves_nothing(talk, candidate):
    data = reply(talk, method="COUNTER", more="DTSTART:20300101T100000Z\r\nCOMMENT:Exam that day\r\n")
    answer = calendar.accept_reply(data, candidate.email)

    assert answer.code == "asked"
    assert TimeChange.objects.get().reason == "2030-01-01 10:00 UTC · Exam that day"
    assert Interview.objects.get(pk=talk.pk).starts_at == talk.starts_at
