"""Bringing many people in at once: uploads, ZIPs and CSV files, with a row for each so that nothing gets lost."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.ids import uuid7
from accounts.models import Membership, Owned
from jobs.querysets import IntakeQuerySet, IntakeRowQuerySet


def intake_path(intake, filename):
    return f"intakes/{intake.company_id}/{uuid7().hex}"


class Intake(Owned):
    """One batch: files dropped on a job or on the company's pool, or a CSV file to be mapped and imported."""

    class Kind(models.TextChoices):
        FILES = "files", _("Résumés")
        CSV = "csv", _("CSV file")

    class State(models.TextChoices):
        MAPPING = "mapping", _("Waiting for the mapping")  # CSV: which column is what
        CHECKING = "checking", _("Dry run")
        CHECKED = "checked", _("Checked")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=5, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="intakes")
    source = models.ForeignKey("jobs.Source", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to=intake_path, blank=True)
    mapping = models.JSONField(default=dict, blank=True)  # our field name → column number
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)  # a sign of life while it runs
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["company", "-created_at"], name="intake_newest")]

    def __str__(self):
        return self.name or str(self.get_kind_display())


class IntakeRow(models.Model):
    """One row of a CSV file: what it said, what came of it. A run that died goes on at the first waiting row."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        BAD = "bad", _("Has errors")
        SAME = "same", _("Already known")
        DONE = "done", _("Imported")

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # the line in the file, as a spreadsheet counts
    values = models.JSONField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    errors = models.JSONField(default=dict, blank=True)  # column → what is wrong with it
    candidate = models.ForeignKey("jobs.Candidate", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = IntakeRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="intake_row_number_once")]
        indexes = [models.Index(fields=["intake", "state", "number"], name="intake_row_by_state")]

    def __str__(self):
        return f"{self.number}"

    @property
    def problems(self):
        """[(what the field is called, what is wrong with it)]; an empty name means the whole line."""
        from jobs.services.csv_import import FIELDS

        return [(str(FIELDS.get(field, field)), text) for field, text in self.errors.items()]
