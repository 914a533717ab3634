"""The outbox: every mail is a row before it leaves, and stays one afterwards."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from accounts.ids import uuid7
from accounts.models import Company, Membership, Owned
from collaboration.models import Comment
from jobs.models import Application, Candidate
from notifications.querysets.messages import MessageQuerySet, OfMessageQuerySet, ReceivedQuerySet, SuppressionQuerySet

# Mail whose words let their reader into an account: nobody but that reader sees them, and they go once they are sent.
SECRET_KINDS = frozenset({"sign_in", "magic_link", "invitation"})
# What a person may do without; the rest (sign-in, interviews, decisions, offers) is owed to them.
MAY_UNSUBSCRIBE = frozenset(
    {"notice", "digest", "interview_survey", "nurture", "application_received", "status_update", "shortlisted"}
)


class Message(models.Model):
    """One mail to one person. Its Message-ID is fixed here, so that one sent twice can be told by its receiver."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Held back")
        CALLED_BACK = "called_back", _("Called back")
        KEPT = "kept", _("Kept")  # there is no mail server: readable on the outbox page, sent when a person says so

    class Outcome(models.TextChoices):
        """What the provider told since, the weightiest so far."""

        NONE = "", _("Nothing heard")
        DELAYED = "delayed", _("Delayed")
        DELIVERED = "delivered", _("Delivered")
        OPENED = "opened", _("Opened")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Marked as unwanted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+", db_index=False)  # none: sign-in mail
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)  # what it was written for: the same cause writes it once
    to_email = models.EmailField(_("to"))
    to_name = models.CharField(max_length=200, blank=True)
    sender = models.CharField(_("from"), max_length=400)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = EncryptedTextField(blank=True, null=True)  # it keeps an empty text as none
    html = EncryptedTextField(blank=True, null=True)
    language = models.CharField(max_length=8, blank=True)
    template = models.JSONField(default=dict, blank=True)  # of the provider, instead of text and HTML: {"id", "data"}
    message_id = models.CharField(max_length=200, unique=True)
    provider_id = models.CharField(max_length=200, blank=True)
    reply_token = models.CharField(max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001  (unique where there)

    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="mails", db_index=False)
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="mails", db_index=False)
    member = models.ForeignKey(Membership, models.CASCADE, null=True, blank=True, related_name="mails", db_index=False)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, blank=True, related_name="+")  # that an answer answers

    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NONE, blank=True)
    why = models.CharField(max_length=300, blank=True)  # of the state, for people
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now)  # when to try (again)
    claim = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # called back, sent again

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="mail_once_per_cause"),
            models.UniqueConstraint(fields=["key"], condition=Q(company=None), name="mail_once_per_cause_of_nobody"),
            models.CheckConstraint(
                condition=Q(state="sending", claim__isnull=False, leased_until__isnull=False)
                | ~Q(state="sending") & Q(claim=None, leased_until=None),
                name="mail_leased_while_sending",
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_its_time"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="queued"), name="mail_due"),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="mail_leased"),
            models.Index(fields=["company", "-created_at", "-id"], name="mail_by_time"),
            models.Index(fields=["company", "state", "-created_at", "-id"], name="mail_by_state"),
            models.Index(fields=["company", "to_email"], name="mail_by_address"),
            models.Index(fields=["candidate", "-created_at"], condition=Q(candidate__isnull=False), name="mail_of_candidate"),
            models.Index(fields=["application", "kind"], condition=Q(application__isnull=False), name="mail_of_application"),
            models.Index(fields=["member", "-created_at"], condition=Q(member__isnull=False), name="mail_of_member"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="mail_by_provider_id"),
        ]

    def __str__(self):
        return f"{self.kind} → {self.to_email}"

    @property
    def secret(self):
        return self.company_id is None or self.kind in SECRET_KINDS


class MessagePart(models.Model):
    """A file that goes with a mail. `method`: of a calendar file, which mail programs then offer to answer."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    method = models.CharField(max_length=20, blank=True)
    content = models.BinaryField()

    objects = OfMessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class MessageEvent(models.Model):
    """Something that happened to a mail: a try, or what its provider told of it, which it may tell twice and in any order."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    detail = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    provider_event = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001

    objects = OfMessageQuerySet.as_manager()

    SAID = {
        "sent": (_("Sent"), "send"),
        "try_failed": (_("A try failed; it is tried again"), "clock"),
        "failed": (_("Given up"), "circle-x"),
        "suppressed": (_("Held back"), "circle-x"),
        "called_back": (_("Called back"), "undo-2"),
        "released": (_("Sent again by hand"), "send"),
        "deferred": (_("Delayed by the receiver"), "clock"),
        "delivered": (_("Delivered"), "circle-check"),
        "opened": (_("Opened, as far as a mail can tell"), "eye"),
        "clicked": (_("A link was followed"), "link"),
        "bounced": (_("Came back"), "circle-x"),
        "rejected": (_("Not taken by the provider"), "circle-x"),
        "complained": (_("Marked as unwanted"), "circle-x"),
        "unsubscribed": (_("Unsubscribed"), "circle-x"),
    }

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return self.kind

    @property
    def words(self):
        return self.SAID.get(self.kind, (self.kind, ""))[0]

    @property
    def icon(self):
        return self.SAID.get(self.kind, ("", "circle-dot"))[1]


class Suppression(models.Model):
    """An address that gets no mail: a dead one from nobody, one whose person said so from that company (or one kind of it)."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("The address does not exist")
        COMPLAINT = "complaint", _("Marked a mail as unwanted")
        UNSUBSCRIBE = "unsubscribe", _("Unsubscribed")
        MANUAL = "manual", _("Asked for no mail")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, null=True, blank=True, related_name="+")  # none: from nobody here
    address = models.EmailField(blank=True)  # empty once the person is erased: the hash still keeps mail away
    address_hash = models.CharField(max_length=64, editable=False)
    kind = models.CharField(max_length=40, blank=True)  # of mail; all where empty
    reason = models.CharField(max_length=12, choices=Reason.choices)
    detail = models.CharField(max_length=300, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=200, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "address_hash", "kind"], condition=Q(lifted_at=None), name="suppression_once"
            ),
            models.UniqueConstraint(
                fields=["address_hash", "kind"], condition=Q(lifted_at=None, company=None), name="suppression_once_for_all"
            ),
            models.CheckConstraint(condition=~Q(reason="bounce") | Q(company=None), name="suppression_bounce_is_everybodys"),
        ]
        indexes = [models.Index(fields=["company", "-at", "-id"], name="suppression_by_time")]

    def __str__(self):
        return f"{self.address or self.address_hash[:8]}: {self.get_reason_display()}"


class ReceivedMail(Owned):
    """What somebody answered to one of our mails, as text. A member's became a comment; a candidate's is read here."""

    class State(models.TextChoices):
        TAKEN = "taken", _("Taken")
        REFUSED = "refused", _("Refused")

    message = models.ForeignKey(Message, models.CASCADE, related_name="replies")  # the mail that is answered
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="mail_answers")
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="mail_answers")
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, blank=True, related_name="+")
    sender = models.EmailField()
    subject = models.CharField(max_length=250, blank=True)
    text = EncryptedTextField(blank=True, null=True)  # it keeps an empty text as none
    files_left_out = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.TAKEN)
    why = models.CharField(max_length=200, blank=True)
    their_id = models.CharField(max_length=64)  # SHA-256 of its Message-ID: brought twice, it is taken once
    at = models.DateTimeField(default=timezone.now)

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "their_id"], name="received_once")]
        indexes = [models.Index(fields=["candidate", "-at"], condition=Q(candidate__isnull=False), name="received_of_candidate")]

    def __str__(self):
        return f"{self.sender}: {self.subject}"


class Transport(models.Model):
    """How the way to the mail server is: while it is away nobody tries, and no mail's tries are used up."""

    name = models.CharField(primary_key=True, max_length=200)
    paused_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    why = models.CharField(max_length=300, blank=True)
    free_from = models.DateTimeField(null=True, blank=True)  # of the rate limit: when the next mail may leave

    def __str__(self):
        return self.name
