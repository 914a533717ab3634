"""What the portal does when something happened at a company."""

from accounts.events import subscribe
from accounts.live import nudge
from collaboration import events as team
from jobs import events as jobs
from jobs.events import ApplicationCreated
from jobs.models import Application, Candidate
from portal.services import claims, survey_letters


@subscribe(ApplicationCreated)
def give_it_to_its_person(event, row):
    """Who has proven this address before sees the new application at once."""
    candidate = Candidate.objects.filter(pk=event.candidate_id, person=None, merged_into=None).first()
    owner = claims.owner_of(candidate) if candidate else None
    if owner:
        claims.claim(candidate_id=candidate.pk, user=owner)


@subscribe(
    jobs.ApplicationMoved,
    jobs.ApplicationHired,
    jobs.ApplicationUnhired,
    jobs.ApplicationWithdrawn,
    jobs.ApplicationReopened,
    jobs.OfferSent,
    jobs.OfferWithdrawn,
    team.InterviewOffered,
    team.InterviewScheduled,
    team.InterviewChanged,
    team.InterviewCancelled,
    team.RescheduleDecided,
)
def tell_the_open_pages(event, row):
    """The person's own pages ask again. A rejection gives no hint: it shows when it is told."""
    person = Application.objects.filter(pk=event.application_id).values_list("candidate__person", flat=True).first()
    if person:
        nudge(f"user:{person}")


@subscribe(team.InterviewDone)
def ask_how_it_was(event, row):
    survey_letters.ask(interview_id=event.interview_id, happened_at=row.at, actor=row.member)


@subscribe(team.InterviewNoShow)
def do_not_ask_who_was_not_there(event, row):
    """It had been closed as held by mistake."""
    survey_letters.call_back(interview_id=event.interview_id, company=row.company_id, actor=row.member)
