"""Degrees: degree and field, school, period."""

import re

from matching.reading.dates import periods
from matching.reading.facts import Fact
from matching.reading.folding import fold
from matching.reading.pieces import BULLET, commas, is_description, joined, pieces_of
from matching.reading.vocabulary import DEGREE, SCHOOL, is_field_label, place_score

_GRADE = re.compile(
    r"(?i)\b(?:gpa|cgpa|grade|note|abschlussnote|mention|score|percentage|cum laude|first class|2:1|2:2|average|"
    r"promedio|media)\b|\d[.,]\d+\s*/\s*\d|^\d+(?:[.,]\d+)?\s?%"
)
_JOIN = re.compile(
    r"(?i)\s+(?:at|from|an der|am|an|bei|de la|à l'|à la|à|en la|en el|en|na|no|em|pela)\s+(?=(?:the\s+)?[A-ZÀ-Þ])|"
    r"(?<=\w{3})\.\s+(?=[A-ZÀ-Þ])|\s*,\s*(?=[A-ZÀ-Þ])"
)
_SAID_AT = re.compile(r"(?i)\s+(?:at|bei|an der|from|chez)\s")
_COURSES = re.compile(
    r"(?i)^(?:courses?|relevant coursework|coursework|modules|kurse|cours|asignaturas|disciplinas|thesis|"
    r"activities|minor|honors|honours|awards?|focus|schwerpunkt|specialization)\b\s*:?"
)


_CELLS = re.compile(r"\s*[|\t¦❘]\s*|\s*::+\s*|\s{3,}|\s*/\s*")
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")


def _kind(text):
    """ "degree", "school", "place", "grade" or "" by the words of a piece."""
    folded = fold(text)
    if _GRADE.search(text):
        return "grade"
    degree, school = DEGREE.search(folded), SCHOOL.search(folded)
    if degree and school:
        if re.match(r"(?:\w+ )?school\s+(?:leaving )?(?:diploma|graduate|certificate)", folded):
            return "degree"
        # "School of Arts", "Diploma School": the word that stands first names the thing; short letters weigh less
        if (
            len(degree.group()) <= 2
            or "high school" in degree.group()
            or degree.group() in {"honors", "honours", "minor", "major", "techniker", "tecnico"}
        ):
            return "school"
        return "degree" if degree.start() <= school.start() else "school"
    if degree:
        return "degree"
    if school:
        return "school"
    if place_score(text) >= 2.5:
        return "place"
    return ""


def read_education(document, sections):
    """The degrees as Facts in the order of the page."""
    facts = []
    for section in sections:
        facts.extend(fact for entry in _entries(document, section.lines) if (fact := _fact(entry)))
    return facts


def _cut(piece):
    """A piece with a degree and a school in it, cut at the joint that stands nearest before the school."""
    if not SCHOOL.search(fold(piece.text)):
        return [piece]
    best = None
    for match in _JOIN.finditer(piece.text):
        left, right = piece.text[: match.start()], piece.text[match.end() :]
        kinds = _kind(left), _kind(right)
        if SCHOOL.search(fold(left)) and kinds[1] == "school":
            continue
        said = kinds == ("", "school") and _SAID_AT.match(match.group())
        if set(kinds) == {"degree", "school"} or said:
            school = SCHOOL.search(fold(right))
            distance = school.start() if kinds[1] == "school" and school else match.start()
            if best is None or distance < best[0]:
                best = distance, match
    if best is None:
        return [piece]
    return [piece.cut(0, best[1].start()), piece.cut(best[1].end(), len(piece.text))]


def _rows(document, indices):
    """(line, dates, pieces with their kind, white space above) of lines with a degree, a school, a place or a time."""
    rows, courses, last = [], False, None
    for _, line in joined(document, indices):
        text = line.text.strip()
        if not text or _URL.fullmatch(text):
            continue
        gap = last is not None and (
            line.page != last.page or bool(line.box and last.box) and line.box[1] - last.box[3] > 0.55 * line.size
        )
        last = line
        found = periods(line.text)
        bullet = BULLET.match(line.text)
        body = text[bullet.end() :] if bullet else text
        kind = _kind(body)
        if all(is_field_label(part) for part in _CELLS.split(text)):
            continue  # the head of a table
        if _COURSES.match(body) and not (found and kind):
            courses = True
            continue
        if (
            bullet
            and rows
            and not (found and kind and len(text) < 130 or kind == "degree" and DEGREE.match(fold(body)) and len(text) < 90)
        ):
            continue
        if (
            is_description(line.text)
            and not found
            and not kind
            or len(text) > 170
            or courses
            and not found
            and kind in {"", "grade"}
            and not line.bold
        ):
            continue
        courses = False
        if len(found) > 1:
            found = [p for p in found if not p.single] or found[-1:]
        pieces = [part for whole, _ in pieces_of(line, dates=found) for piece in _cut(whole) for part in _parts(piece)]
        kinds = [(piece, _kind(piece.text)) for piece in pieces if any(c.isalpha() for c in piece.text)]
        if kinds or found:
            rows.append((line, found, kinds, gap))
    return rows


def _entries(document, indices):
    """One dict a degree: degree, school, place, date (period, start of its line) and other pieces as "rest"."""
    entries, entry, first = [], {}, None
    for line, found, kinds, gap in _rows(document, indices):
        names = {kind for _, kind in kinds}
        told = "degree" in entry and "school" in entry
        fresh = bool(entry) and (
            gap
            and told
            and names & {"degree", "school"}
            or found
            and "date" in entry
            and (told or first == "date" or bool(names & {"degree", "school"}))
            or told
            and first in names
            or told
            and first == "date"
            and found
        )
        if fresh:
            entries.append(entry)
            entry, told = {}, False
        for piece, kind in kinds:
            if kind == "degree" and kind in entry and _same_degree(entry, piece):
                continue
            if kind in {"degree", "school"} and kind in entry:
                if kind == "degree" and "school" not in entry and entry["degree_line"] is line:
                    entry.setdefault("rest", []).append(piece)
                    continue
                if kind == "school" and entry["school_line"] is line:
                    continue
                entries.append(entry)
                entry = {}
            if kind in {"degree", "school"}:
                entry[kind], entry[kind + "_line"] = piece, line
            elif kind == "place":
                entry.setdefault("place", piece)
            elif kind == "" and not (
                told and not found and any(other.start > entry["degree"].start for other in entry.get("rest", []))
            ):  # courses under a complete degree are no field
                entry.setdefault("rest", []).append(piece)
        if found and "date" not in entry:
            entry["date"] = (found[0], line.start)
        if first is None:
            first = "date" if found and not kinds else next((kind for _, kind in kinds if kind in {"degree", "school"}), None)
    entries.append(entry)
    return [e for e in entries if "degree" in e or "school" in e or "date" in e and e.get("rest")]


def _same_degree(entry, piece):
    """Is `piece` the entry's degree said again, at more length ("PhD", "PhD in Physics")? The longer one stays."""
    a, b = fold(entry["degree"].text), fold(piece.text)
    if not (b.startswith(a) or a.startswith(b)):
        return False
    if len(b) > len(a):
        entry["degree"] = piece
    return True


_OF = re.compile(r"universi\w+ (?:of|de|do|da|di)\b")
_STUDY = re.compile(
    r"physi|fisic|math|matem|chem|chimi|quim|biol|econ|law|jura|droit|derecho|direito|hist|psych|psico|philos|"
    r"filos|nurs|pfleg|enferm|soins|account|conta|financ|market|medi|archi|arqui|engin|ingen|engen|info|edu|engl|"
    r"angl|busin|"
    r"sociol|geo|polit|journ|design|musi|art|ling|theol|teol|pharm|farm|kunst|bwl|vwl|comput|manag|gest|admin|agr|"
    r"stat|data|law|rech|germ|roman|elec|elek|mech|meca|civil|soft|hotel|touris|turis|soz|social|tech|teach|logist|"
    r"nutri|dent|vet"
)


def _parts(piece):
    """Comma parts, of which neighbours that belong to one degree or one school are put together again."""
    parts = commas(piece)
    if len(parts) == 1:
        return parts
    out = []
    for part in parts:
        kind = _kind(part.text)
        before = _kind(out[-1].text) if out else None
        town = (
            before == "school"
            and kind == ""
            and part is parts[-1]
            and " " not in part.text
            and _OF.match(fold(out[-1].text))
            and not _STUDY.match(fold(part.text))
        )
        if out and (
            town
            or before == "school"
            and kind == "school"
            or before == "school"
            and kind == "place"
            and "," not in part.text
            and len(part.text.split()) <= 2
            and part is parts[-1]
            and len(parts) == 2
            or before == "degree"
            and kind == "degree"
        ):
            out[-1] = piece.cut(out[-1].start - piece.start, part.start + len(part.text) - piece.start)
        else:
            out.append(part)
    return out


_SHORT = re.compile(
    r"(?i)^(?:[a-z.'’\s]{1,12}|bachelor(?:'?s)?(?: degree)?(?: of \w+)?|master(?:'?s)?(?: degree)?(?: of \w+)?|"
    r"associate(?:'?s)?(?: of [\w ]+)?|high school diploma|(?:bachelor|master|associate) of (?:applied "
    r")?(?:science|arts|business|engineering)|licence|licenciatura|grado|diplom|ph\.?d\.?|doctorate|mestrado|"
    r"diploma|certificate)$"
)
_FIELD = re.compile(r"(?i)^(.{2,60}?)\s+(?:in|en|em|im fach|der|major in|of)\s+(.{3,80})$")


_IN_TOWN = re.compile(r"\s*\(([^()]+)\)$")


def _fact(entry):
    parts = {}
    degree, school, rest = entry.get("degree"), entry.get("school"), entry.get("rest", [])
    if school is None and degree is not None:
        school = _school_among(rest, degree)
        rest = [piece for piece in rest if piece is not school]
    if degree is None and school is not None and "date" in entry:
        degree = _degree_among(rest, school, entry["school_line"])
        if degree is not None:
            entry["degree_line"], rest = entry["school_line"], [piece for piece in rest if piece is not degree]
    if degree is not None:
        parts.update(_degree(degree, entry["degree_line"], rest))
    if school is not None:
        if school.text.endswith(".") and " " in school.text and not school.text.endswith((" Inc.", "Co.")):
            school = school.cut(0, len(school.text) - 1)
        town = _IN_TOWN.search(school.text)
        if town and place_score(town.group(1)) >= 1.5:
            school = school.cut(0, town.start())
        parts["school"] = Fact("school", school.text, (school.span,), 0.85 if SCHOOL.search(fold(school.text)) else 0.6)
    if degree is None and school is None:
        if not rest:
            return None
        parts["school"] = Fact("school", rest[0].text, (rest[0].span,), 0.45)
        if len(rest) > 1:
            parts["degree"] = Fact("degree", rest[1].text, (rest[1].span,), 0.45)
    if "date" in entry:
        period, start = entry["date"]
        span = (start + period.first, start + period.last)
        for name in ("start", "end"):
            if getattr(period, name):
                parts[name] = Fact(name, getattr(period, name), (span,), 0.85)
    value = {name: fact.value for name, fact in parts.items()}
    spans = tuple(span for name in ("degree", "school") if name in parts for span in parts[name].spans)
    sure = sum(parts[name].confidence if name in parts else 0.3 for name in ("degree", "school")) / 2
    return Fact("education", value, spans, round(sure, 2), parts)


def _school_among(rest, degree):
    """The piece that must be the school when none is known as one: a degree in a word or two takes its field first."""
    near = [piece for piece in rest if piece.text[:1].isupper()]
    if not near:
        return None
    if not _SHORT.match(degree.text):
        return near[0]
    return near[-1] if len(near) > 1 else None


def _degree_among(rest, school, line):
    """The piece that must be the degree when none is known as one: what stands before the school, or names a field of study."""
    for piece in rest:
        beside = line.start <= piece.start <= line.start + len(line.text)
        if (
            piece.text[:1].isupper()
            and len(piece.text) <= 90
            and (piece.start < school.start or not beside or _STUDY.match(fold(piece.text)))
        ):
            return piece
    return None


def _degree(degree, line, rest):
    """The parts "degree" and "field": the field stands on the degree's own line, after it, or in its words ("in")."""
    value, spans, field = degree.text, [degree.span], None
    beside = [piece for piece in rest if line.start <= piece.start <= line.start + len(line.text)]
    if beside and not re.search(r"(?i)\s(?:in|en|em|im)\s", value):
        field = min(beside, key=lambda piece: (piece.start < degree.start, piece.start))
    elif _SHORT.match(value.strip()) and rest:
        field = min(rest, key=lambda piece: (piece.start < degree.start, abs(piece.start - degree.start)))
        field = field if len(field.text) <= 70 else None
    parts = {}
    if field is not None:
        value, spans = f"{value} {field.text}", [degree.span, field.span]
        parts["field"] = Fact("field", field.text, (field.span,), 0.7)
    elif match := _FIELD.match(degree.text):
        at = degree.start + match.start(2)
        parts["field"] = Fact("field", match.group(2), ((at, at + len(match.group(2))),), 0.7)
    parts["degree"] = Fact("degree", value, tuple(spans), 0.85)
    return parts
