"""What a muted thread is called, for who muted it."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.models import Comment
from jobs.models import Application, Candidate, Job
from notifications.models import Mute


@dataclass(frozen=True)
class Muted:
    """A mute with its name and address; neither where the member may not see the thing any more."""

    mute: Mute
    name: str
    url: str


def names_of(mutes, member):
    """Mutes as Muted; one query a kind."""
    wanted = defaultdict(set)
    for mute in mutes:
        kind, _colon, pk = mute.thread.partition(":")
        wanted[kind].add(pk)
    known = {}
    for row in Application.objects.visible_to(member).filter(pk__in=wanted["application"]).select_related("candidate", "job"):
        known[f"application:{row.pk}"] = f"{row.candidate.name} · {row.job.title}", reverse("jobs:application", args=[row.pk])
    for row in Candidate.objects.visible_to(member).filter(pk__in=wanted["candidate"]):
        known[f"candidate:{row.pk}"] = row.name, reverse("jobs:candidate", args=[row.pk])
    for row in Job.objects.visible_to(member).filter(pk__in=wanted["job"]).only("title"):
        known[f"job:{row.pk}"] = row.title, reverse("jobs:job", args=[row.pk])
    known |= _discussions(wanted["comment"], member)
    gone = _("Something that you can’t see any more"), ""
    return [Muted(mute, *known.get(mute.thread, gone)) for mute in mutes]


def _discussions(ids, member):
    related = ["candidate", "job", "application__candidate", "interview__application__candidate"]
    found = {}
    for row in Comment.objects.visible_to(member).filter(pk__in=ids).select_related(*related) if ids else ():
        run = row.application or (row.interview and row.interview.application)
        about = row.job.title if row.job else run.candidate.name if run else row.candidate.name
        url = reverse("jobs:application", args=[run.pk]) if run else reverse(f"jobs:{row.entity_type}", args=[row.entity_id])
        found[f"comment:{row.pk}"] = _("Discussion about %(name)s") % {"name": about}, url
    return found
