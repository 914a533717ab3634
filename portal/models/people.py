"""A person's own side: their profile, the links that sign them in, and the accounts elsewhere that they sign in with."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from accounts.ids import uuid7
from accounts.models import User
from portal.querysets import MagicLinkQuerySet, OfPersonQuerySet


def document_path(profile, filename):
    return f"profiles/{uuid7().hex}"


class Profile(models.Model):
    """What a person keeps about themselves, across companies. A company sees it only where they give it."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="profile")
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    phone = EncryptedTextField(_("phone"), blank=True, null=True)
    location = models.CharField(_("place"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    summary = models.TextField(_("about me"), blank=True, max_length=4000)
    links = models.JSONField(default=list, blank=True)  # addresses, https only
    skills = models.JSONField(default=list, blank=True)  # names
    experience = models.JSONField(default=list, blank=True)  # {"title", "company", "location", "start", "end", "text"}
    education = models.JSONField(default=list, blank=True)  # {"degree", "field", "school", "start", "end"}
    preferences = models.JSONField(
        default=dict, blank=True
    )  # {"remote": […], "places": […], "salary": {"min", "max", "currency"}}
    document = models.FileField(_("résumé"), upload_to=document_path, blank=True)
    document_name = models.CharField(max_length=200, blank=True)
    document_text = EncryptedTextField(blank=True, null=True)  # what the reader saw in it
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = OfPersonQuerySet.as_manager()

    def __str__(self):
        return str(self.user)


class Identity(models.Model):
    """An account elsewhere that opens the portal for a person: a provider and its own name for them, never an address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="portal_identities")
    provider = models.CharField(max_length=30)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="identity_opens_for_one_person")]

    def __str__(self):
        return f"{self.provider} → {self.user_id}"


class MagicLink(models.Model):
    """A link mailed to an address: who opens it has proven the address. Its token is kept as a hash, and works once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    next = models.CharField(max_length=300, blank=True)  # a path of the portal to go on to
    name = models.CharField(max_length=120, blank=True)  # as a provider told it
    provider = models.CharField(max_length=30, blank=True)  # to be linked once the address is proven
    subject = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = MagicLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="magic_link_runs_out_later"),
            models.CheckConstraint(
                condition=Q(provider="", subject="") | ~Q(provider="") & ~Q(subject=""), name="magic_link_whole_identity"
            ),
        ]
        indexes = [
            models.Index(fields=["email", "used_at"], name="magic_link_of_address"),
            models.Index(fields=["expires_at"], name="magic_link_by_end"),
        ]

    def __str__(self):
        return f"Sign-in link {self.pk}"
