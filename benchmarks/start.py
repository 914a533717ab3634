"""`make run` once more, where everything is there already: seconds to the first answer, and the CPU that it takes.

Runs in a folder of its own with a small demo, on a free port. The floor is the import of the settings and the apps.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def started(env):
    """(seconds to the first answer, CPU seconds until then) of one start."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "manage.py", "start", "--port", str(port)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=30).read()
                break
            except (urllib.error.URLError, ConnectionError):
                if process.poll() is not None:
                    raise SystemExit("the server ended before it answered") from None
                time.sleep(0.02)
        seconds = time.perf_counter() - began
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        return seconds, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    finally:
        process.terminate()
        process.wait(30)


def imports(env):
    """CPU seconds of `django.setup()` alone."""
    code = "import time, django; django.setup(); print(time.process_time())"
    return float(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout)  # noqa: S603  (our own command)


def run():
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "STATE_DIR": folder, "READ_DOT_ENV": "false", "DJANGO_SETTINGS_MODULE": "config.settings"}
        env.pop("DATABASE_URL", None), env.pop("REDIS_URL", None)
        for command in (["migrate", "--verbosity", "0"], ["seed_demo", "--candidates", "5", "--verbosity", "0"]):
            subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)  # noqa: S603  (our own command)
        setup = min(imports(env) for _ in range(2))
        answers = [started(env) for _ in range(3)]
    seconds, cpu = min(answers), min(cpu for _seconds, cpu in answers)
    print(
        f"   first answer after {seconds[0]:.1f} s (best of 3), {cpu:.1f} s of CPU, {cpu / setup:.1f}x of loading the apps ({setup:.1f} s)"
    )
