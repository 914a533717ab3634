"""Approval chains: who has to agree before a job opens or an offer is sent, asked one after the other."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs import events
from jobs.models import Approval, ApprovalRule, Job, Offer, TeamMember

MOST_STEPS = 10
MATTERS = {"salary_min", "salary_max", "currency", "salary_period", "openings"}  # of a job: a change asks again
State = Approval.State


class ApprovalRefused(Refused):
    """The message is meant for the person."""


@transaction.atomic
def save_rule(*, company, subject, steps, actor=None):
    """Have exactly these steps: members in order, None for the hiring manager of the job. No steps: nothing needs approval."""
    steps = list(steps)
    if len(steps) > MOST_STEPS:
        raise ApprovalRefused(
            _("A chain has at most %(most)d steps.") % {"most": MOST_STEPS}, code="too_many_steps", field="steps"
        )
    if len(set(steps)) != len(steps):
        raise ApprovalRefused(_("Each person stands in a chain once."), code="twice", field="steps")
    for member in steps:
        if member is not None:
            _check_may(member, company.pk)
    rule, _new = ApprovalRule.objects.get_or_create(company=company, subject=subject)
    rule = ApprovalRule.objects.select_for_update().get(pk=rule.pk)
    rule.steps.all().delete()
    rule.steps.bulk_create(rule.steps.model(rule=rule, position=place, member=member) for place, member in enumerate(steps, 1))
    return rule


def _check_may(member, company_id):
    if member.company_id != company_id or member.deactivated_at:
        raise ApprovalRefused(_("That person is not a member of this company."), code="not_found", field="steps")
    if not member.can(Action.APPROVE):
        raise ApprovalRefused(
            _("%(name)s can only look, by their role.") % {"name": member.name}, code="only_looks", field="steps"
        )


def steps_of(company_id, subject):
    """The steps that the company asks for now; an empty list where nothing needs approval."""
    rule = ApprovalRule.objects.filter(company=company_id, subject=subject).first()
    return list(rule.steps.select_related("member__user")) if rule else []


def rounds(about):
    """The approvals of a job or an offer, newest round first, each in order."""
    rows = about.approvals.select_related("member__user", "asked_by__user", "decided_by__user")
    return list(rows.order_by("-round", "position"))


def last_round(about):
    rows = rounds(about)
    return [row for row in rows if row.round == rows[0].round]


def is_approved(about):
    """Everybody of the last round agreed, and nothing changed since."""
    last = last_round(about)
    return bool(last) and all(row.state == State.APPROVED for row in last)


@transaction.atomic
def ask_for_job(*, job, actor):
    """Ask for the approval of a job; refused where it is asked or given already."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_template:
        raise ApprovalRefused(_("A template needs no approval; jobs made from it do."), code="is_template", conflict=True)
    if is_approved(job):
        raise ApprovalRefused(_("This job is approved already."), code="approved", conflict=True)
    if job.approvals.filter(state=State.WAITING).exists():
        raise ApprovalRefused(_("The approval is asked for already."), code="waiting", conflict=True)
    return _ask(job, steps_of(job.company_id, "job"), actor, job=job)


def ask_for_offer(*, offer, actor):
    """A round for an offer that its service holds locked."""
    return _ask(offer.application.job, steps_of(offer.company_id, "offer"), actor, offer=offer)


def _ask(of_job, steps, actor, **about):
    if not steps:
        raise ApprovalRefused(_("The company asks for no approval here."), code="no_rule", conflict=True)
    thing = next(iter(about.values()))
    people = list(dict.fromkeys(step.member or _hiring_manager(of_job) for step in steps))
    if of_job.confidential:
        _check_team(of_job, people)
    number = (thing.approvals.aggregate(last=Max("round"))["last"] or 0) + 1
    rows = Approval.objects.bulk_create(
        Approval(
            company_id=thing.company_id,
            **about,
            round=number,
            position=place,
            member=member,
            state=State.WAITING if place == 1 else State.LATER,
            asked_by=actor if isinstance(actor, Membership) else None,
        )
        for place, member in enumerate(people, 1)
    )
    _tell_turn(rows[0], actor)
    return rows


def _hiring_manager(job):
    managers = job.team.filter(part=TeamMember.Part.HIRING_MANAGER).select_related("member__user").order_by("pk")
    for one in managers:
        if not one.member.deactivated_at and one.member.can(Action.APPROVE):
            return one.member
    raise ApprovalRefused(
        _("“%(job)s” has no hiring manager who could approve. Name one on its team first.") % {"job": job.title},
        code="no_hiring_manager",
        field="team",
        conflict=True,
    )


def _check_team(job, people):
    seeing = set(job.team.values_list("member", flat=True))
    for member in people:
        if member.pk not in seeing:
            raise ApprovalRefused(
                _("%(name)s has to approve but is not on the team of this confidential job. Add them first.")
                % {"name": member.name},
                code="not_on_team",
                field="team",
                conflict=True,
            )


def may_decide(approval, member, admins=None):
    """Whether it is this member's to decide.

    Who asked can't agree with themselves, unless they are the company's only admin. An admin steps in for an approver who
    has left, lost the right to approve, or is the one who asked: a chain never sticks.
    """
    if approval.state != State.WAITING or not member.can(Action.APPROVE):
        return False
    admin = member.role == "admin"
    if approval.asked_by_id == member.pk and not (admin and _only_admin(member)):
        return False
    if approval.member_id == member.pk:
        return True
    named = approval.member
    unable = named is None or named.deactivated_at or not named.can(Action.APPROVE) or approval.asked_by_id == named.pk
    return admin and bool(unable)


def _only_admin(member):
    return not Membership.objects.of(member.company_id).admins().exclude(pk=member.pk).exists()


@transaction.atomic
def decide(*, approval, actor, approved, note=""):
    """Approve or not. Of two who decide at once the second is told (code `decided`)."""
    thing = _lock(approval)
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    if approval.state != State.WAITING:
        raise ApprovalRefused(_("This is decided already, or no longer asked."), code="decided", field="state", conflict=True)
    if not may_decide(approval, actor):
        own = approval.asked_by_id == actor.pk
        raise ApprovalRefused(
            _("You asked for this approval; somebody else has to give it.") if own else _("Somebody else is asked here."),
            code="own_request" if own else "not_asked",
            field="state",
            conflict=True,
        )
    note = " ".join(note.split())[:1000]
    if not approved and not note:
        raise ApprovalRefused(_("Say why, so that it can be mended."), code="required", field="note")
    approval.state = State.APPROVED if approved else State.REJECTED
    approval.decided_by, approval.decided_at, approval.note = actor, timezone.now(), note
    approval.save(update_fields=["state", "decided_by", "decided_at", "note"])
    publish(events.ApprovalDecided(approval.pk, approved, approval.job_id, approval.offer_id), actor=actor, subject=approval)
    _go_on(approval, thing, actor)
    _nudge(approval, thing)
    return approval


def _lock(approval):
    """The job or offer first, as its own services do: two who wait for each other can't stand still."""
    model = Offer if approval.offer_id else Job
    return model.objects.select_for_update().get(pk=approval.offer_id or approval.job_id)


def _go_on(approval, thing, actor):
    rest = Approval.objects.filter(**_about(approval), round=approval.round, state=State.LATER).order_by("position")
    if approval.state == State.REJECTED:
        rest.update(state=State.VOID)
        _settle_offer(thing, Offer.Status.DRAFT)
    elif following := rest.select_related("member").first():
        following.state = State.WAITING
        following.save(update_fields=["state"])
        _tell_turn(following, actor)
    elif _settle_offer(thing, Offer.Status.APPROVED):
        publish(events.OfferApproved(thing.pk, thing.application_id), actor=actor, subject=thing)
    else:
        publish(events.JobApproved(thing.pk), actor=actor, subject=thing)


def _settle_offer(thing, status):
    """Whether `thing` is an offer; it is in `status` then."""
    if isinstance(thing, Offer):
        thing.status, thing.revision = status, thing.revision + 1
        thing.save(update_fields=["status", "revision"])
        return True
    return False


def _about(approval):
    return {"offer": approval.offer_id} if approval.offer_id else {"job": approval.job_id}


def _tell_turn(approval, actor):
    publish(
        events.ApprovalAsked(approval.pk, approval.member_id, approval.job_id, approval.offer_id), actor=actor, subject=approval
    )
    _nudge(approval, approval.offer or approval.job)


def _nudge(approval, thing):
    topics = [f"member:{member}" for member in {approval.member_id, approval.asked_by_id} if member]
    nudge(*topics, f"application:{thing.application_id}" if isinstance(thing, Offer) else f"job:{thing.pk}")


def cancel(about):
    """What is asked is asked no longer: the thing changed or is over. What was said stays."""
    for row in about.approvals.filter(state=State.WAITING):
        _nudge(row, about)
    about.approvals.filter(state__in=[State.WAITING, State.LATER]).update(state=State.VOID)


def job_changed(job, changed, actor):
    """Salary or headcount changed: an approval that was asked or given counts no more, and is asked for again."""
    if not MATTERS.intersection(changed) or not steps_of(job.company_id, "job"):
        return
    last = last_round(job)
    if not any(row.state in {State.WAITING, State.APPROVED} for row in last):
        return
    cancel(job)
    try:
        with transaction.atomic():
            _ask(job, steps_of(job.company_id, "job"), actor, job=job)
    except ApprovalRefused:  # nobody to ask now: a round without an answer, so that what was said before counts no more
        Approval.objects.create(company_id=job.company_id, job=job, round=last[0].round + 1, position=1, state=State.VOID)
    nudge(f"job:{job.pk}")


def need_for_job(job):
    """Refuse to open a job that the company's rule has not let through."""
    if steps_of(job.company_id, "job") and not is_approved(job):
        waiting = job.approvals.filter(state=State.WAITING).select_related("member__user").first()
        raise ApprovalRefused(
            _("This job waits for %(name)s to approve it.") % {"name": waiting.member.name if waiting.member else _("an admin")}
            if waiting
            else _("This job has to be approved before it opens. Ask for the approval on its details."),
            code="not_approved",
            field="status",
            conflict=True,
        )
