"""SendGrid, Mailgun and Amazon SES by setting: what they are given, and what they tell of it afterwards."""

import hashlib
import hmac
import json
import time

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Event
from notifications.models import Message, Suppression, Transport
from notifications.services.delivery import send_due
from notifications.views.hooks import address_of
from tests.doubles.mail_providers import MailProvider

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning"),
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailInsecureWebhookWarning"),
]
SIGNING_KEY = "mailgun-signing-key"


def use(settings, provider, url):
    settings.MAIL_TRANSPORT = f"anymail.backends.{provider}.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "Hiring <hiring@ours.test>"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "key",
        "MAILGUN_API_URL": f"{url}/v3",
        "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY,
        "SENDGRID_API_KEY": "key",
        "SENDGRID_API_URL": f"{url}/v3/",
        "AMAZON_SES_CLIENT_PARAMS": {
            "endpoint_url": url,
            "region_name": "eu-central-1",
            "aws_access_key_id": "a",
            "aws_secret_access_key": "b",
            "config": {"retries": {"max_attempts": 0}},
        },
    }


@pytest.fixture
def provider(settings, request):
    with MailProvider() as double:
        use(settings, request.param, double.url)
        double.name = request.param
        yield double


ALL = pytest.mark.parametrize("provider", ["sendgrid", "mailgun", "amazon_ses"], indirect=True)


@ALL
def test_a_mail_is_handed_over_with_its_headers_and_calendar(provider, write):
    row = write(
        name="Mara", kind="notice", calendar=(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST"), reply_to="team@ours.test"
    )

    assert send_due() == 1

    row.refresh_from_db()
    [sent] = provider.sent
    assert row.state == "sent" and row.provider_id
    if provider.name == "sendgrid":
        assert sent["headers"]["Message-ID"] == row.message_id and sent["headers"]["Auto-Submitted"] == "auto-generated"
        assert sent["custom_args"]["mail"] == str(row.pk)
        assert sent["content"][2]["type"].startswith("text/calendar; method=REQUEST")
    elif provider.name == "mailgun":
        assert sent["h:Message-Id"] == [row.message_id] and sent["v:mail"] == [str(row.pk)]
        assert sent["h:List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"]
        assert sent["attachment"] == ["BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"]
    else:
        assert sent["mail"]["Message-ID"] == row.message_id
        assert json.loads(sent["mail"]["X-Metadata"]) == {"mail": str(row.pk)}
        assert [part.get_content_type() for part in sent["mail"].walk()][-2:] == ["text/calendar", "application/ics"]


@ALL
@pytest.mark.parametrize("status", [503, 429, 401])
def test_a_provider_that_is_away_or_will_not_have_us_costs_no_mail_a_try(provider, write, status):
    provider.answer = status
    write()
    assert send_due() == 0

    assert list(Message.objects.values_list("state", "attempts")) == [("queued", 0)]
    provider.answer = None
    Transport.objects.update(paused_until=timezone.now())
    assert send_due() == 1


@pytest.mark.parametrize("provider", ["sendgrid", "mailgun"], indirect=True)
def test_a_mail_that_is_not_taken_is_not_sent_again(provider, write):
    provider.answer = 400
    write()
    write(to="next@people.test")

    assert send_due() == 0
    assert set(Message.objects.values_list("state", flat=True)) == {"failed"}
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("provider", ["sendgrid"], indirect=True)
def test_a_template_of_the_provider_takes_the_place_of_ours(provider, write):
    write(template={"id": "d-123", "data": {"candidate_name": "Mara"}})
    send_due()

    assert provider.sent[0]["template_id"] == "d-123"
    assert provider.sent[0]["personalizations"][0]["dynamic_template_data"] == {"candidate_name": "Mara"}


@pytest.fixture
def sent(write, settings):
    """A mail that left by Mailgun."""
    use(settings, "mailgun", "http://127.0.0.1:9")
    row = write()
    Message.objects.filter(pk=row.pk).update(state="sent", sent_at=timezone.now(), provider_id="<20261122.1@mg.test>")
    row.refresh_from_db()
    return row


def told(row, event, *, id="e1", recipient=None, key=SIGNING_KEY, at=None, path=None, **more):
    """Mailgun tells; the answer's status."""
    stamp, token = str(int(time.time())), "t" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event,
        "id": id,
        "timestamp": at or time.time(),
        "recipient": recipient or row.to_email,
        "user-variables": {"mail": str(row.pk)},
        "message": {"headers": {"message-id": "20261122.1@mg.test"}},
        **more,
    }
    body = {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}
    client = Client(enforce_csrf_checks=True)
    return client.post(path or address_of("events"), json.dumps(body), content_type="application/json").status_code


GONE = {
    "severity": "permanent",
    "reason": "bounce",
    "delivery-status": {"code": 550, "message": "5.1.1 There is no such mailbox"},
}


def test_what_is_told_is_shown_once_and_in_any_order(sent):
    assert [told(sent, "opened", id="3"), told(sent, "delivered", id="2"), told(sent, "delivered", id="2")] == [200] * 3

    sent.refresh_from_db()
    assert sent.outcome == "opened"
    assert sorted(sent.events.values_list("kind", flat=True)) == ["delivered", "opened"]


def test_a_dead_address_gets_no_more_mail_from_anybody(sent, write, other_company):
    told(sent, "failed", **GONE)
    told(sent, "failed", **GONE)

    sent.refresh_from_db()
    assert (sent.state, sent.outcome) == ("sent", "bounced")
    assert [row.name for row in Event.objects.about(sent)] == ["mail.bounced"]
    assert write(company=other_company, key="next").state == "suppressed"


@pytest.mark.parametrize(
    "more",
    [
        {**GONE, "severity": "temporary"},
        {**GONE, "delivery-status": {"code": 550, "message": "5.7.1 We do not like your server"}},
    ],
)
def test_a_full_or_picky_mailbox_is_not_dead(sent, write, more):
    told(sent, "failed", **more)

    assert not Suppression.objects.exists()


def test_who_complains_gets_no_more_from_that_company(sent, write, other_company):
    told(sent, "complained")

    assert write(kind="rejection", key="2").state == "suppressed"
    assert write(kind="rejection", key="2", company=other_company).state == "queued"


def test_a_forged_call_changes_nothing(sent, settings):
    assert told(sent, "failed", key="guessed", **GONE) == 400
    assert told(sent, "failed", path="/mail/hooks/guessed/events/", **GONE) == 404
    assert told(sent, "failed", recipient="victim@people.test", **GONE) == 200
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    assert told(sent, "failed", **GONE) == 404

    assert not Suppression.objects.exists() and not sent.events.exists()


@pytest.mark.parametrize("name", ["sendgrid", "mailgun", "amazon_ses", "postmark"])
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff\xfe", b'{"signature": 1}', b'[{"event": 7}]', b"null"])
def test_nonsense_is_refused_and_breaks_nothing(client, settings, name, body):
    use(settings, name, "http://127.0.0.1:9")
    for what in ("events", "answers"):
        for kind in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
            assert client.post(address_of(what), body, content_type=kind).status_code in {200, 400}


def test_sendgrid_and_ses_are_read_too(sent, settings, client):
    use(settings, "sendgrid", "http://127.0.0.1:9")
    batch = [
        {"event": kind, "email": sent.to_email, "timestamp": int(time.time()), "sg_event_id": kind, "mail": str(sent.pk)}
        for kind in ("delivered", "open", "delivered")
    ]
    assert client.post(address_of("events"), json.dumps(batch), content_type="application/json").status_code == 200
    assert sorted(sent.events.values_list("kind", flat=True)) == ["delivered", "opened"]

    use(settings, "amazon_ses", "http://127.0.0.1:9")
    for kind, dead in (("Transient", False), ("Permanent", True)):
        said = {
            "eventType": "Bounce",
            "bounce": {
                "bounceType": kind,
                "bounceSubType": "General",
                "bouncedRecipients": [{"emailAddress": sent.to_email}],
                "timestamp": "2026-11-22T06:00:00.000Z",
            },
            "mail": {
                "messageId": "ses-1",
                "timestamp": "2026-11-22T06:00:00.000Z",
                "headers": [{"name": "X-Metadata", "value": json.dumps({"mail": str(sent.pk)})}],
            },
        }
        notice = {"Type": "Notification", "MessageId": kind, "Message": json.dumps(said), "Timestamp": "2026-11-22T06:00:00.000Z"}
        headers = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": kind}
        answer = client.post(address_of("events"), json.dumps(notice), content_type="text/plain; charset=UTF-8", headers=headers)
        assert answer.status_code == 200
        assert Suppression.objects.filter(address=sent.to_email, reason="bounce").exists() is dead


def test_the_address_is_not_in_the_logs():
    from config.scrubbing import scrub

    assert address_of("events").split("/")[3] not in scrub(None, "", {"event": f"POST {address_of('events')}"})["event"]
