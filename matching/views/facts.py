"""What is known of a candidate, beside the document: every fact leads to its words, and can be put right on the spot."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from jobs.models import Candidate
from matching.models import Fact
from matching.services import facts as services
from matching.services.resumes import facts_of

UNSURE = 0.6  # below, a fact is marked for a person to look at
GROUPS = (  # kind, heading, icon
    ("experience", gettext_lazy("Experience"), "briefcase"),
    ("education", gettext_lazy("Education"), "graduation-cap"),
    ("skill", gettext_lazy("Skills"), "tag"),
    ("certification", gettext_lazy("Certifications"), "award"),
    ("language", gettext_lazy("Languages"), "languages"),
    ("leadership", gettext_lazy("Leadership"), "flag"),
    ("work_permit", gettext_lazy("Permission to work"), "shield-check"),
    ("summary", gettext_lazy("Summary"), "quote"),
)
ABOUT = ("name", "email", "phone", "location", "link")
LABELS = {
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "company": gettext_lazy("Employer"),
    "location": gettext_lazy("Place"),
    "start": gettext_lazy("From"),
    "end": gettext_lazy("Until"),
    "degree": gettext_lazy("Degree"),
    "field": gettext_lazy("Field"),
    "school": gettext_lazy("School"),
    "level": gettext_lazy("Level"),
}


@require_GET
@needs()
def facts_panel(request, pk):
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    return _panel(request, candidate)


def _panel(request, candidate, status=200):
    found = facts_of(candidate)
    skills = found.get("skill", [])
    context = {
        "candidate": candidate,
        "unsure": UNSURE,
        "about": [fact for kind in ABOUT for fact in found.get(kind, [])],
        "groups": [(kind, heading, icon, found.get(kind, [])) for kind, heading, icon in GROUPS if kind != "skill"],
        "listed": [fact for fact in skills if fact.value.get("listed")],
        "mentioned": [fact for fact in skills if not fact.value.get("listed")],
        "years": candidate.years,
        "can_edit": request.member.can(Action.EDIT_CANDIDATE),
    }
    return render(request, "matching/_facts_panel.html", context, status=status)


def _mine(request, pk):
    return get_object_or_404(Fact.objects.visible_to(request.member).select_related("candidate", "by__user"), pk=pk)


def _fields(kind, value):
    labels = {**LABELS, "name": {k: h for k, h, _i in GROUPS}.get(kind, LABELS["name"])} if kind != "name" else LABELS
    return [{"name": name, "label": labels[name], "value": value.get(name) or ""} for name in services.FIELDS[kind]]


def _form(request, context, status=200):
    """The form as a piece for the panel, or as a page of its own without scripts."""
    if not request.headers.get("HX-Request"):
        return render(request, "matching/fact.html", context, status=status)
    answer = render(request, "matching/_fact_form.html", context, status=status)
    if status == 422:
        answer["HX-Retarget"] = f"#{context['form_id']}"
    return answer


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_CANDIDATE)
def edit_fact(request, pk):
    """The fact as a small form; saving answers the whole panel, since a correction may move others."""
    fact = _mine(request, pk)
    context = {
        "fact": fact,
        "candidate": fact.candidate,
        "kind": fact.kind,
        "fields": _fields(fact.kind, fact.value),
        "form_id": f"fact-form-{fact.pk}",
    }
    if request.method == "POST":
        try:
            services.correct_fact(fact=fact, value=request.POST, actor=request.member)
        except services.FactRefused as refusal:
            context |= {"fields": _fields(fact.kind, request.POST), "error": str(refusal), "error_field": refusal.field}
            return _form(request, context, status=422)
        return _saved(request, fact.candidate_id, _("Corrected. The score follows."))
    return _form(request, context)


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_CANDIDATE)
def add_fact(request, pk, kind):
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    if kind not in services.FIELDS:
        raise Http404
    context = {"candidate": candidate, "kind": kind, "fields": _fields(kind, {}), "form_id": f"fact-form-{kind}"}
    if request.method == "POST":
        try:
            services.add_fact(candidate=candidate, kind=kind, value=request.POST, actor=request.member)
        except services.FactRefused as refusal:
            context |= {"fields": _fields(kind, request.POST), "error": str(refusal), "error_field": refusal.field}
            return _form(request, context, status=422)
        return _saved(request, candidate.pk, _("Added. The score follows."))
    return _form(request, context)


@require_POST
@needs(Action.EDIT_CANDIDATE)
def remove_fact(request, pk):
    fact = _mine(request, pk)
    services.remove_fact(fact=fact, actor=request.member)
    return _saved(request, fact.candidate_id, _("Removed."))


def _saved(request, candidate_id, text):
    """The panel anew for a swap; without scripts, back to the candidate."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=candidate_id)
    if not request.headers.get("HX-Request"):
        messages.success(request, text)
        return redirect("jobs:candidate", candidate.pk)
    return _panel(request, candidate)


urlpatterns = [
    path("candidates/<uuid:pk>/facts/", facts_panel, name="facts_panel"),
    path("candidates/<uuid:pk>/facts/add/<slug:kind>/", add_fact, name="add_fact"),
    path("facts/<uuid:pk>/edit/", edit_fact, name="edit_fact"),
    path("facts/<uuid:pk>/remove/", remove_fact, name="remove_fact"),
]
