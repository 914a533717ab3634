"""Drafted rejections: what closed jobs left to answer, for a person to edit, send or discard."""

from itertools import groupby

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.forms.offers import RejectionDraftForm
from jobs.models import Job, RejectionDraft
from jobs.services import letters, rejections
from jobs.views.replies import dialog, refuse, said, saved

SHOWN = 200


def _drafts(request):
    """The drafts that wait and that the member may see; of one job where the address names one."""
    rows = RejectionDraft.objects.visible_to(request.member).waiting()
    job = None
    if asked := request.GET.get("job"):
        try:
            job = Job.objects.visible_to(request.member).filter(pk=asked).first()
        except (ValueError, TypeError):
            job = None
        rows = rows.filter(application__job=job) if job else rows.none()
    return rows, job


@require_GET
@needs(Action.MOVE_APPLICATION)
def rejection_list(request):
    """Grouped by reason. At most two hundred are shown; the rest come up when those are dealt with."""
    rows, job = _drafts(request)
    counts = dict(rows.order_by().values_list("reason").annotate(Count("pk")))
    shown = rows.select_related("application__candidate", "application__job", "application__company", "reason")
    shown = list(shown.order_by("reason__side", "reason__name", "reason", "made_at", "pk")[:SHOWN])
    for row in shown:
        row.html = letters.as_html(row.text, letters.of_person(row.application))
    groups = [
        {"reason": (drafts := list(rows_))[0].reason, "drafts": drafts, "count": counts.get(reason, len(drafts))}
        for reason, rows_ in groupby(shown, key=lambda row: row.reason_id)
    ]
    context = {"groups": groups, "job": job, "total": sum(counts.values()), "shown": len(shown)}
    return render(request, "jobs/rejections.html", context)


@require_http_methods(["GET", "POST"])
@needs(Action.MOVE_APPLICATION)
def edit(request, pk):
    """Edit one draft, in a dialog."""
    rows = RejectionDraft.objects.visible_to(request.member).select_related("application__candidate")
    row = get_object_or_404(rows, pk=pk)
    form = RejectionDraftForm(request.POST or None, member=request.member, initial={"reason": row.reason_id, "text": row.text})
    if form.is_bound and form.is_valid():
        try:
            rejections.change(draft=row, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("The draft is saved."), reverse("jobs:rejections"))
    title = _("Answer to %(name)s") % {"name": row.application.candidate.name}
    return dialog(
        request, "jobs/dialog_form.html", title=title, form=form, verb=_("Save the draft"), status=422 if form.is_bound else 200
    )


def _chosen(request):
    """One draft (`draft`), those of a reason (`reason`, "none" for those without), or all."""
    rows, _job = _drafts(request)
    if pk := request.POST.get("draft"):
        return rows.filter(pk=pk)
    if (reason := request.POST.get("reason")) is not None:
        return rows.filter(reason=None) if reason == "none" else rows.filter(reason=reason)
    return rows if request.POST.get("all") == "1" else rows.none()


def _safe(request):
    from django.core.exceptions import ValidationError

    try:
        rows = _chosen(request)
        rows.exists()
    except (ValidationError, ValueError):
        return RejectionDraft.objects.none()
    return rows


@require_POST
@needs(Action.MOVE_APPLICATION)
def send(request):
    """Let one draft go, or those of a reason, or all: their people are rejected."""
    back = reverse("jobs:rejections")
    try:
        sent, refused = rejections.send(drafts=_safe(request), actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    if not sent:
        return said(
            request, refused[0]["message"] if refused else _("There is no such draft any more."), level="error", back=back
        )
    words = ngettext("%(count)d person is answered.", "%(count)d people are answered.", len(sent)) % {"count": len(sent)}
    if refused:
        words += " " + _("%(count)d could not be: their applications ended meanwhile.") % {"count": len(refused)}
    return saved(request, words, back)


@require_POST
@needs(Action.MOVE_APPLICATION)
def discard(request):
    """Give up a draft; the person stays in the running."""
    row = _safe(request).first() if request.POST.get("draft") else None
    back = reverse("jobs:rejections")
    if row is None:
        return said(request, _("There is no such draft any more."), level="error", back=back)
    try:
        rejections.discard(draft=row, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    return saved(request, _("The draft is discarded; the application runs on."), back)


urlpatterns = [
    path("rejections/", rejection_list, name="rejections"),
    path("rejections/send/", send, name="rejections_send"),
    path("rejections/discard/", discard, name="rejections_discard"),
    path("rejections/<uuid:pk>/", edit, name="rejection_edit"),
]
