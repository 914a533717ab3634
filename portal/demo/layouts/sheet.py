"""What one résumé says, in its own words and order, and the truth about it; no geometry."""

import tomllib
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from portal.demo.careers import invented, sector_of
from portal.demo.people import MAIL_DOMAINS, Person, latin, origins

ENTRY_FORMS = (
    "title, dates right",
    "company, place right",
    "title and company",
    "bars",
    "dates first",
    "company under",
    "at",
    "dates above",
    "company and title",
)
DATE_FORMS = (
    "short",
    "short",
    "short",
    "long",
    "long",
    "numeric",
    "numeric",
    "year",
    "year",
    "iso",
    "dotted",
    "bare",
    "short year",
    "apostrophe",
    "day",
)
GROUPING = ("company, place right",)  # entry forms that can leave out an employer named just above
ORDERS = (
    "summary experience education skills certifications languages interests",
    "summary skills experience projects education certifications languages",
    "personal education experience skills languages certifications volunteering interests",
    "experience education certifications languages skills references",
    "skills summary experience education languages interests references",
    "summary experience skills education languages volunteering certifications",
    "personal summary experience education skills languages interests references",
)


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of the one who wrote the page; indexes and words, drawn once."""

    entry: str
    dates: str
    dash: str
    now: str
    since: bool
    mark: str
    skills: str
    labelled: bool
    upper: bool
    study: str
    capitals_name: bool
    graded: bool
    colon: bool
    grouped: bool
    between: str
    notes: bool
    blurbs: bool
    beside: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One job or study as the page words it; `start` and `end` are what a reader could know of its dates; `same`
    where the entry above has the same employer and the writer doesn't name it again."""

    title: str
    org: str
    place: str
    dates: str
    bullets: tuple[str, ...]
    start: str
    end: str
    same: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`rows` are entries (experience, education), (group, skills) pairs, or plain strings."""

    kind: str
    heading: str
    rows: tuple


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's content: `contacts` are (kind, label, text) of email, phone, address, link."""

    person: Person
    style: Style
    name: str
    headline: str
    contacts: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    today: date
    words: dict = field(repr=False)

    @property
    def top(self):
        """What stands in the place of the name: some put what they are beside it."""
        return f"{self.name} {self.style.mark or '|'} {self.headline}" if self.beside else self.name

    @property
    def below(self):
        return "" if self.beside else self.headline

    @property
    def beside(self):
        return self.style.beside and bool(self.headline)

    def section(self, kind):
        return next((section for section in self.sections if section.kind == kind), None)

    @property
    def text(self):
        """Every character on the page, to choose a font that has them."""
        parts = [self.name, self.headline, self.style.mark, *(text for _, label, text in self.contacts for text in (label, text))]
        for section in self.sections:
            parts += [section.heading, repr(section.rows)]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry: `role` is strong, plain or small; `right` stands at the right edge where the layout has
    one."""

    role: str
    left: str
    right: str = ""


@cache
def wording() -> dict:
    return tomllib.loads((Path(__file__).parent.parent / "wording.toml").read_text(encoding="utf-8"))


def sheet_of(
    person: Person, seed: int, today: date, *, native: bool = False, fixed: dict | None = None, short: bool = False
) -> Sheet:
    """The page that this person wrote; the same for the same seed. `native`: the name in its own script; `fixed`
    style values; `short`: a page with little text besides the facts."""
    random = Random(f"sheet {seed} {person.number}")
    words = wording()[person.language]
    style = _style(random, words)
    if fixed:
        style = replace(style, **fixed)
    name = person.native_name if native and person.native_name else person.name
    if style.capitals_name:
        name = name.upper()
    if style.grouped and any(one.company == two.company for one, two in pairwise(person.jobs)):
        style = replace(style, entry=random.choice(GROUPING * 2 + (style.entry,)))
    style = replace(style, grouped=style.grouped and style.entry in GROUPING)
    jobs = tuple(
        _job_entry(job, style, words, short, same=style.grouped and place > 0 and job.company == person.jobs[place - 1].company)
        for place, job in enumerate(person.jobs)
    )
    studies = tuple(_study_entry(study, style, words, random) for study in person.education)
    rows = {
        "summary": (person.summary,) if random.random() < 0.75 else (),
        "experience": jobs,
        "education": studies,
        "skills": tuple(person.skills.items()) if style.skills != "none" else (),
        "languages": tuple(_tongue(words, tongue, style, random) for tongue in person.languages) if random.random() < 0.8 else (),
        "certifications": tuple(
            f"{name} ({year})" if style.labelled else f"{year} {name}" for name, year in person.certifications
        ),
        "interests": (random.choice(words["extras"]["interests"]),) if random.random() < 0.5 else (),
        "references": _references(person, words, random),
        "personal": _personal(person, words, random),
        "volunteering": (random.choice(words["extras"]["volunteering"]),) if random.random() < 0.5 else (),
        "projects": (random.choice(words["extras"]["projects"]),) if random.random() < 0.5 else (),
    }
    order = random.choice(ORDERS).split()
    sections = tuple(
        Section(kind, random.choice(words["headings"][kind]) + (":" if style.colon else ""), rows[kind])
        for kind in order
        if rows[kind]
    )
    return Sheet(
        person,
        style,
        name,
        person.headline if random.random() < 0.7 else "",
        _contacts(person, words, random),
        sections,
        today,
        words,
    )


def entry_lines(entry: Entry, sheet: Sheet, *, dates: bool = True) -> list[Line]:
    """The entry's head in the form that this writer likes; without dates where the layout puts them elsewhere."""
    note = [Line("small", entry.note)] if entry.note else []
    return _head_lines(entry, sheet, dates) + note


def _head_lines(entry, sheet, dates):
    when, place, form = entry.dates if dates else "", entry.place, sheet.style.entry
    org = f"{entry.org}, {place}" if place else entry.org
    if entry.same:
        return [Line("plain", entry.title, when)]
    if form == "title, dates right":
        return [Line("strong", entry.title, when), Line("plain", org)]
    if form == "company, place right":
        return [Line("strong", entry.org, place), Line("plain", entry.title, when)]
    if form == "title and company":
        return [Line("strong", f"{entry.title}, {entry.org}", when)]
    if form == "company and title":
        return [Line("strong", f"{entry.org} – {entry.title}", when)]
    if form == "bars":
        return [Line("strong", " | ".join(filter(None, (entry.title, entry.org, when))))]
    if form == "dates first":
        return [
            Line("strong", f"{when}  {entry.title}" if when else entry.title),
            Line("plain", f"{entry.org} · {place}" if place else entry.org),
        ]
    if form == "company under":
        return [Line("strong", entry.title), Line("plain", f"{entry.org} · {when}" if when else entry.org)]
    if form == "at" and dates:
        return [Line("strong", f"{entry.title} {sheet.words['at']} {entry.org} ({when})")]
    if form == "dates above" and dates:
        return [Line("small", when), Line("strong", entry.org), Line("plain", entry.title)]
    return [Line("strong", entry.title), Line("plain", org)]


def skill_lines(sheet: Sheet) -> list[tuple[str, str]]:
    """The skills as (group or "", text) in the writer's form; bars, bullets and chips get one line each."""
    joined = {"slashes": " / ", "commas": ", ", "pipes": " | ", "dots": " · ", "semicolons": "; "}
    section = sheet.section("skills")
    if not section:
        return []
    rows, between = section.rows, joined.get(sheet.style.skills)
    if sheet.style.skills == "bullets":
        listed = [skill for _, skills in rows for skill in skills]
        return [("", _graded(skill, sheet) if sheet.style.graded else skill) for skill in listed]
    if sheet.style.skills == "sentence":
        listed = [skill for _, skills in rows for skill in skills]
        said = sheet.words["sentence"].format(", ".join(listed[:-1]), listed[-1])
        return [("", said if len(listed) > 1 else listed[0])]
    if len(rows) == 1 or sheet.style.labelled:
        return [(group if len(rows) > 1 else "", between.join(skills)) for group, skills in rows]
    return [("", between.join(skill for _, skills in rows for skill in skills))]


def _graded(skill, sheet):
    """The skill and how well its owner thinks to have it; the same on every page of theirs."""
    grades, dash = sheet.words["extras"]["grades"], sheet.style.dash if sheet.style.dash in "–—-" else "–"
    return f"{skill} {dash} {grades[(len(skill) + sheet.person.number) % len(grades)]}"


def truth(sheet: Sheet, file: str, layout: str) -> dict:
    """What a reader could know from this page, in the shape that résumé readers are scored with."""
    shown = {kind: text for kind, _, text in sheet.contacts}
    skills = sheet.section("skills")
    listed = [skill for _, group in skills.rows for skill in group] if skills else []
    every = sheet.person.all_skills
    optional = [skill for skill in every if skill not in listed]
    optional += list(sheet.person.skills) + list(sheet.section("languages").rows if sheet.section("languages") else ())
    optional += [sheet.words["tongues"][code] for code, _ in sheet.person.languages]
    optional += [name for name, _ in sheet.person.certifications]
    jobs = sheet.section("experience")
    studies = sheet.section("education")
    return {
        "file": file,
        "name": sheet.name,
        "email": shown.get("email"),
        "phone": shown.get("phone"),
        "skills": listed,
        "skills_optional": optional,
        "experience": [
            {"title": job.title, "company": job.org, "start": job.start, "end": job.end} for job in (jobs.rows if jobs else ())
        ],
        "education": [{"degree": study.title, "school": study.org} for study in (studies.rows if studies else ())],
        "total_years": None,
        "layout": layout,
        "language": sheet.person.language,
        "trade": sheet.person.trade,
    }


def _style(random, words):
    return Style(
        entry=random.choice(ENTRY_FORMS),
        dates=random.choice(DATE_FORMS),
        dash=random.choice(words["to"]),
        now=random.choice(words["now"]),
        since=random.random() < 0.12,
        mark=random.choice(["•", "•", "-", "–", "*", ""]),
        skills=random.choice(["commas", "commas", "bullets", "pipes", "dots", "semicolons", "bullets", "slashes", "sentence"]),
        labelled=random.random() < 0.5,
        upper=random.random() < 0.45,
        study=random.choice(["in", "comma", "in", "dash"]),
        capitals_name=random.random() < 0.1,
        graded=random.random() < 0.2,
        colon=random.random() < 0.08,
        grouped=random.random() < 0.7,
        between=random.choice(words["between"]) if random.random() < 0.1 else "",
        notes=random.random() < 0.25,
        blurbs=random.random() < 0.15,
        beside=random.random() < 0.12,
    )


def _job_entry(job, style, words, short, *, same):
    dates = span(job.start, job.end, style, words)
    bullets = job.bullets[:1] if short else job.bullets
    title = f"{job.title} {words['part_time']}" if style.notes and len(job.title) % 4 == 0 else job.title
    blurbs = words["extras"]["blurbs"]
    size = len(job.company) + len(job.title)
    note = blurbs[size % len(blurbs)].format(n=12 + size) if style.blurbs and not same else ""
    year_only = style.dates == "year"
    known = [
        None if month is None else str(month[0]) if year_only else f"{month[0]}-{month[1]:02}" for month in (job.start, job.end)
    ]
    return Entry(title, job.company, job.city, dates, bullets, known[0], known[1] or "present", same, note)


def _study_entry(study, style, words, random):
    between = {"in": f" {words['in']} ", "comma": ", ", "dash": " – "}[style.study]
    title = f"{study.degree}{between}{study.field}" if study.field else study.degree
    end = str(study.end)
    dates = random.choice(
        [end, f"{study.start}{_dash(style.dash)}{end}", f"{study.start}{_dash(style.dash)}{end}", f"09/{study.start} - 06/{end}"]
    )
    notes = (random.choice(words["extras"]["notes"]),) if style.notes else ()
    return Entry(title, study.school, "", dates, notes, str(study.start), end)


def span(start, end, style, words):
    """A job's dates as this writer puts them."""
    first = month_text(start, style.dates, words)
    if end is None and style.since:
        return words["since"].format(first)
    if style.dates == "day" and end is not None:
        return f"{first}{_dash(style.dash)}{monthrange(*end)[1]:02}.{end[1]:02}.{end[0]}"
    last = style.now if end is None else month_text(end, style.dates, words)
    if first == last:
        return first
    return style.between.format(first, last) if style.between and end is not None else f"{first}{_dash(style.dash)}{last}"


def month_text(month, form, words):
    year, number = month
    if form == "year":
        return str(year)
    if form == "numeric":
        return f"{number:02}/{year}"
    if form == "dotted":
        return f"{number:02}.{year}"
    if form == "iso":
        return f"{year}-{number:02}"
    if form == "bare":
        return f"{number}/{year}"
    if form == "short year":
        return f"{number:02}/{year % 100:02}"
    if form == "day":
        return f"01.{number:02}.{year}"
    if form == "apostrophe":
        return f"{words['short'][number - 1]} ’{year % 100:02}"
    name = words["short" if form == "short" else "months"][number - 1]
    return f"{name}{words['of'] if form == 'long' else ''} {year}"


def _dash(dash):
    return f" {dash} "


def _tongue(words, spoken, style, random):
    code, level = spoken
    cefr = {"native": words["levels"]["native"], "fluent": "C1", "good": "B2", "basic": "A2"}
    text = cefr[level] if style.labelled else words["levels"][level]
    return f"{words['tongues'][code]} ({text})"


def _contacts(person, words, random):
    labels = words["labels"]
    rows = [("email", random.choice(labels["email"]), person.email)]
    if random.random() < 0.88:
        rows.append(("phone", random.choice(labels["phone"]), person.phone))
    if random.random() < 0.85:
        where = f"{person.city}, {person.country_name}" if random.random() < 0.4 else person.city
        rows.append(("address", random.choice(labels["address"]), where))
    rows += [("link", "", link) for link in person.links]
    random.shuffle(rows)
    return tuple(rows)


def _references(person, words, random):
    """A word that references exist, or people with their own mail and phone, whom a reader must not take for the
    candidate."""
    if random.random() > 0.3:
        return tuple(words["extras"]["references"]) if random.random() < 0.6 else ()
    rows = []
    for _ in range(random.choice([1, 2])):
        row = origins()[random.choice(["anglo", "german", "french", "spanish", "portuguese"])]
        given, family = random.choice(row["given"]), random.choice(row["family"])
        company = person.jobs[-1].company if person.jobs else invented(random, person.language, sector_of(person.trade))
        rows.append(f"{given} {family}, {company}, {latin(family)}@{random.choice(MAIL_DOMAINS)}")
    return tuple(rows)


def _personal(person, words, random):
    """Birth, marriage and nationality, as many countries' habits have them; a scorer may see none of it."""
    first = person.education[-1].start if person.education else 2000
    values = {
        "d": random.randint(1, 28),
        "m": (month := random.randint(1, 12)),
        "month": words["months"][month - 1],
        "y": first - 19,
        "country": person.country_name,
    }
    return tuple(text.format(**values) for text in words["extras"]["personal"])
