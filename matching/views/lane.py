"""The review lane: letting people back in whom a rule had caught, alone or many, and taking it back."""

from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Application, Job
from jobs.views.lists import is_id
from jobs.views.replies import dialog, said
from matching.services import rescoring, waivers

CHANGED = {"lane:changed": True, "dialog:close": True}


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Why they are considered all the same: it stays with the application."),
    )


def _application(request, pk):
    rows = Application.objects.visible_to(request.member).select_related("candidate", "job")
    return get_object_or_404(rows, pk=pk)


@needs(Action.MOVE_APPLICATION)
def let_back_in(request, pk):
    """Let one person back in at a click; a GET is the dialog for doing it with a note."""
    row, form = _application(request, pk), NoteForm(request.POST or None)
    name, back = row.candidate.name, reverse("jobs:job", args=[row.job_id])
    if request.method != "POST" or not (form.is_valid() or not form.is_bound):
        return dialog(
            request,
            "jobs/dialog_form.html",
            title=_("Let %(name)s back in") % {"name": name},
            form=form,
            verb=_("Let back in"),
            status=422 if form.is_bound else 200,
            text=_("They are scored without the rules that they miss now. A rule that comes later holds for them too."),
        )
    try:
        waivers.let_back_in(application=row, actor=request.member, note=form.cleaned_data["note"] if form.is_bound else "")
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    undo = reverse("matching:take_back", args=[row.pk])
    return said(request, _("%(name)s is back in the list.") % {"name": name}, back=back, undo=undo, **CHANGED)


@require_POST
@needs(Action.MOVE_APPLICATION)
def take_back(request, pk):
    """The rules hold again for this application."""
    row = _application(request, pk)
    back = reverse("jobs:job", args=[row.job_id])
    try:
        waivers.take_back(application=row, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    return said(request, _("The rules hold again for %(name)s.") % {"name": row.candidate.name}, back=back, **CHANGED)


@require_POST
@needs(Action.MOVE_APPLICATION)
def let_many_back_in(request, pk):
    """The ticked people of a job's lane (`row`), or with `all` everybody in it."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    back = reverse("jobs:job", args=[pk])
    people = Application.objects.visible_to(request.member).filter(job=job, knocked_out=True).active()
    if not request.POST.get("all"):
        people = people.filter(pk__in=[one for one in request.POST.getlist("row")[:1000] if is_id(one)])
    try:
        result = waivers.let_many_back_in(applications=people, actor=request.member, note=request.POST.get("note", ""))
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    if not result.done:
        return said(request, _("Choose somebody first."), level="error", back=back)
    words = ngettext("%(count)d person is back in the list.", "%(count)d people are back in the list.", len(result.done))
    undo = f"{reverse('matching:take_back_many')}?at={result.at.isoformat().replace('+', '%2B')}"
    return said(request, words % {"count": len(result.done)}, back=back, undo=undo, **CHANGED)


@require_POST
@needs(Action.MOVE_APPLICATION)
def take_back_many(request):
    """Take back what this member let in at one moment (?at=)."""
    try:
        at = datetime.fromisoformat(request.GET.get("at", ""))
        if timezone.is_naive(at):
            raise ValueError
        result = waivers.take_back_moment(actor=request.member, at=at)
    except ValueError:
        return HttpResponse(_("There is nothing to take back."), status=409, content_type="text/plain; charset=utf-8")
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    words = ngettext("Taken back.", "Taken back for %(count)d people.", len(result.done)) % {"count": len(result.done)}
    return said(request, words, back=reverse("jobs:list"), **CHANGED)


@require_GET
@needs(Action.VIEW_JOBS)
def job_rescoring(request, pk):
    """How far the scoring of this job's list is; asks again by itself while there is something to tell."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    return render(request, "matching/_rescoring.html", {"job": job, "rescoring": rescoring.progress(request.member, job)})


@require_GET
@needs(Action.VIEW_JOBS)
def company_rescoring(request):
    """The same for all lists that the member may see."""
    return render(request, "matching/_rescoring.html", {"rescoring": rescoring.progress(request.member)})


urlpatterns = [
    path("applications/<uuid:pk>/let-back-in/", let_back_in, name="let_back_in"),
    path("applications/<uuid:pk>/let-back-in/undo/", take_back, name="take_back"),
    path("jobs/<uuid:pk>/let-back-in/", let_many_back_in, name="let_many_back_in"),
    path("let-back-in/undo/", take_back_many, name="take_back_many"),
    path("jobs/<uuid:pk>/rescoring/", job_rescoring, name="job_rescoring"),
    path("scoring/progress/", company_rescoring, name="company_rescoring"),
]
