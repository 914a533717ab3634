"""What happened to a person, a job or the whole company, told from the one event log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Event, Membership
from accounts.permissions import Action
from accounts.querysets import AsText
from collaboration.models import Interview
from jobs.blind import covered, name_of, pseudonym
from jobs.models import Application, Candidate, Job, Resume, StageChange

# name of the event -> (group, icon, words); %(who)s is never in them: the line begins with who did it
TOLD = {
    "application.created": ("moves", "user-plus", gettext_lazy("added %(about)s to the job")),
    "application.moved": ("moves", "arrow-right", gettext_lazy("moved %(about)s from “%(from)s” to “%(to)s”")),
    "application.rejected": ("moves", "circle-x", gettext_lazy("rejected %(about)s in “%(from)s”")),
    "application.unrejected": ("moves", "undo-2", gettext_lazy("took the rejection of %(about)s back")),
    "application.hired": ("moves", "circle-check", gettext_lazy("hired %(about)s")),
    "application.unhired": ("moves", "undo-2", gettext_lazy("took the hire of %(about)s back")),
    "application.withdrawn": ("moves", "log-out", gettext_lazy("wrote down that %(about)s withdrew")),
    "application.reopened": ("moves", "rotate-ccw", gettext_lazy("re-opened the application of %(about)s")),
    "knockout.waived": ("moves", "undo-2", gettext_lazy("let %(about)s back in past a rule")),
    "comment.created": ("talk", "message-square", gettext_lazy("commented on %(about)s")),
    "assignment.made": ("work", "user-check", gettext_lazy("gave %(about)s to %(member)s")),
    "assignment.ended": ("work", "user-check", gettext_lazy("took %(about)s from %(member)s")),
    "task.created": ("work", "clipboard-list", gettext_lazy("wrote down a task for %(member)s")),
    "task.done": ("work", "clipboard-check", gettext_lazy("finished a task")),
    "interview.created": ("interviews", "calendar-plus", gettext_lazy("planned an interview with %(about)s")),
    "interview.scheduled": ("interviews", "calendar-check", gettext_lazy("set the time of an interview with %(about)s")),
    "interview.changed": ("interviews", "calendar-clock", gettext_lazy("changed an interview with %(about)s")),
    "interview.cancelled": ("interviews", "calendar-x", gettext_lazy("cancelled an interview with %(about)s")),
    "interview.done": ("interviews", "calendar-check", gettext_lazy("held an interview with %(about)s")),
    "interview.no_show": ("interviews", "calendar-x", gettext_lazy("wrote down that %(about)s did not come to an interview")),
    "scorecard.submitted": ("interviews", "clipboard-check", gettext_lazy("sent a scorecard about %(about)s")),
    "offer.sent": ("offers", "file-check", gettext_lazy("sent %(about)s an offer")),
    "offer.accepted": ("offers", "file-check", gettext_lazy("wrote down that %(about)s accepted the offer")),
    "offer.declined": ("offers", "file-x", gettext_lazy("wrote down that %(about)s declined the offer")),
    "offer.withdrawn": ("offers", "file-x", gettext_lazy("withdrew the offer to %(about)s")),
    "offer.expired": ("offers", "file-x", gettext_lazy("saw the offer to %(about)s run out")),
    "candidate.created": ("people", "user-plus", gettext_lazy("added %(about)s")),
    "candidate.merged": ("people", "git-merge", gettext_lazy("merged another entry into %(about)s")),
    "candidate.unmerged": ("people", "undo-2", gettext_lazy("took a merge into %(about)s back")),
    "candidate.changed": ("people", "pencil", gettext_lazy("changed the entry of %(about)s")),
    "pool.person_added": ("people", "users-round", gettext_lazy("put %(about)s into a talent pool")),
    "pool.person_removed": ("people", "users-round", gettext_lazy("took %(about)s out of a talent pool")),
    "candidate.sight_given": ("people", "eye", gettext_lazy("let %(member)s see %(about)s")),
    "candidate.sight_ended": ("people", "eye-off", gettext_lazy("ended the sight that %(member)s had of %(about)s")),
    "resume.uploaded": ("people", "upload", gettext_lazy("uploaded a résumé of %(about)s")),
    "resume.read": ("people", "file-check", gettext_lazy("read a résumé of %(about)s")),
    "resume.unreadable": ("people", "file-x", gettext_lazy("could not read a résumé of %(about)s")),
    "job.created": ("jobs", "plus", gettext_lazy("made the job %(about)s")),
    "job.changed": ("jobs", "pencil", gettext_lazy("changed the job %(about)s")),
    "post.published": ("jobs", "globe", gettext_lazy("published a post of %(about)s")),
    "post.unpublished": ("jobs", "eye-off", gettext_lazy("took a post of %(about)s down")),
    "job.opened": ("jobs", "play", gettext_lazy("opened the job %(about)s")),
    "job.held": ("jobs", "pause", gettext_lazy("put the job %(about)s on hold")),
    "job.closed": ("jobs", "archive", gettext_lazy("closed the job %(about)s")),
    "scoring.changed": ("jobs", "sliders-horizontal", gettext_lazy("changed the scoring rules of %(about)s")),
}
GROUPS = {
    "moves": gettext_lazy("Moves"),
    "talk": gettext_lazy("Comments"),
    "work": gettext_lazy("Assignments and tasks"),
    "interviews": gettext_lazy("Interviews"),
    "offers": gettext_lazy("Offers"),
    "people": gettext_lazy("People"),
    "jobs": gettext_lazy("Jobs"),
}
APPLIED = gettext_lazy("applied")  # they themselves
QUIET = frozenset({"candidate.sight_given", "candidate.sight_ended"})  # told beside the person, not among everything
KINDS = {"jobs.application": Application, "jobs.candidate": Candidate, "jobs.job": Job, "collaboration.interview": Interview}


@dataclass(frozen=True)
class Line:
    """One thing that happened: who did what (`text` is safe HTML, with a link to what it is about), at which job, when, and why."""

    pk: int
    icon: str
    who: str
    text: str
    job: str
    at: datetime
    why: str = ""
    name: str = ""


def happened(member, *, candidate=None, job=None, group="", by=None):
    """Events that the member may read, newest first; about a visible candidate or job if one is given."""
    quiet = QUIET if candidate is None else ()
    names = [name for name, (of, _icon, _words) in TOLD.items() if name not in quiet and (not group or of == group)]
    rows = Event.objects.visible_to(member).filter(name__in=names)
    if by is not None:
        rows = rows.filter(member=by)
    applications = Application.objects.visible_to(member)
    if candidate is not None:
        runs = applications.filter(candidate=candidate)
        own = _about(Candidate, Candidate.objects.filter(pk=candidate.pk)) | _about(
            Resume, Resume.objects.filter(candidate=candidate)
        )
        rows = rows.filter(own | _of_runs(member, runs))
    elif job is not None:
        runs = applications.filter(job=job)
        rows = rows.filter(_about(Job, Job.objects.filter(pk=job.pk)) | _of_runs(member, runs))
    elif not member.can(Action.VIEW_CANDIDATES):
        people = Candidate.objects.visible_to(member)
        seen = (
            _about(Job, Job.objects.visible_to(member))
            | _about(Candidate, people)
            | _about(Resume, Resume.objects.visible_to(member))
        )
        rows = rows.filter(seen | _of_runs(member, applications))
    return rows.select_related("member__user", "person").order_by("-at", "-pk")


def _of_runs(member, applications):
    interviews = Interview.objects.filter(application__in=applications)
    return _about(Application, applications) | _about(Interview, interviews)


def _about(model, rows):
    ids = rows.order_by().annotate(as_text=AsText("pk")).values("as_text")
    return Q(subject_type=model._meta.label_lower, subject_id__in=ids)


def as_lines(rows, member):
    """Event rows as Lines: the names of what they are about in one query a kind."""
    subjects, changes, members = {}, set(), set()
    for row in rows:
        subjects.setdefault(row.subject_type, set()).add(row.subject_id)
        changes |= {row.facts["stage_change_id"]} if "stage_change_id" in row.facts else set()
        members |= {row.facts["member_id"]} if row.facts.get("member_id") else set()
    called = _called(subjects, member)
    changes = StageChange.objects.filter(pk__in=changes).select_related("from_stage", "to_stage", "application__stage").in_bulk()
    members = {str(pk): name for pk, name in Membership.objects.filter(pk__in=members).values_list("pk", "user__name")}
    return [_line(row, called, changes, members) for row in rows]


def _called(subjects, member):
    """{(kind, id): (name, address, job)} of what the member may see."""
    found = {}
    for kind, ids in subjects.items():
        if kind == "jobs.application" or kind == "collaboration.interview":
            model = KINDS[kind]
            path = "application__" if model is Interview else ""
            fields = ("pk", f"{path}pk", f"{path}candidate_id", f"{path}candidate__name", f"{path}job__title")
            for pk, run, candidate, name, title in model.objects.visible_to(member).filter(pk__in=ids).values_list(*fields):
                found[kind, str(pk)] = name_of(candidate, name), reverse("jobs:application", args=[run]), title
        elif kind == "jobs.candidate":
            for one in Candidate.objects.visible_to(member).filter(pk__in=ids).only("name"):
                found[kind, str(one.pk)] = one.name, reverse("jobs:candidate", args=[one.pk]), ""
        elif kind == "jobs.resume":
            for one in Resume.objects.visible_to(member).filter(pk__in=ids, candidate__isnull=False).select_related("candidate"):
                found[kind, str(one.pk)] = one.candidate.name, reverse("jobs:candidate", args=[one.candidate_id]), ""
        elif kind == "jobs.job":
            for pk, title in Job.objects.visible_to(member).filter(pk__in=ids).values_list("pk", "title"):
                found[kind, str(pk)] = title, reverse("jobs:job", args=[pk]), ""
    return found


def _line(row, called, changes, members):
    _group, icon, words = TOLD[row.name]
    change = changes.get(row.facts.get("stage_change_id"))
    left, entered = (change.from_stage, change.to_stage) if change else (None, None)
    if change and left is None:
        left = change.application.stage
    about, url, job = called.get((row.subject_type, row.subject_id), ("", "", ""))
    who = row.member.name if row.member else str(row.person) if row.person else _("IntelliMatch")
    why = change.why if change else ""
    if change and change.application.candidate_id in covered():  # what was written about them may tell who they are
        who, why = who if row.member else pseudonym(change.application.candidate_id), ""
    if row.name == "application.created" and row.person:
        words = APPLIED
    filled = {
        "from": left.name if left else "–",
        "to": entered.name if entered else "–",
        "member": members.get(row.facts.get("member_id"), _("a former colleague")),
    }
    link = format_html('<a href="{}"><bdi>{}</bdi></a>', url, about) if url else _("something")
    text = mark_safe(escape(words) % {**{name: escape(value) for name, value in filled.items()}, "about": link})  # noqa: S308
    return Line(row.pk, icon, who, text, job, row.at, why, row.name)
