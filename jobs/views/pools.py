"""Talent pools: all of them, the people in one, and putting people in and out."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.filters import PoolFilter
from jobs.forms.pools import KeepForm, PoolForm
from jobs.models import Application, Candidate, PoolPlace, TalentPool
from jobs.services import pools as service
from jobs.views import applications, candidates
from jobs.views.lists import chips, sort_links
from jobs.views.replies import dialog, refuse, said, saved, with_toast

ORDERS = {
    "-added": ("-added_at", "-pk"),
    "added": ("added_at", "pk"),
    "name": ("candidate__name", "pk"),
    "-name": ("-candidate__name", "-pk"),
}
SORTS = {"name": ("name", "-name"), "added": ("-added", "added")}


def undo_url(at):
    return f"{reverse('jobs:pools_undo')}?at={at.isoformat().replace('+', '%2B')}"


@require_GET
@needs(Action.VIEW_CANDIDATES)
def pool_list(request):
    """All pools of the company, by name."""
    rows = TalentPool.objects.visible_to(request.member).with_people()
    page = page_of(rows, request, orders={"name": ("name", "pk")})
    return render(request, "jobs/pools.html", {"page": page})


def get_pool(request, pk):
    return get_object_or_404(TalentPool.objects.visible_to(request.member), pk=pk)


def narrowed(request, pool):
    """The places that the request's filters leave."""
    rows = PoolPlace.objects.visible_to(request.member).filter(pool=pool)
    return PoolFilter(request.GET, queryset=rows, request=request)


@require_GET
@needs(Action.VIEW_CANDIDATES)
def pool(request, pk):
    """Who lies in a pool: why, since when, whether they agreed to it, and when we last had to do with them."""
    row = get_pool(request, pk)
    found = narrowed(request, row)
    rows = found.qs.select_related("candidate", "added_by__user", "added_by__company")
    page = page_of(rows.defer("candidate__custom", "candidate__work_authorisation"), request, orders=ORDERS)
    _dress(request.member, page.rows)
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {
        "pool": row,
        "page": page,
        "filter": found,
        "sorts": sort_links(request, page.order, SORTS),
        "applied": chips(request, found),
        "clear_url": request.path,
        "query": query.urlencode(),
        "keep": [("sort", request.GET["sort"])] if request.GET.get("sort") else [],
    }
    return render(request, "jobs/pool.html", context)


def _dress(member, places):
    """`last` of each place: when and in which job we last had to do with them; `after`: the job after which they are kept.

    Of jobs alone that the member may see. One query.
    """
    seen = Application.objects.to_jobs_seen_by(member).order_by()
    runs = seen.filter(candidate__in=[one.candidate_id for one in places]).annotate(
        last=Greatest("applied_at", "moved_at", Coalesce("closed_at", F("moved_at")))
    )
    last, titles = {}, {}
    for pk, candidate, at, title in runs.values_list("pk", "candidate_id", "last", "job__title"):
        titles[pk] = title
        if candidate not in last or last[candidate][0] < at:
            last[candidate] = (at, title)
    for one in places:
        one.last_at, one.last_job = last.get(one.candidate_id, (None, ""))
        one.after = titles.get(one.application_id, "")


@needs(Action.EDIT_CANDIDATE)
def pool_form(request, pk=None):
    """Make or change a pool, in a dialog."""
    row = get_pool(request, pk) if pk else TalentPool(company=request.member.company)
    form = PoolForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        row = get_pool(request, pk) if pk else TalentPool(company=request.member.company)
        try:
            row = service.save_pool(pool=row, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("“%(name)s” is saved.") % {"name": row.name}, reverse("jobs:pool", args=[row.pk]))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Change the pool") if pk else _("New pool"),
        form=form,
        verb=_("Save"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.EDIT_CANDIDATE)
def pool_delete(request, pk):
    """Delete a pool; asks first."""
    row = get_pool(request, pk)
    if request.method != "POST":
        return dialog(
            request,
            "jobs/dialog_form.html",
            title=_("Delete “%(name)s”?") % {"name": row.name},
            text=_("Its people stay among the candidates."),
            verb=_("Delete"),
            danger=True,
        )
    service.delete_pool(pool=row, actor=request.member)
    return saved(request, _("The pool is deleted; its people are still among the candidates."), reverse("jobs:pools"))


@needs(Action.EDIT_CANDIDATE)
def keep_one(request, pk):
    """Put one person into a pool."""
    row = candidates.get_candidate(request, pk)
    return _keep(request, Candidate.objects.filter(pk=row.pk), title=_("Keep %(name)s in a pool") % {"name": row.name})


@needs(Action.EDIT_CANDIDATE)
@require_POST
def keep_candidates(request):
    """Put the chosen candidates into a pool, or with `all` everyone whom the filters leave."""
    people = candidates.chosen_of(request, Candidate.objects.visible_to(request.member), candidates.narrowed)
    return _keep(request, people, title=_("Keep people in a pool"))


@needs(Action.EDIT_CANDIDATE)
@require_POST
def keep_applicants(request):
    """Put the people of the chosen applications into a pool; each place names the run."""
    runs = applications.chosen_applications(request).order_by("applied_at", "pk")
    people = Candidate.objects.visible_to(request.member).filter(pk__in=runs.order_by().values("candidate"))
    return _keep(request, people, title=_("Keep people in a pool"), runs=runs)


def _keep(request, people, *, title, runs=None):
    """Ask for the pool in the dialog, then put `people` into it."""
    form = KeepForm(request.POST if "why" in request.POST else None, member=request.member)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                row = given["pool"] or service.save_pool(
                    pool=TalentPool(company=request.member.company), actor=request.member, name=given["new"]
                )
                known = dict(runs.values_list("candidate_id", "pk")[: service.MOST]) if runs is not None else {}
                result = service.keep(pool=row, candidates=people, actor=request.member, why=given["why"], runs=known)
        except Refused as refusal:
            form.add_error("new" if refusal.field == "name" else None, str(refusal))
        else:
            words = ngettext(
                "%(count)d person is in “%(pool)s” now.", "%(count)d people are in “%(pool)s” now.", len(result.people)
            )
            words = (
                words % {"count": len(result.people), "pool": row.name} if result.people else _("They lie in that pool already.")
            )
            return _done(request, words, result, reverse("jobs:pool", args=[row.pk]))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=title,
        form=form,
        verb=_("Keep"),
        hidden=[("row", request.POST.getlist("row")[:1000]), ("all", request.POST.getlist("all"))],
        status=422 if form.is_bound else 200,
    )


def _done(request, words, result, back):
    events = {"dialog:close": True, "applications:changed": True}
    return said(request, words, back=back, undo=undo_url(result.at) if result.people else "", **events)


@needs(Action.EDIT_CANDIDATE)
@require_POST
def let_go(request, pk):
    """Take the chosen people out (`row`: candidates), or with `all` everyone whom the filters leave."""
    row = get_pool(request, pk)
    people = Candidate.objects.visible_to(request.member)
    if request.POST.get("all"):
        people = people.filter(pk__in=narrowed(request, row).qs.order_by().values("candidate"))
    else:
        people = candidates.chosen_of(request, people, None)
    try:
        result = service.let_go(pool=row, candidates=people, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=reverse("jobs:pool", args=[pk]))
    words = ngettext("%(count)d person is out of the pool.", "%(count)d people are out of the pool.", len(result.people))
    return _done(request, words % {"count": len(result.people)}, result, reverse("jobs:pool", args=[pk]))


@needs(Action.EDIT_CANDIDATE)
@require_POST
def undo(request):
    """Take back what this member did to pools at one moment (?at=): a toast offers it."""
    try:
        at = datetime.fromisoformat(request.GET.get("at", ""))
        result = service.undo(actor=request.member, at=at if timezone.is_aware(at) else timezone.make_aware(at))
    except ValueError:
        return HttpResponse(_("There is nothing to take back."), status=409, content_type="text/plain; charset=utf-8")
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    words = ngettext("Taken back.", "Taken back for %(count)d people.", len(result.people)) % {"count": len(result.people)}
    if request.headers.get("HX-Request"):
        return with_toast(HttpResponse(status=204), words, **{"applications:changed": True})
    messages.success(request, words)
    return redirect("jobs:pools")


urlpatterns = [
    path("candidates/pools/", pool_list, name="pools"),
    path("candidates/pools/new/", pool_form, name="pool_create"),
    path("candidates/pools/undo/", undo, name="pools_undo"),
    path("candidates/pools/<uuid:pk>/", pool, name="pool"),
    path("candidates/pools/<uuid:pk>/edit/", pool_form, name="pool_edit"),
    path("candidates/pools/<uuid:pk>/delete/", pool_delete, name="pool_delete"),
    path("candidates/pools/<uuid:pk>/take-out/", let_go, name="pool_let_go"),
    path("candidates/keep/", keep_candidates, name="candidates_keep"),
    path("candidates/<uuid:pk>/keep/", keep_one, name="candidate_keep"),
    path("applications/keep/", keep_applicants, name="applications_keep"),
]
