"""Reminders a day before an interview: once for each person and time, whatever became of the scheduler or the interview.

A day is 24 hours, not "the same hour yesterday": so no change of clocks makes an hour that is missing or comes twice. The words
show the person's own clock.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from collaboration.models import Interview
from notifications.models import MailRule, Reminder
from notifications.services import correspondence
from notifications.services.calendar import CANDIDATE

log = logging.getLogger(__name__)
AHEAD = timedelta(hours=24)
BATCH = 100


def due_at(starts_at):
    return starts_at - AHEAD


def remind_due(now=None):
    """Write the reminders that are due; returns how many interviews were taken up. Twice at once or late, each is written once."""
    now = now or timezone.now()
    with transaction.atomic():
        rows = list(_due(now).select_for_update(of=("self",), skip_locked=True)[:BATCH])
        desk, told = correspondence.Desk(), _told(rows)
        made = [_mark(interview, whom, sent=True) for interview in rows for whom in _whom(desk, interview) if (interview.pk, whom, interview.starts_at) not in told]
        Reminder.objects.bulk_create(made)
        fresh = {(one.interview_id, one.whom) for one in made}
        for interview in rows:
            _remind(desk, interview, fresh)
    return len(rows)
