"""Calendar files of interviews (RFC 5545), invitations by mail and the answers to them (RFC 5546).

An interview has two entries, so that candidate and interviewers never read each other's addresses: one for the candidate, one for
the panel. Each keeps its UID for life; SEQUENCE is the interview's own, which rises with every change of time, place or state.
"""

from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from accounts.live import nudge
from accounts.mail import absolute
from accounts.refusal import Refused
from collaboration.models import Interview
from collaboration.services import booking
from notifications.models import Attendance
from notifications.services.letters import one_line

CANDIDATE, PANEL = "candidate", "panel"
PRODUCT = "-//IntelliMatch//Interviews//EN"
LARGEST = 100_000  # bytes of an answer
SAID = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


def uid_of(interview, whom):
    return f"{interview.pk}-{whom}"


def invitation(*, interview, to, language="en", left=()):
    """The file that invites the candidate (`to` is CANDIDATE) or the panel, and brings their calendars up to date."""
    return _file("REQUEST", _invited(interview, to, left, language))


def cancellation(*, interview, to, language="en", left=()):
    """The file that takes the entry out of calendars: everybody's, or that of `left` alone, members who no longer sit in it."""
    event = _invited(interview, to, left, language)
    event["STATUS"] = "CANCELLED"
    return _file("CANCEL", event)


def download(*, interview, to, language="en"):
    """The file for somebody to put into their calendar by hand; nobody is asked to answer it."""
    event = _event(interview, to, language)
    event.add("status", "CANCELLED" if interview.state == Interview.State.CANCELLED else "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["SUMMARY"])
    alarm.add("trigger", timedelta(minutes=-30))
    event.add_component(alarm)
    return _file("PUBLISH", event)


def _file(method, event):
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical()


def _event(interview, to, language):
    """The entry without people: what both sides may read differs in words and link."""
    application, now, event = interview.application, timezone.now(), Event()
    with translation.override(language):
        if to == CANDIDATE:
            summary = f"{_('Interview')}: {application.job.title}, {interview.company.name}"
            page = absolute(booking.link(interview))
            seats = interview.panel.select_related("member__user")
            told = [", ".join(seat.member.name for seat in seats), interview.note]
            told += [interview.kit.expect, interview.kit.tips] if interview.kit else []
        else:
            summary = f"{interview.name}: {shown_name(application)}, {application.job.title}"
            page = absolute(reverse("collaboration:interview", args=[interview.pk]))
            told = []
    event.add("uid", uid_of(interview, to))
    event.add("sequence", interview.sequence)
    event.add("dtstamp", now)
    event.add("created", interview.created_at.astimezone(UTC))
    event.add("last-modified", now)
    event.add("dtstart", interview.starts_at.astimezone(UTC))
    event.add("dtend", interview.ends_at.astimezone(UTC))
    event.add("summary", one_line(summary))
    if where := one_line(interview.place or interview.link):
        event.add("location", where)
    event.add("description", "\n\n".join(_lines(part) for part in [interview.link, *told, page] if part))
    event.add("url", page)
    event.add("transp", "OPAQUE")
    return event


def _lines(text):
    """Text of several lines without signs that no calendar can show."""
    return "\n".join(one_line(line) for line in text.splitlines())


def shown_name(application):
    """The candidate's name as a file for several colleagues may carry it: a blind review must not end in a calendar."""
    from jobs import blind

    early = application.status == "active" and application.stage.type in blind.EARLY
    name = blind.pseudonym(application.candidate_id) if application.job.blind and early else application.candidate.name
    return one_line(name)


def _invited(interview, to, left, language):
    event = _event(interview, to, language)
    event.add("status", "CONFIRMED")
    event.add("organizer", _person(organizer_address(), interview.company.name))
    answered = dict(Attendance.objects.filter(interview=interview).values_list("whom", "state"))
    for whom, name, address, required in _people(interview, to, left):
        person = _person(address, name)
        person.params["ROLE"] = vText("REQ-PARTICIPANT" if required else "OPT-PARTICIPANT")
        person.params["PARTSTAT"] = vText(answered.get(whom, "needs-action").upper())
        person.params["RSVP"] = vText("TRUE")
        event.add("attendee", person)
    return event


def _people(interview, to, left=()):
    """(whom, name, address, required) of everybody whom the entry is for."""
    if to == CANDIDATE:
        candidate = interview.application.candidate
        return [(CANDIDATE, candidate.name, candidate.email, True)]
    if left:
        return [(str(member.pk), member.name, member.user.email, True) for member in left]
    seats = interview.panel.select_related("member__user").order_by("pk")
    return [(str(seat.member_id), seat.member.name, seat.member.user.email, seat.required) for seat in seats]


def _person(address, name):
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(one_line(name).replace('"', "’"))
    return person


def organizer_address():
    """Where calendars send their answers: to us, where mail comes in, else to who the mail is from."""
    if getattr(settings, "INBOUND_DOMAIN", ""):
        return f"calendar@{settings.INBOUND_DOMAIN}"
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@dataclass(frozen=True)
class Answer:
    """What became of an answer that came by mail; `code` says why one was refused."""

    accepted: bool
    code: str
    interview: Interview | None = None
    whom: str = ""


@transaction.atomic
def accept_reply(data, sender):
    """Take the answer of somebody's calendar: from whom we invited, to what we last told them, each once and in its order.

    `sender`: the address that the mail is proven to come from. A COUNTER of the candidate becomes the wish for another time, which
    a recruiter decides; nothing else moves an interview.
    """
    method, event = _read(data)
    if event is None:
        return Answer(False, "not_an_answer")
    interview, to = _interview_of(str(event.get("UID", "")))
    if interview is None:
        return Answer(False, "unknown")
    sender = parseaddr(sender)[1].lower()
    whom = next((one[0] for one in _people(interview, to) if one[2] and one[2].lower() == sender), None)
    said = next((one for one in _attendees(event) if one[0] == sender), None)
    if whom is None or said is None:
        return Answer(False, "not_invited", interview)
    if interview.state != Interview.State.SCHEDULED or interview.starts_at <= timezone.now():
        return Answer(False, "over", interview, whom)
    if int(event.get("SEQUENCE", 0)) < interview.sequence:
        return Answer(False, "outdated", interview, whom)
    if method == "COUNTER":
        return _counter(interview, whom, event)
    return _take(interview, whom, said[1], event)


def _read(data):
    """(method, event) of an answer; (None, None) for anything else."""
    if len(data) > LARGEST:
        return None, None
    try:
        calendar = Calendar.from_ical(data)
        method = str(calendar.get("METHOD", "")).upper()
        events = calendar.walk("VEVENT")
        for event in events:
            int(event.get("SEQUENCE", 0))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):  # whatever a stranger's file is made of
        return None, None
    return (method, events[0]) if method in {"REPLY", "COUNTER"} and len(events) == 1 else (None, None)


def _interview_of(uid):
    from uuid import UUID

    pk, _dash, to = uid.rpartition("-")
    try:
        found = Interview.objects.select_for_update(of=("self",)).select_related("application__candidate", "company", "kit")
        interview = found.filter(pk=UUID(pk)).first() if to in {CANDIDATE, PANEL} else None
    except ValueError:
        interview = None
    return interview, to


def _attendees(event):
    """(address, PARTSTAT) of everybody named."""
    named = event.get("ATTENDEE", [])
    for one in named if isinstance(named, list) else [named]:
        address = str(one).strip()
        yield (
            address[7:].lower() if address.lower().startswith("mailto:") else address.lower(),
            str(one.params.get("PARTSTAT", "")).upper(),
        )


def _stamp(event):
    """When the answer was written; never later than now, so that a wrong clock shuts out no later answer."""
    now, stamp = timezone.now(), getattr(event.get("DTSTAMP"), "dt", None)
    return min(stamp, now) if hasattr(stamp, "tzinfo") and stamp.tzinfo else now


def _take(interview, whom, said, event):
    if said not in SAID:
        return Answer(False, "not_an_answer", interview, whom)
    stamp = _stamp(event)
    known = Attendance.objects.select_for_update().filter(interview=interview, whom=whom).first()
    if known and known.sequence >= interview.sequence and known.stamped_at > stamp:
        return Answer(False, "older", interview, whom)
    Attendance.objects.update_or_create(
        interview=interview, whom=whom, defaults={"state": SAID[said], "sequence": interview.sequence, "stamped_at": stamp}
    )
    nudge(f"interview:{interview.pk}")
    return Answer(True, SAID[said], interview, whom)


def _counter(interview, whom, event):
    if whom != CANDIDATE:
        return Answer(False, "counter_of_panel", interview, whom)
    start, why = getattr(event.get("DTSTART"), "dt", None), one_line(event.get("COMMENT", "") or "")
    wanted = f"{start:%Y-%m-%d %H:%M %Z}" if hasattr(start, "hour") else ""
    reason = " · ".join(part for part in (wanted, why) if part)[:500] or _("Another time, please.")
    try:
        booking.ask_change(interview=interview, reason=reason)
    except Refused as refusal:
        return Answer(False, refusal.code, interview, whom)
    return Answer(True, "asked", interview, whom)
