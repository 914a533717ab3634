"""Bringing people in: drop files and watch them being read, map and check a CSV file, find and merge doubles."""

import csv

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.guard import needs
from accounts.paging import page_of
from accounts.permissions import Action
from billing.entitlements import OverQuota
from jobs.models import Candidate, Intake, IntakeRow, Job, Merge, Resume
from jobs.services import csv_import
from jobs.services.candidates import CandidateRefused
from jobs.services.duplicates import duplicate_groups, duplicates_of, told_apart
from jobs.services.intake import add_file, read_again, start_intake, too_large
from jobs.services.merge import merge_candidates, undo_merge
from jobs.uploads import files_too_large

ACCEPT = ".pdf,.docx,.odt,.rtf,.txt,.html,.htm,.zip,.png,.jpg,.jpeg,.tif,.tiff"


class JobChoice(forms.Form):
    """Which job the people are for; none is fine."""

    job = forms.ModelChoiceField(
        queryset=Job.objects.none(),
        required=False,
        label=gettext_lazy("For the job"),
        empty_label=gettext_lazy("No job: only the company's candidates"),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["job"].queryset = (
            Job.objects.visible_to(member).filter(is_template=False).exclude(status=Job.Status.CLOSED).order_by("title")
        )


class CsvForm(JobChoice):
    file = forms.FileField(label=gettext_lazy("CSV file"))


@require_GET
@needs(Action.ADD_CANDIDATE)
def imports(request):
    """Every batch of the company, newest first."""
    rows = Intake.objects.visible_to(request.member).select_related("job", "by__user")
    page = page_of(rows, request, orders={"newest": ("-created_at", "-pk")}, size=30)
    unread = Resume.objects.visible_to(request.member).filter(state=Resume.State.UNREADABLE, candidate=None)
    return render(request, "jobs/imports.html", {"page": page, "unread": unread.order_by("-uploaded_at")[:20]})


@require_http_methods(["GET", "POST"])
@needs(Action.ADD_CANDIDATE)
def upload(request):
    """Choose the job, drop the files. A plain form post without scripts works as well, with several files at once."""
    form = JobChoice(
        request.POST if request.method == "POST" else None, initial={"job": request.GET.get("job")}, member=request.member
    )
    files = request.FILES.getlist("file")
    if request.method == "POST" and form.is_valid():
        _tell_too_large(request)
        if files:
            intake = start_intake(company=request.member.company, actor=request.member, job=form.cleaned_data["job"])
            _add_files(request, intake, files)
            return redirect("jobs:intake", intake.pk)
        form.add_error(None, _("Choose at least one file."))
    return render(request, "jobs/upload.html", {"form": form, "accept": ACCEPT}, status=422 if form.errors else 200)


def _add_files(request, intake, files):
    for number, file in enumerate(files):
        try:
            add_file(company=intake.company, actor=request.member, file=file, name=file.name, intake=intake)
        except OverQuota as refusal:
            left = ngettext("%(n)d file was not taken.", "%(n)d files were not taken.", len(files) - number) % {
                "n": len(files) - number
            }
            messages.error(request, f"{refusal} {left}")
            return
        except CandidateRefused as refusal:
            messages.error(request, f"{file.name}: {refusal}")


def _tell_too_large(request):
    for name in files_too_large(request):
        messages.error(request, f"{name}: {too_large()}")


@require_GET
@needs(Action.ADD_CANDIDATE)
def intake(request, pk):
    """One batch: drop more files, see each one's state; a CSV batch shows its mapping, dry run or result."""
    batch = get_object_or_404(Intake.objects.visible_to(request.member).select_related("job", "by__user"), pk=pk)
    if batch.kind == Intake.Kind.CSV:
        return _csv_page(request, batch)
    files = batch.resumes.select_related("candidate", "job")
    page = page_of(files, request, orders={"newest": ("-uploaded_at", "-pk")}, size=100)
    asked = request.GET.copy()
    asked["part"] = "progress"
    archives = batch.resumes.filter(kind="zip", state=Resume.State.READ).count()  # unpacked, not read
    context = {
        "intake": batch,
        "read": batch.done - archives,
        "files_total": batch.total - archives,
        "page": page,
        "accept": ACCEPT,
        "progress_url": f"{request.path}?{asked.urlencode()}",
    }
    template = "jobs/_intake_progress.html" if request.GET.get("part") == "progress" else "jobs/intake.html"
    return render(request, template, context)


@require_POST
@needs(Action.ADD_CANDIDATE)
def intake_file(request, pk):
    """One dropped file. The batch's list, which keeps itself up to date, has its row."""
    batch = get_object_or_404(Intake.objects.visible_to(request.member), pk=pk, kind=Intake.Kind.FILES)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise _no_file(request)
        add_file(company=batch.company, actor=request.member, file=file, name=file.name, intake=batch)
    except (CandidateRefused, OverQuota) as refusal:
        return JsonResponse({"detail": str(refusal), "code": refusal.code}, status=422)
    return HttpResponse(status=204)


def _no_file(request):
    if files_too_large(request):
        return too_large()
    return CandidateRefused(_("No file arrived. Choose one and try again."), code="required", field="file")


@require_GET
@needs(Action.ADD_CANDIDATE)
def resume_row(request, pk):
    mine = Resume.objects.visible_to(request.member).select_related("candidate", "job")
    return render(request, "jobs/_resume_row.html", {"resume": get_object_or_404(mine, pk=pk), "alone": True})


@require_POST
@needs(Action.ADD_CANDIDATE)
def resume_again(request, pk):
    resume = get_object_or_404(Resume.objects.visible_to(request.member), pk=pk)
    try:
        resume = read_again(resume=resume, actor=request.member)
    except (CandidateRefused, OverQuota) as refusal:
        messages.error(request, str(refusal))
    resume = Resume.objects.select_related("candidate", "job").get(pk=resume.pk)
    if request.headers.get("HX-Request"):
        return render(request, "jobs/_resume_row.html", {"resume": resume, "alone": True})
    return redirect("jobs:intake", resume.intake_id) if resume.intake_id else redirect("jobs:imports")


@require_GET
@needs()
def resume_file(request, pk):
    """The original as a download: never shown by the browser, so that nothing in it can run here."""
    resume = get_object_or_404(Resume.objects.visible_to(request.member), pk=pk)
    return original(resume)


def original(resume):
    """The bytes as they were uploaded, as an answer that no browser shows or runs."""
    if resume.covered:  # who asks reviews this person blind
        raise Http404
    try:
        file = resume.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = FileResponse(file, as_attachment=True, filename=resume.name, content_type="application/octet-stream")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
@needs(Action.IMPORT)
def import_csv(request):
    """Choose a CSV file; the next page maps its columns."""
    form = CsvForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={"job": request.GET.get("job")},
        member=request.member,
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = csv_import.start_csv(
                company=request.member.company, actor=request.member, file=file, name=file.name, job=form.cleaned_data["job"]
            )
        except CandidateRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("jobs:intake", batch.pk)
    return render(request, "jobs/import_csv.html", {"form": form}, status=422 if form.errors else 200)


def _csv_page(request, batch, error=None):
    bad = batch.rows.filter(state=IntakeRow.State.BAD)
    context = {"intake": batch, "page": page_of(bad, request, orders={"line": ("number", "pk")}, size=50), "error": error}
    if batch.state in {Intake.State.MAPPING, Intake.State.CHECKED, Intake.State.FAILED}:
        context |= _mapping_context(batch)
    context["same"] = batch.rows.filter(state=IntakeRow.State.SAME).count() if batch.state != Intake.State.MAPPING else 0
    if request.GET.get("part") == "progress":
        return render(request, "jobs/_csv_progress.html", context)
    return render(request, "jobs/intake_csv.html", context, status=422 if error else 200)


def _mapping_context(batch):
    """The file's columns with three sample values each, and what each is mapped to."""
    chosen = {column: field for field, column in batch.mapping.items()}
    columns = [one | {"field": chosen.get(one["number"], "")} for one in csv_import.columns_of(batch)]
    return {"columns": columns, "fields": csv_import.FIELDS.items()}


@require_POST
@needs(Action.IMPORT)
def csv_check(request, pk):
    """Take the mapping of the form (column_0=email, …) and begin the dry run."""
    batch = get_object_or_404(Intake.objects.visible_to(request.member), pk=pk, kind=Intake.Kind.CSV)
    mapping = {}
    for key, field in request.POST.items():
        number = key.removeprefix("column_")
        if key.startswith("column_") and number.isdecimal() and field:
            if field in mapping:
                return _csv_page(
                    request, batch, _("Two columns are mapped to “%(field)s”.") % {"field": csv_import.FIELDS.get(field, field)}
                )
            mapping[field] = int(number)
    try:
        csv_import.start_check(intake=batch, mapping=mapping, actor=request.member)
    except CandidateRefused as refusal:
        return _csv_page(request, batch, str(refusal))
    return redirect("jobs:intake", batch.pk)


@require_POST
@needs(Action.IMPORT)
def csv_start(request, pk):
    batch = get_object_or_404(Intake.objects.visible_to(request.member), pk=pk, kind=Intake.Kind.CSV)
    try:
        csv_import.start_import(intake=batch, actor=request.member)
    except CandidateRefused as refusal:
        return _csv_page(request, batch, str(refusal))
    return redirect("jobs:intake", batch.pk)


@require_http_methods(["GET", "POST"])
@needs(Action.ADD_CANDIDATE)
def candidate_upload(request, pk):
    """A newer résumé of somebody we know."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    problem = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise _no_file(request)
            add_file(company=candidate.company, actor=request.member, file=file, name=file.name, candidate=candidate)
        except (CandidateRefused, OverQuota) as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The résumé is being read; its facts replace the older ones, your corrections stay."))
            return redirect("jobs:candidate", candidate.pk)
    context = {"candidate": candidate, "accept": ACCEPT.replace(".zip,", ""), "problem": problem}
    return render(request, "jobs/candidate_upload.html", context, status=422 if problem else 200)


@require_GET
@needs(Action.IMPORT)
def csv_report(request, pk):
    """The bad rows as a CSV file with the reason in front, to be mended and imported again."""
    batch = get_object_or_404(Intake.objects.visible_to(request.member), pk=pk, kind=Intake.Kind.CSV)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    writer = csv.writer(answer)
    titles = [one["title"] for one in csv_import.columns_of(batch, samples=0)]
    writer.writerow([_("Line"), _("What is wrong"), *map(plain_cell, titles)])
    for row in batch.rows.filter(state=IntakeRow.State.BAD).iterator(chunk_size=1000):
        reason = "; ".join(f"{field}: {text}" if field else text for field, text in row.problems)
        writer.writerow([row.number, reason, *map(plain_cell, row.values)])
    return answer


def plain_cell(value):
    """What no spreadsheet takes for a formula."""
    return f"'{value}" if csv_import.FORMULA.match(value) else value


@require_GET
@needs(Action.EDIT_CANDIDATE)
def duplicates(request):
    """Groups of candidates who share an address or a number, and what was merged lately."""
    groups = duplicate_groups(request.member.company)
    firsts = Candidate.objects.visible_to(request.member).in_bulk([first for *_rest, first in groups])
    rows = [
        {"kind": kind, "people": people, "candidate": firsts[first]} for kind, _key, people, first in groups if first in firsts
    ]
    merges = Merge.objects.visible_to(request.member).select_related("kept", "merged", "by__user")[:20]
    return render(request, "jobs/duplicates.html", {"rows": rows, "merges": merges})


@require_GET
@needs(Action.EDIT_CANDIDATE)
def candidate_duplicates(request, pk):
    """One candidate beside those who may be the same person, side by side."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    found = [(other, reasons, told_apart(other)) for other, reasons in duplicates_of(candidate)]
    template = "jobs/_duplicates_panel.html" if request.headers.get("HX-Request") else "jobs/candidate_duplicates.html"
    return render(request, template, {"candidate": candidate, "found": found, "told": told_apart(candidate)})


@require_POST
@needs(Action.EDIT_CANDIDATE)
def merge(request, pk, other):
    """Keep `pk`, merge `other` into it."""
    mine = Candidate.objects.visible_to(request.member)
    kept, merged = get_object_or_404(mine, pk=pk), get_object_or_404(mine, pk=other)
    try:
        merge_candidates(kept=kept, merged=merged, actor=request.member)
    except CandidateRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("jobs:candidate_duplicates", kept.pk)
    messages.success(request, _("%(name)s was merged. You can take it back on the duplicates page.") % {"name": merged.name})
    return redirect(reverse("jobs:candidate", args=[kept.pk]))


@require_POST
@needs(Action.EDIT_CANDIDATE)
def unmerge(request, pk):
    record = get_object_or_404(Merge.objects.visible_to(request.member), pk=pk)
    try:
        undo_merge(merge=record, actor=request.member)
    except CandidateRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The merge was taken back."))
    return redirect("jobs:duplicates")


urlpatterns = [
    path("upload/", upload, name="upload"),
    path("imports/", imports, name="imports"),
    path("imports/csv/", import_csv, name="import_csv"),
    path("imports/<uuid:pk>/", intake, name="intake"),
    path("imports/<uuid:pk>/file/", intake_file, name="intake_file"),
    path("imports/<uuid:pk>/check/", csv_check, name="csv_check"),
    path("imports/<uuid:pk>/start/", csv_start, name="csv_start"),
    path("imports/<uuid:pk>/report.csv", csv_report, name="csv_report"),
    path("resumes/<uuid:pk>/row/", resume_row, name="resume_row"),
    path("resumes/<uuid:pk>/again/", resume_again, name="resume_again"),
    path("resumes/<uuid:pk>/file/", resume_file, name="resume_file"),
    path("duplicates/", duplicates, name="duplicates"),
    path("duplicates/<uuid:pk>/undo/", unmerge, name="unmerge"),
    path("candidates/<uuid:pk>/duplicates/", candidate_duplicates, name="candidate_duplicates"),
    path("candidates/<uuid:pk>/upload/", candidate_upload, name="candidate_upload"),
    path("candidates/<uuid:pk>/merge/<uuid:other>/", merge, name="merge"),
]
