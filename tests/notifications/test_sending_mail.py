"""What waits is sent once, by whoever claims it; what the server says decides whether it is tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from notifications.models import Message, Suppression, Transport
from notifications.services import delivery
from notifications.services.delivery import claim, send_due
from notifications.services.suppression import lift, suppress

pytestmark = pytest.mark.django_db


def again():
    """Let the waits run out."""
    Message.objects.filter(state="queued").update(due_at=timezone.now())
    return send_due()


def test_a_mail_leaves_with_what_its_reader_and_other_machines_need(smtp, write, company):
    row = write(
        name="Mara Łukasz",
        kind="digest",
        calendar=(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST"),
        reply_to="team@ours.test",
    )

    assert send_due() == 1

    [mail] = smtp.mails
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 1)
    assert mail["Message-ID"] == row.message_id
    assert mail["To"].addresses[0].display_name == "Mara Łukasz"
    assert mail["From"].addresses[0].addr_spec == "hiring@ours.test"
    assert mail["Reply-To"] == "team@ours.test"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http")
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert [event.kind for event in row.events.all()] == ["sent"]


def test_what_is_owed_can_not_be_unsubscribed_from(smtp, write):
    write(kind="rejection")
    send_due()

    assert smtp.mails[0]["List-Unsubscribe"] is None


def test_what_is_for_later_waits(smtp, write):
    write(not_before=timezone.now() + timedelta(minutes=30))

    assert send_due() == 0
    assert again() == 1


def test_a_busy_server_is_asked_again_later_and_later_and_not_for_ever(smtp, write):
    smtp.replies["mara@people.test"] = "451 4.3.0 Come back later"
    row = write()
    waits = []
    for _ in range(len(delivery.WAITS) + 1):
        again()
        row.refresh_from_db()
        waits.append(round((row.due_at - timezone.now()).total_seconds(), -1))

    assert waits[:-1] == [float(seconds) for seconds in delivery.WAITS]
    assert (row.state, row.why) == ("failed", "451 4.3.0 Come back later")
    assert smtp.said["rcpt"] == len(delivery.WAITS) + 1
    assert [event.name for event in Event.objects.about(row)] == ["mail.failed"]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("reply", "dead"),
    [
        ("550 5.1.1 There is no such mailbox", True),
        ("550 No such user", True),
        ("550 5.7.1 We do not like your server", False),
        ("554 5.7.26 Unauthenticated mail", False),
        ("552 5.2.2 Mailbox full", False),
    ],
)
def test_a_no_is_final_and_a_dead_address_gets_no_more_mail(smtp, write, other_company, reply, dead):
    smtp.replies["mara@people.test"] = reply
    row = write()
    assert (send_due(), again()) == (0, 0)

    row.refresh_from_db()
    assert (row.state, row.why, smtp.said["rcpt"]) == ("failed", reply, 1)
    assert write(key="other", company=other_company).state == ("suppressed" if dead else "queued")


def test_an_address_that_is_let_go_again_gets_mail(smtp, write, admin):
    suppress(address="mara@people.test", reason=Suppression.Reason.BOUNCE)
    assert write().state == "suppressed"

    lift(suppression=Suppression.objects.get(), actor=admin, why="She has a new provider")

    assert write(key="2").state == "queued"
    suppress(address="mara@people.test", reason=Suppression.Reason.BOUNCE)
    assert send_due() == 0  # it died while the mail waited
    assert Message.objects.get(key="2").state == "suppressed"


def test_a_line_that_breaks_after_the_mail_was_given_sends_it_again_under_the_same_name(smtp, write):
    smtp.cut = 1
    row = write()
    assert send_due() == 0
    smtp.cut = 0
    assert again() == 1

    assert [mail["Message-ID"] for mail in smtp.mails] == [row.message_id] * 2  # the double can be told


def test_a_server_that_is_away_costs_no_mail_a_try_and_is_not_hammered(smtp, write, settings):
    settings.EMAIL_PORT = 9
    for number in range(30):
        write(to=f"p{number}@people.test")
    assert send_due() == 0

    assert set(Message.objects.values_list("state", "attempts")) == {("queued", 0)}
    way = Transport.objects.get()
    assert (way.failures, way.paused_until > timezone.now()) == (1, True)
    settings.EMAIL_PORT = smtp.port
    assert send_due() == 0  # not before the pause is over
    Transport.objects.update(paused_until=timezone.now())
    assert send_due() == 30
    assert Transport.objects.get().failures == 0


def test_two_workers_never_hold_the_same_mail(smtp, write):
    for number in range(5):
        write(to=f"p{number}@people.test")

    mine, theirs = claim(3), claim(3)

    assert len({one.pk for one in [*mine, *theirs]}) == 5
    assert claim(3) == []


def test_a_worker_that_did_not_come_back_leaves_its_mail_to_others(smtp, write):
    write()
    [held] = claim(1)
    assert send_due() == 0
    Message.objects.update(leased_until=timezone.now())

    assert send_due() == 1
    assert delivery._send(held, delivery.Carrier()) is None  # who comes back late finds the claim gone
    assert len(smtp.taken) == 1


def test_a_mail_that_kills_its_worker_each_time_is_given_up(smtp, write):
    write()
    claim(1)
    Message.objects.update(leased_until=timezone.now(), attempts=len(delivery.WAITS) + 1)

    assert send_due() == 0
    assert Message.objects.get().state == "failed"


def test_a_way_into_an_account_is_forgotten_once_it_is_sent(smtp, write):
    write(kind="magic_link", text="https://…/secret", company=None)
    send_due()

    assert smtp.mails[0].get_body(("plain",)).get_content().strip() == "https://…/secret"
    assert list(Message.objects.values_list("text", "html")) == [(None, None)]


def test_a_mail_that_can_not_be_written_does_not_hold_up_the_next(smtp, write):
    write()
    Message.objects.update(sender="no\naddress")
    write(to="next@people.test")

    assert send_due() == 1
    assert set(Message.objects.values_list("to_email", "state")) == {("mara@people.test", "failed"), ("next@people.test", "sent")}


def test_no_more_leave_in_a_second_than_the_provider_allows(smtp, write, settings, monkeypatch):
    settings.MAIL_PER_SECOND, begun = 10, timezone.now()
    monkeypatch.setattr(delivery.time, "sleep", lambda seconds: None)
    for number in range(4):
        write(to=f"p{number}@people.test")

    assert send_due() == 4
    assert Transport.objects.get().free_from >= begun + timedelta(seconds=0.4)  # each took its place behind the one before


def test_without_a_server_what_waits_is_kept(write, settings, smtp):
    write()
    settings.MAIL_TRANSPORT = ""

    assert send_due() == 0
    assert Message.objects.get().state == "kept"
