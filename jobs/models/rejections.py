"""Answers that are drafted for people whose job was closed; none leaves without a person."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models.applications import Application, RejectionReason
from jobs.querysets import RejectionDraftQuerySet


class RejectionDraft(Owned):
    """A rejection that waits for a person to edit, send or discard it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for you")
        SENT = "sent", _("Sent")
        DISCARDED = "discarded", _("Discarded")

    application = models.ForeignKey(Application, models.CASCADE, related_name="rejection_drafts")
    reason = models.ForeignKey(RejectionReason, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("text"), max_length=10_000)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RejectionDraftQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(state="waiting"), name="rejection_draft_one_waiting"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) | ~Q(state="waiting") & Q(ended_at__isnull=False),
                name="rejection_draft_ended",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="rejection_draft_has_text"),
        ]
        indexes = [
            models.Index(fields=["company", "made_at", "id"], condition=Q(state="waiting"), name="rejection_draft_waiting")
        ]

    def __str__(self):
        return str(self.application)
