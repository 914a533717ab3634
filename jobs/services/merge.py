"""Making two candidates one, and two again. Nothing is deleted: the journal says what moved from where."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.models import Membership
from jobs import events
from jobs.models import (
    Application,
    Candidate,
    CandidateSearch,
    CandidateUserPermission,
    ContactPoint,
    Job,
    Merge,
    PoolPlace,
    Resume,
)
from jobs.services.candidates import CandidateRefused
from jobs.services.intake import lock_people

RUNNING = ("active", "hired")
FILLED = (
    "headline",
    "email",
    "location",
    "country",
    "work_authorisation",
    "source_id",
    "consent_until",
    "keep_until",
    "years",
    "top_skills",
    "person_id",
)
MOVERS = {}


def also_move(name):
    """Let an app further right move its own rows: `move(merged, kept) -> journal`, `back(journal, merged, kept)`.

    The journal is kept as JSON.
    """

    def register(pair):
        MOVERS[name] = pair
        return pair

    return register


@transaction.atomic
def merge_candidates(*, kept, merged, actor):
    """Move everything of `merged` to `kept`; both histories stay. Both with a running application for one job: refused."""
    if kept.pk == merged.pk or kept.company_id != merged.company_id:
        raise CandidateRefused(_("Choose two different candidates of this company."), code="same", field="merged")
    lock_people(kept.company_id)
    rows = {one.pk: one for one in Candidate.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk")}
    kept, merged = rows[kept.pk], rows[merged.pk]
    if kept.merged_into_id or merged.merged_into_id:
        raise CandidateRefused(_("One of them is merged already."), code="already_merged", field="merged", conflict=True)
    both = Application.objects.filter(
        candidate=merged, status__in=RUNNING, job__in=Application.objects.filter(candidate=kept, status__in=RUNNING).values("job")
    )
    if clash := both.select_related("job").first():
        seen = not isinstance(actor, Membership) or Job.objects.visible_to(actor).filter(pk=clash.job_id).exists()
        raise CandidateRefused(
            _("Both have a running application for “%(job)s”. Close one of them first.")
            % {"job": clash.job if seen else _("a confidential job")},
            code="both_running",
            field="merged",
            conflict=True,
        )
    journal = {
        "applications": _move(Application.objects.filter(candidate=merged), kept),
        "resumes": _move(Resume.objects.filter(candidate=merged), kept),
        "contacts": _move(ContactPoint.objects.filter(candidate=merged).exclude(key__in=kept.contact_points.values("key")), kept),
        "tags": [str(pk) for pk in merged.tags.exclude(pk__in=kept.tags.values("pk")).values_list("pk", flat=True)],
        "sights": _share_sight(merged, kept),
        "places": _move(PoolPlace.objects.filter(candidate=merged).exclude(_same_pool(kept)), kept),
        "filled": {},
        "apps": {},
    }
    kept.tags.add(*journal["tags"])
    for field in FILLED:
        if not getattr(kept, field) and getattr(merged, field):
            setattr(kept, field, getattr(merged, field))
            journal["filled"][field] = True
    _join_words(kept, merged)
    kept.revision += 1
    kept.save()
    for name, (move, _back) in MOVERS.items():
        journal["apps"][name] = move(merged, kept)
    Candidate.objects.filter(pk=merged.pk).update(merged_into=kept)
    record = Merge.objects.create(company_id=kept.company_id, kept=kept, merged=merged, journal=journal, by=actor)
    publish(events.CandidatesMerged(record.pk, kept.pk, merged.pk), actor=actor, subject=kept)
    return record


@transaction.atomic
def undo_merge(*, merge, actor):
    """Give the merged candidate back what was theirs; what was added to the kept one since stays there."""
    lock_people(merge.company_id)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise CandidateRefused(_("This merge was taken back already."), code="already_undone")
    rows = Candidate.objects.select_for_update().filter(pk__in=[merge.kept_id, merge.merged_id]).order_by("pk").in_bulk()
    kept, merged, journal = rows[merge.kept_id], rows[merge.merged_id], merge.journal
    if kept.merged_into_id:
        raise CandidateRefused(
            _("%(name)s was merged into somebody else since. Take that back first.") % {"name": kept.name}, code="merged_since"
        )
    Application.objects.filter(pk__in=journal["applications"], candidate=kept).update(candidate=merged)
    Resume.objects.filter(pk__in=journal["resumes"], candidate=kept).update(candidate=merged)
    ContactPoint.objects.filter(pk__in=journal["contacts"], candidate=kept).update(candidate=merged)
    CandidateUserPermission.objects.filter(pk__in=journal["sights"]).delete()
    back = PoolPlace.objects.filter(pk__in=journal.get("places", []), candidate=kept)
    back.exclude(_same_pool(merged)).update(candidate=merged)
    kept.tags.remove(*journal["tags"])
    for field in journal["filled"]:
        if getattr(kept, field) == getattr(merged, field):
            setattr(kept, field, _nothing(field))
    _part_words(kept, merged)
    kept.revision += 1
    kept.save()
    Candidate.objects.filter(pk=merged.pk).update(merged_into=None)
    for name, told in journal["apps"].items():
        MOVERS[name][1](told, merged, kept)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    publish(events.CandidatesUnmerged(merge.pk, kept.pk, merged.pk), actor=actor, subject=kept)
    return merge


def _same_pool(candidate):
    """Places in pools where this person lies already."""
    return Q(left_at=None, pool__in=PoolPlace.objects.filter(candidate=candidate, left_at=None).values("pool"))


def _nothing(field):
    """What a field of a candidate holds before anything is known."""
    return [] if field == "top_skills" else None if field.endswith(("_id", "until", "years")) else ""


def _share_sight(merged, kept):
    """Who may see one of the two may see the one they become; returns the ids of what was given for it."""
    of = CandidateUserPermission.objects
    has = set(of.filter(content_object=kept).values_list("user_id", "permission_id"))
    given = [
        CandidateUserPermission(content_object=kept, user_id=user, permission_id=permission)
        for user, permission in of.filter(content_object=merged).values_list("user_id", "permission_id")
        if (user, permission) not in has
    ]
    return [one.pk for one in of.bulk_create(given)]


def _join_words(kept, merged):
    """A search for the words of either résumé finds the kept one."""
    theirs = CandidateSearch.objects.filter(candidate=merged).first()
    ours = CandidateSearch.objects.filter(candidate=kept).first()
    if theirs and ours:
        ours.skills, ours.text = _joined(ours.skills, theirs.skills), _joined(ours.text, theirs.text)
        ours.save(update_fields=["skills", "text"])


def _part_words(kept, merged):
    theirs = CandidateSearch.objects.filter(candidate=merged).first()
    ours = CandidateSearch.objects.filter(candidate=kept).first()
    if theirs and ours:
        ours.skills = ours.skills.removesuffix(_joined("", theirs.skills))
        ours.text = ours.text.removesuffix(_joined("", theirs.text))
        ours.save(update_fields=["skills", "text"])


def _joined(one, other):
    return f"{one}\n{other}" if other else one


def _move(rows, candidate):
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.model.objects.filter(pk__in=ids).update(candidate=candidate)
    return ids
