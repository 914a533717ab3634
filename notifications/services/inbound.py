"""Answers by mail: a colleague's becomes a comment where they were told of something, a candidate's is read beside their mails.

The address that is answered to names the mail by a token that nobody can guess; who answers must be whom that mail was for.
Whatever else comes is dropped without a word: an answer to a stranger would make us a sender of spam.
"""

import hashlib
import html
import logging
import re
from datetime import timedelta

import nh3
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration.models import ENTITIES
from collaboration.services import comments
from notifications.mail_events import MailAnswered
from notifications.models import Message, ReceivedMail
from notifications.services import calendar

log = logging.getLogger(__name__)
GOOD_FOR = timedelta(days=90)
MOST_ANSWERS = 30  # to one mail: more is a loop
LONGEST_READ, LONGEST = 500_000, 10_000  # signs that are looked at, and that are kept
ADDRESS = re.compile(r"^reply\+([0-9a-f]{32})@(.+)$", re.IGNORECASE)
MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", re.IGNORECASE)
QUOTE = re.compile(
    r"""^\s*(?:
        >                                                        # quoted
      | -{2,}\s*(?:original|forwarded|urspr|weitergeleitet)       # -----Original Message-----
      | _{10,}\s*$
      | --\s*$                                                   # a signature
      | (?:from|von|de|da|van|od)\s*:\s.*@                       # the head of a forwarded mail
      | (?:on|am|le|el|il|op|em|dnia)\s.{6,200}(?:wrote|schrieb|écrit|escribi[oó]|scritto|schreef|escreveu|napisał\(?a?\)?).{0,40}:\s*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@transaction.atomic
def take(mail):
    """Take one mail that the provider handed over; returns the row it became, or None where it was dropped."""
    sender = (mail.from_email.addr_spec if mail.from_email else "").strip().lower()
    if (file := _calendar_file(mail)) is not None:
        answer = calendar.accept_reply(file, sender)
        log.info("an answer of somebody's calendar", extra={"accepted": answer.accepted, "why": answer.code})
        return None
    message = _answered(mail)
    if message is None or _is_automatic(mail, sender):
        return _drop("automatic or to nobody")
    if sender != message.to_email:
        return _drop("somebody else's address", message)
    Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    their_id = hashlib.sha256((mail.get("Message-ID") or mail.as_string()[:5000]).encode(errors="replace")).hexdigest()
    rows = ReceivedMail.objects.filter(message=message)
    if rows.filter(their_id=their_id).exists():
        return None
    if rows.count() >= MOST_ANSWERS:
        return _drop("too many answers", message)
    row = ReceivedMail(
        company=message.company,
        message=message,
        candidate=message.candidate,
        application=message.application,
        sender=sender,
        subject=_line(mail.subject),
        text=said(mail),
        files_left_out=len(mail.attachments) + len(mail.inlines),
        their_id=their_id,
    )
    if message.member_id:
        _comment(row, message)
    elif not row.text and not row.files_left_out:
        return _drop("empty", message)
    row.save()
    if message.member_id is None:
        publish(MailAnswered(row.pk, message.pk, _id(row.candidate_id), _id(row.application_id)), actor=SYSTEM, subject=row)
    return row


def _calendar_file(mail):
    """The answer of a calendar program, which it sends to the organizer by itself; None where there is none.

    Its UID names the interview by an id that nobody guesses and only those invited know; that they are is checked with the sender.
    """
    ours = calendar.organizer_address().lower()
    given = [mail.envelope_recipient or "", *(one.addr_spec for one in [*mail.to, *mail.cc])]
    if not settings.INBOUND_DOMAIN or ours not in {one.strip().lower() for one in given}:
        return None
    files = (part for part in mail.walk() if part.get_content_type() in {"text/calendar", "application/ics"})
    return next((part.get_payload(decode=True) or b"" for part in files), None)


def _id(value):
    return value and str(value)


def _answered(mail):
    """The mail that is answered, while its address is good."""
    given = [mail.envelope_recipient or "", *(one.addr_spec for one in [*mail.to, *mail.cc])]
    for address in given:
        found = ADDRESS.match(address.strip())
        if found and settings.INBOUND_DOMAIN and found[2].lower() == settings.INBOUND_DOMAIN.lower():
            return (
                Message.objects.filter(reply_token=found[1].lower(), created_at__gt=timezone.now() - GOOD_FOR)
                .exclude(company=None)
                .select_related("company", "member__user", "member__company", "comment", "application", "candidate")
                .first()
            )
    return None


def _is_automatic(mail, sender):
    """Vacation notes, bounces, lists: what a machine wrote is not answered and not kept (RFC 3834)."""
    automatic = (mail.get("Auto-Submitted") or "no").split(";")[0].strip().lower() != "no"
    precedence = (mail.get("Precedence") or "").strip().lower() in {"bulk", "junk", "list", "auto_reply"}
    marked = any(name in mail for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id"))
    return automatic or precedence or marked or mail.envelope_sender == "<>" or not sender or bool(MACHINES.match(sender))


def said(mail):
    """What the person wrote, as text, without what they quoted."""
    text = _part(mail.text) or _plain(_part(mail.html))
    given, lines = text[:LONGEST_READ].replace("\x00", "").replace("\r\n", "\n").split("\n"), []
    for line, following in zip(given, [*given[1:], ""], strict=True):
        if QUOTE.match(line[:400]) or QUOTE.match(f"{line[:300]} {following[:80]}"):  # "On … wrote:" may be broken in two
            break
        lines.append(line.rstrip())
    return "\n".join(lines).strip()[:LONGEST]


def _part(text):
    return (text or "")[:LONGEST_READ]


def _plain(markup):
    broken = re.sub(r"(?i)<(?:br|/p|/div|/li|/tr|blockquote)\b[^>]{0,200}>", lambda tag: f"{tag[0]}\n", markup)
    return html.unescape(
        nh3.clean(broken, tags=set(), attributes={}, clean_content_tags={"script", "style", "head", "blockquote"})
    )


def _line(text):
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text or "")).split())[:250]


def _comment(row, message):
    """Say it in the name of the member, if they still may; else the row says why not."""
    member, entity = message.member, _entity(message)
    kind = entity and next(name for name, model in ENTITIES.items() if isinstance(entity, model))
    active = type(member).objects.filter(pk=member.pk).active().exists()
    if not entity or not active or not member.can(Action.COMMENT):
        row.state, row.why, row.text = ReceivedMail.State.REFUSED, _("They may not comment there any more."), ""
        return
    try:
        with transaction.atomic():
            row.comment = comments.add_comment(
                entity_type=kind, entity=entity, author=member, text=row.text, parent=_parent(message, member)
            )
    except Refused as refusal:
        row.state, row.why = ReceivedMail.State.REFUSED, str(refusal)[:200]
    row.text = ""  # it stands in the comment, whoever may see that one


def _entity(message):
    """What the comment is about, if the member still sees it."""
    about = message.comment and getattr(message.comment, message.comment.entity_type)
    about = about or message.application or message.candidate
    if about is None:
        return None
    return type(about).objects.visible_to(message.member).filter(pk=about.pk).first()


def _parent(message, member):
    """The comment that is answered, while it is there and the member may see it."""
    if message.comment is None or message.comment.deleted_at:
        return None
    return type(message.comment).objects.visible_to(member).filter(pk=message.comment_id).first()


def _drop(why, message=None):
    log.info("an answer by mail was dropped", extra={"why": why, "mail_id": message and str(message.pk)})
