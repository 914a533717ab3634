"""Sending what waits: claimed with a lease, tried again later and later, and never by two at once.

A worker that dies leaves its claim to run out; the mail it was at is then sent again under the same Message-ID. While the server
is away nobody tries: the way is closed for a while, longer each time, and then one mail tests it.
"""

import logging
import time
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.events import SYSTEM, publish
from notifications.mail_events import MailFailed
from notifications.models import Message, MessageEvent, Suppression, Transport
from notifications.services import verdicts
from notifications.services.composing import as_email
from notifications.services.suppression import standing_against, suppress
from notifications.services.verdicts import AWAY, LATER, NEVER, SENT, Verdict

log = logging.getLogger(__name__)
State = Message.State
BATCH = 20
LEASE = timedelta(seconds=60)
WAITS = [60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600]  # seconds after each try that failed: a day in all
PAUSES = [10, 20, 40, 80, 160, 300]  # seconds that nobody tries while the server is away
AT_MOST = 240  # seconds that one task goes on; the beat starts the next


def send_due():
    """Send what is due until nothing is, or the server is away. Returns how many left. Any number may run at once."""
    if not settings.MAIL_TRANSPORT:
        Message.objects.filter(state=State.QUEUED).update(state=State.KEPT, why="No mail server is set up.")
        return 0
    free_lost()
    sent, end, carrier = 0, time.monotonic() + AT_MOST, Carrier()
    try:
        while time.monotonic() < end and (batch := claim(_batch_size())):
            for place, message in enumerate(batch):
                verdict = _send(message, carrier)
                sent += verdict is not None and verdict.what == SENT
                if verdict is not None and verdict.what == AWAY:
                    give_back(batch[place + 1 :])
                    return sent
    finally:
        carrier.close()
    return sent


def _batch_size():
    """How many to claim: none while the way is closed, one to test it, else a batch."""
    way = Transport.objects.filter(pk=settings.MAIL_TRANSPORT).first()
    if way is None or way.failures == 0:
        return BATCH
    return 0 if way.paused_until and way.paused_until > timezone.now() else 1


def claim(most):
    """Take up to `most` due mails, oldest first; what another has taken is passed over."""
    if not most:
        return []
    now, token = timezone.now(), uuid4()
    with transaction.atomic():
        ids = list(
            Message.objects.due(now)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("due_at", "pk")
            .values_list("pk", flat=True)[:most]
        )
        Message.objects.filter(pk__in=ids).update(state=State.SENDING, claim=token, leased_until=now + LEASE)
    return list(Message.objects.filter(claim=token).select_related("company").prefetch_related("parts").order_by("due_at", "pk"))


def free_lost():
    """Mails whose worker did not come back wait again; one that was lost with every try is given up."""
    lost = Message.objects.lost()
    for message in lost.filter(attempts__gt=len(WAITS)):
        settle(message, Verdict(NEVER, "Its worker ended each time before it was known whether it left."))
    lost.filter(attempts__lte=len(WAITS)).update(state=State.QUEUED, claim=None, leased_until=None, due_at=timezone.now())


def give_back(messages):
    """Claimed and not tried: they wait as before."""
    Message.objects.filter(pk__in=[one.pk for one in messages], claim=messages[0].claim if messages else None).update(
        state=State.QUEUED, claim=None, leased_until=None
    )


def _send(message, carrier):
    """Send one claimed mail; its verdict, or None where the claim had run out."""
    if settings.MAIL_PER_SECOND:
        _wait_for_turn()
    held = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING).update(
        leased_until=timezone.now() + LEASE, attempts=F("attempts") + 1
    )
    if not held:
        return None
    message.attempts += 1
    if against := standing_against(company=message.company, address=message.to_email, kind=message.kind):
        _end(message, State.SUPPRESSED, str(against.get_reason_display()))
        return None
    verdict = carrier.send(message)
    settle(message, verdict)
    return verdict


def _wait_for_turn():
    """Take the next place in the line that the rate limit makes of all workers, and wait for it."""
    with transaction.atomic():
        Transport.objects.get_or_create(pk=settings.MAIL_TRANSPORT)
        way = Transport.objects.select_for_update().get(pk=settings.MAIL_TRANSPORT)
        now = timezone.now()
        turn = max(way.free_from or now, now)
        Transport.objects.filter(pk=way.pk).update(free_from=turn + timedelta(seconds=1 / settings.MAIL_PER_SECOND))
    time.sleep(max(0, (turn - now).total_seconds()))


class Carrier:
    """One connection for many mails, made when the first one needs it."""

    def __init__(self):
        self.connection = None

    def send(self, message):
        try:
            email = as_email(message)
            email.message()  # what can't be written as a mail shows here, before anybody is called
        except Exception as error:
            log.exception("mail can't be written", extra={"mail_id": str(message.pk)})
            return verdicts.of_error(ValueError(f"It can't be written as a mail: {type(error).__name__}"))
        try:
            if self.connection is None:
                self.connection = get_connection(settings.MAIL_TRANSPORT)
                self.connection.open()
        except Exception as error:  # whatever a transport raises: the mail never got there
            self.close()
            return verdicts.of_connecting(error)
        try:
            self.connection.send_messages([email])
        except Exception as error:
            self.close()
            return verdicts.of_error(error)
        return Verdict(SENT, provider_id=getattr(getattr(email, "anymail_status", None), "message_id", "") or "")

    def close(self):
        connection, self.connection = self.connection, None
        try:
            if connection is not None:
                connection.close()
        except OSError:
            pass


@transaction.atomic
def settle(message, verdict):
    """Write down what came of a try."""
    now = timezone.now()
    if verdict.what == AWAY:
        _close_the_way(verdict.why, now)
        Message.objects.filter(pk=message.pk, claim=message.claim).update(
            state=State.QUEUED, claim=None, leased_until=None, attempts=F("attempts") - 1
        )
        return
    _open_the_way()
    if verdict.what == SENT:
        # Whoever holds the claim now: it has left, and must not leave again if that can be helped.
        rows = Message.objects.filter(pk=message.pk, state__in=[State.SENDING, State.QUEUED])
        secret = {"subject": "", "text": "", "html": ""} if message.secret else {}
        values = {"state": State.SENT, "sent_at": now, "why": "", "provider_id": verdict.provider_id[:200], **secret}
        if rows.update(claim=None, leased_until=None, **values):
            MessageEvent.objects.create(message=message, kind="sent", at=now)
        return
    if verdict.what == LATER and message.attempts <= len(WAITS):
        due = now + timedelta(seconds=WAITS[message.attempts - 1])
        again = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
        if again.update(state=State.QUEUED, claim=None, leased_until=None, due_at=due, why=verdict.why):
            MessageEvent.objects.create(message=message, kind="try_failed", at=now, detail=verdict.why)
        return
    if _end(message, State.FAILED, verdict.why):
        publish(
            MailFailed(message.pk, message.kind, _id(message.candidate_id), _id(message.application_id)),
            actor=SYSTEM,
            subject=message,
        )
    if verdict.is_dead:
        suppress(address=message.to_email, reason=Suppression.Reason.BOUNCE, detail=verdict.why, message=message)


def _id(value):
    return value and str(value)


def _end(message, state, why):
    ended = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING)
    if not ended.update(state=state, claim=None, leased_until=None, why=why[:300]):
        return False
    MessageEvent.objects.create(message=message, kind=state, detail=why[:300])
    return True


def _close_the_way(why, now):
    way, _made = Transport.objects.select_for_update().get_or_create(pk=settings.MAIL_TRANSPORT)
    if way.paused_until and way.paused_until > now:  # another worker found it closed just now
        return
    pause = PAUSES[min(way.failures, len(PAUSES) - 1)]
    way.failures, way.why, way.paused_until = way.failures + 1, why, now + timedelta(seconds=pause)
    way.save(update_fields=["failures", "why", "paused_until"])
    log.warning("mail server is away", extra={"transport": way.pk, "why": why, "pause": pause})


def _open_the_way():
    Transport.objects.filter(pk=settings.MAIL_TRANSPORT, failures__gt=0).update(failures=0, why="", paused_until=None)
