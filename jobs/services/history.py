"""The way of an application through its pipeline in plain words, and a job's funnel; made of the stage changes."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.blind import covered, pseudonym
from jobs.models import Application

CAUSES = {
    "applied": ("inbox", gettext_lazy("applied")),  # their own act; else see ADDED
    "moved": ("arrow-right", gettext_lazy("moved from “%(from)s” to “%(to)s”")),
    "rejected": ("circle-x", gettext_lazy("rejected in “%(from)s”")),
    "unrejected": ("undo-2", gettext_lazy("rejection taken back")),
    "hired": ("circle-check", gettext_lazy("hired")),
    "unhired": ("undo-2", gettext_lazy("hire taken back")),
    "withdrawn": ("log-out", gettext_lazy("withdrew")),
    "reopened": ("rotate-ccw", gettext_lazy("re-opened")),
}
ADDED = ("user-plus", gettext_lazy("added them to “%(to)s”"))


@dataclass(frozen=True)
class Line:
    """One thing that happened: who, what in words, when, why."""

    icon: str
    actor: str
    text: str
    at: object
    why: str = ""


def of_application(application):
    """The stage changes of one application, oldest first."""
    return [_change_line(*change) for change in application.stage_changes.order_by("at", "pk").values_list(*CHANGE)]


CHANGE = (
    "cause",
    "from_stage__name",
    "to_stage__name",
    "member__user__name",
    "member__user__email",
    "person__name",
    "person__email",
    "at",
    "why",
    "application__candidate_id",
)


def _change_line(cause, left, entered, name, email, person, address, at, why, candidate):  # noqa: PLR0913  (the columns)
    icon, words = CAUSES[cause] if cause != "applied" or person or address else ADDED
    if candidate in covered():  # and whatever was written about them may tell who they are
        person, address, why = (pseudonym(candidate) if person or address else ""), "", ""
    return Line(
        icon,
        name or email or person or address or _("IntelliMatch"),
        str(words) % {"from": left or "–", "to": entered or "–"},
        at,
        why,
    )


def funnel(job, member):
    """How many of a job's applications, of those whose people the member sees, came at least as far as each stage.

    Rows: label, count, share (0..100 of the first), note. Who left counts up to the stage where they left.
    """
    stages = list(job.stages.all())
    counts = (
        Application.objects.filter(stage__in=stages)
        .by_people_seen_by(member)
        .order_by()
        .values_list("stage")
        .annotate(held=Count("*"), running=Count("status", filter=Q(status="active")))
    )
    counts = {stage: (held, running) for stage, held, running in counts}
    rows, reached = [], 0
    for stage in reversed(stages):
        held, running = counts.get(stage.pk, (0, 0))
        reached += held
        rows.append({"stage": stage, "label": stage.name, "count": reached, "now": running})
    rows.reverse()
    first = rows[0]["count"] if rows else 0
    for row, before in zip(rows, [None, *rows], strict=False):
        row["share"] = round(100 * row["count"] / first, 1) if first else 0
        share = round(100 * row["count"] / before["count"]) if before and before["count"] else None
        row["note"] = "" if share is None else _("%(share)d %% go on") % {"share": share}
    return rows
