"""What the scorer sees of a candidate: made from the standing facts, kept with a version, loaded as the engine's rows."""

from django.utils import timezone

from jobs.models import Candidate
from matching.engine import ENGINE_VERSION, Row
from matching.engine.meaning import unpacked
from matching.models import CandidateFeatures, CompanySkill, Fact, Reading
from matching.ranking import candidate_row
from matching.reading.permits import permitted
from matching.services.facts import years_of
from matching.taxonomy import taxonomy

ENGINE = int(ENGINE_VERSION)


def taxonomy_of(company_id):
    """The shipped skills and those that the company added."""
    own = CompanySkill.objects.filter(company_id=company_id)
    extra = [
        {
            "key": one.same_as or " ".join(one.name.lower().split()),
            "name": one.name,
            "aliases": one.aliases,
            "implies": one.implies,
        }
        for one in own
    ]
    return taxonomy().extended(extra) if extra else taxonomy()


def rebuild(candidates):
    """Make the features of these candidates anew; returns those whose features changed. A few queries for any number."""
    candidates = list(candidates)
    facts, texts = _facts(candidates), _texts(candidates)
    have = {row.candidate_id: row for row in CandidateFeatures.objects.filter(candidate__in=candidates).select_for_update()}
    changed, new, aged, now = [], [], [], timezone.now()
    for candidate in candidates:
        row = features_of(candidate, facts.get(candidate.pk, []), *texts.get(candidate.pk, ("", "")))
        old = have.get(candidate.pk)
        if old is None:
            new.append(CandidateFeatures(candidate=candidate, company_id=candidate.company_id, row=row, engine=ENGINE))
        elif old.row != row:
            old.row, old.version, old.at = row, old.version + 1, now
            changed.append(old)
        if old is not None and old.engine != ENGINE:
            old.engine = ENGINE
            aged.append(old)
    CandidateFeatures.objects.bulk_create(new, batch_size=500)
    CandidateFeatures.objects.bulk_update(changed, ["row", "version", "at"], batch_size=500)
    CandidateFeatures.objects.filter(pk__in=[row.pk for row in aged]).update(engine=ENGINE)
    return [row.candidate for row in [*new, *changed]]


def _facts(candidates):
    found = {}
    for fact in Fact.objects.standing().filter(candidate__in=candidates).order_by("kind", "position", "pk"):
        found.setdefault(fact.candidate_id, []).append(fact)
    return found


def _texts(candidates):
    """{candidate id: (what the scorer may see of their latest read résumé, its vector)}."""
    rows = Reading.objects.filter(resume__candidate__in=candidates, resume__state="read").order_by("resume__uploaded_at")
    return {
        candidate: (text, vector)
        for candidate, text, vector in rows.values_list("resume__candidate_id", "scoring_text", "meaning")
    }


def features_of(candidate: Candidate, facts, text, meaning=""):
    """The candidate's row as JSON: {"skills", "years", "tier", "field", "flags", "country", "city", "words", "work"}, and
    "meaning" where there is a vector of the résumé's text.
    """
    of = {}
    for fact in facts:
        of.setdefault(fact.kind, []).append(fact)
    said = [
        str(part)
        for fact in facts
        if fact.origin != Fact.Origin.READ and fact.kind in {"skill", "experience", "certification"}
        for part in fact.value.values()
        if isinstance(part, str)
    ]
    jobs = [fact.value for fact in of.get("experience", [])]
    ends = [job["end"] for job in jobs if job.get("end")]
    skills = sorted({fact.key for kind in ("skill", "certification", "language") for fact in of.get(kind, []) if fact.key})
    row = candidate_row(
        0,
        skills=skills or None,
        text="\n".join([text, *said]),
        years=years_of(jobs),
        degrees=[(fact.value.get("degree") or "", fact.value.get("field") or "") for fact in of.get("education", [])],
        certified=bool(of.get("certification")),
        leads=bool(of.get("leadership")),
        last_worked="present" if "present" in ends else max(ends, default=None),
        permits=_permits(candidate, of.get("work_permit", [])),
        country=candidate.country,
        city=candidate.location.split(",")[0].strip(),
        today=timezone.localdate(),
    )
    return {
        "skills": skills or None,
        "years": row.years,
        "tier": row.tier,
        "field": row.field,
        "flags": int(row.flags),
        "country": row.country,
        "city": row.city,
        "words": _plain(row.words),
        "work": _plain(row.work),
        **({"meaning": meaning} if meaning else {}),
    }


def _permits(candidate, facts):
    """Whether they may work there, as said: what a person wrote beside the candidate counts before the résumé's own words."""
    said = permitted(f"Work permit: {candidate.work_authorisation}") if candidate.work_authorisation else None
    return [said] if said is not None else [may for fact in facts if (may := permitted(fact.value.get("name") or "")) is not None]


def _plain(vector):
    return None if vector is None else [[int(one) for one in part] for part in vector]


def to_row(id, features, skills_known, waived=()) -> Row:
    """The engine's row from stored features. `skills_known`: the company's taxonomy; a skill it lacks counts for itself alone.

    waived: rules of the job at hand that a person excused them from.
    """
    skills = features["skills"]
    strengths = None
    if skills is not None:
        known = {key for key in skills if key in skills_known}
        strengths = {**Row.strengths(known, skills_known), **{key: 255 for key in skills if key not in known}}
    return Row(
        id,
        strengths,
        features["years"],
        features["tier"],
        features["field"],
        flags=features["flags"],
        country=features["country"],
        city=features["city"],
        words=_vector(features["words"]),
        work=_vector(features["work"]),
        meaning=unpacked(features.get("meaning")),
        waived=tuple(waived),
    )


def _vector(stored):
    return tuple(stored) if stored else None
