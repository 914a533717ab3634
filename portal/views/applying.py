"""Applying: a file or none, then a form that knows what the file says, then a page that says what happens next."""

from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.answers import add_refusal
from accounts.doors import MARK
from accounts.mail import absolute
from accounts.refusal import Refused
from accounts.views.sign_up import too_often
from jobs.uploads import files_too_large
from portal.forms.applying import TRAP, ApplyForm
from portal.services import applying, careers, said
from portal.services.applicant_mails import asks, confirms
from portal.views.careers import came, closed, public

DRAFTS_AN_HOUR, SENT_AN_HOUR = "60/h", "20/h"


def hidden(response):
    """Nobody finds these pages by searching, and no page that they link to learns their address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@public(keep=0)
def begin(request, site, pk):
    """The résumé first: a file that is read at once, or the form without one."""
    post = site.posts().filter(pk=pk).first()
    if post is None:
        return closed(request, site, pk)
    refusal = None
    if request.method == "POST":
        if too_often(request, "apply", rate=DRAFTS_AN_HOUR):
            return _too_often(request, site, post)
        link, source = careers.came_by(site.company, request.GET.get("via", "")[:80], request.GET.get("source", "")[:80])
        if link is not None and link.job_id not in (None, post.job_id):
            link = None  # a link to another job credits nobody here
        try:
            file = _file_of(request)
            draft, token = applying.begin(post=post, file=file, name=file.name if file else "", link=link, source=source)
        except Refused as refused:
            refusal = refused
        else:
            return hidden(redirect(f"{site.base}/{post.pk}/apply/{token}/"))
    context = {"site": site, "company": site.company, "post": post, "refusal": refusal, "came": came(request)}
    return hidden(render(request, "portal/apply_begin.html", context, status=422 if refusal else 200))


def _file_of(request):
    """The uploaded file; None where somebody chose to go on without one."""
    file = request.FILES.get("file")
    if files_too_large(request):
        raise applying.ApplyRefused(_("The file is too large. 10 MB is the most we read."), code="too_large", field="file")
    if file is None and request.POST.get("act") != "without":
        raise applying.ApplyRefused(_("Choose a file first, or go on without one."), code="required", field="file")
    return file


def _too_often(request, site, post):
    context = {"site": site, "company": site.company, "post": post}
    return hidden(render(request, "portal/apply_too_often.html", context, status=429))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@public(keep=0)
def form(request, site, pk, token):
    """One draft. POST: act=keep (what was typed so far), file (another one), discard, or send."""
    post = site.posts().filter(pk=pk).first()
    if post is None:
        return closed(request, site, pk)
    draft = applying.by_token(token, post)
    if draft is None:
        raise Http404
    if draft.sent_at:
        return _thanks(request, site, post, draft)
    written = applying.Written(draft)
    if request.method == "GET":
        return hidden(_page(request, site, post, written, _form(None, site, post, written)))
    act = request.POST.get("act", "send")
    if act == "discard":
        applying.discard(draft=draft)
        return redirect(f"{site.base}/{post.pk}/")
    if act == "confirm":  # what was typed lies in the draft
        sent = _form(written.values, site, post, written)
    else:
        sent = _form(request.POST, site, post, written)
        try:
            applying.keep(draft=draft, values=sent.typed())
        except Refused as refusal:
            return _refused(request, site, post, written, sent, refusal)
    if act == "keep":
        return _kept(request, site, post, token)
    if act == "file":
        return _another_file(request, site, post, draft, sent, token)
    return _send(request, site, post, written, sent)


def _form(data, site, post, written):
    rows = {kind: said.count_of(written.facts, kind) for kind in said.ROWS}
    questions = list(post.questions.all())
    return ApplyForm(data, site=site, questions=questions, rows=rows, values=written.values)


def _kept(request, site, post, token):
    if request.headers.get("Accept", "").startswith("application/json"):
        return hidden(JsonResponse({"kept": True}))
    return hidden(redirect(f"{site.base}/{post.pk}/apply/{token}/?kept=1"))


def _another_file(request, site, post, draft, sent, token):
    if too_often(request, "apply", rate=DRAFTS_AN_HOUR):
        return _too_often(request, site, post)
    try:
        file = _file_of(request)
        applying.change_file(draft=draft, file=file, name=file.name)
    except Refused as refusal:
        return _refused(request, site, post, applying.Written(draft), sent, refusal)
    return hidden(redirect(f"{site.base}/{post.pk}/apply/{token}/"))


def _send(request, site, post, written, sent):
    draft = written.draft
    if not sent.is_valid():
        return hidden(_page(request, site, post, written, sent, status=422))
    confirmed = request.POST.get("act") == "confirm" and draft.doubted_at
    if not confirmed and applying.doubtful(draft, request.POST.get(TRAP)):
        applying.doubt(draft)
        context = {"site": site, "company": site.company, "post": post}
        return hidden(render(request, "portal/apply_confirm.html", context))
    if too_often(request, "apply_sent", rate=SENT_AN_HOUR):
        return _too_often(request, site, post)
    try:
        applying.send(draft=draft, site=site, values=sent.cleaned_data, answers=sent.answers(), user=_who(request))
    except Refused as refusal:
        return _refused(request, site, post, written, sent, refusal)
    return hidden(redirect(request.path))


def _who(request):
    """Whoever is signed in at the candidates' door (a session of its own: accounts/doors.py), or nobody."""
    session = SessionStore(request.COOKIES.get(settings.PORTAL_COOKIE_NAME))
    return get_user(SimpleNamespace(session=session)) if session.get(MARK) else None


def _refused(request, site, post, written, sent, refusal):
    sent.is_valid()
    add_refusal(sent, refusal)
    return hidden(_page(request, site, post, written, sent, status=409 if refusal.conflict else 422))


def _page(request, site, post, written, sent, status=200):
    doubts = said.unsure(written.facts)
    draft = written.draft
    context = {
        "site": site,
        "company": site.company,
        "post": post,
        "draft": draft,
        "form": sent,
        "contact": [sent[name] for name in said.ONE],
        "read": bool(written.facts),
        "from_file": {field for field, value in said.read_values(written.facts).items() if value},
        "doubts": doubts,
        "blocks": {kind: sent.blocks(kind, doubts) for kind in said.ROWS},
        "kept": "kept" in request.GET,
        "trap": TRAP,
    }
    return render(request, "portal/apply_form.html", context, status=status)


def _thanks(request, site, post, draft):
    """The same for everybody: whether the address was known to us is nobody's business but its owner's."""
    stage = post.job.stages.order_by("position").first()
    context = {
        "site": site,
        "company": site.company,
        "post": post,
        "draft": draft,
        "days": stage.answer_days if stage else None,
        "confirms": confirms(site.company),
        "asks": asks(site.company),
        "sign_in": absolute(reverse("portal:sign_in")),
        "others": site.posts().exclude(pk=post.pk).order_by("-published_at", "-pk")[:3],
    }
    return hidden(render(request, "portal/apply_thanks.html", context))


urlpatterns = [
    path("careers/<slug:slug>/<uuid:pk>/apply/", begin, name="apply"),
    path("careers/<slug:slug>/<uuid:pk>/apply/<str:token>/", form, name="apply_form"),
]
