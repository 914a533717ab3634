"""Inviting, and taking an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.answers import add_refusal, by_htmx, done
from accounts.forms import BulkForm, InviteForm, JoinForm
from accounts.guard import needs
from accounts.middleware import SESSION_KEY
from accounts.models import Invitation, User
from accounts.permissions import Action
from accounts.services import bulk_invitations, invitations
from accounts.services.invitations import InvitationRefused
from accounts.views.sign_up import known_zone, let_in, too_often


@needs(Action.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def invite(request):
    """Invite one or several addresses; all of them or, if one is refused, none."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        emails = form.cleaned_data["emails"]
        try:
            with transaction.atomic():
                for email in emails:
                    _invite_one(request, email, form.cleaned_data["role"])
        except InvitationRefused as refusal:
            form.add_error("emails", str(refusal))
        else:
            said = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", len(emails))
            return done(request, _back(), said % {"count": len(emails)})
    template = "accounts/_invite_dialog.html" if by_htmx(request) else "accounts/invite.html"
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def _invite_one(request, email, role):
    try:
        invitations.invite(company=request.member.company, email=email, role=role, actor=request.member)
    except InvitationRefused as refusal:
        raise InvitationRefused(f"{email}: {refusal}", code=refusal.code, field=refusal.field) from refusal


def _back():
    return reverse("accounts:members")


@needs(Action.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def invite_many(request):
    """A CSV file: a report of every row first, then, when it is confirmed, the invitations."""
    form = BulkForm(request.POST, request.FILES) if request.method == "POST" else BulkForm()
    report, text = None, ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        service = bulk_invitations.invite_many if "confirm" in request.POST else bulk_invitations.dry_run
        try:
            report = service(company=request.member.company, text=text, actor=request.member)
        except InvitationRefused as refusal:
            add_refusal(form, refusal)
        else:
            if "confirm" in request.POST:
                count = sum(not row.problem for row in report)
                said = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
                return done(request, _back(), said % {"count": count})
    good = sum(not row.problem for row in report or [])
    context = {"form": form, "report": report, "text": text, "good": good, "bad": len(report or []) - good}
    return render(request, "accounts/invite_many.html", context, status=422 if form.is_bound and form.errors else 200)


@needs(Action.MANAGE_USERS)
@require_POST
def resend(request, pk):
    return _act(request, pk, invitations.resend, _("The invitation is on its way again."))


@needs(Action.MANAGE_USERS)
@require_POST
def revoke(request, pk):
    return _act(request, pk, invitations.revoke, _("The invitation is taken back."))


def _act(request, pk, service, said):
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)
    try:
        service(invitation=invitation, actor=request.member)
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
        said = ""
    return done(request, _back(), said)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request, token):
    """What an invited person opens. Opening shows who invites; only the button accepts (mail scanners open links)."""
    if too_often(request, "invitation", rate="60/h"):
        return render(request, "accounts/invitation_gone.html", {"too_often": True}, status=429)
    found = invitations.by_token(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    known = User.objects.filter(email__iexact=found.email, is_active=True).first()
    context = {"invitation": found, "known": known, "mine": request.user.is_authenticated and request.user == known}
    if known is None and not request.user.is_authenticated:
        return _join(request, token, found, context)
    if request.method == "POST" and context["mine"]:
        try:
            member = invitations.accept(token=token, user=request.user)
        except InvitationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("/")
        request.session[SESSION_KEY] = str(member.company_id)
        messages.success(request, _("Welcome to %(company)s.") % {"company": member.company})
        return redirect("/")
    return render(request, "accounts/invitation.html", context)


def _join(request, token, found, context):
    form = JoinForm(request.POST if request.method == "POST" else None, email=found.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            member = invitations.accept(
                token=token, name=data["name"], password=data["password"], time_zone=known_zone(data["time_zone"])
            )
        except InvitationRefused as refusal:
            add_refusal(form, refusal)
        else:
            let_in(request, member)
            messages.success(request, _("Welcome to %(company)s.") % {"company": member.company})
            return redirect("/")
    return render(request, "accounts/invitation.html", {**context, "form": form}, status=422 if form.is_bound else 200)
