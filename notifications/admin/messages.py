"""The admin of mail: what a company's admins see of it, and for platform staff all but the words."""

from django.contrib import admin

from accounts.admin import CompanyScopedAdmin, ReadOnly
from notifications.models import Message, MessageEvent, ReceivedMail, Suppression, Transport

WORDS = ["text", "html", "template", "claim", "reply_token"]


class Events(ReadOnly, admin.TabularInline):
    model = MessageEvent
    extra, can_delete, max_num = 0, False, 0
    fields = ["kind", "at", "detail", "by"]


@admin.register(Message)
class MessageAdmin(ReadOnly, CompanyScopedAdmin):
    """Who wrote to whom and what became of it; what was said is read on the outbox page, by those who may."""

    exclude = ["subject", *WORDS]
    inlines = [Events]
    list_display = ["created_at", "kind", "to_email", "state", "outcome", "attempts", "sent_at", "why"]
    list_filter = ["state", "outcome", "kind", "company"]
    search_fields = ["=to_email", "=message_id", "=provider_id"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("subject", *WORDS)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["at", "address", "reason", "kind", "company", "lifted_at"]
    list_filter = ["reason", "company"]
    list_select_related = ["company"]
    search_fields = ["=address"]


@admin.register(ReceivedMail)
class ReceivedMailAdmin(ReadOnly, CompanyScopedAdmin):
    exclude = ["text", "their_id"]
    list_display = ["at", "sender", "state", "why"]
    list_filter = ["state", "company"]


@admin.register(Transport)
class TransportAdmin(ReadOnly, admin.ModelAdmin):
    """For platform staff: whether the mail server is away, and since how many tries."""

    list_display = ["name", "failures", "paused_until", "why"]
