"""1,000 events, workers killed ten times with SIGKILL in the middle: each handler's effect once, none missing."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from accounts import events
from accounts.events import publish
from accounts.models import Consent, Event, Receipt
from tests.accounts.happenings import WRITERS, Happened

EVENTS, KILLS, WORKERS = 1000, 10, 2
PATIENCE = 240  # seconds in all
WORKER = "import django; django.setup(); from tests.accounts import happenings; happenings.work()"


def start_worker():
    """A process of its own on the test's database, which hands on what is due and ends when nothing is."""
    at = connection.settings_dict
    url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}/{at['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LINGER": "0.001",
        "PRODUCTION": "false",
    }
    return subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=environment
    )


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="kills need row locks: DATABASE_URL is not PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_nothing_and_double_nothing(company, monkeypatch):
    monkeypatch.setattr(events, "_hand_over", lambda ids: None)  # only the workers below hand on
    from django.db import transaction

    with transaction.atomic():
        rows = publish(*map(Happened, range(EVENTS)), actor=None, subject=company)
    end = time.monotonic() + PATIENCE
    workers, killed_in_the_middle, kills = [start_worker() for _ in range(WORKERS)], 0, 0
    while kills < KILLS:
        assert time.monotonic() < end
        before = Receipt.objects.count()
        while Receipt.objects.count() < before + 150 and Event.objects.due().exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        victim = workers.pop(0)
        killed_in_the_middle += victim.poll() is None
        victim.send_signal(signal.SIGKILL)
        victim.wait(10)
        kills += 1
        workers.append(start_worker())
    for worker in workers:
        worker.wait(max(1, end - time.monotonic()))
    last = start_worker()
    assert last.wait(PATIENCE) == 0

    done = Counter(Consent.objects.filter(subject_type="test").values_list("subject_id", "purpose"))
    assert done == Counter({(str(row.pk), writer): 1 for row in rows for writer in WRITERS})
    assert Receipt.objects.count() == EVENTS * len(WRITERS)
    assert not Event.objects.filter(handled_at=None).exists()
    assert killed_in_the_middle == KILLS
