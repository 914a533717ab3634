"""The admin of talent pools: names can be mended; who lies in them is put in and taken out on the pages."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin, ReadOnly
from jobs import models


@admin.register(models.TalentPool)
class TalentPoolAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view", "change"})
    list_display = ["name", "about", "created_by", "created_at", "company"]
    list_filter = ["company"]
    list_select_related = ["created_by__user", "created_by__company", "company"]
    search_fields = ["name"]
    readonly_fields = ["created_by", "created_at"]


@admin.register(models.PoolPlace)
class PoolPlaceAdmin(ReadOnly, CompanyScopedAdmin):
    company_may = frozenset({"view"})
    list_display = ["candidate", "pool", "added_by", "added_at", "left_at"]
    list_filter = ["company"]
    list_select_related = ["candidate", "pool", "added_by__user", "added_by__company"]
    exclude = ["application"]  # it may be one to a confidential job
