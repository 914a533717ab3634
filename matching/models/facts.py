"""What was read from résumés and what people said about it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs import blind
from jobs.blind import Covered
from jobs.models import Candidate, Resume
from matching.querysets import FactQuerySet, ReadingQuerySet


class Reading(models.Model):
    """A résumé as text in reading order with its lines' places; facts point into it by offsets."""

    resume = models.OneToOneField(Resume, models.CASCADE, primary_key=True, related_name="reading")
    text = models.TextField(blank=True)
    scoring_text = models.TextField(blank=True)  # without what says who somebody is: all that a scorer may see
    meaning = models.TextField(
        blank=True
    )  # vector of scoring_text (matching/engine/meaning.py), where the extra `semantic` made one
    lines = models.JSONField(default=list)  # [page, [x0, top, x1, bottom] or null, start, length]
    pages = models.JSONField(default=list)  # [width, height] in points
    hidden = models.TextField(blank=True)  # text that nobody sees on the page: for a person to judge, never scored
    warnings = models.JSONField(default=list)  # [code, message]
    reader_version = models.CharField(max_length=20)
    seconds = models.FloatField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    def __str__(self):
        return f"Reading of {self.resume_id}"


class Fact(Covered, Owned):
    """One thing known about a candidate: read from a résumé with its place, or said by a person."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        LINK = "link", _("Link")
        LOCATION = "location", _("Location")
        SUMMARY = "summary", _("Summary")
        SKILL = "skill", _("Skill")
        EXPERIENCE = "experience", _("Experience")
        EDUCATION = "education", _("Education")
        CERTIFICATION = "certification", _("Certification")
        LANGUAGE = "language", _("Language")
        LEADERSHIP = "leadership", _("Leadership")
        WORK_PERMIT = "work_permit", _("Permission to work")

    class Origin(models.TextChoices):
        READ = "read", _("Read from the résumé")
        CORRECTED = "corrected", _("Corrected by a person")
        ADDED = "added", _("Added by a person")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="facts")
    resume = models.ForeignKey(Resume, models.SET_NULL, null=True, blank=True, related_name="facts")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    key = models.CharField(max_length=120, blank=True)  # skill key of the taxonomy, else the folded value
    value = models.JSONField()  # by kind: {"name", "listed"} a skill; {"title", "company", "start", "end", …} a job
    places = models.JSONField(default=list, blank=True)  # [page, [x0, top, x1, bottom]] for the highlight
    spans = models.JSONField(default=list, blank=True)  # [start, end] in Reading.text
    confidence = models.FloatField(null=True, blank=True)  # null: said by a person
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.READ)
    before = models.JSONField(null=True, blank=True)  # the read value that a correction replaced
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "id"]
        indexes = [
            models.Index(fields=["candidate", "kind", "position"], condition=Q(removed_at=None), name="fact_of_candidate"),
            models.Index(fields=["company", "kind", "key"], condition=Q(removed_at=None), name="fact_by_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1), name="fact_confidence_0_to_1"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"

    def cover(self):
        if self.__dict__.get("kind", "name") in blind.PRIVATE_FACTS:
            blind.put(self, value={}, key="", before=None)
        blind.put(self, spans=[], places=[])


class CompanySkill(Owned):
    """A skill that the shipped taxonomy lacks, or another name for one that it has."""

    name = models.CharField(_("name"), max_length=80)
    aliases = models.JSONField(default=list, blank=True)
    same_as = models.CharField(max_length=120, blank=True)  # key of a shipped skill
    implies = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="company_skill_once")]

    def __str__(self):
        return self.name
