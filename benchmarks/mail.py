"""5,000 mails to a server that is busy, hangs up and refuses, while workers are killed: lost and doubled, on PostgreSQL.

It is the test of it with more of all, in a database of its own; it fails where a mail is lost. DATABASE_URL=postgres://… is needed;
`MAILS`, `MAIL_KILLS` and `MAIL_SEED` change the numbers.
"""

import os
import subprocess
import sys

TEST = "tests/notifications/test_sending_survives_kills.py"


def run():
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("   skipped: DATABASE_URL names no PostgreSQL")
        return
    suffix = os.environ.get("TEST_DB_SUFFIX", "") + "_mail_bench"
    env = {"MAILS": "5000", "MAIL_KILLS": "20", **os.environ, "TEST_DB_SUFFIX": suffix}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-s", TEST]
    done = subprocess.run(command, env=env, capture_output=True, text=True)  # noqa: S603  (our own command)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:])
    print(next(line for line in done.stdout.splitlines() if " lost, " in line))
