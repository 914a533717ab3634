"""Who is told of what: the one table. Every event of the log is in TOLD, or in UNTOLD with the reason (a test sees to it).

A rule's `find(rows)` takes events of one name and yields a Telling for each of whom somebody should hear. Who did it, who
may not see it and who does not want to hear of it are taken out afterwards (services/notices.py).
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from accounts.models import Event, Membership
from accounts.permissions import Action
from notifications.models import Type
from notifications.services import finding


@dataclass(frozen=True)
class Telling:
    """One event, the members who should hear of it, and what it is about."""

    row: Event
    members: set
    application: object = None
    candidate: object = None
    job: object = None
    thread: str = ""


@dataclass(frozen=True)
class Rule:
    type: str
    whom: str  # in words, for the documents
    find: object = field(repr=False)
    group: str = ""  # "actor": much done by one person at a time becomes one notice; "job": all unread ones of a job do
    itself: bool = False  # also who did it, or began it
    needs: Action | None = None


TEAM = _("who looks after them; the job's hiring managers and recruiters")
PANEL = _("the interviewers and who looks after the candidate")
OFFERING = _("who drafted it, who looks after the candidate, the job's hiring managers and recruiters")


def _status(find=finding.of_applications, whom=TEAM, **more):
    return [Rule(Type.STATUS_CHANGE, whom, find, group="actor", **more)]


def _offer():
    return [Rule(Type.OFFER, OFFERING, finding.of_offers, needs=Action.VIEW_CANDIDATES)]


JOB_TEAM = _("the job's hiring managers and recruiters")
THEM = _("that member")
TOLD = {
    "application.created": _status(finding.who_applied_themselves, _("as above, where the person applied without us")),
    "application.moved": _status(),
    "application.rejected": _status(),
    "application.unrejected": _status(),
    "application.hired": _status(),
    "application.unhired": _status(),
    "application.withdrawn": _status(),
    "application.reopened": _status(),
    "job.opened": _status(finding.of_jobs, JOB_TEAM),
    "job.held": _status(finding.of_jobs, JOB_TEAM),
    "job.closed": _status(finding.of_jobs, JOB_TEAM),
    "match.created": [
        Rule(Type.NEW_MATCH, _("the job's team, of who enters its first twenty"), finding.new_matches, group="job")
    ],
    "match.best": [
        Rule(Type.NEW_MATCH, _("the job's team, where somebody known takes the lead"), finding.new_leaders, group="job")
    ],
    "match.improved": [
        Rule(
            Type.NEW_MATCH,
            _("the job's team, of who rises five points or more within its first twenty"),
            finding.risen,
            group="job",
        )
    ],
    "experiment.found": [Rule(Type.INSIGHT, JOB_TEAM, finding.of_jobs, needs=Action.CONFIGURE_SCORING)],
    "backtest.finished": [Rule(Type.SYSTEM, _("who began it"), finding.of_backtests, itself=True)],
    "intake.finished": [Rule(Type.IMPORT_FINISHED, _("who began it"), finding.of_intakes, itself=True)],
    "assignment.made": [Rule(Type.ASSIGNMENT, _("who has it now, and who had it"), finding.of_assignments, group="actor")],
    "assignment.ended": [Rule(Type.ASSIGNMENT, _("who had it"), finding.of_assignments, group="actor")],
    "task.created": [Rule(Type.ASSIGNMENT, _("whose task it is"), finding.of_tasks)],
    "task.changed": [Rule(Type.ASSIGNMENT, _("who was given it"), finding.of_tasks_given)],
    "task.due": [Rule(Type.TASK_DUE, _("whose task it is"), finding.of_tasks, itself=True)],
    "comment.created": [
        Rule(Type.MENTION, _("those it calls by name"), finding.mentioned),
        Rule(Type.COMMENT, _("who takes part in the thread, and who looks after the candidate"), finding.in_the_thread),
    ],
    "comment.edited": [Rule(Type.MENTION, _("those it calls by name only now"), finding.mentioned)],
    "interview.scheduled": [Rule(Type.INTERVIEW_SCHEDULED, PANEL, finding.of_interviews)],
    "interview.changed": [
        Rule(
            Type.INTERVIEW_SCHEDULED,
            _("the interviewers of one that has a time, and who was taken off"),
            finding.of_changed_interviews,
        )
    ],
    "interview.cancelled": [Rule(Type.INTERVIEW_SCHEDULED, PANEL, finding.of_timed_interviews)],
    "interview.near": [Rule(Type.INTERVIEW_REMINDER, _("its interviewers, an hour before"), finding.of_panels, itself=True)],
    "interview.no_show": [Rule(Type.INTERVIEW_SCHEDULED, PANEL, finding.of_interviews)],
    "interview.reschedule_asked": [
        Rule(Type.INTERVIEW_SCHEDULED, _("who planned the interview, and who looks after the candidate"), finding.of_planners)
    ],
    "scorecard.submitted": [Rule(Type.STATUS_CHANGE, TEAM, finding.of_applications)],
    "scorecard.overdue": [Rule(Type.INTERVIEW_REMINDER, _("whose scorecard is missing"), finding.of_scorecards, itself=True)],
    "offer.sent": _offer(),
    "offer.accepted": _offer(),
    "offer.declined": _offer(),
    "offer.expired": _offer(),
    "offer.withdrawn": _offer(),
    "approval.asked": [Rule(Type.ASSIGNMENT, _("whose turn it is"), finding.of_approvals_asked)],
    "approval.decided": [Rule(Type.STATUS_CHANGE, _("who asked for it"), finding.of_approvals_decided)],
    "mail.failed": [Rule(Type.STATUS_CHANGE, TEAM, finding.of_mails, needs=Action.VIEW_CANDIDATES)],
    "mail.bounced": [Rule(Type.STATUS_CHANGE, TEAM, finding.of_mails, needs=Action.VIEW_CANDIDATES)],
    "mail.answered": [Rule(Type.COMMENT, TEAM, finding.of_mails, needs=Action.VIEW_CANDIDATES)],
    "member.joined": [Rule(Type.SYSTEM, _("the company's admins"), finding.admins)],
    "member.role_changed": [Rule(Type.SYSTEM, THEM, finding.of_members)],
    "member.reactivated": [Rule(Type.SYSTEM, THEM, finding.of_members)],
}

LOG = _("kept in the log; nobody has to act on it")
OTHER = _("said by another event of the same act")
SHOWN = _("seen on the page where it happened")
LATER = _("the candidate is told, by mail")
UNTOLD = {
    **dict.fromkeys(["company.created", "company.changed", "company.restored", "setting.changed", "member.profile_changed"], LOG),
    **dict.fromkeys(["company.suspended", "member.deactivated", "user.blocked", "user.unblocked"], _("who it is about is out")),
    **dict.fromkeys(["invitation.created", "invitation.resent", "invitation.revoked"], LOG),
    "invitation.accepted": OTHER,  # member.joined
    **dict.fromkeys(["job.created", "job.changed", "job.deleted", "post.published", "post.unpublished"], LOG),
    "job.approved": OTHER,  # approval.decided
    **dict.fromkeys(
        ["candidate.created", "candidate.changed", "candidate.merged", "candidate.unmerged", "candidate.deleted"], LOG
    ),
    **dict.fromkeys(["candidate.exported", "decisions.exported"], LOG),
    **dict.fromkeys(["candidate.sight_given", "candidate.sight_ended"], OTHER),  # assignment.*, interview.*
    **dict.fromkeys(["resume.uploaded", "resume.read", "resume.unreadable", "intake.started"], SHOWN),
    **dict.fromkeys(["pool.created", "pool.changed", "pool.deleted", "pool.person_added", "pool.person_removed"], SHOWN),
    "application.changed": LOG,
    **dict.fromkeys(["offer.drafted", "offer.changed"], LOG),
    "offer.approved": OTHER,  # approval.decided
    "rejection.drafted": OTHER,  # job.closed
    "rejection.sent": OTHER,  # application.rejected
    **dict.fromkeys(["match.changed", "match.confirmed"], OTHER),  # match.improved, where it matters
    **dict.fromkeys(["match.knocked_out", "match.unknocked", "knockout.waived", "knockout.restored"], SHOWN),
    **dict.fromkeys(["fact.corrected", "scoring.changed", "scoring.looked_at", "backtest.started"], LOG),
    **dict.fromkeys(["experiment.created", "experiment.shadowed", "experiment.started", "experiment.assigned"], LOG),
    **dict.fromkeys(["experiment.stopped", "experiment.decided"], LOG),
    **dict.fromkeys(["self_report.given", "self_report.withdrawn"], _("nobody may learn who answered, or when")),
    **dict.fromkeys(["fairness.changed", "audit.asked", "audit.published"], LOG),
    **dict.fromkeys(["task.done", "task.reopened", "task.deleted"], SHOWN),
    **dict.fromkeys(["comment.deleted", "comment.reacted"], SHOWN),
    **dict.fromkeys(["interview.created", "interview.done", "scorecard.changed"], SHOWN),
    **dict.fromkeys(["interview.offered", "slots.shared", "interview.reschedule_decided"], LATER),
    **dict.fromkeys(["slot.booked", "interview.cancelled_by_candidate"], OTHER),  # interview.scheduled, interview.cancelled
    **dict.fromkeys(["mail.called_back", "mail.released", "mail.address_released"], LOG),
    **dict.fromkeys(
        ["slot.withdrawn", "availability.limits_changed", "availability.busy_added", "availability.busy_removed"], SHOWN
    ),
}


def rules_of(name):
    return TOLD[name]


def active(ids):
    """The members among `ids` who can act, with what their permissions are read from."""
    return {one.pk: one for one in Membership.objects.active().filter(pk__in=ids).select_related("company", "user")}
