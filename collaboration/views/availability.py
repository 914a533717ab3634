"""Finding times for an interview, and saying when one can't."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from accounts.services.profiles import week
from collaboration import slots
from collaboration.forms.slots import BusyForm, DecideForm, LimitsForm, LookForm
from collaboration.models import BusyTime, Interview, Slot, TimeChange
from collaboration.services import availability, booking, interviews
from collaboration.views.lanes import lanes
from jobs.views.replies import dialog, refuse, said, saved

PROPOSED = 3


def _interview(request, pk):
    rows = Interview.objects.visible_to(request.member).select_related(
        "application__candidate", "application__job", "company", "kit"
    )
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
@needs(Action.SCHEDULE_INTERVIEW)
def find_times(request, pk):
    """The panel's next days, the earliest times that suit all, and what would have to give where there are none."""
    interview = _interview(request, pk)
    if request.method == "POST" and _acted(request, interview):
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    form = LookForm(request.GET if "first" in request.GET else _usual(interview))
    context = {"interview": interview, "form": form, "application": interview.application}
    if form.is_valid():
        context |= _found(request, interview, form)
    return render(request, "collaboration/find_times.html", context, status=200 if form.is_valid() else 422)


def _usual(interview):
    """What is looked for at first: ten days from today, in the candidate's zone as far as it is known."""
    zone = interview.time_zone if interview.time_zone != "UTC" else interview.company.time_zone
    today = timezone.localtime(timezone=ZoneInfo(zone)).date()
    return {"first": today, "last": today + timedelta(days=10), "zone": zone, "notice": 24}


def _found(request, interview, form):
    wanted, now = availability.wanted_of(interview), timezone.now()
    asked = form.asked()
    try:
        answer = availability.look([wanted], but=[interview.pk], **asked)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        answer = None
    offered = Slot.objects.offered_to(interview).filter(withdrawn_at=None, starts_at__gt=now).order_by("starts_at")[:40]
    changes = TimeChange.objects.filter(interview=interview).select_related("decided_by__user").order_by("-asked_at")[:5]
    link = request.build_absolute_uri(booking.link(interview))
    asks = request.GET.copy()
    ticked = set(asks.getlist("starts")) if "ticked" in asks else None
    for name in ("starts", "ticked"):
        asks.pop(name, None)
    live = [f"interview:{interview.pk}", *(f"times:{member.pk}" for member in wanted.members)]
    context = {"live": live, "again": f"{request.path}?{asks.urlencode()}"}
    context |= {"panel": wanted, "offered": offered, "changes": changes, "link": link, "zone": asked["zone"], "now": now}
    if answer:
        context["lanes"] = lanes(answer, max(asked["since"], now), asked["until"], interview.minutes)
        context["plans"] = [_said(plan, wanted, answer.members, asked["zone"]) for plan in answer.plans]
        for number, plan in enumerate(
            context["plans"]
        ):  # the first three are proposed; what was ticked stays so while the page follows
            plan["value"] = timezone.localtime(plan["start"]).isoformat()
            first = number < PROPOSED and interview.state != Interview.State.SCHEDULED
            plan["ticked"] = first if ticked is None else plan["value"] in ticked
        context["ways"] = [
            {"text": availability.in_words(way, answer.members), **_said(way.plan, wanted, answer.members, asked["zone"])}
            for way in answer.ways
        ]
    return context


def _said(plan, wanted, members, zone):
    """A plan as the page shows it: the time here, at the candidate's and at each other zone of the panel."""
    start = slots.moment(plan.at)
    there = {}
    for key in (*plan.panels[0], *plan.optional[0]):
        there.setdefault(availability.zone_of(members[key]), []).append(members[key].name)
    here = timezone.get_current_timezone_name()
    others = [(name, names) for name, names in {zone: [_("Candidate")], **_more(there, zone)}.items() if name != here]
    return {
        "start": start,
        "end": start + timedelta(minutes=wanted.minutes),
        "zones": [
            (name.rpartition("/")[2].replace("_", " "), start.astimezone(ZoneInfo(name)), ", ".join(names))
            for name, names in others
        ],
        "missing": [one.name for one in wanted.optional if str(one.pk) not in plan.optional[0]],
    }


def _more(there, zone):
    return {name: ([_("Candidate"), *names] if name == zone else names) for name, names in there.items()}


def _acted(request, interview):
    """Schedule, offer or withdraw; whether the page may be shown anew."""
    post = request.POST
    try:
        if "schedule" in post:
            interviews.schedule(
                interview=interview,
                starts_at=_moment(post["schedule"]),
                actor=request.member,
                time_zone=timezone.get_current_timezone_name(),
            )
            messages.success(request, _("%(name)s is scheduled.") % {"name": interview.name})
        elif "withdraw" in post:
            slot = get_object_or_404(Slot.objects.offered_to(interview), pk=_uuid(post["withdraw"]))
            booking.withdraw(slot=slot, actor=request.member)
            messages.success(request, _("The time is no longer offered."))
        else:
            booking.offer(interview=interview, starts=[_moment(value) for value in post.getlist("starts")], actor=request.member)
            messages.success(request, _("The times are on offer. Give the candidate the link below."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return True


def _moment(text):
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise booking.BookingRefused(_("That is not a time. Choose one of the list."), code="invalid", field="starts")
    return found


def _uuid(text):
    from django.db.models import UUIDField

    try:
        return UUIDField().to_python(text)
    except ValidationError:
        return None


@require_http_methods(["GET", "POST"])
@needs(Action.SCHEDULE_INTERVIEW)
def time_change(request, pk):
    """A candidate's wish for another time, in a dialog: approve or deny it."""
    rows = TimeChange.objects.visible_to(request.member).select_related("interview__application__candidate")
    change = get_object_or_404(rows, pk=pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approve = request.POST.get("approve") != "false"
            booking.decide_change(change=change, approve=approve, actor=request.member, answer=form.cleaned_data["answer"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            words = _("Approved. Offer other times now.") if approve else _("Denied. The time stays.")
            return saved(request, words, reverse("collaboration:find_times", args=[change.interview_id]))
    title = _("%(name)s asks for another time") % {"name": change.interview.application.candidate.name}
    return dialog(
        request, "collaboration/time_change.html", title=title, form=form, change=change, status=422 if form.is_bound else 200
    )


@require_GET
@needs(Action.SUBMIT_FEEDBACK)
def my_times(request):
    """When one can and can't, and how much one takes."""
    return _my_times(request)


def _my_times(request, busy=None, limits=None):
    member, now = request.member, timezone.now()
    rows = BusyTime.objects.filter(member=member, ends_at__gt=now).select_related("interview").order_by("starts_at")[:100]
    bad = any(form is not None and form.is_bound for form in (busy, limits))
    context = {
        "rows": rows,
        "week": week(member),
        "zone": availability.zone_of(member),
        "busy_form": busy or BusyForm(),
        "limits_form": limits or LimitsForm(initial=availability.limits_of(member)),
        "member": member,
    }
    return render(request, "collaboration/my_times.html", context, status=422 if bad else 200)


@require_POST
@needs(Action.SUBMIT_FEEDBACK)
def busy_add(request):
    form = BusyForm(request.POST)
    if form.is_valid():
        try:
            availability.add_busy(member=request.member, actor=request.member, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("Written down. No interview is put there."), reverse("collaboration:my_times"))
    return _my_times(request, busy=form)


@require_POST
@needs(Action.SUBMIT_FEEDBACK)
def limits(request):
    form = LimitsForm(request.POST)
    if form.is_valid():
        availability.set_limits(member=request.member, actor=request.member, **form.cleaned_data)
        return saved(request, _("Saved."), reverse("collaboration:my_times"))
    return _my_times(request, limits=form)


@require_http_methods(["GET", "POST"])
@needs(Action.SUBMIT_FEEDBACK)
def busy_remove(request, pk):
    """Ask, then take it back."""
    row = get_object_or_404(BusyTime.objects.filter(member=request.member), pk=pk)
    if request.method == "POST":
        try:
            availability.remove_busy(busy=row, actor=request.member)
        except Refused as refusal:
            return said(request, str(refusal), level="error", back=reverse("collaboration:my_times"))
        return saved(request, _("You can be asked for that time again."), reverse("collaboration:my_times"))
    return dialog(
        request, "jobs/dialog_form.html", title=_("Are you free then after all?"), form=Form(), text=row.text, verb=_("Remove")
    )


urlpatterns = [
    path("interviews/<uuid:pk>/times/", find_times, name="find_times"),
    path("interviews/time-changes/<uuid:pk>/", time_change, name="time_change"),
    path("my-times/", my_times, name="my_times"),
    path("my-times/busy/", busy_add, name="busy_add"),
    path("my-times/limits/", limits, name="limits"),
    path("my-times/<uuid:pk>/remove/", busy_remove, name="busy_remove"),
]
