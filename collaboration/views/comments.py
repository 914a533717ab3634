"""What the team says, beside a candidate, an application, a job or an interview; live, with @mentions."""

import re

from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.forms.comments import CommentForm
from collaboration.models import ENTITIES, Attachment, Comment, Reaction
from collaboration.services import comments as service
from collaboration.services.audience import audience
from jobs.services.rich_text import to_html
from jobs.views.replies import said, with_toast

SHOWN, MORE = 20, 200
ICONS = {"agree": "thumbs-up", "disagree": "thumbs-down", "thanks": "hand", "seen": "eye"}


def entity_of(request, kind, pk):
    """The row that the member may see, or 404."""
    return get_object_or_404(ENTITIES[kind].objects.visible_to(request.member), pk=pk)


@require_http_methods(["GET", "POST"])
@needs()
def panel(request, kind, pk):
    """The discussion of one thing; POST says something in it."""
    entity, text, problem = entity_of(request, kind, pk), "", ""
    if request.method == "POST":
        if not request.member.can(Action.COMMENT):
            return said(
                request, _("Your role lets you read comments, not write them."), level="error", back=_page_of(kind, entity)
            )
        form = CommentForm(request.POST)
        if form.is_valid():
            problem = _say(request, kind, entity, form.cleaned_data)
        else:
            problem = " ".join(form.errors.get("text", form.errors.get("parent", [])))
        text = request.POST.get("text", "") if problem else ""
        if not request.headers.get("HX-Request"):
            return said(request, problem or _("Said."), level="error" if problem else "success", back=_page_of(kind, entity))
    answer = _panel(request, kind, entity, text, problem)
    answer.status_code = 422 if problem else 200
    return answer


def _say(request, kind, entity, given):
    """Add the comment; returns why it could not be."""
    parent = None
    if given["parent"]:
        parent = get_object_or_404(Comment.objects.visible_to(request.member), pk=given["parent"])
    try:
        service.add_comment(
            entity_type=kind,
            entity=entity,
            author=request.member,
            text=given["text"],
            parent=parent,
            private=given["private"],
            files=request.FILES.getlist("files"),
        )
    except Refused as refusal:
        return str(refusal)
    return ""


def _panel(request, kind, entity, text="", problem=""):
    rows = Comment.objects.visible_to(request.member).filter(**{kind: entity})
    shown = MORE if request.GET.get("all") == "1" else SHOWN
    roots = list(_full(rows.filter(parent=None)).order_by("-created_at", "-pk")[: shown + 1])
    more, roots = len(roots) > shown, roots[:shown][::-1]
    answers = {}
    for reply in _full(rows.filter(parent__in=roots)).order_by("created_at", "pk"):
        answers.setdefault(reply.parent_id, []).append(reply)
    threads = [
        (as_said(one, request.member), [as_said(reply, request.member) for reply in answers.get(one.pk, [])]) for one in roots
    ]
    context = {
        "kind": kind,
        "entity": entity,
        "topic": f"{kind}:{entity.pk}",
        "threads": threads,
        "more": more,
        "text": text,
        "problem": problem,
        "mentions_url": f"{reverse(f'collaboration:{kind}_mentions', args=[entity.pk])}?q=",
        "may_write": request.member.can(Action.COMMENT),
        "address": reverse(f"collaboration:{kind}_comments", args=[entity.pk]),
    }
    return render(request, "collaboration/_comments.html", context)


def _full(rows):
    return rows.select_related("author__user", "deleted_by__user").prefetch_related(
        "mentioned", "reactions__member__user", "attachments"
    )


def as_said(comment, member):
    """The comment with what its template shows: `html`, `groups` of reactions, what the member may do."""
    comment.html = rendered(comment)
    groups = {}
    for one in comment.reactions.all():
        groups.setdefault(one.kind, []).append(one.member)
    comment.groups = [
        {
            "kind": kind,
            "label": label,
            "icon": ICONS[kind],
            "count": len(groups.get(kind, [])),
            "mine": member in groups.get(kind, []),
            "names": ", ".join(one.name for one in groups.get(kind, [])),
        }
        for kind, label in Reaction.Kind.choices
    ]
    comment.may_edit, comment.may_delete = service.may_edit(comment, member), service.may_delete(comment, member)
    return comment


def rendered(comment):
    """The words as safe HTML, with those called by handle marked."""
    html = to_html(comment.text)
    called = {one.handle.lower() for one in comment.mentioned.all()}

    def mark(found):
        handle = found[1]
        return f'<span class="mention">@{escape(handle)}</span>' if handle.lower() in called else found[0]

    parts = re.split(r"(<[^>]*>)", html)  # the sanitiser's own tags; handles are looked for in the words between
    return mark_safe("".join(part if part.startswith("<") else service.HANDLE.sub(mark, part) for part in parts))  # noqa: S308


def _page_of(kind, entity):
    if kind == "interview":
        return reverse("jobs:application", args=[entity.application_id])
    return reverse({"job": "jobs:job_details"}.get(kind, f"jobs:{kind}"), args=[entity.pk])


def _own(request, pk):
    return get_object_or_404(Comment.objects.visible_to(request.member).select_related("author__user"), pk=pk)


@require_http_methods(["GET", "POST"])
@needs(Action.COMMENT)
def edit(request, pk):
    """The form in the comment's place, for five minutes; then the comment again. GET with `cancel` gives the comment back."""
    comment, problem = _own(request, pk), ""
    if request.method == "POST":
        try:
            service.edit_comment(comment=comment, actor=request.member, text=request.POST.get("text", ""))
        except Refused as refusal:
            problem = str(refusal)
    if (request.method == "POST" and not problem) or "cancel" in request.GET:
        return _one(request, pk)
    context = {
        "comment": comment,
        "text": request.POST.get("text", comment.text),
        "problem": problem,
        "mentions_url": f"{reverse(f'collaboration:{comment.entity_type}_mentions', args=[comment.entity_id])}?q=",
    }
    return render(request, "collaboration/_comment_edit.html", context, status=422 if problem else 200)


def _one(request, pk):
    comment = get_object_or_404(_full(Comment.objects.visible_to(request.member)), pk=pk)
    return render(request, "collaboration/_comment.html", {"comment": as_said(comment, request.member), "may_write": True})


@require_POST
@needs(Action.COMMENT)
def delete(request, pk):
    comment = _own(request, pk)
    try:
        service.delete_comment(comment=comment, actor=request.member)
    except Refused as refusal:
        return with_toast(_one(request, pk), str(refusal), level="error")
    return _one(request, pk)


@require_POST
@needs(Action.COMMENT)
def react(request, pk):
    try:
        service.react(comment=_own(request, pk), actor=request.member, kind=request.POST.get("kind", ""))
    except Refused as refusal:
        return with_toast(_one(request, pk), str(refusal), level="error")
    return _one(request, pk)


@require_GET
@needs(Action.COMMENT)
def mentions(request, kind, pk):
    """Whom one can call here: only those who may see the thing. JSON for the text area: [{"key": name, "value": handle}]."""
    people = audience(entity_of(request, kind, pk)).called(request.GET.get("q", "")[:60])
    found = [{"key": f"{one.name} @{one.handle}", "value": one.handle} for one in people[:8]]
    return JsonResponse(found, safe=False)


@require_GET
@needs()
def attachment(request, pk):
    """A file as a download that no browser shows or runs."""
    row = get_object_or_404(Attachment.objects.visible_to(request.member), pk=pk)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, as_attachment=True, filename=row.name, content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [
    *(path(f"{kind}s/<uuid:pk>/comments/", panel, {"kind": kind}, name=f"{kind}_comments") for kind in ENTITIES),
    *(path(f"{kind}s/<uuid:pk>/mentions/", mentions, {"kind": kind}, name=f"{kind}_mentions") for kind in ENTITIES),
    path("comments/<uuid:pk>/edit/", edit, name="comment_edit"),
    path("comments/<uuid:pk>/delete/", delete, name="comment_delete"),
    path("comments/<uuid:pk>/react/", react, name="comment_react"),
    path("attachments/<uuid:pk>/", attachment, name="attachment"),
]
