"""The admin of accounts, and the base of every app's admin."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import happened
from accounts.admin_site import is_company_admin, is_platform_staff
from accounts.events import publish
from accounts.models import Company, Consent, Event, FeatureFlag, IdempotencyKey, Invitation, Membership, Receipt, Setting, User
from accounts.permissions import Role
from accounts.refusal import Refused
from accounts.services import companies, invitations, members, people


class CompanyScopedAdmin(admin.ModelAdmin):
    """Rows through `visible_to(request.member)` for a company's admins, all rows for platform staff.

    A company's admins may open only models whose admin is of this class; `company` is set for them and not offered.
    `company_may` names what they may do: a set of "view", "add", "change", "delete".
    """

    company_field = "company"
    company_may = frozenset({"view", "change"})
    list_per_page = 50
    show_full_result_count = False  # no COUNT of a whole table

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if is_platform_staff(request):
            return rows
        return rows.filter(pk__in=self.model._default_manager.visible_to(getattr(request, "member", None)).values("pk"))

    def _may(self, request, what, theirs):
        if is_platform_staff(request):
            return theirs
        return is_company_admin(request) and what in self.company_may

    def has_module_permission(self, request):
        return self._may(request, "view", super().has_module_permission(request))

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", super().has_view_permission(request, obj))

    def has_add_permission(self, request):
        return self._may(request, "add", super().has_add_permission(request))

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", super().has_change_permission(request, obj))

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", super().has_delete_permission(request, obj))

    def get_exclude(self, request, obj=None):
        exclude = list(super().get_exclude(request, obj) or [])
        return exclude if is_platform_staff(request) else [*exclude, self.company_field]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return fields if is_platform_staff(request) else [field for field in fields if field != self.company_field]

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return filters if is_platform_staff(request) else [one for one in filters if one != self.company_field]

    def lookup_allowed(self, lookup, value, request):
        """A company's admins filter by the model's own columns only: a lookup over a relation could ask about others' rows."""
        allowed = super().lookup_allowed(lookup, value, request)
        return allowed and (is_platform_staff(request) or self._is_own_column(lookup))

    def _is_own_column(self, lookup):
        first, *rest = lookup.split("__")
        relation = (
            getattr(self.model._meta.get_field(first), "is_relation", False) if first in _names(self.model) else first != "pk"
        )
        return not relation or rest in ([], ["exact"], ["isnull"], ["id", "exact"])

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.update(self._own_choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.update(self._own_choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _own_choices(self, db_field, request):
        """Related rows to choose from: the company's own; rows of a model without that door are not offered at all."""
        if is_platform_staff(request):
            return {}
        rows = db_field.remote_field.model._default_manager.all()
        return {"queryset": rows.visible_to(getattr(request, "member", None)) if hasattr(rows, "visible_to") else rows.none()}

    def save_model(self, request, obj, form, change):
        if not change and not is_platform_staff(request):
            setattr(obj, self.company_field, request.member.company)
        super().save_model(request, obj, form, change)


def _names(model):
    return {field.name for field in model._meta.get_fields()}


class ReadOnly:
    """For logs: nobody adds, changes or deletes."""

    company_may = frozenset({"view"})

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def through_service(admin_, request, rows, act, said):
    """Run a service for each chosen row; refusals are shown, the others go on. `said`: (singular, plural) with %(count)d."""
    done = 0
    for row in rows:
        try:
            act(row)
            done += 1
        except Refused as refusal:
            admin_.message_user(request, str(refusal), messages.ERROR)
    if done:
        admin_.message_user(request, ngettext(*said, done) % {"count": done}, messages.SUCCESS)


def actor_of(request):
    """The member, if the row's company is theirs to act for; else the platform's staff as a person."""
    return request.user if is_platform_staff(request) else request.member


@admin.register(Company)
class CompanyAdmin(CompanyScopedAdmin):
    list_display = ["name", "slug", "country", "time_zone", "require_second_factor", "suspended_at", "created_at"]
    list_filter = ["require_second_factor", ("suspended_at", admin.EmptyFieldListFilter), "country"]
    search_fields = ["name", "slug", "email"]
    readonly_fields = ["suspended_at", "created_at", "logo"]
    ordering = ["name"]
    actions = ["suspend", "restore"]
    company_may = frozenset({"view"})

    def get_queryset(self, request):
        rows = admin.ModelAdmin.get_queryset(self, request)
        if is_platform_staff(request):
            return rows
        return rows.filter(pk=request.member.company_id) if is_company_admin(request) else rows.none()

    def get_actions(self, request):
        return super().get_actions(request) if is_platform_staff(request) else {}

    def has_delete_permission(self, request, obj=None):
        return False  # suspend it; deleting a company is an export and an erasure, not a click

    @admin.action(description=_("Suspend: its members are out at once"), permissions=["change"])
    def suspend(self, request, rows):
        said = ("%(count)d company is suspended.", "%(count)d companies are suspended.")
        through_service(self, request, rows, lambda one: companies.suspend_company(company=one, actor=request.user), said)

    @admin.action(description=_("Restore"), permissions=["change"])
    def restore(self, request, rows):
        said = ("%(count)d company is restored.", "%(count)d companies are restored.")
        through_service(self, request, rows, lambda one: companies.restore_company(company=one, actor=request.user), said)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People; for platform staff alone, as a person may belong to several companies. Passwords are theirs to set."""

    list_display = ["email", "name", "is_active", "is_staff", "last_login", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = [
        "email",
        "name",
        "time_zone",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "last_login",
        "date_joined",
    ]
    readonly_fields = ["is_active", "last_login", "date_joined"]
    filter_horizontal = ["groups"]
    ordering = ["email"]
    show_full_result_count = False
    actions = ["block", "unblock"]

    def has_add_permission(self, request):
        return False  # people come by sign-up or invitation

    def has_delete_permission(self, request, obj=None):
        return False  # a person is erased by the erasure that also reaches files and logs

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, "is_staff", "is_superuser", "groups"]

    @admin.action(description=_("Block: out everywhere at once"), permissions=["change"])
    def block(self, request, rows):
        said = ("%(count)d person is blocked.", "%(count)d people are blocked.")
        rows = rows.exclude(pk=request.user.pk)
        through_service(self, request, rows, lambda one: people.block_user(user=one, actor=request.user), said)

    @admin.action(description=_("Unblock"), permissions=["change"])
    def unblock(self, request, rows):
        said = ("%(count)d person is unblocked.", "%(count)d people are unblocked.")
        through_service(self, request, rows, lambda one: people.unblock_user(user=one, actor=request.user), said)


@admin.register(Membership)
class MembershipAdmin(CompanyScopedAdmin):
    list_display = ["person", "email", "company", "role", "handle", "deactivated_at", "created_at"]
    list_filter = ["role", ("deactivated_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "company"]
    search_fields = ["user__name", "user__email", "handle"]
    readonly_fields = ["user", "company", "role", "deactivated_at", "created_at"]
    fields = ["user", "company", "role", "handle", "title", "bio", "deactivated_at", "created_at"]
    actions = ["deactivate", "reactivate", *(f"make_{role}" for role in Role)]

    @admin.display(description=_("person"), ordering="user__name")
    def person(self, member):
        return member.name

    @admin.display(description=_("e-mail"), ordering="user__email")
    def email(self, member):
        return member.user.email

    def has_add_permission(self, request):
        return False  # members join by invitation

    def has_delete_permission(self, request, obj=None):
        return False  # what they did stays theirs: deactivate

    def _each(self, request, rows, act):
        said = ("%(count)d member is changed.", "%(count)d members are changed.")
        through_service(self, request, rows, act, said)

    @admin.action(description=_("Deactivate"), permissions=["change"])
    def deactivate(self, request, rows):
        self._each(request, rows, lambda one: members.deactivate_member(member=one, actor=actor_of(request)))

    @admin.action(description=_("Reactivate"), permissions=["change"])
    def reactivate(self, request, rows):
        self._each(request, rows, lambda one: members.reactivate_member(member=one, actor=actor_of(request)))

    def _make(self, request, rows, role):
        self._each(request, rows, lambda one: members.change_role(member=one, role=role, actor=actor_of(request)))

    @admin.action(description=_("Make admin"), permissions=["change"])
    def make_admin(self, request, rows):
        self._make(request, rows, Role.ADMIN)

    @admin.action(description=_("Make recruiter"), permissions=["change"])
    def make_recruiter(self, request, rows):
        self._make(request, rows, Role.RECRUITER)

    @admin.action(description=_("Make interviewer"), permissions=["change"])
    def make_interviewer(self, request, rows):
        self._make(request, rows, Role.INTERVIEWER)

    @admin.action(description=_("Make viewer"), permissions=["change"])
    def make_viewer(self, request, rows):
        self._make(request, rows, Role.VIEWER)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = [
        "email",
        "company",
        "role",
        "invited_by",
        "created_at",
        "expires_at",
        "mailed_at",
        "accepted_at",
        "revoked_at",
    ]
    list_filter = ["role", ("accepted_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["company", "invited_by__user", "invited_by__company"]
    search_fields = ["email"]
    actions = ["take_back", "send_again"]

    def _each(self, request, rows, act):
        said = ("%(count)d invitation is changed.", "%(count)d invitations are changed.")
        through_service(self, request, rows, act, said)

    @admin.action(description=_("Take back"), permissions=["view"])
    def take_back(self, request, rows):
        self._each(request, rows, lambda one: invitations.revoke(invitation=one, actor=actor_of(request)))

    @admin.action(description=_("Send again"), permissions=["view"])
    def send_again(self, request, rows):
        self._each(request, rows, lambda one: invitations.resend(invitation=one, actor=actor_of(request)))


@admin.register(Event)
class EventAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["id", "at", "name", "company", "actor_kind", "member", "subject_type", "subject_id", "handled_at", "attempts"]
    list_filter = ["actor_kind", ("handled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["company", "member__user", "member__company"]
    search_fields = ["name__startswith", "subject_id__exact"]
    search_help_text = _("The start of a name (application.), or a whole subject id.")
    ordering = ["-id"]


@admin.register(Receipt)
class ReceiptAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["event_id", "handler", "at"]
    search_fields = ["event__id__exact", "handler"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnly, admin.ModelAdmin):
    """Of the answers only the status is shown: they may name people."""

    list_display = ["key", "path", "member", "begun_at", "status"]
    list_select_related = ["member__user", "member__company"]
    search_fields = ["key__exact"]
    exclude = ["headers", "body"]
    ordering = ["-id"]
    show_full_result_count = False


@admin.register(Consent)
class ConsentAdmin(ReadOnly, CompanyScopedAdmin):
    list_display = ["purpose", "company", "subject_type", "subject_id", "given_at", "withdrawn_at"]
    list_filter = ["purpose", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["company"]
    search_fields = ["subject_id__exact", "purpose"]
    raw_id_fields = ["user"]


class WrittenDown(admin.ModelAdmin):
    """Every change of a system value is an event."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        publish(happened.SettingChanged(obj.pk), actor=request.user, subject=obj)

    def delete_model(self, request, obj):
        publish(happened.SettingChanged(obj.pk), actor=request.user, subject=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)


@admin.register(Setting)
class SettingAdmin(WrittenDown):
    list_display = ["key", "value", "note", "changed_at"]
    search_fields = ["key", "note"]


@admin.register(FeatureFlag)
class FeatureFlagAdmin(WrittenDown):
    list_display = ["key", "everyone", "note"]
    list_filter = ["everyone"]
    search_fields = ["key", "note"]
    autocomplete_fields = ["companies"]
