"""Making, changing, finding again and deleting candidates."""

import hashlib
import hmac
import re
import unicodedata
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from accounts.events import publish
from accounts.models import Membership
from accounts.places import countries
from accounts.refusal import Refused
from jobs import events
from jobs.blind import covered_for
from jobs.models import Candidate, CandidateSearch, CandidateUserPermission, ContactPoint, Resume
from jobs.services.custom_fields import clean_custom, fields_of

FEWEST_DIGITS = 5

COVERED = {"name", "emails", "location", "country", "work_authorisation", "custom"}


class CandidateRefused(Refused):
    """The candidate cannot be changed like that; `field` names what to mend."""


def lookup_key():
    """The oldest salt: newer ones go in front of it, so that numbers are found again after a rotation."""
    salts = settings.SALT_KEY
    return (salts if isinstance(salts, str) else salts[-1]).encode()


def contact_key(kind, value):
    """What finds a contact point again: the folded address or link, or a keyed hash of a phone's last eight digits.

    Eight digits, since the same number is written with and without its country code. What is no number at all ("n/a") has
    an empty key, which finds nobody.
    """
    if kind == ContactPoint.Kind.PHONE:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))[-8:]
        if len(digits) < FEWEST_DIGITS:
            return ""
        return hmac.new(lookup_key(), f"phone:{digits}".encode(), hashlib.sha256).hexdigest()
    return re.sub(r"^https?://(www\.)?", "", value.strip().lower()).rstrip("/")[:254]


@transaction.atomic
def create_candidate(*, company, actor, name, emails=(), phones=(), links=(), tags=(), **fields):
    """A new candidate with contact points and a search row."""
    name = " ".join((name or "").split())[:160]
    if not name:
        raise CandidateRefused(_("A candidate needs a name."), code="required", field="name")
    emails = [email.strip() for email in emails if email and email.strip()]
    if fields.get("custom"):
        fields["custom"] = clean_custom(company, "candidate", fields["custom"])
    candidate = Candidate(
        company=company,
        name=name,
        email=emails[0] if emails else "",
        created_by=actor if isinstance(actor, Membership) else None,
        **fields,
    )
    _check_country(candidate)
    candidate.full_clean(exclude=["company", "created_by", "source"])
    candidate.save(force_insert=True)
    set_contacts(candidate, emails=emails, phones=phones, links=links)
    if tags:
        candidate.tags.set(tags)
    CandidateSearch.objects.create(candidate=candidate, company=company, name=name)
    publish(events.CandidateCreated(candidate.pk), actor=actor, subject=candidate)
    return candidate


@transaction.atomic
def change_candidate(*, candidate, actor, seen_revision=None, emails=None, phones=None, links=None, tags=None, **fields):
    """Change a candidate; contacts and tags given are the whole new list. Stale editors get code `changed_meanwhile`."""
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if (
        isinstance(actor, Membership)
        and candidate.pk in covered_for(actor)
        and COVERED & {*fields, *(["emails"] if emails or phones or links else [])}
    ):
        raise CandidateRefused(
            _("You review this person blind. Decide about them first."), code="reviewed_blind", field="name", conflict=True
        )
    if seen_revision is not None and seen_revision != candidate.revision:
        raise CandidateRefused(
            _("Somebody changed this person while you were editing. Your text is kept below; look at theirs, then save again."),
            code="changed_meanwhile",
            field="revision",
            conflict=True,
        )
    if "name" in fields:
        fields["name"] = " ".join((fields["name"] or "").split())[:160]
        if not fields["name"]:
            raise CandidateRefused(_("A candidate needs a name."), code="required", field="name")
    if fields.get("custom") and fields["custom"] != candidate.custom:
        known = {field.key for field in fields_of(candidate.company, "candidate")}
        kept = {key: value for key, value in candidate.custom.items() if key not in known}
        given = {key: value for key, value in fields["custom"].items() if key not in kept}
        fields["custom"] = kept | clean_custom(candidate.company, "candidate", given)
    changed = [name for name, value in fields.items() if getattr(candidate, name) != value]
    for name in changed:
        setattr(candidate, name, fields[name])
    if emails is not None or phones is not None or links is not None:
        changed += _replace_contacts(candidate, emails=emails, phones=phones, links=links)
    _check_country(candidate)
    candidate.full_clean(exclude=["company", "created_by", "source", "person", "merged_into"])
    if tags is not None and {tag.pk for tag in tags} != set(candidate.tags.values_list("pk", flat=True)):
        candidate.tags.set(tags)
        changed.append("tags")
    if changed:
        candidate.revision += 1
        candidate.save()
        if "name" in changed:
            CandidateSearch.objects.filter(candidate=candidate).update(name=candidate.name)
        publish(events.CandidateChanged(candidate.pk, sorted(set(changed))), actor=actor, subject=candidate)
    return candidate


def _check_country(candidate):
    if candidate.country and candidate.country not in dict(countries()):
        raise CandidateRefused(
            _("“%(code)s” is not a country code.") % {"code": candidate.country}, code="unknown_country", field="country"
        )


def _replace_contacts(candidate, **given):
    """Have exactly the given values of each kind (None leaves a kind alone); the first e-mail is the primary one."""
    changed = []
    for kind, name in (
        (ContactPoint.Kind.EMAIL, "emails"),
        (ContactPoint.Kind.PHONE, "phones"),
        (ContactPoint.Kind.LINK, "links"),
    ):
        if given[name] is None:
            continue
        wanted = {contact_key(kind, value): value.strip() for value in given[name] if contact_key(kind, value)}
        have = {point.key: point.value for point in candidate.contact_points.filter(kind=kind)}
        if list(wanted.items()) == list(have.items()):
            continue
        candidate.contact_points.filter(kind=kind).delete()
        set_contacts(candidate, **{name: list(wanted.values())})
        changed.append(name)
        if kind == ContactPoint.Kind.EMAIL:
            candidate.email = next(iter(wanted.values()), "")
    return changed


@transaction.atomic
def delete_candidate(*, candidate, actor):
    """Delete a person with their applications, contact points and résumé files; the log keeps ids only."""
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    files = [
        (resume.file.storage, resume.file.name)
        for resume in Resume.objects.filter(Q(candidate=candidate) | Q(candidate__merged_into=candidate))
        if resume.file
    ]
    publish(events.CandidateDeleted(candidate.pk), actor=actor, subject=candidate)
    Candidate.objects.filter(merged_into=candidate).delete()
    candidate.delete()
    transaction.on_commit(partial(_delete_files, files))


def _delete_files(files):
    for storage, name in files:
        storage.delete(name)


def set_contacts(candidate, *, emails=(), phones=(), links=()):
    """Add contact points that the candidate does not have yet."""
    kinds = [(ContactPoint.Kind.EMAIL, emails), (ContactPoint.Kind.PHONE, phones), (ContactPoint.Kind.LINK, links)]
    have = set(candidate.contact_points.values_list("kind", "key"))
    new = []
    for kind, values in kinds:
        for position, value in enumerate(values):
            key = contact_key(kind, value)
            if key and (kind, key) not in have:
                have.add((kind, key))
                new.append(
                    ContactPoint(
                        company_id=candidate.company_id,
                        candidate=candidate,
                        kind=kind,
                        value=value.strip()[:254],
                        key=key,
                        position=position,
                    )
                )
    ContactPoint.objects.bulk_create(new)


@transaction.atomic
def assign_sight(*, candidate, member, actor=None):
    """Let an interviewer see one candidate."""
    if member.company_id != candidate.company_id:
        raise CandidateRefused(_("That person is not a member of this company."), code="not_found", field="member")
    assign_perm("jobs.view_candidate", member.user, candidate)
    publish(events.SightGiven(candidate.pk, member.pk), actor=actor, subject=candidate)


@transaction.atomic
def end_sight(*, candidate, member, actor=None):
    """Take that back; members whose role sees all candidates go on seeing this one."""
    remove_perm("jobs.view_candidate", member.user, candidate)
    publish(events.SightEnded(candidate.pk, member.pk), actor=actor, subject=candidate)


def with_sight(candidate):
    """The members who see this candidate by assignment, by name."""
    users = CandidateUserPermission.objects.filter(content_object=candidate, permission__codename="view_candidate")
    return Membership.objects.filter(company_id=candidate.company_id, user__in=users.values("user")).select_related("user")
