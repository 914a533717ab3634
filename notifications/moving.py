"""Mail moves along when two candidates become one, and moves back."""

from jobs.services.merge import also_move
from notifications.models import Message, ReceivedMail

OWN = (("mails", Message), ("answers", ReceivedMail))


def _move(merged, kept):
    return {name: _follow(model, merged, kept) for name, model in OWN}


def _follow(model, merged, kept):
    ids = [str(pk) for pk in model.objects.filter(candidate=merged).values_list("pk", flat=True)]
    model.objects.filter(pk__in=ids).update(candidate=kept)
    return ids


def _back(journal, merged, kept):
    for name, model in OWN:
        model.objects.filter(pk__in=journal.get(name, []), candidate=kept).update(candidate=merged)


also_move("notifications")((_move, _back))
