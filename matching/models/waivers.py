"""What a person decided against a rule: somebody whom it had knocked out is considered all the same."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models import Application
from matching.engine import Knockout
from matching.querysets import WaiverQuerySet


class KnockoutWaiver(Owned):
    """One application let back in, from the rules that it missed at that moment. Never deleted by anybody: taking it back ends it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="waivers")
    rules = models.JSONField()  # [{"kind", "value"}]
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["application", "at"], condition=Q(ended_at=None), name="waiver_standing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("at")), name="waiver_ends_after_it_began"
            )
        ]

    def __str__(self):
        return ", ".join(self.codes)

    @property
    def excused(self):
        """The rules as the engine knows them."""
        return [Knockout(**rule) for rule in self.rules]

    @property
    def codes(self):
        return [rule.code for rule in self.excused]
