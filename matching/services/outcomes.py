"""How far applications came, told from their history: a status says how it ended, not how far it went."""

from jobs.models import Application, StageChange, StageType
from matching.models import Replay

Level = Replay.Level
LEVELS = {StageType.INTERVIEW: Level.INTERVIEW, StageType.OFFER: Level.OFFER, StageType.HIRED: Level.HIRED}


def levels(applications):
    """{application id: Level} of those that reached an interview or more. One query.

    A hire that was taken back counts as the stage that went before it.
    """
    found = {}
    rows = StageChange.objects.filter(application__in=applications).order_by("application", "at", "pk")
    for application, cause, kind in rows.values_list("application", "cause", "to_stage__type"):
        reached = found.setdefault(application, [])
        if cause == StageChange.Cause.UNHIRED:
            reached[:] = [level for level in reached if level < Level.HIRED]
        else:
            reached.append(Level.HIRED if cause == StageChange.Cause.HIRED else LEVELS.get(kind, Level.NONE))
    return {application: max(reached) for application, reached in found.items() if reached and max(reached)}


def is_known(status, level):
    """Whether somebody decided: interviewed or further, or rejected. Who waits or left before that tells nothing."""
    return level > Level.NONE or status == Application.Status.REJECTED
