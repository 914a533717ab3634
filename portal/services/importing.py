"""Filling a profile from what somebody has already: a résumé, LinkedIn's archive, a JSON Resume. What they wrote stays; what is
new is added, so that the same file twice changes nothing."""

import re
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from jobs.services import intake
from matching.reading import containers
from matching.reading.document import Unreadable
from matching.services.facts import FactRefused
from matching.services.resumes import studied
from portal.services import json_resume, linkedin, profiles
from portal.services.profiles import ProfileRefused
from portal.services.said import LONGEST_NAME, MOST_NAMES

LONGEST = {"headline": 200, "phone": 40, "location": 120, "summary": 4000}


def take_file(*, user, file, name):
    """Take over what an uploaded file says; returns {"skills", "experience", "education"}: how many of each are new."""
    most = linkedin.MOST_BYTES if name.lower().endswith(".zip") else intake.READ_AT_MOST
    if file.size > most:
        raise ProfileRefused(_("The file is larger than %(most)d MB.") % {"most": most >> 20}, code="too_large", field="file")
    data, name = file.read(), intake.display_name(name)
    if name.lower().endswith(".json"):
        return take(user=user, found=json_resume.read(data))
    if data[:2] == b"PK" and _is_plain_zip(data):
        return take(user=user, found=linkedin.read(data))
    try:
        found = studied(data, name)
    except Unreadable as unreadable:
        raise ProfileRefused(unreadable.message, code=unreadable.code, field="file") from unreadable
    file.seek(0)
    return _keep_document(user, file, name, found)


def _is_plain_zip(data):
    """Not Word's or OpenOffice's, which are ZIP files too."""
    try:
        with containers.open_zip(data) as archive:
            return not {"[Content_Types].xml", "mimetype"} & set(archive.namelist())
    except Unreadable as unreadable:
        raise ProfileRefused(unreadable.message, code=unreadable.code, field="file") from unreadable


def _keep_document(user, file, name, found):
    """The résumé is kept beside what was read from it; the one before goes."""
    with transaction.atomic():
        profile = profiles.locked(user)
        before, storage = profile.document.name, profile.document.storage
        profile.document.save("", file, save=False)
        kept = profile.document.name
        try:
            profile.document_name, profile.document_text = name, found["reading"]["text"]
            profiles.save(profile, ["document", "document_name", "document_text"])
            added = take(user=user, found=found_in(found["facts"]))
        except BaseException:
            storage.delete(kept)  # no row knows of it
            raise
        if before:
            transaction.on_commit(partial(storage.delete, before))
    return added


def found_in(facts):
    """What the reader found, as `take` has it."""
    of = {}
    for fact in facts:
        of.setdefault(fact["kind"], []).append(fact["value"])
    names = {
        kind: [one.get("name") or "" for one in of.get(kind, [])]
        for kind in ("name", "phone", "location", "summary", "link", "skill")
    }
    first = {kind: next(iter(names[kind]), "") for kind in ("name", "phone", "location", "summary")}
    work = [{**one, "text": one.get("description") or ""} for one in of.get("experience", [])]
    return {**first, "links": names["link"], "skills": names["skill"], "experience": work, "education": of.get("education", [])}


@transaction.atomic
def take(*, user, found):
    """Add what is new, in one go."""
    profile = profiles.locked(user)
    placed = bool(profile.location)  # a country from elsewhere may be another one
    for field, most in LONGEST.items():
        if not getattr(profile, field):
            setattr(profile, field, _clean(found.get(field), most, lines=field == "summary"))
    if not profile.country and not placed and re.fullmatch(r"[A-Z]{2}", found.get("country") or ""):
        profile.country = found["country"]
    if not profile.preferences:
        profile.preferences = found.get("preferences") or {}
    links = [link for text in found.get("links", []) if (link := profiles.web_link(text))]
    profile.links = list(dict.fromkeys([*profile.links, *links]))[: profiles.MOST_LINKS]
    before = {name: len(getattr(profile, name)) for name in ("skills", "experience", "education")}
    known = {name.casefold(): name for name in reversed(profile.skills)}
    for text in found.get("skills", []):
        if name := _clean(text, LONGEST_NAME):
            known.setdefault(name.casefold(), name)
    profile.skills = [*profile.skills, *(name for name in known.values() if name not in profile.skills)][:MOST_NAMES]
    for kind in profiles.ROWS:
        setattr(profile, kind, _with_rows(kind, getattr(profile, kind), found.get(kind, [])))
    profiles.save(profile, [*LONGEST, "country", "preferences", "links", "skills", "experience", "education"])
    if not user.name and (name := _clean(found.get("name"), 120)):
        profiles.rename(user, name)
    return {name: len(getattr(profile, name)) - count for name, count in before.items()}


def _with_rows(kind, rows, found):
    rows, there = list(rows), {_key(kind, row) for row in rows}
    for value in found:
        row = _row(kind, value)
        if row and _key(kind, row) not in there and len(rows) < profiles.MOST_ROWS:
            there.add(_key(kind, row))
            rows.append(row)
    return profiles.latest_first(rows)


def _row(kind, value):
    """The row, without its dates if they make no sense; None for one that says nothing."""
    for tried in (value, {**value, "start": None, "end": None}):
        try:
            return profiles.row_of(kind, tried)
        except FactRefused:
            continue
    return None


def _key(kind, row):
    return tuple((row.get(part) or "").casefold() for part in profiles.ROWS[kind])


def _clean(text, most, lines=False):
    text = profiles.plain(text).replace("\r\n", "\n").strip()
    return (text if lines else " ".join(text.split()))[:most]
