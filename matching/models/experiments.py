"""Two sets of rules side by side on one job, and who was scored by which."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models import Application, Job
from matching.models.configs import ScoringConfigVersion
from matching.querysets import ExperimentQuerySet


class Experiment(Owned):
    """A: the rules in force. B: others. In shadow both score and A counts; running, each new application is scored by the rules of its arm."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SHADOW = "shadow", _("In shadow")
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DECIDED = "decided", _("Decided")

    class Metric(models.TextChoices):
        INTERVIEW = "interview", _("Interview rate")
        HIRE = "hire", _("Hire rate")

    class Arm(models.TextChoices):
        A = "a", _("A")
        B = "b", _("B")

    class Found(models.TextChoices):
        A = "a", _("A is better")
        B = "b", _("B is better")
        SAME = "same", _("no difference that matters")

    job = models.ForeignKey(Job, models.CASCADE, related_name="experiments")
    name = models.CharField(_("name"), max_length=80)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DRAFT, editable=False)
    # RESTRICT: a version goes with its job, not before. version_a is what held when the split began; before, it is what holds now.
    version_a = models.ForeignKey(ScoringConfigVersion, models.RESTRICT, null=True, blank=True, related_name="+", editable=False)
    version_b = models.ForeignKey(ScoringConfigVersion, models.RESTRICT, related_name="+", editable=False)
    metric = models.CharField(_("what decides"), max_length=9, choices=Metric.choices, default=Metric.INTERVIEW)
    rate = models.FloatField(_("rate expected under A"))
    difference = models.FloatField(_("smallest difference that matters"))
    interview_days = models.PositiveSmallIntegerField(_("days until an interview"), default=30)
    hire_days = models.PositiveSmallIntegerField(_("days until a hire"), default=90)
    needed = models.PositiveIntegerField(_("applicants needed for each arm"), editable=False)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    seed = models.CharField(max_length=32, blank=True, editable=False)  # whoever knows it knows the next arm: shown nowhere
    informed = models.BooleanField(_("applicants are told"), default=False, editable=False)
    found = models.CharField(max_length=4, choices=Found.choices, blank=True, editable=False)
    found_at = models.DateTimeField(null=True, blank=True, editable=False)
    winner = models.CharField(_("chosen"), max_length=1, choices=Arm.choices, blank=True, editable=False)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shadow_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(state__in=["shadow", "running"]), name="experiment_one_at_a_time_per_job"
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0, rate__lt=1, difference__gt=0) & Q(rate__lt=1 - F("difference")),
                name="experiment_rates_between_0_and_1",
                violation_error_message=_("The expected rate and the difference must together stay below 100 %."),
            ),
            models.CheckConstraint(condition=Q(interview_days__gte=1, hire_days__gte=1), name="experiment_at_least_a_day"),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "decided"])
                | Q(started_at__isnull=False, version_a__isnull=False) & ~Q(seed=""),
                name="experiment_runs_with_a_start_and_a_seed",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_at__isnull=False) & ~Q(winner="")
                | ~Q(state="decided") & Q(winner="", decided_at=None),
                name="experiment_decided_for_an_arm",
            ),
        ]
        indexes = [models.Index(fields=["company", "-created_at", "-id"], name="experiment_newest")]

    def __str__(self):
        return self.name

    @property
    def days(self):
        """How long an application is watched before it counts for the metric that decides."""
        return self.interview_days if self.metric == self.Metric.INTERVIEW else self.hire_days


class Enrolment(models.Model):
    """One application's part in an experiment: its arm, never changed (in shadow none), both scores, and what became of it."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="enrolments")
    # The row outlives an erased application: it holds nothing of the person, and the counts stay what they were.
    application = models.ForeignKey(Application, models.SET_NULL, null=True, related_name="enrolments")
    arm = models.CharField(max_length=1, choices=Experiment.Arm.choices, blank=True)
    stratum = models.CharField(max_length=8, blank=True)  # the type of the source, "" where none is known
    number = models.PositiveIntegerField(null=True)  # place in the stratum, from 0; None in shadow and for repeats
    repeat = models.BooleanField(default=False)  # somebody who takes part already: same arm, not counted a second time
    at = models.DateTimeField(default=timezone.now)
    score_a = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    score_b = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    knocked_a = models.BooleanField(default=False)
    knocked_b = models.BooleanField(default=False)
    interviewed = models.BooleanField(null=True)  # None until interview_days are over; then it stays
    hired = models.BooleanField(null=True)
    hired_after = models.PositiveSmallIntegerField(null=True)  # days

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "application"], name="enrolment_once"),
            models.UniqueConstraint(fields=["experiment", "stratum", "number"], name="enrolment_number_once"),
            models.CheckConstraint(
                condition=Q(number=None) & (Q(arm="") | Q(repeat=True)) | Q(number__isnull=False, repeat=False) & ~Q(arm=""),
                name="enrolment_numbered_when_it_counts",
            ),
            models.CheckConstraint(condition=Q(hired_after=None) | Q(hired=True), name="enrolment_days_of_a_hire"),
        ]
        indexes = [models.Index(fields=["experiment", "at"], name="enrolment_to_count")]

    def __str__(self):
        return f"{self.get_arm_display() or _('shadow')} {self.stratum} {self.number}"
