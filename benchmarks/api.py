"""API lists of 50 at 10,000 and 100,000 candidates, as ratios of the same rows straight from `.values()` to JSON."""

from benchmarks._served import table
from benchmarks.pages import SIZES


def run():
    table("api", SIZES)
