"""Companies, people, who belongs where, and the log of everything that happened."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from accounts.ids import uuid7
from accounts.permissions import Role, allowed
from accounts.querysets import CompanyQuerySet, EventQuerySet, InvitationQuerySet, MembershipQuerySet

ROLE_CHOICES = [
    (Role.ADMIN.value, _("Admin")),
    (Role.RECRUITER.value, _("Recruiter")),
    (Role.INTERVIEWER.value, _("Interviewer")),
    (Role.VIEWER.value, _("Viewer")),
]


class Company(models.Model):
    """A tenant."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    website = models.URLField(_("website"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    country = models.CharField(_("country"), max_length=2, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    email = models.EmailField(_("e-mail for invoices"), blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    colour = models.CharField(_("colour"), max_length=7, default="#0f5c6e", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    require_second_factor = models.BooleanField(_("require a second factor"), default=False)
    leaderboard = models.BooleanField(
        _("leaderboard of the month"),
        default=False,
        help_text=_("Team analytics names the five who did most this month, for everybody but interviewers to see."),
    )
    suspended_at = models.DateTimeField(null=True, blank=True)
    reviews_blind = models.BooleanField(
        default=False, editable=False
    )  # some job is reviewed blind; written by jobs, read on every page
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "companies"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Owned(models.Model):
    """What belongs to one company."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+", db_index=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        abstract = True


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, *, proven=True, **fields):
        """Make a person with their address, which counts as `proven`: read from a mail sent there, or vouched for.

        allauth keeps addresses in rows of its own; a user without one would lose theirs when they change it.
        """
        from allauth.account.models import EmailAddress

        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.save(using=self._db)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=proven)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who can sign in. Without a membership they are a candidate with a portal login."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = first_name = last_name = None
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    photo = models.ImageField(_("photo"), upload_to="photos/", blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=8, default="en")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_case")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.email


class Membership(Owned):
    """A user's place in a company: the actor of everything that the company's people do."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=ROLE_CHOICES)
    handle = models.CharField(
        _("handle"),
        max_length=30,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("Use small letters, digits, dots, dashes."))],
        help_text=_("Colleagues mention you as @handle."),
    )
    title = models.CharField(_("job title"), max_length=120, blank=True)
    bio = models.TextField(_("bio"), max_length=2000, blank=True, help_text=_("Candidates read it before interviews."))
    working_hours = models.JSONField(_("working hours"), default=dict, blank=True)
    preferences = models.JSONField(default=dict, blank=True, editable=False)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="membership_once_per_company"),
            models.UniqueConstraint(fields=["company", "handle"], name="membership_handle_once_per_company"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="membership_known_role"),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()}, {self.company})"

    @property
    def name(self):
        return str(self.user)

    def can(self, action, obj=None):
        """Whether the table lets this member act; on `obj` only if it is of their company."""
        theirs = obj.pk if isinstance(obj, Company) else getattr(obj, "company_id", self.company_id)
        if self.deactivated_at or theirs != self.company_id:
            return False
        return allowed(self.role, action)

    @cached_property
    def sees_all_candidates(self):
        return self.role in {Role.ADMIN, Role.RECRUITER, Role.VIEWER}


class Invitation(Owned):
    """An offer of a membership by mail. The token itself is never stored, only its hash."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=ROLE_CHOICES)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail_leased_until = models.DateTimeField(null=True, editable=False)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "company", Lower("email"), condition=Q(accepted_at=None, revoked_at=None), name="invitation_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["mail_leased_until"],
                condition=Q(mailed_at=None, accepted_at=None, revoked_at=None),
                name="invitation_to_mail",
            )
        ]

    def __str__(self):
        return f"{self.email} → {self.company}"

    @property
    def open(self):
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()


class Consent(models.Model):
    """What a person agreed to: the words, when, and when they took it back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="consents")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=36, blank=True)
    purpose = models.CharField(max_length=40)
    text = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="consent_by_subject")]

    def __str__(self):
        return f"{self.purpose} ({self.given_at:%Y-%m-%d})"


class Setting(models.Model):
    """A value that platform staff may change while the system runs; every change is kept as an event."""

    key = models.SlugField(primary_key=True, max_length=36)
    value = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.key


class FeatureFlag(models.Model):
    """A feature that is on for all, for some companies, or for none."""

    key = models.SlugField(primary_key=True, max_length=36)
    everyone = models.BooleanField(default=False)
    companies = models.ManyToManyField(Company, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return self.key


class Event(models.Model):
    """One thing that happened. Holds ids and small facts, never a person's text."""

    class ActorKind(models.TextChoices):
        MEMBER = "member"
        PERSON = "person"
        SYSTEM = "system"

    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    member = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=36)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, editable=False)
    try_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, validators=[MinValueValidator(0)], editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["company", "-at", "-id"], name="event_by_time"),
            models.Index(fields=["try_at", "id"], condition=Q(handled_at=None), name="event_not_handled"),
        ]

    def __str__(self):
        return f"{self.name} {self.subject_type}:{self.subject_id}"

    @cached_property
    def event(self):
        """The row as the dataclass that was published."""
        from accounts.events import EVENTS

        return EVENTS[self.name](**self.facts)


class Receipt(models.Model):
    """Proof that one handler has done its part for one event; running it again changes nothing."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="receipts")
    handler = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="receipt_once_per_handler")]

    def __str__(self):
        return f"{self.handler} ← {self.event_id}"


class IdempotencyKey(models.Model):
    """A POST of the API that its caller named, and how it was answered: sent again, it is not done again."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)  # SHA-256 of what was sent
    begun_at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)  # none while it runs
    headers = models.JSONField(default=dict)
    body = EncryptedTextField(null=True)  # may name a person

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "path", "key"], name="idempotency_key_once"),
            models.CheckConstraint(
                condition=Q(status=None) | Q(status__gte=200, status__lt=500), name="idempotency_answer_is_final"
            ),
        ]
        indexes = [models.Index(fields=["begun_at"], name="idempotency_by_age")]

    def __str__(self):
        return f"{self.key} {self.path}"
