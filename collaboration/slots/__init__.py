"""When people can meet: pure functions, no Django. A moment is a whole number of minutes since 1970 in UTC.

`people` knows when one person can, `plans` finds the earliest plan of one interview or a row of them, `relaxing` says
what would have to give where there is none.
"""

from collaboration.slots.people import Person, free, minute, moment, working
from collaboration.slots.plans import GRID, Ask, Plan, Session, earliest, starts, times
from collaboration.slots.relaxing import Relaxed, ways_out

__all__ = [
    "GRID",
    "Ask",
    "Person",
    "Plan",
    "Relaxed",
    "Session",
    "earliest",
    "free",
    "minute",
    "moment",
    "starts",
    "times",
    "ways_out",
    "working",
]
