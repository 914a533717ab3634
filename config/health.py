"""Is it alive, is it ready, how is it doing: for load balancers and Prometheus."""

import time
from contextlib import suppress
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView

from notifications.services import health as mail_health

HEARTBEAT = "tasks-last-ran"
LATE_SECONDS = 180  # three heartbeats missed


@login_not_required
@never_cache
def live(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
def ready(request):
    """`{"database", "migrations", "cache", "tasks"}`, each "ok" or what is wrong; 503 where no page could be served.

    Cache and tasks may be away for a while: pages go on, slower or with work that waits, so they don't make it 503.
    """
    state = {"database": "ok", "migrations": "ok", "cache": cache_state(), "tasks": tasks_state()}
    try:
        if pending_migrations():
            state["migrations"] = "pending"
    except DatabaseError:
        state["database"] = "away"
        state["migrations"] = "unknown"
    serves = state["database"] == "ok" and state["migrations"] == "ok"
    return JsonResponse(state, status=200 if serves else 503)


@login_not_required
@never_cache
def metrics(request):
    """Prometheus figures: with METRICS_TOKEN as bearer token, or without one asked for from this machine itself."""
    if not may_read_metrics(request):
        return HttpResponseForbidden("Figures are for the operator.", content_type="text/plain")
    with suppress(DatabaseError):  # the other figures are wanted then most of all
        mail_health.watch()
    return ExportToDjangoView(request)


def may_read_metrics(request):
    """By the token if there is one; else only a direct connection from this machine, not one that a proxy passed on."""
    if settings.METRICS_TOKEN:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in request.headers


def pending_migrations():
    """The migrations that the code has and the database has not, as (app, name)."""
    executor = MigrationExecutor(connection)
    return [(done.app_label, done.name) for done, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def cache_state():
    """Whether the cache keeps what it is told."""
    cache.set("ready", "ok", 10)
    return "ok" if cache.get("ready") == "ok" else "away"


def note_that_tasks_run():
    """A task calls it: the time is kept for `tasks_state`."""
    cache.set(HEARTBEAT, time.time(), timeout=24 * 3600)


def tasks_state():
    """Whether a worker ran a task lately."""
    last = cache.get(HEARTBEAT)
    if last is None:
        return "never ran"
    return "ok" if time.time() - last < LATE_SECONDS else f"last ran {int(time.time() - last)} s ago"
