"""The company's lists: departments, plans, sources and links, rejection reasons, tags, custom fields."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.forms import settings as forms
from jobs.forms.jobs import StageRow
from jobs.forms.rows import Rows
from jobs.models import CustomField, Department, PipelinePlan, RejectionReason, Source, Tag, TrackingLink
from jobs.services.custom_fields import archive_field, save_field
from jobs.services.lookups import make_tracking_link, save_lookup
from jobs.services.pipelines import STANDARD, delete_plan, save_plan
from jobs.views.jobs import address
from jobs.views.replies import dialog, refuse, refuse_invalid, said, saved


@dataclass(frozen=True)
class Kind:
    """One of the lists: its model, form and words."""

    model: type
    form: type
    title: str
    text: str
    new: str


KINDS = {
    "departments": Kind(
        Department,
        forms.DepartmentForm,
        gettext_lazy("Departments"),
        gettext_lazy("Jobs belong to them; lists and figures can be narrowed by them."),
        gettext_lazy("New department"),
    ),
    "sources": Kind(
        Source,
        forms.SourceForm,
        gettext_lazy("Sources"),
        gettext_lazy("Where people come from. Applications keep the source that brought them."),
        gettext_lazy("New source"),
    ),
    "reasons": Kind(
        RejectionReason,
        forms.ReasonForm,
        gettext_lazy("Rejection reasons"),
        gettext_lazy("Why an application ended, and whose decision it was."),
        gettext_lazy("New reason"),
    ),
    "tags": Kind(
        Tag, forms.TagForm, gettext_lazy("Tags"), gettext_lazy("Your own words on candidates."), gettext_lazy("New tag")
    ),
}


def nav(current):
    """The settings pages of hiring, in groups, for the list beside each of them; those of apps that are not there are left out."""
    groups = [
        (
            _("Jobs"),
            [
                ("departments", _("Departments"), "jobs:settings_list", ["departments"]),
                ("plans", _("Pipelines"), "jobs:plans", []),
                ("approvals", _("Approvals"), "jobs:approval_rules", []),
                ("fields", _("Custom fields"), "jobs:custom_fields", []),
                ("tags", _("Tags"), "jobs:settings_list", ["tags"]),
            ],
        ),
        (
            _("Where people come from"),
            [
                ("careers", _("Careers pages"), "portal:careers_settings", []),
                ("sources", _("Sources"), "jobs:settings_list", ["sources"]),
                ("links", _("Tracking links"), "jobs:links", []),
            ],
        ),
        (
            _("Deciding"),
            [
                ("scoring", _("Scoring"), "matching:scoring", []),
                ("kits", _("Interview kits"), "collaboration:kits", []),
                ("interview_plans", _("Interview plans"), "collaboration:interview_plans", []),
                ("reasons", _("Rejection reasons"), "jobs:settings_list", ["reasons"]),
                ("fairness", _("Fairness"), "matching:fairness", []),
            ],
        ),
        (
            _("Towards candidates"),
            [
                ("public_stages", _("What candidates see"), "portal:public_stages", []),
                ("letters", _("Letters"), "notifications:letters", []),
                ("mail_rules", _("What is mailed"), "notifications:rules", []),
                ("retention", _("Retention"), "portal:retention", []),
            ],
        ),
    ]
    return [
        {"group": group, "label": label, "url": url, "current": key == current}
        for group, pages in groups
        for key, label, route, args in pages
        if (url := address(route, *args))
    ]


def _kind(kind):
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@needs(Action.MANAGE_SETTINGS)
def lookup_list(request, kind):
    """One of the simple lists."""
    what = _kind(kind)
    rows = what.model.objects.visible_to(request.member)
    if what.model is Tag:
        rows = rows.annotate(used=Count("candidates"))
    if what.model is Department:
        rows = rows.select_related("parent")
    context = {"kind": kind, "what": what, "rows": rows[:1000], "tabs": nav(kind)}
    return render(request, "jobs/settings_list.html", context)


@needs(Action.MANAGE_SETTINGS)
def lookup_form(request, kind, pk=None):
    """Make or change one entry, in a dialog."""
    what, company = _kind(kind), request.member.company
    row = get_object_or_404(what.model.objects.visible_to(request.member), pk=pk) if pk else what.model(company=company)
    form = what.form(request.POST or None, instance=row, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            save_lookup(row, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        except ValidationError as error:
            refuse_invalid(form, error)
        else:
            return saved(request, _("“%(name)s” is saved.") % {"name": row.name}, reverse("jobs:settings_list", args=[kind]))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=row.name if pk else what.new,
        form=form,
        verb=_("Save"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.MANAGE_SETTINGS)
@require_POST
def lookup_delete(request, kind, pk):
    """Delete an entry; rows that named it stay and name nothing."""
    row = get_object_or_404(_kind(kind).model.objects.visible_to(request.member), pk=pk)
    row.delete()
    return saved(request, _("Deleted."), reverse("jobs:settings_list", args=[kind]))


@needs(Action.MANAGE_SETTINGS)
def plans(request):
    rows = PipelinePlan.objects.visible_to(request.member).prefetch_related("stages")
    return render(request, "jobs/settings_plans.html", {"plans": rows, "tabs": nav("plans")})


@needs(Action.MANAGE_SETTINGS)
def plan_form(request, pk=None):
    """A plan with its stages."""
    plan = get_object_or_404(PipelinePlan.objects.visible_to(request.member), pk=pk) if pk else None
    if plan:
        initial = [{"name": one.name, "type": one.type, "answer_days": one.answer_days} for one in plan.stages.all()]
    else:
        initial = [{"name": name, "type": type_, "answer_days": days} for name, type_, days in STANDARD]
    data = request.POST if request.method == "POST" else None
    form = forms.PlanForm(data, initial={"name": plan.name, "is_default": plan.is_default} if plan else {})
    rows = Rows(StageRow, "stage", data=data, initial=[] if data else initial, blank=1)
    if data is not None and all([form.is_valid(), rows.is_valid()]):  # noqa: C419  (both say what is wrong)
        try:
            save_plan(company=request.member.company, plan=plan, stages=rows.cleaned, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return saved(request, _("The plan is saved. Jobs that exist keep their own stages."), reverse("jobs:plans"))
    context = {"form": form, "rows": rows, "plan": plan, "tabs": nav("plans")}
    return render(request, "jobs/plan_form.html", context, status=422 if form.is_bound else 200)


@needs(Action.MANAGE_SETTINGS)
@require_POST
def plan_delete(request, pk):
    plan = get_object_or_404(PipelinePlan.objects.visible_to(request.member), pk=pk)
    try:
        delete_plan(plan=plan)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=reverse("jobs:plans"))
    return saved(request, _("The plan is deleted. Jobs that were made of it keep their stages."), reverse("jobs:plans"))


@needs(Action.MANAGE_SETTINGS)
def links(request):
    """Links to apply by, each with its source."""
    rows = TrackingLink.objects.visible_to(request.member).select_related("source", "job", "credited_to__user")
    form = forms.TrackingLinkForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        make_tracking_link(company=request.member.company, **form.cleaned_data)
        return saved(request, _("The link is made."), reverse("jobs:links"))
    context = {"rows": rows.order_by("-created_at")[:200], "form": form, "tabs": nav("links")}
    return render(request, "jobs/settings_links.html", context, status=422 if form.is_bound else 200)


@needs(Action.MANAGE_SETTINGS)
@require_POST
def link_delete(request, pk):
    get_object_or_404(TrackingLink.objects.visible_to(request.member), pk=pk).delete()
    return saved(request, _("The link is gone. Applications that came by it keep their source."), reverse("jobs:links"))


@needs(Action.MANAGE_SETTINGS)
def custom_fields(request):
    rows = CustomField.objects.visible_to(request.member)
    return render(request, "jobs/settings_fields.html", {"rows": rows, "tabs": nav("fields")})


@needs(Action.MANAGE_SETTINGS)
def custom_field_form(request, pk=None):
    """Make or change a field, in a dialog."""
    field = get_object_or_404(CustomField.objects.visible_to(request.member), pk=pk) if pk else None
    form = forms.CustomFieldForm(request.POST or None, field=field)
    if request.method == "POST" and form.is_valid():
        try:
            save_field(company=request.member.company, field=field, **form.values())
        except Refused as refusal:
            refuse(form, refusal)
        except ValidationError as error:
            refuse_invalid(form, error)
        else:
            return saved(request, _("The field is saved."), reverse("jobs:custom_fields"))
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=field.name if field else _("New field"),
        form=form,
        verb=_("Save"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.MANAGE_SETTINGS)
@require_POST
def custom_field_archive(request, pk):
    """Take a field out of use, or back into it."""
    field = get_object_or_404(CustomField.objects.visible_to(request.member), pk=pk)
    archive_field(field=field, back=field.archived_at is not None)
    return saved(request, _("Saved. Values that people entered are kept."), reverse("jobs:custom_fields"))
