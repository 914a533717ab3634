"""What the portal does when something happened at a company."""

from accounts.events import subscribe
from jobs.events import ApplicationCreated
from jobs.models import Candidate
from portal.services import claims


@subscribe(ApplicationCreated)
def give_it_to_its_person(event, row):
    """Who has proven this address before sees the new application at once."""
    candidate = Candidate.objects.filter(pk=event.candidate_id, person=None, merged_into=None).first()
    owner = claims.owner_of(candidate) if candidate else None
    if owner:
        claims.claim(candidate_id=candidate.pk, user=owner)
