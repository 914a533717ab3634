"""Google and LinkedIn open the candidate's door: the first time after the address was proven by a link, then at once."""

import re

import pytest
from django.core import mail

from accounts.models import User
from portal.models import Identity
from tests.doubles.openid import SECRET, OpenIDProvider
from tests.portal.test_signing_in_by_a_link import link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_yet")]


@pytest.fixture
def google(settings):
    double = OpenIDProvider()
    settings.PORTAL_PROVIDERS = {
        "google": {
            "label": "Google",
            "client_id": double.client_id,
            "secret": SECRET,
            "server_url": double.address,
            "oauth_pkce_enabled": True,
        }
    }
    yield double
    double.stop()


def way_out(client):
    """The provider's address that the page sends the browser to."""
    page = client.post("/me/with/google/").content.decode()
    return re.search(r'url=([^"]+)"', page)[1].replace("&amp;", "&")


def come_back(client, google):
    return client.get(google.agree(way_out(client)))


def test_the_first_time_the_address_is_proven_then_it_opens_at_once(client, google, person):
    answer = come_back(client, google)

    assert "We have sent a link to <strong>candidate@people.test</strong>" in answer.content.decode()
    assert client.get("/me/").status_code == 302
    client.post(link_in(mail.outbox[0]))
    assert client.get("/me/").wsgi_request.user == person
    client.post("/me/sign-out/")
    assert come_back(client, google)["Location"] == "/me/"
    assert client.get("/me/").wsgi_request.user == person
    assert len(mail.outbox) == 1


def test_a_members_address_told_by_a_provider_opens_nothing(client, google, admin):
    google.told["email"] = admin.user.email

    come_back(client, google)

    assert not Identity.objects.exists()
    assert client.get("/me/").status_code == 302
    assert client.get("/").status_code == 302


def test_another_account_with_the_same_address_is_another_account(client, google, person):
    Identity.objects.create(user=person, provider="google", subject="1010")
    google.told["sub"] = "2020"

    come_back(client, google)

    assert client.get("/me/").status_code == 302
    assert list(Identity.objects.values_list("subject", flat=True)) == ["1010"]


def test_a_new_address_at_the_provider_changes_nothing(client, google, person):
    Identity.objects.create(user=person, provider="google", subject="1010")
    google.told["email"] = "moved@people.test"

    assert come_back(client, google)["Location"] == "/me/"
    assert client.get("/me/").wsgi_request.user == person


@pytest.mark.parametrize("wrong", ["another browser", "audience", "used code", "refused there", "no address", "made-up state"])
def test_what_is_wrong_opens_nothing(client, google, person, wrong):
    Identity.objects.create(user=person, provider="google", subject="1010")
    way = google.agree(way_out(client))
    if wrong == "another browser":
        client.cookies.clear()
    elif wrong == "audience":
        google.audience = "somebody else"
    elif wrong == "used code":
        google.codes.clear()
    elif wrong == "refused there":
        way = re.sub(r"code=[^&]+", "error=access_denied", way)
    elif wrong == "no address":
        Identity.objects.all().delete()
        del google.told["email"]
    else:
        way = re.sub(r"state=.+", "state=made-up", way)

    answer = client.get(way)

    assert (answer.status_code, answer["Location"]) == (302, "/me/sign-in/")
    assert client.get("/me/").status_code == 302
    assert mail.outbox == []


def test_a_provider_that_is_away_is_said_so(client, google):
    google.stop()

    answer = client.post("/me/with/google/", follow=True)

    assert "did not answer" in answer.content.decode()


def test_a_name_comes_along_for_somebody_new(client, google):
    google.told["email"] = "new@people.test"
    come_back(client, google)
    client.post(link_in(mail.outbox[0]))

    assert User.objects.get(email="new@people.test").name == "Ana Petrović"


def test_without_keys_there_is_no_button_and_no_way(client, settings):
    settings.PORTAL_PROVIDERS = {}

    assert "/me/with/" not in client.get("/me/sign-in/").content.decode()
    assert client.post("/me/with/google/").status_code == 404
