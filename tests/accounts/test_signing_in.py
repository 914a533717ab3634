"""Signing in: by password, with a second factor where the company asks for one; nobody learns who has an account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Company
from tests.accounts.cast import without_tokens
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_in_by_form(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.fixture
def secret(recruiter):
    made = generate_totp_secret()
    TOTP.activate(recruiter.user, made)
    return made


def digits(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_password_and_address_in_any_case(client, recruiter):
    answer = sign_in_by_form(client, recruiter.user.email.upper())

    assert answer.status_code == 302
    assert client.get(reverse("accounts:members")).status_code == 200


def test_a_wrong_password_and_an_unknown_address_look_alike(client, recruiter):
    answers = [
        without_tokens(sign_in_by_form(client, email, "not the password")).replace(email, "")
        for email in (recruiter.user.email, "nobody@people.test")
    ]

    assert answers[0] == answers[1]
    assert "_auth_user_id" not in client.session


def test_asking_for_a_new_password_looks_alike(client, recruiter):
    answers = [
        client.post("/account/password/reset/", {"email": email}) for email in (recruiter.user.email, "nobody@people.test")
    ]

    assert [(one.status_code, one.url) for one in answers] == [(302, answers[0].url)] * 2
    assert [message.to for message in mail.outbox] == [[recruiter.user.email], ["nobody@people.test"]]
    assert "/password/reset/key/" in mail.outbox[0].body and "/password/reset/key/" not in mail.outbox[1].body


def test_guessing_passwords_is_slowed_down(client, recruiter):
    for _ in range(12):
        sign_in_by_form(client, recruiter.user.email, "not the password")

    sign_in_by_form(client, recruiter.user.email)

    assert "_auth_user_id" not in client.session


def test_the_session_gets_a_new_id(client, recruiter):
    client.get(LOGIN)
    client.session["before"] = True
    before = client.session.session_key

    sign_in_by_form(client, recruiter.user.email)

    assert client.session.session_key != before


def test_nobody_signs_up_alone_at_this_door(client):
    page = client.get("/account/signup/")
    assert (page.status_code, page["Location"]) == (302, reverse("accounts:sign_up"))
    client.post("/account/signup/", {"email": "x@y.test", "password1": "four green paper boats"})

    assert "_auth_user_id" not in client.session
    assert reverse("accounts:sign_up") in client.get(LOGIN).content.decode()


def test_a_candidate_at_the_companys_door_is_told_so(client, person):
    sign_in_by_form(client, person.email)

    answer = client.get(reverse("accounts:members"))

    assert answer.status_code == 403
    assert "You belong to no company here" in answer.content.decode()


def test_a_code_app_is_asked_for_its_digits(client, recruiter, secret):
    answer = sign_in_by_form(client, recruiter.user.email)
    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("accounts:members")).status_code == 302

    client.post(reverse("mfa_authenticate"), {"code": digits(secret)})

    assert client.get(reverse("accounts:members")).status_code == 200


def test_the_same_digits_do_not_work_twice(client, recruiter, secret):
    code = digits(secret)
    for browser in (client, Client()):
        sign_in_by_form(browser, recruiter.user.email)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        last = browser

    assert "_auth_user_id" in client.session and "_auth_user_id" not in last.session


def test_a_company_that_requires_a_second_factor_lets_nobody_past_without(sign_in, recruiter, company):
    Company.objects.update(require_second_factor=True)
    client = sign_in(recruiter)

    assert client.get(reverse("accounts:members")).url == reverse("accounts:second_factor")
    assert client.post(reverse("accounts:profile"), {}).url == reverse("accounts:second_factor")
    assert client.get("/admin/").url == reverse("accounts:second_factor")
    piece = client.get(reverse("accounts:members"), headers={"HX-Request": "true"})
    assert (piece.status_code, piece["HX-Redirect"]) == (204, reverse("accounts:second_factor"))
    problem = client.get("/api/v1/members")
    assert (problem.status_code, problem.json()["code"]) == (403, "second_factor_required")
    assert client.get(reverse("accounts:second_factor")).status_code == 200
    assert client.get(reverse("accounts:security")).status_code == 200


def test_with_one_they_go_on_and_cannot_drop_it(sign_in, recruiter, secret, company):
    Company.objects.update(require_second_factor=True)
    client = sign_in(recruiter)
    assert client.get(reverse("accounts:members")).status_code == 200

    from allauth.mfa.adapter import get_adapter

    [totp] = Authenticator.objects.filter(user=recruiter.user, type="totp")
    assert not get_adapter().can_delete_authenticator(totp)
    Company.objects.update(require_second_factor=False)
    assert get_adapter().can_delete_authenticator(totp)


def test_another_company_that_asks_for_none_stays_open(sign_in, recruiter, company, other_company):
    from accounts.models import Membership

    Membership.objects.create(company=other_company, user=recruiter.user, role="viewer", handle="guest")
    Company.objects.filter(pk=company.pk).update(require_second_factor=True)
    client = sign_in(recruiter)

    client.post(reverse("accounts:switch"), {"company": str(other_company.pk)})

    assert client.get(reverse("accounts:members")).status_code == 200


def test_a_new_password_ends_the_other_sessions(client, recruiter):
    other = Client()
    for browser in (client, other):
        sign_in_by_form(browser, recruiter.user.email)
    assert other.get(reverse("accounts:members")).status_code == 200

    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "four green paper boats", "password2": "four green paper boats"},
    )

    assert other.get(reverse("accounts:members")).status_code == 302
    assert client.get(reverse("accounts:members")).status_code == 200


def test_sessions_are_listed_and_the_others_signed_out(client, recruiter):
    other = Client()
    for browser in (client, other):
        sign_in_by_form(browser, recruiter.user.email)
    assert client.get(reverse("accounts:security")).context["sessions"] == 2

    client.post(reverse("usersessions_list"))

    assert other.get(reverse("accounts:members")).status_code == 302
    assert client.get(reverse("accounts:members")).status_code == 200


def test_a_piece_for_somebody_signed_out_sends_the_page_to_sign_in(client):
    answer = client.get(reverse("accounts:members"), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, LOGIN)


def test_next_leads_to_our_own_pages_only(client, recruiter):
    answer = client.post(LOGIN, {"login": recruiter.user.email, "password": PASSWORD, "next": "https://evil.test/"})

    assert answer.url == "/"


def test_the_address_changes_after_signing_in_again_and_once_it_is_proven(client, recruiter):
    sign_in_by_form(client, recruiter.user.email)
    refused = client.post("/account/email/", {"email": "new@ours.test", "action_add": ""})
    assert refused.url.startswith("/account/reauthenticate/") and mail.outbox == []
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    client.post("/account/email/", {"email": "new@ours.test", "action_add": ""})

    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "recruiter@ours.test"
    link = re.search(r"/account/confirm-email/[^/\s]+/", next(one for one in mail.outbox if one.to == ["new@ours.test"]).body)[0]
    client.post(link)
    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "new@ours.test"


def test_the_address_of_somebody_else_tells_nothing_and_is_not_taken(client, recruiter, viewer):
    sign_in_by_form(client, recruiter.user.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    answers = [
        client.post("/account/email/", {"email": email, "action_add": ""}) for email in ("free@ours.test", viewer.user.email)
    ]

    assert [one.status_code for one in answers] == [302, 302]
    assert [one.url for one in answers] == [answers[0].url] * 2
    [told] = [one for one in mail.outbox if one.to == [viewer.user.email]]  # only whoever owns the address hears of it
    client.post(re.search(r"/account/confirm-email/[^/\s]+/", told.body)[0])
    recruiter.user.refresh_from_db()
    assert recruiter.user.email == "recruiter@ours.test"


def test_a_changed_password_is_told_by_mail(client, recruiter):
    sign_in_by_form(client, recruiter.user.email)

    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "four green paper boats", "password2": "four green paper boats"},
    )

    assert [one.to for one in mail.outbox] == [[recruiter.user.email]]
    assert "password" in mail.outbox[0].body
