"""Rules tried on the past, with the numbers that came out of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models import Application, Job
from matching.querysets import BacktestQuerySet, ReplayQuerySet


class Backtest(Owned):
    """Rules held against applications whose end is known. Written once: what came out stays, whatever changes later."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="backtests")  # None: the company's rules
    jobs = models.ManyToManyField(Job, related_name="replayed_in")
    name = models.CharField(_("rules tried"), max_length=120)
    body = models.JSONField()
    before_name = models.CharField(_("rules in force"), max_length=120)
    before = models.JSONField()
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    error = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)  # the last sign of life of the task
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    objects = BacktestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"]) & ~Q(finished_at=None)
                | Q(state__in=["waiting", "running"], finished_at=None),
                name="backtest_finished_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["company", "-at", "-id"], name="backtest_newest"),
            models.Index(fields=["touched_at"], condition=Q(state__in=["waiting", "running"]), name="backtest_unfinished"),
        ]

    def __str__(self):
        return f"{self.name} ({self.at:%Y-%m-%d})"

    @property
    def is_over(self):
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def outcome(self):
        """What came out; None until it is done."""
        return self.result or None


class Replay(models.Model):
    """One past application in a backtest: how far it came, and where it stands under both sets of rules.

    Kept for those who were interviewed or came further, and for those whom either set holds back. Goes with its application.
    """

    class Level(models.IntegerChoices):
        """How far somebody came; the number is the gain."""

        NONE = 0, _("Not interviewed")
        INTERVIEW = 1, _("Interviewed")
        OFFER = 2, _("Offered")
        HIRED = 3, _("Hired")

    backtest = models.ForeignKey(Backtest, models.CASCADE, related_name="replays")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    count = models.PositiveIntegerField()  # how many were ranked for that job
    old_rank = models.PositiveIntegerField(null=True)  # None: held back by a must-have
    new_rank = models.PositiveIntegerField(null=True)
    old_score = models.DecimalField(max_digits=5, decimal_places=2)
    new_score = models.DecimalField(max_digits=5, decimal_places=2)
    reasons = models.JSONField(default=list)  # why the tried rules hold them back
    as_then = models.BooleanField()  # scored with what was known of them then, not today

    objects = ReplayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["backtest", "application"], name="replay_once"),
            models.CheckConstraint(condition=Q(level__lte=3), name="replay_level_0_to_3"),
        ]
        indexes = [models.Index(fields=["backtest", "-level", "id"], name="replay_furthest")]

    def __str__(self):
        return f"{self.get_level_display()}: {self.old_rank} → {self.new_rank}"

    @property
    def moved(self):
        """Places gained; 0 where either rank is missing."""
        return self.old_rank - self.new_rank if self.old_rank and self.new_rank else 0

    @property
    def fell(self):
        return max(0, -self.moved)
