"""The demo's companies, their twelve jobs, who applies for them and how a year of hiring goes."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.people import Person, person

FITS = {"strong": 26, "medium": 41, "weak": 33}
LEVELS = {"entry": "junior", "junior": "junior", "mid": "mid", "senior": "senior"}
STAGES = ("applied", "reviewed", "shortlisted", "interview", "offer", "hired")
GOES_ON = {  # how likely an application passes each stage, by fit
    "applied": {"strong": 0.97, "medium": 0.88, "weak": 0.6},
    "reviewed": {"strong": 0.85, "medium": 0.45, "weak": 0.08},
    "shortlisted": {"strong": 0.78, "medium": 0.55, "weak": 0.3},
    "interview": {"strong": 0.55, "medium": 0.28, "weak": 0.08},
    "offer": {"strong": 0.8, "medium": 0.8, "weak": 0.8},
}
DAYS = {"applied": 4, "reviewed": 5, "shortlisted": 8, "interview": 10, "offer": 8}  # median days spent in a stage
WEEKDAYS = (1.25, 1.3, 1.15, 1.05, 0.85, 0.45, 0.55)  # how many apply on Monday … Sunday
MONTHS = (1.35, 1.1, 1.05, 0.9, 0.9, 0.8, 0.7, 0.85, 1.3, 1.3, 1.05, 0.55)  # and in January … December


@dataclass(frozen=True, slots=True)
class Member:
    role: str
    given: str
    family: str
    title: str


@dataclass(frozen=True, slots=True)
class Company:
    """`mail` is the domain of its members' addresses; `plans` maps a pipeline's name to (stage name, type, answer
    days or None); `questions` of its apply forms are (words, kind, whether required)."""

    slug: str
    name: str
    mail: str
    country: str
    city: str
    zone: str
    language: str
    about: str
    colour: str
    headline: str
    next_steps: str
    questions: tuple[tuple[str, str, bool], ...]
    departments: tuple[str, ...]
    team: tuple[Member, ...]
    plans: dict[str, tuple[tuple[str, str, int | None], ...]]


@dataclass(frozen=True, slots=True)
class Advert:
    """One job: `skills` (required) and `preferred` map a name to its importance 1..5; `pay` is (low, high, currency,
    period)."""

    key: str
    company: str
    department: str
    title: str
    trade: str
    near: tuple[str, ...]
    seniority: str
    location: str
    country: str
    remote: str
    employment: str
    skills: dict[str, int]
    preferred: dict[str, int]
    years: float
    education: str
    pay: tuple[float, float, str, str]
    openings: int
    days_open: int
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """The application entered the stage of this type at that time (aware)."""

    stage: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """How one application went: `steps` from applied on; `status` active, hired, rejected or withdrawn with
    `ended_at` and, for the latter two, `reason`; `rating` 1..5 and `left_at` for those hired some while ago."""

    person: Person
    advert: Advert
    fit: str
    source: str
    steps: tuple[Step, ...]
    status: str
    ended_at: datetime | None = None
    reason: str = ""
    rating: int | None = None
    left_at: datetime | None = None


@cache
def _told() -> dict:
    return tomllib.loads((Path(__file__).parent / "adverts.toml").read_text(encoding="utf-8"))


@cache
def companies() -> tuple[Company, ...]:
    plans = _told()["plans"]
    return tuple(
        Company(
            **{
                **row,
                "departments": tuple(row["departments"]),
                "questions": tuple(_question(text) for text in row["questions"]),
                "team": tuple(Member(*member.split("|")) for member in row["team"]),
                "plans": {plan["name"]: tuple(map(_stage, plan["stages"])) for plan in plans if row["slug"] in plan["companies"]},
            }
        )
        for row in _told()["companies"]
    )


def _question(text):
    words, kind, required = text.split("|")
    return words, kind, bool(required)


def _stage(text):
    name, kind, days = text.split("|")
    return name, kind, int(days) or None


@cache
def adverts() -> tuple[Advert, ...]:
    return tuple(
        Advert(**{**row, "near": tuple(row["near"]), "pay": tuple(row["pay"]), "text": row["text"].strip()})
        for row in _told()["jobs"]
    )


def sources() -> dict[str, str]:
    """Names of the sources and their types."""
    return {name: row["type"] for name, row in _told()["sources"].items()}


def reasons() -> dict[str, str]:
    """Reasons to end an application and whose they are: "us" or "them"."""
    return {name: row["side"] for name, row in _told()["reasons"].items()}


def applicant(number: int, seed: int, today, advert: Advert, fit: str) -> Person:
    """A person who applies for this job and fits it strongly, medium or weakly: by trade, years and the skills they
    name."""
    random = Random(f"applicant {seed} {number}")
    language = next(company.language for company in companies() if company.slug == advert.company)
    level = LEVELS[advert.seniority]
    who = person(
        number,
        seed,
        today,
        trades=advert.near if fit == "weak" else (advert.trade,),
        languages=(language,) if random.random() < 0.85 else (),
        country=advert.country if random.random() < 0.75 else "",
        seniority=random.choice([level, level, "senior"]) if fit == "strong" else "",
    )
    share = {"strong": random.uniform(0.8, 1), "medium": random.uniform(0.35, 0.75), "weak": random.uniform(0, 0.25)}[fit]
    return replace(who, skills=_with(who.skills, list(advert.skills), share, random) if who.language == language else who.skills)


def _with(skills, asked, share, random):
    """The skills with that share of what the job asks for among them, and without the rest of it."""
    random.shuffle(asked)
    has = asked[: round(len(asked) * share)]
    lacks = set(asked) - set(has)
    groups = {group: tuple(skill for skill in names if skill not in lacks) for group, names in skills.items()}
    known = {skill for names in groups.values() for skill in names}
    first = next(iter(groups))
    extra = [skill for skill in has if skill not in known]
    groups[first] = tuple(random.sample([*groups[first], *extra], len(groups[first]) + len(extra)))
    return {group: names for group, names in groups.items() if names} or {first: tuple(random.sample(skills[first], 1))}


def history(n: int, seed: int, now: datetime) -> Iterator[Course]:
    """Yield `n` people, each with one application and its course up to `now` (aware); no job hires more than it has
    openings.

    >>> [course] = history(1, seed=1, now=datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("UTC")))
    >>> course.steps[0].stage
    'applied'
    """
    hired = Counter()
    weights = [_received_for(advert) ** 0.5 * (1.6 if advert.company == "fernleigh" else 1) for advert in adverts()]
    for number in range(n):
        random = Random(f"course {seed} {number}")
        advert = random.choices(adverts(), weights)[0]
        fit = random.choices(list(FITS), list(FITS.values()))[0]
        who = applicant(number, seed, now.date(), advert, fit)
        course = _course(who, advert, fit, random, now, full=hired[advert.key] >= advert.openings)
        hired[advert.key] += course.status == "hired"
        yield course


def _course(who, advert, fit, random, now, *, full):
    zone = ZoneInfo(next(company.zone for company in companies() if company.slug == advert.company))
    names = _told()["sources"]
    source = random.choices(
        list(names), [row["weight"] * (2 if fit == "strong" and row["type"] == "referral" else 1) for row in names.values()]
    )[0]
    steps = [Step("applied", _applied_at(advert, random, now, zone))]
    shut = advert.status == "closed"
    for stage, following in zip(STAGES, STAGES[1:], strict=False):
        at = _at_work(steps[-1].at + timedelta(days=random.lognormvariate(0, 0.7) * DAYS[stage]), random)
        leaves = random.random() < 0.05
        chance = GOES_ON[stage][fit] ** (0.55 if shut else 0.85)  # a job that was closed found its people
        passes = random.random() < chance and not (full and following in ("offer", "hired"))
        if at > now:
            if not shut:
                return Course(who, advert, fit, source, tuple(steps), "active")
            return Course(
                who,
                advert,
                fit,
                source,
                tuple(steps),
                "rejected",
                now - timedelta(hours=random.randint(1, 40)),
                "Position filled",
            )
        if leaves:
            return Course(who, advert, fit, source, tuple(steps), "withdrawn", at, _reason(stage, "them", random))
        if not passes:
            why = "Position filled" if full and stage in ("interview", "offer") else _reason(stage, "us", random)
            if stage == "offer" and not full:
                why = _reason(stage, "them", random)
            return Course(who, advert, fit, source, tuple(steps), "rejected", at, why)
        steps.append(Step(following, at))
    return _hired(who, advert, fit, source, steps, random, now)


def _hired(who, advert, fit, source, steps, random, now):
    """What came after the hire, once there was time for it: a rating after a hundred days, and some have left."""
    at, rating, left = steps[-1].at, None, None
    if now - at > timedelta(days=100):
        rating = min(5, max(1, round(random.gauss({"strong": 4, "medium": 3.4, "weak": 2.6}[fit], 0.8))))
        if random.random() < 0.12:
            left = at + timedelta(days=random.randint(60, (now - at).days))
    return Course(who, advert, fit, source, tuple(steps), "hired", at, "", rating, left)


def _reason(stage, side, random):
    rows = {name: row for name, row in _told()["reasons"].items() if row["side"] == side and stage in row["stages"]}
    return random.choices(list(rows), [row["weight"] for row in rows.values()])[0]


def _received_for(advert):
    """Days during which applications for this job came in."""
    return advert.days_open if advert.status != "closed" else min(advert.days_open, 70)


def _applied_at(advert, random, now, zone):
    """A time while the job was open: most in its first weeks and, where it still is, in the last; few at weekends,
    more after New Year and summer."""
    length = _received_for(advert)
    first = now.astimezone(zone).date() - timedelta(days=advert.days_open)
    late = advert.status != "closed" and length > 30
    while True:
        days = length - random.uniform(0, 30) if late and random.random() < 0.45 else length * random.random() ** 1.4
        day = first + timedelta(days=int(days))
        weight = WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] / 1.76
        if random.random() < weight:
            break
    hour = random.choices(range(6, 24), [1, 2, 4, 6, 6, 6, 7, 6, 5, 5, 5, 5, 6, 8, 9, 8, 5, 2])[0]
    at = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), zone)
    return min(at, now - timedelta(minutes=random.randint(5, 600)))


def _at_work(at, random):
    """The same moment or the next one in office hours of a weekday."""
    if at.hour >= 18:
        at = (at + timedelta(days=1)).replace(hour=8)
    if at.weekday() > 4:
        at = (at + timedelta(days=7 - at.weekday())).replace(hour=8)
    return at if at.hour > 8 else at.replace(hour=random.randint(9, 17))
