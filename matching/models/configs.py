"""How a company and its jobs score."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models import Job
from matching.querysets import ScoringConfigQuerySet


class ScoringConfig(Owned):
    """How a company (default) or one job scores; what it says lies in its versions."""

    job = models.OneToOneField(Job, models.CASCADE, null=True, blank=True, related_name="scoring_config")
    current = models.ForeignKey("ScoringConfigVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    tells_points = models.BooleanField(
        _("candidates may see their points"), default=False
    )  # of the company's default: holds for all jobs

    objects = ScoringConfigQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], condition=Q(job=None), name="scoring_one_default_per_company")]

    def __str__(self):
        return str(self.job or self.company)


class ScoringConfigVersion(models.Model):
    """What a config said from one moment on; never changed, since matches name it."""

    config = models.ForeignKey(ScoringConfig, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["config", "number"], name="scoring_version_number_once")]

    def __str__(self):
        return f"{self.config} v{self.number}"


class ScoringTemplate(Owned):
    """Rules that a company keeps to begin a job's rules from. Nothing is scored by it, so it has no versions."""

    name = models.CharField(_("name"), max_length=80)
    text = models.CharField(_("what it is for"), max_length=200, blank=True)
    body = models.JSONField()
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="scoring_template_name_once")]

    def __str__(self):
        return self.name
