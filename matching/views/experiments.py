"""Experiments of a job: the list, the plan with its sample size, and what came out."""

import json

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs, reason
from accounts.paging import page_of
from accounts.permissions import Action
from jobs.views.jobs import get_job, job_frame
from jobs.views.replies import dialog, refuse, saved
from matching import forms
from matching.experiment_form import ExperimentForm, StartForm
from matching.models import Experiment
from matching.services import backtests, experiment_plans, experiment_results, experiments, templates
from matching.services.configs import ConfigRefused, version_for
from matching.services.experiment_results import percent, points
from matching.services.features import taxonomy_of
from matching.services.versions import differences
from matching.views import config

DRAWN = 120  # moments in the picture
WIDEST = 0.8  # an interval wider than this says nothing yet, and would squeeze the rest of the picture
BADGES = {"draft": "", "shadow": "waiting", "running": "active", "stopped": "closed", "decided": "done"}


@require_GET
@needs(Action.VIEW_JOBS)
def job_experiments(request, pk):
    """Every experiment of the job, newest first."""
    job = get_job(request, pk)
    rows = Experiment.objects.visible_to(request.member).filter(job=job).select_related("by__user")
    page = page_of(rows, request, orders={"-created": ("-created_at", "-pk")})
    for one in page.rows:
        one.badge = BADGES[one.state]
    context = {"page": page, "may_start": request.member.can(Action.CONFIGURE_SCORING), "can_apply": job.status != "closed"}
    return render(request, "matching/experiments.html", context | job_frame(request, job, "scoring"))


@needs(Action.CONFIGURE_SCORING)
def experiment_new(request, pk):
    """Plan one. A POST from the scoring page brings its form as it stands, as the rules of B; a POST of the plan makes the draft."""
    job = get_job(request, pk)
    if request.method != "POST":
        return _plan(
            request, job, ExperimentForm(choices=_choices(request, job), initial={"rules": request.GET.get("rules", "")})
        )
    if "rules" in request.POST:
        return _create(request, job)
    draft = forms.read(request.POST, taxonomy_of(request.member.company_id))
    if draft.errors:  # back at the form, with everything that was typed and what to mend
        return config._page(request, config.Desk(request, job), draft, note=request.POST.get("note", "")[:200], status=422)
    start = {"rules": "draft", "body": json.dumps(draft.body), "name": request.POST.get("note", "")[:80]}
    return _plan(request, job, ExperimentForm(choices=_choices(request, job, draft=True), initial=start))


def _choices(request, job, draft=False):
    """What B may be: the draft, earlier versions, templates."""
    now = version_for(job).pk
    versions = [
        (f"version:{one.number}", f"{backtests.version_name(one)}{': ' if one.note else ''}{one.note}")
        for one in backtests.versions(request.member, job)
        if one.pk != now
    ]
    cards = [(f"template:{card.key}", card.name) for card in templates.cards(request.member)]
    return [
        *([("draft", _("The draft, as the scoring form stood"))] if draft else []),
        *([(_("Versions"), versions)] if versions else []),
        (_("Templates"), cards),
    ]


def _create(request, job):
    form = ExperimentForm(request.POST, choices=_choices(request, job, draft=bool(request.POST.get("body"))))
    if form.is_valid():
        try:
            rules = backtests.rules_called(
                request.member, job, form.cleaned_data["rules"], config_body(form.cleaned_data["body"])
            )
            plan = form.plan
            plan["rate"] = plan["rate"] if plan["rate"] is not None else _expected(request, job, plan).rate
            if plan["rate"] is None:
                raise experiments.ExperimentRefused(
                    _("The past says nothing yet: write the rate that you expect."), code="required", field="rate"
                )
            experiment = experiments.create_experiment(job=job, actor=request.member, body=rules.body, **plan)
            if request.POST.get("then") == "shadow":
                experiments.begin_shadow(experiment=experiment, actor=request.member)
        except ConfigRefused as refusal:
            form.add_error("rules", str(refusal))
        except (experiments.ExperimentRefused, backtests.BacktestRefused) as refusal:
            if refusal.code == "another_runs":  # the draft is made; it waits for its turn
                messages.warning(request, _("Kept as a draft. %(why)s") % {"why": refusal})
                return redirect("matching:experiment", experiment.pk)
            refuse(form, refusal)
        else:
            return redirect("matching:experiment", experiment.pk)
    return _plan(request, job, form, status=422)


def config_body(text):
    """The rules that a hidden field carried, or None."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _expected(request, job, plan):
    days = plan["interview_days"] if plan["metric"] == Experiment.Metric.INTERVIEW else plan["hire_days"]
    return experiment_plans.past(job, request.member, plan["metric"], days)


def _plan(request, job, form, status=200):
    context = {
        "form": form,
        "back": reverse("matching:job_experiments", args=[job.pk]),
        "size_url": reverse("matching:experiment_size", args=[job.pk]),
    }
    return render(
        request,
        "matching/experiment_new.html",
        context | _size(request, job, form) | job_frame(request, job, "scoring"),
        status=status,
    )


@require_GET
@needs(Action.CONFIGURE_SCORING)
def experiment_size(request, pk):
    """How many applicants the plan as it stands needs, and how long they take to come: a piece of the form's page."""
    job = get_job(request, pk)
    form = ExperimentForm(request.GET, choices=[])
    return render(request, "matching/_experiment_size.html", _size(request, job, form) | {"job": job})


def _size(request, job, form):
    """past and plan of a form, or what is missing."""
    names = ("metric", "difference", "rate", "interview_days", "hire_days")
    if form.is_bound:
        form.is_valid()
        wrong = [str(error) for name in names for error in form.errors.get(name, [])]
        asked = {name: form.cleaned_data.get(name) for name in names}
    else:
        wrong, asked = [], {name: form.get_initial_for_field(form.fields[name], name) for name in names} | {"metric": "interview"}
    if wrong or not asked["metric"]:
        return {"wrong": wrong}
    past = _expected(request, job, asked)
    rate = asked["rate"] / 100 if asked["rate"] else past.rate
    days = asked["interview_days"] if asked["metric"] == Experiment.Metric.INTERVIEW else asked["hire_days"]
    found = {
        "past": past,
        "past_rate": past.rate is not None and percent(past.rate),
        "metric": asked["metric"],
        "days": days,
        "assumed": bool(asked["rate"]),
    }
    if rate is None:
        return found
    try:
        plan = experiment_plans.plan(
            rate=rate, difference=asked["difference"] / 100, days=days, monthly=past.monthly, metric=asked["metric"]
        )
    except experiments.ExperimentRefused as refusal:
        return {"wrong": [str(refusal)]}
    return found | {"plan": plan, "from_rate": percent(rate), "to_rate": percent(rate + plan.difference)}


@require_GET
@needs(Action.VIEW_JOBS)
def experiment(request, pk):
    """One experiment. The figures are for those who see candidates; the plan for everybody who sees the job's rules."""
    row = _get(request, pk)
    job, known = row.job, taxonomy_of(request.member.company_id)
    a = row.version_a or version_for(job)
    context = {
        "experiment": row,
        "badge": BADGES[row.state],
        "may": request.member.can(Action.CONFIGURE_SCORING),
        "back": reverse("matching:job_experiments", args=[job.pk]),
        "why_not": reason(request.member, Action.CONFIGURE_SCORING),
        "differences": differences(a.body, row.version_b.body, known),
        "a": a,
        "expected": percent(row.rate),
        "wanted": points(row.difference, sign=False),
        "sees": request.member.can(Action.VIEW_CANDIDATES),
    }
    if context["sees"]:
        context |= _figures(row, request.member)
    return render(request, "matching/experiment.html", context | job_frame(request, job, "scoring"))


def _figures(row, member):
    context = {"cautions": None}
    if row.started_at:
        found = experiment_results.results(row)
        context |= {
            "found": found,
            "verdict": experiment_results.verdict(row, found),
            "lines": _lines(found),
            "chart": _chart(found),
            "history": [
                one | {"said": points(one["difference"]), "lowest": points(one["low"]), "highest": points(one["high"])}
                for one in _thinned(found.history)
            ],
            "cautions": experiment_results.cautions(row, experiment_results.score_shift(row)),
        }
    if row.state == Experiment.State.SHADOW or row.shadow_at and not row.started_at:
        context["orders"] = experiment_results.orders(row, member)
    return context


def _lines(found):
    """The arms line by line: [(label, what it means, [{"text", "note", "low", "at", "high"}])]; places on an axis of 100."""
    lines = [(_("Applicants"), "", [{"text": arm.enrolled} for arm in found.arms])]
    for label, name in ((_("Interview rate"), "interview"), (_("Hire rate"), "hire")):
        shares = [getattr(arm, name) for arm in found.arms]
        top = max([share.interval[1] for share in shares if share.count] or [1])
        lines.append((label, "", [_share(share, top) for share in shares]))
    lines.append((_("Days to hire, median"), "", [_days(arm) for arm in found.arms]))
    return lines


def _share(share, top):
    if not share.count:
        return {"text": "–", "note": _("none counted yet")}
    low, high = share.interval
    place = lambda value: round(100 * value / top, 1)  # noqa: E731
    return {
        "text": percent(share.rate),
        "note": _("%(hits)d of %(count)d, likely %(low)s to %(high)s")
        % {"hits": share.hits, "count": share.count, "low": percent(low), "high": percent(high)},
        "low": place(low),
        "at": place(share.rate),
        "high": place(high),
        "width": round(place(high) - place(low), 1),
    }


def _days(arm):
    middle, low, high = arm.days
    if middle is None:
        return {"text": "–", "note": _("no hires counted yet")}
    note = (
        _("of %(hires)d hires, likely %(low).0f to %(high).0f")
        if low is not None
        else _("of %(hires)d hires; an interval takes six")
    )
    return {"text": f"{middle:.0f}", "note": note % {"hires": arm.hires, "low": low, "high": high}}


def _thinned(history):
    step = max(1, len(history) // DRAWN)
    return [*history[:-1:step], *history[-1:]]


def _chart(found):
    rows = [one for one in _thinned(found.history) if one["high"] - one["low"] <= WIDEST]
    if len(rows) < 2:
        return None
    series = [
        (_("likely at most"), "high", "expected"),
        (_("B less A"), "difference", ""),
        (_("likely at least"), "low", "expected"),
    ]
    return {
        "type": "line",
        "labels": [f"{one['day']:%Y-%m-%d}" for one in rows],
        "unit": _("points"),
        "series": [
            {"label": label, "data": [round(100 * one[name], 1) for one in rows], "kind": kind} for label, name, kind in series
        ],
    }


def _get(request, pk):
    rows = Experiment.objects.visible_to(request.member).select_related(
        "job__department", "job__company", "job__created_by__user", "version_a__config", "version_b__config", "by__user"
    )
    return get_object_or_404(rows, pk=pk)


@require_POST
@needs(Action.CONFIGURE_SCORING)
def experiment_shadow(request, pk):
    return _act(request, pk, experiments.begin_shadow, _("In shadow: both sets of rules score, the ones in force count."))


@needs(Action.CONFIGURE_SCORING)
def experiment_start(request, pk):
    """Ask once more, with what a live split means; then start it."""
    row = _get(request, pk)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            experiments.start(experiment=row, actor=request.member, informed=True)
        except experiments.ExperimentRefused as refusal:
            refuse(form, refusal)
        else:
            return saved(
                request, _("It runs: each new application goes to an arm."), reverse("matching:experiment", args=[row.pk])
            )
    text = _(
        "From now on each new application is put into A or B at random and scored by the rules of its arm. Nobody who applied before is "
        "touched. Until you stop it, this job’s rules can’t be changed."
    )
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Start the live split?"),
        verb=_("Start"),
        form=form,
        text=text,
        status=422 if form.errors else 200,
    )


@require_POST
@needs(Action.CONFIGURE_SCORING)
def experiment_stop(request, pk):
    return _act(request, pk, experiments.stop, _("Stopped. The rules in force score everybody again."))


@require_POST
@needs(Action.CONFIGURE_SCORING)
def experiment_choose(request, pk, arm):
    told = {"a": _("A stays in force."), "b": _("B’s rules are the job’s now. Scores follow.")}
    return _act(request, pk, experiments.choose, told.get(arm, ""), arm=arm)


def _act(request, pk, act, told, **more):
    row = _get(request, pk)
    try:
        act(experiment=row, actor=request.member, **more)
    except (experiments.ExperimentRefused, ConfigRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("matching:experiment", row.pk)


urlpatterns = [
    path("jobs/<uuid:pk>/experiments/", job_experiments, name="job_experiments"),
    path("jobs/<uuid:pk>/experiments/new/", experiment_new, name="experiment_new"),
    path("jobs/<uuid:pk>/experiments/size/", experiment_size, name="experiment_size"),
    path("experiments/<uuid:pk>/", experiment, name="experiment"),
    path("experiments/<uuid:pk>/shadow/", experiment_shadow, name="experiment_shadow"),
    path("experiments/<uuid:pk>/start/", experiment_start, name="experiment_start"),
    path("experiments/<uuid:pk>/stop/", experiment_stop, name="experiment_stop"),
    path("experiments/<uuid:pk>/choose/<slug:arm>/", experiment_choose, name="experiment_choose"),
]
