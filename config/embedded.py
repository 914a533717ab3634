"""The embedded mode: one process that serves pages and sockets, runs the tasks and keeps the time.

uvicorn owns the main thread; a Celery worker and Celery's beat run in a thread each, on a broker in memory. What the
broker forgets when the process ends stands in the event log, and the next start hands it on.
"""

import logging
import os
import signal
import threading
import time
import warnings
from contextlib import contextmanager

import uvicorn
from celery.apps.worker import Worker
from celery.beat import Service
from celery.exceptions import SecurityWarning
from celery.worker import state
from django.conf import settings
from django.db import connections

from config.celery import app

logger = logging.getLogger(__name__)

TASKS_AT_ONCE = 2
SECONDS_TO_FINISH = 8  # what tasks and requests get after the signal to stop


class AlreadyRunning(Exception):
    """Another process serves this installation; two would not see each other's tasks."""


@contextmanager
def only_one():
    """Hold the installation's lock: the broker and the channel layer reach no further than this process."""
    path = settings.STATE_DIR / "serve.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        _lock(file)
        yield


def _lock(file):
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning from error


class TaskThread(threading.Thread):
    """A Celery worker with a few threads, inside this process."""

    def __init__(self):
        super().__init__(name="tasks", daemon=True)
        # A worker wants to handle signals, which only the main thread may, and there uvicorn does.
        Worker.install_platform_tweaks = lambda worker, controller: None
        self.worker = app.Worker(
            pool="threads",
            concurrency=TASKS_AT_ONCE,
            hostname="embedded@localhost",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )

    def run(self):
        self.worker.start()

    def stop(self):
        """Take no more tasks and let the running ones end, for some seconds."""
        state.should_stop = os.EX_OK  # the worker looks at it between messages; its own stop() would wait for ever
        self.join(SECONDS_TO_FINISH)


class BeatThread(threading.Thread):
    """Celery's beat, inside this process."""

    def __init__(self):
        super().__init__(name="beat", daemon=True)
        self.service = Service(app, max_interval=1, scheduler_cls=settings.CELERY_BEAT_SCHEDULER)

    def run(self):
        try:
            self.service.start(embedded_process=False)
        finally:
            connections.close_all()

    def stop(self):
        self.service.stop()
        self.join(SECONDS_TO_FINISH)


def serve(*, host, port, started=lambda: None):
    """Serve until SIGINT or SIGTERM; `started` is called once the address answers. Returns when all has ended."""
    _quieten()
    server = uvicorn.Server(
        uvicorn.Config(
            "config.asgi:application",
            host=host,
            port=port,
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
            ws_ping_interval=20,
        )
    )
    # uvicorn raises the signal again once it has closed its connections: by then this process still has work to end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *args: None)
    state.should_stop = None
    threads = [TaskThread(), BeatThread()]
    threading.Thread(target=_when_up, args=(server, started), daemon=True, name="announcer").start()
    for thread in threads:
        thread.start()
    try:
        server.run()
    finally:
        for thread in reversed(threads):
            thread.stop()
    _leave(threads)


def _quieten():
    """Silence two warnings about what is meant here."""
    # Being root is no more dangerous for the worker than for the pages that this process serves beside it.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    # Static files and downloads are read in a thread and sent whole: on one machine that is quick enough.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


def _when_up(server, started):
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.02)
    started()


def _leave(threads):
    """End here if a task ignores the end of the process: what it had not finished is handed out at the next start."""
    if any(thread.is_alive() for thread in threads):
        logger.warning("a task was cut off", extra={"threads": [t.name for t in threads if t.is_alive()]})
        logging.shutdown()
        os._exit(0)
