"""My data: what is kept, by whom, until when and why; correct it, take it along, take consent back, have it deleted."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.refusal import Refused
from jobs.models import Candidate
from matching.models import Fact
from matching.services.candidate_words import words_for
from matching.services.facts import FIELDS
from portal.doors import for_the_person, page
from portal.models import Erasure
from portal.services import corrections, erasure, held
from portal.views.home import mine
from portal.views.signing_in import too_often

LABELS = {
    "skill": (gettext_lazy("Skills"), gettext_lazy("Add a skill")),
    "experience": (gettext_lazy("Work"), gettext_lazy("Add work")),
    "education": (gettext_lazy("Education"), gettext_lazy("Add education")),
    "certification": (gettext_lazy("Certificates"), gettext_lazy("Add a certificate")),
    "language": (gettext_lazy("Languages"), gettext_lazy("Add a language")),
}
WORDS = {
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "company": gettext_lazy("Employer"),
    "location": gettext_lazy("Place"),
    "start": gettext_lazy("From"),
    "end": gettext_lazy("Until"),
    "degree": gettext_lazy("Degree"),
    "field": gettext_lazy("Subject"),
    "school": gettext_lazy("School"),
    "level": gettext_lazy("Level"),
}


@for_the_person
@require_GET
def data(request):
    context = {
        "held": held.held_by_companies(request.user),
        "consents": held.consents_of(request.user),
        "erasures": Erasure.objects.of_person(request.user).filter(done_at=None, cancelled_at=None).select_related("company"),
    }
    return page(request, "portal/data.html", "data", context)


@for_the_person
@require_GET
def export(request):
    """Everything in one file; making it takes work, so not too often."""
    if too_often(request, "export", rate="20/h", key=lambda group, asked: str(asked.user.pk)):
        messages.error(request, _("You have had this file often just now. Try again in an hour."))
        return redirect("portal:data")
    name = 'attachment; filename="my-data.zip"'
    return HttpResponse(held.as_archive(request.user), content_type="application/zip", headers={"Content-Disposition": name})


def _candidate(request, pk):
    return get_object_or_404(Candidate.objects.of_person(request.user).select_related("company"), pk=pk)


@for_the_person
@require_GET
def read(request, pk):
    """What a company's program read from the person's documents."""
    return _read(request, _candidate(request, pk))


def _read(request, candidate, refused=None, at=None, status=200):
    groups = [
        {
            "kind": kind,
            "label": LABELS[kind][0],
            "add": LABELS[kind][1],
            "fields": _fields(kind, request.POST if at == kind else {}),
            "rows": [
                {
                    "fact": fact,
                    "fields": _fields(kind, request.POST if at == str(fact.pk) else fact.value),
                    "open": at == str(fact.pk),
                }
                for fact in rows
            ],
            "open": at == kind,
        }
        for kind, rows in corrections.facts_of(candidate).items()
    ]
    context = {"candidate": candidate, "groups": groups, "refused": refused, "files": held.files_of(candidate)}
    return page(request, "portal/read.html", "data", context, status=status)


def _fields(kind, value):
    return [{"name": name, "label": str(WORDS[name]), "value": value.get(name) or ""} for name in FIELDS[kind]]


@for_the_person
@require_POST
def add_fact(request, pk):
    candidate, kind = _candidate(request, pk), request.POST.get("kind", "")
    try:
        corrections.add(user=request.user, candidate=candidate, kind=kind, value=request.POST)
    except Refused as refusal:
        return _read(request, candidate, refusal, kind, 422)
    messages.success(request, _("Added. Your applications are compared anew."))
    return redirect("portal:read", candidate.pk)


@for_the_person
@require_POST
def change_fact(request, pk):
    """Mend one, or take it out."""
    fact = get_object_or_404(
        Fact.objects.standing().select_related("candidate__company"),
        pk=pk,
        candidate__in=Candidate.objects.of_person(request.user),
    )
    try:
        if request.POST.get("act") == "remove":
            corrections.remove(user=request.user, fact=fact)
        else:
            corrections.correct(user=request.user, fact=fact, value=request.POST)
    except Refused as refusal:
        return _read(request, fact.candidate, refusal, str(fact.pk), 422)
    messages.success(request, _("Saved. Your applications are compared anew."))
    return redirect("portal:read", fact.candidate_id)


@for_the_person
@require_GET
def why(request, pk):
    """How a program compared the person with the job, in their words."""
    told, _looks = mine(request, pk)
    return page(request, "portal/why.html", "home", {"standing": told, "words": words_for(told.application)})


@for_the_person
@require_http_methods(["GET", "POST"])
def delete(request):
    """Say what goes and what is left, then ask for it; a week is left to change one's mind."""
    candidate = None
    if asked := request.POST.get("candidate") or request.GET.get("candidate"):
        candidate = _by_text(request, asked)
    refused = None
    if request.method == "POST" and not request.POST.get("sure"):
        refused = Refused(_("Tick the box, so that nothing is deleted by mistake."))
    elif request.method == "POST":
        try:
            made = erasure.ask(user=request.user, company=candidate and candidate.company)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("Asked for. It happens on %(day)s.") % {"day": made.due_at.date()})
            return redirect("portal:data")
    context = {"candidate": candidate, "refused": refused, "days": erasure.WAIT.days}
    return page(request, "portal/delete.html", "data", context, status=422 if refused else 200)


def _by_text(request, text):
    try:
        return _candidate(request, text)
    except (ValueError, TypeError) as error:
        raise Http404 from error


@for_the_person
@require_POST
def keep(request, pk):
    """Take back the wish to be deleted."""
    asked = get_object_or_404(Erasure.objects.of_person(request.user), pk=pk)
    try:
        erasure.cancel(erasure=asked)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Nothing is deleted."))
    return redirect("portal:data")


@for_the_person
@require_POST
def withdraw_consent(request, pk):
    consent = get_object_or_404(held.consents_of(request.user), pk=pk)
    corrections.withdraw_consent(user=request.user, consent=consent)
    messages.success(request, _("Taken back."))
    return redirect("portal:data")


urlpatterns = [
    path("me/data/", data, name="data"),
    path("me/data/my-data.zip", export, name="export"),
    path("me/data/delete/", delete, name="delete"),
    path("me/data/<uuid:pk>/", read, name="read"),
    path("me/data/<uuid:pk>/add/", add_fact, name="add_fact"),
    path("me/data/facts/<uuid:pk>/", change_fact, name="change_fact"),
    path("me/data/erasures/<uuid:pk>/keep/", keep, name="keep"),
    path("me/data/consents/<uuid:pk>/withdraw/", withdraw_consent, name="withdraw_consent"),
    path("me/applications/<uuid:pk>/why/", why, name="why"),
]
