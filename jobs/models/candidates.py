"""Who is considered: the person as the company knows them, how to reach them, and their résumé files."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField
from guardian.models import UserObjectPermissionBase

from accounts.ids import uuid7
from accounts.models import Membership, Owned
from jobs import blind
from jobs.blind import Covered
from jobs.models.folded import FoldedCharField, FoldedTextField
from jobs.querysets import CONSENT_ENDS_SOON, CandidateQuerySet, ResumeQuerySet


class Tag(Owned):
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="tag_once_per_company")]

    def __str__(self):
        return self.name


class Candidate(Covered, Owned):
    """A person whom the company may hire. What they want from us is on their applications."""

    name = models.CharField(_("name"), max_length=160)
    headline = models.CharField(_("headline"), max_length=200, blank=True)  # latest title and employer, as read
    email = models.EmailField(_("e-mail"), blank=True)  # the primary one; all of them are contact points
    location = models.CharField(_("location"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    work_authorisation = models.CharField(_("work authorisation"), max_length=120, blank=True)
    source = models.ForeignKey("jobs.Source", models.SET_NULL, null=True, blank=True, related_name="candidates")
    tags = models.ManyToManyField(Tag, blank=True, related_name="candidates")
    years = models.DecimalField(_("years of experience"), max_digits=4, decimal_places=1, null=True, blank=True)
    top_skills = models.JSONField(default=list, blank=True)  # a few names for lists; written by matching
    custom = models.JSONField(default=dict, blank=True)
    consent_until = models.DateField(_("consent until"), null=True, blank=True)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    person = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="candidacies", editable=False
    )
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["company", "-created_at", "-id"], condition=Q(merged_into=None), name="candidate_newest"),
            models.Index(fields=["company", "name", "id"], condition=Q(merged_into=None), name="candidate_by_name"),
            models.Index(fields=["company", "-years", "-id"], condition=Q(merged_into=None), name="candidate_by_years"),
            models.Index(fields=["keep_until"], condition=~Q(keep_until=None), name="candidate_to_forget"),
        ]

    candidate_column = "id"

    def __str__(self):
        return self.name

    @property
    def consent(self):
        """The state of their consent to be kept: none (never noted), valid, ending (soon) or over."""
        if self.consent_until is None:
            return "none"
        left = self.consent_until - timezone.localdate()
        return "over" if left.days < 0 else "ending" if left <= CONSENT_ENDS_SOON else "valid"

    def cover(self):
        blind.put(
            self,
            name=blind.pseudonym(self.pk),
            email="",
            location="",
            country="",
            work_authorisation="",
            custom={},
            person_id=None,
        )


class CandidateUserPermission(UserObjectPermissionBase):
    """Which candidates an interviewer may see (django-guardian, with a real foreign key)."""

    content_object = models.ForeignKey(Candidate, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class ContactPoint(Covered, Owned):
    """A way to reach a candidate. `key` finds it again: the address folded, or a keyed hash of a phone number."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        LINK = "link", _("Link")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    value = EncryptedTextField()
    key = models.CharField(max_length=254)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["candidate", "kind", "key"], name="contact_once_per_candidate")]
        indexes = [
            models.Index(fields=["company", "kind", "key"], name="contact_lookup"),
            # Who proves an address is told which companies know it; first addresses alone are asked for.
            models.Index(fields=["key"], condition=Q(kind="email", position=0), name="contact_first_address"),
        ]

    def __str__(self):
        return f"{self.kind} of {self.candidate_id}"

    def cover(self):
        blind.put(self, value="", key="")


def resume_path(resume, filename):
    """A name of our own making: nothing of the sender's file name reaches the disk."""
    return f"resumes/{resume.company_id}/{uuid7().hex}"


class Resume(Covered, Owned):
    """One uploaded file, kept whatever becomes of it. Who it belongs to is known once it was read."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        READING = "reading", _("Reading")
        READ = "read", _("Read")
        UNREADABLE = "unreadable", _("Not readable")

    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="resumes")
    intake = models.ForeignKey("jobs.Intake", models.SET_NULL, null=True, blank=True, related_name="resumes")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to=resume_path)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=8, blank=True)  # pdf, docx, ... as found out, not as claimed
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    error_code = models.CharField(max_length=30, blank=True)
    error = models.CharField(max_length=300, blank=True)
    uploaded_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)  # when a worker began to read it
    read_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ResumeQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            models.Index(fields=["company", "sha256"], name="resume_same_file"),
            models.Index(fields=["candidate", "-uploaded_at"], name="resume_versions"),
            models.Index(fields=["intake", "state"], name="resume_progress"),
            models.Index(fields=["uploaded_at"], condition=Q(state__in=["queued", "reading"]), name="resume_to_read"),
        ]

    def cover(self):
        blind.put(self, name=str(_("Résumé")), sha256="", error="")

    def __str__(self):
        return self.name


class CandidateSearch(models.Model):
    """What a search looks through, one row a candidate: name, headline, skills and résumé text."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="search")
    company = models.ForeignKey("accounts.Company", models.CASCADE, related_name="+")
    name = FoldedCharField(max_length=160)
    skills = FoldedTextField(blank=True)
    text = FoldedTextField(blank=True)

    def __str__(self):
        return self.name


class Merge(Owned):
    """Two candidates made one, with the journal that undoes it."""

    kept = models.ForeignKey(Candidate, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Candidate, models.CASCADE, related_name="merged_by")
    journal = models.JSONField()
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.merged_id} → {self.kept_id}"
