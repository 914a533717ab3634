"""How long a company keeps people whom it did not hire: who goes next, whom it asks to stay, and letting go.

Somebody goes on the day that is written on their own row (`keep_until`), else so many days after their last decision; not while
an application runs, not once hired, not while they agree to be kept (`consent_until`). Who can be mailed is asked first.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.events import SYSTEM, publish
from accounts.guard import require
from accounts.mail import absolute
from accounts.models import Consent
from accounts.permissions import Action
from jobs.models import Application, Candidate
from notifications.services import outbox
from portal import events
from portal.models import Retention, StayRequest
from portal.services.erasure import erase_candidate

SALT = "portal.stay"
BATCH = 200


def rules_of(company):
    return Retention.objects.of(company).first() or Retention(company=company)


@transaction.atomic
def save_rules(*, company, actor, **fields):
    require(actor, Action.MANAGE_SETTINGS)
    rules = Retention.objects.select_for_update().of(company).first() or Retention(company=company)
    for name, value in fields.items():
        setattr(rules, name, value)
    rules.full_clean(exclude=["company"])
    rules.save()
    publish(events.RetentionChanged(rules.on), actor=actor, subject=company)
    return rules


def going(rules, by):
    """Candidates whose time is over on that day, `last` being their last decision; who has waited longest first."""
    today, since = by.date(), by - timedelta(days=rules.keep_days)
    kept = Application.objects.filter(candidate=OuterRef("pk"), status__in=["active", "hired"])
    rows = Candidate.objects.filter(company=rules.company_id, merged_into=None).exclude(Exists(kept))
    rows = rows.annotate(last=Coalesce(Max("applications__closed_at"), F("created_at")))
    own_day = Q(keep_until__lt=today)
    by_rule = Q(keep_until=None, last__lt=since) & (Q(consent_until=None) | Q(consent_until__lt=today))
    return rows.filter(own_day | by_rule).order_by("last", "pk")


def next_to_go(rules, now=None, most=100):
    """[(candidate, day, whether they were asked)] of those who go within the time in which they are asked; three queries."""
    now = now or timezone.now()
    rows = list(going(rules, now + timedelta(days=rules.ask_days)).select_related("stay_request")[:most])
    return [(one, _day(one, rules), getattr(one, "stay_request", None)) for one in rows]


def _day(candidate, rules):
    if candidate.keep_until:
        return candidate.keep_until
    day = (candidate.last + timedelta(days=rules.keep_days)).date()
    return max(day, candidate.consent_until) if candidate.consent_until else day


def run(now=None):
    """Ask and let go, company by company; beat calls it. Returns (asked, gone)."""
    now, asked, gone = now or timezone.now(), 0, 0
    for rules in Retention.objects.filter(on=True, company__suspended_at=None).select_related("company"):
        soon = going(rules, now + timedelta(days=rules.ask_days)).filter(stay_request=None).exclude(email="")
        asked += sum(ask_to_stay(candidate=one, rules=rules) for one in soon[:BATCH])
        over = going(rules, now)
        waited = Q(stay_request__asked_at__lte=now - timedelta(days=rules.ask_days)) | Q(stay_request__stays=False)
        for one in over.filter(waited | Q(email="")).exclude(stay_request__stays=True, consent_until__gte=now.date())[:BATCH]:
            erase_candidate(candidate=one, actor=SYSTEM)
            gone += 1
    return asked, gone


@transaction.atomic
def ask_to_stay(*, candidate, rules):
    """Mail somebody whose time runs out; they stay with a press of a button, and go without a word."""
    request, new = StayRequest.objects.get_or_create(candidate=candidate)
    if not new:
        return False
    link = absolute(reverse("portal:stay", args=[signing.dumps(str(candidate.pk), salt=SALT)]))
    with override(rules.company.language if rules.company.language in ("en", "de") else "en"):
        context = {
            "company": rules.company,
            "link": link,
            "days": rules.ask_days,
            "pool_days": rules.pool_days,
            "site": absolute(""),
        }
        subject = _("Shall %(company)s keep your details?") % {"company": rules.company.name}
        outbox.queue(
            company=rules.company,
            kind="stay",
            to=candidate.email,
            name=candidate.name,
            subject=subject,
            text=render_to_string("emails/portal/stay.txt", context),
            html=render_to_string("emails/portal/stay.html", {**context, "subject": subject}),
            key=f"stay:{request.pk}",
            candidate=candidate,
        )
    publish(events.AskedToStay(candidate.pk), actor=SYSTEM, subject=candidate)
    return True


def by_token(token):
    """The candidate whom a link was mailed to, or None."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Candidate.objects.filter(pk=pk, company__suspended_at=None).select_related("company").first()


@transaction.atomic
def answer(*, candidate, stays, actor=SYSTEM):
    """Stay in the talent pool for as long as the company's rules say, with the words agreed to kept; or go when the time is over."""
    candidate = Candidate.objects.select_for_update().select_related("company").get(pk=candidate.pk)
    rules, today = rules_of(candidate.company), timezone.localdate()
    StayRequest.objects.update_or_create(candidate=candidate, defaults={"stays": stays, "answered_at": timezone.now()})
    about = {"subject_type": "jobs.candidate", "subject_id": str(candidate.pk), "purpose": "talent_pool"}
    Consent.objects.filter(**about, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if stays:
        candidate.consent_until = today + timedelta(days=rules.pool_days)
        text = pool_words(candidate.company.name, rules.pool_days)
        Consent.objects.create(company=candidate.company, user=candidate.person, text=text, **about)
    else:
        candidate.consent_until = None
    if candidate.keep_until and (not stays or candidate.keep_until < today):
        candidate.keep_until = None
    candidate.save(update_fields=["consent_until", "keep_until"])
    publish(events.AnsweredWhetherToStay(candidate.pk, stays), actor=actor, subject=candidate)
    return candidate


def pool_words(company, days):
    """What somebody agrees to, as it is shown and kept."""
    return _(
        "%(company)s may keep my details for %(days)d days to think of me for other jobs. I can take this back at any time."
    ) % {"company": company, "days": days}
