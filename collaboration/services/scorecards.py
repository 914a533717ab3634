"""Scorecards: written bit by bit, sent once, and only then compared with what colleagues found."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.live import nudge
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import Interview, Panelist, Rating, Scorecard
from collaboration.services import interviews

# A thumb slips, so a sent card can be put right for five minutes, but only while no colleague's card is there to be read: a judgement that
# changes after others' were seen is no judgement of one's own. What comes to mind later belongs in a comment, with its date.
CHANGEABLE = timedelta(minutes=5)
OVERDUE_AFTER = timedelta(hours=24)  # of the interview's end; the same for every company
VALUES = (1, 2, 3, 4)
DISAGREEMENT = 2  # so many steps apart, of the three that there are between strong no and strong yes


class ScorecardRefused(Refused):
    """The message is meant for the person."""


@transaction.atomic
def save_draft(*, interview, actor, seen=None, **card):
    """Keep what has been written so far; nobody else sees it. `seen`: when the card was last read, to notice another device."""
    return _write(interview, actor, seen, card)


@transaction.atomic
def submit(*, interview, actor, **card):
    """Send the card: recommendation (1 to 4), takeaways, private_note, ratings as (attribute, value or None, note)."""
    interview = Interview.objects.select_for_update(of=("self",)).select_related("application").get(pk=interview.pk)
    if interview.state == Interview.State.CANCELLED:
        raise ScorecardRefused(_("This interview is cancelled. What you wrote is kept."), code="cancelled", conflict=True)
    if not interviews.has_begun(interview):
        raise ScorecardRefused(
            _("This interview has not begun yet. What you wrote is kept; send it afterwards."), code="not_begun", conflict=True
        )
    row = _write(interview, actor, None, card, sending=True)
    if row.recommendation is None:
        raise ScorecardRefused(
            _("Say what you recommend: from strong no to strong yes."), code="required", field="recommendation"
        )
    first = row.submitted_at is None
    if first:
        row.submitted_at = timezone.now()
        row.save(update_fields=["submitted_at", "changed_at"])
    happened = events.ScorecardSubmitted if first else events.ScorecardChanged
    publish(happened(row.pk, interview.pk, interview.application_id, actor.pk), actor=actor, subject=interview.application)
    if interview.state in (Interview.State.SCHEDULED, Interview.State.TO_SCHEDULE):
        interviews.mark_done(interview=interview, actor=actor)  # who judges it says that it took place
    nudge(f"interview:{interview.pk}", f"application:{interview.application_id}", f"member:{actor.pk}")
    return row


def _write(interview, actor, seen, card, *, sending=False):
    if not Panelist.objects.select_for_update().filter(
        interview=interview, member=actor
    ):  # two drafts that come at once wait for each other
        raise ScorecardRefused(_("Only who sits in the interview writes a scorecard."), code="not_in_panel", conflict=True)
    row = Scorecard.objects.select_for_update().filter(interview=interview, member=actor).first()
    if row and row.submitted_at and not (sending and may_change(row, actor)):
        raise ScorecardRefused(
            _("Your card is sent and stays as it is. Add a comment for what came to mind later."), code="sent", conflict=True
        )
    if row and seen is not None and seen != row.changed_at:
        if _says(row, card):  # the same draft again: its first answer was lost on the way
            return row
        raise ScorecardRefused(_("This card was changed on another device meanwhile."), code="changed_meanwhile", conflict=True)
    row = row or Scorecard(company_id=interview.company_id, interview=interview, member=actor)
    row.recommendation = _value(card.get("recommendation"), "recommendation")
    row.takeaways, row.private_note = _text(card, "takeaways"), _text(card, "private_note")
    row.save()
    if card.get("ratings") is not None:
        row.ratings.all().delete()
        Rating.objects.bulk_create(
            Rating(
                scorecard=row,
                attribute=attribute,
                name=attribute.name,
                value=_value(value, "ratings"),
                note=(note or "").strip()[:300],
                position=position,
            )
            for position, (attribute, value, note) in enumerate(card["ratings"])
        )
    return row


def _says(row, card):
    """Whether the stored card says just what `card` would make it say."""
    kept = {one.attribute_id: (one.value, one.note) for one in row.ratings.all()}
    rated = {attribute.pk: (value, (note or "").strip()[:300]) for attribute, value, note in card.get("ratings") or ()}
    return (
        row.recommendation == card.get("recommendation")
        and rated == kept
        and all(getattr(row, name) == _text(card, name) for name in ("takeaways", "private_note"))
    )


def _value(value, name):
    if value is None or value in VALUES:
        return value
    raise ScorecardRefused(_("Choose one of the four steps."), code="out_of_range", field=name)


def _text(card, name):
    text = (card.get(name) or "").replace("\x00", "").strip()
    if len(text) > 5000:
        raise ScorecardRefused(_("At most 5,000 characters, please."), code="too_long", field=name)
    return text


def may_change(row, member, now=None):
    """Its author, for five minutes after sending, as long as no colleague has sent one."""
    if row.member_id != member.pk or row.submitted_at is None or (now or timezone.now()) - row.submitted_at > CHANGEABLE:
        return False
    return not Scorecard.objects.filter(interview=row.interview_id).exclude(pk=row.pk).sent().exists()


def owed(member):
    """Panels in which the member still owes a card: the interview has begun and was not cancelled, and they sat in it."""
    now = timezone.now()
    return Panelist.objects.filter(
        ~Exists(Scorecard.objects.filter(interview=OuterRef("interview"), member=OuterRef("member")).sent()),
        member=member,
        interview__state__in=[Interview.State.SCHEDULED, Interview.State.DONE],
        interview__starts_at__lte=now,
    )


def hidden_from(member, ids):
    """Of these interviews, those whose cards the member may not see yet: they owe one of their own."""
    sits = set(Panelist.objects.filter(interview__in=ids, member=member).values_list("interview_id", flat=True))
    return sits - set(Scorecard.objects.filter(interview__in=sits, member=member).sent().values_list("interview_id", flat=True))


@dataclass
class Figure:
    """How one thing was judged: how many said 1, 2, 3, 4. The mean is never without its count."""

    name: str
    values: list = field(default_factory=list)

    @property
    def count(self):
        return len(self.values)

    @property
    def mean(self):
        return sum(self.values) / len(self.values) if self.values else None

    @property
    def apart(self):
        """Whether people disagree, by two steps or more."""
        return bool(self.values) and max(self.values) - min(self.values) >= DISAGREEMENT

    @property
    def spread(self):
        counts = Counter(self.values)
        return [(value, counts[value]) for value in VALUES]


@dataclass
class Summary:
    overall: Figure
    attributes: list
    cards: list  # that the member may see, newest last
    missing: list  # panelists who owe one, of interviews whose cards the member may see
    hidden: bool  # colleagues' cards of some interview wait for the member's own


def summary(*, application, member):
    """What the member may see of all cards of an application: overall and attribute by attribute."""
    rows = Interview.objects.visible_to(member).filter(application=application).exclude(state=Interview.State.CANCELLED)
    begun = dict(rows.values_list("pk", "starts_at"))
    ids, now = list(begun), timezone.now()
    hidden = hidden_from(member, ids)
    cards = list(
        Scorecard.objects.visible_to(member)
        .filter(interview__in=ids)
        .sent()
        .select_related("member__user", "interview")
        .prefetch_related("ratings")
        .order_by("submitted_at", "pk")
    )
    counted = [card for card in cards if card.interview_id not in hidden]
    figures = {}
    for card in counted:
        for rating in card.ratings.all():
            if rating.value is not None:
                figures.setdefault(rating.name, Figure(rating.name)).values.append(rating.value)
    sent = {(card.interview_id, card.member_id) for card in counted}
    seats = (
        Panelist.objects.filter(interview__in=set(ids) - hidden, interview__starts_at__lte=now)
        .exclude(interview__state=Interview.State.NO_SHOW)
        .select_related("member__user", "interview")
    )
    return Summary(
        overall=Figure("", [card.recommendation for card in counted]),
        attributes=list(figures.values()),
        cards=counted,
        missing=[seat for seat in seats if (seat.interview_id, seat.member_id) not in sent],
        hidden=any(begun[pk] and begun[pk] <= now for pk in hidden),
    )


@transaction.atomic
def tell_what_is_overdue(now=None, limit=500):
    """Say of each card that was not sent a day after the interview that it is overdue, once; two that run at a time share the work."""
    now = now or timezone.now()
    late = Panelist.objects.filter(
        ~Exists(Scorecard.objects.filter(interview=OuterRef("interview"), member=OuterRef("member")).sent()),
        reminded_at=None,
        member__deactivated_at=None,
        interview__ends_at__lte=now - OVERDUE_AFTER,
        interview__state__in=[Interview.State.SCHEDULED, Interview.State.DONE],
    ).order_by("interview__ends_at", "pk")
    ids = list(late.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:limit])
    rows = list(Panelist.objects.filter(pk__in=ids).select_related("interview__application"))
    Panelist.objects.filter(pk__in=ids).update(reminded_at=now)
    if rows:
        publish(
            *(events.ScorecardOverdue(row.interview_id, row.interview.application_id, row.member_id) for row in rows),
            actor=SYSTEM,
            subjects=[row.interview.application for row in rows],
        )
        nudge(*{f"member:{row.member_id}" for row in rows})
    return len(rows)
