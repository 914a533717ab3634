"""Times that candidates may choose from, and what they ask for once they have one."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from collaboration.models.interviews import Interview, Kit
from collaboration.querysets import SlotQuerySet, TimeChangeQuerySet
from jobs.models import Job


class Slot(Owned):
    """A time on offer: for one interview, or for every interview of a job with that kit. One interview takes it, at most."""

    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="slots")
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="slots")
    kit = models.ForeignKey(Kit, models.CASCADE, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    offered_until = models.DateTimeField()
    taken_by = models.OneToOneField(Interview, models.SET_NULL, null=True, blank=True, related_name="slot", editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(interview=None, job__isnull=False) | Q(interview__isnull=False, job=None, kit=None),
                name="slot_for_one_interview_or_a_job",
            ),
            models.CheckConstraint(condition=Q(taken_by=None) | Q(withdrawn_at=None), name="slot_taken_or_withdrawn"),
            models.UniqueConstraint(
                fields=["interview", "starts_at"], condition=Q(withdrawn_at=None), name="slot_once_per_interview"
            ),
        ]
        indexes = [
            models.Index(fields=["interview", "starts_at"], name="slot_of_interview"),
            models.Index(fields=["job", "starts_at"], condition=Q(interview=None), name="slot_of_job"),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class TimeChange(Owned):
    """A candidate's wish for another time. The time that they have is kept until they have chosen another."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")
        DONE = "done", _("Another time chosen")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="time_changes")
    reason = models.CharField(_("reason"), max_length=500)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TimeChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=Q(state__in=["asked", "approved"]), name="time_change_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["company", "asked_at"], condition=Q(state="asked"), name="time_change_to_decide")]

    def __str__(self):
        return f"{self.interview}: {self.get_state_display()}"
