"""With Redis away pages go on: the cache reads as empty, rate limits let pass, nothing raises."""

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django_ratelimit.decorators import ratelimit

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def away():
    settings = {"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": NOBODY_LISTENS}}
    with override_settings(CACHES=settings):
        yield caches["default"]


def test_reading_finds_nothing_and_writing_is_forgotten(away):
    away.set("name", "value")

    assert away.get("name") is None
    assert away.get("name", "default") == "default"
    assert away.get_many(["name"]) == {}
    assert away.set_many({"name": 1}) == ["name"]
    assert away.delete("name") is False
    assert "name" not in away
    assert away.get_or_set("name", lambda: "made") == "made"


def test_counting_starts_anew_each_time(away):
    assert away.add("count", 1) is True
    assert away.incr("count") == 1


def test_a_rate_limited_view_answers(away):
    view = ratelimit(key="ip", rate="1/m", block=True)(lambda request: HttpResponse("here"))

    answers = [view(RequestFactory().get("/")).content for _ in range(3)]

    assert answers == [b"here"] * 3
