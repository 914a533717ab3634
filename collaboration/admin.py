"""The admin of collaboration: every model, through the company's own door."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin
from collaboration.models import (
    Assignment,
    Attribute,
    BusyTime,
    Comment,
    Interview,
    InterviewPlan,
    Kit,
    Panelist,
    PlannedInterview,
    Rating,
    Scorecard,
    Slot,
    Task,
    TimeChange,
)


@admin.register(Assignment)
class AssignmentAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})  # who looks after whom changes by the service, which logs it
    list_display = ["candidate", "application", "member", "at", "ended_at"]
    list_filter = ["company"]
    list_select_related = ["candidate", "application__candidate", "application__job", "member__user", "member__company"]
    search_fields = ["candidate__name", "member__user__name"]


@admin.register(Task)
class TaskAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})
    list_display = ["text", "member", "due_at", "done_at"]
    list_filter = ["company"]
    list_select_related = ["member__user", "member__company"]
    search_fields = ["text"]


class Rows(admin.TabularInline):
    """What belongs to a row, to be read beside it."""

    extra, can_delete, max_num = 0, False, 0

    def has_change_permission(self, request, obj=None):
        return False


class AttributeRows(Rows):
    model = Attribute


class PlannedRows(Rows):
    model = PlannedInterview


class PanelRows(Rows):
    model = Panelist


class RatingRows(Rows):
    model = Rating


@admin.register(Kit)
class KitAdmin(CompanyScopedAdmin):
    inlines = [AttributeRows]
    list_display = ["name", "kind", "minutes", "archived_at"]
    list_filter = ["kind", "company"]
    search_fields = ["name"]


@admin.register(InterviewPlan)
class InterviewPlanAdmin(CompanyScopedAdmin):
    inlines = [PlannedRows]
    company_may = frozenset({"view"})
    list_display = ["name", "job"]
    list_filter = ["company"]
    list_select_related = ["job"]
    search_fields = ["name"]


@admin.register(Interview)
class InterviewAdmin(CompanyScopedAdmin):
    inlines = [PanelRows]
    company_may = frozenset({"view"})  # times and panels change by the services, which tell people and keep slots single
    list_display = ["name", "application", "state", "starts_at"]
    list_filter = ["state", "kind", "company"]
    list_select_related = ["application__candidate", "application__job"]
    search_fields = ["name", "application__candidate__name"]


@admin.register(Scorecard)
class ScorecardAdmin(CompanyScopedAdmin):
    inlines = [RatingRows]
    company_may = frozenset({"view"})
    exclude = ["private_note"]
    list_display = ["interview", "member", "recommendation", "submitted_at"]
    list_filter = ["company"]
    list_select_related = ["interview", "member__user", "member__company"]


@admin.register(BusyTime)
class BusyTimeAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})
    list_display = ["member", "starts_at", "ends_at", "origin"]
    list_filter = ["origin", "company"]
    list_select_related = ["member__user", "member__company"]


@admin.register(Comment)
class CommentAdmin(CompanyScopedAdmin):
    """That something was said: the words are read where they stand, by those who may."""

    company_may = frozenset({"view"})
    exclude = ["text"]
    list_display = ["entity_type", "author", "private", "created_at", "deleted_at"]
    list_filter = ["private", "company"]
    list_select_related = ["author__user", "author__company"]


@admin.register(Slot)
class SlotAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})  # one request wins a slot: the service sees to it
    list_display = ["starts_at", "interview", "job", "taken_by", "withdrawn_at"]
    list_filter = ["company"]
    list_select_related = ["interview", "job", "taken_by"]


@admin.register(TimeChange)
class TimeChangeAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})
    list_display = ["interview", "state", "asked_at", "decided_at"]
    list_filter = ["state", "company"]
    list_select_related = ["interview"]
