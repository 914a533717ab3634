"""Who looks after whom."""

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import Assignment
from collaboration.services import sight
from jobs.models import Application, Candidate


class AssignmentRefused(Refused):
    """The message is meant for the person."""


@sight.reason
def _assigned(candidate_id, member):
    return Assignment.objects.running().filter(candidate=candidate_id, member=member)


def may_have(member):
    """Members to whom people and tasks can be given: those who can act, and may do more than look."""
    return (
        Membership.objects.visible_to(member).active().exclude(role="viewer").select_related("user").order_by("user__name", "pk")
    )


@transaction.atomic
def assign(*, actor, member, application=None, candidate=None):
    """Give an application (or a person as such) to a member; who had it before has it no more. Returns the running row."""
    about = application or candidate
    candidate = Candidate.objects.select_for_update().get(pk=application.candidate_id if application else candidate.pk)
    if member.company_id != about.company_id or member.deactivated_at:
        raise AssignmentRefused(_("That person is not a member of this company."), code="not_found", field="member")
    if not member.can(Action.SUBMIT_FEEDBACK):
        raise AssignmentRefused(
            _("%(name)s can only look, by their role.") % {"name": member.name}, code="only_looks", field="member"
        )
    sight.check_job(application and application.job_id, member)
    before = running(application=application, candidate=candidate)
    if before and before.member_id == member.pk:
        return before
    if before:
        _end(before, actor)
    made = Assignment.objects.create(
        company_id=about.company_id,
        candidate=candidate,
        application=application,
        member=member,
        by=actor if isinstance(actor, Membership) else None,
        gave_sight=sight.give(candidate, member, actor),
    )
    _show(made, member)
    publish(
        events.AssignmentMade(made.pk, candidate.pk, application and application.pk, member.pk, before and before.member_id),
        actor=actor,
        subject=about,
    )
    _tell(made)
    return made


@transaction.atomic
def unassign(*, actor, application=None, candidate=None):
    """Nobody looks after it any more; does nothing where nobody did."""
    about = application or candidate
    candidate = Candidate.objects.select_for_update().get(pk=application.candidate_id if application else candidate.pk)
    row = running(application=application, candidate=candidate)
    if row is None:
        return None
    _end(row, actor)
    _show(row, None)
    publish(
        events.AssignmentEnded(row.pk, candidate.pk, application and application.pk, row.member_id), actor=actor, subject=about
    )
    _tell(row)
    return row


def running(*, application=None, candidate=None):
    """The assignment that counts now, or None."""
    rows = Assignment.objects.running().select_related("member__user", "by__user")
    return (rows.filter(application=application) if application else rows.filter(candidate=candidate, application=None)).first()


def _end(row, actor):
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    sight.take_back(row.candidate, row.member, actor, row.gave_sight)


def _show(row, member):
    """Lists and boards filter by a column of their own."""
    if row.application_id:
        Application.objects.filter(pk=row.application_id).update(assignee=member)


def _tell(row):
    topics = [f"candidate:{row.candidate_id}", f"member:{row.member_id}"]
    if row.application_id:
        topics += [f"application:{row.application_id}", f"job:{row.application.job_id}", f"applications:{row.company_id}"]
    nudge(*topics)


def workload(members):
    """{member id: running applications that they look after} for those members."""
    rows = Assignment.objects.running().filter(member__in=members, application__status=Application.Status.ACTIVE)
    return dict(rows.order_by().values_list("member").annotate(Count("pk")))


def assign_many(*, applications, member, actor):
    """Give many applications to one member; returns (how many changed, [(application, refusal)])."""
    changed, refused = 0, []
    for application in applications:
        before = running(application=application)
        try:
            row = assign(application=application, member=member, actor=actor)
        except Refused as refusal:
            refused.append((application, refusal))
        else:
            changed += before is None or before.pk != row.pk
    return changed, refused
