from django.contrib import admin

from accounts.admin import CompanyScopedAdmin
from notifications.models import LetterHead, LetterVersion, MailRule


@admin.register(LetterVersion)
class LetterVersionAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})  # words change by the service, which checks them and keeps the old ones
    list_display = ["kind", "language", "number", "subject", "ours", "by", "at"]
    list_filter = ["kind", "language", "company"]
    list_select_related = ["by__user", "by__company"]
    search_fields = ["subject"]


@admin.register(LetterHead)
class LetterHeadAdmin(CompanyScopedAdmin):
    list_display = ["company", "language", "contact", "privacy_url"]
    list_filter = ["company"]


@admin.register(MailRule)
class MailRuleAdmin(CompanyScopedAdmin):
    company_may = frozenset({"view"})  # the page of the rules knows which letters and people fit a cause
    list_display = ["cause", "stage_type", "letter", "candidate", "panel", "delay"]
    list_filter = ["cause", "company"]
