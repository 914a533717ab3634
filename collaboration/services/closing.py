"""Interviews that end with their application, and come back with it: where their time is still free, at that time; else without one."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import Interview
from collaboration.services import interviews, sight
from jobs.blind import name_of
from jobs.models import Application, Candidate
from jobs.services import ending

State = Interview.State
MOST_NAMED = 200


def to_come(applications):
    """Interviews of these applications that are not over, the soonest first."""
    rows = Interview.objects.filter(application__in=applications.order_by().values("pk"), state__in=interviews.OPEN)
    return rows.exclude(state=State.SCHEDULED, ends_at__lt=timezone.now())


def in_words(applications):
    """Each as a dialog names it."""
    rows = to_come(applications).order_by("starts_at", "pk")
    found = rows.values_list("name", "starts_at", "application__candidate_id", "application__candidate__name")[:MOST_NAMED]
    return [_one(*row) for row in found]


def _one(name, starts_at, candidate, person):
    when = date_format(timezone.localtime(starts_at), "SHORT_DATETIME_FORMAT") if starts_at else _("no time yet")
    return f"{name_of(candidate, person)}: {name} ({when})"


ending.planned.append(in_words)


@transaction.atomic
def call_off(application_id, stage_change_id, actor):
    """Cancel what is to come, because the application ended with that stage change; unless it runs again meanwhile."""
    application = Application.objects.filter(pk=application_id).exclude(status=Application.Status.ACTIVE)
    for interview in to_come(application).select_related("application").order_by("pk"):
        interviews.cancel(interview=interview, actor=actor, why=_("The application has ended."))
        Interview.objects.filter(pk=interview.pk).update(ended_with=stage_change_id)


@transaction.atomic
def bring_back(application_id, actor):
    """The application runs again: what was called off with it is planned again, at its time if that is to come and free."""
    runs = Interview.objects.filter(application=application_id, application__status=Application.Status.ACTIVE)
    rows = runs.filter(state=State.CANCELLED, ended_with__isnull=False).order_by("starts_at", "pk")
    candidate = Candidate.objects.select_for_update().filter(applications=application_id).first()
    for interview in rows.select_for_update(of=("self",)).select_related("application__job"):
        for seat in interview.panel.select_related("member__user", "member__company"):
            seat.gave_sight = sight.give(candidate, seat.member, actor)
            seat.save(update_fields=["gave_sight"])
        at = interview.starts_at
        interview.state, interview.starts_at, interview.ends_at = State.TO_SCHEDULE, None, None
        interview.cancelled_why, interview.ended_with = "", None
        interview.revision += 1
        interview.save()
        publish(events.InterviewCreated(interview.pk, interview.application_id), actor=actor, subject=interview.application)
        if at and at > timezone.now():
            try:
                interviews.schedule(interview=interview, starts_at=at, actor=actor)
            except Refused:  # somebody has that time by now: it stands under "to schedule"
                continue
