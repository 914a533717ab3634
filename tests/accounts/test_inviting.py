"""An admin offers a membership by mail."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts import happened
from accounts.models import Event, Invitation
from accounts.services import invitations
from accounts.services.invitations import InvitationRefused, invite, resend, revoke
from accounts.services.members import deactivate_member
from accounts.tasks import mail_waiting_invitations

pytestmark = pytest.mark.django_db


def link_in(message):
    return re.search(r"/invitation/([\w-]+)/", message.body)[1]


@pytest.mark.django_db(transaction=True)
def test_the_mail_carries_a_link_whose_token_is_kept_as_its_hash_only(company, admin):
    made = invite(company=company, email="Nora@People.test", role="viewer", actor=admin)

    [message] = mail.outbox
    assert message.to == ["nora@people.test"]
    assert admin.name in message.body and company.name in message.subject
    token = link_in(message)
    made.refresh_from_db()
    assert len(token) == 43  # 32 random bytes
    assert made.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert made.mailed_at is not None
    assert timedelta(days=6, hours=23) < made.expires_at - timezone.now() <= timedelta(days=7)
    html = message.alternatives[0].content
    assert token in html
    assert token not in str(list(Event.objects.values_list("facts", flat=True)))


def test_it_is_written_down(company, admin):
    made = invite(company=company, email="nora@people.test", role="viewer", actor=admin)

    [row] = Event.objects.about(made)
    assert row.event == happened.InvitationCreated(str(made.pk), "viewer")
    assert row.member == admin
    assert "nora" not in str(row.facts)


@pytest.mark.parametrize("role", ["recruiter", "interviewer", "viewer"])
def test_only_admins_invite(company, members, role):
    with pytest.raises(PermissionDenied):
        invite(company=company, email="nora@people.test", role="viewer", actor=members[role])


def test_nobody_invites_into_another_company(other_company, admin):
    with pytest.raises(PermissionDenied):
        invite(company=other_company, email="nora@people.test", role="viewer", actor=admin)


@pytest.mark.parametrize(
    ("email", "role", "code"),
    [
        ("no address", "viewer", "bad_email"), ("", "viewer", "bad_email"), ("a@b.test\nBcc: c@d.test", "viewer", "bad_email"),
        ("nora@people.test", "owner", "unknown_role"), ("VIEWER@ours.test", "viewer", "already_member"),
    ],
)  # fmt: skip
def test_what_cannot_be_invited_is_refused(company, admin, viewer, email, role, code):
    with pytest.raises(InvitationRefused) as refusal:
        invite(company=company, email=email, role=role, actor=admin)

    assert refusal.value.code == code
    assert refusal.value.field in {"email", "role"}
    assert not Invitation.objects.exists()


def test_a_deactivated_member_is_to_be_reactivated(company, admin, viewer):
    deactivate_member(member=viewer, actor=admin)

    with pytest.raises(InvitationRefused) as refusal:
        invite(company=company, email=viewer.user.email, role="viewer", actor=admin)

    assert refusal.value.code == "deactivated"


def test_one_open_invitation_an_address_in_each_company(company, admin, invitation, their_invitation):
    with pytest.raises(InvitationRefused) as refusal:
        invite(company=company, email=invitation.email.upper(), role="viewer", actor=admin)
    assert refusal.value.code == "already_invited"

    other = invite(company=company, email=their_invitation.email, role="viewer", actor=admin)

    assert other.company == company


def test_one_that_ran_out_makes_room_for_another(company, admin, invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    again = invite(company=company, email=invitation.email, role="viewer", actor=admin)

    assert [one.pk for one in Invitation.objects.of(company).open()] == [again.pk]


@pytest.mark.django_db(transaction=True)
def test_sending_again_kills_the_link_before(company, admin):
    made = invite(company=company, email="nora@people.test", role="viewer", actor=admin)
    with pytest.raises(InvitationRefused) as refusal:
        resend(invitation=made, actor=admin)
    assert refusal.value.code == "just_sent"
    Invitation.objects.update(mailed_at=timezone.now() - timedelta(minutes=2))

    resend(invitation=made, actor=admin)

    first, second = (link_in(message) for message in mail.outbox)
    assert invitations.by_token(first) is None
    assert invitations.by_token(second) == made


def test_one_that_is_taken_back_is_dead(invitation, admin):
    from tests.accounts.cast import TOKEN

    assert invitations.by_token(TOKEN) == invitation
    revoke(invitation=invitation, actor=admin)

    assert invitations.by_token(TOKEN) is None
    with pytest.raises(InvitationRefused):
        resend(invitation=invitation, actor=admin)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_could_not_go_is_sent_later_and_once(company, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    made = invite(company=company, email="nora@people.test", role="viewer", actor=admin)
    made.refresh_from_db()
    assert (made.mailed_at, made.mail_attempts > 0) == (None, True)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail_waiting_invitations()
    assert mail.outbox == []  # not before the lease has run out
    Invitation.objects.update(mail_leased_until=timezone.now() - timedelta(seconds=1))
    for _ in range(3):
        mail_waiting_invitations()

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_page_invites_several_or_none(sign_in, admin, viewer, company):
    client = sign_in(admin)
    refused = client.post(reverse("accounts:invite"), {"emails": f"a@new.test, {viewer.user.email}", "role": "viewer"})
    assert refused.status_code == 422
    assert viewer.user.email in refused.content.decode()
    assert not Invitation.objects.exists() and mail.outbox == []

    done = client.post(
        reverse("accounts:invite"),
        {"emails": "a@new.test\nb@new.test a@new.test", "role": "viewer"},
        headers={"HX-Request": "true"},
    )

    assert (done.status_code, done["HX-Redirect"]) == (204, reverse("accounts:members"))
    assert sorted(Invitation.objects.values_list("email", "role")) == [("a@new.test", "viewer"), ("b@new.test", "viewer")]
    assert sorted(message.to[0] for message in mail.outbox) == ["a@new.test", "b@new.test"]
    listed = client.get(reverse("accounts:members")).content.decode()
    assert "a@new.test" in listed and "2 invitations are on their way." in listed


def test_names_with_markup_and_line_breaks_harm_no_mail(company, admin):
    from accounts.services.companies import change_company

    change_company(company=company, actor=admin, name="<script>alert(1)</script> & Sons\r\nBcc: x@y.test")
    made = invite(company=company, email="nora@people.test", role="viewer", actor=admin)

    invitations.mail_once(invitation_id=made.pk)

    [message] = mail.outbox
    assert "\n" not in message.subject and "\r" not in message.subject
    assert "<script>" not in message.alternatives[0].content
    assert message.recipients() == ["nora@people.test"]
