"""What jobs itself does when something happened."""

from accounts.events import subscribe
from accounts.happened import CompanyCreated, MemberDeactivated
from accounts.models import Membership
from jobs import events  # noqa: F401  (names the app's events)
from jobs.models import Approval, TeamMember
from jobs.services import offers, rejections
from jobs.services.defaults import seed_defaults
from jobs.services.jobs import join_team, leave_team


@subscribe(CompanyCreated)
def give_a_start(event, row):
    """A new company finds a pipeline, sources and rejection reasons in its settings."""
    seed_defaults(row.company)


@subscribe(MemberDeactivated)
def hand_their_jobs_over(event, row):
    """Who takes over stands in their place on the hiring teams of jobs that are not closed, and decides what waits for them."""
    heir = event.transfer_to and Membership.objects.of(row.company).filter(pk=event.transfer_to).first()
    if not heir:
        return
    Approval.objects.of(row.company).filter(member_id=event.member_id, state__in=["waiting", "later"]).update(member=heir)
    places = TeamMember.objects.filter(member_id=event.member_id, job__company=row.company).exclude(job__status="closed")
    for place in places.select_related("job", "member__user"):
        join_team(job=place.job, member=heir, part=place.part)
        leave_team(job=place.job, member=place.member, part=place.part)


@subscribe(events.JobClosed)
def draft_rejections(event, row):
    """Who still runs gets an answer drafted; a person sends it."""
    rejections.draft_for(event.job_id, event.reason)


@subscribe(events.JobOpened)
def forget_rejections(event, row):
    rejections.forget_for(event.job_id)


@subscribe(events.ApplicationRejected, events.ApplicationWithdrawn)
def end_offers(event, row):
    """With the application its open offer is over."""
    offers.end_with(event.application_id)
