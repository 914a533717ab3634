"""Starts and stops the parts of an installation, as an operator would."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from websockets.sync.client import connect

from tests.database import migrated_copy

HOST = "127.0.0.1"


class Installation:
    """One database, one state directory, and the processes that run on them."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL", "PRODUCTION"}},
            "DJANGO_SETTINGS_MODULE": "tests.served.settings",
            "STATE_DIR": str(folder),
            "READ_DOT_ENV": "false",
            "HTTPS": "false",
            "LOG_LEVEL": "INFO",
            **environment,
        }
        self.port = self.free_port()
        self.processes = {}

    @staticmethod
    def free_port():
        with socket.socket() as free:
            free.bind((HOST, 0))
            return free.getsockname()[1]

    def manage(self, *arguments):
        return self.python("manage.py", *arguments)

    def python(self, *arguments):
        """Run to the end and return what it printed; its errors fail the test."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def prepare(self):
        """Migrate, and have a member who is signed in."""
        copy = migrated_copy()
        if copy and copy.exists() and "DATABASE_URL" not in self.environment:
            shutil.copyfile(copy, self.folder / "db.sqlite3")
        else:
            self.manage("migrate", "-v0")
        self.signed_in = json.loads(self.python("-m", "tests.served.prepare"))
        return self

    def start(self, name, *command):
        """Start a part; its output goes to `<name>.log` in the folder."""
        log = (self.folder / f"{name}.log").open("a")
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log
        )

    def stop(self, name, number=signal.SIGTERM, within=20):
        """Send a signal and wait for the end; returns the exit code."""
        process = self.processes.pop(name)
        process.send_signal(number)
        return process.wait(within)

    def stop_all(self):
        for process in self.processes.values():
            process.kill()
            process.wait()

    def said(self, name):
        return (self.folder / f"{name}.log").read_text()

    def wait_until_it_answers(self, seconds=90, port=None):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                return self.ask("/health/", port=port)
            except OSError:  # nobody listens yet, or somebody who is not ready to answer
                time.sleep(0.1)
        raise AssertionError({name: self.said(name) for name in self.processes})

    def ask(self, path, method="GET", port=None):
        """(status, headers, text) of a request by the member."""
        request = Request(f"http://{HOST}:{port or self.port}{path}", method=method, headers={"Cookie": self.cookie})
        try:
            with urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read().decode()

    def socket(self, *, cookie=None, origin=None, port=None):
        """A page's socket to /ws/live/."""
        port = port or self.port
        return connect(
            f"ws://{HOST}:{port}/ws/live/",
            additional_headers={"Cookie": self.cookie if cookie is None else cookie},
            origin=origin or f"http://{HOST}:{port}",
        )

    @property
    def cookie(self):
        return f"sessionid={self.signed_in['session']}"  # HTTPS is false, so the name has no __Host- in front


def heard(page, kind, seconds=20):
    """The next message of that type on a socket."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        message = json.loads(page.recv(timeout=left))
        if message["type"] == kind:
            return message
    raise AssertionError(f"no {kind}")
