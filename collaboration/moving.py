"""What of the team's work moves when two candidates become one, and moves back."""

from django.utils import timezone

from collaboration.models import Assignment, Comment, Task
from jobs.services.merge import also_move

OWN = (("assignments", Assignment), ("tasks", Task), ("comments", Comment))


def _move(merged, kept):
    """Tasks, assignments and comments follow; where both were looked after as persons, the kept one's stays."""
    if Assignment.objects.running().filter(candidate=kept, application=None).exists():
        Assignment.objects.running().filter(candidate=merged, application=None).update(ended_at=timezone.now())
    return {name: _follow(model, merged, kept) for name, model in OWN}


def _follow(model, merged, kept):
    ids = [str(pk) for pk in model.objects.filter(candidate=merged).values_list("pk", flat=True)]
    model.objects.filter(pk__in=ids).update(candidate=kept)
    return ids


def _back(journal, merged, kept):
    for name, model in OWN:
        model.objects.filter(pk__in=journal.get(name, []), candidate=kept).update(candidate=merged)


also_move("collaboration")((_move, _back))
