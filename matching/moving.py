"""What of matching moves when two candidates become one, and moves back. Scores follow by the event (handlers.py)."""

from django.utils import timezone

from jobs.models import Application
from jobs.services.merge import also_move
from matching.models import Fact, Match
from matching.services.facts import ONCE


def _move(merged, kept):
    """Facts that both have, and those that nobody has twice, stand once: the kept one's. Scores go where their jobs went."""
    standing = set(Fact.objects.standing().filter(candidate=kept).values_list("kind", "key"))
    once = ({kind for kind, _key in standing} & ONCE) | {kind for kind in ("name", "email", "location") if getattr(kept, kind)}
    theirs = list(Fact.objects.filter(candidate=merged))
    twice = [fact.pk for fact in theirs if fact.removed_at is None and ((fact.kind, fact.key) in standing or fact.kind in once)]
    Fact.objects.filter(pk__in=[fact.pk for fact in theirs]).update(candidate=kept)
    Fact.objects.filter(pk__in=twice).update(removed_at=timezone.now())
    matches = Match.objects.filter(candidate=merged).exclude(job__in=Match.objects.filter(candidate=kept).values("job"))
    ids = list(matches.values_list("pk", flat=True))
    Match.objects.filter(pk__in=ids).update(candidate=kept)
    return {"facts": [str(fact.pk) for fact in theirs], "twice": [str(pk) for pk in twice], "matches": [str(pk) for pk in ids]}


def _back(journal, merged, kept):
    Fact.objects.filter(pk__in=journal["twice"], candidate=kept).update(removed_at=None)
    Fact.objects.filter(pk__in=journal["facts"], candidate=kept).update(candidate=merged)
    Match.objects.filter(pk__in=journal["matches"], candidate=kept).update(candidate=merged)
    stayed = Application.objects.filter(candidate=kept).values("job")
    Match.objects.filter(candidate=kept, job__in=Application.objects.filter(candidate=merged).values("job")).exclude(
        job__in=stayed
    ).delete()  # scored for the two as one


also_move("matching")((_move, _back))
