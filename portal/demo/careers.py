"""What a person did and where they learned it: jobs with gaps, overlaps and changes of trade, and studies before
them."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Job:
    """One post held: `start` and `end` are (year, month), both months included; `end` is None while it lasts."""

    title: str
    company: str
    city: str
    start: Month
    end: Month | None
    bullets: tuple[str, ...]
    trade: str


@dataclass(frozen=True, slots=True)
class Study:
    """One degree or training; `field` is empty where the degree says all."""

    degree: str
    field: str
    school: str
    start: int
    end: int


@cache
def employers() -> dict:
    return tomllib.loads((Path(__file__).parent / "employers.toml").read_text(encoding="utf-8"))


@cache
def sector_of(trade: str) -> str:
    return next(sector for sector, trades in employers()["sectors"].items() if trade in trades)


def invented(random, language: str, kind: str) -> str:
    """An invented employer or school of this kind, named as in that language's countries."""
    row = employers()[language]
    return random.choice(row[kind]).format(random.choice(row["stems"]))


def career(
    random, today: date, years: float, level: int, trade: str, before: str, words: dict, skills: list, cities: list, language: str
) -> tuple[Job, ...]:
    """Jobs of `years` in all, the latest first. `level` 0..3 is where they have come; `before` is an earlier trade or
    ""."""
    months = round(years * 12)
    if months < 2:
        return ()
    count = max(1, min(7, round(years / random.uniform(1.8, 4.5))))
    lengths = _split(random, months, count)
    now = today.year * 12 + today.month - 1
    end = now if random.random() < 0.72 else now - random.randint(1, 14)
    current = end == now
    jobs, decks = [], {}
    for place, length in enumerate(lengths):
        start = end - length + 1
        step = max(0, level - round(place * (level + 1) / max(2, count)))
        own = before if before and place >= max(1, count - 1) else trade
        step = min(step, 1) if own != trade else step
        jobs.append(
            Job(
                title=random.choice(words[own]["titles"][step].split("|")),
                company=invented(random, language, sector_of(own)),
                city=random.choice(cities).split(",")[0],
                start=_month(start),
                end=None if current and place == 0 else _month(end),
                bullets=_bullets(random, words, own, decks, skills if own == trade else [], place, language),
                trade=own,
            )
        )
        end = start - 1 - _pause(random)
    if len(jobs) > 1 and random.random() < 0.08:
        jobs.insert(1, _beside(random, jobs[0], words, trade, language, now))
    jobs = _no_twins(jobs, random, language)
    if len(jobs) > 1 and random.random() < 0.2:
        _promote(jobs, random.randrange(len(jobs) - 1))
    return tuple(jobs)


def education(random, first_year: int, here: dict, seniority: str, language: str) -> tuple[Study, ...]:
    """One or two studies that end about when the first job begins, the latest first."""
    kind = {"university": "university", "health": "health_school", "trade": "trade_school"}[here["schools"]]
    chosen = random.sample(here["degrees"], 2 if random.random() < 0.28 and len(here["degrees"]) > 1 else 1)
    chosen.sort(key=_rank, reverse=True)
    end, studies = first_year - random.choice([0, 0, 0, 1]), []
    for text in chosen:
        degree, subject = text.split("|")
        length = 2 if kind == "trade_school" or _rank(text) > 1 else random.choice([3, 3, 4])
        studies.append(Study(degree, subject, invented(random, language, kind), end - length, end))
        end -= length + random.choice([0, 0, 1])
    return tuple(studies)


def _rank(degree):
    low = degree.lower()
    if low.startswith(("phd", "dr", "doct", "promotion")):
        return 3
    return 2 if low.startswith(("m.", "master", "mba", "mestrado", "máster", "diplom-", "postgrad", "juris", "mest")) else 1


def _split(random, months, count):
    weights = [random.uniform(0.5, 1.6) for _ in range(count)]
    return [max(2, round(months * weight / sum(weights))) for weight in weights]


def _pause(random):
    return random.choices([0, 1, 3, 8, 20], (58, 18, 12, 8, 4))[0]


def _month(index) -> Month:
    return index // 12, index % 12 + 1


def _bullets(random, words, own, decks, skills, place, language):
    """What was done there: more of it the later the job, nothing twice in a life while there is more to tell."""
    here, deck = words[own], decks.setdefault(own, [])
    count = random.choice([3, 4, 5]) if place == 0 else random.choice([0, 2, 3, 3, 4])
    if len(deck) < count:
        general = random.sample(words["shared"], 5)
        deck[:] = random.sample(here["bullets"], len(here["bullets"])) + general
    if place:
        random.shuffle(deck)
    known = skills or [skill for group in here["skills"].values() for skill in group]
    mark = {"en": ",", "fr": "\u202f"}.get(language, ".")
    return tuple(
        deck.pop(0).format(
            n=random.randint(3, 19), p=random.randint(11, 48), k=f"{random.randint(2, 90)}{mark}000", s=random.choice(known)
        )
        for _ in range(count)
    )


def _beside(random, job, words, trade, language, now):
    """A smaller post held at the same time as `job`."""
    first = job.start[0] * 12 + job.start[1] - 1
    last = now if job.end is None else job.end[0] * 12 + job.end[1] - 1
    middle = (first + last) // 2
    return Job(
        random.choice(words["beside"]),
        invented(random, language, sector_of(trade)),
        job.city,
        _month(middle),
        _month(last),
        (),
        trade,
    )


def _promote(jobs, place):
    """Make the job before `place` one with the same employer that ended when the later began, if the titles differ."""
    later, earlier = jobs[place], jobs[place + 1]
    if (
        later.title != earlier.title
        and later.trade == earlier.trade
        and earlier.end
        and earlier.start < earlier.end < later.start
    ):
        last = later.start[0] * 12 + later.start[1] - 2
        jobs[place + 1] = replace(earlier, company=later.company, city=later.city, end=_month(last))


def _no_twins(jobs, random, language):
    """No employer twice in one life: an entry must be told from the next by its company."""
    seen, kept = set(), []
    for job in jobs:
        company = job.company
        while company in seen:
            company = invented(random, language, sector_of(job.trade))
        seen.add(company)
        kept.append(job if company == job.company else replace(job, company=company))
    return kept
