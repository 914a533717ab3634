"""How far the scoring of a whole list is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Owned
from jobs.models import Job
from matching.querysets import OfJobQuerySet


class Rescoring(Owned):
    """A job's list being scored anew, in pieces. One row a job, used again: a newer wish raises `wanted` and begins at the front."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"

    job = models.OneToOneField(Job, models.CASCADE, related_name="rescoring")
    wanted = models.PositiveIntegerField(default=1)
    cause = models.CharField(max_length=20)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    after = models.UUIDField(null=True, blank=True)  # the last application that is done
    led = models.UUIDField(null=True, blank=True)  # the application that led the list before
    tries = models.PositiveSmallIntegerField(default=0)  # claims since something last got done
    leased_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OfJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=~Q(state="done"), name="rescoring_to_do"),
            models.Index(fields=["company"], condition=~Q(state="done"), name="rescoring_of_company"),
        ]

    def __str__(self):
        return f"{self.done} / {self.total}"
