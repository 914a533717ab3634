"""Interviews that begin soon are called to mind, once for each time that they are given."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.events import SYSTEM, publish
from collaboration import events
from collaboration.models import Interview

NEAR = timedelta(hours=1)


@transaction.atomic
def tell_what_is_near(now=None, limit=500):
    """Say of each interview within the hour that it is near; two that run at a time share the work. Returns how many.

    One that has begun while nobody said so is left alone: a reminder then would only be noise.
    """
    now = now or timezone.now()
    near = Interview.objects.filter(state=Interview.State.SCHEDULED, starts_at__gt=now, starts_at__lte=now + NEAR)
    near = near.exclude(near_told_for=F("starts_at")).order_by("starts_at", "pk")
    ids = list(near.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
    rows = list(Interview.objects.filter(pk__in=ids).select_related("application"))
    Interview.objects.filter(pk__in=ids).update(near_told_for=F("starts_at"))
    if rows:
        told = (events.InterviewNear(row.pk, row.application_id, row.starts_at.isoformat()) for row in rows)
        publish(*told, actor=SYSTEM, subjects=[row.application for row in rows])
    return len(rows)
