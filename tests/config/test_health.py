"""What load balancers and Prometheus ask."""

import pytest
from django.core.cache import cache
from django.db import connection

from config import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def test_a_living_process_says_so_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_it_is_ready_even_if_no_task_ran_yet(client):
    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()) == (
        200, {"database": "ok", "migrations": "ok", "cache": "ok", "tasks": "never ran"},
    )  # fmt: skip


def test_a_task_that_ran_lately_is_seen_and_one_long_ago_too(client):
    health.note_that_tasks_run()
    assert client.get("/ready/").json()["tasks"] == "ok"

    cache.set(health.HEARTBEAT, cache.get(health.HEARTBEAT) - 1000)
    assert client.get("/ready/").json()["tasks"].startswith("last ran 100")


def test_a_migration_that_is_missing_makes_it_unready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


def test_figures_are_for_this_machine(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 403


def test_figures_are_for_who_has_the_token(client, settings):
    settings.METRICS_TOKEN = "let me see"

    answer = client.get("/metrics", headers={"Authorization": "Bearer let me see"}, REMOTE_ADDR="10.0.0.9")

    assert answer.status_code == 200
    assert b"django_http_requests_before_middlewares_total" in answer.content
    assert client.get("/metrics").status_code == 403
