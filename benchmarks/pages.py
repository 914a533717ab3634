"""Pages at 10,000 and 100,000 candidates: CPU, queries and bytes a request, as ratios of a bare template with 50 rows.

The seeded installations are kept in var/bench-N (or, with DATABASE_URL, in databases beside that one) and made when missing.
BENCH_SIZES=1000,10000 names other sizes.
"""

import os

from benchmarks._served import table

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000").split(","))


def run():
    table("pages", SIZES)
