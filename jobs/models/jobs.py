"""What is hired for: jobs, their openings, posts, pipelines and teams."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from accounts.models import Membership, Owned
from jobs.querysets import JobPostQuerySet, JobQuerySet, OfJobQuerySet


class StageType(models.TextChoices):
    """What a stage means, whatever a company calls it, so that numbers compare."""

    APPLIED = "applied", _("Applied")
    REVIEWED = "reviewed", _("Reviewed")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    INTERVIEW = "interview", _("Interview")
    OFFER = "offer", _("Offer")
    HIRED = "hired", _("Hired")


class Department(Owned):
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="department_once_per_company")]

    def __str__(self):
        return self.name


class PipelinePlan(Owned):
    """A company's reusable list of stages; a job gets its own copy."""

    name = models.CharField(_("name"), max_length=80)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="plan_once_per_company"),
            models.UniqueConstraint(fields=["company"], condition=Q(is_default=True), name="plan_one_default"),
        ]

    def __str__(self):
        return self.name


class PlanStage(models.Model):
    plan = models.ForeignKey(PipelinePlan, models.CASCADE, related_name="stages")
    name = models.CharField(_("name"), max_length=60)
    type = models.CharField(_("type"), max_length=12, choices=StageType.choices)
    position = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField(_("answer within days"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_stage_position")]

    def __str__(self):
        return self.name


class Job(Owned):
    """A requisition: what is needed, who decides, how many. What the public reads is a JobPost."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        ON_HOLD = "on_hold", _("On hold")
        CLOSED = "closed", _("Closed")

    class Remote(models.TextChoices):
        ONSITE = "onsite", _("On site")
        HYBRID = "hybrid", _("Hybrid")
        REMOTE = "remote", _("Remote")

    class Employment(models.TextChoices):
        FULL_TIME = "full_time", _("Full time")
        PART_TIME = "part_time", _("Part time")
        CONTRACT = "contract", _("Contract")
        TEMPORARY = "temporary", _("Temporary")
        INTERNSHIP = "internship", _("Internship")
        APPRENTICESHIP = "apprenticeship", _("Apprenticeship")

    class Seniority(models.TextChoices):
        ENTRY = "entry", _("Entry")
        JUNIOR = "junior", _("Junior")
        MID = "mid", _("Mid-level")
        SENIOR = "senior", _("Senior")
        LEAD = "lead", _("Lead")
        EXECUTIVE = "executive", _("Executive")

    class Education(models.TextChoices):
        NONE = "", _("Not asked")
        ASSOCIATE = "associate", _("Vocational or associate's")
        BACHELOR = "bachelor", _("Bachelor's")
        MASTER = "master", _("Master's")
        DOCTORATE = "doctorate", _("Doctorate")

    class Reapply(models.TextChoices):
        BLOCK = "block", _("Block")
        WARN = "warn", _("Allow with a warning")
        AFTER = "after", _("Allow after some days")

    class Period(models.TextChoices):
        YEAR = "year", _("a year")
        MONTH = "month", _("a month")
        HOUR = "hour", _("an hour")

    title = models.CharField(_("title"), max_length=140)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="jobs")
    location = models.CharField(_("location"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    remote = models.CharField(_("remote policy"), max_length=8, choices=Remote.choices, default=Remote.ONSITE)
    employment = models.CharField(_("employment type"), max_length=14, choices=Employment.choices, default=Employment.FULL_TIME)
    seniority = models.CharField(_("seniority"), max_length=10, choices=Seniority.choices, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Rich text; what is unsafe is taken out."))
    min_years = models.DecimalField(
        _("minimum years"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    education = models.CharField(_("education"), max_length=10, choices=Education.choices, blank=True, default="")
    salary_min = models.DecimalField(_("salary from"), max_digits=12, decimal_places=2, null=True, blank=True)
    salary_max = models.DecimalField(_("salary to"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    salary_period = models.CharField(max_length=6, choices=Period.choices, default=Period.YEAR)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confidential = models.BooleanField(_("confidential"), default=False, help_text=_("Only the hiring team sees it."))
    blind = models.BooleanField(
        _("blind review"),
        default=False,
        help_text=_(
            "Names, contacts and documents stay hidden from each of you until you have moved or rejected the person, or they reach an interview."
        ),
    )
    reapply = models.CharField(_("applying again"), max_length=6, choices=Reapply.choices, default=Reapply.WARN)
    reapply_days = models.PositiveSmallIntegerField(_("days before applying again"), default=180)
    is_template = models.BooleanField(default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    custom = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)  # rises with every edit; two editors notice

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(salary_min=None) | Q(salary_max=None) | Q(salary_min__lte=F("salary_max")),
                name="job_salary_from_below_to",
                violation_error_message=_("The salary range must start below its end."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(opens_on__lte=F("closes_on")),
                name="job_opens_before_it_closes",
                violation_error_message=_("The job must open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(salary_min=None, salary_max=None) | ~Q(currency=""),
                name="job_salary_has_a_currency",
                violation_error_message=_("Say in which currency the salary is paid."),
            ),
        ]
        indexes = [models.Index(fields=["company", "status", "-created_at", "-id"], name="job_list")]

    def __str__(self):
        return self.title


class JobUserPermission(UserObjectPermissionBase):
    """Who may see one confidential job (django-guardian, with a real foreign key)."""

    content_object = models.ForeignKey(Job, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class JobSkill(models.Model):
    """A skill that the job asks for, by the name the recruiter gave it."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="skills")
    name = models.CharField(_("skill"), max_length=80)
    required = models.BooleanField(_("required"), default=True)
    importance = models.PositiveSmallIntegerField(
        _("importance"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-required", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "name"], name="job_skill_once"),
            models.CheckConstraint(condition=Q(importance__gte=1, importance__lte=5), name="job_skill_1_to_5"),
        ]

    def __str__(self):
        return self.name


class TeamMember(models.Model):
    """A member of the hiring team; on a confidential job these are the only people who see it."""

    class Part(models.TextChoices):
        HIRING_MANAGER = "hiring_manager", _("Hiring manager")
        RECRUITER = "recruiter", _("Recruiter")
        INTERVIEWER = "interviewer", _("Interviewer")

    job = models.ForeignKey(Job, models.CASCADE, related_name="team")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="teams")
    part = models.CharField(max_length=14, choices=Part.choices)

    class Meta:
        ordering = ["part", "id"]
        constraints = [models.UniqueConstraint(fields=["job", "member", "part"], name="team_once_per_part")]

    def __str__(self):
        return f"{self.member.name} ({self.get_part_display()})"


class Stage(models.Model):
    """One step of a job's pipeline."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="stages")
    name = models.CharField(_("name"), max_length=60)
    type = models.CharField(_("type"), max_length=12, choices=StageType.choices)
    position = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField(_("answer within days"), null=True, blank=True)

    objects = OfJobQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="stage_position_once_per_job")]

    def __str__(self):
        return self.name


class Opening(models.Model):
    """One seat to fill."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        FILLED = "filled", _("Filled")
        CLOSED = "closed", _("Closed")

    job = models.ForeignKey(Job, models.CASCADE, related_name="openings")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    application = models.OneToOneField("jobs.Application", models.SET_NULL, null=True, blank=True, related_name="opening")
    close_reason = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OfJobQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="opening_number_once_per_job"),
            # A filled seat without an application was filled by someone who has been erased since.
            models.CheckConstraint(condition=Q(status="filled") | Q(application=None), name="opening_taken_only_when_filled"),
        ]

    def __str__(self):
        return f"{self.job} #{self.number}"


class JobPost(Owned):
    """What people outside read about a job; one job may have several (language, place, internal)."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Public")
        INTERNAL = "internal", _("Internal")

    job = models.ForeignKey(Job, models.CASCADE, related_name="posts")
    title = models.CharField(_("title"), max_length=140)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    audience = models.CharField(_("audience"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    location = models.CharField(_("location"), max_length=120, blank=True)
    show_pay = models.BooleanField(_("show the pay range"), default=True)
    published_at = models.DateTimeField(null=True, blank=True)
    unpublished_at = models.DateTimeField(null=True, blank=True)

    objects = JobPostQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(
                fields=["company", "-published_at", "-id"],
                condition=Q(audience="public", unpublished_at=None, published_at__isnull=False),
                name="post_on_careers_page",
            )
        ]

    def __str__(self):
        return self.title


class ScreeningQuestion(models.Model):
    """A question of a job post's apply form."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Short text")
        LONG_TEXT = "long_text", _("Long text")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("One of several")
        NUMBER = "number", _("Number")

    post = models.ForeignKey(JobPost, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return self.text
