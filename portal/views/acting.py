"""What a candidate does about an application and after an interview."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.refusal import Refused
from collaboration.models import Interview
from portal.doors import for_the_person, page
from portal.services import requests, surveys
from portal.services import standing as stand
from portal.views.home import mine, upcoming

QUESTIONS = (
    ("process", gettext_lazy("How it was run")),
    ("interviewer", gettext_lazy("The people you met")),
    ("culture", gettext_lazy("What you felt of the company")),
)


def _done(request, pk, act, message):
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message)
    return redirect("portal:application", pk)


@for_the_person
@require_POST
def withdraw(request, pk):
    told, _looks = mine(request, pk)
    why = request.POST.get("why", "")
    return _done(
        request,
        pk,
        lambda: requests.withdraw(told=told, user=request.user, why=why),
        _("You have withdrawn. Thank you for saying so."),
    )


@for_the_person
@require_POST
def ask(request, pk, kind):
    told, _looks = mine(request, pk)
    reason = request.POST.get("reason", "")
    message = _("Asked. The answer appears here.")
    return _done(request, pk, lambda: requests.ask(told=told, user=request.user, kind=kind, reason=reason), message)


@for_the_person
@require_GET
def interviews(request):
    """All interviews: to be chosen, to come, and past, in the person's own time zone."""
    rows = Interview.objects.of_person(request.user)
    past = rows.filter(state__in=["done", "cancelled", "no_show"]) | rows.filter(state="scheduled", ends_at__lte=timezone.now())
    past = past.select_related("company", "application__job", "application__post").order_by("-starts_at", "-pk")[:50]
    unsaid = set(surveys.open_for(request.user).values_list("pk", flat=True)[:50])
    context = {
        "interviews": upcoming(rows),
        "past": [{"interview": one, "title": stand.title_of(one.application), "unsaid": one.pk in unsaid} for one in past],
    }
    return page(request, "portal/interviews.html", "interviews", context)


@for_the_person
@require_http_methods(["GET", "POST"])
def survey(request, pk):
    """How it was: three questions and a comment."""
    interview = get_object_or_404(Interview.objects.of_person(request.user).select_related("company"), pk=pk)
    refused = None
    if request.method == "POST":
        stars = {
            name: int(text) if (text := request.POST.get(name, "")) in ("1", "2", "3", "4", "5") else 0
            for name, _label in QUESTIONS
        }
        try:
            surveys.give(interview=interview, user=request.user, stars=stars, comment=request.POST.get("comment", ""))
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("Thank you. It is read only together with what others said."))
            return redirect("portal:interviews")
    questions = [(name, label, request.POST.get(name, "")) for name, label in QUESTIONS]
    context = {
        "interview": interview,
        "questions": questions,
        "refused": refused,
        "comment": request.POST.get("comment", ""),
        "open": surveys.open_for(request.user).filter(pk=pk).exists(),
    }
    return page(request, "portal/survey.html", "interviews", context, status=422 if refused else 200)


urlpatterns = [
    path("me/applications/<uuid:pk>/withdraw/", withdraw, name="withdraw"),
    path("me/applications/<uuid:pk>/ask/<slug:kind>/", ask, name="ask"),
    path("me/interviews/", interviews, name="interviews"),
    path("me/interviews/<uuid:pk>/survey/", survey, name="survey"),
]
