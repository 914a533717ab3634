"""The board: its columns with their figures and first cards, in a fixed number of queries for any number of people."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import BooleanField, Count, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.paging import cursor_of
from collaboration.models import Comment, Interview, Task
from jobs.blind import covered, name_of
from jobs.models import Application, StageChange, StageType
from matching.models import Match

FIRST = 25  # cards of a column that come with the page
MOST = 900  # cards of all columns in one answer: what SQLite takes in one condition
ORDERS = {"score": ("-match_score", "pk"), "due": ("answer_due_at", "pk")}
NEARS = timedelta(days=2)  # a promised answer is shown as a clock from here on
NEWS = timedelta(seconds=20)  # so long a card says who moved it, for boards that are just fetching it
NOBODY = UUID(int=0)
NEVER = datetime.max.replace(tzinfo=UTC)
COMING = [Interview.State.TO_SCHEDULE, Interview.State.OFFERED, Interview.State.SCHEDULED]


@dataclass
class Column:
    """One stage of a job, or one type of stage across jobs. `key` is what a move names and `by` how it names it."""

    key: str
    by: str
    name: str
    type: str
    count: int = 0
    median: int | None = None
    cards: list = field(default_factory=list)
    cursor: str | None = None


def on_board(applications):
    """Those who run, and those who were hired: the others have left the board."""
    return applications.filter(status__in=[Application.Status.ACTIVE, Application.Status.HIRED])


def columns_of(stages=None):
    """The columns of one job, or, without stages, those of a board across jobs."""
    if stages is None:
        return [Column(value, "type", str(label), value) for value, label in StageType.choices]
    return [Column(str(stage.pk), "stage", stage.name, stage.type) for stage in stages]


def fill(columns, applications, *, order, have=None):
    """Put counts, medians and the first cards on the columns.

    applications: those that the member may see and asked for. have: {column key: cards that the page shows already}.
    """
    by, now = ("stage_id" if columns and columns[0].by == "stage" else "stage__type"), timezone.now()
    figures = _figures(applications, by)
    most = max(FIRST, MOST // max(1, len(columns)))
    wanted = {column.key: min(have[column.key], most) for column in columns if have and have.get(column.key, 0) > FIRST}
    cards = _first_cards(applications, by, order, wanted)
    _dress(cards, now)
    for column in columns:
        key = int(column.key) if column.by == "stage" else column.key
        column.count, since = figures.get(key, (0, None))
        column.median = (now - since).days if since else None
        column.cards = [card for card in cards if card["column"] == key]
        if column.count > len(column.cards) > 0:
            column.cursor = cursor_of(applications, column.cards[-1], order, ORDERS)
    return columns


def dressed(rows):
    """Cards of applications that were fetched with `as_cards`."""
    cards = list(rows)
    _dress(cards, timezone.now())
    return cards


def as_cards(applications):
    """What a card shows, as plain values: whole rows of five models take longer."""
    said = Comment.objects.filter(application=OuterRef("pk"), private=False, deleted_at=None).order_by().values("application")
    said = said.annotate(count=Count("pk"))
    return applications.values(
        "pk",
        "candidate_id",
        "job_id",
        "stage_id",
        "match_score",
        "knocked_out",
        "moved_at",
        "answer_due_at",
        "status",
        "revision",
        "assignee_id",
        name=F("candidate__name"),
        job_title=F("job__title"),
        stage_name=F("stage__name"),
        type=F("stage__type"),
        assignee_name=F("assignee__user__name"),
        said=Subquery(said.values("count")),
    )


def _figures(applications, by):
    """{column: (people in it, since when the one in the middle has been there)} by one query."""
    each = applications.order_by().annotate(
        place=Window(RowNumber(), partition_by=F(by), order_by=F("moved_at").asc()), all=Window(Count("pk"), partition_by=F(by))
    )
    middle = each.filter(place=(F("all") + 1) / 2).values_list(by, "all", "moved_at")
    return {column: (count, since) for column, count, since in middle}


def _first_cards(applications, by, order, wanted):
    """The first cards of every column, in order, by one query."""
    name, last = ORDERS[order]
    key = F(name.lstrip("-"))
    first = key.desc(nulls_last=True) if name.startswith("-") else key.asc(nulls_last=True)
    ranked = applications.order_by().annotate(place=Window(RowNumber(), partition_by=F(by), order_by=[first, last]))
    shown = Q(place__lte=FIRST)
    for column, count in wanted.items():
        shown |= Q(**{by: column, "place__lte": count})
    rows = Application.objects.filter(pk__in=ranked.filter(shown).values("pk"))
    return list(as_cards(rows).annotate(column=F(by)).order_by(first, last))


def _dress(cards, now):
    """Put on the cards what other rows say: evidence, the next step, comments, who has just moved them."""
    ids, hidden = [card["pk"] for card in cards], covered()
    for card in cards:
        card["name"] = name_of(card["candidate_id"], card["name"], hidden)
    met = _evidence(cards)
    steps, news = _next_steps(ids), _news(cards, now)
    page, move, reject = (_address(name) for name in ("jobs:application", "jobs:application_move", "jobs:application_reject"))
    here = lru_cache(_here)
    for card in cards:
        pk = str(card["pk"])
        due = card["answer_due_at"] if card["status"] == Application.Status.ACTIVE else None
        card.update(
            url=page.replace("*", pk),
            move_url=move.replace("*", pk),
            reject_url=reject.replace("*", pk),
            met=met.get((card["job_id"], card["candidate_id"]), ())[:2],
            step=None if card["candidate_id"] in hidden else steps.get(card["pk"]),  # a task's words may tell who it is
            days=(now - card["moved_at"]).days,
            here=here((now - card["moved_at"]).days),
            stage=str(card["stage_id"]),
            seen=str(card["revision"]),
            score="–" if card["match_score"] is None else str(round(card["match_score"])),
            overdue=bool(due and due < now),
            clock=due if due and due < now + NEARS else None,
            news=news.get(card["pk"]),
            tint=tint_of(card["assignee_id"]) if card["assignee_id"] else 0,
        )


def _here(days):
    """How long somebody has stood in a stage, in words."""
    return ngettext("%(days)d day here", "%(days)d days here", days) % {"days": days} if days else _("since today")


def _address(name):
    return reverse(name, args=[NOBODY]).replace(str(NOBODY), "*")


def _evidence(cards):
    jobs = {card["job_id"] for card in cards}
    rows = Match.objects.filter(job__in=jobs, candidate__in=[card["candidate_id"] for card in cards]).order_by()
    return {(job, person): met or () for job, person, met in rows.values_list("job_id", "candidate_id", "components__met")}


def _next_steps(ids):
    """{application: (icon, words, when)} by one query: the next interview, else the task that is due first."""
    coming = Interview.objects.filter(application__in=ids, state__in=COMING).order_by()
    rows = coming.values_list("application_id", "name", "starts_at", Value(True, BooleanField())).union(
        Task.objects.filter(application__in=ids, done_at=None)
        .order_by()
        .values_list("application_id", "text", "due_at", Value(False, BooleanField())),
        all=True,
    )
    steps = {}
    for application, words, when, interview in sorted(
        rows, key=lambda row: (not row[3], row[2] is None, row[2] or NEVER, row[1])
    ):
        steps.setdefault(application, ("calendar" if interview else "circle-check", words, when))
    return steps


def _news(cards, now):
    """{application: what somebody has just done to it}, for boards that hear of it at this moment."""
    fresh = [card["pk"] for card in cards if now - card["moved_at"] < NEWS]
    if not fresh:
        return {}
    rows = StageChange.objects.filter(application__in=fresh, at__gt=now - NEWS).order_by("at", "pk")
    by_pk = {card["pk"]: card for card in cards}
    found = rows.values_list("application_id", "pk", "member_id", "member__user__name", "cause", "to_stage__name")
    return {
        application: {
            "id": pk,
            "by": member,
            "tint": tint_of(member) if member else 0,
            "words": in_words(cause, name, by_pk[application]["name"], stage),
        }
        for application, pk, member, name, cause, stage in found
    }


def tint_of(member_id):
    """Which of the colours of people at work is this member's, 1 to 5: the same everywhere."""
    return UUID(str(member_id)).int % 5 + 1


def in_words(cause, who, name, stage):
    """What somebody did to an application: “Ann moved Ida to “Interview””."""
    Cause = StageChange.Cause
    words = {
        Cause.APPLIED: _("%(name)s is new in “%(stage)s”"),
        Cause.REJECTED: _("%(who)s rejected %(name)s"),
        Cause.HIRED: _("%(who)s hired %(name)s"),
        Cause.WITHDRAWN: _("%(name)s withdrew"),
    }.get(cause, _("%(who)s moved %(name)s to “%(stage)s”"))
    return words % {"who": who or _("Somebody"), "name": name, "stage": stage}


def what_happened(application):
    """The last thing that was done to an application, and when: for who came too late."""
    last = application.stage_changes.select_related("member__user", "to_stage").order_by("at", "pk").last()
    stage = last.to_stage.name if last.to_stage else application.stage.name
    done = in_words(last.cause, last.member and last.member.name, application.candidate.name, stage)
    if timezone.now() - last.at < timedelta(minutes=1):
        return _("%(done)s a moment ago.") % {"done": done}
    return _("%(done)s %(time)s ago.") % {"done": done, "time": timesince(last.at, depth=1)}
