"""Unsubscribing by the link of a mail: from that company's mails of that kind."""

from django.core import signing
from django.db import transaction

from notifications.models import MAY_UNSUBSCRIBE, Message, MessageEvent, Suppression
from notifications.services.composing import UNSUBSCRIBE
from notifications.services.suppression import standing_against, suppress


def by_token(token):
    """The mail that a link came with, or None: the link is nobody's, or of a mail that is owed."""
    try:
        pk = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    return Message.objects.filter(pk=pk, kind__in=MAY_UNSUBSCRIBE).select_related("company").first()


@transaction.atomic
def unsubscribe(message):
    """No more of this kind from this company to this address."""
    if standing_against(company=message.company, address=message.to_email, kind=message.kind):
        return
    suppress(
        address=message.to_email,
        reason=Suppression.Reason.UNSUBSCRIBE,
        company=message.company,
        kind=message.kind,
        message=message,
    )
    MessageEvent.objects.create(message=message, kind="unsubscribed")
