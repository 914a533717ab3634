"""20 files are dropped, the process is killed in the middle of reading them: the next start reads what was left."""

import signal
import sqlite3
import time
import uuid
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.urls import reverse

from tests.hostile import pdfs
from tests.served.installation import HOST, Installation

pytestmark = pytest.mark.embedded

FILES = 20
PATIENCE = 180  # seconds
TOKEN = "a" * 32


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def resume(number):
    lines = [f"Person Number{chr(97 + number)}", f"person{number}@example.com", *pdfs.RESUME[2:]]
    return pdfs.drawn(lambda canvas: pdfs.write_resume(canvas, lines))


def post_files(served, count):
    """The plain upload form with that many files, as a browser sends it."""
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="cv {n}.pdf"\r\nContent-Type: application/pdf\r\n\r\n'.encode()
        + resume(n)
        + b"\r\n"
        for n in range(count)
    ]
    request = Request(
        f"http://{HOST}:{served.port}{reverse('jobs:upload')}",
        b"".join([*parts, f"--{edge}--\r\n".encode()]),
        {
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Cookie": f"{served.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        },
    )
    with pytest.raises(HTTPError) as sent_on:
        build_opener(Stay).open(request, timeout=60)
    assert sent_on.value.code == 302, sent_on.value.read()[:500]


def asked(served, question):
    with sqlite3.connect(served.folder / "db.sqlite3", timeout=20) as database:
        return database.execute(question).fetchall()


def states(served):
    return dict(asked(served, "SELECT state, count(*) FROM jobs_resume GROUP BY state"))


def start(served):
    served.start("serve", "manage.py", "serve", "--port", str(served.port))
    served.wait_until_it_answers()


@pytest.fixture
def served(tmp_path, django_db_setup):
    installation = Installation(tmp_path).prepare()
    yield installation
    installation.stop_all()


def wait(served, until):
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, (states(served), served.said("serve")[-2000:])
        time.sleep(0.05)


def test_files_whose_reading_was_killed_are_read_after_the_next_start(served):
    start(served)
    post_files(served, FILES)
    wait(served, lambda: states(served).get("read", 0) >= 2 and states(served).get("reading", 0))
    served.stop("serve", signal.SIGKILL)
    left = states(served)
    assert left.get("read", 0) < FILES, "otherwise nothing was interrupted"

    start(served)
    wait(served, lambda: states(served) == {"read": FILES})

    assert asked(served, "SELECT total, done, failed, state FROM jobs_intake") == [(FILES, FILES, 0, "done")]
    assert asked(served, "SELECT count(*), count(DISTINCT email) FROM jobs_candidate") == [(FILES, FILES)]
