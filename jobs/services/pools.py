"""Talent pools: made, filled and emptied; who is put in or taken out at one moment can be taken back within the hour."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.live import nudge
from accounts.models import Membership
from accounts.refusal import Refused
from jobs import events
from jobs.models import Candidate, PoolPlace, TalentPool

MOST = 10_000
CHUNK = 500
UNDO_WITHIN = timedelta(hours=1)


class PoolRefused(Refused):
    """The message is meant for the person."""


@dataclass
class Pooled:
    """`people`: ids of those who came or went; `at` takes it back."""

    at: object
    people: list = field(default_factory=list)


@transaction.atomic
def save_pool(*, pool, actor, **fields):
    """Make or change a pool; a name is there once, whatever its case."""
    new = pool._state.adding
    fields = {name: " ".join(value.split()) for name, value in fields.items()}
    changed = [name for name, value in fields.items() if new or getattr(pool, name) != value]
    for name in changed:
        setattr(pool, name, fields[name])
    if not pool.name:
        raise PoolRefused(_("Give the pool a name."), code="required", field="name")
    if TalentPool.objects.filter(company_id=pool.company_id, name__iexact=pool.name).exclude(pk=pool.pk).exists():
        raise PoolRefused(_("“%(name)s” is there already.") % {"name": pool.name}, code="name_taken", field="name")
    if not changed:
        return pool
    if new:
        pool.created_by = actor if isinstance(actor, Membership) else None
    pool.full_clean(exclude=["company", "created_by"])
    pool.save()
    happened = events.PoolCreated(pool.pk) if new else events.PoolChanged(pool.pk, sorted(changed))
    publish(happened, actor=actor, subject=pool)
    return pool


@transaction.atomic
def delete_pool(*, pool, actor):
    """The pool is gone; the people stay."""
    publish(events.PoolDeleted(pool.pk), actor=actor, subject=pool)
    pool.delete()


@transaction.atomic
def keep(*, pool, candidates, actor, why="", runs=None, at=None):
    """Put people into a pool; who lies in it stays as they are. candidates: a queryset of those whom the actor may see.

    runs: {candidate id: id of the application after which they are kept}. Returns a Pooled.
    """
    pool, result, runs = _locked(pool, actor), Pooled(at or timezone.now()), runs or {}
    ids, there = _ids(candidates), set(PoolPlace.objects.filter(pool=pool, left_at=None).values_list("candidate_id", flat=True))
    new = [
        PoolPlace(
            company_id=pool.company_id,
            pool=pool,
            candidate_id=pk,
            application_id=runs.get(pk),
            why=" ".join(why.split())[:300],
            added_by=actor if isinstance(actor, Membership) else None,
            added_at=result.at,
        )
        for pk in ids
        if pk not in there
    ]
    PoolPlace.objects.bulk_create(new, batch_size=CHUNK)
    return _tell(pool, result, [one.candidate_id for one in new], events.PersonPooled, actor)


@transaction.atomic
def let_go(*, pool, candidates, actor):
    """Take people out of a pool. candidates: a queryset of those whom the actor may see. Returns a Pooled."""
    pool, result = _locked(pool, actor), Pooled(timezone.now())
    gone = []
    for chunk in _chunks(_ids(candidates)):
        places = PoolPlace.objects.filter(pool=pool, candidate__in=chunk, left_at=None)
        gone += places.values_list("candidate_id", flat=True)
        places.update(left_at=result.at, left_by=actor if isinstance(actor, Membership) else None)
    return _tell(pool, result, gone, events.PersonUnpooled, actor)


@transaction.atomic
def undo(*, actor, at):
    """Take back what `actor` did to pools at the moment `at`; what others went on with stays as they left it. Returns a Pooled."""
    result = Pooled(timezone.now())
    if at < result.at - UNDO_WITHIN:
        raise PoolRefused(_("That is more than an hour ago. Change the pool by hand."), code="too_late")
    mine = PoolPlace.objects.filter(company_id=actor.company_id)
    came, went = mine.filter(added_by=actor, added_at=at, left_at=None), mine.filter(left_by=actor, left_at=at)
    pools = TalentPool.objects.filter(places__in=came | went).distinct().order_by("pk")
    for pool in list(
        TalentPool.objects.select_for_update().filter(pk__in=list(pools.values_list("pk", flat=True))).order_by("pk")
    ):
        out = list(came.filter(pool=pool).values_list("candidate_id", flat=True))
        came.filter(pool=pool).update(left_at=result.at, left_by=actor)
        _tell(pool, result, out, events.PersonUnpooled, actor)
        there = PoolPlace.objects.filter(pool=pool, left_at=None).values("candidate")
        back = list(went.filter(pool=pool).exclude(candidate__in=there).values_list("pk", "candidate_id"))
        for chunk in _chunks([pk for pk, _who in back]):
            PoolPlace.objects.filter(pk__in=chunk).update(left_at=None, left_by=None)
        _tell(pool, result, [who for _pk, who in back], events.PersonPooled, actor)
    if not result.people:
        raise PoolRefused(_("There is nothing to take back."), code="nothing")
    return result


def take_back_additions(*, actor, at, runs):
    """Whom `actor` put into pools at the moment `at`, in the act that is taken back of these applications, leaves them."""
    now = timezone.now()
    for chunk in _chunks(runs):
        came = PoolPlace.objects.filter(added_by=actor, added_at=at, application__in=chunk, left_at=None)
        found = {}
        for place in came.select_related("pool"):
            found.setdefault(place.pool, []).append(place.candidate_id)
        came.update(left_at=now, left_by=actor)
        for pool, ids in found.items():
            _tell(pool, Pooled(now), ids, events.PersonUnpooled, actor)


def _locked(pool, actor):
    """The pool, locked: of two who add the same person, one does."""
    if isinstance(actor, Membership) and pool.company_id != actor.company_id:
        raise PoolRefused(_("That pool is not there."), code="not_found", field="pool")
    pool = TalentPool.objects.select_for_update().filter(pk=pool.pk).first()
    if pool is None:
        raise PoolRefused(_("That pool is not there."), code="not_found", field="pool")
    return pool


def _ids(candidates):
    ids = list(dict.fromkeys(candidates.order_by().values_list("pk", flat=True)[: MOST + 1]))
    if len(ids) > MOST:
        raise PoolRefused(_("That is more than %(most)d at once. Narrow the list.") % {"most": MOST}, code="too_many")
    return ids


def _chunks(ids):
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def _tell(pool, result, ids, event, actor):
    if ids:
        shells = [Candidate(pk=pk, company_id=pool.company_id) for pk in ids]
        publish(*[event(pool.pk, pk) for pk in ids], actor=actor, subjects=shells)
        nudge(f"pool:{pool.pk}")
    result.people += ids
    return result
