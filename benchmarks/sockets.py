"""1,000 open pages on one process, and how soon the last one hears that something happened: from the writing of the row to the last hint.

The embedded server on SQLite: it answers the pages, runs the tasks and holds the sockets in one process, which is the hard case.
The second round comes after the sockets have to look again who they belong to. CLIENTS changes their number.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks._served import free_port

CLIENTS = int(os.environ.get("CLIENTS", "1000"))
ACTS = 10
MADE = """
import django; django.setup()
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import Company, Membership, User
company, _new = Company.objects.get_or_create(name="Bench", slug="bench")
user = User.objects.filter(email="bench@bench.test").first()
user = user or User.objects.create_user(email="bench@bench.test", password="a bell in the hall", name="Bench")
Membership.objects.get_or_create(company=company, user=user, defaults={"role": "recruiter", "handle": "bench"})
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.save()
print(session.session_key)
"""


def run():
    folder = Path(__file__).parent.parent / "var" / "bench-sockets"
    folder.mkdir(parents=True, exist_ok=True)
    outside = {"DATABASE_URL", "REDIS_URL", "PRODUCTION"}
    env = {key: value for key, value in os.environ.items() if key not in outside}
    env |= {"STATE_DIR": str(folder), "READ_DOT_ENV": "false", "DJANGO_SETTINGS_MODULE": "config.settings"}
    env |= {"LOG_LEVEL": "WARNING", "API_RATE": "100000/h"}
    port = free_port()
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=env, check=True)  # noqa: S603  (our own command)
    made = subprocess.run([sys.executable, "-c", MADE], env=env, check=True, capture_output=True, text=True)  # noqa: S603
    serve = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(serve, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait(port)
        asyncio.run(_measure(port, made.stdout.strip()))
    finally:
        server.kill()
        server.wait()


def _wait(port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            urlopen(f"http://127.0.0.1:{port}/health/", timeout=2)  # noqa: S310  (our own server)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


async def _measure(port, session):
    from websockets.asyncio.client import connect

    site = f"http://127.0.0.1:{port}"
    headers = {"Cookie": f"sessionid={session}"}
    began = time.perf_counter()
    pages = []
    for start in range(0, CLIENTS, 50):
        some = (
            connect(f"ws://127.0.0.1:{port}/ws/live/", origin=site, additional_headers=headers, ping_interval=None)
            for _n in range(min(50, CLIENTS - start))
        )
        pages += await asyncio.gather(*some)
    for page in pages:
        assert json.loads(await page.recv())["type"] == "joined"
    print(f"   {len(pages)} sockets open after {time.perf_counter() - began:.1f} s")
    token = await asyncio.to_thread(_token, site, session)
    for name, pause in (("fresh", 0), ("after they had to look again who they are", 65)):
        await asyncio.sleep(pause)
        lasts = [await _round(site, session, token, pages, number) for number in range(ACTS)]
        shown = f"median {statistics.median(lasts):.0f} ms, slowest {max(lasts):.0f} ms; the first {lasts[0]:.0f} ms"
        print(f"   the last of {len(pages)} hears ({name}): {shown}")
    await asyncio.gather(*(page.close() for page in pages))


def _token(site, session):
    request = Request(f"{site}/tasks/", headers={"Cookie": f"sessionid={session}"})  # noqa: S310  (our own server)
    with urlopen(request) as answer:  # noqa: S310
        return answer.headers["Set-Cookie"].partition("csrftoken=")[2].partition(";")[0]


def _act(site, session, token, number):
    """Write a task down: its page hints at once. Returns when the row was written."""
    headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token, "Content-Type": "application/json"}
    body = json.dumps({"text": f"Task {number}"}).encode()
    request = Request(f"{site}/api/v1/tasks", body, headers | {"Origin": site})  # noqa: S310  (our own server)
    with urlopen(request) as answer:  # noqa: S310
        return datetime.fromisoformat(json.load(answer)["created_at"]).timestamp()


async def _round(site, session, token, pages, number):
    hearing = asyncio.gather(*(_heard(page) for page in pages))
    written = await asyncio.to_thread(_act, site, session, token, number)
    times = await hearing
    await asyncio.sleep(0.5)
    return 1000 * (max(times) - written)


async def _heard(page):
    while json.loads(await asyncio.wait_for(page.recv(), 30))["type"] != "hint":
        continue
    return time.time()
