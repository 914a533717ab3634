"""A company signs up: who asks must read the code from the address they gave."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts import happened
from accounts.models import Company, Event, Membership, User
from accounts.services.companies import found_company, free_slug
from tests.accounts.cast import without_tokens
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ASKED = {"company_name": "Juniper Labs", "name": "Ida Juniper", "email": "ida@juniper.test", "password": "four green paper boats",
         "time_zone": "Europe/Berlin"}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def ask(client, **changed):
    return client.post(reverse("accounts:sign_up"), {**ASKED, **changed})


def code():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def test_the_code_makes_the_company_and_signs_its_admin_in(client):
    assert ask(client).url == reverse("accounts:confirm_sign_up")
    assert not Company.objects.exists() and not User.objects.exists()

    answer = client.post(reverse("accounts:confirm_sign_up"), {"code": code()})

    assert answer.url == "/"
    member = Membership.objects.get()
    assert (member.company.name, member.company.slug, member.role, member.handle) == (
        "Juniper Labs",
        "juniper-labs",
        "admin",
        "ida.juniper",
    )
    assert (member.user.email, member.user.time_zone, member.company.time_zone) == (
        "ida@juniper.test",
        "Europe/Berlin",
        "Europe/Berlin",
    )
    assert member.user.check_password(ASKED["password"])
    assert member.user.emailaddress_set.get().verified
    assert [row.event for row in Event.objects.about(member.company)] == [happened.CompanyCreated(str(member.company_id))]
    assert [row.event for row in Event.objects.about(member)] == [happened.MemberJoined(str(member.pk), "admin")]
    assert client.get(reverse("accounts:members")).status_code == 200


def test_nobody_learns_whether_an_address_has_an_account(client, recruiter):
    answers = []
    for email in ("new@juniper.test", recruiter.user.email):
        answer = ask(client, email=email)
        page = client.get(reverse("accounts:confirm_sign_up"))
        wrong = client.post(reverse("accounts:confirm_sign_up"), {"code": "nonono"})
        answers.append(
            [without_tokens(one).replace(email, "") for one in (answer, page, wrong)]
            + [answer.status_code, page.status_code, wrong.status_code]
        )
        client.session.flush()
    assert answers[0] == answers[1]
    new, known = mail.outbox
    assert (new.to, known.to) == (["new@juniper.test"], [recruiter.user.email])
    assert "already" in known.subject
    assert not re.search(r"\b\d{6}\b", known.subject + known.body)


def test_an_account_that_exists_is_not_touched(client, recruiter):
    ask(client, email=recruiter.user.email)

    for guess in ("000000", "123456"):
        assert client.post(reverse("accounts:confirm_sign_up"), {"code": guess}).status_code == 422

    recruiter.user.refresh_from_db()
    assert recruiter.user.check_password(PASSWORD)
    assert Company.objects.count() == 1


def test_five_wrong_codes_end_it(client):
    ask(client)
    right = code()
    for _ in range(5):
        client.post(reverse("accounts:confirm_sign_up"), {"code": "999999" if right != "999999" else "000000"})

    assert client.post(reverse("accounts:confirm_sign_up"), {"code": right}).url == reverse("accounts:sign_up")
    assert not Company.objects.exists()


def test_a_code_runs_out_after_ten_minutes(client, monkeypatch):
    ask(client)
    import accounts.services.sign_up as service

    now = service.time.time()
    monkeypatch.setattr(service.time, "time", lambda: now + 601)

    assert client.post(reverse("accounts:confirm_sign_up"), {"code": code()}).url == reverse("accounts:sign_up")
    assert not Company.objects.exists()


def test_a_code_works_in_the_browser_that_asked_only(client):
    from django.test import Client

    ask(client)

    assert Client().post(reverse("accounts:confirm_sign_up"), {"code": code()}).url == reverse("accounts:sign_up")
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "short"}, "password"), ({"password": "password1234"}, "password"), ({"password": "12345678901234"}, "password"),
        ({"password": "x" * 129}, "password"), ({"password": "ida@juniper.test"}, "password"), ({"email": "no address"}, "email"),
        ({"name": " "}, "name"), ({"company_name": ""}, "company_name"), ({"company_name": "x" * 121}, "company_name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(client, changed, field):
    answer = ask(client, **changed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert mail.outbox == []


def test_asking_too_often_is_refused(client):
    statuses = [ask(client).status_code for _ in range(7)]

    assert statuses == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5


def test_a_mail_server_that_is_away_is_said(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = ask(client)

    assert answer.status_code == 503
    assert "mail server" in answer.content.decode()


def test_somebody_signed_in_makes_another_company(client, recruiter, sign_in):
    client = sign_in(recruiter)

    assert client.post(reverse("accounts:sign_up"), {"company_name": "Second Try"}).url == "/"

    made = Membership.objects.get(user=recruiter.user, company__name="Second Try")
    assert made.role == "admin"
    assert client.get(reverse("accounts:company")).context["form"].instance == made.company


def test_names_that_are_no_latin_or_no_words_get_an_address(person):
    slugs = [found_company(name=name, user=person).company.slug for name in ("شركة", "株式会社", "<script>", "🦊", "API")]

    assert slugs == ["company", "company-2", "script", "company-3", "api-team"]
    assert free_slug("Company") == "company-4"
