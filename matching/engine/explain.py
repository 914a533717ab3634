"""Why a score is what it is: the very contributions that were added up, as lines that sum to the total shown."""

from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from matching.engine.compiled import PARTS, TICKS, Compiled, share_out
from matching.engine.config import TIERS, Knockout
from matching.engine.score import BONUS_FLAGS, RELATED, Contributions, Similarity, _missed, contributions, lacks, similarity
from matching.engine.table import FIELDS, FULL, IMPLIED, NOT_READ, STATED, FeatureTable, country_code
from matching.taxonomy import taxonomy as shipped
from matching.taxonomy.texts import text_model

STATES = MET, PARTLY, MISSING, UNREAD, NOT_ASKED = "met", "partly", "missing", "not read", "not asked"
SHOWN = TICKS // 100  # ticks in the last digit shown
BONUS_LABELS = {"certifications": "Certifications", "leadership": "Leadership", "recent_project": "Recent relevant project"}
TIER_LABELS = {
    "none": "School or vocational certificate",
    "associate": "Associate",
    "bachelor": "Bachelor's",
    "master": "Master's",
    "phd": "PhD",
}


@dataclass
class Line:
    """One criterion. points and of have two decimals; value is 0 to 1 or None; weight is what the criterion asks for
    (stars, share).

    evidence: skill keys, shared words or occupations; change: what would change the line, or None where nothing is
    to be gained.
    """

    criterion: str  # "skill:django", "text", "years", "work", "education", "bonus:leadership", "cap", "knockout"
    label: str
    weight: float
    value: float | None
    points: Decimal
    of: Decimal
    state: str
    evidence: tuple = ()
    detail: str = ""
    change: str | None = None
    said: dict = field(default_factory=dict)  # what `detail` says, as values: years and tiers, found and asked


@dataclass
class Miss:
    """A rule that somebody does not meet. gap: how far off, from 0 (nearly there) to 1; text: the same in words."""

    rule: Knockout
    gap: float
    text: str


@dataclass
class Explanation:
    """total is the number that lists show; the points of `lines` sum to it exactly. reasons: why it was knocked out."""

    id: int
    total: Decimal
    knocked: bool
    reasons: list
    lines: list
    missing: list  # keys of required skills that are not there
    missed: list = field(default_factory=list)  # [Miss] that the reasons say
    waived: list = field(default_factory=list)  # [Miss] that a person excused
    earned: Decimal = Decimal(0)  # the total as it were without any knockout

    @property
    def components(self) -> dict:
        """Points by component: {"skills", "experience", "education", "bonuses"}; knockout and cap under their own
        names.
        """
        home = {
            "skill": "skills",
            "text": "skills",
            "meaning": "skills",
            "years": "experience",
            "work": "experience",
            "bonus": "bonuses",
        }
        sums = dict.fromkeys(("skills", "experience", "education", "bonuses"), Decimal("0.00"))
        for line in self.lines:
            kind = line.criterion.partition(":")[0]
            name = home.get(kind, kind)
            sums[name] = sums.get(name, Decimal("0.00")) + line.points
        return sums


def explain(table: FeatureTable, row: int, compiled: Compiled, alike: Similarity | None = None, taxonomy=None) -> Explanation:
    """The explanation of one row. alike: the whole table's, as given to `score`; made for this row alone where not
    given.
    """
    row = int(row)
    here = slice(row, row + 1)
    alike = alike.part(here) if alike else similarity(table, compiled, here)
    strengths = [table.strength(row, key) for key in compiled.keys]
    columns = np.array([compiled.worth[strength] for strength in strengths], np.uint8).reshape(-1, 1)
    needed = np.array([table.strength(row, key) for key in compiled.needed], np.uint8).reshape(-1, 1)
    given = contributions(table, compiled, columns, needed, alike, here)
    read = int(table.read[row]) & compiled.asked
    points = dict(zip((name for name, _ in PARTS), map(int, compiled.points[:, read]), strict=True))
    lines = _skill_lines(table, row, compiled, given, strengths, points["skills"], read, taxonomy or shipped())
    fit = float(given.fit[0])
    for name, maker in (
        ("text", _text_line),
        *((("meaning", _meaning_line),) if compiled.config.text == "both" else ()),
        ("years", _years_line),
        ("work", _work_line),
        ("education", _education_line),
    ):
        lines.append(
            maker(table, row, compiled, points[name], int(given.parts[name][0]), dict(PARTS)[name] & int(table.read[row]))
        )
    _say_other_work(lines, fit)
    floor = (
        f"Counts where at least {compiled.bonus_from:g}% of the skills or of the kind of work fit." if compiled.bonus_from else ""
    )
    for name, ticks in compiled.bonuses.items():
        held = bool(given.held[0] & BONUS_FLAGS[name])
        lines.append(
            Line(
                f"bonus:{name}",
                BONUS_LABELS[name],
                ticks / TICKS,
                float(held),
                Decimal(ticks if held else 0),
                Decimal(ticks),
                MET if held else MISSING,
                detail=floor,
            )
        )
    missed = [_miss(table, row, rule, compiled) for (rule, _), hit in zip(compiled.rules, given.missed, strict=True) if hit[0]]
    waived = [
        _miss(table, row, rule, compiled)
        for (rule, data), hit in zip(compiled.rules, given.missed, strict=True)
        if table.waived and not hit[0] and lacks(table, rule, data, needed, compiled, here)[0]
    ]
    missing = (
        [wish.skill for wish, strength in zip(compiled.wishes[: compiled.required], strengths, strict=False) if not strength]
        if dict(PARTS)["skills"] & read
        else []
    )
    told = _shown(table, row, compiled, given, lines, [miss.text for miss in missed], missing)
    told.missed, told.waived = missed, waived
    return told


def _shown(table, row, compiled, given: Contributions, lines, reasons, missing):
    """Cut ticks to the digits shown by largest remainder, and say what cap and knockout take away."""
    total = (int(given.total[0]) + SHOWN // 2) // SHOWN
    raw = sum(int(line.points) for line in lines)
    before = (raw + SHOWN // 2) // SHOWN
    rest = [int(line.points) % SHOWN for line in lines]
    floors = [int(line.points) // SHOWN for line in lines]
    for place in sorted(range(len(lines)), key=lambda place: (-rest[place], place))[: before - sum(floors)]:
        floors[place] += 1
    for line, hundredths in zip(lines, floors, strict=True):
        line.points = _two(hundredths)
        of = _two((int(line.of) + SHOWN // 2) // SHOWN)
        line.of = line.points if line.state == MET else max(line.points, of)  # a full line never lacks the last digit
        if line.state == MET:
            line.change = None
    if given.knocked[0]:
        lines.append(
            Line("knockout", "Knocked out for review", 0, None, _two(-before), _two(0), MISSING, detail=" ".join(reasons))
        )
    elif total != before:
        ceiling = min(compiled.cap, 100 * TICKS - int(given.lost[0]))
        detail = f"A score goes up to {ceiling / TICKS:.2f}" + (
            ": bonuses don't make up for required skills." if ceiling < compiled.cap else "."
        )
        lines.append(Line("cap", "Cap", compiled.cap / TICKS, None, _two(total - before), _two(0), MET, detail=detail))
    earned = _two((int(given.earned[0]) + SHOWN // 2) // SHOWN)
    return Explanation(int(table.ids[row]), _two(total), bool(given.knocked[0]), reasons, lines, missing, earned=earned)


def _two(hundredths):
    return Decimal(hundredths).scaleb(-2).quantize(Decimal("0.01"))


def _skill_lines(table, row, compiled, given, strengths, points, read, taxonomy):
    wishes = compiled.wishes
    worth = [int(weight) for weight in compiled.weights[: len(wishes)]]
    unread = not dict(PARTS)["skills"] & read
    value = [compiled.worth[strength] / FULL for strength in strengths]
    got = share_out(int(given.parts["skills"][0]), [weight * part for weight, part in zip(worth, value, strict=True)])
    lines = []
    for place, (wish, most) in enumerate(zip(wishes, share_out(points, worth), strict=True)):
        name, strength = compiled.names[wish.skill], strengths[place]
        state = UNREAD if unread else MET if strength == STATED else PARTLY if strength else MISSING
        evidence, detail = (), "Required" if place < compiled.required else "Preferred"
        if strength == STATED:
            evidence = (wish.skill,)
        elif strength:
            evidence = tuple(key for key in taxonomy.speaking_for(wish.skill) if table.strength(row, key) == STATED)
            named = [taxonomy[key].name for key in evidence[:3]]
            detail += f"; not named, but suggested by {_listed(named)}" if named else "; not named itself"
        change = {
            MET: None,
            UNREAD: _fill_in("Skills"),
            PARTLY: f"Naming {name} itself would count in full.",
            MISSING: f"{name} in the résumé would count in full.",
        }[state]
        lines.append(
            Line(
                f"skill:{wish.skill}",
                name,
                wish.importance,
                None if unread else value[place],
                Decimal(got[place]),
                Decimal(most),
                state,
                evidence,
                detail,
                change,
            )
        )
    _one_change_of_a_kind(lines)
    return lines


def _one_change_of_a_kind(lines):
    """Of the skills that are missing, partly there or unread only the one with most to gain says what would change it."""
    for state in (MISSING, PARTLY, UNREAD):
        alike = sorted((line for line in lines if line.state == state), key=lambda line: line.points - line.of)
        for line in alike[1:]:
            line.change = None


def _listed(names):
    """ "Django", "Django and Flask", "Django, Flask and FastAPI"."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _say_other_work(lines, fit):
    """Years in quite another kind of work say so in their line, and what would change it."""
    for line in lines:
        if line.criterion == "years" and line.points and fit < RELATED:
            line.detail += "; but little of it in this kind of work" if fit < RELATED / 2 else "; part of it in this kind of work"
            line.change = "Years in this kind of work would count in full."


def _fill_in(what):
    return f"{what} could not be read; the weight went to the other criteria. Filling it in by hand makes it count."


def _plain(criterion, label, weight, points, got, known, asked):
    """A line with its state where only unread and not asked are special; the caller fills in the rest."""
    if not asked:
        return Line(criterion, label, weight, None, Decimal(0), Decimal(0), NOT_ASKED, detail="The job does not ask for it.")
    if not known:
        return Line(criterion, label, weight, None, Decimal(0), Decimal(0), UNREAD, change=_fill_in(label))
    value = got / points if points else 0.0
    state = MET if got == points else PARTLY if got else MISSING
    return Line(criterion, label, weight, value, Decimal(got), Decimal(points), state)


def _text_line(table, row, compiled, points, got, known):
    asked = compiled.asked & dict(PARTS)["text"]
    line = _plain("text", "Words shared with the job", compiled.config.text_share, points, got, known, asked)
    if line.value is not None:
        shared = compiled.words[table.word_ids[row]] * table.word_weights[row]
        best = np.argsort(-shared, kind="stable")[:8]
        names, model = compiled.written, text_model().term_names()
        terms = [model[table.word_ids[row][place]] for place in best if shared[place]]
        line.evidence = tuple(names.get(term, term) for term in terms)
        line.change = "Saying in the résumé what was done of the tasks that the job describes would raise it."
    return line


def _meaning_line(table, row, compiled, points, got, known):
    asked = compiled.asked & dict(PARTS)["meaning"]
    line = _plain(
        "meaning", "Meaning close to the job", compiled.config.text_share * compiled.meaning_share, points, got, known, asked
    )
    if line.state == NOT_ASKED:
        line.detail = "The job’s text was not turned into a vector: scores go by words."
    elif line.state == UNREAD:
        line.change = "The résumé’s text was not turned into a vector; the weight went to the words."
    else:
        line.detail = (
            f"Both texts compared by a language model: {compiled.meaning_share:.0%} of the text’s weight, words take the rest."
        )
        line.change = "Telling in the résumé of work like that of the job would raise it."
    return line


def _work_line(table, row, compiled, points, got, known):
    asked = compiled.asked & dict(PARTS)["work"]
    line = _plain("work", "Same kind of work", compiled.config.work_share, points, got, known, asked)
    if line.value is not None:
        titles = text_model().titles
        best = np.argsort(-table.work_weights[row].astype(int), kind="stable")[:3]
        line.evidence = tuple(titles[table.work_ids[row][place]] for place in best if table.work_weights[row][place])
        wanted = np.argsort(-compiled.work, kind="stable")[:3]
        line.detail = "Asked: " + ", ".join(titles[place] for place in wanted if compiled.work[place])
        line.change = "Experience in the kind of work that the job describes would raise it."
    return line


def _years_line(table, row, compiled, points, got, known):
    line = _plain(
        "years", "Years of experience", 1 - compiled.config.work_share, points, got, known, compiled.asked & dict(PARTS)["years"]
    )
    least, ideal = compiled.min_years, compiled.ideal_years
    if line.value is not None:
        asked = " and ".join(f"{word} {years:g}" for word, years in (("at least", least), ("ideally", ideal)) if years)
        years = int(table.months[row]) / 12
        line.detail, line.said = f"{years:.1f} years; asked: {asked}", {"years": round(years, 1), "least": least, "ideal": ideal}
        line.change = f"{max(least or 0, ideal or 0):g} years would count in full."
    return line


def _education_line(table, row, compiled, points, got, known):
    asked = compiled.asked & dict(PARTS)["education"]
    line = _plain("education", "Education", compiled.config.weights["education"], points, got, known, asked)
    if line.value is not None:
        tier = TIERS[int(table.tier[row]) - 1]
        line.detail, line.said = (
            f"{TIER_LABELS[tier]}; asked: {TIER_LABELS[compiled.tier]}",
            {"tier": tier, "asked": compiled.tier},
        )
        study = FIELDS[int(table.field[row])]
        if compiled.fields and study:
            line.detail += f" in {', '.join(compiled.fields)}; read: {study}"
        where = " in the field asked for" if compiled.fields else ""
        line.change = f"A {TIER_LABELS[compiled.tier]} degree{where} would count in full."
    return line


def reasons(table: FeatureTable, rows, compiled: Compiled) -> dict:
    """{row: [what was missed and by how much]} of some rows: the sentences that `explain` gives, without the sum."""
    rows = np.asarray(rows, np.intp)
    needed = table.columns(compiled.needed)[:, rows]
    found = {int(row): [] for row in rows}
    for rule, data in compiled.rules:
        for row, missed in zip(rows.tolist(), _missed(table, rule, data, needed, compiled, rows), strict=True):
            if missed:
                found[row].append(_reason(table, row, rule, compiled))
    return found


def _miss(table, row, rule, compiled):
    gap = 1.0
    if rule.kind == "minimum_years":
        gap = 1 - int(table.months[row]) / 12 / rule.value
    elif rule.kind in ("skill", "certification"):
        gap = 1 - table.strength(row, rule.value) / IMPLIED
    elif rule.kind == "location" and int(table.country[row]) in {country_code(name) for name in rule.value.get("countries", ())}:
        gap = 0.5  # the right country, another city
    return Miss(rule, round(gap, 3), _reason(table, row, rule, compiled))


def _reason(table, row, rule, compiled):
    """What was missed and by how much, in a sentence."""
    if rule.kind in ("skill", "certification"):
        return f"{compiled.names[rule.value]} is not in the résumé, the rule asks for it."
    if rule.kind == "minimum_years":
        months = int(table.months[row])
        assert months != NOT_READ
        return f"{months / 12:.1f} years, rule says {rule.value:g}."
    if rule.kind == "work_authorisation":
        return "No permission to work there, the rule asks for one."
    wanted = [*rule.value.get("countries", ()), *rule.value.get("cities", ())]
    return f"Not in {', '.join(wanted)}, where the rule asks for it."
