"""A control that moves on a scoring page while everybody a company knows is listed: CPU from request to rows, beside the kernel and plain NumPy.

10,000, 100,000 and 1,000,000 people in one run; the rows of the database and what the scorer sees of them are made up and kept in
var/bench-pools (or, with DATABASE_URL, in a database beside that one). BENCH_POOLS=10000 names other sizes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks._served import beside

SIZES = tuple(int(size) for size in os.environ.get("BENCH_POOLS", "10000,100000,1000000").split(","))


def run():
    state = Path(__file__).parent.parent / "var" / "bench-pools"
    state.mkdir(parents=True, exist_ok=True)
    env = beside(
        {**os.environ, "STATE_DIR": str(state), "PRODUCTION": "false", "DEBUG": "false", "READ_DOT_ENV": "false"}, "pools"
    )
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=env, check=True)  # noqa: S603  (our own command)
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "benchmarks._pools", *map(str, SIZES)], env=env, check=True, capture_output=True, text=True
    )
    print("   ms of CPU, median; a slider moves: every request asks for weights that were not asked for before")
    print(
        "       people   request to rows  queries   kernel    plain   kernel/plain   request/plain   a decay moves   1,000 applicants   first page"
    )
    for line in done.stdout.splitlines():
        row = json.loads(line)
        print(
            f"   {row['rows']:>10,} {row['request']:>17.1f} {row['queries']:>8} {row['kernel']:>8.2f} {row['plain']:>8.2f}"
            f" {row['kernel'] / row['plain']:>14.2f} {row['request'] / row['plain']:>15.1f} {row['decay']:>15.1f} {row['few']:>18.1f} {row['first']:>12.0f}"
        )
