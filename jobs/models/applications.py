"""One candidate's run at one job, and everything that is known of where it came from and how it went."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned, User
from jobs import blind
from jobs.blind import Covered
from jobs.models.candidates import Candidate
from jobs.models.jobs import Job, JobPost, ScreeningQuestion, Stage
from jobs.querysets import ApplicationQuerySet, StageChangeQuerySet, TrackingLinkQuerySet


class Source(Owned):
    """Where people come from."""

    class Type(models.TextChoices):
        CAREERS = "careers", _("Careers page")
        REFERRAL = "referral", _("Referral")
        BOARD = "board", _("Job board")
        SOCIAL = "social", _("Social media")
        AGENCY = "agency", _("Agency")
        SOURCED = "sourced", _("Found by us")
        KNOWN = "known", _("Known to us already")
        IMPORT = "import", _("Import")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=80)
    type = models.CharField(_("type"), max_length=8, choices=Type.choices, default=Type.OTHER)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="source_once_per_company")]

    def __str__(self):
        return self.name


class TrackingLink(Owned):
    """A link to apply by: it tells the source, and whom to credit."""

    token = models.CharField(max_length=32, unique=True)
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="tracking_links")
    source = models.ForeignKey(Source, models.CASCADE, related_name="links")
    credited_to = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = TrackingLinkQuerySet.as_manager()

    def __str__(self):
        return f"{self.source} ({self.token})"


class RejectionReason(Owned):
    class Side(models.TextChoices):
        US = "us", _("We rejected them")
        THEM = "them", _("They rejected us")

    name = models.CharField(_("name"), max_length=80)
    side = models.CharField(max_length=4, choices=Side.choices, default=Side.US)
    letter = models.TextField(
        _("letter"),
        blank=True,
        max_length=10_000,
        help_text=_(
            "What a drafted rejection says; empty: our words. Variables: {{candidate_name}}, {{job_title}}, {{company_name}}."
        ),
    )

    class Meta:
        ordering = ["side", "name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="reason_once_per_company")]

    def __str__(self):
        return self.name


class Application(Covered, Owned):
    """One candidate's run at one job. The status lives here, not on the candidate."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        HIRED = "hired", _("Hired")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    job = models.ForeignKey(Job, models.CASCADE, related_name="applications")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="applications")
    post = models.ForeignKey(JobPost, models.SET_NULL, null=True, blank=True, related_name="+")
    stage = models.ForeignKey(Stage, models.RESTRICT, related_name="applications")  # goes with its job, not before
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.ACTIVE)
    match_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)  # written by matching
    knocked_out = models.BooleanField(default=False, editable=False)  # written by matching: goes to the review lane
    missed_by = models.DecimalField(
        max_digits=6, decimal_places=3, null=True, editable=False
    )  # how far off its rules: 0 is nearly there
    assignee = models.ForeignKey(  # written by collaboration, for lists and boards to filter by
        Membership, models.SET_NULL, null=True, blank=True, related_name="assigned_applications", editable=False
    )
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="applications")
    tracking_link = models.ForeignKey(TrackingLink, models.SET_NULL, null=True, blank=True, related_name="+")
    credited_to = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    answer_due_at = models.DateTimeField(null=True, blank=True)  # the stage's promise to the candidate
    closed_at = models.DateTimeField(null=True, blank=True)
    cover_letter = models.TextField(_("cover letter"), blank=True)
    rejection_reason = models.ForeignKey(RejectionReason, models.SET_NULL, null=True, blank=True, related_name="+")
    rejection_note = models.TextField(_("note"), blank=True)
    hired_on = models.DateField(null=True, blank=True)
    performance_rating = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    still_employed = models.BooleanField(null=True, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "candidate"],
                condition=Q(status__in=["active", "hired"]),
                name="application_one_running_per_job",
                violation_error_message=_("This candidate already has a running application for this job."),
            ),
            models.CheckConstraint(
                condition=Q(match_score=None) | Q(match_score__gte=0, match_score__lte=100), name="application_score_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(status="active", closed_at=None) | ~Q(status="active") & ~Q(closed_at=None),
                name="application_closed_when_not_active",
            ),
            models.CheckConstraint(condition=~Q(status="hired") | ~Q(hired_on=None), name="application_hired_on_a_day"),
        ]
        indexes = [
            models.Index(fields=["job", "status", "-match_score", "id"], name="application_ranked"),
            models.Index(fields=["stage", "status", "-match_score", "id"], name="application_board"),
            models.Index(fields=["company", "-applied_at", "-id"], name="application_newest"),
            models.Index(fields=["company", "answer_due_at", "id"], condition=Q(status="active"), name="application_due"),
            models.Index(fields=["candidate", "-applied_at"], name="application_of_candidate"),
            models.Index(fields=["job", "status", "answer_due_at"], name="application_figures"),  # counted without the rows
            models.Index(fields=["job", "-applied_at"], name="application_new_on_job"),
            models.Index(fields=["company", "-match_score", "-id"], name="application_best"),
            models.Index(fields=["job", "missed_by", "id"], condition=Q(knocked_out=True), name="application_near_miss"),
        ]

    def __str__(self):
        return f"{self.candidate} → {self.job}"

    def cover(self):
        blind.put(self, cover_letter="", custom={})


class StageChange(models.Model):
    """One move, never rewritten: who, when, from, to, why."""

    class Cause(models.TextChoices):
        APPLIED = "applied", _("Applied")
        MOVED = "moved", _("Moved")
        REJECTED = "rejected", _("Rejected")
        UNREJECTED = "unrejected", _("Rejection taken back")
        HIRED = "hired", _("Hired")
        UNHIRED = "unhired", _("Hire taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REOPENED = "reopened", _("Re-opened")

    application = models.ForeignKey(Application, models.CASCADE, related_name="stage_changes")
    company = models.ForeignKey("accounts.Company", models.CASCADE, related_name="+")
    from_stage = models.ForeignKey(Stage, models.SET_NULL, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, models.SET_NULL, null=True, related_name="+")
    from_status = models.CharField(max_length=9, blank=True)
    to_status = models.CharField(max_length=9)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    why = models.CharField(max_length=300, blank=True)
    member = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["application", "at"], name="stage_change_history"),
            models.Index(fields=["member", "at"], name="stage_change_to_undo"),
        ]

    def __str__(self):
        return f"{self.get_cause_display()} {self.at:%Y-%m-%d}"


class Answer(models.Model):
    """What the candidate answered to a screening question; the question's words are kept with it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    question = models.ForeignKey(ScreeningQuestion, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=300)
    value = models.TextField(blank=True)

    def __str__(self):
        return self.text
