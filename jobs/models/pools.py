"""People whom a company keeps in mind: named pools, and who lies in them since when and why."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models.applications import Application
from jobs.models.candidates import Candidate
from jobs.querysets import PoolPlaceQuerySet, TalentPoolQuerySet


class TalentPool(Owned):
    """A named pool of people: who was nearly hired, who may want to come one day."""

    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("what it is for"), max_length=300, blank=True)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TalentPoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="talent_pool_once_per_company")]

    def __str__(self):
        return self.name


class PoolPlace(Owned):
    """One person's time in a pool. Who is taken out leaves the row behind, so that it can be taken back."""

    pool = models.ForeignKey(TalentPool, models.CASCADE, related_name="places")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="pool_places")
    application = models.ForeignKey(Application, models.SET_NULL, null=True, blank=True, related_name="+")  # after which run
    why = models.CharField(_("why"), max_length=300, blank=True)
    added_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PoolPlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "candidate"], condition=Q(left_at=None), name="pool_place_once_at_a_time"),
            models.CheckConstraint(condition=~Q(left_at=None) | Q(left_by=None), name="pool_place_taken_out_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["pool", "-added_at", "-id"], condition=Q(left_at=None), name="pool_place_newest"),
            models.Index(fields=["added_by", "added_at"], name="pool_place_to_undo"),
            models.Index(fields=["left_by", "left_at"], condition=~Q(left_at=None), name="pool_place_to_bring_back"),
        ]

    def __str__(self):
        return f"{self.candidate} in {self.pool}"
