"""How a job is scored: the rules as a form, what they would do to the list while they are moved, and their versions."""

from threading import Lock

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs, reason
from accounts.permissions import Action
from jobs.models import Job
from jobs.views.jobs import get_job, job_frame
from jobs.views.settings import nav
from matching import forms, semantic
from matching.engine import Job as Demands
from matching.engine import ScoringConfig as Rules
from matching.engine import compile
from matching.models import ScoringConfigVersion
from matching.services import comparing, configs, rerank, templates
from matching.services.versions import differences
from matching.views.desk import Desk, curve_picture, weights_of

VERSIONS = 20
_answering = set()  # members for whom this process works out an effect right now
_lock = Lock()


@require_GET
@needs(Action.VIEW_JOBS)
def job_scoring(request, pk):
    """The rules of a job beside its list; ?template=, ?version= fill the form without saving."""
    return _begin(request, Desk(request, get_job(request, pk)))


@require_GET
@needs(Action.VIEW_JOBS)
def scoring(request):
    """The company's default."""
    return _begin(request, Desk(request))


def _begin(request, desk):
    draft, note = desk.saved(), ""
    if key := request.GET.get("template"):
        card = templates.find(request.member, key)
        if card is None:
            raise Http404
        body = templates.applied(
            card, desk.version.body, bool(desk.demands and (desk.demands.required or desk.demands.preferred))
        )
        draft, note = forms.draft_of(body, desk.known, desk.demands), card.name
    return _page(request, desk, draft, note=note, template=note)


@require_POST
@needs(Action.CONFIGURE_SCORING)
def job_scoring_preview(request, pk):
    live = request.headers.get("HX-Request")  # pieces need no more than the job's own row
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk) if live else get_job(request, pk)
    return _preview(request, Desk(request, job))


@require_POST
@needs(Action.CONFIGURE_SCORING)
def scoring_preview(request):
    return _preview(request, Desk(request))


def _preview(request, desk):
    """What the form as it stands would do: pieces for the page, or without scripts the whole page. Nothing is saved.

    One at a time for each member: who asks again before the answer is there is told to wait (429), and work does not pile up.
    """
    if request.headers.get("HX-Request"):
        with _lock:
            busy = request.member.pk in _answering
            _answering.add(request.member.pk)
        if busy:
            return HttpResponse(status=429, headers={"Retry-After": "1"})
        try:
            draft = desk.sent()
            return render(
                request, "matching/_config_live.html", _effect(request, desk, draft), status=422 if draft.errors else 200
            )
        finally:
            _answering.discard(request.member.pk)
    draft = desk.sent()
    if request.POST.get("add") == "skill":
        forms.new_skill(draft, request.POST.get("add_skill", ""), desk.known)
    elif request.POST.get("add") == "rule":
        forms.new_rule(draft, request.POST.get("add_rule", ""))
    return _page(request, desk, draft, note=request.POST.get("note", "")[:200], seen=request.POST.get("seen"))


@require_POST
@needs(Action.CONFIGURE_SCORING)
def job_scoring_save(request, pk):
    return _save(request, Desk(request, get_job(request, pk)))


@require_POST
@needs(Action.MANAGE_SETTINGS)
def scoring_save(request):
    return _save(request, Desk(request))


def _save(request, desk):
    draft, note = desk.sent(), request.POST.get("note", "").strip()[:200]
    if draft.errors:
        return _page(request, desk, draft, note=note, status=422, seen=request.POST.get("seen"))
    try:
        version = configs.save_config(
            company=request.member.company, job=desk.job, actor=request.member, body=draft.body, note=note, seen=_seen(request)
        )
    except configs.ChangedMeanwhile as conflict:
        desk = Desk(request, desk.job)  # as it is now; the form keeps what was sent, and saving again is a decision
        return _page(request, desk, draft, note=note, status=409, conflict=_conflict(desk, draft, conflict))
    except configs.ConfigRefused as refusal:
        draft.errors.update(refusal.errors)
        return _page(request, desk, draft, note=note, status=422, seen=request.POST.get("seen"))
    messages.success(request, _("Saved as version %(number)d. Scores follow.") % {"number": version.number})
    return redirect(f"{desk.url('scoring')}{_shown(request)}")


def _shown(request):
    """Whose list was looked at, as a query."""
    asked = {name: request.POST[name] for name in ("people", "job") if request.POST.get(name)}
    return f"?{urlencode(asked)}" if asked else ""


def _conflict(desk, draft, conflict):
    """Who saved what meanwhile, and what saving the draft now would change of it."""
    now, seen = conflict.version, conflict.seen
    return {
        "version": now,
        "by": now.by and now.by.user.name,
        "theirs": differences(seen.body, now.body, desk.known) if seen else [],
        "mine": differences(now.body, draft.body, desk.known),
    }


def _seen(request):
    return request.POST.get("seen", "")[:20] or None


@require_POST
@needs(Action.CONFIGURE_SCORING)
def job_scoring_follow(request, pk):
    """Back to the company's rules."""
    desk = Desk(request, get_job(request, pk))
    try:
        configs.follow_company(job=desk.job, actor=request.member, seen=_seen(request))
    except configs.ConfigRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This job follows the company’s rules again. Scores follow."))
    return redirect(desk.url("scoring"))


@require_POST
@needs(Action.CONFIGURE_SCORING)
def job_scoring_again(request, pk, number):
    return _again(request, Desk(request, get_job(request, pk)), number)


@require_POST
@needs(Action.MANAGE_SETTINGS)
def scoring_again(request, number):
    return _again(request, Desk(request), number)


def _again(request, desk, number):
    """An earlier version once more, as a new one: the history stays as it was."""
    old = get_object_or_404(ScoringConfigVersion, config=desk.config, number=number) if desk.config else None
    if old is None:
        raise Http404
    try:
        version = configs.save_config(
            company=request.member.company,
            job=desk.job,
            actor=request.member,
            body=old.body,
            seen=_seen(request),
            note=_("Version %(number)d again") % {"number": number},
        )
    except configs.ConfigRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Version %(old)d is in force again, as version %(new)d.") % {"old": number, "new": version.number}
        )
    return redirect(desk.url("scoring"))


def _effect(request, desk, draft):
    """Context of the live pieces: the list under the draft, the curve, what is not saved yet, one person compared."""
    context = {
        "job": desk.job,
        "desk": desk,
        "draft": draft,
        "can_save": desk.can_save,
        "shown_job": desk.shown_job,
        "preview_url": desk.url("scoring_preview"),
        "edge": rerank.SHOWN,
    }
    if draft.errors:
        rows = [row for row in (*draft.skills, *draft.rules) if row["error"]]
        return context | {"problems": list(dict.fromkeys([*draft.errors.values(), *(row["error"] for row in rows)]))}
    context["changes"] = differences(desk.version.body, draft.body, desk.known)
    if desk.people is not None:
        context["effect"] = effect = rerank.rerank(desk.people, desk.version, draft.body, request.member)
    # The curve is that of the page's own rules: a company's default draws the years that it names itself.
    compiled = (
        effect.compiled
        if desk.job and desk.people is not None
        else compile(Rules.from_dict(draft.body), desk.demands or Demands(), desk.known)
    )
    return context | {"curve": curve_picture(compiled)} | _compared(desk, draft)


def _compared(desk, draft):
    """One person under both rules, where one is asked for."""
    if desk.person is None:
        return {}
    told = comparing.under(desk.person, desk.shown_job, [desk.version.body, draft.body], desk.known)
    if told is None:
        return {"person": desk.person}
    return {
        "person": desk.person,
        "told": told,
        "pairs": comparing.pairs(*told),
        "total_gained": rerank.signed(told[1].total - told[0].total, 2),
    }


def _page(request, desk, draft, *, note="", template="", status=200, seen=None, conflict=None):
    if not desk.can_save and request.method == "POST" and request.resolver_match.url_name.endswith("save"):
        raise PermissionDenied(reason(request.member, desk.act))
    context = _effect(request, desk, draft)
    if desk.job:
        context |= job_frame(request, desk.job, "scoring")
    elif request.member.can(Action.MANAGE_SETTINGS):
        context["tabs"] = nav("scoring")
    context |= {
        "note": note,
        "template": template,
        "weights": weights_of(draft.body),
        "conflict": conflict,
        "weight_sum": sum(draft.body["weights"].values()),
        "shares": _shares(draft),
        "texts": forms.TEXTS,
        "semantic": semantic.available(),
        "tiers": [(name, label, draft.body["education_tiers"].get(name, 0)) for name, label in forms.TIERS if name != "none"],
        "tier_names": forms.TIERS,
        "curves": forms.CURVE_NAMES,
        "studies": forms.STUDIES,
        "rules": forms.RULES,
        "blank_rules": [
            {"number": "__n__", "kind": kind, "value": "", "label": label, "example": example, "error": ""}
            for kind, label, example in forms.RULES
        ],
        "blank_skill": {"number": "__n__", "key": "", "name": "", "kind": "required", "stars": 3, "must": False, "error": ""},
        "bonuses": [(name, label, draft.body["bonuses"].get(name, 0)) for name, label in forms.BONUS_NAMES],
        "versions": _versions(desk),
        "seen": seen or desk.revision,
        "advanced": _is_advanced(draft),
        "why_not": "" if desk.can_save else reason(request.member, desk.act),
        "urls": {
            "save": desk.url("scoring_save"),
            "preview": desk.url("scoring_preview"),
            "page": desk.url("scoring"),
            "templates": desk.url("scoring_templates"),
            "keep": reverse("matching:scoring_template_save"),
        },
    }
    return render(request, "matching/config.html", context, status=status)


def _shares(draft):
    return [
        {"name": name, "label": label, "help": text, "value": round(draft.body[name] * 100, 1), "error": draft.errors.get(name)}
        for name, label, text in forms.SHARES
    ]


def _is_advanced(draft):
    """Whether the folded part says something of its own, or something is wrong in it."""
    plain, names = (
        Rules().to_dict(),
        ["text", "education_tiers", "bonus_from", "cap", *(name for name, _label, _help in forms.SHARES)],
    )
    return any(draft.body[name] != plain[name] or name in draft.errors for name in names)


def _versions(desk):
    if not desk.config:
        return []
    rows = list(desk.config.versions.select_related("by__user")[:VERSIONS])
    for row in rows:
        row.is_current = row.pk == desk.config.current_id
        row.differences = [] if row.is_current else differences(desk.version.body, row.body, desk.known)
    return rows


urlpatterns = [
    path("jobs/<uuid:pk>/scoring/", job_scoring, name="job_scoring"),
    path("jobs/<uuid:pk>/scoring/preview/", job_scoring_preview, name="job_scoring_preview"),
    path("jobs/<uuid:pk>/scoring/save/", job_scoring_save, name="job_scoring_save"),
    path("jobs/<uuid:pk>/scoring/follow/", job_scoring_follow, name="job_scoring_follow"),
    path("jobs/<uuid:pk>/scoring/versions/<int:number>/again/", job_scoring_again, name="job_scoring_again"),
    path("settings/scoring/", scoring, name="scoring"),
    path("settings/scoring/preview/", scoring_preview, name="scoring_preview"),
    path("settings/scoring/save/", scoring_save, name="scoring_save"),
    path("settings/scoring/versions/<int:number>/again/", scoring_again, name="scoring_again"),
]
