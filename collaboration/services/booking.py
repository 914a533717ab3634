"""Times offered to candidates, and one of them taken: by one, whoever else presses at the same moment."""

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import BusyTime, Interview, Slot, TimeChange
from collaboration.services import availability, interviews
from jobs.models import Candidate

State = Interview.State
MOST = 8  # times for one interview at once
MOST_SHARED = 100
SALT = "collaboration.booking"


class BookingRefused(Refused):
    """The message is meant for the person."""


def link(interview):
    """Where the candidate chooses a time: a path with a signed token."""
    return reverse("collaboration:book", args=[signing.dumps(str(interview.pk), salt=SALT)])


def by_token(token):
    """The interview that a link is for, or None."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = Interview.objects.select_related("application__candidate", "application__job", "company", "kit")
    return rows.filter(pk=pk, company__suspended_at=None).first()


@transaction.atomic
def offer(*, interview, starts, actor, until=None):
    """Offer times to the candidate, besides those on offer; with no times, those that are shared for the job. Returns the new slots."""
    interview = _locked(interview)
    _check_offerable(interview)
    starts = sorted(set(starts))
    now = timezone.now()
    open_now = Slot.objects.filter(interview=interview).open(now)
    if not starts and not Slot.objects.offered_to(interview).open(now).exists():
        raise BookingRefused(_("Choose at least one time."), code="required", field="starts")
    if len(starts) + open_now.count() > MOST:
        raise BookingRefused(_("Offer eight times at most."), code="too_many", field="starts")
    _check_times(starts, until, now)
    known = set(open_now.values_list("starts_at", flat=True))
    Slot.objects.filter(interview=interview, starts_at__in=starts, taken_by=None, withdrawn_at=None).exclude(
        pk__in=open_now.values("pk")
    ).update(withdrawn_at=now)  # offered before, and run out
    made = [
        _slot(interview.company_id, start, interview.minutes, until, actor, interview=interview)
        for start in starts
        if start not in known
    ]
    _check_free(made, interview)
    Slot.objects.bulk_create(made)
    if interview.state == State.TO_SCHEDULE:
        interview.state = State.OFFERED
    interview.revision += 1
    interview.save(update_fields=["state", "revision"])
    publish(
        events.InterviewOffered(interview.pk, interview.application_id, len(made)), actor=actor, subject=interview.application
    )
    _tell(interview)
    return made


def _check_offerable(interview):
    if interview.state == State.SCHEDULED and not TimeChange.objects.filter(interview=interview).running().exists():
        raise BookingRefused(_("This interview has a time already."), code="already_scheduled", conflict=True)
    _check_running(interview)
    if not interview.panel.exists():
        raise BookingRefused(_("Choose who sits in it first."), code="no_panel", conflict=True)


def _check_running(interview):
    if interview.state not in interviews.OPEN or interview.application.status != "active":
        raise BookingRefused(_("This interview is over or cancelled."), code="over", conflict=True)


def _check_times(starts, until, now):
    if any(start <= now for start in starts):
        raise BookingRefused(_("Offer times that are still to come."), code="past", field="starts")
    if until is not None and until <= now:
        raise BookingRefused(_("The day until which they may choose must be to come."), code="past", field="until")


def _check_free(made, interview):
    required = interview.panel.filter(required=True).values("member")
    busy = (
        BusyTime.objects.filter(member__in=required)
        .exclude(interview=interview)
        .select_related("member__user")
        .order_by("starts_at")
    )
    for slot in made:
        clash = busy.filter(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at).first()
        if clash:
            raise BookingRefused(
                _("%(name)s can’t at %(time)s any more. Look for times again.")
                % {"name": clash.member.name, "time": f"{timezone.localtime(slot.starts_at):%H:%M}"},
                code="taken",
                conflict=True,
                field="starts",
            )


def _slot(company_id, start, minutes, until, actor, **about):
    by = actor if isinstance(actor, Membership) else None
    return Slot(
        company_id=company_id,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        offered_until=min(until or start, start),
        created_by=by,
        **about,
    )


@transaction.atomic
def share(*, job, kit, starts, minutes, actor, until=None):
    """Offer times to every candidate of a job whose interview has that kit: whoever comes first takes one."""
    starts = sorted(set(starts))
    if not 1 <= len(starts) <= MOST_SHARED:
        raise BookingRefused(_("Give 1 to 100 times."), code="required" if not starts else "too_many", field="starts")
    _check_times(starts, until, timezone.now())
    made = Slot.objects.bulk_create([_slot(job.company_id, start, minutes, until, actor, job=job, kit=kit) for start in starts])
    publish(events.SlotsShared(job.pk, len(made)), actor=actor, subject=job)
    nudge(f"job:{job.pk}")
    return made


@transaction.atomic
def withdraw(*, slot, actor):
    """Take an offered time back; one that is taken stays."""
    slot = Slot.objects.select_for_update().get(pk=slot.pk)
    if slot.taken_by_id:
        raise BookingRefused(_("Somebody has this time already. Move or cancel their interview."), code="taken", conflict=True)
    if slot.withdrawn_at is None:
        slot.withdrawn_at = timezone.now()
        slot.save(update_fields=["withdrawn_at"])
        publish(events.SlotWithdrawn(slot.pk), actor=actor, subject=slot)
        nudge(*_topics(slot))
    return slot


def _topics(slot):
    return [f"interview:{slot.interview_id}"] if slot.interview_id else [f"job:{slot.job_id}"]


@transaction.atomic
def book(*, slot, interview, actor, time_zone=None):
    """Take an offered time for an interview. The slot is locked, then the interview, then its panel: of many at once one gets it."""
    slot = Slot.objects.select_for_update().get(pk=slot.pk)
    now = timezone.now()
    if slot.taken_by_id or slot.withdrawn_at:
        raise BookingRefused(_("This time has just been taken. Choose another."), code="taken", conflict=True)
    if slot.offered_until <= now or slot.starts_at <= now:
        raise BookingRefused(_("This time is over, or the offer has run out. Choose another."), code="expired", conflict=True)
    interview = _locked(interview)
    _check_running(interview)
    if not Slot.objects.offered_to(interview).filter(pk=slot.pk).exists():
        raise BookingRefused(_("This time is not offered for that interview."), code="not_offered", conflict=True)
    change = TimeChange.objects.filter(interview=interview, state=TimeChange.State.APPROVED).first()
    if interview.state == State.SCHEDULED and change is None:
        raise BookingRefused(
            _("This interview has a time already. Ask for another first."), code="already_scheduled", conflict=True
        )
    try:
        interviews.schedule(interview=interview, starts_at=slot.starts_at, actor=actor, time_zone=time_zone)
    except Refused as refusal:
        if refusal.code in ("busy", "taken"):  # whose calendar it is is nothing for the candidate
            raise BookingRefused(_("This time has just been taken. Choose another."), code="taken", conflict=True) from refusal
        raise
    if not isinstance(actor, Membership) and not availability.within_limits(interview, [slot.starts_at]):
        raise BookingRefused(  # asked under the lock that booking takes on the panel; a colleague may go beyond limits
            _("That day is full for the people who would meet you. Please choose another time."), code="panel_full", conflict=True
        )
    Slot.objects.filter(taken_by=interview).update(taken_by=None, taken_at=None)
    slot.taken_by, slot.taken_at = interview, now
    slot.save(update_fields=["taken_by", "taken_at"])
    if change:
        change.state = TimeChange.State.DONE
        change.save(update_fields=["state"])
    publish(
        events.SlotBooked(slot.pk, interview.pk, interview.application_id, by_candidate=not isinstance(actor, Membership)),
        actor=actor,
        subject=interview.application,
    )
    nudge(*_topics(slot))
    return slot


def release(interview_id):
    """After an interview has moved or is off: the slot that it held is free for others."""
    interview = Interview.objects.filter(pk=interview_id).first()
    held = Slot.objects.filter(taken_by=interview_id)
    if interview and interview.state in (State.SCHEDULED, State.DONE, State.NO_SHOW):
        held = held.exclude(starts_at=interview.starts_at)
    held.update(taken_by=None, taken_at=None)


@transaction.atomic
def ask_change(*, interview, reason, actor=None):
    """The candidate asks for another time. The one they have is kept."""
    interview = _locked(interview)
    reason = " ".join(reason.replace("\x00", "").split())
    if not 1 <= len(reason) <= 500:
        raise BookingRefused(_("Say in a line or two why another time would be better."), code="required", field="reason")
    if interview.state != State.SCHEDULED or interview.starts_at <= timezone.now():
        raise BookingRefused(_("There is no time to change any more."), code="over", conflict=True)
    try:
        with transaction.atomic():
            made = TimeChange.objects.create(company_id=interview.company_id, interview=interview, reason=reason)
    except IntegrityError as error:
        raise BookingRefused(_("You have asked already. We will answer soon."), code="asked_already", conflict=True) from error
    publish(events.RescheduleAsked(made.pk, interview.pk, interview.application_id), actor=actor, subject=interview.application)
    _tell(interview)
    return made


@transaction.atomic
def decide_change(*, change, approve, actor, answer=""):
    """Approve: the candidate may choose another of the times on offer. Deny: the time stays."""
    interview = _locked(change.interview)
    change = TimeChange.objects.select_for_update().get(pk=change.pk)
    if change.state != TimeChange.State.ASKED:
        raise BookingRefused(_("This is decided already."), code="decided", conflict=True)
    change.state = TimeChange.State.APPROVED if approve else TimeChange.State.DENIED
    change.answer, change.decided_by, change.decided_at = " ".join(answer.split())[:500], actor, timezone.now()
    change.save()
    publish(
        events.RescheduleDecided(change.pk, interview.pk, interview.application_id, approve),
        actor=actor,
        subject=interview.application,
    )
    _tell(interview)
    return change


@transaction.atomic
def cancel_by_candidate(*, interview, reason=""):
    """The candidate calls it off."""
    list(Candidate.objects.select_for_update().filter(pk=interview.application.candidate_id))
    if interview.state == State.CANCELLED:
        return interview
    done = interviews.cancel(interview=interview, actor=None, why=" ".join(reason.replace("\x00", "").split())[:300])
    publish(events.CancelledByCandidate(interview.pk, interview.application_id), actor=None, subject=interview.application)
    return done


def _locked(interview):
    return (
        Interview.objects.select_for_update(of=("self",))
        .select_related("application__job", "application__candidate")
        .get(pk=interview.pk)
    )


def _tell(interview):
    members = Membership.objects.filter(panels__interview=interview).values_list("pk", flat=True)
    nudge(f"interview:{interview.pk}", f"application:{interview.application_id}", *(f"member:{pk}" for pk in members))
