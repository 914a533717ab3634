"""What members are told inside the application, and what each of them wants to hear, how and when."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, Membership, Owned
from jobs.models import Application, Candidate, Job
from notifications.querysets.notices import MuteQuerySet, NotificationQuerySet


class Type(models.TextChoices):
    """What a notice is about; people choose by these what they hear of, and how."""

    NEW_MATCH = "new_match", _("New matches")
    STATUS_CHANGE = "status_change", _("Status changes")
    INTERVIEW_SCHEDULED = "interview_scheduled", _("Interviews")
    INTERVIEW_REMINDER = "interview_reminder", _("Interview reminders")
    MENTION = "mention", _("Mentions")
    COMMENT = "comment", _("Comments")
    ASSIGNMENT = "assignment", _("Work given to me")
    TASK_DUE = "task_due", _("Tasks that are due")
    OFFER = "offer", _("Offers")
    IMPORT_FINISHED = "import_finished", _("Imports")
    INSIGHT = "insight", _("Insights")
    BILLING = "billing", _("Billing")
    SYSTEM = "system", _("Company and account")


class Mail(models.TextChoices):
    """Whether a notice goes by mail as well."""

    NONE = "none", _("No mail")
    NOW = "now", _("At once")
    DAILY = "daily", _("Daily digest")


class Notification(Owned):
    """That something happened, for one member. Names and words are not kept here: they are asked for when it is read.

    `number` rises by one for each notice of a member and is given under a lock, so that a page which asks for what came after
    the last one it knows misses nothing, whatever order transactions end in. `count` is above one where like things became one.
    """

    member = models.ForeignKey(Membership, models.CASCADE, related_name="notifications", db_index=False)
    number = models.PositiveBigIntegerField(editable=False)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False)  # the first one, where there are several
    actor = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    count = models.PositiveIntegerField(default=1)
    group = models.CharField(max_length=100, blank=True, editable=False)  # later ones of the same group join it while unread
    thread = models.CharField(max_length=50, blank=True)  # what the member may mute, as `kind:id`
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="+")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="+")
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=5, choices=Mail.choices, default=Mail.NONE)
    mail_at = models.DateTimeField(null=True, blank=True)  # when a mail may leave: now, or when the quiet hours end
    mailed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "member", "type"], name="notification_once"),
            models.UniqueConstraint(fields=["member", "number"], name="notification_numbered"),
            models.CheckConstraint(condition=Q(type__in=Type.values), name="notification_known_type"),
            models.CheckConstraint(condition=Q(count__gte=1), name="notification_of_something"),
            models.CheckConstraint(condition=Q(in_app=True) | ~Q(mail="none"), name="notification_reaches_somebody"),
        ]
        indexes = [
            models.Index(fields=["member", "-number"], condition=Q(read_at=None, in_app=True), name="notification_unread"),
            models.Index(fields=["member", "type", "-number"], name="notification_by_type"),
            models.Index(fields=["mail_at"], condition=Q(mailed_at=None, mail="now"), name="notification_to_mail"),
            models.Index(fields=["member"], condition=Q(mailed_at=None, mail="daily"), name="notification_to_digest"),
            models.Index(fields=["read_at"], condition=Q(read_at__isnull=False), name="notification_to_forget"),
        ]

    def __str__(self):
        return f"{self.get_type_display()} #{self.number}"


class Inbox(models.Model):
    """What belongs to a member's notices as a whole: the last number, quiet hours, the digest. In the member's own time zone."""

    member = models.OneToOneField(Membership, models.CASCADE, primary_key=True, related_name="inbox")
    last_number = models.PositiveBigIntegerField(default=0, editable=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    digest_at = models.TimeField(_("daily digest at"), default=time(8))
    digested_on = models.DateField(null=True, blank=True, editable=False)  # the member's day for which the last one was made

    class Meta:
        verbose_name_plural = "inboxes"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="inbox_quiet_has_both_ends",
            )
        ]

    def __str__(self):
        return self.member.name


class Preference(models.Model):
    """How a member wants to hear of one type; what has no row is as services/preferences.py says."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="notice_preferences", db_index=False)
    type = models.CharField(_("type"), max_length=20, choices=Type.choices)
    in_app = models.BooleanField(_("in the application"), default=True)
    mail = models.CharField(_("by mail"), max_length=5, choices=Mail.choices, default=Mail.NONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "type"], name="preference_once_per_type")]

    def __str__(self):
        return f"{self.member.name}: {self.get_type_display()}"


class Mute(models.Model):
    """A thread that a member wants to hear no more of, unless they are called by name or given work."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="mutes", db_index=False)
    thread = models.CharField(max_length=50)
    at = models.DateTimeField(default=timezone.now)

    objects = MuteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="mute_once_per_thread")]

    def __str__(self):
        return self.thread
