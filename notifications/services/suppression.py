"""Addresses that get no mail, why, and how somebody lets mail go there again."""

import hashlib

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.refusal import Refused
from notifications.mail_events import AddressReleased
from notifications.models import MAY_UNSUBSCRIBE, Suppression


class SuppressionRefused(Refused):
    """The message is meant for the person."""


def hash_of(address):
    """An address as it is known after its person is erased."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def standing_against(*, company, address, kind):
    """The suppression that keeps a mail of that kind away from an address, or None."""
    unwanted = Q(reason__in=[Suppression.Reason.COMPLAINT, Suppression.Reason.MANUAL])
    if kind in MAY_UNSUBSCRIBE:
        unwanted |= Q(reason=Suppression.Reason.UNSUBSCRIBE, kind__in=["", kind])
    everywhere = Q(company=None, reason=Suppression.Reason.BOUNCE)
    if kind in MAY_UNSUBSCRIBE:
        everywhere |= Q(company=None, reason=Suppression.Reason.UNSUBSCRIBE, kind=kind)
    theirs = everywhere | Q(company=company) & unwanted if company else everywhere
    return Suppression.objects.running().filter(theirs, address_hash=hash_of(address)).order_by("at").first()


def suppress(*, address, reason, company=None, kind="", detail="", message=None):
    """Keep mail away from an address; where it is kept away already nothing changes."""
    address = address.strip().lower()
    Suppression.objects.bulk_create(
        [
            Suppression(
                company=company,
                address=address,
                address_hash=hash_of(address),
                kind=kind,
                reason=reason,
                detail=detail[:300],
                message=message,
            )
        ],
        ignore_conflicts=True,
    )


def unwanted_everywhere(address):
    """The kinds of mail that a person said they want from no company here."""
    said = Suppression.objects.running().filter(company=None, reason=Suppression.Reason.UNSUBSCRIBE)
    return set(said.filter(address_hash=hash_of(address)).exclude(kind="").values_list("kind", flat=True))


def wanted_again(*, address, kind):
    """The person takes back that they want no mail of that kind from anybody; what they told one company stands."""
    said = Suppression.objects.running().filter(company=None, reason=Suppression.Reason.UNSUBSCRIBE, kind=kind)
    said.filter(address_hash=hash_of(address)).update(lifted_at=timezone.now(), lifted_why="")


@transaction.atomic
def lift(*, suppression, actor, why):
    """Let mail go to an address again, and say why; if it is dead, the next mail's bounce brings the row back."""
    suppression = Suppression.objects.select_for_update(of=("self",)).get(pk=suppression.pk)
    why = " ".join((why or "").split())[:200]
    if suppression.lifted_at:
        raise SuppressionRefused(_("Mail goes there again already."), code="lifted")
    if suppression.company_id is None and suppression.reason == Suppression.Reason.UNSUBSCRIBE:
        raise SuppressionRefused(
            _("They said so themselves, to everybody. Only they can take it back."), code="theirs", conflict=True
        )
    if not why:
        raise SuppressionRefused(_("Say why mail may go there again."), code="required", field="why")
    suppression.lifted_at, suppression.lifted_by, suppression.lifted_why = timezone.now(), actor, why
    suppression.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    publish(AddressReleased(suppression.pk), actor=actor, subject=suppression)
    return suppression
