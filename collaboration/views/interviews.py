"""Interviews: the list, the panel of an application, the page of one, and what is done to them."""

from django.forms import Form
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.forms.interviews import CancelForm, InterviewForm, ListForm, ScheduleForm
from collaboration.models import Interview, InterviewPlan, Panelist, Scorecard
from collaboration.services import interviews as service
from collaboration.services import scorecards
from jobs.models import Application
from jobs.views.replies import dialog, refuse, said

State = Interview.State
ORDERS = {
    "upcoming": {"when": ("starts_at", "pk")},
    "to_schedule": {"since": ("created_at", "pk")},
    "cards": {"when": ("interview__ends_at", "pk")},
    "past": {"-when": ("-starts_at", "-pk")},
}


@require_GET
@needs()
def interview_list(request):
    """Mine, or everybody's that I see: upcoming, to schedule, past; and the scorecards that I owe."""
    which = request.GET.get("which") if request.GET.get("which") in ORDERS else "upcoming"
    whose = "all" if request.GET.get("whose") == "all" or which == "to_schedule" else "mine"
    form = ListForm(request.GET, member=request.member)
    if which == "cards":
        rows = form.narrow(scorecards.owed(request.member), "interview__").select_related(
            "interview__application__candidate", "interview__application__job"
        )
        page = page_of(rows, request, orders=ORDERS[which])
        shown = dress([seat.interview for seat in page.rows], request.member)
    else:
        page = page_of(form.narrow(_rows(request.member, which, whose)), request, orders=ORDERS[which])
        shown = dress(page.rows, request.member)
    context = {
        "page": page,
        "rows": shown,
        "which": which,
        "whose": whose,
        "form": form,
        "now": timezone.now(),
        "narrowed": any(request.GET.get(name) for name in ("job", "kind")),
    }
    return render(request, "collaboration/interviews.html", context)


def _rows(member, which, whose):
    now = timezone.now()
    rows = Interview.objects.visible_to(member).select_related("application__candidate", "application__job")
    if whose == "mine":
        rows = rows.filter(pk__in=Panelist.objects.filter(member=member).values("interview"))
    if which == "to_schedule":
        return rows.filter(state__in=[State.TO_SCHEDULE, State.OFFERED], application__status=Application.Status.ACTIVE)
    if which == "upcoming":
        return rows.filter(state=State.SCHEDULED, ends_at__gte=now)
    return rows.filter(starts_at__lt=now).exclude(state=State.CANCELLED)


def dress(rows, member):
    """Put on each interview who sits in it (`seats`, each with `card`: sent, open, hidden or nothing yet), `mine` and what comes next."""
    rows, now = list(rows), timezone.now()
    ids = [one.pk for one in rows]
    hidden = scorecards.hidden_from(member, ids)
    sent = set(Scorecard.objects.filter(interview__in=ids).sent().values_list("interview_id", "member_id"))
    seats = {}
    for seat in (
        Panelist.objects.filter(interview__in=ids)
        .select_related("member__user")
        .order_by("-required", "member__user__name", "pk")
    ):
        seats.setdefault(seat.interview_id, []).append(seat)
    for one in rows:
        one.seats, one.mine = seats.get(one.pk, []), None
        one.over = service.has_begun(one, now) and one.starts_at is not None
        one.open = one.state in service.OPEN
        for seat in one.seats:
            is_sent = (one.pk, seat.member_id) in sent
            seat.card = "sent" if is_sent else "open" if one.over and one.state in (State.SCHEDULED, State.DONE) else ""
            if seat.member_id == member.pk:
                one.mine = seat
            elif one.pk in hidden:
                seat.card = "hidden"
        one.sent, one.to_come = (
            sum(seat.card == "sent" for seat in one.seats),
            one.over and one.state in (State.SCHEDULED, State.DONE),
        )
        one.hidden = one.pk in hidden
    return rows


@require_GET
@needs()
def panel(request, pk):
    """The interviews of an application with what was found, beside it."""
    application = _application(request, pk)
    rows = Interview.objects.visible_to(request.member).filter(application=application).order_by("starts_at", "created_at", "pk")
    rows = dress(rows.select_related("application")[:40], request.member)
    context = {
        "application": application,
        "rows": rows,
        "summary": scorecards.summary(application=application, member=request.member),
        "topic": f"application:{pk}",
        "has_plan": InterviewPlan.objects.filter(job=application.job_id).exists(),
        "running": application.status == Application.Status.ACTIVE,
    }
    return render(request, "collaboration/_interviews.html", context)


def _application(request, pk):
    return get_object_or_404(Application.objects.visible_to(request.member).select_related("candidate", "job"), pk=pk)


def own_interview(request, pk):
    """The visible interview with that id and whom it is about, or 404."""
    rows = Interview.objects.visible_to(request.member).select_related(
        "application__candidate", "application__job", "application__stage", "kit"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
@needs()
def interview(request, pk):
    """One interview with its kit: purpose, questions, attributes; the candidate's papers; what colleagues found."""
    row = own_interview(request, pk)
    [row] = dress([row], request.member)
    cards = (
        Scorecard.objects.visible_to(request.member)
        .filter(interview=row)
        .sent()
        .select_related("member__user")
        .prefetch_related("ratings")
    )
    context = {
        "interview": row,
        "application": row.application,
        "candidate": row.application.candidate,
        "job": row.application.job,
        "attributes": list(row.kit.attributes.all()) if row.kit else [],
        "cards": cards.order_by("submitted_at", "pk"),
        "topic": f"interview:{pk}",
        "resume": row.application.candidate.resumes.order_by("-pk").first(),
        "may_end": row.state in (State.TO_SCHEDULE, State.SCHEDULED, State.NO_SHOW, State.DONE)
        and service.has_begun(row)
        and bool(row.mine or request.member.can(Action.SCHEDULE_INTERVIEW)),
    }
    return render(request, "collaboration/interview.html", context)


def _done(request, words, interview):
    return said(
        request,
        words,
        back=reverse("collaboration:interview", args=[interview.pk]),
        **{"dialog:close": True, "interviews:changed": True},
    )


@require_http_methods(["GET", "POST"])
@needs(Action.SCHEDULE_INTERVIEW)
def create(request, pk):
    """Add one interview to an application."""
    application = _application(request, pk)
    form = InterviewForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.create_interview(
                application=application,
                actor=request.member,
                kit=form.cleaned_data["kit"],
                panel=form.cleaned_data["panel"],
                **form.values(),
            )
        except Refused as refusal:
            refuse(form, _at_field(refusal))
        else:
            return _done(request, _("“%(name)s” is added.") % {"name": made.name}, made)
    title = _("Add an interview with %(name)s") % {"name": application.candidate.name}
    return dialog(
        request, "jobs/dialog_form.html", title=title, form=form, verb=_("Add interview"), status=422 if form.is_bound else 200
    )


def _at_field(refusal):
    """Services speak of the panel; the form has it in two fields."""
    refusal.field = "required" if refusal.field == "panel" else refusal.field
    return refusal


@require_POST
@needs(Action.SCHEDULE_INTERVIEW)
def plan(request, pk):
    """Make the interviews of the job's plan."""
    application = _application(request, pk)
    back = reverse("jobs:application", args=[pk])
    try:
        made = service.plan_interviews(application=application, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=back)
    words = ngettext("%(count)d interview is planned.", "%(count)d interviews are planned.", len(made)) % {"count": len(made)}
    return said(
        request,
        words if made else _("All interviews of the plan are there already."),
        level="success" if made else "info",
        back=back,
        **{"interviews:changed": True},
    )


@require_http_methods(["GET", "POST"])
@needs(Action.SCHEDULE_INTERVIEW)
def edit(request, pk):
    row = own_interview(request, pk)
    form = InterviewForm(request.POST or None, member=request.member, changes=row)
    if request.method == "POST" and form.is_valid():
        try:
            service.change(
                interview=row,
                actor=request.member,
                panel=form.cleaned_data["panel"],
                seen_revision=int(request.POST["revision"]) if request.POST.get("revision", "").isdigit() else None,
                **form.values(),
            )
        except Refused as refusal:
            refuse(form, _at_field(refusal))
        else:
            return _done(request, _("Changed."), row)
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Change “%(name)s”") % {"name": row.name},
        form=form,
        verb=_("Save"),
        hidden=[("revision", [row.revision])],
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@needs(Action.SCHEDULE_INTERVIEW)
def schedule(request, pk):
    """Day, time, zone, place; in a dialog."""
    row = own_interview(request, pk)
    form = ScheduleForm(request.POST or None, interview=row, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            service.schedule(interview=row, actor=request.member, **form.values())
        except Refused as refusal:
            refusal.field = "time" if refusal.field == "starts_at" else refusal.field
            refuse(form, refusal)
        else:
            return _done(request, _("“%(name)s” is scheduled.") % {"name": row.name}, row)
    title = _("Move “%(name)s”") if row.starts_at else _("Schedule “%(name)s”")
    return dialog(
        request,
        "collaboration/schedule_form.html",
        title=title % {"name": row.name},
        form=form,
        interview=row,
        verb=_("Move") if row.starts_at else _("Schedule"),
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@needs(Action.SCHEDULE_INTERVIEW)
def cancel(request, pk):
    """Ask why, then call it off."""
    row = own_interview(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            service.cancel(interview=row, actor=request.member, why=form.cleaned_data["why"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _done(request, _("“%(name)s” is cancelled.") % {"name": row.name}, row)
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Cancel “%(name)s”?") % {"name": row.name},
        form=form,
        verb=_("Cancel the interview"),
        danger=True,
        text=_("Everybody’s time is free again."),
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@needs(Action.SUBMIT_FEEDBACK)
def end(request, pk, how):
    """It took place, or the candidate did not come."""
    row = own_interview(request, pk)
    if request.method == "GET":
        words = {"done": _("It took place"), "no_show": _("They did not come")}[how]
        return dialog(request, "jobs/dialog_form.html", title=row.name, form=Form(), verb=words)
    act = {"done": service.mark_done, "no_show": service.mark_no_show}[how]
    try:
        act(interview=row, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=reverse("collaboration:interview", args=[pk]))
    words = {"done": _("It took place."), "no_show": _("Written down: they did not come.")}[how]
    return _done(request, words, row)


urlpatterns = [
    path("interviews/", interview_list, name="interviews"),
    path("interviews/<uuid:pk>/", interview, name="interview"),
    path("interviews/<uuid:pk>/edit/", edit, name="interview_edit"),
    path("interviews/<uuid:pk>/schedule/", schedule, name="interview_schedule"),
    path("interviews/<uuid:pk>/cancel/", cancel, name="interview_cancel"),
    path("interviews/<uuid:pk>/done/", end, {"how": "done"}, name="interview_done"),
    path("interviews/<uuid:pk>/no-show/", end, {"how": "no_show"}, name="interview_no_show"),
    path("applications/<uuid:pk>/interviews/", panel, name="application_interviews"),
    path("applications/<uuid:pk>/interviews/new/", create, name="interview_create"),
    path("applications/<uuid:pk>/interviews/plan/", plan, name="interviews_plan"),
]
