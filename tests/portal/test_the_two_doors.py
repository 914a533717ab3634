"""The candidate's door and the company's: two sessions in one browser, and neither opens what the other guards."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from tests.conftest import PASSWORD
from tests.portal.cast import portal_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_yet")]
COMPANY_PAGES = ["/", "/members/", "/candidates/", "/account/email/", "/admin/", "/profile/", "/company/"]


def by_password(client, email, password=PASSWORD):
    return client.post("/me/sign-in/", {"known-email": email, "known-password": password})


def test_a_person_signs_in_by_password(client, person):
    assert by_password(client, person.email)["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("wrong", ["password", "address", "blocked", "second factor"])
def test_every_failure_reads_alike(client, person, wrong):
    if wrong == "blocked":
        type(person).objects.update(is_active=False)
    if wrong == "second factor":
        Authenticator.objects.create(user=person, type="totp", data={})
    email = "nobody@people.test" if wrong == "address" else person.email

    answer = by_password(client, email, "not-this-one-at-all" if wrong == "password" else PASSWORD)

    assert answer.status_code == 422
    assert "That did not work. Check both, or have a link sent" in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_who_guesses_is_stopped(client, person):
    answers = [by_password(client, person.email, f"guess-number-{n}").status_code for n in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_member_at_the_candidates_door_is_nobodys_member(client, admin):
    by_password(client, admin.user.email)

    answer = client.get("/me/")
    assert answer.status_code == 200
    assert answer.wsgi_request.member is None
    for page in COMPANY_PAGES:
        assert client.get(page).status_code == 302, page
    assert client.get("/api/v1/jobs").status_code == 401


def test_a_member_is_nobody_at_the_candidates_door(sign_in, admin):
    answer = sign_in(admin).get("/me/")

    assert (answer.status_code, answer["Location"]) == (302, "/me/sign-in/?next=%2Fme%2F")


def test_both_stand_beside_each_other_in_one_browser(sign_in, admin, person):
    client = sign_in(admin)
    client.cookies[settings.PORTAL_COOKIE_NAME] = portal_session(person)

    assert client.get("/me/").wsgi_request.user == person
    assert client.get("/").wsgi_request.member == admin
    client.post("/me/sign-out/")
    assert client.get("/me/").status_code == 302
    assert client.get("/").status_code == 200


def test_a_session_copied_from_one_cookie_to_the_other_opens_nothing(client, sign_in, admin):
    client.cookies[settings.SESSION_COOKIE_NAME] = portal_session(admin.user)
    for page in COMPANY_PAGES:
        assert client.get(page).status_code == 302, page
    assert client.get("/api/v1/jobs").status_code == 401

    theirs = sign_in(admin).session.session_key
    client.cookies.clear()
    client.cookies[settings.PORTAL_COOKIE_NAME] = theirs
    assert client.get("/me/").status_code == 302


def test_the_cookie_is_as_guarded_as_the_companys(client, person):
    by_password(client, person.email)

    kept = client.cookies[settings.PORTAL_COOKIE_NAME]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/")
    assert settings.SESSION_COOKIE_NAME not in client.cookies
