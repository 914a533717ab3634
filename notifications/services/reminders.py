"""Reminders a day before an interview: once for each person and time, whatever became of the scheduler or the interview.

A day is 24 hours, not "the same hour yesterday": so no change of clocks makes an hour that is missing or comes twice. The words
show each person's own clock. One that is late leaves late; after the interview has begun there is none.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from collaboration.models import Interview
from notifications.models import LetterKind, MailRule, Reminder
from notifications.services import correspondence
from notifications.services.calendar import CANDIDATE

log = logging.getLogger(__name__)
AHEAD = timedelta(hours=24)
BATCH = 100


def due_at(starts_at):
    return starts_at - AHEAD


def remind_due(now=None):
    """Write the reminders that are due; returns how many interviews were taken up, a batch at most."""
    now = now or timezone.now()
    try:
        with transaction.atomic():
            rows = list(
                _without_reminder(starts_at__gt=now, starts_at__lte=now + AHEAD)
                .select_for_update(of=("self",), skip_locked=True)
                .prefetch_related("panel__member__user", "panel__member__company")[:BATCH]
            )
            seats = {row.pk: [seat.member for seat in row.panel.all()] for row in rows}
            Reminder.objects.bulk_create(
                _mark(row, whom, now) for row in rows for whom in (CANDIDATE, *(str(one.pk) for one in seats[row.pk]))
            )
            desk = correspondence.Desk()
            for row in rows:
                _mail(desk, row, seats[row.pk])
    except IntegrityError:  # another scheduler was at it and wrote them
        return 0
    return len(rows)


def note_missed(now=None):
    """Say in the log which interviews began without a reminder, once; returns how many."""
    now = now or timezone.now()
    missed = list(_without_reminder(starts_at__lte=now, starts_at__gt=now - AHEAD)[:BATCH])
    Reminder.objects.bulk_create([_mark(row, CANDIDATE, now, sent=False) for row in missed], ignore_conflicts=True)
    for row in missed:
        log.warning("no reminder was sent before an interview began", extra={"interview_id": str(row.pk)})
    return len(missed)


def no_need(interview, now=None):
    """An interview that gets its time within the last day before it: the invitation itself is the reminder."""
    now = now or timezone.now()
    if due_at(interview.starts_at) <= now:
        Reminder.objects.bulk_create([_mark(interview, CANDIDATE, now, sent=False)], ignore_conflicts=True)


def _without_reminder(**when):
    given = Reminder.objects.filter(interview=OuterRef("pk"), starts_at=OuterRef("starts_at"))
    return (
        Interview.objects.filter(
            ~Exists(given), state=Interview.State.SCHEDULED, application__status="active", company__suspended_at=None, **when
        )
        .select_related(*correspondence.OF_INTERVIEW)
        .order_by("starts_at", "pk")
    )


def _mark(interview, whom, now, *, sent=True):
    return Reminder(interview=interview, whom=whom, starts_at=interview.starts_at, sent=sent, at=now)


def _mail(desk, interview, members):
    rule = desk.rule(interview.company, MailRule.Cause.REMINDER)
    key = f"reminder:{interview.pk}:{interview.starts_at.isoformat()}"
    if rule.candidate:
        correspondence.about_interview(desk, kind=LetterKind.INTERVIEW_REMINDER, interview=interview, key=key)
    if rule.panel:
        correspondence.to_panel(desk, kind=LetterKind.INTERVIEW_REMINDER, interview=interview, key=key, members=members)
