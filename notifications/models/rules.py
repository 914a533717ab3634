"""When a letter leaves: a company's rules, reminders that were given, and what people answered to an invitation."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Owned
from collaboration.models import Interview
from jobs.models import StageType
from notifications.models.letters import LetterKind

LONGEST_DELAY = 7 * 24 * 60


class MailRule(Owned):
    """A company's own answer to "what is mailed when …?"; where there is none, ours counts (services/rules.py)."""

    class Cause(models.TextChoices):
        APPLIED = "applied", _("Somebody applies")
        MOVED = "moved", _("Moved to a stage")
        REJECTED = "rejected", _("Rejected")
        OFFERED_TIMES = "offered_times", _("Times for an interview are offered")
        SCHEDULED = "scheduled", _("An interview gets its time")
        CHANGED = "changed", _("An interview is moved or changed")
        CANCELLED = "cancelled", _("An interview is cancelled")
        REMINDER = "reminder", _("A day before an interview")
        HELD = "held", _("An interview has taken place")
        OFFER_SENT = "offer_sent", _("An offer is sent")

    cause = models.CharField(max_length=13, choices=Cause.choices)
    stage_type = models.CharField(max_length=12, choices=StageType.choices, blank=True)
    letter = models.CharField(_("letter"), max_length=20, choices=LetterKind.choices)
    candidate = models.BooleanField(_("to the candidate"), default=True)
    panel = models.BooleanField(_("to the interviewers"), default=False)
    added = models.BooleanField(_("also to people whom we added ourselves"), default=False)
    delay = models.PositiveIntegerField(_("minutes until it leaves"), default=0, validators=[MaxValueValidator(LONGEST_DELAY)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "cause", "stage_type"], name="mail_rule_once_per_cause"),
            models.CheckConstraint(
                condition=Q(cause="moved") & ~Q(stage_type="") | ~Q(cause="moved") & Q(stage_type=""),
                name="mail_rule_stage_of_moves",
            ),
            models.CheckConstraint(condition=Q(delay__lte=LONGEST_DELAY), name="mail_rule_within_a_week"),
        ]

    def __str__(self):
        return f"{self.get_cause_display()} {self.get_stage_type_display()}".strip()


class Reminder(models.Model):
    """Somebody was reminded of an interview at that time, or needed not to be; once for each time that it was given."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+")
    whom = models.CharField(max_length=36)  # "candidate", or the id of a member
    starts_at = models.DateTimeField()
    sent = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "whom", "starts_at"], name="reminder_once_per_time")]

    def __str__(self):
        return f"{self.interview_id} {self.whom}"


class Attendance(models.Model):
    """What somebody answered from their calendar to the invitation of an interview."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        TENTATIVE = "tentative", _("maybe")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="attendances")
    whom = models.CharField(max_length=36)  # "candidate", or the id of a member
    state = models.CharField(max_length=9, choices=State.choices)
    sequence = models.PositiveIntegerField()
    stamped_at = models.DateTimeField()  # DTSTAMP of the reply: among equals the later one counts

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "whom"], name="attendance_once_per_person")]

    def __str__(self):
        return f"{self.whom}: {self.get_state_display()}"
