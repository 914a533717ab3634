"""The people of a company."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.answers import add_refusal, by_htmx, done, with_toast
from accounts.forms import DeactivateForm, RoleForm
from accounts.guard import needs
from accounts.models import ROLE_CHOICES, Invitation, Membership
from accounts.paging import page_of
from accounts.permissions import Action, Role
from accounts.permissions_in_words import ACTIONS, table
from accounts.services import members as service
from accounts.services.members import MemberRefused
from accounts.services.profiles import week

ORDERS = {
    "name": ("user__name", "pk"), "-name": ("-user__name", "-pk"), "role": ("role", "user__name", "pk"),
    "-role": ("-role", "-user__name", "-pk"), "-joined": ("-created_at", "-pk"), "joined": ("created_at", "pk"),
}  # fmt: skip
STATES = ("active", "deactivated", "all")


@needs()
@require_safe
def members(request):
    """Who belongs to the company; admins also see who is invited."""
    text, role, state = request.GET.get("q", ""), request.GET.get("role", ""), request.GET.get("state", "active")
    rows = Membership.objects.visible_to(request.member).called(text).select_related("user")
    if role in set(Role):
        rows = rows.filter(role=role)
    if state != "all":
        rows = rows.filter(deactivated_at__isnull=state != "deactivated")
    context = {
        "page": page_of(rows, request, orders=ORDERS), "text": text, "role": role, "roles": ROLE_CHOICES,
        "state": state if state in STATES else "active", "invitations": [], "manages": request.member.can(Action.MANAGE_USERS),
    }  # fmt: skip
    if context["manages"]:
        pending = Invitation.objects.visible_to(request.member).pending()
        context["invitations"] = page_of(
            pending.select_related("invited_by__user"),
            request,
            orders={"newest": ("-created_at", "-pk")},
            size=25,
            prefix="invited_",
        )
    return render(request, "accounts/members.html", context)


@needs()
@require_safe
def member(request, pk):
    """One colleague: who they are, when they work."""
    found = _theirs(request, pk)
    context = {"one": found, "week": week(found), "manages": request.member.can(Action.MANAGE_USERS), "roles": ROLE_CHOICES}
    return render(request, "accounts/member.html", context)


def _theirs(request, pk):
    return get_object_or_404(Membership.objects.visible_to(request.member).select_related("user", "company"), pk=pk)


@needs(Action.MANAGE_USERS)
@require_POST
def role(request, pk):
    """Give a member another role; answers with the row as it is now."""
    one = _theirs(request, pk)
    form = RoleForm(request.POST)
    said, level = "", "success"
    try:
        one = service.change_role(member=one, role=request.POST.get("role", ""), actor=request.member)
        said = _("%(name)s is now: %(role)s.") % {"name": one.name, "role": one.get_role_display()}
    except MemberRefused as refusal:
        said, level = str(refusal), "error"
    if not by_htmx(request):
        (messages.success if level == "success" else messages.error)(request, said)
        return done(request, reverse("accounts:members"))
    response = render(request, "accounts/_member_row.html", {"one": one, "manages": True, "roles": ROLE_CHOICES, "form": form})
    return with_toast(response, said, level)


@needs(Action.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def deactivate(request, pk):
    """Take a member out of the company, and say who goes on with their work."""
    one = _theirs(request, pk)
    form = DeactivateForm(request.POST if request.method == "POST" else None, member=one)
    if request.method == "POST" and form.is_valid():
        try:
            service.deactivate_member(member=one, actor=request.member, transfer_to=form.cleaned_data["transfer_to"])
        except MemberRefused as refusal:
            add_refusal(form, refusal)
        else:
            return done(request, reverse("accounts:members"), _("%(name)s is deactivated.") % {"name": one.name})
    template = "accounts/_deactivate_dialog.html" if by_htmx(request) else "accounts/deactivate.html"
    return render(request, template, {"form": form, "one": one}, status=422 if form.is_bound else 200)


@needs(Action.MANAGE_USERS)
@require_POST
def reactivate(request, pk):
    one = _theirs(request, pk)
    service.reactivate_member(member=one, actor=request.member)
    return done(request, reverse("accounts:members"), _("%(name)s is back.") % {"name": one.name})


@needs()
@require_safe
def permissions(request):
    """The permission table, as the code has it."""
    return render(request, "accounts/permissions.html", {"rows": table(), "roles": ROLE_CHOICES, "count": len(ACTIONS)})
