"""The admin of jobs: every model, through the company's own door."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin, ReadOnly
from accounts.admin_site import is_platform_staff
from jobs import (
    admin_offers,  # noqa: F401  (registers its own)
    admin_pools,  # noqa: F401  (registers its own)
    models,
)


@admin.register(models.Department)
class DepartmentAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view", "add", "change", "delete"})
    list_display = ["name", "parent", "company"]
    list_filter = ["company"]
    list_select_related = ["parent", "company"]
    search_fields = ["name"]


@admin.register(models.Source)
class SourceAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view", "add", "change", "delete"})
    list_display = ["name", "type", "company"]
    list_filter = ["type", "company"]
    list_select_related = ["company"]
    search_fields = ["name"]


@admin.register(models.RejectionReason)
class RejectionReasonAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view", "add", "change", "delete"})
    list_display = ["name", "side", "company"]
    list_filter = ["side", "company"]
    list_select_related = ["company"]
    search_fields = ["name"]


@admin.register(models.Tag)
class TagAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view", "add", "change", "delete"})
    list_display = ["name", "company"]
    list_filter = ["company"]
    list_select_related = ["company"]
    search_fields = ["name"]


@admin.register(models.TrackingLink)
class TrackingLinkAdmin(CompanyScopedAdmin):
    list_display = ["token", "source", "job", "credited_to", "created_at"]
    list_select_related = ["source", "job", "credited_to__user", "credited_to__company"]
    list_filter = ["company"]
    readonly_fields = ["token", "created_at"]


@admin.register(models.CustomField)
class CustomFieldAdmin(CompanyScopedAdmin):
    list_display = ["name", "entity", "kind", "key", "archived_at", "company"]
    list_filter = ["entity", "kind", "company"]
    list_select_related = ["company"]
    readonly_fields = ["key", "entity", "kind"]
    search_fields = ["name", "key"]


@admin.register(models.SavedView)
class SavedViewAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view", "delete"})
    list_display = ["name", "page", "member", "shared"]
    list_filter = ["page", "shared", "company"]
    list_select_related = ["member__user", "member__company"]
    search_fields = ["name"]


class PlanStageInline(admin.TabularInline):
    model = models.PlanStage
    extra = 0

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(models.PipelinePlan)
class PipelinePlanAdmin(CompanyScopedAdmin):
    list_display = ["name", "is_default", "company"]
    list_filter = ["company"]
    list_select_related = ["company"]
    search_fields = ["name"]
    inlines = [PlanStageInline]


class SeenInline(admin.TabularInline):
    """Rows that belong to the page's row, to look at: they are changed by the acts of the pages."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return self.fields


class StageInline(SeenInline):
    model = models.Stage
    fields = ["position", "name", "type", "answer_days"]


class OpeningInline(SeenInline):
    model = models.Opening
    fields = ["number", "status", "application", "close_reason"]


class TeamInline(SeenInline):
    model = models.TeamMember
    fields = ["member", "part"]


class SkillInline(SeenInline):
    model = models.JobSkill
    fields = ["name", "required", "importance"]


@admin.register(models.Job)
class JobAdmin(CompanyScopedAdmin):
    """States change by the acts of the pages, so that the log hears of them."""

    company_may = frozenset({"view"})
    list_display = ["title", "status", "department", "location", "opened_at", "company"]
    list_filter = ["status", "is_template", "confidential", "company"]
    list_select_related = ["department", "company"]
    search_fields = ["title", "location"]
    readonly_fields = ["status", "opened_at", "closed_at", "created_by", "copied_from", "revision", "description"]
    inlines = [StageInline, OpeningInline, TeamInline, SkillInline]


class QuestionInline(SeenInline):
    model = models.ScreeningQuestion
    fields = ["position", "text", "kind", "required"]


@admin.register(models.JobPost)
class JobPostAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})
    list_display = ["title", "job", "language", "audience", "published_at", "unpublished_at"]
    list_filter = ["audience", "language", "company"]
    list_select_related = ["job"]
    search_fields = ["title"]
    readonly_fields = ["job", "published_at", "unpublished_at", "text"]
    inlines = [QuestionInline]


class ContactInline(SeenInline):
    model = models.ContactPoint
    fields = ["kind", "value"]


@admin.register(models.Candidate)
class CandidateAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})
    list_display = ["name", "headline", "email", "source", "created_at", "company"]
    list_filter = ["company"]
    list_select_related = ["source", "company"]
    search_fields = ["name", "email"]
    raw_id_fields = ["source"]
    readonly_fields = ["created_by", "person", "merged_into", "created_at", "revision"]
    exclude = ["tags"]
    inlines = [ContactInline]


class Kept(ReadOnly, CompanyScopedAdmin):
    """What the product writes by its own rules: to look at."""

    company_may = frozenset({"view"})


@admin.register(models.Resume)
class ResumeAdmin(Kept):
    list_display = ["name", "candidate", "state", "kind", "size", "uploaded_at"]
    list_filter = ["state", "kind", "company"]
    list_select_related = ["candidate"]
    search_fields = ["name", "sha256"]

    def get_exclude(self, request, obj=None):
        """Which job a file came for is left out: it may be a confidential one."""
        exclude = super().get_exclude(request, obj)
        return exclude if is_platform_staff(request) else [*exclude, "job", "intake"]


@admin.register(models.Application)
class ApplicationAdmin(Kept):
    list_display = ["candidate", "job", "stage", "status", "match_score", "applied_at"]
    list_filter = ["status", "company"]
    list_select_related = ["candidate", "job", "stage"]
    search_fields = ["candidate__name", "job__title"]


@admin.register(models.StageChange)
class StageChangeAdmin(Kept):
    list_display = ["application", "cause", "from_stage", "to_stage", "member", "at"]
    list_filter = ["cause", "company"]
    list_select_related = [
        "application__candidate",
        "application__job",
        "from_stage",
        "to_stage",
        "member__user",
        "member__company",
    ]


@admin.register(models.Intake)
class IntakeAdmin(Kept):
    list_display = ["__str__", "kind", "state", "total", "done", "failed", "created_at"]
    list_filter = ["kind", "state", "company"]


@admin.register(models.Merge)
class MergeAdmin(Kept):
    list_display = ["kept", "merged", "by", "at", "undone_at"]
    list_select_related = ["kept", "merged", "by__user", "by__company"]
    list_filter = ["company"]


@admin.register(models.ContactPoint)
class ContactPointAdmin(Kept):
    list_display = ["candidate", "kind", "position"]
    list_filter = ["kind", "company"]
    list_select_related = ["candidate"]


class OfOthers(ReadOnly, admin.ModelAdmin):
    """Rows that hang on another row, for platform staff; a company's people see them on the page of that row."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request):
        return is_platform_staff(request) and super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return is_platform_staff(request) and super().has_view_permission(request, obj)


@admin.register(models.Stage)
class StageAdmin(OfOthers):
    list_display = ["name", "type", "job", "position"]
    list_select_related = ["job"]


@admin.register(models.Opening)
class OpeningAdmin(OfOthers):
    list_display = ["job", "number", "status", "application"]
    list_filter = ["status"]
    list_select_related = ["job", "application__candidate", "application__job"]


@admin.register(models.IntakeRow)
class IntakeRowAdmin(OfOthers):
    list_display = ["intake", "number", "state", "candidate"]
    list_filter = ["state"]
    list_select_related = ["intake", "candidate"]


@admin.register(models.Answer)
class AnswerAdmin(OfOthers):
    list_display = ["application", "text"]
    list_select_related = ["application__candidate", "application__job"]


@admin.register(models.CandidateSearch)
class CandidateSearchAdmin(OfOthers):
    list_display = ["name", "candidate", "company"]
    list_select_related = ["candidate", "company"]


@admin.register(models.JobSkill)
class JobSkillAdmin(OfOthers):
    list_display = ["name", "job", "required", "importance"]
    list_select_related = ["job"]


@admin.register(models.TeamMember)
class TeamMemberAdmin(OfOthers):
    list_display = ["member", "job", "part"]
    list_select_related = ["member__user", "member__company", "job"]


@admin.register(models.ScreeningQuestion)
class ScreeningQuestionAdmin(OfOthers):
    list_display = ["text", "post", "kind", "required"]
    list_select_related = ["post"]


@admin.register(models.PlanStage)
class PlanStageAdmin(OfOthers):
    list_display = ["name", "type", "plan", "position"]
    list_select_related = ["plan"]


@admin.register(models.JobUserPermission)
class JobSightAdmin(OfOthers):
    list_display = ["user", "content_object", "permission"]
    list_select_related = ["user", "content_object", "permission__content_type"]


@admin.register(models.CandidateUserPermission)
class CandidateSightAdmin(OfOthers):
    list_display = ["user", "content_object", "permission"]
    list_select_related = ["user", "content_object", "permission__content_type"]
