"""Applications across jobs, one application's page, and everything that is done to them."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.filters import ApplicationFilter
from jobs.forms.applications import BulkMoveForm, HireForm, MoveForm, RejectForm, WhyForm, WithdrawForm
from jobs.models import Application, Candidate, Stage
from jobs.services import applications as service
from jobs.services import bulk, history
from jobs.services.ending import still_to_come
from jobs.views.candidates import chosen_of, tag_people
from jobs.views.jobs import custom_values
from jobs.views.lists import add_stages, list_context
from jobs.views.replies import dialog, refuse, said, saved, with_toast

ORDERS = {
    "due": ("answer_due_at", "pk"),
    "-applied": ("-applied_at", "-pk"),
    "applied": ("applied_at", "pk"),
    "-score": ("-match_score", "-pk"),
    "score": ("match_score", "pk"),
    "-moved": ("-moved_at", "-pk"),
}
NEWEST_FIRST = {"-applied": ORDERS["-applied"], **ORDERS}  # for those that are closed, no answer is due
SORTS = {"due": ("due", "due"), "applied": ("-applied", "applied"), "score": ("-score", "score")}


def narrowed(request):
    """The applications that the request's filters leave; without a status, the running ones."""
    asked = request.GET.copy()
    asked.setdefault("status", Application.Status.ACTIVE)
    return ApplicationFilter(asked, queryset=Application.objects.visible_to(request.member), request=request)


@require_GET
@needs(Action.VIEW_JOBS)
def application_list(request):
    """Running applications of all jobs; those whose promised answer is next come first."""
    found = narrowed(request)
    running = found.data["status"] == Application.Status.ACTIVE
    page = page_of(found.qs.for_list(), request, orders=ORDERS if running else NEWEST_FIRST)
    add_stages(page.rows)
    context = list_context(request, found, page, sorts=SORTS, view_page="applications")
    context |= {"types": BulkMoveForm.base_fields["type"].choices, "bulk_query": context["query"]}
    return render(request, "jobs/applications.html", context)


def get_application(request, pk):
    """The visible application with that id, or 404."""
    rows = Application.objects.visible_to(request.member)
    return get_object_or_404(rows.select_related("candidate", "job", "stage", "source", "company", "rejection_reason"), pk=pk)


@needs(Action.VIEW_JOBS)
def application(request, pk):
    """One run at one job: where it stands, what was answered, what happened; the explanation comes from matching."""
    row = get_application(request, pk)
    context = {
        "application": row,
        "candidate": row.candidate,
        "job": row.job,
        "stages": list(row.job.stages.all()),
        "answers": [] if row.covered else list(row.answers.all()),
        "lines": history.of_application(row),
        "overdue": bool(row.answer_due_at and row.answer_due_at < timezone.now()),
        "custom": custom_values(row, "application"),
    }
    return render(request, "jobs/application.html", context)


def undo_url(at):
    return f"{reverse('jobs:applications_undo')}?at={at.isoformat().replace('+', '%2B')}"


@needs(Action.MOVE_APPLICATION)
def move(request, pk):
    """Move one application: a dialog on GET, a row of the list for htmx, a page for others."""
    row = get_application(request, pk)
    if request.method != "POST":
        form = MoveForm(job=row.job, initial={"stage": row.stage_id, "revision": row.revision})
        title = _("Move %(name)s") % {"name": row.candidate.name}
        return dialog(request, "jobs/dialog_form.html", title=title, form=form, verb=_("Move"))
    form, problem = MoveForm(request.POST, job=row.job), ""
    if form.is_valid():
        given = form.cleaned_data
        try:
            moved = service.move_application(
                application=row, to_stage=given["stage"], actor=request.member, why=given["why"], seen_revision=given["revision"]
            )
        except Refused as refusal:
            problem = str(refusal)
        else:
            return _moved(request, moved)
    problem = problem or _("That stage is not there any more. Reload the list.")
    if "list" in request.POST:
        response = _row(request, get_application(request, pk), status=422)
        return with_toast(response, problem, level="error")
    return said(request, problem, level="error", back=reverse("jobs:application", args=[pk]))


def _moved(request, moved):
    words = _("%(name)s is in “%(stage)s” now.") % {"name": moved.candidate.name, "stage": moved.stage.name}
    undo = undo_url(moved.moved_at) if moved.status == Application.Status.ACTIVE else ""
    if "list" in request.POST:
        return with_toast(_row(request, get_application(request, moved.pk)), words, undo=undo)
    return _after_dialog(request, words, moved, undo=undo)


def _row(request, row, status=200):
    add_stages([row])
    context = {"application": row, "one_job": request.POST.get("list") == "job", "may_move": True}
    return render(request, "jobs/_application_row.html", context, status=status)


@needs(Action.MOVE_APPLICATION)
def reject(request, pk):
    """Reject one application with a reason, in a dialog."""
    row = get_application(request, pk)
    form = RejectForm(request.POST or None, member=request.member, ahead=ahead_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            done = service.reject(application=row, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            words = _("%(name)s is rejected. No mail has left yet.") % {"name": row.candidate.name}
            words = f"{words} {called_off(form)}".strip()
            return _after_dialog(request, words, row, undo=undo_url(done.closed_at))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Reject %(name)s") % {"name": row.candidate.name},
        form=form,
        danger=True,
        verb=_("Reject"),
        status=422 if form.is_bound else 200,
    )


def ahead_of(row):
    """What is still to come with this application, in words."""
    return still_to_come(Application.objects.filter(pk=row.pk)) if row.status == Application.Status.ACTIVE else []


def called_off(form):
    """What to say where interviews go with the act."""
    if not form.cleaned_data.get("cancel_interviews"):
        return ""
    return _("Their interviews are cancelled; taking it back brings them back where the time is still free.")


def _after_dialog(request, words, row, undo=""):
    events = {"dialog:close": True, "applications:changed": True}
    return said(request, words, back=reverse("jobs:application", args=[row.pk]), undo=undo, **events)


ACTS = {
    "unreject": (service.unreject, gettext_lazy("The rejection is taken back.")),
    "hire": (service.hire, gettext_lazy("Hired. One opening is filled.")),
    "unhire": (service.unhire, gettext_lazy("The hire is taken back; the opening is open again.")),
    "withdraw": (service.withdraw, gettext_lazy("Written down as withdrawn.")),
    "reopen": (service.reopen, gettext_lazy("The application runs again.")),
}


ENDINGS = {
    "hire": (HireForm, gettext_lazy("Hire %(name)s"), gettext_lazy("One opening is filled."), gettext_lazy("Hire")),
    "withdraw": (WithdrawForm, gettext_lazy("%(name)s withdrew"), "", gettext_lazy("Write it down")),
}


@needs(Action.MOVE_APPLICATION)
@require_POST
def act(request, pk, act):
    """Un-reject, un-hire, re-open: what takes an ending back."""
    row, back = get_application(request, pk), reverse("jobs:application", args=[pk])
    serve, words = ACTS[act]
    why = WhyForm(request.POST)
    more = {"why": why.cleaned_data["why"]} if why.is_valid() else {}
    try:
        serve(application=row, actor=request.member, **more)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    return saved(request, words, back)


@needs(Action.MOVE_APPLICATION)
def end(request, pk, act):
    """Hire, or write down that they withdrew: a dialog that says what is still planned with them."""
    row, back = get_application(request, pk), reverse("jobs:application", args=[pk])
    serve, words = ACTS[act]
    form_class, title, text, verb = ENDINGS[act]
    form = form_class(request.POST if request.method == "POST" else None, ahead=ahead_of(row))
    if form.is_bound and form.is_valid():
        try:
            serve(application=row, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            return said(request, str(refusal), level="error", back=back)
        return saved(request, f"{words} {called_off(form)}".strip(), back)
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=title % {"name": row.candidate.name},
        text=text,
        form=form,
        verb=verb,
        status=422 if form.is_bound else 200,
    )


@needs(Action.MOVE_APPLICATION)
@require_POST
def bulk_move(request):
    """Move the chosen applications to a stage of their job (`stage`) or to what a stage means (`type`)."""
    stage, form = None, BulkMoveForm(request.POST)
    if request.POST.get("stage"):
        visible = Stage.objects.visible_to(request.member)
        stage = get_object_or_404(visible, pk=request.POST["stage"]) if request.POST["stage"].isdigit() else None
    if stage is None and not form.is_valid():
        return said(request, _("Choose a stage first."), level="error", back=reverse("jobs:applications"))
    try:
        result = bulk.bulk_move(
            applications=chosen_applications(request),
            actor=request.member,
            to_stage=stage,
            to_type=None if stage else form.cleaned_data["type"],
        )
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=reverse("jobs:applications"))
    return _report(request, result, ngettext("%(count)d person moved.", "%(count)d people moved.", len(result.done)))


def chosen_applications(request):
    return chosen_of(request, Application.objects.visible_to(request.member), narrowed)


@needs(Action.MOVE_APPLICATION)
@require_POST
def bulk_reject(request):
    """Reject the chosen applications: the first POST brings the rows and shows the dialog, the second the reason."""
    ahead = still_to_come(chosen_applications(request).active())
    form = RejectForm(request.POST if "reason" in request.POST else None, member=request.member, ahead=ahead)
    if form.is_bound and form.is_valid():
        try:
            result = bulk.bulk_reject(applications=chosen_applications(request), actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            return said(request, str(refusal), level="error", back=reverse("jobs:applications"))
        words = ngettext("%(count)d person rejected.", "%(count)d people rejected.", len(result.done))
        return _report(request, result, f"{words} {called_off(form)}".strip())
    ids = request.POST.getlist("row")
    title = ngettext("Reject %(count)d person", "Reject %(count)d people", len(ids)) % {"count": len(ids)}
    if request.POST.get("all"):
        title = _("Reject everyone in this list")
    hidden = [("row", ids[:1000]), ("all", request.POST.getlist("all"))]
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=title,
        form=form,
        danger=True,
        verb=_("Reject"),
        hidden=hidden,
        status=422 if form.is_bound else 200,
    )


def _report(request, result, words):
    """What came of it: all done is a toast, a part refused is a page (or dialog) that names each row."""
    words = words % {"count": len(result.done)}
    if not result.refused:
        events = {"dialog:close": True, "applications:changed": True}
        return said(request, words, back=reverse("jobs:applications"), undo=undo_url(result.at) if result.done else "", **events)
    by_htmx = bool(request.headers.get("HX-Request"))
    answer = dialog(
        request,
        "jobs/bulk_report.html",
        title=_("Not everything could be done"),
        words=words,
        refused=result.refused[:200],
        refused_count=len(result.refused),
        more=max(0, len(result.refused) - 200),
        status=200 if by_htmx else 422 if result.done else 409,
    )
    if by_htmx:
        answer.headers.update({"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML", "HX-Trigger": "applications:changed"})
    return answer


@needs(Action.EDIT_CANDIDATE)
@require_POST
def bulk_tags(request):
    """Tag the people of the chosen applications."""
    people = Candidate.objects.visible_to(request.member).filter(
        pk__in=chosen_applications(request).order_by().values("candidate")
    )
    return tag_people(request, people, f"{reverse('jobs:applications')}?{request.GET.urlencode()}")


@needs(Action.MOVE_APPLICATION)
@require_POST
def undo(request):
    """Take back what this member did at one moment (?at=): a toast offers it after moves and rejections."""
    try:
        at = datetime.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        return HttpResponse(_("There is nothing to take back."), status=409, content_type="text/plain; charset=utf-8")
    if timezone.is_naive(at):
        return HttpResponse(_("There is nothing to take back."), status=409, content_type="text/plain; charset=utf-8")
    try:
        result = bulk.undo(actor=request.member, at=at)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return _report(request, result, ngettext("Taken back.", "Taken back for %(count)d people.", len(result.done)))
