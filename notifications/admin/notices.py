"""The admin of notifications: a company's admins see what they were told themselves, never what a colleague was."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin, ReadOnly
from notifications.models import Inbox, Mute, Notification, Preference


@admin.register(Notification)
class NotificationAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["at", "type", "member", "count", "in_app", "mail", "mailed_at", "read_at"]
    list_filter = ["type", "mail", "company"]
    list_select_related = ["member__user", "member__company"]
    ordering = ["-pk"]


class OfMember(ReadOnly, admin.ModelAdmin):
    """For platform staff alone: what a member wants to hear of is theirs to choose, on their own page."""

    list_select_related = ["member__user", "member__company"]
    search_fields = ["member__user__email"]
    show_full_result_count = False


@admin.register(Inbox)
class InboxAdmin(OfMember):
    list_display = ["member", "last_number", "quiet_from", "quiet_until", "digest_at", "digested_on"]


@admin.register(Preference)
class PreferenceAdmin(OfMember):
    list_display = ["member", "type", "in_app", "mail"]
    list_filter = ["type", "mail"]


@admin.register(Mute)
class MuteAdmin(OfMember):
    list_display = ["member", "thread", "at"]
