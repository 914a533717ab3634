"""Invented people with believable careers, the same for the same seed."""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from portal.demo.careers import Job, Study, career, education

HERE = Path(__file__).parent
MAIL_DOMAINS = ("example.com", "example.org", "example.net", "mail.example", "post.example", "inbox.example")
SENIORITIES = ("junior", "mid", "senior", "lead")
YEARS = {"junior": (0, 3), "mid": (3, 8), "senior": (8, 17), "lead": (12, 30)}
NEAR = {
    "backend": "data devops frontend",
    "frontend": "designer backend",
    "data": "backend accountant",
    "devops": "backend",
    "nurse": "physio receptionist",
    "electrician": "welder mechanical",
    "welder": "electrician warehouse",
    "driver": "warehouse",
    "chef": "receptionist warehouse",
    "teacher": "hr marketing",
    "accountant": "paralegal data",
    "paralegal": "hr receptionist",
    "sales": "marketing receptionist",
    "marketing": "sales designer",
    "hr": "receptionist marketing",
    "mechanical": "electrician",
    "warehouse": "driver",
    "designer": "frontend marketing",
    "receptionist": "hr sales",
    "physio": "nurse",
}  # the trades that people change from and to


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person: `language` is that of their résumé; `skills` maps a group's name to its skills;
    `languages` pairs a tongue's code with one of native, fluent, good, basic; `native_name` is the name in its own
    script where that isn't Latin."""

    number: int
    given: str
    family: str
    name: str
    native_name: str | None
    origin: str
    email: str
    phone: str
    country: str
    country_name: str
    city: str
    language: str
    trade: str
    seniority: str
    headline: str
    summary: str
    jobs: tuple[Job, ...]
    education: tuple[Study, ...]
    skills: dict[str, tuple[str, ...]]
    languages: tuple[tuple[str, str], ...]
    certifications: tuple[tuple[str, int], ...]
    links: tuple[str, ...] = field(default=())

    @property
    def all_skills(self):
        return tuple(skill for group in self.skills.values() for skill in group)


def people(n: int, seed: int, today: date, *, trades: tuple[str, ...] = ()) -> Iterator[Person]:
    """Yield `n` people; person i depends on `seed` and i alone. `trades` limits whom (all by default)."""
    for number in range(n):
        yield person(number, seed, today, trades=trades)


def person(
    number: int,
    seed: int,
    today: date,
    *,
    trades: tuple[str, ...] = (),
    seniority: str = "",
    languages: tuple[str, ...] = (),
    country: str = "",
) -> Person:
    """The person with this number: of one of `trades`, of that `seniority`, writing in one of `languages`, living in
    that `country`, where given; someone must write so there."""
    random = Random(f"person {seed} {number}")
    while True:
        origin = random.choices(*_origin_weights())[0]
        home = random.choice(origins()[origin]["homes"])
        place = places()[home]
        language = random.choice(place["speaks"])
        if (not languages or language in languages) and country in ("", home):
            break
    given, family, name, native = _name(origin, random)
    trade = random.choice(trades or tuple(NEAR))
    seniority = seniority or random.choices(SENIORITIES, (22, 38, 28, 12))[0]
    years = random.uniform(*YEARS[seniority])
    words = words_of(language)
    here = words[trade]
    skills = _skills(here["skills"], seniority, random)
    flat = [skill for group in skills.values() for skill in group]
    before = random.choice(NEAR[trade].split()) if random.random() < 0.12 else ""
    jobs = career(random, today, years, SENIORITIES.index(seniority), trade, before, words, flat, place["cities"], language)
    first = jobs[-1].start if jobs else (today.year, today.month)
    city = random.choice(place["cities"])
    headline = jobs[0].title if jobs else random.choice(here["titles"][0].split("|"))
    address = _address(given, family, number, random)
    return Person(
        number=number,
        given=given,
        family=family,
        name=name,
        native_name=native,
        origin=origin,
        email=address,
        phone=_digits(random.choice(place["phones"]), random),
        country=home,
        country_name=place["name"].get(language) or next(iter(place["name"].values())),
        city=city,
        language=language,
        trade=trade,
        seniority=seniority,
        headline=headline,
        summary=_summary(words["summaries"], headline, years, flat, random),
        jobs=jobs,
        education=education(random, first[0], here, seniority, language),
        skills=skills,
        languages=_languages(language, origin, random),
        certifications=_certifications(here, first[0], today, random),
        links=_links(address.split("@")[0], trade, random),
    )


@cache
def origins() -> dict:
    return tomllib.loads((HERE / "origins.toml").read_text(encoding="utf-8"))


@cache
def places() -> dict:
    return tomllib.loads((HERE / "places.toml").read_text(encoding="utf-8"))


@cache
def words_of(language: str) -> dict:
    """What the trades say in this language: trade → titles, degrees, skills, bullets, certifications; and
    `summaries`."""
    return tomllib.loads((HERE / "trades" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _origin_weights():
    return tuple(origins()), tuple(origin["weight"] for origin in origins().values())


def _name(origin, random):
    """Given name, family name, the whole name as its bearer writes it, and the same in its own script or None."""
    row = origins()[origin]
    if "native_given" in row:
        own_given, given = random.choice(row["native_given"]).split("|")
        own_family, family = random.choice(row["native_family"]).split("|")
        native = own_family + own_given if origin == "chinese" else f"{own_given} {own_family}"
        return given, family, f"{given} {family}", native
    given, family = random.choice(row["given"]), random.choice(row["family"])
    if origin == "anglo" and random.random() < 0.15:
        given = f"{given} {random.choice('ABCDEHJKLMRSTW')}."
    if origin in ("german", "french", "anglo") and random.random() < 0.08:
        family = f"{family}-{random.choice(row['family']).split()[-1]}"
    name = f"{family} {given}" if row.get("order") == "family first" else f"{given} {family}"
    return given, family, name.strip(), None


def latin(text: str) -> str:
    """The text in plain a-z, as mail addresses and file names need it."""
    text = text.translate(str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "đ": "d", "Đ": "D"}))
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(c for c in plain.lower() if c.isascii() and c.isalnum())


def _address(given, family, number, random):
    one, two = latin(given.split()[0]), latin(family.split()[-1] if family else "")
    form = random.choice(["{one}.{two}{n}", "{one}{two}{n}", "{one}_{two}{n}", "{one[0]}{two}{n}", "{two}.{one}{n}", "{one}-{n}"])
    local = form.format(one=one, two=two or "x", n=number)
    if random.random() < 0.05:
        local = local.capitalize()
    return f"{local}@{random.choice(MAIL_DOMAINS)}"


def _digits(form, random):
    return "".join(str(random.randrange(10)) if c == "x" else c for c in form)


def _skills(groups, seniority, random):
    """A part of each group, more of it with seniority; a person may know nothing of a group."""
    share = {"junior": 0.4, "mid": 0.55, "senior": 0.65, "lead": 0.6}[seniority] + random.uniform(-0.15, 0.2)
    chosen = {}
    for group, names in groups.items():
        count = min(len(names), max(2, round(len(names) * share)))
        chosen[group] = tuple(random.sample(names, count))
    return chosen


def _summary(forms, headline, years, skills, random):
    some = random.sample(skills, min(3, len(skills)))
    form = random.choice(forms["new" if years < 1 else "some"])
    return form.format(title=headline, years=max(1, round(years)), a=some[0], b=some[-1], c=some[len(some) // 2])


HOME_TONGUES = {
    "turkish": "tr",
    "indian": "hi",
    "chinese": "zh",
    "arabic": "ar",
    "slavic": "uk",
    "polish": "pl",
    "vietnamese": "vi",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "portuguese": "pt",
    "anglo": "en",
    "nigerian": "en",
    "dutch_nordic": "sv",
}


def _languages(language, origin, random):
    native = HOME_TONGUES.get(origin, language)
    spoken = {native: "native"}
    if language != native:
        spoken[language] = random.choice(["fluent", "fluent", "good"])
    for other in random.sample(["en", "de", "fr", "es", "pt", "it"], random.choice([0, 1, 1, 2])):
        spoken.setdefault(other, random.choice(["good", "basic", "fluent"]))
    return tuple(spoken.items())


def _certifications(here, first_year, today, random):
    names = random.sample(here["certifications"], min(len(here["certifications"]), random.choice([0, 0, 1, 1, 2])))
    return tuple((name, random.randint(min(first_year, today.year - 1), today.year - 1)) for name in names)


def _links(local, trade, random):
    links = []
    if random.random() < 0.45:
        links.append(f"linkedin.com/in/{local.lower().replace('_', '-').replace('.', '-')}")
    if trade in ("backend", "frontend", "data", "devops") and random.random() < 0.6:
        links.append(f"github.com/{local.lower().replace('.', '').replace('_', '')}")
    if trade in ("designer", "marketing", "frontend") and random.random() < 0.4:
        links.append(f"https://{local.lower().replace('.', '-').replace('_', '-')}.example")
    return tuple(links)
