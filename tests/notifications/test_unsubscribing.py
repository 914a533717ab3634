"""A link in a mail leaves somebody alone: one click of a mail program, or a button; nobody signs in."""

import pytest
from django.urls import reverse

from notifications.models import Suppression
from notifications.services.composing import unsubscribe_link

pytestmark = pytest.mark.django_db


def path_of(message):
    return "/" + unsubscribe_link(message).split("/", 3)[3]


def test_opening_the_link_only_asks(client, write):
    answer = client.get(path_of(write(kind="digest")))

    assert "No more of these mails?" in answer.content.decode()
    assert not Suppression.objects.exists()


def test_one_click_is_enough_and_a_second_changes_nothing(write, company):
    from django.test import Client

    mail = write(kind="digest")
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(path_of(mail), {"List-Unsubscribe": "One-Click"})
        assert "You are unsubscribed" in answer.content.decode()

    [row] = Suppression.objects.all()
    assert (row.company, row.address, row.kind, row.reason) == (company, mail.to_email, "digest", "unsubscribe")
    assert [event.kind for event in mail.events.all()] == ["unsubscribed"]
    assert write(kind="digest", key="next").state == "suppressed"
    assert write(kind="rejection", key="owed").state == "kept"


@pytest.mark.parametrize("token", ["nobodys", "a:b:c", "%00", "x" * 3000])
def test_a_link_that_is_nobodys_is_not_there(client, token):
    assert client.post(f"/unsubscribe/{token}/").status_code == 404


def test_a_mail_that_is_owed_has_no_such_link(client, write):
    assert client.post(path_of(write(kind="rejection"))).status_code == 404


def test_the_link_of_another_purpose_is_none(client, write):
    from django.core import signing

    token = signing.dumps(write(kind="digest").pk.hex, salt="another")
    assert client.post(reverse("notifications:unsubscribe", args=[token])).status_code == 404
