"""Fifty who book one slot at the same moment, 200 rounds through the API, on the database that the environment names.

It is the test of it with more rounds, in a database of its own: it fails unless each round ends with one 201 and 49 times 409.
`BOOKING_ROUNDS` changes the number. DATABASE_URL=postgres://… for PostgreSQL, without it SQLite.
"""

import os
import re
import subprocess
import sys

TEST = "tests/collaboration/test_booking_a_slot.py::test_fifty_who_book_one_slot_at_once"


def run():
    rounds = os.environ.get("BOOKING_ROUNDS", "200")
    env = os.environ | {"BOOKING_ROUNDS": rounds, "TEST_DB_SUFFIX": os.environ.get("TEST_DB_SUFFIX", "") + "_booking"}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "--durations=1", "--durations-min=0.0", TEST]
    done = subprocess.run(command, env=env, capture_output=True, text=True)  # noqa: S603  (our own command)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:])
    seconds = float(re.search(r"([\d.]+)s call", done.stdout).group(1))
    print(
        f"   {rounds} rounds of 50: one 201 and 49 times 409 in each; {seconds:.0f} s, {1000 * seconds / int(rounds) / 50:.1f} ms a request"
    )
