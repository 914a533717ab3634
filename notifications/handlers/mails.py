"""Which mails follow from what happened. Rules say whether and when; what is history already is mailed to nobody."""

from django.utils import timezone

from accounts.events import subscribe
from accounts.mail import absolute
from collaboration import events as talks
from collaboration.models import Interview, TimeChange
from jobs import events
from jobs.models import Application, Offer, RejectionDraft, RejectionReason, StageChange
from jobs.services.offers import link_of
from notifications.models import Attendance, LetterKind, MailRule
from notifications.services import calendar, correspondence, reminders
from notifications.services.calendar import CANDIDATE, PANEL

Cause = MailRule.Cause
NEWS = (LetterKind.STATUS_UPDATE, LetterKind.SHORTLISTED)
SHOWN = {"minutes", "place", "link", "time_zone"}  # of an interview, to its candidate


def fresh(rows):
    """Those that are news: an import of the past, or what waited for days, is not."""
    since = timezone.now() - correspondence.STALE
    return [row for row in rows if row.at >= since]


def applications_of(rows):
    """{id: application} of events, with what letters about them need."""
    found = Application.objects.filter(pk__in={row.event.application_id for row in rows}, company__suspended_at=None)
    return {str(one.pk): one for one in found.select_related(*correspondence.OF_APPLICATION)}


def _actors(rows):
    """The rows with who acted, in one query for all."""
    from accounts.models import Membership

    known = Membership.objects.select_related("user").in_bulk({row.member_id for row in rows if row.member_id})
    return [(row, known.get(row.member_id)) for row in rows]


@subscribe(events.ApplicationCreated, batch=True)
def confirm_an_application(rows):
    rows, desk = fresh(rows), correspondence.Desk()
    found = applications_of(rows)
    for row, actor in _actors(rows):
        application = found.get(row.event.application_id)
        rule = application and desk.rule(application.company, Cause.APPLIED)
        if rule and rule.candidate and (rule.added or _came_by_themselves(row, application)):
            correspondence.to_candidate(
                desk, kind=rule.letter, application=application, key=f"event:{row.pk}", actor=actor, delay=rule.delay
            )


def _came_by_themselves(row, application):
    """Not entered by a member, nor read from files that a member brought."""
    return row.actor_kind == "person" or row.actor_kind == "system" and bool(application.post_id or application.tracking_link_id)


@subscribe(events.ApplicationMoved, batch=True)
def tell_of_a_move(rows):
    """A later move takes the earlier one's letter back; a move backwards puts something right, and is no news."""
    rows, desk = fresh(rows), correspondence.Desk()
    found, changes = applications_of(rows), _changes(rows)
    correspondence.take_back(found, NEWS)
    for row, actor in _actors(rows):
        application, change = found.get(row.event.application_id), changes.get(row.event.stage_change_id)
        if application is None or change is None or change.to_stage is None:
            continue
        rule = desk.rule(application.company, Cause.MOVED, change.to_stage.type)
        forward = change.from_stage is None or change.from_stage.position < change.to_stage.position
        still_there = application.stage_id == change.to_stage_id and application.status == "active"
        if rule and rule.candidate and forward and still_there:
            correspondence.to_candidate(
                desk,
                kind=rule.letter,
                application=application,
                key=f"event:{row.pk}",
                actor=actor,
                delay=rule.delay,
                new_status=change.to_stage.name,
            )


def _changes(rows):
    ids = {row.event.stage_change_id for row in rows}
    return StageChange.objects.select_related("from_stage", "to_stage").in_bulk(ids)


@subscribe(events.ApplicationRejected, batch=True)
def tell_of_a_rejection(rows):
    """Everybody gets their own. A draft that a person sent has its own words, and who rejected us gets none."""
    rows, desk = fresh(rows), correspondence.Desk()
    found, changes = applications_of(rows), _changes(rows)
    reasons = RejectionReason.objects.in_bulk({one.rejection_reason_id for one in found.values() if one.rejection_reason_id})
    drafted = _drafted(found)
    correspondence.take_back(found, [*NEWS, LetterKind.SCHEDULING_LINK])
    for row, actor in _actors(rows):
        application, change = found.get(row.event.application_id), changes.get(row.event.stage_change_id)
        if application is None or change is None or application.status != "rejected":
            continue
        reason, rule = reasons.get(application.rejection_reason_id), desk.rule(application.company, Cause.REJECTED)
        by_them = reason is not None and reason.side == RejectionReason.Side.THEM
        by_draft = any(ended >= change.at for ended in drafted.get(application.pk, ()))
        if rule.candidate and not by_them and not by_draft:
            _reject(desk, rule, application, change.pk, actor, reason.letter if reason else "")


def _drafted(found):
    """{application id: when drafts of it were sent}."""
    sent = {}
    rows = RejectionDraft.objects.filter(application__in=found, state=RejectionDraft.State.SENT)
    for pk, at in rows.values_list("application_id", "ended_at"):
        sent.setdefault(pk, []).append(at)
    return sent


@subscribe(events.RejectionSent, batch=True)
def send_a_drafted_rejection(rows):
    """A person read it and let it go; it waits like any rejection, so that it can still be called back."""
    rows, desk = fresh(rows), correspondence.Desk()
    found = applications_of(rows)
    drafts = RejectionDraft.objects.in_bulk([row.event.draft_id for row in rows])
    texts = {str(pk): draft.text for pk, draft in drafts.items()}
    last = {
        str(change.application_id): change.pk
        for change in StageChange.objects.filter(application__in=found, cause="rejected").order_by("pk")
    }
    for row, actor in _actors(rows):
        application = found.get(row.event.application_id)
        if application is not None and application.status == "rejected":
            rule = desk.rule(application.company, Cause.REJECTED)
            change, text = last.get(row.event.application_id, 0), texts.get(row.event.draft_id, "")
            _reject(desk, rule, application, change, actor, text)


def _reject(desk, rule, application, change_id, actor, body):
    correspondence.to_candidate(
        desk,
        kind=LetterKind.REJECTION,
        application=application,
        key=f"rejected:{application.pk}:{change_id}",
        actor=actor,
        delay=rule.delay,
        body=body,
    )


@subscribe(
    events.ApplicationUnrejected, events.ApplicationWithdrawn, events.ApplicationHired, events.ApplicationReopened, batch=True
)
def call_back_what_is_no_longer_true(rows):
    kinds = [*NEWS, LetterKind.REJECTION, LetterKind.SCHEDULING_LINK]
    by_actor = {}
    for row, actor in _actors(fresh(rows)):
        by_actor.setdefault(actor, []).append(row.event.application_id)
    for actor, ids in by_actor.items():
        correspondence.take_back(ids, kinds, actor, read_already=True)


def interview_of(event):
    found = Interview.objects.filter(pk=event.interview_id, company__suspended_at=None)
    return found.select_related(*correspondence.OF_INTERVIEW).first()


@subscribe(talks.InterviewOffered)
def send_the_scheduling_link(event, row):
    interview, desk = interview_of(event), correspondence.Desk()
    if interview is None or not fresh([row]) or interview.state not in ("offered", "scheduled"):
        return
    if desk.rule(interview.company, Cause.OFFERED_TIMES).candidate:
        correspondence.take_back([interview.application_id], [LetterKind.SCHEDULING_LINK], row.member)
        correspondence.about_interview(
            desk, kind=LetterKind.SCHEDULING_LINK, interview=interview, key=f"event:{row.pk}", actor=row.member
        )


@subscribe(talks.InterviewScheduled)
def tell_of_a_time(event, row):
    """The first time is an invitation, another one a change; a time that is over, or was changed again, is nobody's news."""
    interview = interview_of(event)
    if interview is None or interview.starts_at is None or interview.starts_at.isoformat() != event.starts_at:
        return
    if event.before != event.starts_at:
        Attendance.objects.filter(interview=interview).delete()  # who had answered is asked anew
    reminders.no_need(interview)
    first = event.before is None
    _tell_both(row, interview, Cause.SCHEDULED if first else Cause.CHANGED)


@subscribe(talks.InterviewChanged)
def tell_of_a_change(event, row):
    """What calendars show; who joins is invited, and who leaves is told that it is off for them."""
    interview, desk = interview_of(event), correspondence.Desk()
    if interview is None or not _to_come(row, interview):
        return
    fields = set(event.fields)
    added = [member for member in correspondence.panel_of(interview) if str(member.pk) in event.added]
    if fields & (SHOWN | {"name"}):
        _tell_both(row, interview, Cause.CHANGED, candidate=bool(fields & SHOWN), but=added)
    if not desk.rule(interview.company, Cause.CHANGED).panel:
        return
    language = interview.company.language
    if added:
        file = (calendar.invitation(interview=interview, to=PANEL, language=language), "REQUEST")
        kind = LetterKind.INTERVIEW_INVITATION
        correspondence.to_panel(desk, kind=kind, interview=interview, key=f"event:{row.pk}", members=added, file=file)
    if left := correspondence.members_of(interview.company, event.removed):
        file = (calendar.cancellation(interview=interview, to=PANEL, language=language, left=left), "CANCEL")
        kind = LetterKind.INTERVIEW_CANCELLED
        correspondence.to_panel(desk, kind=kind, interview=interview, key=f"event:{row.pk}", members=left, file=file)


@subscribe(talks.InterviewCancelled)
def tell_of_a_cancellation(event, row):
    interview = interview_of(event)
    if interview is None or interview.state != "cancelled":
        return
    correspondence.take_back([interview.application_id], [LetterKind.SCHEDULING_LINK], row.member)
    if event.was_scheduled:
        _tell_both(row, interview, Cause.CANCELLED)


@subscribe(talks.RescheduleDecided)
def answer_a_wish_for_another_time(event, row):
    """Approved: choose another of the times on offer. Denied: it stays. With the recruiter's words, if there are any."""
    interview, change = interview_of(event), TimeChange.objects.filter(pk=event.change_id).first()
    if interview is None or change is None or not _to_come(row, interview):
        return
    desk = correspondence.Desk()
    kind = LetterKind.SCHEDULING_LINK if event.approved else LetterKind.INTERVIEW_KEPT
    correspondence.about_interview(
        desk, kind=kind, interview=interview, key=f"event:{row.pk}", actor=row.member, notes=[("", change.answer)]
    )


@subscribe(events.OfferSent)
def send_the_offer(event, row):
    offer = Offer.objects.filter(pk=event.offer_id, status=Offer.Status.SENT).first()
    if offer is None or not fresh([row]) or not (link := link_of(offer)):
        return
    application = applications_of([row]).get(event.application_id)
    desk = correspondence.Desk()
    if application is not None and desk.rule(application.company, Cause.OFFER_SENT).candidate:
        correspondence.to_candidate(
            desk, kind=LetterKind.OFFER, application=application, key=f"event:{row.pk}", actor=row.member, link=absolute(link)
        )


@subscribe(events.OfferWithdrawn)
def call_back_the_offer(event, row):
    correspondence.take_back([event.application_id], [LetterKind.OFFER], row.member, read_already=True)


def _to_come(row, interview):
    """Whether people still have to hear of it: recent, with a time, which has not begun."""
    return bool(fresh([row])) and interview.starts_at is not None and interview.starts_at > timezone.now()


def _tell_both(row, interview, cause, *, candidate=True, but=()):
    """The same news for the candidate and the panel, each with their own calendar file."""
    stands = interview.state == Interview.State.SCHEDULED and interview.application.status == "active"
    if not _to_come(row, interview) or not (stands or cause == Cause.CANCELLED):
        return
    desk = correspondence.Desk()
    rule, key = desk.rule(interview.company, cause), f"event:{row.pk}"
    method = "CANCEL" if cause == Cause.CANCELLED else "REQUEST"
    make = calendar.cancellation if cause == Cause.CANCELLED else calendar.invitation
    if candidate and rule.candidate:
        language = desk.language(interview.application)
        correspondence.about_interview(
            desk,
            kind=rule.letter,
            interview=interview,
            key=key,
            actor=row.member,
            file=(make(interview=interview, to=CANDIDATE, language=language), method),
            notes=correspondence.preparation(interview, language) if cause != Cause.CANCELLED else (),
        )
    if rule.panel:
        members = [member for member in correspondence.panel_of(interview) if member not in but]
        file = (make(interview=interview, to=PANEL, language=interview.company.language), method)
        why = interview.cancelled_why if cause == Cause.CANCELLED else ""
        correspondence.to_panel(desk, kind=rule.letter, interview=interview, key=key, members=members, file=file, said=why)
