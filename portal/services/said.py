"""What an applicant said about what was read from their résumé: how it is shown to them, and how it becomes facts."""

import re

from matching.models import Fact
from matching.services.facts import ONCE, PARTS, FactRefused, add_fact, correct_fact, remove_fact

ONE = {"name": "name", "email": "email", "phone": "phone", "location": "location", "link": "link"}  # field → kind
LISTS = ("skill", "language", "certification")
ROWS = {"experience": ("title", "company", "start", "end"), "education": ("degree", "field", "school", "start", "end")}
MOST_ROWS, MOST_NAMES, LONGEST_NAME = 20, 150, 120
UNSURE = 0.6


def read_values(facts):
    """{field: what was read} of studied facts, as the form's fields hold it."""
    values = {field: _first(facts, kind).get("name") or "" for field, kind in ONE.items()}
    for kind in LISTS:
        values[kind] = ", ".join(_names(facts, kind))
    for kind, parts in ROWS.items():
        for number, fact in enumerate(_of(facts, kind)[:MOST_ROWS]):
            values |= {f"{kind}-{number}-{part}": fact["value"].get(part) or "" for part in parts}
    return values


def unsure(facts):
    """The fields of which the reader is not sure."""
    rows = {kind: [one["confidence"] or 1 for one in _of(facts, kind)] for kind in ROWS}
    found = {f"{kind}-{number}" for kind, sure in rows.items() for number, one in enumerate(sure) if one < UNSURE}
    return found | {field for field, kind in ONE.items() for one in _of(facts, kind)[:1] if (one["confidence"] or 1) < UNSURE}


def count_of(facts, kind):
    return min(len(_of(facts, kind)), MOST_ROWS)


def split_names(text):
    """The names of a list that was typed with commas, semicolons or line breaks; each once, whatever its case."""
    found = {}
    for name in re.split(r"[,;\n]+", text or ""):
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())[:MOST_NAMES]


def take(candidate, resume, facts, values, actor):
    """Have the candidate's facts say what the form says. values: its cleaned fields; what equals the reading is left alone."""
    standing = list(Fact.objects.standing().filter(candidate=candidate))
    kept = {(fact.kind, fact.position): fact for fact in standing if resume is not None and fact.resume_id == resume.pk}
    once = {fact.kind: fact for fact in standing if fact.kind in ONCE - {"email"}}
    before = read_values(facts)
    for field, kind in ONE.items():
        if values.get(field, "") != before[field] or kind == "email":
            _say(candidate, kept.get((kind, 0)) or once.get(kind), kind, {"name": values.get(field, "")}, actor)
    for kind in LISTS:
        _say_list(candidate, kept, kind, _of(facts, kind), split_names(values.get(kind, "")), actor)
    for kind, parts in ROWS.items():
        read = _of(facts, kind)
        for number in range(MOST_ROWS + 1):
            said = {part: values.get(f"{kind}-{number}-{part}", "") for part in parts}
            if values.get(f"{kind}-{number}-gone"):
                said = dict.fromkeys(parts, "")
            was = read[number]["value"] if number < min(len(read), MOST_ROWS) else {}
            if any(said[part] != (was.get(part) or "") for part in parts):
                _say(
                    candidate,
                    kept.get((kind, number)) if was else None,
                    kind,
                    {**was, **said},
                    actor,
                    empty=not any(said.values()),
                )


def _say(candidate, fact, kind, value, actor, empty=None):
    empty = not value.get("name") if empty is None else empty
    try:
        if fact is None:
            if not empty:
                add_fact(candidate=candidate, kind=kind, value=value, actor=actor)
        elif empty:
            remove_fact(fact=fact, actor=actor)
        elif kind in PARTS or value["name"] != fact.value.get("name"):
            correct_fact(fact=fact, value=value, actor=actor)
    except FactRefused as refusal:
        if refusal.code != "known":
            raise


def _say_list(candidate, kept, kind, read, names, actor):
    there = {_name(fact).casefold(): fact for fact in read}
    said = {name.casefold() for name in names}
    for key, fact in there.items():
        row = kept.get((kind, fact["position"]))
        if key not in said and row is not None:
            remove_fact(fact=row, actor=actor)
    for name in names:
        if name.casefold() not in there:
            _say(candidate, None, kind, {"name": name}, actor)


def _of(facts, kind):
    return [fact for fact in facts if fact["kind"] == kind]


def _first(facts, kind):
    return next((fact["value"] for fact in _of(facts, kind)), {})


def _name(fact):
    return " ".join((fact["value"].get("name") or "").replace(",", " ").replace(";", " ").split())


def _names(facts, kind):
    return list(dict.fromkeys(name for fact in _of(facts, kind) if (name := _name(fact))))
