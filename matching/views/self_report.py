"""The person's own page by signed link, and the link for a recruiter to hand on. Neither shows anything that was answered."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.guard import needs
from accounts.models import Membership
from accounts.permissions import Action
from accounts.views.sign_up import too_often
from jobs.models import Application
from matching.services import self_reports


class SelfReportForm(forms.Form):
    """One question a field; "prefer not to say" is chosen beforehand."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.label,
                choices=[*question.choices, ("", _("Prefer not to say"))],
                widget=forms.RadioSelect,
                required=False,
            )


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def self_report(request, token):
    """Answer, change or take back. What was said before is not shown: whoever handed the link on may have it, too."""
    if too_often(request, "self_report", rate="120/h"):
        return render(request, "matching/self_report_gone.html", {"too_often": True}, status=429)
    application = self_reports.application_of(token)
    questions = self_reports.questions_of(self_reports.settings_of(application.company)) if application else []
    if application is None:
        return render(request, "matching/self_report_gone.html", status=404)
    colleague = (
        request.user.is_authenticated
        and Membership.objects.filter(company=application.company_id, user=request.user, deactivated_at=None).exists()
    )
    form = SelfReportForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and colleague:
        form.add_error(None, _("You work for this company. Only the applicant may answer here."))
    elif request.method == "POST" and "withdraw" in request.POST:
        self_reports.withdraw(application=application)
        messages.success(request, _("Your answers are deleted."))
        return redirect("matching:self_report", token)
    elif request.method == "POST" and form.is_valid():
        self_reports.give(application=application, answers=form.cleaned_data)
        messages.success(request, _("Thank you. Your answers are kept, sealed."))
        return redirect("matching:self_report", token)
    return render(
        request,
        "matching/self_report.html",
        {
            "application": application,
            "company": application.company,
            "form": form,
            "colleague": colleague,
            "questions": questions,
            "given_at": None if colleague else self_reports.given_at(application),
            "kept": not colleague and self_reports.is_there(application),
            "brand_colour": application.company.colour,
        },
        status=422 if form.errors else 200,
    )


@require_GET
@needs(Action.EDIT_CANDIDATE)
def self_report_link(request, pk):
    """The link, to be handed to the applicant. Whether they answered is not said."""
    application = get_object_or_404(Application.objects.visible_to(request.member).select_related("company"), pk=pk)
    asked = self_reports.questions_of(self_reports.settings_of(application.company))
    return render(request, "matching/_self_report_link.html", {"link": self_reports.link_of(application), "asked": asked})


urlpatterns = [
    path("self-report/<str:token>/", self_report, name="self_report"),
    path("applications/<uuid:pk>/self-report-link/", self_report_link, name="self_report_link"),
]
