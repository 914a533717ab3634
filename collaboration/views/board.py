"""The board of one job and the one across jobs, and the moves that are made on it."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.filters import BoardFilter
from collaboration.services import board as service
from jobs.models import Application, Stage, StageType
from jobs.services.applications import move_application
from jobs.views.applications import ahead_of, get_application, undo_url
from jobs.views.jobs import get_job, job_frame

CONFLICTS = {"moved_meanwhile", "closed"}


@require_GET
@needs(Action.VIEW_JOBS)
def board(request, pk):
    """One job: a column for each of its stages."""
    job = get_job(request, pk)
    rows = Application.objects.visible_to(request.member).filter(job=job)
    return _show(request, rows, list(job.stages.all()), job)


@require_GET
@needs(Action.VIEW_JOBS)
def boards(request):
    """All jobs that are not closed: a column for each type of stage."""
    rows = Application.objects.visible_to(request.member).filter(job__is_template=False).exclude(job__status="closed")
    return _show(request, rows, None, None)


def _show(request, rows, stages, job):
    """The whole page; for htmx the board alone, or the next cards of one column."""
    narrowed = BoardFilter(request.GET, queryset=service.on_board(rows), request=request)
    columns = service.columns_of(stages)
    order = request.GET.get("sort") if request.GET.get("sort") in service.ORDERS else "score"
    topic = f"job:{job.pk}" if job else f"applications:{request.member.company_id}"
    context = {
        "columns": columns,
        "one_job": job is not None,
        "job": job,
        "order": order,
        "topic": topic,
        "asked": _query(request),
        "may_move": request.member.can(Action.MOVE_APPLICATION),
        "may_edit": request.member.can(Action.EDIT_CANDIDATE),
        "presence": ("job", job.pk) if job else ("boards", request.member.company_id),
        "back": f"job={job.pk}" if job else "",
        "job_id": str(job.pk) if job else "",
    }
    column = next((one for one in columns if one.key == request.GET.get("column")), None)
    if column:
        found = narrowed.qs.filter(**{"stage_id" if column.by == "stage" else "stage__type": column.key})
        page = page_of(service.as_cards(found), request, orders=service.ORDERS, size=service.FIRST)
        column.cards, column.cursor = service.dressed(page.rows), page.next_cursor
        return render(request, "collaboration/_cards.html", context | {"column": column})
    service.fill(columns, narrowed.qs, order=order, have=_have(request))
    context["nobody"] = not any(one.count for one in columns)
    context["narrowed"] = any(request.GET.get(name) for name in BoardFilter.base_filters)
    if request.headers.get("HX-Target") == "board":
        return render(request, "collaboration/_board.html", context)
    if job:
        context |= job_frame(request, job, "board")
    form = narrowed.form
    for name in ("mine", *(("job",) if job else ())):
        del form.fields[name]
    context |= {"filter": form, "mine": request.GET.get("mine") == "true", "views": _views(request, order), "inline": 3}
    context["keep"] = [(name, request.GET[name]) for name in ("mine", "sort") if request.GET.get(name)]
    return render(request, "collaboration/board.html" if job else "collaboration/boards.html", context)


def _query(request):
    """The filters and the order as they were asked for, for the pieces that the page asks for later."""
    query = request.GET.copy()
    for name in ("column", "cursor", "have"):
        query.pop(name, None)
    return query.urlencode()


def _have(request):
    """`have=<column>.<cards>` of a page that has scrolled further: it gets as many again."""
    found = {}
    for one in request.GET.getlist("have")[:50]:
        key, _dot, count = one.rpartition(".")
        if count.isdigit() and len(count) < 6:
            found[key] = int(count)
    return found


def _views(request, order):
    """The two pairs of links above the board: whose people, and in which order."""

    def to(**changes):
        query = request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"{request.path}?{query.urlencode()}"

    mine = request.GET.get("mine") == "true"
    return {
        "whose": [(_("Team"), to(mine=""), not mine, "users"), (_("Mine"), to(mine="true"), mine, "user-check")],
        "order": [
            (_("Best match"), to(sort=""), order == "score", "target"),
            (_("Answer due"), to(sort="due"), order == "due", "clock"),
        ],
    }


@require_POST
@needs(Action.MOVE_APPLICATION)
def move(request, pk):
    """Move one card; JSON, since only the board's script asks. 409: somebody was quicker, and the words say who."""
    row = get_application(request, pk)
    stage = _target(request, row)
    if stage is None:
        return _said(_("“%(job)s” has no such stage.") % {"job": row.job.title}, 422, code="no_such_stage")
    if stage.type == StageType.HIRED and row.status == "active" and stage.pk != row.stage_id and "confirmed" not in request.POST:
        ahead = len(ahead_of(row))
        words = _("Hire %(name)s? One opening is filled.") % {"name": row.candidate.name}
        if ahead:
            also = ngettext("Their interview to come is cancelled.", "Their %(count)d interviews to come are cancelled.", ahead)
            words = f"{words} {also % {'count': ahead}}"
        return _said(words, 422, code="confirm", verb=_("Hire"))
    try:
        moved = move_application(
            application=row,
            to_stage=stage,
            actor=request.member,
            seen_revision=_seen(request, row),
            cancel_interviews="confirmed" in request.POST,
        )
    except Refused as refusal:
        late = refusal.code in CONFLICTS
        words = service.what_happened(get_application(request, pk)) if late else str(refusal)
        return _said(words, 409 if late or refusal.conflict else 422, code=refusal.code)
    hired = moved.status == Application.Status.HIRED
    words = _("%(name)s is hired. One opening is filled.") if hired else _("%(name)s is in “%(stage)s” now.")
    undo = "" if hired or moved.revision == row.revision else undo_url(moved.moved_at)
    return _said(words % {"name": row.candidate.name, "stage": stage.name}, 200, undo=undo, revision=moved.revision)


def _seen(request, row):
    """The revision that the mover saw. Where only something else than the stage has changed since, the present one will do."""
    seen = request.POST.get("revision", "")
    if row.status == Application.Status.ACTIVE and request.POST.get("from") == str(row.stage_id):
        return row.revision
    return int(seen) if seen.isdigit() and len(seen) < 10 else None


def _target(request, row):
    """The stage of the application's own job that was named, by itself or by its type."""
    stages, named = Stage.objects.filter(job=row.job_id), request.POST.get("stage", "")
    if named:
        return stages.filter(pk=named).first() if named.isdigit() and len(named) < 19 else None
    return stages.filter(type=request.POST.get("type", "")).order_by("position").first()


def _said(words, status, **more):
    return JsonResponse({"text": str(words), **more}, status=status)


urlpatterns = [
    path("jobs/<uuid:pk>/board/", board, name="board"),
    path("board/", boards, name="boards"),
    path("applications/<uuid:pk>/board-move/", move, name="board_move"),
]
