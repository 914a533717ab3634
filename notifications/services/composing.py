"""From a row of the outbox to the mail that leaves."""

from email.utils import formataddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from accounts.mail import absolute
from notifications.models import MAY_UNSUBSCRIBE
from notifications.services.letters import UNSUBSCRIBE as UNSUBSCRIBE_MARK

UNSUBSCRIBE = "notifications.unsubscribe"
NO_CALENDAR_ALTERNATIVE = {"anymail.backends.mailgun.EmailBackend"}  # its API takes text, HTML and files


def as_email(message):
    """The mail as it is sent. Calendar files go in twice: as the part that mail programs answer, and as a file."""
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=with_its_link(message, message.text or ""),
        from_email=message.sender,
        to=[formataddr((message.to_name, message.to_email))],
        reply_to=[answers_to(message)] if answers_to(message) else None,
        headers=headers_of(message),
    )
    if message.html:
        email.attach_alternative(with_its_link(message, message.html), "text/html")
    for part in message.parts.all():
        _attach(email, part)
    if settings.MAIL_TRANSPORT.startswith("anymail."):
        email.metadata = {"mail": str(message.pk)}
        if message.template.get("id"):
            email.template_id = message.template["id"]
            email.merge_global_data = message.template.get("data", {})
    return email


def _attach(email, part):
    content = bytes(part.content)
    if not part.method:
        email.attach(part.name, content, part.content_type)
        return
    kind = f"text/calendar; method={part.method}"
    if settings.MAIL_TRANSPORT in NO_CALENDAR_ALTERNATIVE:
        email.attach(part.name, content.decode(), kind)
        return
    email.attach_alternative(content.decode(), kind)
    email.attach(part.name, content, "application/ics")


def headers_of(message):
    """What says that no machine need answer, and how to be left alone."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
    if message.kind in MAY_UNSUBSCRIBE:
        headers["List-Unsubscribe"] = f"<{unsubscribe_link(message)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def answers_to(message):
    """Where an answer goes: to whom the mail names, else to us, under an address that tells which mail it answers."""
    if message.reply_to:
        return message.reply_to
    if message.reply_token and settings.INBOUND_DOMAIN:
        return f"reply+{message.reply_token}@{settings.INBOUND_DOMAIN}"
    return ""


def with_its_link(message, words):
    """Where letters say "unsubscribe" the mail's own address stands."""
    return words.replace(UNSUBSCRIBE_MARK, unsubscribe_link(message)) if UNSUBSCRIBE_MARK in words else words


def unsubscribe_link(message):
    """The page of one person and kind of mail; letters show it in their footers too."""
    return absolute(reverse("notifications:unsubscribe", args=[signing.dumps(message.pk.hex, salt=UNSUBSCRIBE)]))
