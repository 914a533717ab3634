"""What the team's work does when something happened elsewhere."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from accounts.events import SYSTEM, subscribe
from accounts.happened import MemberDeactivated
from accounts.models import Membership
from accounts.refusal import Refused
from collaboration.events import InterviewCancelled, InterviewScheduled
from collaboration.models import Assignment, Attachment, Panelist, Scorecard, Task
from collaboration.services import assignments, booking, closing, interviews, tasks
from jobs.events import (
    ApplicationHired,
    ApplicationRejected,
    ApplicationReopened,
    ApplicationUnhired,
    ApplicationUnrejected,
    ApplicationWithdrawn,
)


@subscribe(MemberDeactivated)
def hand_their_work_over(event, row):
    """Whom they looked after and what they meant to do goes to who takes over; without one nobody looks after them."""
    heir = event.transfer_to and Membership.objects.of(row.company).filter(pk=event.transfer_to).first()
    for one in Assignment.objects.running().filter(member=event.member_id).select_related("application", "candidate"):
        about = {"application": one.application} if one.application_id else {"candidate": one.candidate}
        try:
            if heir:
                assignments.assign(actor=SYSTEM, member=heir, **about)
                continue
        except Refused:  # the heir may not have it (a confidential job, say): then nobody has
            pass
        assignments.unassign(actor=SYSTEM, **about)
    for task in Task.objects.filter(member=event.member_id, done_at=None) if heir else ():
        try:
            tasks.change_task(task=task, actor=SYSTEM, member=heir)
        except Refused:  # it stays where it was, on the list of everybody's
            continue


@subscribe(InterviewScheduled, InterviewCancelled)
def free_the_slot(event, row):
    """Who moves to another time, or does not come, leaves their slot to others."""
    booking.release(event.interview_id)


@subscribe(ApplicationRejected, ApplicationWithdrawn, ApplicationHired)
def call_interviews_off(event, row):
    """Where the act said so; an application that runs again meanwhile keeps them."""
    if event.cancel_interviews:
        closing.call_off(event.application_id, event.stage_change_id, actor=row.member or row.person)


@subscribe(ApplicationUnrejected, ApplicationReopened, ApplicationUnhired)
def bring_interviews_back(event, row):
    closing.bring_back(event.application_id, actor=row.member or row.person)


@subscribe(MemberDeactivated)
def leave_the_panels(event, row):
    """Who left sits in no interview to come; who takes over sits there instead, if they may and are free."""
    heir = event.transfer_to and Membership.objects.of(row.company).filter(pk=event.transfer_to).first()
    seats = Panelist.objects.filter(member=event.member_id, interview__state__in=interviews.OPEN)
    for seat in seats.select_related("interview", "member__user", "member__company"):
        if Scorecard.objects.filter(interview=seat.interview, member=seat.member).sent().exists():
            continue
        interviews.remove_panelist(interview=seat.interview, member=seat.member, actor=SYSTEM)
        if heir:
            try:
                interviews.add_panelist(interview=seat.interview, member=heir, actor=SYSTEM, required=seat.required)
            except Refused:  # busy then, or off the confidential job's team: the panel shows who is left
                continue


@receiver(post_delete, sender=Attachment)
def delete_the_file(instance, **kwargs):
    """A file goes with its row, also when the person it was about is erased."""
    transaction.on_commit(lambda: instance.file.storage.delete(instance.file.name))
