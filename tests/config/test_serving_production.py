"""The production parts, each a process of its own on PostgreSQL and Redis, do together what the one process does."""

import os
import signal
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from django.db import connection

from tests.served.installation import Installation, heard

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")),
        reason="needs DATABASE_URL and REDIS_URL: make test-services",
    ),
]

NAME = f"served_intellimatch{os.environ.get('TEST_DB_SUFFIX', '')}"


@pytest.fixture(scope="module")
def served(tmp_path_factory, django_db_setup):
    migrated = connection.settings_dict["NAME"]
    connection.close()  # a database is copied only while nobody uses it
    given = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f'CREATE DATABASE {NAME} TEMPLATE "{migrated}"')
        installation = Installation(
            tmp_path_factory.mktemp("production"),
            DATABASE_URL=urlunsplit(given._replace(path=f"/{NAME}")),
            REDIS_URL=os.environ["REDIS_URL"],
            TEST_DB_SUFFIX=f"_{NAME}",
            PRODUCTION="true",
        ).prepare()
        bind = {"WEB_BIND": f"127.0.0.1:{installation.port}", "WEB_WORKERS": "2", "WEB_THREADS": "2"}
        installation.environment |= bind
        installation.sockets_port = installation.free_port()
        installation.start("web", "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi")
        installation.start(
            "sockets", "-m", "uvicorn", "config.asgi:application", "--port", str(installation.sockets_port), "--lifespan", "off"
        )
        installation.start("worker", "-m", "celery", "-A", "config", "worker", "--concurrency", "1")
        installation.start("beat", "-m", "celery", "-A", "config", "beat")
        try:
            installation.wait_until_it_answers()
            installation.wait_until_it_answers(port=installation.sockets_port)
            yield installation
        finally:
            installation.stop_all()
            server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            kept = redis.from_url(os.environ["REDIS_URL"])
            for key in kept.scan_iter(f"*{NAME}*"):
                kept.delete(key)


def test_what_a_request_starts_reaches_the_page_over_its_socket(served):
    mine = f"member:{served.signed_in['member']}"
    with served.socket(port=served.sockets_port) as page:
        assert mine in heard(page, "joined")["topics"]

        assert served.ask("/ring/1", "POST")[0] == 200

        assert heard(page, "hint", seconds=40) == {"type": "hint", "topic": mine}


def test_it_is_ready_once_a_worker_ran_its_first_task(served):
    end = time.monotonic() + 40
    while "never ran" in served.ask("/ready/")[2] and time.monotonic() < end:
        time.sleep(0.2)

    status, _, text = served.ask("/ready/")

    assert (status, text) == (200, '{"database": "ok", "migrations": "ok", "cache": "ok", "tasks": "ok"}')


def test_each_part_ends_when_it_is_told_to(served):
    ends = {name: served.stop(name) for name in list(served.processes)}

    # uvicorn closes its connections and then ends by the signal itself.
    assert ends == {"web": 0, "sockets": -signal.SIGTERM, "worker": 0, "beat": 0}
