"""Kits and plans: the company's in the settings, a job's own on its page."""

from django.forms import Form
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guard import needs, require
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.forms.kits import AttributeRow, BeginPlanForm, KitForm, PlanNameForm, PlannedForm, QuestionRow
from collaboration.models import InterviewPlan, Kit
from collaboration.services import kits as service
from jobs.forms.rows import Rows
from jobs.models import StageType
from jobs.views.jobs import get_job, job_frame
from jobs.views.replies import dialog, refuse, said, saved
from jobs.views.settings import nav


@needs(Action.MANAGE_SETTINGS)
def kit_list(request):
    archived = request.GET.get("archived") == "true"
    rows = Kit.objects.visible_to(request.member).filter(archived_at__isnull=not archived).prefetch_related("attributes")
    return render(request, "collaboration/kits.html", {"rows": rows[:500], "archived": archived, "tabs": nav("kits")})


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SETTINGS)
def kit_form(request, pk=None):
    """A kit with its questions and attributes."""
    kit = get_object_or_404(Kit.objects.visible_to(request.member), pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    names = ("name", "kind", "minutes", "purpose", "tips", "expect")
    form = KitForm(data, initial={name: getattr(kit, name) for name in names} if kit else {})
    asked = [{"text": text} for text in kit.questions] if kit else []
    looked = [{"name": one.name, "text": one.text} for one in kit.attributes.all()] if kit else []
    questions = Rows(QuestionRow, "question", data=data, initial=[] if data else asked)
    attributes = Rows(AttributeRow, "attribute", data=data, initial=[] if data else looked)
    if data is not None and all([form.is_valid(), questions.is_valid(), attributes.is_valid()]):  # noqa: C419  (each says what is wrong)
        try:
            service.save_kit(
                company=request.member.company,
                kit=kit,
                questions=[row["text"] for row in questions.cleaned],
                attributes=[(row["name"], row["text"]) for row in attributes.cleaned],
                **form.cleaned_data,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]}, reverse("collaboration:kits"))
    context = {"form": form, "questions": questions, "attributes": attributes, "kit": kit, "tabs": nav("kits")}
    return render(request, "collaboration/kit_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(Action.MANAGE_SETTINGS)
def kit_archive(request, pk):
    """Out of the choices, or (archived=false) back."""
    kit = get_object_or_404(Kit.objects.visible_to(request.member), pk=pk)
    archived = request.POST.get("archived") != "false"
    try:
        service.archive_kit(kit=kit, archived=archived)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=reverse("collaboration:kits"))
    return saved(
        request,
        _("The kit is archived. Interviews made with it keep it.") if archived else _("The kit is back."),
        reverse("collaboration:kits"),
    )


def _full(plans):
    return plans.prefetch_related("interviews__kit", "interviews__panel__user")


def _with_words(plan):
    """Each interview of the plan knows its stage in words."""
    words = dict(StageType.choices)
    for one in plan.interviews.all():
        one.stage_words = words.get(one.stage_type, "")
    return plan


@needs(Action.MANAGE_SETTINGS)
def plan_list(request):
    rows = [_with_words(plan) for plan in _full(InterviewPlan.objects.visible_to(request.member).filter(job=None))[:200]]
    return render(request, "collaboration/interview_plans.html", {"plans": rows, "tabs": nav("interview_plans")})


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SETTINGS)
def plan_name(request, pk=None):
    """Make a company plan, or rename it."""
    plan = get_object_or_404(InterviewPlan.objects.visible_to(request.member).filter(job=None), pk=pk) if pk else None
    form = PlanNameForm(request.POST if request.method == "POST" else None, initial={"name": plan.name if plan else ""})
    if form.is_bound and form.is_valid():
        try:
            service.save_plan(company=request.member.company, plan=plan, name=form.cleaned_data["name"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(
                request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]}, reverse("collaboration:interview_plans")
            )
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Rename the plan") if plan else _("New interview plan"),
        form=form,
        verb=_("Save"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.VIEW_JOBS)
def job_plan(request, pk):
    """The interviews of a job: a tab of its page."""
    job = get_job(request, pk)
    plan = _full(InterviewPlan.objects.visible_to(request.member).filter(job=job)).first()
    context = job_frame(request, job, "interviews") | {
        "plan": plan and _with_words(plan),
        "templates": InterviewPlan.objects.visible_to(request.member).filter(job=None).exists(),
    }
    return render(request, "collaboration/job_interviews.html", context)


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_JOB)
def begin(request, pk):
    """A job's own plan, begun from one of the company's or empty."""
    job = get_job(request, pk)
    form = BeginPlanForm(request.POST if request.method == "POST" else None, member=request.member)
    back = reverse("collaboration:job_interviews", args=[pk])
    if form.is_bound and form.is_valid():
        try:
            service.begin_plan(job=job, template=form.cleaned_data["template"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("The plan is begun."), back)
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Interview plan"),
        form=form,
        verb=_("Begin"),
        status=422 if form.is_bound else 200,
    )


def _own_plan(request, pk):
    plan = get_object_or_404(InterviewPlan.objects.visible_to(request.member).select_related("job"), pk=pk)
    if plan.job_id is None:
        require(request.member, Action.MANAGE_SETTINGS)
    return plan


def _back(plan):
    return (
        reverse("collaboration:job_interviews", args=[plan.job_id]) if plan.job_id else reverse("collaboration:interview_plans")
    )


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_JOB)
def plan_delete(request, pk):
    plan = _own_plan(request, pk)
    if request.method == "POST":
        back = _back(plan)
        plan.delete()
        return saved(request, _("The plan is deleted. Interviews that were made of it stay."), back)
    return dialog(
        request, "jobs/dialog_form.html", title=_("Delete this plan?"), form=Form(), text=plan.name, verb=_("Delete"), danger=True
    )


@require_http_methods(["GET", "POST"])
@needs(Action.EDIT_JOB)
def planned(request, pk, place=None):
    """Add an interview to a plan, or change the one at `place`."""
    plan = _own_plan(request, pk)
    rows = service.rows_of(plan)
    now = rows[place] if place is not None and place < len(rows) else None
    form = PlannedForm(
        request.POST if request.method == "POST" else None,
        member=request.member,
        initial={"kit": now["kit"].pk, "stage_type": now["stage_type"], "panel": [one.pk for one in now["panel"]]} if now else {},
    )
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            service.edit_plan(plan=plan, edit=lambda rows: [*rows[:place], given, *rows[place + 1 :]] if now else [*rows, given])
        except Refused as refusal:
            refusal.field = "panel" if refusal.field == "member" else refusal.field
            refuse(form, refusal)
        else:
            return saved(request, _("The plan is saved."), _back(plan))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Change the interview") if now else _("Add an interview"),
        form=form,
        verb=_("Save"),
        status=422 if form.is_bound else 200,
    )


@require_POST
@needs(Action.EDIT_JOB)
def planned_move(request, pk, place, how):
    """Up, down or out."""
    plan = _own_plan(request, pk)

    def edit(rows):
        if place >= len(rows):
            return rows
        row = rows.pop(place)
        if how != "out":
            rows.insert(max(0, place + (1 if how == "down" else -1)), row)
        return rows

    service.edit_plan(plan=plan, edit=edit)
    return saved(request, _("The plan is saved."), _back(plan))


urlpatterns = [
    path("settings/kits/", kit_list, name="kits"),
    path("settings/kits/new/", kit_form, name="kit_create"),
    path("settings/kits/<uuid:pk>/", kit_form, name="kit_edit"),
    path("settings/kits/<uuid:pk>/archive/", kit_archive, name="kit_archive"),
    path("settings/interview-plans/", plan_list, name="interview_plans"),
    path("settings/interview-plans/new/", plan_name, name="interview_plan_create"),
    path("settings/interview-plans/<uuid:pk>/name/", plan_name, name="interview_plan_name"),
    path("jobs/<uuid:pk>/interviews/", job_plan, name="job_interviews"),
    path("jobs/<uuid:pk>/interviews/begin/", begin, name="job_interviews_begin"),
    path("interview-plans/<uuid:pk>/delete/", plan_delete, name="interview_plan_delete"),
    path("interview-plans/<uuid:pk>/interviews/new/", planned, name="planned_add"),
    path("interview-plans/<uuid:pk>/interviews/<int:place>/", planned, name="planned_edit"),
    path("interview-plans/<uuid:pk>/interviews/<int:place>/up/", planned_move, {"how": "up"}, name="planned_up"),
    path("interview-plans/<uuid:pk>/interviews/<int:place>/down/", planned_move, {"how": "down"}, name="planned_down"),
    path("interview-plans/<uuid:pk>/interviews/<int:place>/out/", planned_move, {"how": "out"}, name="planned_out"),
]
