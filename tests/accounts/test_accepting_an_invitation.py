"""An invited person becomes a member."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts import happened
from accounts.models import Event, Invitation, Membership, User
from accounts.services.companies import suspend_company
from accounts.services.invitations import InvitationRefused, accept
from tests.accounts.cast import THEIR_TOKEN, TOKEN, without_tokens
from tests.conftest import THEIRS, make_member

pytestmark = pytest.mark.django_db
NEW = {"name": "Nora Quist", "password": "four green paper boats", "time_zone": "Europe/Oslo"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def page(token=TOKEN):
    return reverse("accounts:invitation", args=[token])


def test_a_new_person_chooses_a_password_and_is_in(client, invitation):
    assert client.get(page()).status_code == 200
    assert not User.objects.filter(email=invitation.email).exists()  # opening a link changes nothing

    assert client.post(page(), NEW).url == "/"

    member = Membership.objects.get(user__email=invitation.email)
    assert (member.company, member.role, member.handle, member.name) == (
        invitation.company,
        "recruiter",
        "nora.quist",
        "Nora Quist",
    )
    assert (member.user.time_zone, member.user.emailaddress_set.get().verified) == ("Europe/Oslo", True)
    invitation.refresh_from_db()
    assert invitation.accepted_at is not None
    assert [row.event for row in Event.objects.about(member)] == [happened.MemberJoined(str(member.pk), "recruiter")]
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_it_works_once(client, invitation):
    accept(token=TOKEN, name="Nora", password=NEW["password"])

    assert client.get(page()).status_code == 404
    with pytest.raises(InvitationRefused) as refusal:
        accept(token=TOKEN, name="Other", password=NEW["password"])
    assert refusal.value.code == "invalid_invitation"
    assert Membership.objects.filter(company=invitation.company, user__email=invitation.email).count() == 1


@pytest.mark.parametrize("state", ["expired", "revoked", "accepted", "suspended", "unknown", "sent again"])
def test_one_that_is_no_longer_valid_tells_nothing(client, invitation, state):
    now = timezone.now()
    changes = {
        "expired": {"expires_at": now},
        "revoked": {"revoked_at": now},
        "accepted": {"accepted_at": now},
        "sent again": {"token_hash": "x"},
    }
    Invitation.objects.update(**changes.get(state, {}))
    if state == "suspended":
        suspend_company(company=invitation.company)

    answers = [
        client.get(page("never-was")),
        client.get(page("never-was" if state == "unknown" else TOKEN)),
        client.post(page(), NEW),
    ]

    assert [one.status_code for one in answers[:2]] == [404, 404]
    assert without_tokens(answers[0]) == without_tokens(answers[1])
    if state != "unknown":
        assert answers[2].status_code == 404
        assert invitation.company.name not in answers[1].content.decode()
        assert not Membership.objects.filter(user__email=invitation.email).exists()


def test_somebody_with_an_account_signs_in_and_presses_the_button(client, invitation, other_company, sign_in):
    known = make_member(other_company, "viewer", email=invitation.email)
    assert reverse("account_login") in client.get(page()).content.decode()
    assert client.post(page(), NEW).status_code == 200
    assert Membership.objects.filter(user=known.user).count() == 1  # no password was asked for, so nobody joined

    client = sign_in(known)
    client.get(page())
    assert Membership.objects.filter(user=known.user).count() == 1  # mail scanners open links
    client.post(page())

    assert Membership.objects.get(user=known.user, company=invitation.company).role == "recruiter"
    assert client.get(reverse("accounts:company")).status_code == 403  # now acts for the company that was joined, as recruiter


def test_another_person_cannot_take_it(sign_in, invitation, stranger):
    client = sign_in(stranger)

    assert "Sign out" in client.get(page()).content.decode()
    client.post(page())

    assert not Membership.objects.filter(user=stranger.user, company=invitation.company).exists()
    with pytest.raises(InvitationRefused) as refusal:
        accept(token=TOKEN, user=stranger.user)
    assert refusal.value.code == "other_address"


def test_a_foreign_token_joins_the_foreign_company_only(client, their_invitation, company):
    member = accept(token=THEIR_TOKEN, name="Nora", password=NEW["password"])

    assert member.company == their_invitation.company
    assert THEIRS in member.company.name


def test_a_weak_password_is_refused(client, invitation):
    answer = client.post(page(), {**NEW, "password": "nora quist"})

    assert answer.status_code == 422
    assert "password" in answer.context["form"].errors
    assert not User.objects.filter(email=invitation.email).exists()


def test_guessing_tokens_is_slowed_down(client):
    statuses = {client.get(page(f"guess-{n}")).status_code for n in range(61)}

    assert statuses == {404, 429}


def test_the_handle_of_a_colleague_is_not_taken_twice(invitation, company):
    make_member(company, "viewer", email="other@people.test")
    Membership.objects.of(company).filter(handle="viewer").update(handle="nora.quist")

    assert accept(token=TOKEN, name="Nora Quist", password=NEW["password"]).handle == "nora.quist2"


def test_it_runs_out_after_seven_days(client, invitation):
    Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=60))
    assert client.get(page()).status_code == 200
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(page()).status_code == 404
