"""What a person may do with what is kept about them, and how long a company keeps it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ids import uuid7
from accounts.models import Company, Owned, User
from jobs.models import Candidate
from portal.querysets import OfPersonQuerySet


class Erasure(models.Model):
    """That somebody asked to be erased: at one company, or everywhere. Afterwards it proves that it was done, and names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="erasures")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")  # none: everywhere, the account too
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)  # how many rows and files went

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"], condition=Q(cancelled_at=None, done_at=None), name="erasure_one_open_at_a_company"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(cancelled_at=None, done_at=None, company=None), name="erasure_one_open_everywhere"
            ),
            models.CheckConstraint(condition=Q(cancelled_at=None) | Q(done_at=None), name="erasure_cancelled_or_done"),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="erasure_due_later"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(cancelled_at=None, done_at=None), name="erasure_due")]

    def __str__(self):
        return f"Erasure {self.pk}"


class Retention(Owned):
    """How long a company keeps people whom it did not hire. Nothing goes before an admin has switched it on."""

    on = models.BooleanField(_("delete people by these rules"), default=False)
    keep_days = models.PositiveSmallIntegerField(
        _("days after the last decision"), default=180, validators=[MinValueValidator(30), MaxValueValidator(3650)]
    )
    pool_days = models.PositiveSmallIntegerField(
        _("days for who agrees to stay"), default=365, validators=[MinValueValidator(30), MaxValueValidator(3650)]
    )
    ask_days = models.PositiveSmallIntegerField(
        _("days before, ask whether they want to stay"), default=30, validators=[MinValueValidator(7), MaxValueValidator(180)]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="retention_one_per_company")]

    def __str__(self):
        return f"{self.company}: {self.keep_days}"


class StayRequest(models.Model):
    """That a candidate was asked whether to be kept, and what they said. Who says nothing goes."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="stay_request")
    asked_at = models.DateTimeField(default=timezone.now)
    stays = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stays=None, answered_at=None) | Q(stays__isnull=False, answered_at__isnull=False),
                name="stay_answered_whole",
            )
        ]

    def __str__(self):
        return f"{self.candidate_id}: {self.stays}"
