"""Adverse-impact audits: the list, asking for one, reading it, its files; and what unsaved rules would mean for groups."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.views.sign_up import too_often
from jobs.models import Job
from matching.forms import read
from matching.impact import ENOUGH_POWER
from matching.models import Audit
from matching.services import audits, self_reports
from matching.services.audit_files import (
    STATES,
    TERMS,
    as_csv,
    as_pdf,
    facts_of,
    file_name,
    left_out,
    shown,
    step_text,
    step_title,
)
from matching.services.config_audit import look, rules_in_force
from matching.services.features import taxonomy_of
from matching.services.people import applicants

BADGES = {"hit": "waiting", "less": "waiting", "apart": "active"}


class AuditForm(forms.Form):
    """Whom the audit is about."""

    job = forms.ModelChoiceField(
        Job.objects.none(),
        required=False,
        label=gettext_lazy("Job"),
        empty_label=gettext_lazy("All jobs but confidential ones"),
        help_text=gettext_lazy(
            "A tool’s audit is about the jobs that it is used for. A confidential job has an audit of its own."
        ),
    )
    since = forms.DateField(label=gettext_lazy("Applied from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=gettext_lazy("Applied until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["job"].queryset = Job.objects.visible_to(member).filter(is_template=False).order_by("title", "pk")


@require_GET
@needs(Action.VIEW_ANALYTICS)
def audit_list(request):
    """Newest first; who may not make audits sees the published ones."""
    rows = Audit.objects.visible_to(request.member).select_related("job", "by__user").defer("body")
    page = page_of(rows, request, orders={"newest": ("-at", "-pk")}, size=30)
    return render(request, "matching/audits.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(Action.CONFIGURE_SCORING)
def audit_create(request):
    today = timezone.localdate()
    initial = {"job": request.GET.get("job"), "since": today - timedelta(days=365), "until": today}
    form = AuditForm(request.POST if request.method == "POST" else None, initial=initial, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            audit = audits.ask_for_audit(company=request.member.company, actor=request.member, **form.cleaned_data)
        except audits.AuditRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect("matching:audit", audit.pk)
    questions = self_reports.questions_of(self_reports.settings_of(request.member.company))
    return render(request, "matching/audit_form.html", {"form": form, "questions": questions}, status=422 if form.errors else 200)


@require_GET
@needs(Action.VIEW_ANALYTICS)
def audit(request, pk):
    row = _mine(request, pk)
    context = {"audit": row}
    if row.state == Audit.State.DONE:
        context |= {"facts": facts_of(row), "steps": [_step(step) for step in row.body["steps"]], "terms": TERMS}
    return render(request, "matching/audit.html", context)


def _mine(request, pk):
    return get_object_or_404(
        Audit.objects.visible_to(request.member).select_related("job", "by__user", "published_by__user"), pk=pk
    )


def _step(step):
    """A step as the page shows it: words for its findings, places for its bars."""
    tables = []
    for table in step["tables"]:
        top = max((row["rate"] for row in table["rows"] if row["state"] == "top"), default=None)
        rows = [
            row
            | {
                "said": STATES[row["state"]],
                "badge": BADGES.get(row["state"], ""),
                "label": " · ".join(row["labels"]),
                "bar": _bar(row),
            }
            for row in shown(table)
        ]
        tables.append(
            table
            | {
                "rows": rows,
                "title": " × ".join(table["title"]),
                "line": round(80 * top, 2) if top else None,
                "left": left_out(table),
                "weak": table["power"] is not None and table["power"] < ENOUGH_POWER,
                "power": round(100 * (table["power"] or 0)),
            }
        )
    return {
        "name": step["step"].replace(":", "-"),
        "title": step_title(step["step"]),
        "text": step_text(step["step"]),
        "people": step["people"],
        "tables": tables,
        "scoring": step["step"] == "score",
        "flagged": sum(row["badge"] == "waiting" for table in tables for row in table["rows"]),
        "few": all(table["state"] == "few" and not table["rows"] for table in tables),
        "none": all(table["state"] == "none" for table in tables),
    }


def _bar(row):
    """Places on an axis of 100: the rate's bar and its interval."""
    low, high = round(100 * row["low"], 2), round(100 * row["high"], 2)
    return {"width": round(100 * row["rate"], 2), "low": low, "high": high, "span": round(high - low, 2)}


@require_GET
@needs(Action.VIEW_ANALYTICS)
def audit_file(request, pk, ending):
    """The audit as CSV or PDF; what is in it is what its page shows."""
    row = get_object_or_404(Audit.objects.visible_to(request.member).filter(state=Audit.State.DONE), pk=pk)
    return file_answer(row, ending)


def file_answer(row, ending):
    """The file as a download."""
    answer = (
        HttpResponse(as_csv(row), "text/csv; charset=utf-8") if ending == "csv" else HttpResponse(as_pdf(row), "application/pdf")
    )
    answer["Content-Disposition"] = f'attachment; filename="{file_name(row, ending)}"'
    return answer


@require_POST
@needs(Action.MANAGE_SETTINGS)
def audit_publish(request, pk):
    row, published = _mine(request, pk), request.POST.get("published") == "yes"
    try:
        audits.set_published(audit=row, actor=request.member, published=published)
    except audits.AuditRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Everybody in the company can read it now.") if published else _("Only admins and recruiters see it now.")
        )
    return redirect("matching:audit", pk)


@require_http_methods(["GET", "POST"])
@needs(Action.CONFIGURE_SCORING)
def config_audit(request, pk):
    """A panel for the scoring page: GET what may be asked, POST the form as it stands and read what it would mean for groups."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    context = {"job": job}
    if request.method == "POST":
        if too_often(request, "config_audit", rate="60/h", key=lambda _group, _request: str(request.member.pk)):
            return render(
                request,
                "matching/_config_audit.html",
                context | {"problem": _("That was asked very often. Try again in an hour.")},
                status=429,
            )
        known = taxonomy_of(job.company_id)
        people = applicants(job, known)
        draft = read(request.POST, known, people.demands) if "weight_skills" in request.POST else None
        if draft is not None and draft.errors:
            context["problem"] = _("First mend what is marked in the form.")
        else:
            body = draft.body if draft else rules_in_force(job)
            context |= {"looks": look(job, body, request.member, people), "asked": True}
    return render(request, "matching/_config_audit.html", context, status=422 if context.get("problem") else 200)


urlpatterns = [
    path("audits/", audit_list, name="audits"),
    path("audits/new/", audit_create, name="audit_create"),
    path("audits/<uuid:pk>/", audit, name="audit"),
    path("audits/<uuid:pk>/audit.csv", audit_file, {"ending": "csv"}, name="audit_csv"),
    path("audits/<uuid:pk>/audit.pdf", audit_file, {"ending": "pdf"}, name="audit_pdf"),
    path("audits/<uuid:pk>/publish/", audit_publish, name="audit_publish"),
    path("jobs/<uuid:pk>/scoring/audit/", config_audit, name="config_audit"),
]
