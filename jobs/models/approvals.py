"""Who has to agree before a job opens or an offer leaves, and what they said."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from jobs.models.jobs import Job
from jobs.models.offers import Offer
from jobs.querysets import ApprovalQuerySet


class ApprovalRule(Owned):
    """A company's chain for jobs or for offers; without steps nothing needs approval."""

    class Subject(models.TextChoices):
        JOB = "job", _("Jobs, before they open")
        OFFER = "offer", _("Offers, before they are sent")

    subject = models.CharField(max_length=5, choices=Subject.choices)

    class Meta:
        ordering = ["subject"]
        constraints = [models.UniqueConstraint(fields=["company", "subject"], name="approval_rule_once_per_subject")]

    def __str__(self):
        return self.get_subject_display()


class ApprovalStep(models.Model):
    """One who has to agree: a member or, where none is named, the hiring manager of the job."""

    rule = models.ForeignKey(ApprovalRule, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Membership, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "position"], name="approval_step_position"),
            models.UniqueConstraint(fields=["rule", "member"], name="approval_step_once_per_member"),
        ]

    def __str__(self):
        return self.member.name if self.member_id else str(_("Hiring manager of the job"))


class Approval(Owned):
    """One step that a job or an offer waits for. Asked again is a new round; earlier rounds stay."""

    class State(models.TextChoices):
        LATER = "later", _("Not their turn yet")
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Not approved")
        VOID = "void", _("No longer asked")

    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, related_name="approvals")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    asked_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(job=None, offer__isnull=False) | Q(job__isnull=False, offer=None), name="approval_of_one_thing"
            ),
            models.UniqueConstraint(fields=["job", "round", "position"], name="approval_of_job_once"),
            models.UniqueConstraint(fields=["offer", "round", "position"], name="approval_of_offer_once"),
            models.UniqueConstraint(fields=["job"], condition=Q(state="waiting"), name="approval_one_turn_per_job"),
            models.UniqueConstraint(fields=["offer"], condition=Q(state="waiting"), name="approval_one_turn_per_offer"),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "rejected"], decided_at__isnull=False)
                | Q(state__in=["later", "waiting", "void"], decided_at=None),
                name="approval_decided_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["company", "member"], condition=Q(state="waiting"), name="approval_to_decide")]

    def __str__(self):
        return f"{self.offer or self.job}: {self.get_state_display()}"
