"""A profile as JSON Resume (schema 1.x), and back: what was written reads as the same profile."""

import json
import re

from django.utils.translation import gettext as _

from accounts.places import CURRENCIES
from accounts.refusal import Refused
from jobs.models import Job
from portal.services.profiles import plain

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
OURS = "intellimatch"  # under "meta": what the standard has no place for
MOST_BYTES = 1 << 20
WORK = {"title": "position", "company": "name", "location": "location", "text": "summary"}
STUDIES = {"degree": "studyType", "field": "area", "school": "institution"}


class ResumeRefused(Refused):
    """The message is meant for the person."""


def write(user, profile):
    """The profile as plain values; nothing is there that was not said."""
    place = _said({"city": profile.location, "countryCode": profile.country})
    basics = _said(
        {
            "name": user.name,
            "label": profile.headline,
            "email": user.email,
            "phone": profile.phone,
            "url": next(iter(profile.links), ""),
            "summary": profile.summary,
            "location": place,
            "profiles": [{"network": link.split("/")[2], "url": link} for link in profile.links[1:]],
        }
    )
    return {
        "$schema": SCHEMA,
        "basics": basics,
        "work": [_row_out(row, WORK) for row in profile.experience],
        "education": [_row_out(row, STUDIES) for row in profile.education],
        "skills": [{"name": name} for name in profile.skills],
        "meta": {OURS: {"preferences": profile.preferences}},
    }


def _said(values):
    return {name: value for name, value in values.items() if value}


def _row_out(row, names):
    dates = {"startDate": row.get("start"), "endDate": row.get("end") if row.get("end") != "present" else None}
    return _said({theirs: row.get(ours) for ours, theirs in names.items()} | dates)


def read(data):
    """What a file says, as portal/services/importing.py takes it; what is no JSON Resume is refused."""
    if len(data) > MOST_BYTES:
        raise ResumeRefused(_("The file is larger than 1 MB, which no JSON Resume is."), code="too_large", field="file")
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ResumeRefused(_("That is no JSON."), code="unreadable", field="file") from error
    if not isinstance(said, dict) or not {"basics", "work", "education", "skills"} & set(said):
        raise ResumeRefused(_("That is JSON, but no JSON Resume."), code="unknown", field="file")
    basics, place = _dict(said.get("basics")), _dict(_dict(said.get("basics")).get("location"))
    return {
        "name": _text(basics.get("name")),
        "headline": _text(basics.get("label")),
        "phone": _text(basics.get("phone")),
        "summary": _text(basics.get("summary")),
        "location": _text(place.get("city")),
        "country": _text(place.get("countryCode")).upper(),
        "links": [_text(basics.get("url")), *(_text(one.get("url")) for one in _dicts(basics.get("profiles")))],
        "skills": [_text(one.get("name")) for one in _dicts(said.get("skills"))],
        "experience": [_row_in(one, WORK) for one in _dicts(said.get("work"))],
        "education": [_row_in(one, STUDIES) for one in _dicts(said.get("education"))],
        "preferences": _preferences(_dict(_dict(_dict(said.get("meta")).get(OURS)).get("preferences"))),
    }


def _row_in(one, names):
    row = {ours: _text(one.get(theirs)) for ours, theirs in names.items()}
    if "text" in row and (done := [_text(line) for line in _list(one.get("highlights")) if _text(line)]):
        row["text"] = "\n".join([row["text"], *done] if row["text"] else done)
    return row | {"start": _date(one.get("startDate")), "end": _date(one.get("endDate"))}


def _date(value):
    found = re.match(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?(?=-\d\d|$)", _text(value))
    return found[0] if found else None


def _preferences(said):
    """Ours, checked as if somebody had typed them."""
    salary = _dict(said.get("salary"))
    low, high = (
        salary.get(edge) if type(salary.get(edge)) is int and 0 < salary[edge] <= 10**9 else None for edge in ("min", "max")
    )
    known = salary.get("currency") in CURRENCIES
    return _said(
        {
            "remote": [one for one in Job.Remote.values if one in _list(said.get("remote"))],
            "places": [_text(one)[:120] for one in _list(said.get("places")) if _text(one)][:10],
            "salary": {"min": low, "max": high, "currency": salary["currency"]} if known and (low or high) else {},
        }
    )


def _text(value):
    return plain(value).strip() if isinstance(value, str) else ""


def _dict(value):
    return value if isinstance(value, dict) else {}


def _list(value):
    return value if isinstance(value, list) else []


def _dicts(value):
    return [one for one in _list(value) if isinstance(one, dict)][:2000]
