"""What a company's stages are called towards candidates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Owned


class Step(models.TextChoices):
    """The steps that candidates read, the same in every company."""

    RECEIVED = "received", _("Received")
    REVIEW = "review", _("In review")
    INTERVIEW = "interview", _("Interviews")
    OFFER = "offer", _("Offer")
    HIRED = "hired", _("Hired")


class PublicStage(Owned):
    """A stage's name in this company, and the step that candidates read instead. What no row names goes by its type."""

    stage = models.CharField(_("stage"), max_length=60)  # the name, as pipelines have it
    step = models.CharField(_("candidates read"), max_length=9, choices=Step.choices)
    words = models.CharField(
        _("in a sentence"), max_length=300, blank=True, help_text=_("What happens in it, for the candidate. Empty: our words.")
    )

    class Meta:
        ordering = ["stage"]
        constraints = [
            models.UniqueConstraint(fields=["company", "stage"], name="public_stage_once"),
            models.CheckConstraint(condition=models.Q(step__in=Step.values), name="public_stage_known_step"),
        ]

    def __str__(self):
        return f"{self.stage} → {self.get_step_display()}"
