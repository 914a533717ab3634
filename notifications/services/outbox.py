"""Mail is a row first: queued in the transaction of what it tells of, called back while it has not left, sent by a task."""

import logging
import secrets
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.ids import uuid7
from accounts.models import Membership
from accounts.refusal import Refused
from notifications.mail_events import MailCalledBack, MailReleased
from notifications.models import SECRET_KINDS, Message, MessageEvent, MessagePart
from notifications.services.suppression import standing_against

log = logging.getLogger(__name__)
MOST_PARTS, LARGEST_PARTS = 10, 10 * 1024 * 1024  # files of a mail, bytes of all together


class MailRefused(Refused):
    """The message is meant for the person."""


def queue(
    *,
    company,
    kind,
    to,
    subject,
    text,
    html,
    key,
    name="",
    language="",
    candidate=None,
    application=None,
    member=None,
    comment=None,
    not_before=None,
    calendar=None,
    attachments=(),
    reply_to=None,
    template=None,
):
    """Write a mail to one person; call it in the transaction of what it tells of. The same `key` in a company writes it once.

    company: None for sign-in mail. kind: what sort of mail, which `SECRET_KINDS` and `MAY_UNSUBSCRIBE` know. not_before: until
    then it can be called back. calendar: (bytes, METHOD). attachments: (name, bytes, content type) each. comment: what an answer
    by mail answers. template: {"id", "data"} of the provider, which takes the place of text and HTML there.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("queue() belongs in the transaction of what the mail tells of.")
    if calendar:
        attachments = [("invite.ics", calendar[0], "text/calendar", calendar[1]), *attachments]
    _check(attachments)
    now, pk = timezone.now(), uuid7()
    to = str(to or "").strip().lower()[:254]
    state, why = _first_state(company, to, kind)
    message = Message(
        pk=pk,
        company=company,
        kind=kind,
        key=key,
        to_email=to,
        to_name=_line(name, 200),
        sender=sender_of(company),
        reply_to=_line(reply_to, 320),
        subject=_line(subject, 250),
        text=text,
        html=html,
        language=language,
        template=template or {},
        message_id=f"<{pk.hex}.{secrets.token_hex(4)}@{mail_domain()}>",
        reply_token=secrets.token_hex(16) if settings.INBOUND_DOMAIN and (application or candidate or comment) else None,
        candidate=candidate or (application and application.candidate),
        application=application,
        member=member,
        comment=comment,
        state=state,
        why=why,
        created_at=now,
        not_before=not_before,
        due_at=not_before or now,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    written = Message.objects.get(company=company, key=key)
    if written.pk == pk and attachments:
        MessagePart.objects.bulk_create(_part(written, *one) for one in attachments)
    if written.pk == pk and state == Message.State.QUEUED and written.due_at <= now:
        wake()
    return written


def _check(attachments):
    if len(attachments) > MOST_PARTS or sum(len(one[1]) for one in attachments) > LARGEST_PARTS:
        raise MailRefused(_("A mail carries at most ten files of 10 MB together."), code="too_large", field="attachments")


def _part(message, name, content, content_type, method=""):
    return MessagePart(message=message, name=_line(name, 200), content=content, content_type=content_type, method=method)


def _line(text, longest):
    """Text for a header: one line without control characters, so that it can't begin another header."""
    plain = "".join(sign if sign.isprintable() else " " for sign in str(text or ""))
    return " ".join(plain.split())[:longest]


def _first_state(company, to, kind):
    """(state, why) of a new mail."""
    try:
        validate_email(to)
    except ValidationError:
        return Message.State.FAILED, _("There is no valid address to send it to.")
    if against := standing_against(company=company, address=to, kind=kind):
        return Message.State.SUPPRESSED, against.get_reason_display()
    if not settings.MAIL_TRANSPORT:
        return Message.State.KEPT, _("No mail server is set up.")
    return Message.State.QUEUED, ""


def sender_of(company):
    """Our address under the company's name: only what we are allowed to send from passes SPF and DMARC."""
    ours, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((_line(company.name, 120) if company else ours, address))


def mail_domain():
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def wake():
    """Have the outbox emptied after the commit, once however many mails the transaction wrote."""
    if not any(function is _wake_now for _ids, function, _robust in transaction.get_connection().run_on_commit):
        transaction.on_commit(_wake_now)


def _wake_now():
    from notifications.tasks import send_waiting_mail

    try:
        send_waiting_mail.delay()
    except Exception:  # the broker is away: the rows are safe, the beat task sends them
        log.warning("mail waits for the beat", exc_info=True)


@transaction.atomic
def call_back(*, company, actor, keys=(), application=None, kinds=()):
    """Take back mails that have not left: those with these keys, or an application's (of these kinds). Returns how many."""
    which = Q(key__in=list(keys)) if keys else Q(application=application) if application else None
    if which is None:
        raise ValueError("call_back() needs keys or an application.")
    rows = Message.objects.filter(which, company=company).not_left()
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return sum(_take_back(message, actor) for message in rows.order_by("pk").select_for_update(of=("self",)))


def _take_back(message, actor):
    by = actor if isinstance(actor, Membership) else None
    taken = Message.objects.filter(pk=message.pk).not_left().update(state=Message.State.CALLED_BACK, changed_by=by, why="")
    if taken:
        MessageEvent.objects.create(message=message, kind="called_back", by=by)
        publish(MailCalledBack(message.pk, message.kind), actor=actor, subject=message)
    return taken


def cancel(*, message, actor):
    """Take one mail back, by hand."""
    with transaction.atomic():
        if not _take_back(message, actor):
            raise MailRefused(_("It has left already, or somebody called it back."), code="has_left")
    message.refresh_from_db()
    return message


RELEASABLE = (Message.State.FAILED, Message.State.KEPT, Message.State.CALLED_BACK, Message.State.SUPPRESSED)


@transaction.atomic
def release(*, message, actor):
    """Have a mail sent after all: one that failed, was kept or held back, or called back while its time has not come."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    now = timezone.now()
    if message.state not in RELEASABLE:
        raise MailRefused(_("Only mail that failed, was kept, held back or called back can be sent again."), code="state")
    if message.state == Message.State.CALLED_BACK and (message.not_before is None or message.not_before <= now):
        raise MailRefused(_("Its time has passed. Write a new mail instead."), code="too_late")
    if message.secret:
        raise MailRefused(_("Its link is no longer good. The person asks for a new one at the sign-in page."), code="secret")
    state, why = _first_state(message.company, message.to_email, message.kind)
    if state in (Message.State.FAILED, Message.State.SUPPRESSED) or state == message.state:
        raise MailRefused(why, code="still_held_back")
    message.state, message.why, message.attempts = state, why, 0
    message.due_at = max(message.not_before or now, now)
    message.changed_by = actor if isinstance(actor, Membership) else None
    message.save(update_fields=["state", "why", "attempts", "due_at", "changed_by"])
    MessageEvent.objects.create(message=message, kind="released", by=message.changed_by)
    publish(MailReleased(message.pk, message.kind), actor=actor, subject=message)
    if message.state == Message.State.QUEUED and message.due_at <= now:
        wake()
    return message


def may_read(message, member):
    """Whether the member may read what a mail says: never a way into an account, and a colleague's own mail never."""
    if message.secret:
        return False
    return message.candidate_id is not None or message.application_id is not None or message.member_id == member.pk


def forget_old():
    """Mail about accounts goes for good: its words after a week, when no link of it opens anything any more, its row after a quarter."""
    now = timezone.now()
    secret = Message.objects.filter(Q(company=None) | Q(kind__in=SECRET_KINDS))
    secret.filter(company=None, created_at__lt=now - timedelta(days=90)).delete()
    old = secret.filter(created_at__lt=now - timedelta(days=7)).exclude(text=None, html=None)
    old.exclude(state__in=[Message.State.QUEUED, Message.State.SENDING]).update(subject="", text=None, html=None)
