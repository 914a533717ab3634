"""Events that members hear of, workers killed with SIGKILL in the middle: each notice once, none missing, numbers without a hole.

NOTICE_EVENTS and NOTICE_KILLS make it larger: `python -m benchmarks notices`.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts import events
from accounts.events import publish
from accounts.models import Event
from collaboration.events import TaskDue
from collaboration.services import tasks
from jobs.events import ApplicationMoved
from jobs.services.jobs import join_team
from notifications.models import Inbox, Notification

EVENTS, KILLS = int(os.environ.get("NOTICE_EVENTS", "300")), int(os.environ.get("NOTICE_KILLS", "4"))
WORKERS = 4 if EVENTS > 1000 else 2
PATIENCE = 240 + EVENTS // 10  # seconds in all
WORKER = """
import django; django.setup()
from accounts.events import hand_on_now
from accounts.models import Event
while ids := list(Event.objects.due().order_by("?").values_list("pk", flat=True)[:20]):
    hand_on_now(ids)
"""


def start_worker():
    at = connection.settings_dict
    url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or 'localhost'}:{at['PORT'] or 5432}/{at['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "PRODUCTION": "false"}
    return subprocess.Popen([sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=environment)


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="kills need row locks: DATABASE_URL is not PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_no_notice_and_double_none(application, recruiter, admin, viewer, monkeypatch):
    """Single notices for one member (a task that is due) and counted ones for another (moves), in the same stream."""
    monkeypatch.setattr(events, "_hand_over", lambda ids: None)  # only the workers below hand on
    join_team(job=application.job, member=admin, part="recruiter")
    task = tasks.create_task(actor=viewer, text="Call", member=recruiter)
    Event.objects.update(handled_at="2026-01-01T00:00Z")
    stage, half = application.stage_id, EVENTS // 2
    with transaction.atomic():
        due = publish(*[TaskDue(task.pk, recruiter.pk)] * half, actor=None, subject=task)
        move = ApplicationMoved(0, application.pk, application.job_id, stage, stage)
        publish(*[move] * half, actor=recruiter, subject=application)
    end = time.monotonic() + PATIENCE
    workers, kills = [start_worker() for _n in range(WORKERS)], 0
    while kills < KILLS and Event.objects.due().exists():
        assert time.monotonic() < end
        left = Event.objects.due().count()
        while Event.objects.due().count() > left - EVENTS // (KILLS * 2) and Event.objects.due().exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        victim = workers.pop(0)
        kills += victim.poll() is None
        victim.send_signal(signal.SIGKILL)
        victim.wait(10)
        workers.append(start_worker())
    for worker in [*workers, start_worker()]:
        assert worker.wait(max(1, end - time.monotonic())) == 0

    told = Counter(Notification.objects.filter(member=recruiter, type="task_due").values_list("event", flat=True))
    assert told == Counter({row.pk: 1 for row in due})
    assert sum(Notification.objects.filter(member=admin).values_list("count", flat=True)) == half
    for member in (recruiter, admin):
        numbers = sorted(Notification.objects.filter(member=member).values_list("number", flat=True))
        assert numbers == list(range(1, Inbox.objects.get(member=member).last_number + 1))
    assert not Event.objects.due().exists() and kills == KILLS
    print(f"{EVENTS} events, {kills} kills: 0 lost, 0 doubled")
