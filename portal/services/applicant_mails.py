"""What applicants are mailed beside the company's own letters: only the owner of an address reads it."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mail import absolute
from matching.services import self_reports
from notifications.models import MailRule
from notifications.services import outbox, rules


def voluntary_questions(site, application, email):
    """The link to the sealed questions, where the company asks any. It goes by mail, since whoever typed the address on the
    form may be somebody else."""
    if not asks(site.company):
        return
    subject = _("A few voluntary questions from %(company)s") % {"company": site.company.name}
    context = {"self_report": self_reports.link_of(application)}
    about = {"candidate": application.candidate, "application": application}
    _queue("voluntary_questions", site, application.post, email, subject, context, key=application.pk, **about)


def applied_before(site, post, email, code, *, candidate, draft):
    """An application for this job is there already; code: already_applied or applied_before."""
    subject = _("You applied to %(company)s before: %(job)s") % {"company": site.company.name, "job": post.title}
    context = {"running": code == "already_applied"}
    _queue("applied_before", site, post, email, subject, context, key=draft.pk, candidate=candidate)


def confirms(company):
    """Whether the company's rules mail a confirmation to who applies."""
    rule = rules.rules_of(company).get((MailRule.Cause.APPLIED, ""))
    return bool(rule and rule.candidate)


def asks(company):
    """Whether the company asks applicants about themselves, for audits of its fairness."""
    return bool(self_reports.questions_of(self_reports.settings_of(company)))


def _queue(kind, site, post, email, subject, context, *, key, **about):
    company = site.company
    context = {
        "site": site,
        "company": company,
        "post": post,
        "subject": subject,
        "sign_in": absolute(reverse("portal:sign_in")),
        **context,
    }
    text = render_to_string(f"emails/portal/{kind}.txt", context)
    html = render_to_string(f"emails/portal/{kind}.html", context)
    outbox.queue(company=company, kind=kind, to=email, subject=subject, text=text, html=html, key=f"{kind}:{key}", **about)
