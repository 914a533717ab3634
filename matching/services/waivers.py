"""Letting people back in whom a rule had sent to the review lane: by a person, with their name, and not for rules to come."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.guard import require
from accounts.models import Membership
from accounts.permissions import Action
from accounts.refusal import Refused
from jobs.models import Application
from jobs.services.bulk import BulkResult
from matching import events
from matching.models import KnockoutWaiver, Match
from matching.services.scoring import explain_match, score_job

MOST = 1000


class WaiverRefused(Refused):
    """The person can't be let in, or nothing is to be taken back; the message says why."""


def let_back_in(*, application, actor, note=""):
    """Consider one application although it misses rules; it is scored without those that it misses now. Returns the waiver."""
    result, waivers = _let_in(Application.objects.filter(pk=application.pk), actor, note)
    return waivers[0] if waivers else _refuse(result)


def let_many_back_in(*, applications, actor, note=""):
    """The same for many: whoever is not held back by a rule is reported, the others come in. `result.at` takes it back."""
    return _let_in(applications, actor, note)[0]


def take_back(*, application, actor):
    """The rules hold again for this application: it is scored with all of them."""
    result = _end(KnockoutWaiver.objects.standing().filter(application=application), actor)
    return result if result.done else _refuse(None)


def take_back_moment(*, actor, at):
    """End what `actor` let in at one moment: the way back that a toast offers."""
    mine = KnockoutWaiver.objects.visible_to(actor).standing().filter(by=actor, at=at)
    result = _end(mine, actor)
    return result if result.done else _refuse(None)


def _refuse(result):
    one = (
        result.refused[0]
        if result and result.refused
        else {"message": _("Nobody let them back in, or it was taken back already."), "code": "nothing"}
    )
    raise WaiverRefused(one["message"], code=one["code"], conflict=True)


@transaction.atomic
def _let_in(applications, actor, note):
    require(actor, Action.MOVE_APPLICATION)
    result = BulkResult(at=timezone.now())
    rows = list(applications.select_for_update(of=("self",)).prefetch_related("candidate", "job").order_by("pk")[: MOST + 1])
    if len(rows) > MOST:
        raise WaiverRefused(_("That is more than %(most)d at once. Choose fewer.") % {"most": MOST}, code="too_many")
    found = Match.objects.filter(job__in={row.job_id for row in rows}, candidate__in=[row.candidate_id for row in rows])
    matches = {(match.job_id, match.candidate_id): match for match in found.select_related("config_version")}
    made = []
    for row in rows:
        match = matches.get((row.job_id, row.candidate_id))
        if row.status != Application.Status.ACTIVE:
            result.refuse(row, "wrong_status", _("This application is closed. Re-open it first."))
        elif not row.knocked_out or match is None:
            result.refuse(row, "not_knocked_out", _("No rule holds this application back."))
        else:
            rules = [asdict(miss.rule) for miss in explain_match(match).missed]
            made.append(
                KnockoutWaiver(
                    company_id=row.company_id, application=row, rules=rules, note=note[:300], by=member_of(actor), at=result.at
                )
            )
            result.done.append(row.pk)
    KnockoutWaiver.objects.bulk_create(made, batch_size=250)
    _say(events.KnockoutWaived, made, actor)
    return result, made


@transaction.atomic
def _end(waivers, actor):
    require(actor, Action.MOVE_APPLICATION)
    result = BulkResult(at=timezone.now())
    rows = list(waivers.select_for_update(of=("self",)).select_related("application").order_by("pk")[:MOST])
    KnockoutWaiver.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=result.at, ended_by=member_of(actor))
    result.done += [row.application_id for row in rows]
    _say(events.KnockoutRestored, rows, actor)
    return result


def member_of(actor):
    """The member, where it is one: platform staff act as persons, and the event log says so."""
    return actor if isinstance(actor, Membership) else None


def _say(event, waivers, actor):
    """Log each, and score the applications at once: whoever was let in stands in the list when the page comes back."""
    if not waivers:
        return
    told = [event(one.pk, one.application_id, one.application.job_id, one.application.candidate_id, one.codes) for one in waivers]
    publish(*told, actor=actor, subjects=[one.application for one in waivers])
    by_job = {}
    for one in waivers:
        by_job.setdefault(one.application.job_id, []).append(one.application.candidate_id)
    for job_id, candidates in by_job.items():
        score_job(job_id, candidates, actor=actor, cause="waiver")
