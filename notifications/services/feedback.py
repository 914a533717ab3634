"""What the provider tells of mails that left: told twice or in any order, it comes to the same."""

import hashlib
from uuid import UUID

from anymail.signals import EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from accounts.events import SYSTEM, publish
from notifications.mail_events import MailBounced
from notifications.models import Message, MessageEvent, Suppression
from notifications.services.suppression import suppress
from notifications.services.verdicts import DEAD, NOT_DEAD

Outcome = Message.Outcome
MEANS = {
    EventType.DEFERRED: Outcome.DELAYED,
    EventType.DELIVERED: Outcome.DELIVERED,
    EventType.OPENED: Outcome.OPENED,
    EventType.CLICKED: Outcome.OPENED,
    EventType.BOUNCED: Outcome.BOUNCED,
    EventType.REJECTED: Outcome.BOUNCED,
    EventType.FAILED: Outcome.BOUNCED,
    EventType.COMPLAINED: Outcome.COMPLAINED,
}
WEIGHT = {outcome: weight for weight, outcome in enumerate(Outcome)}  # a later and lighter word does not take a weightier back
UNWANTED = {EventType.COMPLAINED: Suppression.Reason.COMPLAINT, EventType.UNSUBSCRIBED: Suppression.Reason.UNSUBSCRIBE}
DEAD_REASONS = {RejectReason.INVALID, RejectReason.BOUNCED}


@transaction.atomic
def take(event, provider):
    """Write down one event of the provider; one of a mail that is not ours is passed over. Returns whether it was new."""
    message = _message_of(event)
    if message is None or event.event_type not in MEANS and event.event_type != EventType.UNSUBSCRIBED:
        return False
    outcome = MEANS.get(event.event_type)
    row, new = MessageEvent.objects.get_or_create(
        provider_event=_key(event, provider),
        defaults={
            "message": message,
            "kind": event.event_type,
            "at": min(event.timestamp or timezone.now(), timezone.now()),
            "detail": _line(event.mta_response or event.description),
        },
    )
    if not new:
        return False
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if outcome and WEIGHT[outcome] > WEIGHT[message.outcome]:
        Message.objects.filter(pk=message.pk).update(outcome=outcome)
        if outcome == Outcome.BOUNCED:
            publish(
                MailBounced(
                    message.pk,
                    message.kind,
                    message.candidate_id and str(message.candidate_id),
                    message.application_id and str(message.application_id),
                ),
                actor=SYSTEM,
                subject=message,
            )
    _keep_away(event, message, row.detail)
    return True


def _message_of(event):
    """The mail by our own id, which went along, or by the provider's; its recipient must be the one that it is told of."""
    ours, rows = (event.metadata or {}).get("mail"), Message.objects.none()
    if ours:
        try:
            rows = Message.objects.filter(pk=UUID(str(ours)))
        except ValueError:
            return None
    elif event.message_id:
        rows = Message.objects.filter(provider_id=event.message_id)
    return rows.filter(to_email=(event.recipient or "").strip().lower()).select_related("company").first()


def _key(event, provider):
    """Names the event for ever; some providers name it themselves."""
    what = [provider, event.event_id or "", event.event_type, event.recipient or "", event.message_id or ""]
    if not event.event_id:
        what += [event.timestamp and event.timestamp.isoformat() or "", event.click_url or ""]
    return hashlib.sha256("\0".join(map(str, what)).encode()).hexdigest()


def _keep_away(event, message, detail):
    """Dead addresses get no more mail from anybody, people who don't want any none from that company."""
    if event.event_type in {EventType.BOUNCED, EventType.REJECTED} and _is_dead(event):
        suppress(address=message.to_email, reason=Suppression.Reason.BOUNCE, detail=detail, message=message)
    reason = UNWANTED.get(event.event_type)
    if reason and message.company is not None:
        kind = message.kind if reason == Suppression.Reason.UNSUBSCRIBE else ""
        suppress(address=message.to_email, reason=reason, company=message.company, kind=kind, detail=detail, message=message)


def _is_dead(event):
    """A bounce that says the address is not there, not that it is full or that the mail was not liked."""
    said = event.mta_response or ""
    if NOT_DEAD.search(said):
        return False
    permanent = _get(event.esp_event, "bounce", "bounceType")  # Amazon SES calls each bounce "bounced"
    return (event.reject_reason in DEAD_REASONS or bool(DEAD.search(said))) and permanent in {None, "Permanent"}


def _get(found, *names):
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _line(text):
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text or "")).split())[:300]
