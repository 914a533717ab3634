"""The admin of offers, approvals and drafted rejections: to look at; the acts are on the pages."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin, ReadOnly
from jobs import models


class SeenApprovalInline(admin.TabularInline):
    model = models.Approval
    fields = readonly_fields = ["round", "position", "member", "state", "decided_by", "decided_at", "note"]
    fk_name = "offer"
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(models.Offer)
class OfferAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["application", "version", "status", "salary", "currency", "expires_at", "company"]
    list_filter = ["status", "company"]
    list_select_related = ["application__candidate", "application__job", "company"]
    exclude = ["token_hash"]
    inlines = [SeenApprovalInline]


@admin.register(models.Approval)
class ApprovalAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["__str__", "member", "asked_at", "decided_by", "decided_at", "company"]
    list_filter = ["state", "company"]
    list_select_related = [
        "job",
        "offer__application__candidate",
        "offer__application__job",
        "member__user",
        "member__company",
        "decided_by__user",
        "decided_by__company",
        "company",
    ]


class StepInline(admin.TabularInline):
    model = models.ApprovalStep
    fields = readonly_fields = ["position", "member"]
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(models.ApprovalRule)
class ApprovalRuleAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["subject", "company"]
    list_filter = ["subject", "company"]
    list_select_related = ["company"]
    inlines = [StepInline]


@admin.register(models.RejectionDraft)
class RejectionDraftAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["application", "reason", "state", "made_at", "company"]
    list_filter = ["state", "company"]
    list_select_related = ["application__candidate", "application__job", "reason", "company"]
