"""What a candidate may ask once there is a decision, and what they say about an interview."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from collaboration.models import Interview
from jobs.models import Application
from portal.querysets import RequestQuerySet, SurveyQuerySet


class Request(Owned):
    """A candidate asks the team for something: words on the decision, or that a person looks again. One of each at a time."""

    class Kind(models.TextChoices):
        FEEDBACK = "feedback", _("Feedback")
        REVIEW = "review", _("Review by a person")

    application = models.ForeignKey(Application, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(_("what they write"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(answered_at=None), name="request_one_open_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="request_answered_in_words",
            ),
        ]
        indexes = [models.Index(fields=["company", "asked_at"], condition=Q(answered_at=None), name="request_to_answer")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"


STARS = [MinValueValidator(1), MaxValueValidator(5)]


class Survey(Owned):
    """How an interview was for the candidate. The company reads it only among others, without name or day."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="survey")
    process = models.PositiveSmallIntegerField(_("how it was run"), validators=STARS)
    interviewer = models.PositiveSmallIntegerField(_("the people you met"), validators=STARS)
    culture = models.PositiveSmallIntegerField(_("what you felt of the company"), validators=STARS)
    comment = models.TextField(_("what else they should know"), blank=True, max_length=2000)
    at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(process__range=(1, 5), interviewer__range=(1, 5), culture__range=(1, 5)), name="survey_1_to_5_stars"
            )
        ]

    def __str__(self):
        return f"Survey {self.pk}"
