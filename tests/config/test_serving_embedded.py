"""One process does it all: `manage.py serve` answers pages, runs tasks, keeps time, tells sockets."""

import signal
import sqlite3

import pytest
from django.core.management import CommandError, call_command
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.served.installation import Installation, heard

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def served(tmp_path_factory, django_db_setup):
    installation = Installation(tmp_path_factory.mktemp("served")).prepare()
    installation.start("serve", "manage.py", "serve", "--port", str(installation.port))
    installation.wait_until_it_answers()
    yield installation
    installation.stop_all()


def bells(installation):
    with sqlite3.connect(installation.folder / "db.sqlite3") as database:
        return [key for (key,) in database.execute("SELECT key FROM accounts_setting ORDER BY key")]


def test_what_a_request_starts_reaches_the_page_over_its_socket(served):
    with served.socket() as page:
        assert f"member:{served.signed_in['member']}" in heard(page, "joined")["topics"]

        assert served.ask("/ring/1", "POST")[0] == 200

        assert heard(page, "hint") == {"type": "hint", "topic": f"member:{served.signed_in['member']}"}
    assert bells(served) == ["rang-1"]


def test_a_page_that_nobody_signed_in_to_is_sent_away(served):
    with served.socket(cookie="") as page, pytest.raises(ConnectionClosed) as closed:
        page.recv(timeout=10)

    assert closed.value.rcvd.code == 4401


def test_a_page_of_another_site_gets_no_socket(served):
    with pytest.raises(InvalidStatus) as refused:
        served.socket(origin="https://evil.example")

    assert refused.value.response.status_code == 403


def test_it_says_that_it_is_ready_and_that_tasks_run(served):
    status, _, text = served.ask("/ready/")

    assert (status, text) == (200, '{"database": "ok", "migrations": "ok", "cache": "ok", "tasks": "ok"}')


def test_it_serves_the_static_files_itself(served):
    status, headers, text = served.ask("/static/admin/css/base.css")

    assert (status, headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert "--primary" in text


def test_a_second_process_on_the_same_data_is_refused(served, settings):
    settings.STATE_DIR = served.folder

    with pytest.raises(CommandError, match="It is running already"):
        call_command("serve", port=0)


def test_more_than_one_worker_is_refused():
    with pytest.raises(CommandError, match="The embedded mode is one process"):
        call_command("serve", workers=2)


def test_it_ends_when_it_is_told_to(served):
    assert served.stop("serve") == 0


def test_what_a_crash_interrupts_is_done_at_the_next_start(tmp_path, django_db_setup):
    served = Installation(tmp_path).prepare()
    try:
        served.start("serve", "manage.py", "serve", "--port", str(served.port))
        served.wait_until_it_answers()
        with served.socket() as page:
            served.ask("/ring/5?seconds=1", "POST")
            heard(page, "hint")
        served.stop("serve", signal.SIGKILL)

        assert 1 <= len(bells(served)) < 5  # otherwise nothing was interrupted

        served.start("serve", "manage.py", "serve", "--port", str(served.port))
        served.wait_until_it_answers()
        with served.socket() as page:
            while len(bells(served)) < 5:
                heard(page, "hint", seconds=60)
    finally:
        served.stop_all()

    assert bells(served) == [f"rang-{number}" for number in range(1, 6)]
