"""Interviews: made, given a panel and a time, cancelled, done. Who sits in one sees the candidate; nobody sits in two at once."""

from datetime import timedelta
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.permissions import Action
from accounts.refusal import Refused
from collaboration import events
from collaboration.models import BusyTime, Interview, Panelist, Scorecard
from collaboration.services import sight
from jobs.models import Candidate

State = Interview.State
OPEN = (State.TO_SCHEDULE, State.OFFERED, State.SCHEDULED)
FIELDS = ("name", "kind", "minutes", "place", "link", "note", "time_zone")
IN_CALENDARS = {"name", "minutes", "place", "link", "time_zone"}  # what an entry in somebody's calendar shows


class InterviewRefused(Refused):
    """The message is meant for the person."""


@sight.reason
def _sits_in(candidate_id, member):
    return Panelist.objects.filter(interview__application__candidate=candidate_id, member=member).exclude(
        interview__state=State.CANCELLED
    )


@transaction.atomic
def create_interview(*, application, actor, kit=None, panel=(), **fields):
    """An interview of an application, as its kit says where nothing else is given. `panel`: (member, required) pairs."""
    if application.status != "active":
        raise InterviewRefused(
            _("This application is closed. Open it again before you plan interviews."), code="application_closed", conflict=True
        )
    if kit is not None:
        fields = {"name": kit.name, "kind": kit.kind, "minutes": kit.minutes} | {
            name: value for name, value in fields.items() if value
        }
    interview = Interview(
        company_id=application.company_id,
        application=application,
        kit=kit,
        created_by=actor if isinstance(actor, Membership) else None,
        **_clean(fields),
    )
    _check(interview)
    interview.save(force_insert=True)
    candidate = Candidate.objects.select_for_update().get(pk=application.candidate_id)
    for member, required in panel:
        _add(interview, candidate, member, required, actor)
    publish(events.InterviewCreated(interview.pk, application.pk), actor=actor, subject=application)
    _tell(interview)
    return interview


@transaction.atomic
def plan_interviews(*, application, actor):
    """The interviews of the job's plan that the application has not got yet; returns those made. A cancelled one is not made again."""
    plan = getattr(application.job, "interview_plan", None)
    if plan is None:
        raise InterviewRefused(
            _("The job has no interview plan yet. Make one on the job’s page, or add a single interview."),
            code="no_plan",
            conflict=True,
        )
    list(Candidate.objects.select_for_update().filter(pk=application.candidate_id))  # two who press at once make one set
    has = set(Interview.objects.filter(application=application).values_list("kit_id", flat=True))
    made = []
    for planned in plan.interviews.select_related("kit").prefetch_related("panel__user", "panel__company"):
        if planned.kit_id in has:
            continue
        panel = [(member, True) for member in planned.panel.all() if _may_sit(member) and _may_see(application.job_id, member)]
        made.append(create_interview(application=application, actor=actor, kit=planned.kit, panel=panel))
    return made


def _may_sit(member):
    return member.deactivated_at is None and member.can(Action.SUBMIT_FEEDBACK)


def _may_see(job_id, member):
    try:
        sight.check_job(job_id, member)
    except Refused:
        return False
    return True


@transaction.atomic
def change(*, interview, actor, panel=None, seen_revision=None, **fields):
    """Change name, kind, minutes, place, link, note; `panel` is the whole new one, (member, required) pairs."""
    candidate = Candidate.objects.select_for_update().get(pk=interview.application.candidate_id)
    interview = _locked(interview)
    if seen_revision is not None and seen_revision != interview.revision:
        raise InterviewRefused(
            _(
                "Somebody changed this interview while you were editing. Your text is kept below; look at theirs, then save again."
            ),
            code="changed_meanwhile",
            field="revision",
            conflict=True,
        )
    if interview.state == State.CANCELLED:
        raise InterviewRefused(_("This interview is cancelled. Plan another one."), code="cancelled", conflict=True)
    fields = _clean(fields)
    changed = [name for name, value in fields.items() if getattr(interview, name) != value]
    for name in changed:
        setattr(interview, name, fields[name])
    _check(interview)
    added, removed = _set_panel(interview, candidate, panel, actor) if panel is not None else ([], [])
    if not (changed or added or removed) and panel is None:
        return interview
    if interview.state == State.SCHEDULED and ("minutes" in changed or panel is not None):
        if "minutes" in changed:
            interview.ends_at = interview.starts_at + timedelta(minutes=interview.minutes)
        _book(interview)
    if changed or added or removed:
        _save(interview, calendar=bool(IN_CALENDARS & set(changed) or added or removed))
        names = sorted(changed) + (["panel"] if added or removed else [])
        publish(
            events.InterviewChanged(
                interview.pk, interview.application_id, names, [str(one.pk) for one in added], [str(one.pk) for one in removed]
            ),
            actor=actor,
            subject=interview.application,
        )
        _tell(interview, *added, *removed)
    return interview


def _set_panel(interview, candidate, panel, actor):
    """Make the panel these (member, required) pairs; returns who came and who went."""
    wanted = {member.pk: (member, required) for member, required in panel}
    now = {row.member_id: row for row in interview.panel.select_related("member__user", "member__company")}
    removed = [row for pk, row in now.items() if pk not in wanted]
    sent = set(Scorecard.objects.filter(interview=interview).sent().values_list("member_id", flat=True))
    for row in removed:
        if row.member_id in sent:
            raise InterviewRefused(
                _("%(name)s has sent a scorecard and stays in the panel.") % {"name": row.member.name},
                code="card_sent",
                field="panel",
            )
        _remove(interview, candidate, row, actor)
    for pk, (_member, required) in wanted.items():
        if pk in now and now[pk].required != required:
            Panelist.objects.filter(pk=now[pk].pk).update(required=required)
    added = [member for pk, (member, _required) in wanted.items() if pk not in now]
    for member in added:
        _add(interview, candidate, member, wanted[member.pk][1], actor)
    return added, [row.member for row in removed]


@transaction.atomic
def add_panelist(*, interview, member, actor, required=True):
    """Let somebody sit in it too; who does already stays."""
    panel = [(row.member, row.required) for row in _panel(interview)]
    if all(one.pk != member.pk for one, _required in panel):
        panel.append((member, required))
    return change(interview=interview, actor=actor, panel=panel)


@transaction.atomic
def remove_panelist(*, interview, member, actor):
    """Take somebody out; who has sent a scorecard stays. What they see because of it alone they see no longer."""
    return change(
        interview=interview,
        actor=actor,
        panel=[(row.member, row.required) for row in _panel(interview) if row.member_id != member.pk],
    )


def _panel(interview):
    return Panelist.objects.filter(interview=interview).select_related("member__user", "member__company")


def _add(interview, candidate, member, required, actor):
    if member.company_id != interview.company_id or member.deactivated_at:
        raise InterviewRefused(_("That person is not a member of this company."), code="not_found", field="panel")
    if not member.can(Action.SUBMIT_FEEDBACK):
        raise InterviewRefused(
            _("%(name)s can only look, by their role.") % {"name": member.name}, code="only_looks", field="panel"
        )
    try:
        sight.check_job(interview.application.job_id, member)
    except Refused as refusal:
        raise InterviewRefused(str(refusal), code=refusal.code, field="panel") from refusal
    gave = sight.give(candidate, member, actor)
    Panelist.objects.create(interview=interview, member=member, required=required, gave_sight=gave)


def _remove(interview, candidate, row, actor):
    row.delete()
    BusyTime.objects.filter(interview=interview, member=row.member).delete()
    sight.take_back(candidate, row.member, actor, row.gave_sight)


@transaction.atomic
def schedule(  # noqa: PLR0913  (what an appointment consists of)
    *, interview, starts_at, actor, minutes=None, time_zone=None, place=None, link=None, note=None, past=False
):
    """Give the interview a time, or another one. The panel's time is booked with it; a required panelist who is busy then refuses it.

    `past`: write down one that has taken place already.
    """
    interview = _locked(interview)
    if interview.state in (State.DONE, State.CANCELLED):
        words = (
            _("This interview is done.") if interview.state == State.DONE else _("This interview is cancelled. Plan another one.")
        )
        raise InterviewRefused(words, code=interview.state, conflict=True)
    if starts_at is None or timezone.is_naive(starts_at):
        raise InterviewRefused(_("Say when, with the time zone."), code="required", field="starts_at")
    if starts_at < timezone.now() and not past:
        raise InterviewRefused(
            _("That moment has passed. Tick “it has taken place” to write it down."), code="in_the_past", field="starts_at"
        )
    before = interview.starts_at
    given = {"minutes": minutes, "time_zone": time_zone, "place": place, "link": link, "note": note}
    for name, value in _clean({name: value for name, value in given.items() if value is not None}).items():
        setattr(interview, name, value)
    _check(interview)
    interview.starts_at, interview.ends_at = starts_at, starts_at + timedelta(minutes=interview.minutes)
    interview.state = State.SCHEDULED
    _book(interview)
    _save(interview, calendar=True)
    Panelist.objects.filter(interview=interview).update(reminded_at=None)
    publish(
        events.InterviewScheduled(interview.pk, interview.application_id, starts_at.isoformat(), before and before.isoformat()),
        actor=actor,
        subject=interview.application,
    )
    _tell(interview)
    return interview


def _book(interview):
    """Write the panel's busy time anew, under a lock on each of them in the order of their keys; whom two want at once, one gets."""
    rows = list(_panel(interview).order_by("member_id"))
    ids = sorted(row.member_id for row in rows)
    list(Membership.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    required = [row.member_id for row in rows if row.required]
    clash = (
        BusyTime.objects.filter(member__in=required, starts_at__lt=interview.ends_at, ends_at__gt=interview.starts_at)
        .exclude(interview=interview)
        .select_related("member__user")
        .order_by("starts_at", "pk")
        .first()
    )
    if clash:
        when = date_format(timezone.localtime(clash.starts_at), "SHORT_DATETIME_FORMAT")
        raise InterviewRefused(
            _("%(name)s is busy from %(when)s. Choose another time, or make them optional in the panel.")
            % {"name": clash.member.name, "when": when},
            code="busy",
            field="starts_at",
            conflict=True,
        )
    BusyTime.objects.filter(interview=interview).delete()
    BusyTime.objects.bulk_create(
        BusyTime(
            company_id=interview.company_id,
            member_id=pk,
            interview=interview,
            origin=BusyTime.Origin.INTERVIEW,
            starts_at=interview.starts_at,
            ends_at=interview.ends_at,
        )
        for pk in ids
    )


@transaction.atomic
def cancel(*, interview, actor, why=""):
    """Call it off; everybody's time is free again, and who saw the candidate because of it alone sees them no longer."""
    candidate = Candidate.objects.select_for_update().get(pk=interview.application.candidate_id)
    interview = _locked(interview)
    if interview.state == State.CANCELLED:
        return interview
    if interview.state not in OPEN:
        raise InterviewRefused(_("This interview is over; it can’t be cancelled."), code="over", conflict=True)
    was = interview.state == State.SCHEDULED
    interview.state, interview.cancelled_why = State.CANCELLED, " ".join((why or "").split())[:300]
    BusyTime.objects.filter(interview=interview).delete()
    _save(interview, calendar=True)
    for row in _panel(interview):
        sight.take_back(candidate, row.member, actor, row.gave_sight)
    publish(events.InterviewCancelled(interview.pk, interview.application_id, was), actor=actor, subject=interview.application)
    _tell(interview)
    return interview


@transaction.atomic
def mark_done(*, interview, actor):
    """It took place."""
    return _end(_locked(interview), actor, State.DONE, events.InterviewDone)


@transaction.atomic
def mark_no_show(*, interview, actor):
    """The candidate did not come."""
    return _end(_locked(interview), actor, State.NO_SHOW, events.InterviewNoShow)


def _end(interview, actor, state, happened):
    """Recruiting roles and who sits in it may say how it ended; what was said wrongly can be put right."""
    if interview.state == state:
        return interview
    if not may_end(interview, actor):
        raise InterviewRefused(
            _("Recruiters and who sits in the interview say how it ended."), code="not_in_panel", conflict=True
        )
    if interview.state == State.CANCELLED:
        raise InterviewRefused(_("This interview is cancelled."), code="cancelled", conflict=True)
    if not has_begun(interview):
        raise InterviewRefused(_("This interview has not begun yet."), code="not_begun", conflict=True)
    interview.state = state
    _save(interview, calendar=False)
    publish(happened(interview.pk, interview.application_id), actor=actor, subject=interview.application)
    _tell(interview)
    return interview


def has_begun(interview, now=None):
    """Its time has come, or it was held without one ever being set."""
    if interview.starts_at is None:
        return interview.state != State.OFFERED
    return interview.starts_at <= (now or timezone.now())


def may_end(interview, member):
    if not isinstance(member, Membership) or member.can(Action.SCHEDULE_INTERVIEW):
        return True
    return Panelist.objects.filter(interview=interview, member=member).exists()


def _locked(interview):
    return Interview.objects.select_for_update(of=("self",)).select_related("application__job").get(pk=interview.pk)


def _save(interview, *, calendar):
    interview.revision += 1
    interview.sequence += bool(calendar)
    interview.save()


def _clean(fields):
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"An interview has no {', '.join(sorted(unknown))}.")
    return {name: value.replace("\x00", "").strip() if isinstance(value, str) else value for name, value in fields.items()}


def _check(interview):
    if interview.time_zone not in available_timezones():
        raise InterviewRefused(
            _("“%(zone)s” is not a time zone.") % {"zone": interview.time_zone}, code="unknown_time_zone", field="time_zone"
        )
    try:
        interview.clean_fields(exclude=["company", "application", "kit", "created_by", "state", "cancelled_why"])
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise InterviewRefused(" ".join(problems), code="invalid", field=field) from error


def _tell(interview, *others):
    application = interview.application
    members = {*interview.panel.values_list("member_id", flat=True), *(one.pk for one in others)}
    nudge(
        f"interview:{interview.pk}",
        f"application:{application.pk}",
        f"job:{application.job_id}",
        f"candidate:{application.candidate_id}",
        *(f"{topic}:{pk}" for pk in members for topic in ("member", "times")),
    )
