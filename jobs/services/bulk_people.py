"""Many new candidates in a handful of queries: imports and the demo use it."""

from django.db import transaction

from accounts.bulk import insert_all, insert_rows
from accounts.events import publish
from accounts.models import Membership
from jobs import events
from jobs.models import Application, Candidate, CandidateSearch, ContactPoint, StageChange
from jobs.services.applications import due
from jobs.services.candidates import contact_key


@transaction.atomic
def create_candidates(*, company, actor, people, source=None, tell=True):
    """Candidates from dicts {"name", "emails", "phones", "links", "tags", other fields of Candidate, "skills", "text"}.

    About a dozen statements whatever their number. Values must be checked before. Returns the candidates in order.
    """
    by = actor if isinstance(actor, Membership) else None
    candidates, contacts, words, tagged = [], [], [], []
    for person in people:
        emails = person.get("emails") or []
        own = {
            key: value
            for key, value in person.items()
            if key not in {"emails", "phones", "links", "tags", "skills", "text"} and value is not None
        }
        candidate = Candidate(company=company, created_by=by, email=emails[0] if emails else "", **{"source": source, **own})
        candidates.append(candidate)
        contacts += _contacts(candidate, person)
        words.append(
            CandidateSearch(
                candidate=candidate,
                company=company,
                name=candidate.name,
                skills=person.get("skills") or "",
                text=person.get("text") or "",
            )
        )
        tagged += [(candidate.pk, pk) for pk in dict.fromkeys(tag.pk for tag in person.get("tags") or ())]
    for made in (candidates, contacts, words):
        insert_all(made)
    insert_rows(Candidate.tags.through, ["candidate", "tag"], tagged)
    if tell and candidates:
        publish(*[events.CandidateCreated(candidate.pk) for candidate in candidates], actor=actor, subjects=candidates)
    return candidates


def _contacts(candidate, person):
    seen = set()
    for kind, values in (("email", person.get("emails")), ("phone", person.get("phones")), ("link", person.get("links"))):
        for position, value in enumerate(values or ()):
            key = contact_key(kind, value)
            if key and (kind, key) not in seen:
                seen.add((kind, key))
                yield ContactPoint(
                    company_id=candidate.company_id, candidate=candidate, kind=kind, value=value[:254], key=key, position=position
                )


@transaction.atomic
def apply_all(*, job, candidates, actor, source=None, tell=True):
    """Enter candidates who have no application for this job yet into its first stage. Returns the new applications."""
    stage = job.stages.order_by("position").first()
    running = set(Application.objects.filter(job=job, candidate__in=candidates).values_list("candidate_id", flat=True))
    new = [
        Application(company_id=job.company_id, job=job, candidate=candidate, stage=stage, source=source)
        for candidate in candidates
        if candidate.pk not in running
    ]
    for application in new:
        application.moved_at = application.applied_at
        application.answer_due_at = due(stage, application.applied_at)
    insert_all(new)
    member = actor if isinstance(actor, Membership) else None
    insert_rows(
        StageChange,
        ["application", "at"],
        ((one.pk, one.applied_at) for one in new),
        company=job.company_id,
        to_stage=stage.pk if stage else None,
        to_status="active",
        cause="applied",
        member=member and member.pk,
    )
    if tell and new:
        publish(*[events.ApplicationCreated(one.pk, job.pk, one.candidate_id) for one in new], actor=actor, subjects=new)
    return new
