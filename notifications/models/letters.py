"""What a company writes to people: its words for each occasion, kept version by version, and the head and foot of its paper."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned

# Languages that letters may be written in. Our own words come in English and German; others a company writes itself.
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
]


class LetterKind(models.TextChoices):
    APPLICATION_RECEIVED = "application_received", _("Application received")
    STATUS_UPDATE = "status_update", _("Status update")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    SCHEDULING_LINK = "scheduling_link", _("Choose a time")
    INTERVIEW_INVITATION = "interview_invitation", _("Interview invitation")
    INTERVIEW_REMINDER = "interview_reminder", _("Interview reminder")
    INTERVIEW_CHANGED = "interview_changed", _("Interview changed")
    INTERVIEW_CANCELLED = "interview_cancelled", _("Interview cancelled")
    INTERVIEW_KEPT = "interview_kept", _("Interview stays as it is")
    REJECTION = "rejection", _("Rejection")
    OFFER = "offer", _("Offer")
    INTERVIEW_SURVEY = "interview_survey", _("Survey after an interview")
    MAGIC_LINK = "magic_link", _("Sign-in link")
    INVITATION = "invitation", _("Invitation of a colleague")
    DIGEST = "digest", _("Daily digest")
    NOTICE = "notice", _("Notice to a colleague")


class LetterVersion(Owned):
    """A company's own words for one kind of letter in one language, never rewritten: the highest number counts.

    `ours` says that from here on our words are used again; such a version holds none.
    """

    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    number = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), max_length=10_000, blank=True)
    button = models.CharField(_("button"), max_length=60, blank=True)
    provider_template = models.CharField(_("template at the provider"), max_length=200, blank=True)
    ours = models.BooleanField(default=False)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "language", "number"], name="letter_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="letter_version_from_1"),
            models.CheckConstraint(condition=Q(ours=True) | ~Q(subject="") & ~Q(body=""), name="letter_version_has_words"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.language}, {self.number})"


class LetterHead(Owned):
    """What stands on all of a company's letters besides its logo and colour, and the language that it writes in."""

    language = models.CharField(_("language of letters"), max_length=2, choices=LANGUAGES, default="en")
    contact = models.EmailField(_("contact"), blank=True, help_text=_("Where candidates may write; stands in the footer."))
    privacy_url = models.URLField(_("privacy policy"), max_length=500, blank=True)
    address = models.CharField(_("postal address"), max_length=300, blank=True, help_text=_("Many countries ask for it."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], name="letter_head_one_per_company")]

    def __str__(self):
        return str(self.company)
