"""What a company decides about scoring, as plain data: it is stored, versioned and compared as a dict."""

from dataclasses import asdict, dataclass, field, fields

CURVES = ("linear", "log", "sqrt")
TIERS = ("none", "associate", "bachelor", "master", "phd")  # a table stores 1 + position; 0 is "not read"
KNOCKOUTS = ("skill", "certification", "work_authorisation", "minimum_years", "location")
TEXTS = ("words", "both")
BONUSES = ("certifications", "leadership", "recent_project")


@dataclass
class SkillWish:
    """A skill that a job asks for. importance: 1 to 5 stars; must: without it the candidate is knocked out."""

    skill: str
    importance: int = 3
    must: bool = False


@dataclass
class Knockout:
    """A rule that sets a score to 0 for a person to review. value: a skill's key, years, or {"countries": [...],
    "cities": [...]}.
    """

    kind: str
    value: object = None

    @property
    def code(self):
        """A stable name for machines: the kind, and of which skill."""
        return f"{self.kind}:{self.value}" if self.kind in ("skill", "certification") else self.kind

    def excuses(self, rule):
        """Whether who was excused from this rule is excused from `rule`: the same one, or fewer years of it."""
        if self.kind != rule.kind:
            return False
        if self.kind == "minimum_years":
            return rule.value <= self.value
        return _places(self.value) == _places(rule.value) if self.kind == "location" else self.value == rule.value


def _places(value):
    return [{str(name).casefold() for name in value.get(part) or ()} for part in ("countries", "cities")]


@dataclass
class ScoringConfig:
    """One scoring configuration. Empty wishes and unset years or education mean: take what the job says."""

    weights: dict = field(default_factory=lambda: {"skills": 60, "experience": 25, "education": 15})
    text: str = "words"  # the texts are compared by their words, or by words and meaning ("both": sentence embeddings)
    text_share: float = 0.4  # part of the skills weight that the likeness of the texts takes
    work_share: float = 0.5  # part of the experience weight that "the same kind of work" takes
    preferred_factor: float = 0.5  # a preferred skill against a required one of the same importance
    required_skills: list = field(default_factory=list)  # [SkillWish]
    preferred_skills: list = field(default_factory=list)  # [SkillWish]
    skill_decay: float = 0.8  # what a skill counts that is only implied by another, or a neighbour of it
    min_years: float | None = None
    ideal_years: float | None = None
    curve: str = "linear"
    education_tiers: dict = field(default_factory=lambda: {"phd": 100, "master": 80, "bachelor": 60, "associate": 40, "none": 0})
    education: str | None = None  # the tier asked for
    education_fields: list = field(default_factory=list)
    field_share: float = 0.5  # part of the education weight that the right field takes, where a field is asked for
    knockouts: list = field(default_factory=list)  # [Knockout]
    bonuses: dict = field(default_factory=lambda: {"certifications": 5, "leadership": 10, "recent_project": 5})
    bonus_from: float = 40  # percent of the skills, or likeness of the work, from which on bonuses count
    cap: float = 100

    @classmethod
    def from_dict(cls, data: dict) -> "ScoringConfig":
        """Unknown keys are a ValueError; missing ones take the default."""
        unknown = set(data) - {item.name for item in fields(cls)}
        if unknown:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        data = dict(data)
        for name, kind in (("required_skills", SkillWish), ("preferred_skills", SkillWish), ("knockouts", Knockout)):
            if name in data:
                data[name] = [item if isinstance(item, kind) else kind(**item) for item in data[name]]
        return cls(**data)

    def to_dict(self) -> dict:
        return asdict(self)

    def validate(self, taxonomy=None) -> dict[str, str]:
        """What is wrong, as {field: sentence}; empty where the config can be used."""
        return {
            **_wrong_weights(self),
            **_wrong_skills(self, taxonomy),
            **_wrong_years(self),
            **_wrong_education(self),
            **_wrong_rules(self, taxonomy),
        }


def _number(value, low, high):
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _wrong_weights(config):
    wrong = {}
    if set(config.weights) != {"skills", "experience", "education"}:
        wrong["weights"] = "Give a weight for skills, experience and education."
    elif not all(_number(weight, 0, 100) for weight in config.weights.values()):
        wrong["weights"] = "Each weight must be between 0 and 100."
    elif abs(sum(config.weights.values()) - 100) > 1e-6:
        wrong["weights"] = f"The weights must add up to 100; they add up to {sum(config.weights.values()):g}."
    for name in ("text_share", "work_share", "field_share", "skill_decay", "preferred_factor"):
        if not _number(getattr(config, name), 0, 1):
            wrong[name] = "This must be between 0 and 1."
    if config.text not in TEXTS:
        wrong["text"] = f"Texts are compared by one of {', '.join(TEXTS)}."
    if not _number(config.bonus_from, 0, 100):
        wrong["bonus_from"] = "This must be between 0 and 100."
    if not _number(config.cap, 1, 100):
        wrong["cap"] = "The cap must be between 1 and 100."
    return wrong


def _wrong_skills(config, taxonomy):
    wrong, seen = {}, set()
    for name in ("required_skills", "preferred_skills"):
        for place, wish in enumerate(getattr(config, name)):
            where = f"{name}.{place}"
            if taxonomy is not None and wish.skill not in taxonomy:
                wrong[f"{where}.skill"] = f"“{wish.skill}” is not a skill that is known here."
            elif wish.skill in seen:
                wrong[f"{where}.skill"] = f"“{wish.skill}” is listed twice."
            if wish.importance not in (1, 2, 3, 4, 5) or isinstance(wish.importance, bool):
                wrong[f"{where}.importance"] = "Importance goes from 1 to 5."
            seen.add(wish.skill)
    return wrong


def _wrong_years(config):
    wrong = {}
    for name in ("min_years", "ideal_years"):
        if getattr(config, name) is not None and not _number(getattr(config, name), 0, 60):
            wrong[name] = "Years must be between 0 and 60."
    if not wrong and None not in (config.min_years, config.ideal_years) and config.min_years > config.ideal_years:
        wrong["min_years"] = f"The minimum ({config.min_years:g} years) is above the ideal ({config.ideal_years:g})."
    if config.curve not in CURVES:
        wrong["curve"] = f"The curve is one of {', '.join(CURVES)}."
    return wrong


def _wrong_education(config):
    wrong = {}
    for tier, points in config.education_tiers.items():
        if tier not in TIERS or not _number(points, 0, 100):
            wrong["education_tiers"] = f"Points from 0 to 100 for {', '.join(TIERS)}."
    points = [config.education_tiers.get(tier, 0) for tier in TIERS]
    if not wrong and points != sorted(points):
        wrong["education_tiers"] = "A higher degree can't count less than a lower one."
    if config.education is not None and config.education not in TIERS:
        wrong["education"] = f"The education asked for is one of {', '.join(TIERS)}."
    return wrong


def _wrong_rules(config, taxonomy):
    wrong = {}
    for place, rule in enumerate(config.knockouts):
        where = f"knockouts.{place}"
        if rule.kind not in KNOCKOUTS:
            wrong[f"{where}.kind"] = f"A knockout is one of {', '.join(KNOCKOUTS)}."
        elif rule.kind in ("skill", "certification") and (not rule.value or taxonomy is not None and rule.value not in taxonomy):
            wrong[f"{where}.value"] = f"“{rule.value}” is not a skill that is known here."
        elif rule.kind == "minimum_years" and not _number(rule.value, 0, 60):
            wrong[f"{where}.value"] = "Years must be between 0 and 60."
        elif rule.kind == "location" and not (
            isinstance(rule.value, dict) and (rule.value.get("countries") or rule.value.get("cities"))
        ):
            wrong[f"{where}.value"] = "Name at least one country or city."
    for name, points in config.bonuses.items():
        if name not in BONUSES or not _number(points, 0, 50):
            wrong["bonuses"] = f"Bonuses are 0 to 50 points for {', '.join(BONUSES)}."
    return wrong
