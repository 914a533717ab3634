"""What a company adds to the forms, and how a person likes their lists."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.querysets import SavedViewQuerySet


class CustomField(Owned):
    """A field of the company's own on jobs, candidates or applications; values lie in the row's `custom`."""

    class Entity(models.TextChoices):
        JOB = "job", _("Jobs")
        CANDIDATE = "candidate", _("Candidates")
        APPLICATION = "application", _("Applications")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of several")
        LINK = "link", _("Link")

    entity = models.CharField(max_length=11, choices=Entity.choices)
    key = models.CharField(
        max_length=40, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")], help_text=_("Never changes; API and CSV use it.")
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.TEXT)
    options = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entity", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["company", "entity", "key"], name="custom_field_key_once")]

    def __str__(self):
        return self.name


class SavedView(Owned):
    """A list's search, filters and order under a name; private, or shared with the company."""

    class Page(models.TextChoices):
        JOBS = "jobs", _("Jobs")
        CANDIDATES = "candidates", _("Candidates")
        APPLICATIONS = "applications", _("Applications")

    member = models.ForeignKey(Membership, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=12, choices=Page.choices)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(_("shared with the company"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["member", "page", "name"], name="saved_view_name_once")]
        indexes = [models.Index(fields=["company", "page"], condition=Q(shared=True), name="saved_view_shared")]

    def __str__(self):
        return self.name
