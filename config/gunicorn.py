"""Gunicorn's settings: `gunicorn -c config/gunicorn.py config.wsgi`. Threads, because pages wait for the database.

WEB_BIND, WEB_WORKERS, WEB_THREADS change them. With PROMETHEUS_MULTIPROC_DIR (an empty directory of its own) /metrics
adds up the figures of all workers; without it each worker tells its own.
"""

import os
from pathlib import Path

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", os.cpu_count() or 1))
threads = int(os.environ.get("WEB_THREADS", 8))
max_requests = 5000  # a worker that leaks is replaced before anybody notices
max_requests_jitter = 500
timeout = 60
keepalive = 5
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn's heartbeat, not data)


def on_starting(server):
    """Forget the figures of the workers of the last start."""
    figures = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if figures:
        Path(figures).mkdir(parents=True, exist_ok=True)
        for old in Path(figures).glob("*.db"):
            old.unlink()


def child_exit(server, worker):
    """Let go of the gauges of a worker that ended."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
