"""What a candidate is offered; a changed offer is a new version, and the old one is kept."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models.applications import Application
from jobs.models.jobs import Job
from jobs.querysets import OfferQuerySet


class Offer(Owned):
    """One version of an offer. The link's token is never stored, only its hash."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("Replaced by a newer version")

    LIVE = [Status.DRAFT, Status.WAITING, Status.APPROVED, Status.SENT, Status.ACCEPTED]
    ANSWERED = [Status.ACCEPTED, Status.DECLINED]
    Period = Job.Period

    application = models.ForeignKey(Application, models.CASCADE, related_name="offers")
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    salary = models.DecimalField(_("salary"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))])
    currency = models.CharField(_("currency"), max_length=3)
    period = models.CharField(_("paid"), max_length=6, choices=Job.Period.choices, default=Job.Period.YEAR)
    starts_on = models.DateField(_("starts on"))
    expires_at = models.DateTimeField(_("open until"))
    letter = models.TextField(_("letter"), max_length=20_000, help_text=_("Light Markdown with variables."))
    letter_sent = models.TextField(blank=True, editable=False)  # as HTML, filled in: what the candidate was shown stays so
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  (null: there is no link, and there may be many such)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # answered, run out, taken back or replaced
    signed_name = models.CharField(max_length=200, blank=True)  # as the candidate typed it
    answer_note = models.CharField(max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="offer_version_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=["draft", "waiting", "approved", "sent", "accepted"]),
                name="offer_one_live_per_application",
                violation_error_message=_("There is a live offer for this application already."),
            ),
            models.CheckConstraint(condition=Q(salary__gte=0), name="offer_salary_not_negative"),
            models.CheckConstraint(condition=~Q(currency=""), name="offer_has_a_currency"),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "accepted", "declined", "expired"])
                | Q(token_hash__isnull=False, sent_at__isnull=False),
                name="offer_sent_has_a_link",
            ),
            models.CheckConstraint(condition=~Q(status="accepted") | ~Q(signed_name=""), name="offer_accepted_by_somebody"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "waiting", "approved", "sent"], ended_at=None)
                | Q(status__in=["accepted", "declined", "expired", "withdrawn", "superseded"], ended_at__isnull=False),
                name="offer_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="sent"), name="offer_to_expire"),
            models.Index(fields=["company", "-created_at", "-id"], name="offer_newest"),
        ]

    def __str__(self):
        return f"{self.application} ({self.version})"

    @property
    def live(self):
        return self.status in self.LIVE
