"""Mail about accounts: one template pair, text and HTML, under templates/emails/accounts/."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import strip_tags

LONGEST_SUBJECT = 120


def send(template, *, to, subject, company=None, **context):
    """Render `emails/accounts/<template>.txt` and `.html` and hand the mail over; its outbox row says `company` and `template`."""
    subject = " ".join(strip_tags(str(subject)).split())[:LONGEST_SUBJECT]
    context = {"subject": subject, "site": settings.SITE_URL, **context}
    message = EmailMultiAlternatives(subject, render_to_string(f"emails/accounts/{template}.txt", context), to=[to])
    message.attach_alternative(render_to_string(f"emails/accounts/{template}.html", context), "text/html")
    message.company, message.kind = company, template  # the outbox (notifications/mail_backend.py) reads them
    message.send()


def absolute(path):
    """The address of one of our pages as a mail must write it."""
    return f"{settings.SITE_URL}{path}"
