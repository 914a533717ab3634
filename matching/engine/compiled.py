"""A config and a job turned into the small arrays that scoring a million rows needs."""

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from math import log, sqrt

import numpy as np

from matching.engine import meaning
from matching.engine.config import TIERS, Knockout, ScoringConfig, SkillWish
from matching.engine.table import (
    CERTIFIED,
    EDUCATION,
    FIELDS,
    FULL,
    IMPLIED,
    LEADERSHIP,
    LONGEST,
    MEANING,
    RECENT_PROJECT,
    SKILLS,
    STATED,
    TEXT,
    WORK,
    YEARS,
    city_code,
    country_code,
)
from matching.taxonomy import taxonomy as shipped
from matching.taxonomy.texts import text_model
from matching.taxonomy.words import WORD, fold, stem

PARTS = (("skills", SKILLS), ("text", TEXT), ("years", YEARS), ("work", WORK), ("education", EDUCATION), ("meaning", MEANING))
PATTERNS = 64  # sets of these bits
TICKS = 10_000  # of one point: every contribution is a whole number of ticks
WHOLE = 65_536  # parts into which the weights of the skills are cut; times FULL it stays exact in float32
AT_MINIMUM = 0.6  # what the years part gives to somebody who just has the minimum, where the ideal is higher
IMPORTANCE = 3


@dataclass
class Job:
    """What a job asks for, as read from its text or set by hand. required, preferred: {skill key: importance 1 to
    5}.
    """

    title: str = ""
    text: str = ""
    required: dict = field(default_factory=dict)
    preferred: dict = field(default_factory=dict)
    min_years: float | None = None
    ideal_years: float | None = None
    education: str | None = None
    fields: tuple = ()
    meaning: str | None = None  # of title and text, as matching.engine.meaning stores it

    def facts(self) -> dict:
        """As plain data, to be kept with a score."""
        return {name: value for name, value in asdict(self).items() if name != "meaning" or value}


@dataclass
class Compiled:
    """Arrays and tables for `score`. keys: all skill columns in use, wishes first, then skills that only knock out."""

    config: ScoringConfig
    wishes: list  # [SkillWish], the required ones first
    required: int  # how many of the wishes are required
    keys: tuple  # skill columns of the wishes
    needed: tuple  # skill columns of the rules
    weights: np.ndarray  # float32 (keys), whole numbers that sum to WHOLE
    worth: bytes  # 256: what each strength is worth in parts of FULL
    asked: int  # bits of the parts that the job asks for
    points: np.ndarray  # float32 (6, PATTERNS): ticks of each part for each pattern of read bits
    months: np.ndarray  # float32 (LONGEST + 2): value of so many months; the last stands for "not read"
    education: np.ndarray  # float32 ((TIERS + 1) * len(FIELDS)): value of tier and field
    rules: list  # [(Knockout, data)]
    bonuses: dict  # {name: ticks}
    bonus_table: np.ndarray  # float32 (256): ticks for each set of flags that counted
    bonus_from: float  # percent of fit from which on a bonus counts
    cap: int  # ticks
    words: np.ndarray  # int64 (terms)
    work: np.ndarray  # int64 (occupations)
    meaning: np.ndarray | None  # int8 (meaning.WIDTH)
    meaning_share: float  # of the text part
    names: dict  # {skill key: name}
    written: dict  # {term: the word as the job writes it}
    min_years: float | None
    ideal_years: float | None
    tier: str | None
    fields: tuple


def share_out(total, weights):
    """Whole numbers in proportion to `weights` that sum to `total` (largest remainders; ties to the first). List of
    int.
    """
    whole = float(sum(weights))
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _heaviest(wish):
    return -wish.importance, wish.skill


def compile(config: ScoringConfig, job: Job, taxonomy=None) -> Compiled:
    """Join a valid config with a job. Wishes, years and education of the config go before those of the job's text."""
    taxonomy = taxonomy or shipped()
    required = config.required_skills or [SkillWish(key, stars) for key, stars in job.required.items()]
    taken = {wish.skill for wish in required}
    preferred = config.preferred_skills or [SkillWish(key, stars) for key, stars in job.preferred.items()]
    # What weighs most comes first, and never the order in which a database gave the names back: it would decide who gets a last tick.
    required = sorted(required, key=_heaviest)
    wishes = [*required, *sorted((wish for wish in preferred if wish.skill not in taken), key=_heaviest)]
    rules = [(rule, None) for rule in config.knockouts]
    rules += [(Knockout("skill", wish.skill), None) for wish in wishes if wish.must]
    keys = tuple(wish.skill for wish in wishes)
    needed = tuple(dict.fromkeys(rule.value for rule, _ in rules if rule.kind in ("skill", "certification")))
    stars = [wish.importance * (1.0 if place < len(required) else config.preferred_factor) for place, wish in enumerate(wishes)]
    least = config.min_years if config.min_years is not None else job.min_years
    ideal = config.ideal_years if config.ideal_years is not None else job.ideal_years
    tier = config.education or job.education
    fields = tuple(config.education_fields or job.fields)
    words, work = _job_vectors(job.title, job.text)
    vector, meaning_share = meaning.unpacked(job.meaning), meaning.share(np.count_nonzero(words))
    asked = (
        (SKILLS if sum(stars) else 0)
        | (TEXT if words.any() else 0)
        | (YEARS if least or ideal else 0)
        | (WORK if work.any() else 0)
        | (EDUCATION if tier and tier != "none" else 0)
        | (MEANING if config.text == "both" and vector is not None else 0)
    )
    bonuses = {name: round(value * TICKS) for name, value in sorted(config.bonuses.items()) if value}
    return Compiled(
        config,
        wishes,
        len(required),
        keys,
        needed,
        np.array(share_out(WHOLE, stars), np.float32),
        worth(config.skill_decay),
        asked,
        _points(config, asked, meaning_share),
        _months(config.curve, least, ideal),
        _education(config, tier, fields),
        [(rule, _places(rule)) for rule, _ in rules],
        bonuses,
        _bonus_table(bonuses),
        config.bonus_from,
        round(config.cap * TICKS),
        words,
        work,
        vector,
        meaning_share,
        {key: taxonomy[key].name if key in taxonomy else key for key in (*keys, *needed)},
        _written(job.title, job.text),
        least,
        ideal,
        tier,
        fields,
    )


def worth(decay):
    """What each strength is worth, in parts of FULL: stated FULL, suggested by other skills `decay` times the
    closeness.
    """
    return bytes(
        FULL if strength == STATED else round(FULL * decay * min(strength, IMPLIED) / IMPLIED) for strength in range(256)
    )


def _bonus_table(bonuses):
    flags = {"certifications": CERTIFIED, "leadership": LEADERSHIP, "recent_project": RECENT_PROJECT}
    return np.array([sum(ticks for name, ticks in bonuses.items() if held & flags[name]) for held in range(256)], np.float32)


@lru_cache(maxsize=64)
def _job_vectors(title, text):
    """Dense whole-number vectors of a job's terms and occupations; kept, as a slider compiles the same job again and
    again.
    """
    model = text_model()
    whole = "\n".join(part for part in (title, text) if part)
    words, work = np.zeros(len(model.terms), np.int64), np.zeros(len(model.titles), np.int64)
    for vector, (ids, weights) in ((words, model.words(whole, len(model.terms))), (work, model.work_of_job(title, text))):
        vector[ids] = weights
        vector.setflags(write=False)
    return words, work


@lru_cache(maxsize=64)
def _written(title, text):
    """{term: the word as the job writes it first}, as a line shows words and not their stems."""
    words = {}
    for word in WORD.findall(f"{title}\n{text}"):
        words.setdefault(stem(fold(word)), word.lower() if word.istitle() else word)
    return words


def _points(config, asked, meaning_share):
    """Ticks of the six parts for every pattern of what is read: what is unread or not asked leaves its weight to
    the others.

    First to the other part of the same component, then to all parts in proportion. Words and meaning share what the text takes.
    """
    table = np.zeros((len(PARTS), PATTERNS), np.float32)
    components = (("skills", 0, 1, config.text_share), ("experience", 2, 3, config.work_share), ("education", 4, 4, 0.0))
    for pattern in range(PATTERNS):
        here, weights = pattern & asked, [0.0] * len(PARTS)
        for name, first, second, share in components:
            has = [bool(here & PARTS[first][1]), bool(here & PARTS[second][1] or second == 1 and here & MEANING)]
            if has[0]:
                weights[first] += config.weights[name] * (1 - share if has[1] and first != second else 1)
            if has[1] and first != second:
                weights[second] += config.weights[name] * (share if has[0] else 1)
        if here & MEANING:
            part = meaning_share if here & TEXT else 1.0
            weights[1], weights[5] = weights[1] * (1 - part), weights[1] * part
        table[:, pattern] = share_out(100 * TICKS, weights)
    return table


def curve(kind, part):
    """The curve at `part` of the way, 0 to 1 both ways."""
    part = min(1.0, max(0.0, part))
    return {"linear": part, "log": log(1 + 9 * part) / log(10), "sqrt": sqrt(part)}[kind]


@lru_cache(maxsize=64)
def _months(kind, least, ideal):
    """Value of each number of months. Up to the minimum it rises to AT_MINIMUM, from there to 1 at the ideal. Kept: most sliders leave it alone."""
    values = np.zeros(LONGEST + 2, np.float32)
    ideal = max(least or 0, ideal or 0)
    if not ideal:
        values.setflags(write=False)
        return values
    at_least = AT_MINIMUM if least and ideal > least else 1.0 if least else 0.0
    for month in range(LONGEST + 1):
        years = month / 12
        if least and years < least:
            values[month] = at_least * curve(kind, years / least)
        elif ideal > (least or 0):
            values[month] = at_least + (1 - at_least) * curve(kind, (years - (least or 0)) / (ideal - (least or 0)))
        else:
            values[month] = 1.0
    values[:-1] = np.maximum.accumulate(
        values[:-1]
    )  # rounding of the logarithm must not make a month less worth than the one before
    values.setflags(write=False)
    return values


def _education(config, tier, fields):
    values = np.zeros((len(TIERS) + 1, len(FIELDS)), np.float32)
    if not tier or tier == "none":
        return values.ravel()
    asked = config.education_tiers.get(tier, 0) or 1
    right = {FIELDS.index(name) for name in fields if name in FIELDS}
    for place, name in enumerate(TIERS, 1):
        level = min(1.0, config.education_tiers.get(name, 0) / asked)
        for study in range(len(FIELDS)):
            judged = right and study  # a field that is not read is not held against anybody
            values[place, study] = (
                level * (1 - config.field_share) + config.field_share * (study in right) * (level > 0) if judged else level
            )
    return values.ravel()


def _places(rule):
    if rule.kind != "location":
        return None
    return (
        {country_code(name) for name in rule.value.get("countries", ())},
        {city_code(name) for name in rule.value.get("cities", ())},
    )
