"""10,000 events that members hear of, workers killed 40 times: how many notices are lost and how many are there twice.

It is the test of it with more events, on a database of its own: it fails unless both are none. It needs PostgreSQL in DATABASE_URL.
"""

import os
import re
import subprocess
import sys

TEST = "tests/notifications/test_notices_survive_kills.py"


def run():
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("   left out: it needs PostgreSQL in DATABASE_URL")
        return
    asked = {"NOTICE_EVENTS": "10000", "NOTICE_KILLS": "40"} | dict(os.environ)
    env = asked | {"TEST_DB_SUFFIX": os.environ.get("TEST_DB_SUFFIX", "") + "_notices"}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-s", "--durations=1", "--durations-min=0.0", TEST]
    done = subprocess.run(command, env=env, capture_output=True, text=True)  # noqa: S603  (our own command)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:])
    print(f"   {re.search('.* events, .*', done.stdout).group()}; {re.search('([0-9.]+s) call', done.stdout).group(1)}")
