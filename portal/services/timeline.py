"""What happened with an application, in a candidate's words: oldest first, one line a thing that they may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import Interview, TimeChange
from jobs.models import Offer, StageChange
from portal.services import standing as stand


@dataclass(frozen=True)
class Entry:
    at: datetime
    icon: str
    text: str
    said: str = ""
    kept: str = ""  # how a promise was kept


def timeline(application, looks, now=None):
    """[Entry]; three queries."""
    now = now or timezone.now()
    found = [*_moves(application, looks, now), *_interviews(application, now), *_offers(application)]
    return sorted(found, key=lambda one: one.at)


def _moves(application, looks, now):
    rows = list(StageChange.objects.filter(application=application).select_related("from_stage", "to_stage").order_by("at", "pk"))
    before, promised, since = None, None, None
    for place, row in enumerate(rows):
        kept = _kept(row, promised, since)
        later = {one.cause for one in rows[place + 1 :]}
        if row.cause == "applied":
            own = application.credited_to_id is None and row.member_id is None
            yield Entry(row.at, "send", _("You applied.") if own else _("Your application was entered."))
        elif row.cause == "rejected":
            if "unrejected" not in later and stand.told_rejected(application, now):
                yield Entry(row.at, "circle-x", _("The company decided to go on with others."), kept=kept)
        elif row.cause == "withdrawn":
            yield Entry(row.at, "undo-2", _("You withdrew your application."))
        elif row.cause == "reopened":
            yield Entry(row.at, "refresh-cw", _("Your application runs again."))
        elif row.cause == "hired" and application.status == "hired":
            yield Entry(row.at, "handshake", _("You were hired."), kept=kept)
        elif row.cause == "moved" and row.to_stage:
            step, _words = stand.step_of(row.to_stage, application.company_id, looks)
            if step != before:
                yield Entry(row.at, "arrow-right", _("Now: %(step)s") % {"step": step.label}, kept=kept)
        if row.to_stage:
            before = stand.step_of(row.to_stage, application.company_id, looks)[0]
            promised, since = row.to_stage.answer_days, row.at


def _kept(row, promised, since):
    """Whether an answer came when it was promised; "" where none was promised or nobody answered."""
    if not promised or row.cause not in ("moved", "rejected", "hired"):
        return ""
    if row.at <= since + timedelta(days=promised):
        return ngettext("As promised: within %(days)d day", "As promised: within %(days)d days", promised) % {"days": promised}
    late = (row.at - since - timedelta(days=promised)).days + 1
    return ngettext("%(days)d day later than promised", "%(days)d days later than promised", late) % {"days": late}


def _interviews(application, now):
    rows = Interview.objects.filter(application=application).exclude(state="to_schedule").prefetch_related("time_changes")
    for one in rows:
        name = {"name": one.name}
        yield Entry(one.created_at, "calendar-clock", _("You were asked to an interview: %(name)s") % name)
        for change in one.time_changes.all():
            yield Entry(change.asked_at, "calendar-clock", _("You asked for another time: %(name)s") % name, said=change.reason)
            if change.decided_at:
                denied = change.state == TimeChange.State.DENIED
                text = _("They could not offer another time.") if denied else _("You may choose another time.")
                yield Entry(change.decided_at, "calendar-x" if denied else "calendar-check", text, said=change.answer)
        if one.state == "done" and one.ends_at and one.ends_at <= now:
            yield Entry(one.ends_at, "calendar-check", _("The interview took place: %(name)s") % name)


def _offers(application):
    for offer in Offer.objects.filter(application=application).exclude(sent_at=None):
        until = date_format(timezone.localtime(offer.expires_at), "DATE_FORMAT")
        yield Entry(offer.sent_at, "file-text", _("You were made an offer, open until %(day)s.") % {"day": until})
        if offer.ended_at and offer.status in Offer.ANSWERED:
            accepted = offer.status == Offer.Status.ACCEPTED
            yield Entry(
                offer.ended_at,
                "circle-check" if accepted else "undo-2",
                _("You accepted the offer.") if accepted else _("You declined the offer."),
            )
