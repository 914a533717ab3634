"""The event log in words.

    names["jobs.job"] = function(member, ids) -> {id: (text, address)}         in AppConfig.ready()

tells what the subjects of a kind are called, for those that the member may see; one query a page.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.events import EVENTS
from accounts.models import Event, Membership

ICONS = {
    "application": "arrow-right", "candidate": "user", "company": "building-2", "experiment": "split", "invitation": "mail", "job": "briefcase",
    "match": "target", "member": "user-check", "offer": "file-check", "profile": "user", "resume": "file-text", "scoring": "sliders-horizontal",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One event as the log shows it; `facts` are (name, value) pairs, ids left out."""

    at: datetime
    who: str
    what: str
    name: str
    subject: tuple  # (text, address): text is "" for what is gone or has no name
    subject_id: str
    icon: str
    facts: list


names = {}


def members_names(member, ids):
    """What members are called, and their page."""
    found = Membership.objects.visible_to(member).filter(pk__in=ids).select_related("user")
    return {str(one.pk): (one.name, reverse("accounts:member", args=[one.pk])) for one in found}


names["accounts.membership"] = members_names


def as_lines(rows, member):
    """Event rows (with member__user and person) as Lines for that member."""
    wanted = defaultdict(set)
    for row in rows:
        wanted[row.subject_type].add(row.subject_id)
    called = {kind: names[kind](member, ids) for kind, ids in wanted.items() if kind in names}
    return [
        Line(
            at=row.at,
            who=_who(row),
            what=_what(row.name),
            name=row.name,
            subject=called.get(row.subject_type, {}).get(row.subject_id, ("", "")),
            subject_id=row.subject_id,
            icon=ICONS.get(row.name.partition(".")[0], "activity"),
            facts=_facts(row),
        )
        for row in rows
    ]


def _who(row):
    if row.member is not None:
        return row.member.name
    if row.person is not None:
        return str(row.person)
    return _("IntelliMatch") if row.actor_kind == Event.ActorKind.SYSTEM else _("Somebody who was erased")


def _what(name):
    """What the event's class says of itself (`said`), else its name in words."""
    said = getattr(EVENTS.get(name), "said", None)
    return str(said) if said else name.replace(".", " ").replace("_", " ").capitalize()


def _facts(row):
    return [
        (key.replace("_", " "), ", ".join(map(str, value)) if isinstance(value, list) else value)
        for key, value in row.facts.items()
        if not key.endswith("_id") and not key.endswith("_ids") and value not in (None, "", [])
    ]
