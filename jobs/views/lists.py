"""What the lists of jobs, candidates and applications share: filters shown as chips, sort links, saved views."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guard import needs
from accounts.refusal import Refused
from jobs.models import SavedView, Stage
from jobs.services.saved_views import kept_query, save_view
from jobs.views.replies import dialog, saved

PAGES = {"jobs": "jobs:list", "candidates": "jobs:candidates", "applications": "jobs:applications"}


def is_id(text):
    """Whether a text from outside could be a row's id."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def list_context(request, filterset, page, *, sorts, view_page):
    """Context that the list templates need: filter fields, chips, sort links, saved views, the query to keep."""
    query = kept_query(request.GET.urlencode())
    return {
        "filter": filterset,
        "page": page,
        "sorts": sort_links(request, page.order, sorts),
        "applied": chips(request, filterset),
        "clear_url": request.path,
        "query": query,
        "view_page": view_page,
        "views": views_of(request.member, view_page),
        "keep": [("sort", request.GET["sort"])] if request.GET.get("sort") else [],
    }


def chips(request, filterset):
    """What narrows the list, each with the address of the list without it."""
    made = []
    for name, label, words in filterset.applied():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("cursor", None)
        if name == "status":
            if name not in request.GET:
                continue  # the list's own choice, nobody's filter
            query[name] = ""
        made.append({"label": f"{label}: {words}", "remove_url": f"{request.path}?{query.urlencode()}"})
    return made


def sort_links(request, current, sorts):
    """column → {"url", "state"}: pressing the current column turns its order round."""
    links = {}
    for column, (first, second) in sorts.items():
        query = request.GET.copy()
        query["sort"] = second if current == first else first
        query.pop("cursor", None)
        state = ""
        if current in (first, second):
            state = "descending" if current.startswith("-") else "ascending"
        links[column] = {"url": f"{request.path}?{query.urlencode()}", "state": state}
    return links


def views_of(member, page):
    """The views that the member may choose from, own ones first."""
    views = SavedView.objects.visible_to(member).filter(page=page).select_related("member__user")
    return sorted(views, key=lambda view: (view.member_id != member.pk, view.name.lower()))


def add_stages(rows, stages=None):
    """Put on each row what its line shows: the choice of its job's stages as options, and whether its answer is overdue.

    One query, none where the stages of the one job are given. The options are written here, once for each stage that
    somebody stands in: a template would write them anew for every line.
    """
    now, by_job, written = timezone.now(), {}, {}
    for stage in stages if stages is not None else Stage.objects.filter(job__in={row.job_id for row in rows}):
        by_job.setdefault(stage.job_id, []).append(stage)
    for row in rows:
        if row.stage_id not in written:
            written[row.stage_id] = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                (
                    (stage.pk, mark_safe(" selected") if stage.pk == row.stage_id else "", stage.name)
                    for stage in by_job.get(row.job_id, [])
                ),
            )
        row.stage_options = written[row.stage_id]
        row.stage_label = _("Stage of %(name)s") % {"name": row.candidate.name}
        row.reject_label = _("Reject %(name)s") % {"name": row.candidate.name}
        row.overdue = bool(row.answer_due_at and row.answer_due_at < now)


@needs()
@require_POST
def save(request):
    """Keep the list as it is now."""
    page = request.POST.get("page", "")
    try:
        view = save_view(
            member=request.member,
            page=page,
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
            shared=request.POST.get("shared") == "on",
        )
    except Refused as refusal:
        if request.headers.get("HX-Request"):
            return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
        messages.error(request, str(refusal))
        return redirect(reverse(PAGES.get(page, "home")))
    return saved(request, _("The view “%(name)s” is kept.") % {"name": view.name}, f"{reverse(PAGES[page])}?{view.query}")


@needs()
def manage(request, page):
    """Name the list as it is now, or delete views of one's own."""
    mine = SavedView.objects.filter(member=request.member, page=page)
    if page not in PAGES:
        raise Http404
    return dialog(
        request,
        "jobs/view_form.html",
        title=_("Keep this view"),
        view_page=page,
        mine=mine,
        verb=_("Keep"),
        query=kept_query(request.GET.urlencode()),
        action=reverse("jobs:view_save"),
    )


@needs()
@require_POST
def delete(request, pk):
    view = get_object_or_404(SavedView.objects.filter(member=request.member), pk=pk)
    page = view.page
    view.delete()
    return saved(request, _("The view is gone; the list is as it was."), reverse(PAGES[page]))
