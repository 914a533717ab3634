"""The decision record: what was scored, who saw it, what they decided. It only grows, and each entry seals the one before."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ids import uuid7
from accounts.models import Company
from jobs.models import Candidate, Job
from matching.querysets import DecisionQuerySet, RecordGrowsOnly

GENESIS = "0" * 64  # what the first entry of a company names as the one before


class DecisionChain(models.Model):
    """A company's record: how long it is and its newest seal, so that a tail that was cut off is missed. Writers queue here."""

    company = models.OneToOneField(Company, models.CASCADE, primary_key=True, related_name="+")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)
    closing = models.BooleanField(default=False)  # the company is being deleted: only then may entries go

    def __str__(self):
        return f"{self.length} entries"


class Decision(models.Model):
    """One entry: ids and small facts, never a person's name or text. Ids are plain values: what they name may be erased.

    `hash` is the SHA-256 of `previous` and of the entry's other columns as canonical JSON (matching/services/chain.py).
    """

    class Kind(models.TextChoices):
        SCORED = "scored", _("Scored")
        KNOCKED_OUT = "knocked_out", _("Knocked out by a rule")
        SEEN = "seen", _("Score seen")
        MOVED = "moved", _("Moved")
        REJECTED = "rejected", _("Rejected")
        UNREJECTED = "unrejected", _("Rejection taken back")
        HIRED = "hired", _("Hired")
        UNHIRED = "unhired", _("Hire taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REOPENED = "reopened", _("Re-opened")
        RELEASED = "released", _("No rule holds them back any more")
        LET_IN = "let_in", _("Let back in from a knockout")
        SENT_BACK = "sent_back", _("Letting in taken back")
        REVEALED = "revealed", _("Identity revealed")
        ERASED = "erased", _("Person erased")

    id = models.BigAutoField(primary_key=True)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveBigIntegerField()  # 1, 2, 3, … within the company
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    job_id = models.UUIDField(null=True)
    candidate_id = models.UUIDField(null=True)
    application_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)  # who acted; none: the system, or the candidate (person_id)
    person_id = models.UUIDField(null=True)
    match_id = models.UUIDField(null=True)
    match_version = models.PositiveIntegerField(null=True)
    event_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="decision_number_once"),
            models.UniqueConstraint(fields=["event_id", "kind"], name="decision_once_per_event"),
            models.UniqueConstraint(
                fields=["match_id", "match_version", "member_id"], condition=Q(kind="seen"), name="decision_seen_once"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "candidate_id", "number"], name="decision_of_candidate"),
            models.Index(fields=["company", "job_id", "number"], name="decision_of_job"),
            models.Index(fields=["match_id", "number"], condition=Q(kind="scored"), name="decision_scores"),
        ]

    def __str__(self):
        return f"{self.number} {self.kind}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RecordGrowsOnly
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RecordGrowsOnly


class ScoredFeatures(models.Model):
    """What the scorer saw of a candidate at one version. Entries name its salted digest: erasing the person takes this row
    and with it the salt, after which the digest tells nothing, and the chain still holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    salt = models.CharField(max_length=32)
    row = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "version"], name="scored_features_once")]

    def __str__(self):
        return f"features v{self.version}"


class ScoredDemands(models.Model):
    """What a job asked for when somebody was scored for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    facts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "digest"], name="scored_demands_once")]

    def __str__(self):
        return self.digest[:8]
