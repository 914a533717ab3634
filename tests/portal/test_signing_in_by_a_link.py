"""A candidate signs in by a link in a mail: looking uses nothing up, one press does, and nobody learns who is known."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.models import User
from portal.models import MagicLink, Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_yet")]


def asked(client, email, **more):
    return client.post("/me/sign-in/", {"email": email, **more})


def link_in(message):
    return re.search(r"/me/link/[\w-]+/", message.body)[0]


def test_the_link_of_the_mail_signs_in_at_a_press(client, person):
    asked(client, person.email)
    link = link_in(mail.outbox[0])

    assert "press the button" in mail.outbox[0].body
    assert client.get(link).status_code == 200
    answer = client.post(link)

    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/me/").wsgi_request.user == person


def test_looking_at_it_uses_nothing_up(client, person):
    asked(client, person.email)
    link = link_in(mail.outbox[0])

    for _look in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code in {200, 405}

    assert MagicLink.objects.get().used_at is None
    assert client.get("/me/").status_code == 302


def test_it_works_once(client, person):
    asked(client, person.email)
    link = link_in(mail.outbox[0])
    client.post(link)
    client.cookies.clear()

    assert client.post(link).status_code == 404
    assert client.get(link).status_code == 404
    assert client.get("/me/").status_code == 302


def test_using_one_ends_the_others_of_that_address(client, person):
    asked(client, person.email)
    asked(client, person.email)
    first, second = (link_in(message) for message in mail.outbox)

    client.post(second)
    client.cookies.clear()

    assert client.post(first).status_code == 404


def test_it_runs_out_after_fifteen_minutes(client, person):
    asked(client, person.email)
    made = MagicLink.objects.get()
    assert made.expires_at - made.created_at < timedelta(minutes=15, seconds=1)
    MagicLink.objects.update(created_at=timezone.now() - timedelta(minutes=16), expires_at=timezone.now() - timedelta(minutes=1))

    assert client.post(link_in(mail.outbox[0])).status_code == 404


def test_the_token_is_kept_as_a_hash_only(client, person):
    asked(client, person.email)
    token = link_in(mail.outbox[0]).split("/")[3]

    assert token not in str(MagicLink.objects.values())
    assert len(token) >= 43  # 32 bytes


def test_an_unknown_address_is_answered_alike_and_becomes_an_account_when_it_is_proven(client, person):
    known = asked(client, person.email)
    unknown = asked(client, "nobody@people.test")

    def plain(answer):
        text = re.sub(r'(csrfmiddlewaretoken" value|nonce|X-CSRFToken":) ?=?"[^"]+"', "", answer.content.decode())
        return re.sub(r"[\w.]+@people\.test", "", text)

    assert (known.status_code, plain(known)) == (unknown.status_code, plain(unknown))
    assert not User.objects.filter(email="nobody@people.test").exists()
    client.post(link_in(mail.outbox[1]))
    made = User.objects.get(email="nobody@people.test")
    assert not made.has_usable_password()
    assert Profile.objects.filter(user=made).exists()


def test_the_way_on_stays_inside_the_portal(client, person):
    for away in ("https://evil.test/me/", "//evil.test", "/me/../candidates/", "/members/", "/me/\\evil.test"):
        asked(client, person.email, next=away)
        answer = client.post(link_in(mail.outbox[-1]))

        assert answer["Location"].startswith("/me/"), away
        client.cookies.clear()


def test_somebody_who_is_blocked_stays_out(client, person):
    asked(client, person.email)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.post(link_in(mail.outbox[0])).status_code == 409
    assert client.get("/me/").status_code == 302


def test_an_address_gets_five_links_an_hour(client, person):
    answers = [asked(client, "flood@people.test").status_code for _n in range(6)]

    assert answers == [200] * 5 + [429]
    assert asked(client, person.email).status_code == 200


def test_the_session_lasts_a_week_and_ends_at_signing_out(client, person):
    asked(client, person.email)
    client.post(link_in(mail.outbox[0]))

    assert client.cookies[settings.PORTAL_COOKIE_NAME]["max-age"] == 7 * 24 * 3600
    client.post("/me/sign-out/")
    assert client.get("/me/").status_code == 302
