"""Events and handlers that exist for tests of the event log only, and a worker that a test may kill.

Each handler's effect is a row that nothing keeps from being written twice: a Consent with the event's id and its name.
"""

import os
import time

from accounts.events import event, subscribe

WRITERS = ("one by one", "in batches", "one by one as well")


@event("test.happened")
class Happened:
    number: int


@event("test.unheard")
class Unheard:
    number: int


def write_down(row, purpose):
    from accounts.models import Consent

    Consent.objects.create(subject_type="test", subject_id=str(row.pk), purpose=purpose, text="")


@subscribe(Happened)
def write_one(event, row):
    write_down(row, WRITERS[0])
    linger()


@subscribe(Happened, batch=True)
def write_batch(rows):
    for row in rows:
        write_down(row, WRITERS[1])
        linger()


@subscribe(Happened)
def write_one_more(event, row):
    linger()
    write_down(row, WRITERS[2])


def linger():
    """Time for a kill to hit between an effect and its commit."""
    time.sleep(float(os.environ.get("LINGER", "0")))


def work():
    """Hand on what is due, in small batches, until nothing is."""
    from accounts.events import hand_on_now
    from accounts.models import Event

    while ids := list(Event.objects.due().order_by("pk").values_list("pk", flat=True)[:20]):
        hand_on_now(ids)
