"""How often the API may be asked, and what every answer says of it."""

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db
NAMES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


@pytest.fixture(autouse=True)
def few(settings):
    settings.API_RATE = "3/h"
    cache.clear()
    yield
    cache.clear()


def said(answer):
    return [int(answer[name]) for name in NAMES]


def test_every_answer_counts_down(sign_in, viewer):
    client = sign_in(viewer)

    answers = [client.get("/api/v1/me"), client.get("/api/v1/nowhere"), client.delete("/api/v1/me")]

    assert [answer.status_code for answer in answers] == [200, 404, 405]
    assert [said(answer)[:2] for answer in answers] == [[3, 2], [3, 1], [3, 0]]
    assert all(0 <= said(answer)[2] <= 3600 for answer in answers)


def test_beyond_the_limit_the_answer_says_when_to_come_again(sign_in, admin, viewer):
    client = sign_in(viewer)
    for _ in range(3):
        client.get("/api/v1/me")

    answer = client.get("/api/v1/me")

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (429, "application/problem+json", "throttled")
    assert 1 <= int(answer["Retry-After"]) <= 3600 and said(answer)[1] == 0
    assert sign_in(admin).get("/api/v1/me").status_code == 200  # a colleague has a window of their own


def test_who_is_not_signed_in_is_counted_by_address(client):
    codes = [client.get("/api/v1/me").status_code for _ in range(4)]

    assert codes == [401, 401, 401, 429]


def test_pages_have_no_such_limit(sign_in, viewer):
    client = sign_in(viewer)

    answers = [client.get("/profile/") for _ in range(5)]

    assert {answer.status_code for answer in answers} <= {200, 404} and "RateLimit-Limit" not in answers[0]


def test_without_a_setting_there_is_no_limit(sign_in, viewer, settings):
    settings.API_RATE = None

    assert "RateLimit-Limit" not in sign_in(viewer).get("/api/v1/me")
