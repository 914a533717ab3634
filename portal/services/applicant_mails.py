"""What applicants are written at once. The mail goes out after the commit; a server that is away stops no application."""

import logging
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.mail import LONGEST_SUBJECT, absolute
from matching.services import self_reports

log = logging.getLogger(__name__)


def received(site, application, email):
    """The application is here: what happens next, and the voluntary questions, which only the owner of the address gets."""
    asked = self_reports.questions_of(self_reports.settings_of(site.company))
    context = {
        "application": application,
        "due": application.answer_due_at,
        "self_report": self_reports.link_of(application) if asked else "",
    }
    subject = _("Your application to %(company)s: %(job)s") % {"company": site.company.name, "job": application.post.title}
    _queue("application_received", site, application.post, email, subject, context)


def applied_before(site, post, email, code):
    """An application for this job is there already; code: already_applied or applied_before."""
    subject = _("You applied to %(company)s before: %(job)s") % {"company": site.company.name, "job": post.title}
    _queue("applied_before", site, post, email, subject, {"running": code == "already_applied", "days": post.job.reapply_days})


def sign_in_url():
    """The portal's door; "" while there is none."""
    try:
        return absolute(reverse("portal:sign_in"))
    except NoReverseMatch:
        return ""


def _queue(template, site, post, email, subject, context):
    context = {"site": site, "company": site.company, "post": post, "sign_in": sign_in_url(), **context}
    subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    context["subject"] = subject
    text = render_to_string(f"emails/portal/{template}.txt", context)
    html = render_to_string(f"emails/portal/{template}.html", context)
    transaction.on_commit(partial(_send, email, subject, text, html))


def _send(email, subject, text, html):
    message = EmailMultiAlternatives(subject, text, to=[email])
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except OSError:
        log.warning("an applicant's mail was not sent: the mail server is away", exc_info=True)
