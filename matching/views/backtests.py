"""Rules tried on the past: which rules on which jobs, how far it is, and what came out."""

import json

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs, reason
from accounts.paging import page_of
from accounts.permissions import Action
from jobs.models import Job
from jobs.views.jobs import get_job, job_frame
from matching import forms
from matching.models import Backtest, Replay
from matching.services import backtests, likeness, templates
from matching.services.features import taxonomy_of
from matching.services.versions import differences
from matching.views import config, desk
from matching.views.backtest_pictures import measure_rows, strip

DRAWN = 120  # hires in the picture
PEOPLE = {"furthest": ("-level", "new_rank", "pk")}


@require_GET
@needs(Action.VIEW_CANDIDATES)
def job_backtests(request, pk):
    """What was tried for a job."""
    return _list(request, get_job(request, pk))


@require_GET
@needs(Action.VIEW_CANDIDATES)
def all_backtests(request):
    """What was tried, whatever for."""
    return _list(request, None)


def _list(request, job):
    rows = Backtest.objects.visible_to(request.member).select_related("job", "by__user").defer("body", "before")
    rows = rows.filter(job=job) if job else rows
    page = page_of(rows, request, orders={"-at": ("-at", "-pk")})
    for one in page.rows:
        one.figures = {row["name"]: row for row in one.result.get("measures", [])}
    context = {
        "page": page,
        "back": _back(job),
        "may_start": request.member.can(Action.CONFIGURE_SCORING),
        "new_url": _new(job),
        "job": job,
    }
    return render(request, "matching/backtests.html", context | (job_frame(request, job, "scoring") if job else {}))


@needs(Action.CONFIGURE_SCORING)
def job_backtest_new(request, pk):
    return _new_backtest(request, get_job(request, pk))


@needs(Action.CONFIGURE_SCORING)
def backtest_new(request):
    return _new_backtest(request, None)


def _new_backtest(request, job):
    """Choose rules and jobs. A POST brings the scoring page's form as it stands; nothing of it is saved."""
    if request.method != "POST":
        return _choose(request, job, key=request.GET.get("rules", "current"))
    draft = forms.read(request.POST, taxonomy_of(request.member.company_id))
    if draft.errors:  # back at the form, with everything that was typed and what to mend
        return config._page(request, config.Desk(request, job), draft, note=request.POST.get("note", "")[:200], status=422)
    return _choose(request, job, key="draft", body=draft.body)


def _choose(request, job, *, key, body=None, chosen=None, error=None, status=200):
    found = likeness.suggestions(request.member, job)
    chosen = {str(one.job.pk) for one in found if one.chosen} if chosen is None else set(chosen)
    context = {
        "job": job,
        "key": key,
        "body": json.dumps(body) if body else "",
        "suggestions": found,
        "chosen": chosen,
        "error": error,
        "versions": [
            (f"version:{one.number}", backtests.version_name(one), one.note) for one in backtests.versions(request.member, job)
        ],
        "cards": [(f"template:{card.key}", card.name) for card in templates.cards(request.member)],
        "back": _back(job),
        "most": backtests.MOST_JOBS,
        "start_url": reverse("matching:job_backtest_start", args=[job.pk]) if job else reverse("matching:backtest_start"),
    }
    return render(request, "matching/backtest_new.html", context, status=status)


@require_POST
@needs(Action.CONFIGURE_SCORING)
def job_backtest_start(request, pk):
    return _start(request, get_job(request, pk))


@require_POST
@needs(Action.CONFIGURE_SCORING)
def backtest_start(request):
    return _start(request, None)


def _start(request, job):
    key, body, chosen = request.POST.get("rules", ""), _json(request.POST.get("body", "")), request.POST.getlist("jobs")[:200]
    try:
        rules = backtests.rules_called(request.member, job, key, body)
        started = backtests.start(member=request.member, rules=rules, jobs=_jobs(request, chosen), job=job)
    except backtests.BacktestRefused as refusal:
        return _choose(request, job, key=key, body=body, chosen=chosen, error=refusal, status=422)
    return redirect("matching:backtest", started.pk)


def _json(text):
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _jobs(request, ids):
    found = [desk.uuid_of(one) for one in ids]
    return list(Job.objects.visible_to(request.member).filter(pk__in=found))


@require_GET
@needs(Action.VIEW_CANDIDATES)
def backtest(request, pk):
    """One backtest: how far it is, then what came out. Asks again by itself while it runs."""
    rows = Backtest.objects.visible_to(request.member).select_related("job", "by__user", "company")
    one = get_object_or_404(rows, pk=pk)
    context = {"backtest": one, "job": one.job, "back": _back(one.job), "list_url": _all(one.job), "topic": f"backtest:{one.pk}"}
    if one.state == Backtest.State.DONE:
        context |= _outcome(request, one)
    return render(request, "matching/_backtest.html" if request.headers.get("HX-Request") else "matching/backtest.html", context)


def _outcome(request, one):
    seen = Replay.objects.filter(backtest=one).visible_to(request.member)
    people = seen.select_related("application__candidate", "application__job").defer(
        "application__job__description", "application__job__custom", "application__candidate__custom"
    )
    hired = list(people.filter(level=Replay.Level.HIRED).order_by(F("old_rank").asc(nulls_last=True), "pk")[:DRAWN])
    held = list(people.filter(new_rank=None).order_by("-level", "pk")[:20])
    page = page_of(people.filter(level__gt=0), request, orders=PEOPLE)
    jobs = {str(row.pk): row for row in one.jobs.defer("description", "custom")}
    known = taxonomy_of(one.company_id)
    return {
        "strip": strip(hired),
        "hired": hired,
        "held": held,
        "held_more": max(0, one.result["held"]["new"] - len(held)),
        "page": page,
        "measures": measure_rows(one.result),
        "enough": backtests.ENOUGH,
        "changes": differences(one.before, one.body, known),
        "replayed": [row | {"row": jobs[row["job"]]} for row in one.result["jobs"] if row["job"] in jobs],
        "scoring_note": "" if request.member.can(Action.CONFIGURE_SCORING) else reason(request.member, Action.CONFIGURE_SCORING),
    }


def _back(job):
    return reverse("matching:job_scoring", args=[job.pk]) if job else reverse("matching:scoring")


def _new(job):
    return reverse("matching:job_backtest_new", args=[job.pk]) if job else reverse("matching:backtest_new")


def _all(job):
    return reverse("matching:job_backtests", args=[job.pk]) if job else reverse("matching:backtests")


urlpatterns = [
    path("jobs/<uuid:pk>/scoring/backtests/", job_backtests, name="job_backtests"),
    path("jobs/<uuid:pk>/scoring/backtests/new/", job_backtest_new, name="job_backtest_new"),
    path("jobs/<uuid:pk>/scoring/backtests/start/", job_backtest_start, name="job_backtest_start"),
    path("settings/scoring/backtests/", all_backtests, name="backtests"),
    path("settings/scoring/backtests/new/", backtest_new, name="backtest_new"),
    path("settings/scoring/backtests/start/", backtest_start, name="backtest_start"),
    path("scoring/backtests/<uuid:pk>/", backtest, name="backtest"),
]
