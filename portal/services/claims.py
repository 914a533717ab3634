"""Whose an application is: a candidate's row belongs to the person who has proven its address.

Only the first address of a candidate counts. A résumé names other people's too (referees, an agency), and none of them may
read what a company writes to the applicant.
"""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.events import publish
from accounts.models import User
from jobs.models import Candidate, ContactPoint
from jobs.services.candidates import contact_key
from portal import events


@transaction.atomic
def claim_all(*, user):
    """Give the person every candidate that is known by an address they have proven; returns how many are new."""
    keys = [contact_key("email", each) for each in _proven(user)]
    found = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.EMAIL, key__in=keys, position=0, candidate__person=None, candidate__merged_into=None
    )
    return sum(claim(candidate_id=pk, user=user) for pk in found.values_list("candidate_id", flat=True))


@transaction.atomic
def claim(*, candidate_id, user):
    """Make a candidate this person's, if it is nobody's yet."""
    candidate = Candidate.objects.select_for_update().filter(pk=candidate_id, person=None, merged_into=None).first()
    if candidate is None:
        return False
    candidate.person = user
    candidate.save(update_fields=["person"])
    publish(events.CandidateClaimed(candidate.pk), actor=user, subject=candidate)
    return True


def owner_of(candidate):
    """Who has proven the candidate's address and uses the portal; None if nobody does."""
    point = ContactPoint.objects.filter(candidate=candidate, kind=ContactPoint.Kind.EMAIL, position=0).first()
    if point is None:
        return None
    users = User.objects.filter(is_active=True, profile__isnull=False, email__iexact=point.value)
    return next((one for one in users if one.email.lower() in _proven(one)), None)


def _proven(user):
    """The person's present address, if it is proven: one that they have left may be somebody else's by now."""
    return list(EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email).values_list("email", flat=True))
