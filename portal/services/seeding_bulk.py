"""The rest of a large demo: people without files, in pieces of a thousand, some of them applicants, many of one job."""

from collections import Counter
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple

from django.db import connection, transaction

from accounts.bulk import insert_all, insert_rows
from accounts.events import handed_on_together
from jobs.models import Job
from jobs.services.bulk_people import apply_all, create_candidates
from matching.models import CandidateFeatures, Fact
from matching.services.facts import headline_of, key_of, years_of
from matching.services.features import ENGINE, features_of
from matching.services.scoring import score_job
from portal.demo.people import people

PIECE = 1000
APPLICANTS = 0.05  # share that applies to one of the other jobs
WANTED, WANTED_AT_MOST = 1200, 0.15  # applicants of the one job that everybody wants, and the share of the people they may be


def seed_pool(*, companies, jobs, start, count, seed, now, progress):
    """`count` people: four of five for the first company, the others shared by the rest; some apply."""
    random = Random(f"pool {seed}")  # noqa: S311  (people for a demo)
    shares = _shares(companies, [job for job in jobs if job.status == Job.Status.OPEN], count)
    piece, done = [], 0
    for person in people(count, seed + 1, now.date()):
        piece.append(person)
        if len(piece) == PIECE:
            done += _keep(piece, companies, shares, random, now)
            progress(done)
            piece = []
    if piece:
        done += _keep(piece, companies, shares, random, now)
        progress(done)
    for job in jobs:
        with handed_on_together():
            score_job(job.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner knows nothing yet of so many new rows


def _shares(companies, jobs, count):
    """{company id: [(job, the share of its people who apply for it)]}."""
    shares = {company.pk: [job for job in jobs if job.company_id == company.pk] for company in companies}
    shares = {company: [(job, APPLICANTS / len(jobs)) for job in jobs] for company, jobs in shares.items()}
    first = shares[companies[0].pk]
    first[0] = (first[0][0], min(WANTED_AT_MOST, WANTED / (0.8 * count)))
    return shares


def _keep(piece, companies, shares, random, now):
    persons_of = {}
    for person in piece:
        company = companies[0] if random.random() < 0.8 else random.choice(companies[1:])
        persons_of.setdefault(company, []).append(person)
    for company, persons in persons_of.items():
        _keep_for(company, persons, shares[company.pk], random, now)
    return len(piece)


@transaction.atomic
def _keep_for(company, persons, shares, random, now):
    rows = [_facts(person) for person in persons]
    texts = [_text(person) for person in persons]
    candidates = create_candidates(
        company=company,
        actor=None,
        people=[
            _told(person, facts, text, now - timedelta(minutes=random.randint(1, 525_000)))
            for person, facts, text in zip(persons, rows, texts, strict=True)
        ],
    )
    insert_rows(
        Fact,
        ["candidate", "kind", "key", "value", "position"],
        ((candidate.pk, *fact) for candidate, facts in zip(candidates, rows, strict=True) for fact in facts),
        company=company.pk,
        at=now,
    )
    insert_all(
        [
            CandidateFeatures(candidate=candidate, company=company, row=features_of(candidate, facts, text), engine=ENGINE)
            for candidate, facts, text in zip(candidates, rows, texts, strict=True)
        ]
    )
    for job, share in shares:
        chosen = [candidate for candidate in candidates if random.random() < share]
        apply_all(job=job, candidates=chosen, actor=None, tell=False)


class Said(NamedTuple):
    """What a fact row says, without the row: a thousand people have sixteen thousand of them."""

    kind: str
    key: str
    value: dict
    position: int
    origin = Fact.Origin.READ


def _told(person, facts, text, at):
    jobs = [fact.value for fact in facts if fact.kind == "experience"]
    skills = [fact.value["name"] for fact in facts if fact.kind == "skill"]
    return {
        "name": person.name,
        "emails": [f"{person.number}.{person.email}"],
        "phones": [person.phone],
        "location": person.city,
        "country": person.country,
        "headline": headline_of(jobs),
        "years": years_of(jobs),
        "top_skills": skills[:8],
        "skills": " ".join(skills),
        "text": text,
        "created_at": at,
    }


def _text(person):
    return "\n".join(
        [
            person.headline,
            *(f"{job.title}\n" + "\n".join(job.bullets) for job in person.jobs),
            *(f"{study.degree} {study.field}" for study in person.education),
        ]
    )


def _facts(person):
    """What a reading would have given, without places."""
    said = [
        (
            "experience",
            {
                "title": job.title,
                "company": job.company,
                "location": job.city,
                "start": _month(job.start),
                "end": _month(job.end) if job.end else "present",
            },
        )
        for job in person.jobs
    ]
    said += [
        (
            "education",
            {
                "degree": study.degree,
                "field": study.field,
                "school": study.school,
                "start": str(study.start),
                "end": str(study.end),
            },
        )
        for study in person.education
    ]
    said += [("skill", {"name": name, "listed": True}) for names in person.skills.values() for name in names]
    said += [("certification", {"name": name}) for name, _year in person.certifications]
    said += [("language", {"name": name, "level": level}) for name, level in person.languages]
    count = Counter()
    facts = []
    for kind, value in said:
        facts.append(Said(kind, _key(value["name"]) if kind == "skill" else key_of(kind, value), value, count[kind]))
        count[kind] += 1
    return facts


@lru_cache(maxsize=10_000)
def _key(skill):
    return key_of("skill", {"name": skill})


def _month(month):
    return f"{month[0]}-{month[1]:02d}" if isinstance(month, tuple) else str(month)
