"""The scoring page's form as a scoring config, and back: plain fields that work without scripts.

A skill is `skill-N-key`, `-kind`, `-stars`, `-must`; a rule `rule-N-kind`, `-value`; N only tells rows apart.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.engine import BONUSES, ScoringConfig
from matching.engine.table import FIELDS
from matching.services import meaning

MOST_ROWS = 60
COMPONENTS = (
    ("skills", gettext_lazy("Skills"), 1),
    ("experience", gettext_lazy("Experience"), 2),
    ("education", gettext_lazy("Education"), 3),
)
SHARES = (  # parts of one, shown in per cent
    (
        "skill_decay",
        gettext_lazy("A skill that is only implied counts"),
        gettext_lazy("Django implies Python: at 80 % Python counts four fifths."),
    ),
    ("preferred_factor", gettext_lazy("A nice-to-have counts"), gettext_lazy("Against a required skill with as many stars.")),
    ("text_share", gettext_lazy("Words shared with the job take"), gettext_lazy("Of the weight of skills. 0 % leaves them out.")),
    (
        "work_share",
        gettext_lazy("The same kind of work takes"),
        gettext_lazy("Of the weight of experience. The rest goes by years."),
    ),
    (
        "field_share",
        gettext_lazy("The right field takes"),
        gettext_lazy("Of the weight of education, where fields are asked for."),
    ),
)
TIERS = (
    ("phd", gettext_lazy("Doctorate")),
    ("master", gettext_lazy("Master’s")),
    ("bachelor", gettext_lazy("Bachelor’s")),
    ("associate", gettext_lazy("Associate")),
    ("none", gettext_lazy("No degree")),
)
CURVE_NAMES = (
    ("linear", gettext_lazy("Steady"), gettext_lazy("each year counts the same")),
    ("log", gettext_lazy("Early"), gettext_lazy("the first years count most")),
    ("sqrt", gettext_lazy("Softly early"), gettext_lazy("between the two")),
)
TEXTS = (
    ("words", gettext_lazy("Words"), gettext_lazy("of the trades, in five languages")),
    ("both", gettext_lazy("Words and meaning"), gettext_lazy("a language model too, the more the less a job says")),
)
STUDIES = (
    ("engineering", gettext_lazy("Engineering")),
    ("computing", gettext_lazy("Computing")),
    ("science", gettext_lazy("Science")),
    ("mathematics", gettext_lazy("Mathematics")),
    ("business", gettext_lazy("Business")),
    ("law", gettext_lazy("Law")),
    ("health", gettext_lazy("Health")),
    ("education", gettext_lazy("Education")),
    ("arts", gettext_lazy("Arts")),
    ("social", gettext_lazy("Social sciences")),
    ("agriculture", gettext_lazy("Agriculture")),
    ("services", gettext_lazy("Services")),
    ("trades", gettext_lazy("Trades")),
)
RULES = (
    ("skill", gettext_lazy("Must have the skill"), gettext_lazy("Python")),
    ("certification", gettext_lazy("Must have the certificate"), gettext_lazy("First aid")),
    ("minimum_years", gettext_lazy("Must have at least so many years"), "3"),
    ("location", gettext_lazy("Must live in"), gettext_lazy("DE, AT, Zürich")),
    ("work_authorisation", gettext_lazy("Must be permitted to work"), ""),
)
BONUS_NAMES = (
    ("certifications", gettext_lazy("Certifications")),
    ("leadership", gettext_lazy("Has led people")),
    ("recent_project", gettext_lazy("Recent relevant project")),
)
assert {name for name, _label in STUDIES} == set(FIELDS) - {""} and {name for name, _label in BONUS_NAMES} == set(BONUSES)


@dataclass
class Draft:
    """A form as it was sent: `body` for the engine, `errors` by field, and the rows as they stand on the page."""

    body: dict
    errors: dict
    skills: list
    rules: list


def draft_of(body, known, demands=None):
    """A saved body as a form. Where it names no skills, the job's own (`demands`) stand there."""
    body = ScoringConfig.from_dict(body).to_dict()
    asked = {"required": demands.required, "preferred": demands.preferred} if demands else {"required": {}, "preferred": {}}
    skills = []
    for kind in ("required", "preferred"):
        wishes = body[f"{kind}_skills"] or [
            {"skill": key, "importance": stars, "must": False} for key, stars in asked[kind].items()
        ]
        taken = {row["key"] for row in skills}
        skills += [
            _skill(len(skills) + place, one["skill"], kind, one["importance"], one["must"], known)
            for place, one in enumerate(wish for wish in wishes if wish["skill"] not in taken)
        ]
    rules = [_rule(place, one["kind"], value_text(one, known)) for place, one in enumerate(body["knockouts"])]
    return Draft(body, {}, skills, rules)


def read(post, known, demands=None):
    """What was sent, as a Draft. Values that are no numbers stand as errors; the engine judges the rest."""
    errors = {}
    body = {"weights": {name: _whole(post, f"weight_{name}", errors, "weights") for name, _label, _part in COMPONENTS}}
    for name, _label, _help in SHARES:
        body[name] = _number(post, name, errors, 0) / 100
    body["min_years"], body["ideal_years"] = _years(post, "min_years", errors), _years(post, "ideal_years", errors)
    body["curve"], body["text"] = post.get("curve", "linear"), post.get("text", "words")
    body["education_tiers"] = {name: _number(post, f"tier_{name}", errors, 0) if name != "none" else 0 for name, _label in TIERS}
    body["education"] = post.get("education") or None
    body["education_fields"] = [name for name, _label in STUDIES if name in post.getlist("education_fields")]
    body["bonuses"] = {name: _number(post, f"bonus_{name}", errors, 0) for name in BONUSES}
    body["bonus_from"], body["cap"] = _number(post, "bonus_from", errors, 0), _number(post, "cap", errors, 100)
    skills, rules = _sent_skills(post, known), _sent_rules(post)
    body |= _wishes(skills, demands, errors)
    body["knockouts"] = [_knockout(row, known) for row in rules]
    rules_read = ScoringConfig.from_dict(body)
    for field, sentence in (rules_read.validate(known) | meaning.refusal(body)).items():
        errors.setdefault(field, sentence)
    _place_errors(errors, skills, rules)
    return Draft(rules_read.to_dict(), errors, skills, rules)


def _skill(number, key, kind, stars, must, known):
    return {
        "number": number,
        "key": key,
        "name": known[key].name if key in known else key,
        "kind": kind,
        "stars": stars if stars in (1, 2, 3, 4, 5) else 3,
        "must": bool(must),
        "error": "",
    }


def _rule(number, kind, value):
    label, example = next(((label, example) for name, label, example in RULES if name == kind), (kind, ""))
    return {"number": number, "kind": kind, "value": value, "label": label, "example": example, "error": ""}


def new_skill(draft, text, known):
    """A row more for what somebody typed; the error is said on the page where the skill is not known."""
    found = known.lookup(text) if text.strip() else None
    if found is None:
        draft.errors["add_skill"] = _("“%(name)s” is not a skill that is known here.") % {"name": text[:80]}
    elif found.key in {row["key"] for row in draft.skills}:
        draft.errors["add_skill"] = _("“%(name)s” is in the list already.") % {"name": found.name}
    else:
        draft.skills.append(_skill(_next(draft.skills), found.key, "required", 3, False, known))


def new_rule(draft, kind):
    if kind in {name for name, _label, _example in RULES}:
        draft.rules.append(_rule(_next(draft.rules), kind, ""))


def _next(rows):
    return max((row["number"] for row in rows), default=-1) + 1


def _numbers(post, name):
    found = {int(match[1]) for field in post if (match := re.fullmatch(rf"{name}-(\d{{1,4}})-(?:key|kind)", field))}
    gone = post.get("remove", "")
    return [number for number in sorted(found) if gone != f"{name}-{number}"][:MOST_ROWS]


def _sent_skills(post, known):
    rows = []
    for number in _numbers(post, "skill"):
        stars, kind = post.get(f"skill-{number}-stars", "3"), post.get(f"skill-{number}-kind")
        rows.append(
            _skill(
                number,
                post.get(f"skill-{number}-key", "")[:120],
                "preferred" if kind == "preferred" else "required",
                int(stars) if stars.isdigit() else 3,
                post.get(f"skill-{number}-must"),
                known,
            )
        )
    return rows


def _sent_rules(post):
    return [
        _rule(number, post.get(f"rule-{number}-kind", ""), post.get(f"rule-{number}-value", "")[:300].strip())
        for number in _numbers(post, "rule")
    ]


def _wishes(skills, demands, errors):
    """The two lists of a body. Lists that say just what the job says stay empty, so that they follow the job."""
    found = {}
    for kind in ("required", "preferred"):
        rows = [row for row in skills if row["kind"] == kind]
        found[f"{kind}_skills"] = [{"skill": row["key"], "importance": row["stars"], "must": row["must"]} for row in rows]
    if demands is None:
        return found
    own = {kind: {row["key"]: row["stars"] for row in skills if row["kind"] == kind} for kind in ("required", "preferred")}
    asked = {
        "required": demands.required,
        "preferred": {key: value for key, value in demands.preferred.items() if key not in demands.required},
    }
    if own == asked and not any(row["must"] for row in skills):
        return {"required_skills": [], "preferred_skills": []}
    for kind, word in (("required", _("required")), ("preferred", _("nice-to-have"))):
        left = [key for key in asked[kind] if key not in {row["key"] for row in skills}]
        if not own[kind] and left:
            errors["skills"] = _(
                "The job itself names %(kind)s skills, and they count while none stands here. Keep one, or change the job."
            ) % {"kind": word}
    return found


def _knockout(row, known):
    text = row["value"]
    if row["kind"] in ("skill", "certification"):
        found = known.lookup(text) if text else None
        return {"kind": row["kind"], "value": found.key if found else text}
    if row["kind"] == "minimum_years":
        try:
            return {"kind": row["kind"], "value": float(text.replace(",", "."))}
        except ValueError:
            return {"kind": row["kind"], "value": None}
    if row["kind"] == "location":
        parts = [part.strip() for part in text.split(",") if part.strip()]
        countries = [part for part in parts if len(part) == 2 and part.isupper()]
        return {
            "kind": "location",
            "value": {"countries": countries, "cities": [part for part in parts if part not in countries]},
        }
    return {"kind": row["kind"], "value": None}


def value_text(rule, known):
    value = rule["value"]
    if isinstance(value, dict):
        return ", ".join([*value.get("countries", ()), *value.get("cities", ())])
    if isinstance(value, int | float):
        return f"{value:g}"
    return known[value].name if value in known else str(value or "")


def _place_errors(errors, skills, rules):
    """Move the engine's errors of list items to the rows of the page that they are about."""
    lists = {f"{kind}_skills": [row for row in skills if row["kind"] == kind] for kind in ("required", "preferred")}
    lists["knockouts"] = rules
    for field in list(errors):
        name, _dot, rest = field.partition(".")
        if name in lists and rest:
            lists[name][int(rest.partition(".")[0])]["error"] = errors[field]


def _number(post, name, errors, default):
    text = post.get(name, "").strip().replace(",", ".")
    try:
        value = float(text) if text else float(default)
    except ValueError:
        value = float("nan")
    if not -1e6 < value < 1e6:
        errors[name] = _("Write a number.")
        return default
    return int(value) if value == int(value) else value


def _whole(post, name, errors, field):
    value = _number(post, name, errors, 0)
    if name in errors:
        errors[field] = errors.pop(name)
    return value


def _years(post, name, errors):
    return _number(post, name, errors, 0) if post.get(name, "").strip() else None
