"""The event log: everything that happens is one row, written with the change, handed on after the commit.

@event("application.moved")
class ApplicationMoved: ...             in the app where it happens: a frozen dataclass of ids and small facts

publish(ApplicationMoved(...), actor=member, subject=application)    inside the transaction of the change

@subscribe(ApplicationMoved)
def tell(event, row): ...               in handlers.py of any app further right
"""

import dataclasses
import logging
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.bulk import insert_all
from accounts.models import Company, Event, Membership, Receipt, User

log = logging.getLogger(__name__)
EVENTS = {}
HANDLERS = defaultdict(dict)
BATCH = 500
FEW = 50  # so many events come back with their ids, whoever listens
MOST_ATTEMPTS = 12
WAITING = ContextVar("events that wait to be handed on together", default=None)
SYSTEM = None  # the actor of what nobody asked for: a timer, an import that goes on by itself


def event(name):
    """Make a class an event with a dotted name; its fields must be plain values (UUIDs are kept as text)."""

    def register(cls):
        cls = dataclasses.dataclass(frozen=True)(cls)
        cls.name = name
        if name in EVENTS and EVENTS[name].__qualname__ != cls.__qualname__:
            raise ValueError(f"Two events are called {name}.")
        EVENTS[name] = cls
        return cls

    return register


def subscribe(*classes, batch=False):
    """Have `handler(event, row)` called once for each event; with batch=True `handler(rows)` for many at a time."""

    def register(handler):
        handler.takes_batches = batch
        for cls in classes:
            HANDLERS[cls.name][name_of(handler)] = handler
        return handler

    return register


def name_of(handler):
    return f"{handler.__module__}.{handler.__qualname__}"


def publish(*events, actor, subject=None, subjects=None, at=None):
    """Log events with the change that they report; call it inside the change's transaction. Returns the rows.

    `subject` is the row that all are about, or `subjects` one for each event; `at` is when it happened, now when left out.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() belongs in the transaction of the change it reports.")
    rows = [
        _row(happened, actor, about, at or timezone.now())
        for happened, about in zip(events, subjects or [subject] * len(events), strict=True)
    ]
    if len(rows) > FEW and all(row.handled_at for row in rows):  # nobody listens: their ids are asked by nobody
        return insert_all(rows)
    rows = Event.objects.bulk_create(rows, batch_size=1000)
    ids = [row.pk for row in rows if row.handled_at is None]
    for start in range(0, len(ids), BATCH):
        transaction.on_commit(partial(_hand_over, ids[start : start + BATCH]))
    return rows


def _row(happened, actor, subject, at):
    company = subject.pk if isinstance(subject, Company) else getattr(subject, "company_id", None)
    kind, member, person = Event.ActorKind.SYSTEM, None, None
    if isinstance(actor, Membership):
        kind, member = Event.ActorKind.MEMBER, actor
    elif isinstance(actor, User):
        kind, person = Event.ActorKind.PERSON, actor
    facts = {key: str(value) if isinstance(value, UUID) else value for key, value in dataclasses.asdict(happened).items()}
    return Event(
        company_id=company,
        name=happened.name,
        actor_kind=kind,
        member=member,
        person=person,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
        at=at,
        handled_at=None if HANDLERS.get(happened.name) else timezone.now(),
    )


def _hand_over(ids):
    from accounts.tasks import hand_on

    waiting = WAITING.get()
    if waiting is not None:
        waiting += ids
        return
    try:
        hand_on.delay(event_ids=ids)
    except Exception:  # the broker is away: the rows are safe, the sweeping beat task takes them up
        log.warning("events wait for the sweep", extra={"event_ids": ids[:5], "count": len(ids)}, exc_info=True)


@contextmanager
def handed_on_together():
    """What is published inside is handed to its handlers at the end, here and in batches, with all that follows from it.

    For work on very many rows by one process. If the block fails, what was committed in it is left to the sweep.
    """
    waiting = []
    before = WAITING.set(waiting)
    try:
        yield
        while waiting:
            ids = waiting[:BATCH]
            del waiting[:BATCH]
            hand_on_now(ids)
    finally:
        WAITING.reset(before)


def hand_on_now(event_ids):
    """Give events to their handlers, each in its own transaction, once; what fails is tried again later."""
    rows = list(Event.objects.filter(pk__in=event_ids, handled_at=None).order_by("pk"))
    failed = set()
    by_name = defaultdict(list)
    for row in rows:
        by_name[row.name].append(row)
    for name, group in by_name.items():
        for handler_name, handler in HANDLERS.get(name, {}).items():
            failed |= _run(handler, handler_name, group)
    now = timezone.now()
    Event.objects.filter(pk__in=[row.pk for row in rows if row.pk not in failed]).update(handled_at=now, try_at=None)
    for row in rows:
        if row.pk in failed:
            wait = timedelta(seconds=min(3600, 5 * 2**row.attempts))
            Event.objects.filter(pk=row.pk).update(attempts=row.attempts + 1, try_at=now + wait)


def _run(handler, name, rows):
    """Run one handler over rows; the ids of the rows that failed."""
    groups = [rows] if handler.takes_batches else [[row] for row in rows]
    failed = set()
    for group in groups:
        try:
            with transaction.atomic():
                fresh = _claim(group, name)
                if fresh and handler.takes_batches:
                    handler(fresh)
                elif fresh:
                    handler(fresh[0].event, fresh[0])
        except Exception:  # one handler's failure is its own: it is logged, leaves no receipt, and is tried again
            log.exception("handler failed", extra={"handler": name, "event_ids": [row.pk for row in group][:5]})
            failed |= {row.pk for row in group}
    return failed


def _claim(rows, name):
    """The rows without a receipt of this handler, with one written. A second worker waits here and then finds it."""
    list(Event.objects.select_for_update().filter(pk__in=[row.pk for row in rows]).order_by("pk").values_list("pk"))
    done = set(Receipt.objects.filter(event__in=rows, handler=name).values_list("event_id", flat=True))
    fresh = [row for row in rows if row.pk not in done]
    Receipt.objects.bulk_create(Receipt(event=row, handler=name) for row in fresh)
    return fresh


def sweep(limit=5000):
    """Hand on what a crash left behind; returns how many rows were taken up."""
    ids = list(
        Event.objects.due()
        .filter(attempts__lt=MOST_ATTEMPTS, at__lt=timezone.now() - timedelta(seconds=10))
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    for start in range(0, len(ids), BATCH):
        hand_on_now(ids[start : start + BATCH])
    return len(ids)
