"""Settings of the voluntary questions and of audits, and the import of answers that were collected elsewhere. Admins only."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guard import needs
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.services.csv_import import read_csv
from jobs.views.settings import nav
from matching.models import FairnessSettings
from matching.services import self_reports

MOST_BYTES = 2 * 1024 * 1024
MOST_PROBLEMS = 50
COLUMNS = ("application", "email", "job")


class FairnessForm(forms.ModelForm):
    """The questions as a switch and a list of answers each."""

    class Meta:
        model = FairnessSettings
        fields = ["least_people", "tool_since", "source"]
        widgets = {"tool_since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"{question.key}_on"] = forms.BooleanField(required=False, initial=question.on, label=question.label)
            self.fields[f"{question.key}_choices"] = forms.CharField(
                initial="\n".join(label for _key, label in question.choices),
                widget=forms.Textarea(attrs={"rows": len(question.choices)}),
                label=gettext_lazy("Answers, one a line"),
                max_length=2000,
            )
        self.questions = questions

    def pairs(self):
        """(question, its switch, its answers) to lay out."""
        return [(question, self[f"{question.key}_on"], self[f"{question.key}_choices"]) for question in self.questions]

    def asked(self):
        return {
            one.key: (self.cleaned_data[f"{one.key}_on"], self.cleaned_data[f"{one.key}_choices"].splitlines())
            for one in self.questions
        }


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file"))


def _forms(request, data=None):
    settings = self_reports.settings_of(request.member.company)
    return FairnessForm(data, instance=settings, questions=self_reports.questions_of(settings, on_only=False))


def _page(request, form, importing=None, problems=(), status=200):
    return render(
        request,
        "matching/fairness.html",
        {
            "form": form,
            "importing": importing or ImportForm(),
            "problems": problems,
            "tabs": nav("fairness"),
            "columns": [question.key for question in self_reports.questions_of(self_reports.settings_of(request.member.company))],
        },
        status=status,
    )


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_SETTINGS)
def fairness(request):
    form = _forms(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            self_reports.save_settings(
                company=request.member.company,
                actor=request.member,
                asked=form.asked(),
                **{name: given[name] for name in ("least_people", "tool_since", "source")},
            )
        except self_reports.SelfReportRefused as refusal:
            form.add_error(f"{refusal.field}_choices", str(refusal))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("matching:fairness")
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
@needs(Action.MANAGE_SETTINGS)
def self_report_import(request):
    """A CSV file: all its rows, or none and what is wrong with which."""
    importing, problems = ImportForm(request.POST, request.FILES), []
    if importing.is_valid():
        try:
            taken, left = self_reports.take_in(
                company=request.member.company,
                actor=request.member,
                rows=rows_of(importing.cleaned_data["file"], request.member.company),
            )
        except Refused as refusal:
            problems = getattr(refusal, "problems", [])
            importing.add_error("file", str(refusal))
        else:
            said = ngettext("%(n)d application has answers now.", "%(n)d applications have answers now.", taken) % {"n": taken}
            if left:
                said += " " + ngettext(
                    "%(n)d was left as the person said it.", "%(n)d were left as the people said it.", left
                ) % {"n": left}
            messages.success(request, said)
            return redirect("matching:fairness")
    shown = [(number + 1, column, text) for number, column, text in problems[:MOST_PROBLEMS]]  # the header is line 1
    return _page(request, _forms(request), importing, shown, status=422)


def rows_of(file, company):
    """The file's rows as {column: text}; refused where a column that says whom is meant is missing."""
    if file.size > MOST_BYTES:
        raise self_reports.SelfReportRefused(
            _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES >> 20}, code="too_large", field="file"
        )
    header, rows = read_csv(file)
    names = [name.strip().casefold() for name in header]
    questions = [question.key for question in self_reports.questions_of(self_reports.settings_of(company))]
    if not {"application", "email"} & set(names) or not set(questions) & set(names):
        raise self_reports.SelfReportRefused(
            _("The first line must name “application” or “email”, and at least one of: %(columns)s.")
            % {"columns": ", ".join(questions)},
            code="columns",
            field="file",
        )
    found = []
    for number, cells in rows:
        if not isinstance(cells, list) or len(cells) != len(names):
            raise self_reports.SelfReportRefused(
                _("Line %(n)d has another number of columns than the first line.") % {"n": number}, code="not_csv", field="file"
            )
        found.append({name: cell.strip() for name, cell in zip(names, cells, strict=True) if name in (*COLUMNS, *questions)})
        if len(found) > self_reports.MOST_ROWS:
            break
    return found


urlpatterns = [
    path("settings/fairness/", fairness, name="fairness"),
    path("settings/fairness/import/", self_report_import, name="self_report_import"),
]
