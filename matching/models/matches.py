"""What the scorer sees of a candidate, and what it made of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Owned
from jobs.models import Candidate, Job
from matching.models.configs import ScoringConfigVersion
from matching.querysets import MatchQuerySet


class CandidateFeatures(models.Model):
    """What the scorer sees of a candidate, made from the standing facts. No name, photo, age, gender or origin."""

    id = models.BigAutoField(primary_key=True)  # the engine's row id: rises, so ties fall to who came first
    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="features")
    company = models.ForeignKey("accounts.Company", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)
    engine = models.PositiveSmallIntegerField(
        default=0, db_index=True
    )  # that made the row; an older one's are made anew by a task
    row = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["company", "at", "version"], name="features_changed")]

    def __str__(self):
        return f"features of {self.candidate_id} v{self.version}"


class Match(Owned):
    """One candidate's score for one job, with everything that is needed to compute it again."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="matches")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="matches")
    config_version = models.ForeignKey(ScoringConfigVersion, models.PROTECT, null=True, related_name="+")
    engine_version = models.CharField(max_length=20)
    feature_version = models.PositiveIntegerField()
    features = models.JSONField(default=dict)  # the candidate's row as scored: a year later the number comes again
    job_facts = models.JSONField(default=dict)  # the job's demands as scored
    score = models.DecimalField(max_digits=5, decimal_places=2)
    components = models.JSONField(default=dict)  # points by part, and the skills met and missing, for lists
    knockouts = models.JSONField(default=list)  # why the score is 0, in words
    missed = models.JSONField(default=list)  # the rules behind the words: [{"kind", "value", "gap"}]
    waived = models.JSONField(
        default=list
    )  # the rules that a person had excused them from when this was scored: [{"kind", "value"}]
    earned = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # the score as it were without knockouts
    version = models.PositiveIntegerField(default=1)  # rises with whatever the score was made of; the decision record names it
    lines = models.CharField(
        max_length=64, blank=True
    )  # digest of every line of the explanation: replay_matches holds against it
    at = models.DateTimeField(default=timezone.now)

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "candidate"], name="match_once_per_pair"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="match_score_0_to_100"),
        ]
        indexes = [models.Index(fields=["job", "-score", "candidate"], name="match_ranked")]

    def __str__(self):
        return f"{self.score}"
