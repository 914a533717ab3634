"""Chromium for browser tests: found, installed where that is allowed, or its absence given as the reason for skipping.

`python -m tests.browser` installs one if it may and prints where it is, or why there is none (exit 0 both ways).
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
ONCE = "the same on any database: make test runs it"
WITHOUT = "no Chromium: install one, or name it in CHROMIUM, then run the tests again"


def find():
    """The path of a Chromium, or None: CHROMIUM, then PATH, then what `playwright install` keeps."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if named:
        return named
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted([*kept.glob("chromium-*/chrome-linux*/chrome"), *kept.glob("chromium-*/chrome-mac*/*/Contents/MacOS/*")])
    return str(found[-1]) if found else None


def install():
    """Install Chromium with the system's packages as root on Debian, else with Playwright's own download."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        ways = [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        ]
    else:
        ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ways:
        try:
            done = subprocess.run(command, env=quiet, timeout=420, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"{' '.join(command)}: {type(error).__name__}"
        if done.returncode and command[1] != "update":
            return f"{' '.join(command)}: {done.stderr.strip()[-300:]}"
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests come last: Playwright leaves a running event loop behind, beside which asynchronous tests cannot run.

    What a page looks like and what one process on SQLite does hang on no server: those tests run in `make test` alone. Browser tests get a second try, since a busy machine may keep a browser waiting; the report names those that needed it (RERUN).
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    found, services = find(), connection.vendor != "sqlite"
    for item in items:
        if services and (item.get_closest_marker("browser") or item.get_closest_marker("embedded")):
            item.add_marker(pytest.mark.skip(reason=ONCE))
        elif item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1) if found else pytest.mark.skip(reason=WITHOUT))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find(), "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/Berlin", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session", autouse=True)
def let_playwright_have_its_loop(request):
    """Playwright keeps an event loop in the tests' thread to the end; Django takes that for asynchronous code and refuses queries."""
    if any(item.get_closest_marker("browser") for item in request.session.items):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(autouse=True)
def tell_live_pages_from_a_thread_without_a_loop(request, monkeypatch):
    """Where Playwright's loop runs, synchronous code cannot wait for the channel layer: another thread does."""
    if request.node.get_closest_marker("browser"):
        monkeypatch.setattr("accounts.live.async_to_sync", _in_a_thread)


def _in_a_thread(awaitable):
    def call(*given):
        with ThreadPoolExecutor(1) as other:
            return other.submit(async_to_sync(awaitable), *given).result()

    return call
