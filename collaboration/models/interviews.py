"""Interviews: how they are prepared, who sits in them, when they are, and what each interviewer found."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Owned
from collaboration.querysets import InterviewQuerySet, OfInterviewQuerySet, PlanQuerySet, ScorecardQuerySet
from jobs.models import Application, Job, StageChange


class Kind(models.TextChoices):
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video")
    ONSITE = "onsite", _("On site")
    TASK = "task", _("Work sample")
    PANEL = "panel", _("Panel")


class Kit(Owned):
    """What an interviewer needs: the purpose, questions to ask, attributes to look at; and what the candidate is told."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.VIDEO)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    purpose = models.TextField(_("purpose"), blank=True, max_length=2000)
    questions = models.JSONField(default=list, blank=True)  # texts, in the order of asking
    tips = models.TextField(_("how to prepare"), blank=True, max_length=4000, help_text=_("The candidate reads this."))
    expect = models.TextField(_("what to expect"), blank=True, max_length=4000, help_text=_("The candidate reads this."))
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], condition=Q(archived_at=None), name="kit_name_once"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="kit_5_to_600_minutes"),
        ]

    def __str__(self):
        return self.name


class Attribute(models.Model):
    """Something that a kit asks to rate."""

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="attributes")
    name = models.CharField(_("attribute"), max_length=80)
    text = models.CharField(_("what good looks like"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["kit", "name"], name="attribute_once_per_kit")]

    def __str__(self):
        return self.name


class InterviewPlan(Owned):
    """The interviews that a job's candidates go through; without a job it is the company's, to begin a job's plan from."""

    name = models.CharField(_("name"), max_length=80)
    job = models.OneToOneField(Job, models.CASCADE, null=True, blank=True, related_name="interview_plan")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], condition=Q(job=None), name="interview_plan_name_once")
        ]

    def __str__(self):
        return self.name


class PlannedInterview(models.Model):
    """One interview of a plan: its kit, at which stage, and who usually sits in it."""

    plan = models.ForeignKey(InterviewPlan, models.CASCADE, related_name="interviews")
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="+")
    stage_type = models.CharField(max_length=12, blank=True)  # of jobs.StageType
    position = models.PositiveSmallIntegerField(default=0)
    panel = models.ManyToManyField(Membership, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return str(self.kit)


class Interview(Owned):
    """One interview of one application. It has a time once it is scheduled."""

    class State(models.TextChoices):
        TO_SCHEDULE = "to_schedule", _("To schedule")
        OFFERED = "offered", _("Times offered")
        SCHEDULED = "scheduled", _("Scheduled")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no_show", _("Did not come")

    application = models.ForeignKey(Application, models.CASCADE, related_name="interviews")
    kit = models.ForeignKey(Kit, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.VIDEO)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    note = models.TextField(_("note for the candidate"), blank=True, max_length=2000)
    state = models.CharField(max_length=11, choices=State.choices, default=State.TO_SCHEDULE)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")  # in which it was agreed
    cancelled_why = models.CharField(max_length=300, blank=True)
    ended_with = models.ForeignKey(  # the rejection, hire or withdrawal that called it off, and whose undoing brings it back
        StageChange, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    sequence = models.PositiveIntegerField(
        default=0, editable=False
    )  # of its calendar entry: rises with each change of time or place
    near_told_for = models.DateTimeField(null=True, blank=True, editable=False)  # the start that was called to mind
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")), name="interview_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(state="scheduled") | ~Q(starts_at=None), name="interview_scheduled_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["company", "starts_at", "id"], name="interview_calendar"),
            models.Index(fields=["application", "created_at"], name="interview_of_application"),
            models.Index(fields=["starts_at"], condition=Q(state="scheduled"), name="interview_to_come"),
        ]

    def __str__(self):
        return self.name


class Panelist(models.Model):
    """A member who sits in an interview and owes a scorecard."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="panel")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="panels")
    required = models.BooleanField(default=True)  # without them no time is found
    gave_sight = models.BooleanField(default=False, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it was said that the scorecard is overdue

    objects = OfInterviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "member"], name="panelist_once_per_interview")]
        indexes = [models.Index(fields=["member"], name="panelist_of_member")]

    def __str__(self):
        return self.member.name


class BusyTime(Owned):
    """When a member can't: an interview, what they wrote down themselves, what a calendar says."""

    class Origin(models.TextChoices):
        INTERVIEW = "interview", _("Interview")
        OWN = "own", _("Written down")
        CALENDAR = "calendar", _("Calendar")

    member = models.ForeignKey(Membership, models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.OWN)
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="busy_times")
    outside_id = models.CharField(max_length=200, blank=True, editable=False)  # a calendar's own name of it
    text = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_time_ends_after_it_starts")]
        indexes = [models.Index(fields=["member", "starts_at", "ends_at"], name="busy_time_of_member")]

    def __str__(self):
        return f"{self.member_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Scorecard(Owned):
    """What one interviewer found. Colleagues' cards are seen after one's own is sent; the private note by its author alone."""

    class Recommendation(models.IntegerChoices):
        STRONG_NO = 1, _("Strong no")
        NO = 2, _("No")
        YES = 3, _("Yes")
        STRONG_YES = 4, _("Strong yes")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="scorecards")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="scorecards")
    recommendation = models.PositiveSmallIntegerField(choices=Recommendation.choices, null=True, blank=True)
    takeaways = models.TextField(_("key take-aways"), blank=True, max_length=5000)
    private_note = models.TextField(_("private note"), blank=True, max_length=5000)
    submitted_at = models.DateTimeField(null=True, blank=True)  # until then it is a draft
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "member"], name="scorecard_once_per_interviewer"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | ~Q(recommendation=None), name="scorecard_sent_with_a_recommendation"
            ),
            models.CheckConstraint(
                condition=Q(recommendation=None) | Q(recommendation__gte=1, recommendation__lte=4), name="scorecard_1_to_4"
            ),
        ]

    def __str__(self):
        return f"{self.member.name}: {self.get_recommendation_display() or '–'}"


class Rating(models.Model):
    """One attribute as one interviewer rated it; the attribute's name is kept with it."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="ratings")
    attribute = models.ForeignKey(Attribute, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    value = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 4; none: not looked at
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "name"], name="rating_once_per_attribute"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=1, value__lte=4), name="rating_1_to_4"),
        ]

    def __str__(self):
        return f"{self.name}: {self.value or '–'}"
