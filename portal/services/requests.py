"""What a candidate may do about an application: step back, ask for words on the decision, ask that a person looks again."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.live import nudge
from accounts.models import Membership
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.services.tasks import create_task
from jobs.models import Application
from jobs.services import applications as acts
from portal import events
from portal.models import Request

Kind = Request.Kind


class RequestRefused(Refused):
    """The message is meant for the person."""


def may_ask(told, kind, rows):
    """Whether a candidate may ask for this now; `rows` are the requests of the application."""
    if any(row.kind == kind and (row.answered_at is None or kind == Kind.FEEDBACK) for row in rows):
        return False
    return told.state == "rejected" if kind == Kind.FEEDBACK else told.state in ("active", "rejected")


@transaction.atomic
def withdraw(*, told, user, why=""):
    """Step back from an application that runs; the company reads the reason, if one is given."""
    if told.state != "active":
        raise RequestRefused(_("This application is over already."), code="over", conflict=True)
    return acts.withdraw(application=told.application, actor=user, why=" ".join(why.split())[:300])


@transaction.atomic
def ask(*, told, user, kind, reason=""):
    """Ask the team; whoever looks after the application finds a task."""
    application = Application.objects.select_for_update().get(pk=told.application.pk)
    reason = " ".join(reason.replace("\x00", "").split())[:1000]
    if kind not in Kind.values or not may_ask(told, kind, list(Request.objects.filter(application=application))):
        raise RequestRefused(_("You have asked already, or there is nothing to ask for yet."), code="not_now", conflict=True)
    try:
        with transaction.atomic():
            made = Request.objects.create(company_id=application.company_id, application=application, kind=kind, reason=reason)
    except IntegrityError as error:
        raise RequestRefused(_("You have asked already."), code="asked_already", conflict=True) from error
    publish(events.RequestAsked(made.pk, application.pk, kind), actor=user, subject=application)
    _give_to_somebody(application, kind, user)
    nudge(f"application:{application.pk}")
    return made


def _give_to_somebody(application, kind, user):
    """A task for who looks after the application, else for the team's recruiter, else for an admin."""
    members = Membership.objects.active().filter(company=application.company_id)
    team = members.filter(teams__job=application.job_id, teams__part__in=["recruiter", "hiring_manager"]).order_by(
        "-teams__part", "pk"
    )
    first = (
        members.filter(pk=application.assignee_id).first() or team.first() or members.filter(role="admin").order_by("pk").first()
    )
    text = (
        _("Answer the request for feedback")
        if kind == Kind.FEEDBACK
        else _("Look at this application again: its candidate asks for a person")
    )
    if first:
        try:
            create_task(actor=user, member=first, text=text, application=application)
        except Refused:  # they may not see it: the request stands on the application's page all the same
            return


@transaction.atomic
def answer(*, request, actor, text):
    """Answer in a few words; the candidate reads them on their page and is not told who wrote them."""
    require(actor, Action.MOVE_APPLICATION, request.application)
    request = Request.objects.select_for_update().get(pk=request.pk)
    text = text.replace("\x00", "").strip()
    if request.answered_at:
        raise RequestRefused(_("Somebody has answered already."), code="answered", conflict=True)
    if not 1 <= len(text) <= 2000:
        raise RequestRefused(_("Write a few words, 2,000 characters at most."), code="required", field="answer")
    request.answer, request.answered_by, request.answered_at = text, actor, timezone.now()
    request.save(update_fields=["answer", "answered_by", "answered_at"])
    publish(events.RequestAnswered(request.pk, request.application_id, request.kind), actor=actor, subject=request.application)
    nudge(f"application:{request.application_id}")
    return request


def options(told):
    """What the page of an application offers: {name: bool}, and the requests so far."""
    rows = list(Request.objects.filter(application=told.application))
    return {
        "requests": rows,
        "may_withdraw": told.state == "active",
        "may_ask_feedback": may_ask(told, Kind.FEEDBACK, rows),
        "may_ask_review": may_ask(told, Kind.REVIEW, rows),
    }
