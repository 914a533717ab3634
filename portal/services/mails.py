"""Mail to a person about their own account: no company writes it, and no company may read it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send(template, *, to, subject, kind, **context):
    """Render `emails/portal/<template>.txt` and `.html` and hand the mail on; `kind` is what the outbox knows it by."""
    context = {"subject": subject, "site": settings.SITE_URL, **context}
    message = EmailMultiAlternatives(subject, render_to_string(f"emails/portal/{template}.txt", context), to=[to])
    message.attach_alternative(render_to_string(f"emails/portal/{template}.html", context), "text/html")
    message.kind = kind
    message.send()
