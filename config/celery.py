"""The Celery application that workers, beat and `.delay()` share."""

import os
from datetime import UTC, datetime

from celery import Celery
from celery.signals import setup_logging, worker_ready
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("intellimatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def leave_logging_to_django(**kwargs):
    """Being connected is enough: Celery then configures no logging of its own."""


@worker_ready.connect
def take_up_what_was_left(**kwargs):
    """A worker that starts first hands on what an earlier one didn't get to.

    In the embedded mode nobody else can be at it: what was begun before now was cut off, and need not be waited for.
    """
    app.send_task("accounts.tasks.sweep_events")
    before = {"before": datetime.now(UTC).isoformat()} if settings.EMBEDDED else {}
    app.send_task("matching.tasks.read_waiting_resumes", kwargs=before)
    app.send_task("jobs.tasks.resume_imports", kwargs=before)
    app.send_task("matching.tasks.go_on_rescoring", kwargs=before)
    app.send_task("matching.tasks.follow_the_engine")
    app.send_task("matching.tasks.resume_backtests", kwargs=before)
    app.send_task("config.tasks.heartbeat")
