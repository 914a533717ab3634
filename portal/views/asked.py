"""The company's side of what candidates ask and say: the panel on an application's page, and the answers of surveys."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.answers import by_htmx
from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Application
from jobs.views.settings import nav
from portal.models import Request
from portal.services import requests, surveys


@needs()
@require_GET
def asked(request, pk):
    """What the candidate of this application asks; nothing where they ask nothing."""
    application = get_object_or_404(Application.objects.visible_to(request.member), pk=pk)
    return _panel(request, application)


def _panel(request, application, refused=None):
    rows = Request.objects.filter(application=application).select_related("answered_by__user")
    context = {"application": application, "rows": rows, "refused": refused}
    return render(request, "portal/_asked.html", context, status=422 if refused else 200)


@needs(Action.MOVE_APPLICATION)
@require_POST
def answer(request, pk):
    row = get_object_or_404(Request.objects.visible_to(request.member).select_related("application"), pk=pk)
    refused = None
    try:
        requests.answer(request=row, actor=request.member, text=request.POST.get("answer", ""))
    except Refused as refusal:
        refused = refusal
    if by_htmx(request):
        return _panel(request, row.application, refused)
    if refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Answered. The candidate reads it on their page."))
    return redirect("jobs:application", row.application_id)


@needs(Action.VIEW_ANALYTICS)
@require_GET
def surveys_page(request):
    """What candidates say about interviews, in fives."""
    labels = {
        "process": _("How it was run"),
        "interviewer": _("The people they met"),
        "culture": _("What they felt of the company"),
    }
    told = surveys.added_up(request.member.company)
    shown = [(labels[name], told["averages"][name], told["spread"][name]) for name in labels] if told["answers"] else []
    context = {"told": told, "shown": shown, "fewest": surveys.FEWEST, "tabs": nav("surveys")}
    return render(request, "portal/surveys.html", context)


urlpatterns = [
    path("applications/<uuid:pk>/asked/", asked, name="asked"),
    path("applications/asked/<uuid:pk>/answer/", answer, name="answer"),
    path("interviews/what-candidates-say/", surveys_page, name="surveys"),
]
