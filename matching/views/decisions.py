"""The decision record of a candidate and of a job: to read, and to take out as a file."""

from dataclasses import dataclass

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.guard import needs
from accounts.models import User
from accounts.paging import page_of
from accounts.permissions import Action
from jobs.blind import covered_for
from jobs.models import Candidate, Job, RejectionReason
from matching.models import Decision
from matching.services import decisions

ORDERS = {"newest": ("-number",)}
ICONS = {
    "scored": "target",
    "knocked_out": "triangle-alert",
    "seen": "eye",
    "moved": "arrow-right",
    "rejected": "circle-x",
    "unrejected": "undo-2",
    "hired": "circle-check",
    "unhired": "undo-2",
    "withdrawn": "log-out",
    "reopened": "rotate-ccw",
    "let_in": "undo-2",
    "sent_back": "rotate-ccw",
    "released": "circle-check",
    "revealed": "user",
    "erased": "trash-2",
}
RULED = {
    "knocked_out": gettext_lazy("set the score to zero by a rule: %(rules)s"),
    "released": gettext_lazy("is held back no more by %(rules)s"),
    "let_in": gettext_lazy("let them back in despite %(rules)s"),
    "sent_back": gettext_lazy("took back letting them in despite %(rules)s"),
}


@dataclass(frozen=True)
class Line:
    """One entry as it is read. about: (name, address) of the other party, of the job on a person's page and the other way round."""

    entry: Decision
    icon: str
    who: str
    what: str
    about: tuple


@require_GET
@needs(Action.EXPORT)
def of_candidate(request, pk):
    """What was scored, seen and decided about a person, newest first; of jobs that the reader may see."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    return _page(request, decisions.of_candidate(candidate, request.member), "candidate", candidate)


@require_GET
@needs(Action.EXPORT)
def of_job(request, pk):
    """What was scored, seen and decided for a job, newest first."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    return _page(request, decisions.of_job(job, request.member), "job", job)


def _page(request, entries, kind_of, subject):
    kind = request.GET.get("kind", "")
    kinds = Decision.Kind
    if kind in kinds.values:
        entries = entries.filter(kind=kind)
    page = page_of(entries, request, orders=ORDERS, size=50)
    context = {
        "page": page,
        "lines": lines(page.rows, request.member, kind_of),
        "kinds": kinds.choices,
        "kind": kind,
        "subject": subject,
        "of": kind_of,
        "back": reverse(f"jobs:{kind_of}", args=[subject.pk]),
        "list_url": reverse(f"jobs:{'candidates' if kind_of == 'candidate' else 'list'}"),
        "export": reverse(f"matching:{kind_of}_decisions_export", args=[subject.pk]),
    }
    return render(request, "matching/decisions.html", context)


def lines(entries, member, kind_of):
    """Entries in words; four queries for any number."""
    members = decisions.names_of(entries)
    people = {
        one.pk: one.name for one in User.objects.filter(pk__in={entry.person_id for entry in entries} - {None}).only("name")
    }
    reasons = RejectionReason.objects.of(member.company).filter(
        pk__in={entry.facts["reason"] for entry in entries if "reason" in entry.facts}
    )
    reasons = {str(pk): name for pk, name in reasons.values_list("pk", "name")}
    about = _others(entries, member, kind_of)
    return [
        Line(
            entry,
            ICONS[entry.kind],
            members.get(entry.member_id) or people.get(entry.person_id) or _nobody(entry),
            said(entry, reasons),
            about.get(entry.job_id if kind_of == "candidate" else entry.candidate_id, ("", "")),
        )
        for entry in entries
    ]


def _nobody(entry):
    return _("Somebody who was erased") if entry.member_id or entry.person_id else _("IntelliMatch")


def _others(entries, member, kind_of):
    """{id: (name, address)} of the jobs on a person's page, of the people on a job's."""
    if kind_of == "candidate":
        jobs = Job.objects.visible_to(member).filter(pk__in={entry.job_id for entry in entries} - {None})
        return {pk: (title, reverse("jobs:job", args=[pk])) for pk, title in jobs.values_list("pk", "title")}
    people = Candidate.objects.visible_to(member).filter(pk__in={entry.candidate_id for entry in entries} - {None})
    return {one.pk: (one.name, reverse("jobs:candidate", args=[one.pk])) for one in people.only("name")}


def said(entry, reasons):
    """What an entry says, in a sentence without its actor."""
    facts = entry.facts
    if entry.kind == "scored":
        return _("scored %(score)s by rules v%(rules)s, engine v%(engine)s, facts v%(features)s") % {
            "score": facts["score"],
            "rules": facts["rules_version"],
            "engine": facts["engine"],
            "features": facts["feature_version"],
        }
    if facts.get("rules") and entry.kind in RULED:
        return RULED[entry.kind] % {"rules": ", ".join(facts["rules"])}
    if entry.kind == "seen":
        return _("saw the score %(score)s") % {"score": facts["score"]}
    if entry.kind == "moved" and facts.get("from_stage") and facts.get("to_stage"):
        words = _("moved from “%(from)s” to “%(to)s”") % {"from": facts["from_stage"]["name"], "to": facts["to_stage"]["name"]}
    elif facts.get("reason") in reasons:
        words = _("rejected: %(reason)s") % {"reason": reasons[facts["reason"]]}
    else:
        words = str(Decision.Kind(entry.kind).label).lower()
    return _("%(words)s, at a score of %(score)s") % {"words": words, "score": facts["score"]} if facts.get("score") else words


@require_POST
@needs(Action.EXPORT)
def export_candidate(request, pk):
    """A person's record as CSV, or with what the scores were made of as JSON (`as=json`); who took it out is written down."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    return _file(request, decisions.of_candidate(candidate, request.member), candidate)


@require_POST
@needs(Action.EXPORT)
def export_job(request, pk):
    """A job's record as a file."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    return _file(request, decisions.of_job(job, request.member), job)


def _file(request, entries, subject):
    form = request.POST.get("as", "csv")
    if form not in {"csv", "json"}:
        raise Http404
    decisions.log_export(actor=request.member, subject=subject, count=entries.count())
    about = {
        "format": "intellimatch-decision-record-1",
        "of": subject._meta.model_name,
        "id": str(subject.pk),
        "at": timezone.now().isoformat(),
    }
    parts = decisions.as_csv(entries) if form == "csv" else decisions.as_json(entries, about, hidden=covered_for(request.member))
    answer = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8" if form == "csv" else "application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="decisions-{subject._meta.model_name}-{subject.pk}.{form}"'
    return answer


urlpatterns = [
    path("candidates/<uuid:pk>/decision-record/", of_candidate, name="candidate_decisions"),
    path("candidates/<uuid:pk>/decision-record/export/", export_candidate, name="candidate_decisions_export"),
    path("jobs/<uuid:pk>/decision-record/", of_job, name="job_decisions"),
    path("jobs/<uuid:pk>/decision-record/export/", export_job, name="job_decisions_export"),
]
