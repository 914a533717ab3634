"""Adverse-impact audits: what a company asks people, and what was found, frozen on the day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models import Job
from matching.impact import LEAST
from matching.models.configs import ScoringConfigVersion
from matching.querysets import AuditQuerySet


class FairnessSettings(Owned):
    """What a company asks people about themselves, and how its audits are made."""

    asked = models.JSONField(
        default=list, blank=True
    )  # [{"key", "on", "choices": [[key, label]]}]; empty: the product's questions
    least_people = models.PositiveSmallIntegerField(
        _("smallest group shown"),
        default=LEAST,
        validators=[MinValueValidator(LEAST), MaxValueValidator(100)],
        help_text=_("Figures of fewer people are never shown, nor what would let them be worked out. At least 5."),
    )
    tool_since = models.DateField(
        _("scoring in use since"), null=True, blank=True, help_text=_("The tool’s distribution date, as Local Law 144 calls it.")
    )
    source = models.CharField(
        _("source of the data"),
        max_length=300,
        blank=True,
        help_text=_(
            "Stands in each audit. For example: applications since January 2026, answers given by applicants themselves."
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company"], name="fairness_settings_once"),
            models.CheckConstraint(condition=Q(least_people__gte=LEAST), name="fairness_least_people_not_lower"),
        ]

    def __str__(self):
        return f"Fairness settings of {self.company}"


class Audit(Owned):
    """Selection rates of groups as they stood on one day; the figures are never worked out again."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being worked out")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not made")

    job = models.ForeignKey(
        Job, models.CASCADE, null=True, blank=True, related_name="audits"
    )  # none: all jobs but confidential ones
    since = models.DateField(_("applied from"))
    until = models.DateField(_("applied until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    refusal = models.CharField(max_length=300, blank=True)
    config_version = models.ForeignKey(ScoringConfigVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)  # exactly; shown as `about_answered`
    flagged = models.PositiveSmallIntegerField(default=0)  # tables in which a group is below four fifths
    body = models.JSONField(default=dict)  # what is shown, and nothing that is not: small groups have no figures in here
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="audit_period_forward"),
            models.CheckConstraint(condition=Q(answered__lte=F("people")), name="audit_answers_of_its_people"),
            models.CheckConstraint(condition=Q(published_at=None) | Q(state="done"), name="audit_published_when_done"),
        ]
        indexes = [models.Index(fields=["company", "-at", "-id"], name="audit_newest")]

    def __str__(self):
        return f"Audit {self.since} – {self.until}"

    @property
    def about_answered(self):
        """How many said something, to the nearest ten: exactly it would tell how many are in the groups that are not shown."""
        return (self.answered + 5) // 10 * 10
