"""What a company says of itself in public, and applications that are being written."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from accounts.ids import uuid7
from accounts.models import Company, Owned, User
from accounts.querysets import CompanyQuerySet
from jobs.models import JobPost, Source, TrackingLink
from portal.querysets import ApplyDraftQuerySet


def all_filters():
    return [choice.value for choice in CareersSite.Filter]


class CareersSite(models.Model):
    """A company's careers pages. A company without a row has them too, with our words; logo and colour are the company's."""

    class Filter(models.TextChoices):
        DEPARTMENT = "department", _("Department")
        PLACE = "place", _("Place")
        REMOTE = "remote", _("Remote or on site")
        EMPLOYMENT = "employment", _("Kind of employment")

    company = models.OneToOneField(Company, models.CASCADE, primary_key=True, related_name="careers_site")
    published = models.BooleanField(
        _("the careers pages are public"),
        default=True,
        help_text=_("Off: nobody outside reads them, and nobody can apply there."),
    )
    headline = models.CharField(_("headline"), max_length=140, blank=True)
    about = models.TextField(_("about us"), blank=True, max_length=20_000)  # HTML that nh3 cleaned
    next_steps = models.TextField(
        _("what happens after applying"),
        blank=True,
        max_length=1000,
        help_text=_("Two or three sentences for the thank-you page: who reads it, when they will hear."),
    )
    links = models.JSONField(_("elsewhere"), default=list, blank=True)  # addresses, https only
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    consent_text = models.TextField(
        _("consent"),
        blank=True,
        max_length=4000,
        help_text=_("What applicants agree to; empty: our words. Each consent keeps the words as they were then."),
    )
    pool_months = models.PositiveSmallIntegerField(
        _("months in the talent pool"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    filters = models.JSONField(_("filters"), default=all_filters, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pool_months__gte=1, pool_months__lte=60), name="careers_pool_1_to_60_months")
        ]

    def __str__(self):
        return str(self.company)


def draft_path(draft, filename):
    return f"drafts/{draft.company_id}/{uuid7().hex}"


class ApplyDraft(Owned):
    """An application that somebody is writing, behind a link whose token is stored as a hash only. It ends when sent or expired."""

    post = models.ForeignKey(JobPost, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    tracking_link = models.ForeignKey(TrackingLink, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="+")
    said = EncryptedTextField(default="{}")  # JSON: what was typed, by field
    studied = EncryptedTextField(null=True, blank=True)  # noqa: DJ001  (JSON: what was read from the file; the field stores nothing as NULL)
    file = models.FileField(upload_to=draft_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    problem_code = models.CharField(max_length=30, blank=True)  # why the file could not be read
    problem = models.CharField(max_length=300, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)  # when a further click was asked for
    begun_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)  # then nothing of what was typed is left in the row
    expires_at = models.DateTimeField()

    objects = ApplyDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("begun_at")), name="apply_draft_lives_a_while"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(file="", person=None), name="apply_draft_sent_is_empty"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="apply_draft_to_forget")]

    def __str__(self):
        return f"{self.post_id} ({self.begun_at:%Y-%m-%d})"
