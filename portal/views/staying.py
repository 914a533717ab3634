"""Whether to be kept: the page behind the link that a company mails before it lets go of somebody, and the company's rules."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.guard import needs
from accounts.permissions import Action
from jobs.views.settings import nav
from portal.models import Retention, StayRequest
from portal.services import retention as service
from portal.views.signing_in import too_often


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def stay(request, token):
    """Nobody signs in; looking changes nothing."""
    if too_often(request, "stay", rate="60/h"):
        return render(request, "portal/stay.html", {"too_often": True}, status=429)
    candidate = service.by_token(token)
    if candidate is None:
        return render(request, "portal/stay.html", {}, status=404)
    if request.method == "POST":
        service.answer(candidate=candidate, stays=request.POST.get("answer") == "stay")
        return redirect(request.path)
    rules = service.rules_of(candidate.company)
    context = {
        "candidate": candidate,
        "words": service.pool_words(candidate.company.name, rules.pool_days),
        "asked": StayRequest.objects.filter(candidate=candidate).first(),
    }
    return render(request, "portal/stay.html", context)


class RetentionForm(forms.ModelForm):
    class Meta:
        model = Retention
        fields = ["keep_days", "ask_days", "pool_days", "on"]


@needs(Action.MANAGE_SETTINGS)
@require_http_methods(["GET", "POST"])
def retention(request):
    """The rules, and who goes next by them."""
    rules = service.rules_of(request.member.company)
    form = RetentionForm(request.POST if request.method == "POST" else None, instance=rules)
    if request.method == "POST" and form.is_valid():
        service.save_rules(company=request.member.company, actor=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("portal:retention")
    going = service.next_to_go(rules) if not form.errors else []
    context = {"form": form, "rules": rules, "going": going, "today": timezone.localdate(), "tabs": nav("retention")}
    return render(request, "portal/retention.html", context, status=422 if form.errors else 200)


urlpatterns = [path("me/stay/<str:token>/", stay, name="stay"), path("settings/retention/", retention, name="retention")]
