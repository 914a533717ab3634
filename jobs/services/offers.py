"""Offers: drafted, approved, sent as a link, answered by the candidate. Accepting one hires nobody by itself."""

import base64
import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.places import CURRENCIES
from accounts.refusal import Refused
from jobs import events
from jobs.models import Application, Candidate, Offer
from jobs.services import approvals, letters

FIELDS = ("salary", "currency", "period", "starts_on", "expires_at", "letter")
LONGEST = timedelta(days=365)
BATCH = 200
Status = Offer.Status
LETTER = """Dear {{candidate_name}},

we are glad to offer you the position of **{{job_title}}** at {{company_name}}.

- Salary: {{salary}}
- First day: {{start_date}}

Please answer by {{expiry}}. If anything is unclear, write to us before you decide.

{{company_name}}"""


class OfferRefused(Refused):
    """The message is meant for the person, recruiter or candidate."""


@transaction.atomic
def draft(*, application, actor, letter=LETTER, **fields):
    """Write the first offer of an application, or the next one after an offer that is over."""
    application = _running(application)
    if application.offers.filter(status__in=Offer.LIVE).exists():
        raise OfferRefused(
            _("%(name)s has a live offer already. Change that one.") % {"name": application.candidate.name},
            code="live_offer",
            field="application",
            conflict=True,
        )
    return _make(application, actor, None, {"letter": letter, **fields})


@transaction.atomic
def revise(*, offer, actor, seen_revision=None, **fields):
    """Change an offer. A draft is changed where it is; anything later becomes a new version, a draft, and the old one is kept."""
    application, offer = _locked(offer)
    if seen_revision is not None and seen_revision != offer.revision:
        raise OfferRefused(
            _("Somebody changed this offer while you were editing. Look at theirs, then save again."),
            code="changed_meanwhile",
            field="revision",
            conflict=True,
        )
    _must_run(application)
    if offer.status == Status.DRAFT:
        _fill(offer, fields)
        _save(offer, *FIELDS)
        publish(events.OfferChanged(offer.pk, application.pk), actor=actor, subject=offer)
        _tell(offer)
        return offer
    if application.offers.filter(version__gt=offer.version).exists():
        raise OfferRefused(
            _("There is a newer version of this offer. Change that one."), code="newer_version", field="version", conflict=True
        )
    if offer.live:
        _end(offer, Status.SUPERSEDED)
        approvals.cancel(offer)
    return _make(application, actor, offer, {name: getattr(offer, name) for name in FIELDS} | fields)


def _make(application, actor, replaced, fields):
    last = application.offers.order_by("-version").first()
    offer = Offer(
        company_id=application.company_id,
        application=application,
        version=last.version + 1 if last else 1,
        created_by=actor if isinstance(actor, Membership) else None,
    )
    _fill(offer, fields)
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError as error:
        raise OfferRefused(
            _("There is a live offer for this application already."), code="live_offer", field="application", conflict=True
        ) from error
    publish(events.OfferDrafted(offer.pk, application.pk, replaced and replaced.pk), actor=actor, subject=offer)
    _tell(offer)
    return offer


def _fill(offer, fields):
    """Set the fields and check all that one offer can say about itself."""
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.currency = (offer.currency or "").upper()
    if offer.currency not in CURRENCIES:
        raise OfferRefused(
            _("“%(code)s” is not a currency code.") % {"code": offer.currency}, code="unknown_currency", field="currency"
        )
    offer.letter = letters.check(offer.letter, letters.OF_OFFERS)
    try:
        offer.clean_fields(exclude=["company", "application", "created_by"])
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise OfferRefused(problems[0], code="invalid", field=field) from error
    if offer.expires_at <= timezone.now():
        raise OfferRefused(_("The offer has to be open for a while: choose a time to come."), code="past", field="expires_at")
    if offer.expires_at > timezone.now() + LONGEST:
        raise OfferRefused(_("An offer is open for a year at most."), code="too_long", field="expires_at")


@transaction.atomic
def ask_approval(*, offer, actor):
    """Ask those whom the company's rule names. The offer waits until all agreed."""
    application, offer = _locked(offer)
    _must_run(application)
    _must_be(offer, Status.DRAFT, _("Only a draft can be sent round for approval."))
    approvals.ask_for_offer(offer=offer, actor=actor)
    offer.status = Status.WAITING
    _save(offer, "status")
    _tell(offer)
    return offer


@transaction.atomic
def send(*, offer, actor):
    """Open the offer to the candidate: the link exists from now on. The mail that carries it listens to the event."""
    application, offer = _locked(offer)
    _must_run(application)
    if offer.status == Status.DRAFT and approvals.steps_of(offer.company_id, "offer"):
        raise OfferRefused(_("This offer has to be approved first."), code="not_approved", field="status", conflict=True)
    if offer.status not in {Status.DRAFT, Status.APPROVED}:
        raise OfferRefused(_wrong(offer), code="wrong_status", field="status", conflict=True)
    if offer.expires_at <= timezone.now():
        raise OfferRefused(
            _("Its time is over already. Change the offer and give it a new one."), code="past", field="expires_at", conflict=True
        )
    offer.status, offer.sent_at = Status.SENT, timezone.now()
    offer.token_hash = hash_of(_token(offer, settings.SECRET_KEY))
    name = Candidate.objects.filter(pk=application.candidate_id).values_list("name", flat=True).get()
    offer.letter_sent = letters.as_html(offer.letter, letters.of_offer(offer, name))
    _save(offer, "status", "sent_at", "token_hash", "letter_sent")
    publish(events.OfferSent(offer.pk, application.pk), actor=actor, subject=offer)
    _tell(offer)
    return offer


@transaction.atomic
def withdraw(*, offer, actor, note=""):
    """Take an offer back. One that was accepted stays: replace it by a new version, or close the application."""
    application, offer = _locked(offer)
    if offer.status == Status.ACCEPTED:
        raise OfferRefused(
            _("%(name)s accepted this offer meanwhile.") % {"name": application.candidate.name},
            code="accepted",
            field="status",
            conflict=True,
        )
    if not offer.live:
        raise OfferRefused(_wrong(offer), code="wrong_status", field="status", conflict=True)
    offer.answer_note = note
    _end(offer, Status.WITHDRAWN, "answer_note")
    approvals.cancel(offer)
    publish(events.OfferWithdrawn(offer.pk, application.pk), actor=actor, subject=offer)
    return offer


@transaction.atomic
def accept(*, offer, name, actor=SYSTEM):
    """The candidate accepts, with their name. The team is told; hiring stays an act of the team."""
    application, offer = _answerable(offer)
    name = " ".join((name or "").split())
    if not name:
        raise OfferRefused(_("Write your name, so that your answer counts."), code="required", field="name")
    offer.signed_name = name[:200]
    _end(offer, Status.ACCEPTED, "signed_name")
    publish(events.OfferAccepted(offer.pk, application.pk), actor=actor, subject=offer)
    return offer


@transaction.atomic
def decline(*, offer, note="", actor=SYSTEM):
    """The candidate says no, with a word if they like."""
    application, offer = _answerable(offer)
    offer.answer_note = " ".join((note or "").split())[:1000]
    _end(offer, Status.DECLINED, "answer_note")
    publish(events.OfferDeclined(offer.pk, application.pk), actor=actor, subject=offer)
    return offer


def _answerable(offer):
    application, offer = _locked(offer)
    if offer.status == Status.SENT and offer.expires_at <= timezone.now():
        raise OfferRefused(_("This offer has run out."), code="expired", field="status", conflict=True)
    if offer.status != Status.SENT or application.status != Application.Status.ACTIVE:
        raise OfferRefused(_("This offer is not open any more."), code="wrong_status", field="status", conflict=True)
    return application, offer


def expire_due(now=None):
    """Close the offers whose time is over; returns how many. Running it again, or twice at once, changes nothing more."""
    now, count = now or timezone.now(), 0
    for offer in Offer.objects.filter(status=Status.SENT, expires_at__lte=now).order_by("expires_at")[:BATCH]:
        with transaction.atomic():
            _application, offer = _locked(offer)
            if offer.status == Status.SENT and offer.expires_at <= now:
                _end(offer, Status.EXPIRED)
                publish(events.OfferExpired(offer.pk, offer.application_id), actor=SYSTEM, subject=offer)
                count += 1
    return count


@transaction.atomic
def end_with(application_id):
    """The application is over, so its open offer is too; an accepted one stays as what was said."""
    open_ones = Offer.objects.filter(
        application=application_id, status__in=[Status.DRAFT, Status.WAITING, Status.APPROVED, Status.SENT]
    )
    for offer in open_ones:
        withdraw(offer=offer, actor=SYSTEM)


def by_token(token):
    """The offer behind a link, whatever became of it; None where there is none, and for a company that is suspended."""
    rows = Offer.objects.select_related("application__candidate", "application__job", "application__company")
    return rows.filter(token_hash=hash_of(token), company__suspended_at=None).first()


def shown_letter(offer):
    """The letter as HTML: as it was sent, else as it would be sent now."""
    return offer.letter_sent or letters.as_html(offer.letter, letters.of_offer(offer))


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(offer):
    """The path of the candidate's page; "" where there is none. The token is made anew from the secret key, never stored."""
    from django.urls import reverse

    if not offer.token_hash:
        return ""
    tokens = (_token(offer, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    token = next((token for token in tokens if hash_of(token) == offer.token_hash), None)
    return reverse("jobs:offer_public", args=[token]) if token else ""


def _token(offer, secret):
    digest = salted_hmac("jobs.offer", f"{offer.pk}:{offer.sent_at.isoformat()}", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _running(application):
    application = Application.objects.select_for_update().get(pk=application.pk)
    _must_run(application)
    return application


def _must_run(application):
    if application.status != Application.Status.ACTIVE:
        raise OfferRefused(_("This application is closed. Re-open it first."), code="closed", field="application", conflict=True)


def _locked(offer):
    """(application, offer), locked in this order by all services; the offer carries its locked application."""
    application = Application.objects.select_for_update().get(pk=offer.application_id)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    offer.application = application
    return application, offer


def _must_be(offer, status, message):
    if offer.status != status:
        raise OfferRefused(message, code="wrong_status", field="status", conflict=True)


def _wrong(offer):
    return _("This does not go with an offer that is “%(status)s”.") % {"status": offer.get_status_display()}


def _end(offer, status, *more):
    offer.status, offer.ended_at = status, timezone.now()
    _save(offer, "status", "ended_at", *more)
    _tell(offer)


def _save(offer, *fields):
    offer.revision += 1
    offer.save(update_fields=[*fields, "revision"])


def _tell(offer):
    nudge(f"application:{offer.application_id}", f"job:{offer.application.job_id}", f"candidate:{offer.application.candidate_id}")
