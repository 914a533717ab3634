"""Facts about a candidate: kept as they were read, corrected by people, counted only while they stand."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import publish
from accounts.models import Membership
from accounts.refusal import Refused
from jobs.models import Candidate, CandidateSearch
from jobs.services import intake
from matching import events
from matching.models import Fact
from matching.reading.dates import years_covered
from matching.reading.facts import joined
from matching.taxonomy import taxonomy

FIELDS = {  # what a person may fill in, by kind; the first names the fact
    "skill": ("name",),
    "experience": ("title", "company", "location", "start", "end"),
    "education": ("degree", "field", "school", "start", "end"),
    "certification": ("name",),
    "language": ("name", "level"),
    "leadership": ("name",),
    "work_permit": ("name",),
    "name": ("name",),
    "email": ("name",),
    "phone": ("name",),
    "location": ("name",),
    "link": ("name",),
    "summary": ("name",),
}
ONCE = {"name", "email", "phone", "location", "summary"}
PARTS = ("experience", "education")


class FactRefused(Refused):
    """The fact cannot be changed like that; `field` names what to mend."""


def key_of(kind, value):
    """What says that two facts are the same one: a skill's key in the taxonomy, else the folded first field."""
    name = " ".join(str(value.get(part) or "") for part in FIELDS[kind][:2] if kind in PARTS) or str(value.get("name") or "")
    if kind == "skill":
        skill = taxonomy().lookup(name)
        return skill.key if skill else " ".join(name.lower().split())[:120]
    return " ".join(name.lower().split())[:120]


def fact_rows(document, reading):
    """The reader's facts as unsaved Fact rows (without company, candidate and résumé), skills known by their key."""
    rows, seen, counts = [], set(), {}
    for fact in reading.facts:
        kind = {"skill_mentioned": "skill"}.get(fact.kind, fact.kind)
        if kind not in FIELDS:
            continue
        value = _value(kind, fact)
        key = fact.part("key") or key_of(kind, value)
        if (kind, key) in seen and kind not in PARTS:
            continue
        seen.add((kind, key))
        spans = list(dict.fromkeys([*fact.spans, *(span for part in fact.parts.values() for span in part.spans)]))
        boxes = dict.fromkeys(place for start, end in joined(spans) for place in document.places(start, end))
        places = [[page, [round(edge, 1) for edge in box]] for page, box in boxes]
        rows.append(
            Fact(
                kind=kind,
                key=key,
                value=value,
                spans=[list(span) for span in spans],
                places=places[:60],
                confidence=round(fact.confidence, 3),
                position=counts.setdefault(kind, 0),
            )
        )
        counts[kind] += 1
    return rows


def _value(kind, fact):
    """The reader's value as it is stored: a dict whose "name" (or whose fields, of a job or degree) a person can edit."""
    if kind == "skill":
        return {"name": fact.value, "listed": fact.kind == "skill"}
    if kind == "language":
        return {"name": fact.value["language"], "level": fact.value.get("level")}
    return dict(fact.value) if isinstance(fact.value, dict) else {"name": str(fact.value)}


def person_of(facts, text):
    """What jobs wants to know of a person, from fact rows."""
    of = {}
    for fact in facts:
        of.setdefault(fact.kind, []).append(fact.value)
    names = {kind: [value.get("name") for value in of.get(kind, []) if value.get("name")] for kind in FIELDS}
    skills = list(of.get("skill", []))
    listed = [value["name"] for value in skills if value.get("listed")]
    return {
        "name": (names["name"] or [""])[0],
        "emails": names["email"],
        "phones": names["phone"],
        "links": names["link"],
        "location": (names["location"] or [""])[0],
        "headline": headline_of(of.get("experience", [])),
        "years": years_of(of.get("experience", [])),
        "top_skills": (listed or [value["name"] for value in skills])[:8],
        "skills": " ".join(value["name"] for value in skills),
        "text": text,
    }


def headline_of(jobs):
    """ "Title, Company" of the job that came first on the page, that is the latest."""
    for job in jobs:
        parts = [part for part in (job.get("title"), job.get("company")) if part]
        if parts:
            return ", ".join(parts)[:200]
    return ""


def years_of(jobs, today=None):
    """Years worked, overlaps once, one decimal; None where no job has dates (not read is not zero)."""
    today = today or timezone.localdate()
    years = years_covered([(job.get("start"), job.get("end")) for job in jobs], (today.year, today.month))
    return None if years is None else min(round(years, 1), 99)


def replace_read_facts(candidate, resume, rows):
    """A newer résumé's facts take the place of those read before; what a person said or corrected stands."""
    now = timezone.now()
    old = Fact.objects.standing().filter(candidate=candidate)
    kept = [fact for fact in old if fact.origin != Fact.Origin.READ]
    said = {(fact.kind, fact.key) for fact in kept}
    said |= {(fact.kind, key_of(fact.kind, fact.before)) for fact in kept if fact.before}
    said |= {
        (fact.kind, fact.key)
        for fact in Fact.objects.filter(candidate=candidate, origin=Fact.Origin.CORRECTED).exclude(removed_at=None)
    }
    once = {fact.kind for fact in kept} & ONCE
    old.filter(origin=Fact.Origin.READ).update(removed_at=now)
    fresh = [row for row in rows if (row.kind, row.key) not in said and row.kind not in once]
    for row in fresh:
        row.company_id, row.candidate, row.resume = candidate.company_id, candidate, resume
    Fact.objects.bulk_create(fresh, batch_size=500)
    if kept:
        refresh_candidate(candidate)


def checked(kind, value):
    """A person's input as a fact's value: known fields only, trimmed, dates as YYYY-MM, YYYY or present."""
    if kind not in FIELDS:
        raise FactRefused(_("Unknown kind of fact."), code="unknown", field="kind")
    clean = {name: " ".join(str(value.get(name) or "").split())[:300] or None for name in FIELDS[kind]}
    if not clean[FIELDS[kind][0]] and not (kind == "experience" and clean["company"]):
        raise FactRefused(_("This may not be empty. To take it out, use “Remove”."), code="required", field=FIELDS[kind][0])
    for name in {"start", "end"} & set(clean):
        clean[name] = _date(name, clean[name])
    if (
        clean.get("start")
        and clean.get("end")
        and clean["end"] != "present"
        and clean["end"][:7] < clean["start"][: len(clean["end"])]
    ):
        raise FactRefused(_("It ends before it starts."), code="order", field="end")
    return clean


def _date(field, text):
    import re

    if not text or (field == "end" and text.lower() == "present"):
        return text.lower() if text else None
    found = re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", text)
    if not found:
        raise FactRefused(_("Write dates as 2021-03 or 2021; “present” for a current one."), code="date", field=field)
    return text


@transaction.atomic
def correct_fact(*, fact, value, actor):
    """Replace what was read by what a person knows; the read value is kept beside it."""
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    rest = {name: said for name, said in fact.value.items() if name not in FIELDS[fact.kind]}  # a job's description stays
    new = {**rest, **({"listed": True} if fact.kind == "skill" else {}), **checked(fact.kind, value)}
    if fact.origin == Fact.Origin.READ:
        fact.before, fact.origin = fact.value, Fact.Origin.CORRECTED
    fact.value, fact.key, fact.by, fact.at, fact.confidence = new, key_of(fact.kind, new), _by(actor), timezone.now(), None
    fact.save()
    return _told(fact, "corrected", actor)


@transaction.atomic
def add_fact(*, candidate, kind, value, actor):
    """Something that the résumé does not say, or that was not read."""
    value = checked(kind, value)
    if kind == "skill":
        value["listed"] = True
    key = key_of(kind, value)
    if Fact.objects.standing().filter(candidate=candidate, kind=kind, key=key).exists():
        raise FactRefused(_("This is known already."), code="known", field=FIELDS[kind][0])
    last = Fact.objects.standing().filter(candidate=candidate, kind=kind).order_by("-position").first()
    fact = Fact.objects.create(
        company_id=candidate.company_id,
        candidate=candidate,
        kind=kind,
        key=key,
        value=value,
        origin=Fact.Origin.ADDED,
        by=_by(actor),
        position=last.position + 1 if last else 0,
    )
    return _told(fact, "added", actor)


@transaction.atomic
def remove_fact(*, fact, actor):
    """Take a fact out: it counts no more, and a later reading of the same file does not bring it back."""
    fact = Fact.objects.select_for_update().get(pk=fact.pk)
    if fact.origin == Fact.Origin.READ:
        fact.before, fact.origin = fact.value, Fact.Origin.CORRECTED
    fact.removed_at, fact.by, fact.at = timezone.now(), _by(actor), timezone.now()
    fact.save()
    return _told(fact, "removed", actor)


def _by(actor):
    """The member who said it; None where the person said it of themselves."""
    return actor if isinstance(actor, Membership) else None


def _told(fact, what, actor):
    refresh_candidate(fact.candidate)
    publish(events.FactCorrected(fact.pk, fact.candidate_id, fact.kind, what), actor=actor, subject=fact.candidate)
    return fact


def refresh_candidate(candidate):
    """Have the candidate's row, contacts and search words follow their standing facts."""
    rows = list(Fact.objects.standing().filter(candidate=candidate))
    search = CandidateSearch.objects.filter(candidate=candidate).first()
    person = person_of(rows, search.text if search else "")
    candidate = Candidate.objects.get(pk=candidate.pk)
    if person["name"] and person["name"] != candidate.name:
        candidate.name = person["name"][:160]
        candidate.save(update_fields=["name"])
    intake.set_contacts(candidate, emails=person["emails"], phones=person["phones"], links=person["links"])
    if person["emails"] and candidate.email != person["emails"][0]:
        candidate.email = person["emails"][0]
        candidate.save(update_fields=["email"])
    intake.describe(candidate, person)
