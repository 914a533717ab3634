"""A job was closed: who still ran gets a drafted answer, which a person edits, sends or discards. None leaves by itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SYSTEM, publish
from accounts.live import nudge
from accounts.refusal import Refused
from jobs import events
from jobs.models import Application, Job, RejectionDraft, RejectionReason
from jobs.services import letters
from jobs.services.bulk import MOST_ROWS, bulk_reject

CHUNK = 500
State = RejectionDraft.State
TEXT = """Dear {{candidate_name}},

thank you for applying to {{company_name}} as {{job_title}}, and for the time that you gave us.

We have closed this position, so we can't go on with your application. This says nothing about your work; we would be glad to
hear from you again.

{{company_name}}"""
# What the company's own list may call it (see defaults.REASONS), by what the closing said.
LIKELY = {"filled": "Another candidate was chosen"}
ELSE = "The position was closed"


class DraftRefused(Refused):
    """The message is meant for the person."""


@transaction.atomic
def draft_for(job_id, close_reason):
    """A draft for each application that still runs on a closed job; those that have one keep it. Returns how many are new."""
    job = Job.objects.select_for_update().filter(pk=job_id, status=Job.Status.CLOSED).first()
    if job is None:  # deleted, or open again
        return 0
    reason = likely_reason(job.company_id, close_reason)
    has_one = RejectionDraft.objects.filter(state=State.WAITING, application__job=job).values("application")
    running = Application.objects.filter(job=job, status=Application.Status.ACTIVE).exclude(pk__in=has_one)
    text = text_for(reason)
    rows = [
        RejectionDraft(company_id=job.company_id, application_id=pk, reason=reason, text=text)
        for pk in running.order_by("pk").values_list("pk", flat=True)
    ]
    RejectionDraft.objects.bulk_create(rows, batch_size=CHUNK)
    if rows:
        publish(events.RejectionsDrafted(job.pk, len(rows)), actor=SYSTEM, subject=job)
        nudge(f"job:{job.pk}")
    return len(rows)


def likely_reason(company_id, close_reason):
    """The company's reason that says why, by its name; else the first of those that are ours to give; None where there are none."""
    ours = list(RejectionReason.objects.filter(company=company_id, side=RejectionReason.Side.US).order_by("name"))
    by_name = {reason.name.casefold(): reason for reason in ours}
    for name in (LIKELY.get(close_reason, ELSE), ELSE):
        if found := by_name.get(name.casefold()):
            return found
    return ours[0] if ours else None


def text_for(reason):
    return (reason.letter if reason else "") or TEXT


@transaction.atomic
def forget_for(job_id):
    """The job is open again: what was drafted for it is discarded."""
    return RejectionDraft.objects.filter(application__job=job_id, state=State.WAITING).update(
        state=State.DISCARDED, ended_at=timezone.now()
    )


@transaction.atomic
def change(*, draft, actor, **fields):
    """Edit the text or the reason of a draft that waits."""
    draft = _locked(draft)
    if "text" in fields:
        fields["text"] = letters.check(fields["text"], letters.OF_PEOPLE, field="text")
    if fields.get("reason") is not None and fields["reason"].company_id != draft.company_id:
        raise DraftRefused(_("That reason is not there."), code="not_found", field="reason")
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(fields))
    return draft


@transaction.atomic
def discard(*, draft, actor):
    """No answer by this draft; the application stays as it is."""
    draft = _locked(draft)
    draft.state, draft.ended_at, draft.ended_by = State.DISCARDED, timezone.now(), actor
    draft.save(update_fields=["state", "ended_at", "ended_by"])
    return draft


def _locked(draft):
    draft = RejectionDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.state != State.WAITING:
        raise DraftRefused(_("This draft was sent or discarded already."), code="ended", field="state", conflict=True)
    return draft


@transaction.atomic
def send(*, drafts, actor):
    """Let drafts go: each application is rejected with the draft's reason, and the mail that comes later has its text.

    drafts: a queryset of what the actor may see. Returns (ids of the drafts sent, [refusals as bulk acts report them]).
    """
    locked = drafts.filter(state=State.WAITING).select_for_update(of=("self",)).order_by("pk")
    rows = list(locked.select_related("reason")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise DraftRefused(_("That is more than %(most)d at once.") % {"most": MOST_ROWS}, code="too_many")
    groups, sent, refused = {}, [], []
    for row in rows:
        groups.setdefault(row.reason_id, (row.reason, []))[1].append(row)
    for reason, group in groups.values():
        for start in range(0, len(group), CHUNK):
            piece = {row.application_id: row for row in group[start : start + CHUNK]}
            result = bulk_reject(applications=Application.objects.filter(pk__in=piece), actor=actor, reason=reason)
            refused += result.refused
            sent += [piece[pk] for pk in result.done]
    now = timezone.now()
    for start in range(0, len(sent), CHUNK):
        ids = [row.pk for row in sent[start : start + CHUNK]]
        RejectionDraft.objects.filter(pk__in=ids).update(state=State.SENT, ended_at=now, ended_by=actor)
    jobs = dict(Application.objects.filter(pk__in=[row.application_id for row in sent[:CHUNK]]).values_list("pk", "job"))
    for start in range(CHUNK, len(sent), CHUNK):
        jobs |= dict(
            Application.objects.filter(pk__in=[row.application_id for row in sent[start : start + CHUNK]]).values_list(
                "pk", "job"
            )
        )
    publish(
        *[events.RejectionSent(row.pk, row.application_id, jobs[row.application_id]) for row in sent], actor=actor, subjects=sent
    )
    return [row.pk for row in sent], refused
