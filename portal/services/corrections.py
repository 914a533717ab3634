"""What was read from somebody's documents, mended by themselves: it counts at once, and what they say stands from then on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.refusal import Refused
from jobs.models import Candidate
from matching.models import Fact
from matching.services import facts as service
from portal import events
from portal.services import retention

KINDS = ("skill", "experience", "education", "certification", "language")


def facts_of(candidate):
    """{kind: [Fact]} of what stands and a person may mend."""
    found = {kind: [] for kind in KINDS}
    for fact in Fact.objects.standing().filter(candidate=candidate, kind__in=KINDS).order_by("kind", "position", "pk"):
        found[fact.kind].append(fact)
    return found


def _of(user, candidate):
    """The candidate, if they are this person's; a second guard behind the page's."""
    if not Candidate.objects.of_person(user).filter(pk=candidate.pk).exists():
        raise Refused(_("That is not there."), code="not_found")


@transaction.atomic
def add(*, user, candidate, kind, value):
    _of(user, candidate)
    _known(kind)
    return service.add_fact(candidate=candidate, kind=kind, value=value, actor=user)


@transaction.atomic
def correct(*, user, fact, value):
    _of(user, fact.candidate)
    _known(fact.kind)
    return service.correct_fact(fact=fact, value=value, actor=user)


@transaction.atomic
def remove(*, user, fact):
    _of(user, fact.candidate)
    _known(fact.kind)
    return service.remove_fact(fact=fact, actor=user)


def _known(kind):
    if kind not in KINDS:
        raise Refused(_("This can't be changed here."), code="unknown", field="kind")


@transaction.atomic
def withdraw_consent(*, user, consent):
    """Take back what was agreed to; who agreed to stay in a talent pool leaves it."""
    if consent.withdrawn_at is not None:
        return
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    publish(events.ConsentWithdrawn(consent.pk, consent.purpose), actor=user, subject=consent)
    if consent.purpose == "talent_pool":
        for candidate in Candidate.objects.of_person(user).filter(company=consent.company_id):
            retention.answer(candidate=candidate, stays=False, actor=user)
