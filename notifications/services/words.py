"""A notice in words, made anew each time for who reads it: what they may no longer see is not named and leads nowhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Membership
from collaboration.models import Comment, Interview, Task
from jobs.blind import covered_for, name_of
from jobs.models import Intake, Stage
from notifications.models import Type
from notifications.services.audience import rules_of
from notifications.services.sayings import MANY, ONE

ICONS = {
    Type.NEW_MATCH: "target",
    Type.STATUS_CHANGE: "arrow-right",
    Type.INTERVIEW_SCHEDULED: "calendar",
    Type.INTERVIEW_REMINDER: "calendar-clock",
    Type.MENTION: "at-sign",
    Type.COMMENT: "message-square",
    Type.ASSIGNMENT: "user-check",
    Type.TASK_DUE: "clipboard-list",
    Type.OFFER: "file-check",
    Type.IMPORT_FINISHED: "upload",
    Type.INSIGHT: "lightbulb",
    Type.BILLING: "credit-card",
    Type.SYSTEM: "building-2",
}
EXCERPT = 140


@dataclass(frozen=True)
class Line:
    """One notice as it is shown; `message` is "" where the title says it all, `url` where it leads nowhere any more."""

    id: UUID
    number: int
    type: str
    kind: str
    icon: str
    title: str
    message: str
    url: str
    at: datetime
    read_at: datetime | None
    count: int
    thread: str
    sight: bool


def as_lines(notices, member, excerpts=True):
    """Notices (`with_sight`, `with_what_is_shown`) as Lines; the rows that they name in one query a kind.

    excerpts: with the first words of a comment. What leaves the house by mail goes without.
    """
    beside = _beside(notices, member, excerpts)
    hidden = covered_for(member)
    return [_line(one, member, beside, hidden) for one in notices]


def _beside(notices, member, excerpts):
    wanted = defaultdict(set)
    for one in notices:
        for name, value in one.event.facts.items():
            if value and name in ("interview_id", "comment_id", "task_id", "intake_id", "to_stage_id"):
                wanted[name].add(value)
        if one.event.name == "member.joined":
            wanted["member_id"].add(one.event.facts["member_id"])
    doors = {
        "interview_id": Interview.objects.visible_to(member).only("name", "starts_at", "state"),
        "comment_id": Comment.objects.visible_to(member).filter(deleted_at=None),
        "task_id": Task.objects.visible_to(member).only("text"),
        "intake_id": Intake.objects.visible_to(member).only("name", "kind"),
        "to_stage_id": Stage.objects.visible_to(member).only("name"),
        "member_id": Membership.objects.visible_to(member).select_related("user"),
    }
    if not excerpts:
        doors.pop("comment_id")
    return {name: {str(row.pk): row for row in doors[name].filter(pk__in=ids)} for name, ids in wanted.items() if name in doors}


def _line(one, member, beside, hidden):
    name, facts = one.event.name, one.event.facts
    sight = one.sight and all(rule.needs is None or member.can(rule.needs) for rule in rules_of(name) if rule.type == one.type)
    row = {key: rows.get(str(facts.get(key))) for key, rows in beside.items()}
    title, message, url = _said(one, member, row, hidden) if sight else (_("Something that you can’t see any more"), "", "")
    return Line(
        id=one.pk,
        number=one.number,
        type=one.type,
        kind=one.get_type_display(),
        icon=ICONS[one.type],
        title=title,
        message=message,
        url=url,
        at=one.at,
        read_at=one.read_at,
        count=one.count,
        thread=one.thread if sight else "",
        sight=sight,
    )


def _said(one, member, row, hidden):
    facts, job = one.event.facts, one.job or (one.application and one.application.job)
    candidate = one.candidate or (one.application and one.application.candidate)
    stage, interview, told = row.get("to_stage_id"), row.get("interview_id"), row.get("member_id")
    values = {
        "who": _who(one, hidden),
        "about": name_of(candidate.pk, candidate.name, hidden) if candidate else job.title if job else _("somebody"),
        "job": job.title if job else _("several jobs"),
        "stage": stage.name if stage else _("another stage"),
        "what": interview.name if interview else _("an interview"),
        "when": _when(facts.get("starts_at") or (interview and interview.starts_at)),
        "task": row["task_id"].text if row.get("task_id") else _("a task"),
        "batch": row["intake_id"].name or row["intake_id"].get_kind_display() if row.get("intake_id") else _("the import"),
        "member": told.name if told else _("A former colleague"),
        "score": round(float(facts.get("score") or 0)),
        "done": facts.get("done", 0),
        "failed": facts.get("failed", 0),
        "count": one.count,
    }
    key = _key(one, member)
    words = MANY[key] if one.count > 1 and key in MANY else ONE[key]
    return words % values, _message(one, row, job, candidate, hidden), _url(one, job, candidate, row)


def _key(one, member):
    """What is said; some events are said in another way to some, or of some things."""
    name, facts = one.event.name, one.event.facts
    if name in ("assignment.made", "assignment.ended") and facts.get("member_id") != str(member.pk):
        return "assignment.lost"
    if name == "assignment.ended":
        return "assignment.lost"
    if name == "comment.edited" or (name == "comment.created" and one.type == Type.MENTION):
        return "mention"
    if name == "interview.scheduled" and facts.get("before"):
        return "interview.moved"
    if name == "interview.changed":
        own = str(member.pk)
        return "interview.joined" if own in facts["added"] else "interview.left" if own in facts["removed"] else name
    if name == "approval.asked":
        return "approval.asked" if facts.get("offer_id") is None else "approval.asked_offer"
    if name == "approval.decided":
        kind = "" if facts.get("offer_id") is None else "_offer"
        return f"approval.{'given' if facts['approved'] else 'refused'}{kind}"
    if name == "intake.finished" and facts.get("failed"):
        return "intake.finished_with_failures"
    if name == "match.created" and facts.get("rank") == 1:
        return "match.best"
    return name


def _who(one, hidden):
    if one.actor:
        return one.actor.name
    if one.event.actor_kind == "person" and one.application:
        return name_of(one.application.candidate_id, one.application.candidate.name, hidden)
    return _("IntelliMatch")


def _when(at):
    if not at:
        return _("a time to be found")
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    return formats.date_format(timezone.localtime(at), "D j N, H:i")


def _message(one, row, job, candidate, hidden):
    """The first words of a comment where they may be read, else the job that a person stands for."""
    comment = row.get("comment_id")
    if comment is not None and comment.text and not (candidate and candidate.pk in hidden):
        return Truncator(" ".join(comment.text.split())).chars(EXCERPT)
    return job.title if job and candidate else ""


def _url(one, job, candidate, row):
    facts = one.event.facts
    name = one.event.name
    if one.count > 1 and not one.application_id:
        return reverse("jobs:job", args=[job.pk]) if job else reverse("jobs:applications")
    if name == "scorecard.overdue":
        return reverse("collaboration:scorecard", args=[facts["interview_id"]])
    if row.get("interview_id") and name.startswith("interview."):
        return reverse("collaboration:interview", args=[facts["interview_id"]])
    if facts.get("approval_id"):
        return reverse("jobs:approval", args=[facts["approval_id"]])
    if facts.get("intake_id"):
        return reverse("jobs:intake", args=[facts["intake_id"]])
    if facts.get("backtest_id"):
        return reverse("matching:backtest", args=[facts["backtest_id"]])
    if facts.get("experiment_id"):
        return reverse("matching:experiment", args=[facts["experiment_id"]])
    if name == "member.joined":
        return reverse("accounts:member", args=[facts["member_id"]])
    if name.startswith("member."):
        return reverse("accounts:permissions")
    if one.application_id:
        return reverse("jobs:application", args=[one.application_id])
    if candidate:
        return reverse("jobs:candidate", args=[candidate.pk])
    return reverse("jobs:job", args=[job.pk]) if job else reverse("collaboration:tasks")
