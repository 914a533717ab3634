"""The list of candidates, one candidate's page, and what is done to them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.models import Membership
from accounts.paging import page_of
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.filters import CandidateFilter
from jobs.forms.candidates import AddToJobForm, CandidateForm, ContactRow, SightForm, TagForm, tag_names
from jobs.forms.rows import Rows
from jobs.models import Application, Candidate, PoolPlace
from jobs.services import candidates as service
from jobs.services.applications import apply_to_job
from jobs.services.bulk import bulk_tag
from jobs.services.exports import export_candidates
from jobs.views.jobs import custom_values
from jobs.views.lists import is_id, list_context
from jobs.views.replies import dialog, refuse, refuse_invalid, said, saved, way_back

ORDERS = {
    "-created": ("-created_at", "-pk"),
    "created": ("created_at", "pk"),
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "-years": ("-years", "-pk"),
    "years": ("years", "pk"),
}
SORTS = {"name": ("name", "-name"), "years": ("-years", "years"), "created": ("-created", "created")}
PLURAL = {"email": "emails", "phone": "phones", "link": "links"}


def narrowed(request):
    """The candidates that the request's filters leave, of those that the member may see."""
    rows = Candidate.objects.visible_to(request.member)
    return CandidateFilter(request.GET, queryset=rows, request=request)


@require_GET
@needs()
def candidate_list(request):
    """Candidates, newest first; an interviewer finds those assigned to them."""
    found = narrowed(request)
    rows = found.qs.annotate(source_name=F("source__name")).prefetch_related(Prefetch("tags", to_attr="tag_list"))
    page = page_of(rows.defer("custom", "work_authorisation", "consent_until", "keep_until"), request, orders=ORDERS)
    runs = _latest_runs(request.member, page.rows)
    for row in page.rows:
        row.url = f"{request.path}{row.pk}/"
        _in_short(row, runs.get(row.pk, []))
    context = list_context(request, found, page, sorts=SORTS, view_page="candidates")
    return render(request, "jobs/candidates.html", context)


def _latest_runs(member, candidates):
    """candidate id → (applied at, job title, stage, status) of their applications: plain values, one query."""
    seen = Application.objects.filter(candidate__in=[row.pk for row in candidates]).to_jobs_seen_by(member).order_by()
    runs = {}
    for candidate, *run in seen.values_list("candidate", "applied_at", "job__title", "stage__name", "status"):
        runs.setdefault(candidate, []).append(run)
    return runs


def _in_short(row, runs):
    """What a line of the list says: worked out here, since a template takes ten times as long for it."""
    tags = [tag.name for tag in row.tag_list]
    row.first_tags, row.more_tags = tags[:2], max(0, len(tags) - 2)
    row.years_short = "" if row.years is None else f"{row.years:f}".removesuffix(".0")
    row.skills_line = ", ".join(map(str, row.top_skills[:4]))
    row.second_line = row.headline or row.email or row.location or "\u00a0"
    row.latest_job = ""
    if runs:
        _at, row.latest_job, stage, status = max(runs)
        words = stage if status == Application.Status.ACTIVE else Application.Status(status).label
        row.latest_words = f"{words} · {_('%(count)d in all') % {'count': len(runs)}}" if len(runs) > 1 else words


@require_POST
@needs(Action.EXPORT)
def export(request):
    """The list as it is narrowed now, as a CSV file; who took it out is written down."""
    lines = export_candidates(candidates=narrowed(request).qs, actor=request.member)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="candidates-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def get_candidate(request, pk):
    """The visible candidate with that id, or 404."""
    rows = Candidate.objects.visible_to(request.member).select_related("source", "company", "created_by__user")
    return get_object_or_404(rows, pk=pk)


@needs()
def candidate(request, pk):
    """One person: who they are, their applications, what happened; résumé and facts come from matching by address."""
    row = get_candidate(request, pk)
    runs = Application.objects.visible_to(request.member).filter(candidate=row).select_related("job", "stage", "source")
    runs = runs.defer("cover_letter", "rejection_note", "custom", "job__description", "job__custom")
    runs, resumes = list(runs.order_by("-applied_at")[:50]), list(row.resumes.all()[:10])
    context = {
        "candidate": row,
        "applications": runs,
        "tags": list(row.tags.all()),
        "contacts": [] if row.covered else list(row.contact_points.all()),
        "resumes": resumes,
        "custom": custom_values(row, "candidate"),
        "pools": list(PoolPlace.objects.visible_to(request.member).filter(candidate=row).select_related("pool")[:20]),
        "sight": service.with_sight(row) if request.member.can(Action.EDIT_CANDIDATE) else [],
    }
    return render(request, "jobs/candidate.html", context)


@needs(Action.ADD_CANDIDATE)
def create(request):
    """Add a person by hand."""
    return _form(request, None)


@needs(Action.EDIT_CANDIDATE)
def edit(request, pk):
    """Change a person's facts. If a colleague was quicker, what was typed stays on the page."""
    row = get_candidate(request, pk)
    if row.covered:
        return said(
            request,
            _("You review this person blind. Decide about them first."),
            level="error",
            back=reverse("jobs:candidate", args=[pk]),
        )
    return _form(request, row)


def _form(request, row):
    data = request.POST if request.method == "POST" else None
    form = CandidateForm(data, instance=row or Candidate(company=request.member.company), member=request.member)
    if row is None:
        initial = [{"kind": "email"}, {"kind": "phone"}]
    else:
        initial = [{"value": point.value, "kind": point.kind} for point in row.contact_points.all()]
    rows = Rows(ContactRow, "contact", data=data, initial=[] if data else initial, blank=1)
    if data is not None and all([form.is_valid(), rows.is_valid()]):  # noqa: C419  (both say what is wrong)
        try:
            saved_row = _save(request, row, form, rows)
        except Refused as refusal:
            refuse(form, refusal)
            if refusal.code == "changed_meanwhile":
                form.data = form.data.copy()
                form.data["revision"] = Candidate.objects.values_list("revision", flat=True).get(pk=row.pk)
        except ValidationError as error:
            refuse_invalid(form, error)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved_row.name})
            return redirect("jobs:candidate", saved_row.pk)
    context = {"form": form, "contacts": rows, "candidate": row, "tag_names": tag_names(request.member)}
    return render(request, "jobs/candidate_form.html", context, status=422 if form.is_bound else 200)


def _save(request, row, form, rows):
    contacts = {name: [] for name in PLURAL.values()}
    for given in rows.cleaned:
        contacts[PLURAL[given["kind"]]].append(given["value"])
    values = form.values() | contacts
    if row is None:
        return service.create_candidate(company=request.member.company, actor=request.member, **values)
    return service.change_candidate(candidate=row, actor=request.member, seen_revision=form.cleaned_data["revision"], **values)


@needs(Action.DELETE_CANDIDATE)
def delete(request, pk):
    """Delete a person with files and applications; asks first."""
    row = get_candidate(request, pk)
    if request.method != "POST":
        counts = {"applications": row.applications.count(), "resumes": row.resumes.count()}
        return dialog(
            request,
            "jobs/candidate_delete.html",
            title=_("Delete %(name)s?") % {"name": row.name},
            candidate=row,
            verb=_("Delete for good"),
            danger=True,
            **counts,
        )
    service.delete_candidate(candidate=row, actor=request.member)
    return saved(request, _("%(name)s and their files are deleted.") % {"name": row.name}, reverse("jobs:candidates"))


@needs(Action.MOVE_APPLICATION)
def apply(request, pk):
    """Enter a person into a job; asks again where they applied before and the job wants a warning."""
    row = get_candidate(request, pk)
    form = AddToJobForm(request.POST or None, member=request.member, initial={"job": request.GET.get("job")})
    again = False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            application = apply_to_job(
                job=given["job"], candidate=row, actor=request.member, source=given["source"], confirmed=given["confirmed"]
            )
        except Refused as refusal:
            refuse(form, refusal)
            again = refusal.code == "confirm_again"
            if again:
                form.data = form.data.copy()
                form.data["confirmed"] = "on"
        else:
            words = _("%(name)s is in “%(job)s” now.") % {"name": row.name, "job": application.job.title}
            return saved(request, words, reverse("jobs:application", args=[application.pk]))
    return dialog(
        request,
        "jobs/candidate_apply.html",
        title=_("Add %(name)s to a job") % {"name": row.name},
        form=form,
        again=again,
        verb=_("Add to the job"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.EDIT_CANDIDATE)
def sight(request, pk):
    """Let interviewers see this person, or end it (POST `end`=member)."""
    row = get_candidate(request, pk)
    to = reverse("jobs:candidate", args=[pk])
    if request.POST.get("end"):
        people = Membership.objects.visible_to(request.member)
        member = get_object_or_404(people, pk=request.POST["end"]) if is_id(request.POST["end"]) else None
        if member:
            service.end_sight(candidate=row, member=member, actor=request.member)
        return saved(request, _("Their sight has ended."), to)
    form = SightForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        service.assign_sight(candidate=row, member=form.cleaned_data["member"], actor=request.member)
        return saved(request, _("%(name)s can see this person now.") % {"name": form.cleaned_data["member"].name}, to)
    return dialog(
        request,
        "jobs/candidate_sight.html",
        title=_("Who may see %(name)s") % {"name": row.name},
        form=form,
        text=_("Admins, recruiters and viewers see every candidate; interviewers only those you choose."),
        sight=service.with_sight(row),
        verb=_("Let them see"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.EDIT_CANDIDATE)
@require_POST
def bulk_tags(request):
    """Tag the chosen candidates, or with `all` everyone whom the filters in the address leave."""
    back = f"{reverse('jobs:candidates')}?{request.GET.urlencode()}"
    return tag_people(request, chosen_of(request, Candidate.objects.visible_to(request.member), narrowed), back)


def tag_people(request, people, back):
    """Ask for tags in the dialog, then put them on `people`."""
    form = TagForm(request.POST if "tags" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            count = bulk_tag(candidates=people, tags=form.tags_for(request.member.company), actor=request.member)
        except Refused as refusal:
            return said(request, str(refusal), level="error", back=back)
        words = ngettext("%(count)d person tagged.", "%(count)d people tagged.", count) % {"count": count}
        return saved(request, words, way_back(request, back) if request.headers.get("HX-Request") else back)
    hidden = [("row", request.POST.getlist("row")[:1000]), ("all", request.POST.getlist("all"))]
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Tag people"),
        form=form,
        hidden=hidden,
        verb=_("Tag"),
        datalist=tag_names(request.member),
        status=422 if form.is_bound else 200,
    )


def chosen_of(request, rows, narrow):
    """The ticked rows (`row`), or with `all` those that the filters leave."""
    if request.POST.get("all"):
        return narrow(request).qs.order_by()
    return rows.filter(pk__in=[pk for pk in request.POST.getlist("row")[:1000] if is_id(pk)])
