"""Mail that allauth and accounts write goes through the outbox like any other, and nobody else reads its links."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.services.invitations import invite
from notifications.models import Message
from notifications.services.delivery import send_due
from notifications.services.outbox import may_read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_real_door(settings):
    settings.EMAIL_BACKEND = "notifications.mail_backend.Outbox"  # the test runner puts another one there


def test_a_reset_of_a_password_is_nobody_elses_to_read(client, recruiter, admin, smtp):
    client.post(reverse("account_reset_password"), {"email": recruiter.user.email})

    row = Message.objects.get()
    assert (row.company, row.kind, row.to_email, row.secret) == (None, "sign_in", recruiter.user.email, True)
    assert not Message.objects.visible_to(admin).exists()
    send_due()
    assert "/account/password/reset/key/" in smtp.mails[0].get_body(("plain",)).get_content()
    row.refresh_from_db()
    assert (row.state, row.text, row.html) == ("sent", None, None)


def test_an_invitation_shows_that_it_went_and_not_its_link(company, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite(company=company, email="nora@people.test", role="viewer", actor=admin)

    row = Message.objects.visible_to(admin).get()
    assert (row.kind, row.state, row.to_email) == ("invitation", "kept", "nora@people.test")
    assert not may_read(row, admin)


def test_a_mail_to_two_is_two_mails():
    mail.send_mail("Hello", "There", None, ["a@people.test", "b@people.test"])

    assert set(Message.objects.values_list("to_email", "kind")) == {("a@people.test", "sign_in"), ("b@people.test", "sign_in")}
