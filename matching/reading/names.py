"""The person's name, of any origin and script."""

import re
import unicodedata

from matching.reading.data import listed
from matching.reading.facts import Fact
from matching.reading.folding import fold
from matching.reading.sections import heading_of
from matching.reading.vocabulary import CITIES, org_score, place_score, title_score

_LABEL = re.compile(
    r"^\s*(?:full name|name|candidate name|candidate|vor- und nachname|vor- und zuname|name, vorname|vorname, name|"
    r"vorname und name|nom et prenom|prenom et nom|nom complet|nom, prenom|nom|nombre completo|nombre y apellidos|"
    r"nombre|nome completo|nome|apellidos y nombre|apellido\(s\) y nombre\(s\)|first name\(s\) and surname|first "
    r"name\(s\) / surname\(s\)|surname\(s\) / first name\(s\)|apelido\(s\) nome\(s\)|nachname\(n\) vorname\(n\)|姓名|"
    r"имя|фио|الاسم)(?![a-z])\s*[:：|]?\s*"
)
_GIVEN = re.compile(r"^\s*(?:first name|given names?|vorname|prenom|nombres?|nome proprio|forename)\s*[:：]\s*")
_FAMILY = re.compile(
    r"^\s*(?:last name|surname|family name|nachname|familienname|nom de famille|apellidos?|apelido|sobrenome)"
    r"\s*[:：]\s*"
)
_PREFIX = re.compile(
    r"^(?:curriculum vitae|resume|cv|lebenslauf|bewerbung|hoja de vida|curriculo)(?:\s+(?:of|von|de|du|"
    r"for))?\s*[-:|–—]?\s+",
    re.I,
)
_HONORIFIC = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|miss|herr|frau|m|mme|mlle|sr|sra|srta|d|dna|dipl|ing|eng|ir|mag|med|rer|nat|phil|"
    r"jur|msc|bsc|pd|priv|doz|h\.c)\.?(?:-ing\.?)?\s+)+",
    re.I,
)
_SUFFIX = re.compile(r"\s*[,(]\s*(?:[A-Z][A-Za-z]{0,2}\.?[A-Z]?[A-Za-z.-]*(?:\s*[,/]\s*|\s+)?){1,6}\)?$")
_CREDENTIAL = re.compile(
    r"(?:ph\.?d|m\.?d|r\.?n|b\.?s\.?n|m\.?s\.?n|m\.?b\.?a|c\.?p\.?a|p\.?e|esq|jr|sr|iii?|m\.?sc|b\.?sc|m\.?a|b\.?a|"
    r"pmp|cfa|ll\.?m|ll\.?b|j\.?d|dds|dvm|lpn|cna|np|pa-c|facp|frcs|mrcs|acca|cissp|chef|lcsw|m\.?ed|ed\.?d|he|she|"
    r"they|him|her|them|he/him|she/her)\.?"
)
_LISTS = listed("names.txt")
_PARTICLE, _NOT_NAME = set(_LISTS["particle"]), set(_LISTS["never"])


def _letters(text):
    return sum(c.isalpha() or unicodedata.category(c).startswith("M") for c in text)


def _script(text):
    """ "cjk", "other" (Arabic, Cyrillic, Hebrew, Greek, Devanagari...) or "latin" by most letters."""
    cjk = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text)
    latin = sum(c.isalpha() and ord(c) < 0x250 for c in text)
    rest = sum(c.isalpha() for c in text) - cjk - latin
    return "cjk" if cjk > latin and cjk >= rest else "other" if rest > latin else "latin"


def clean(text):
    """A name as one would write it: no honorific, no degrees, "Surname, Given" turned round, capitals calmed."""
    text = re.sub(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\ufe0f\u200d]", "", text)
    text = _PREFIX.sub("", text.strip()).strip(" \t|•·–—-:,*_#")
    text = _HONORIFIC.sub("", text)
    text = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", text)
    parts = [part.strip() for part in text.split(",")]
    named = [
        part
        for part in parts
        if part
        and not all(
            _CREDENTIAL.fullmatch(fold(word).strip(".")) or word.isupper() and len(word) <= 5 and index
            for index, word in enumerate([*part.split()], 1 if part is not parts[0] else 0)
        )
    ]
    if len(named) == 2 and len(named[0].split()) <= 3 and len(named[1].split()) <= 3 and named[0] == parts[0]:
        text = f"{named[1]} {named[0]}"
    elif named:
        text = named[0]
    words = text.split()
    while (
        len(words) > 2
        and _CREDENTIAL.fullmatch(fold(words[-1]).strip("."))
        and fold(words[-1]).strip(".") not in {"jr", "sr", "ii", "iii", "he", "ma"}
    ):
        words.pop()
    text = " ".join(words)
    if text.isupper() and _script(text) == "latin":
        turkish = str.maketrans("Iİ", "ıi") if re.search("[ŞĞİ]", text) else {}  # it has two letters I
        words = [
            word.lower()
            if index and word.lower() in _PARTICLE
            else re.sub(r"[^\W\d_]+", lambda m: m.group()[0] + m.group()[1:].translate(turkish).lower(), word)
            for index, word in enumerate(text.split())
        ]
        text = " ".join(words)
        text = re.sub(r"\bMc([a-z])", lambda m: "Mc" + m.group(1).upper(), text)
    return text.strip(" .,-|")


def likeness(text):
    """0..1: how much a line looks like a person's name and nothing else."""
    value = clean(text)
    if not 2 <= len(value) <= 80 or any(c.isdigit() for c in value) or re.search(r"[@/\\:;!?&%<>{}=+•|]", value):
        return 0.0
    script = _script(value)
    words = value.split()
    if script == "cjk":
        return 0.7 if 2 <= len(value.replace(" ", "").replace("·", "")) <= 8 and heading_of(value) is None else 0.0
    if not 1 <= len(words) <= 10 or _letters(value) < 0.75 * len(value.replace(" ", "")):
        return 0.0
    folded = [fold(word).strip(".,'") for word in words]
    if heading_of(value) or any(word in _NOT_NAME for word in folded):
        return 0.0
    if script == "other":
        return 0.7 if 2 <= len(words) <= 5 else 0.2
    proper = sum(word[0].isupper() or fold(word).strip("'") in _PARTICLE or "'" in word[:3] for word in words)
    if proper < len(words):
        return 0.0
    if _LABEL.fullmatch(fold(text.strip())):
        return 0.0
    own = sum(word not in _PARTICLE for word in folded) or 1
    score = {1: 0.25, 2: 0.8, 3: 0.8, 4: 0.65, 5: 0.5, 6: 0.35, 7: 0.3}.get(own, 0.25)
    if title_score(value) >= 1.5:
        score -= 0.45
    if org_score(value) >= 1.5:
        score -= 0.35
    if place_score(text.strip()) >= 2.5:
        return 0.0
    if place_score(value) >= 1.5 or fold(value) in CITIES:
        score -= 0.4
    return max(0.0, score)


def read_name(document, email, sections):
    """The name as a Fact, or None: a label's, else that of the line which looks, stands and is sized most like one.

    Words of the e-mail address and of profile links back it.
    """
    labelled = _labelled(document)
    if labelled:
        return labelled
    local = re.sub(r"[\d_.+-]+", " ", fold(email.value.split("@")[0])) if email else ""
    handles = re.sub(
        r"[^a-z]+",
        " ",
        " ".join(re.findall(r"linkedin\.com/in/([\w%-]+)", " ".join(document.links).lower() + " " + document.text.lower())),
    )
    lines = document.lines
    largest = max((line.size for line in lines if line.text.strip() and line.page == 0), default=0.0)
    stop = (
        next((s.heading for s in sections if s.heading is not None and s.kind not in {"contact", "summary", "other"}), len(lines))
        or 0
    )
    best = None
    for index, line in enumerate(lines):
        if line.page > 0 or index > 120:
            break
        for text, extra, spans in _variants(lines, index):
            look = likeness(text)
            if look <= 0:
                continue
            value = clean(text)
            score = look + extra
            score += 0.5 * (line.size / largest) ** 2 if largest and line.size >= 0.9 * largest else 0.0
            score += 0.45 if index == 0 else 0.35 if index < 3 else 0.2 if index < 8 else 0.0
            score -= 0.35 if index > max(stop, 8) and not (largest and line.size >= 0.98 * largest) else 0.0
            score += _backed(value, local, handles)
            if best is None or score > best[0] + 1e-9:
                best = score, value, spans
    if best is None or best[0] < 0.75:
        return None
    return Fact("name", best[1], best[2], min(0.98, 0.3 + 0.33 * best[0]))


def _variants(lines, index):
    """The line itself, its part before a separator, and itself with the lines under it that go on with it.

    Yields (text, what is added to its score, spans).
    """
    line = lines[index]
    text = line.text.strip()
    yield text, 0.0, ((line.start, line.start + len(line.text)),)
    head = re.split(r"\s+[|–—•·⋅*/-]\s+|\s{3,}|\t|:\s", text)[0]
    if head != text:
        yield head, -0.05, ((line.start, line.start + len(head)),)
    if "," in text and text.split(",")[0].count(" ") in (1, 2):
        yield text.split(",")[0], -0.05, ((line.start, line.start + len(text.split(",")[0])),)
    joined, last, spans = text, line, [(line.start, line.start + len(line.text))]
    for step in range(4):
        other = next((below for below in _nearest(lines, index, last, text) if _goes_on(last, below)), None)
        if other is None or len(joined.split()) + len(other.text.split()) > 10:
            break
        joined = joined + ("" if joined.endswith("-") else " ") + other.text.strip()
        spans.append((other.start, other.start + len(other.text)))
        large = line.size > 17 and other.size > 0.9 * line.size
        last = other
        if step > 1 and not large:
            break
        if joined.endswith("-"):
            continue
        yield joined, 0.35 + 0.15 * step if large else -0.05 if len(text.split()) == 1 else -0.3, _one(spans)


def _nearest(lines, index, last, name):
    """The lines that may stand right under `last`: the next ones; on a page also past those of another column."""
    below = [other for other in lines[index + 1 : index + 10] if other.start > last.start and not _initials(other.text, name)]
    if last.box is None:
        return below[:1]
    return [
        other
        for number, other in enumerate(below)
        if number == 0
        or other.box
        and other.size > 17
        and (abs(other.box[0] - last.box[0]) < 3 or abs(sum(other.box[::2]) - sum(last.box[::2])) < 6)
    ]


def _one(spans):
    """Spans of lines that follow each other as one."""
    if all(b[0] - a[1] <= 1 for a, b in zip(spans, spans[1:], strict=False)):
        return ((spans[0][0], spans[-1][1]),)
    return tuple(spans)


def _initials(text, name):
    """The two or three capitals that stand in for a picture beside the name."""
    return 1 < len(text.strip()) <= 3 and text.strip().isupper() and text.strip()[0] == name[:1]


def _goes_on(line, below):
    """May `below` be the second line of the name in `line`: same size, right under it, no title?"""
    if not line.size or not below.text or below.page != line.page or abs(below.size - line.size) > 0.08 * line.size:
        return False
    if line.box and below.box and below.box[1] - line.box[3] > 0.7 * line.size:
        return False
    return (
        title_score(below.text) < 1.5
        and not any(c.isdigit() for c in below.text)
        and len(below.text.split()) <= 4
        and heading_of(below.text) is None
    )


def _backed(value, local, handles):
    words = [re.sub(r"[^a-z]", "", fold(word)) for word in re.split(r"[\s-]+", value)]
    words = [word for word in words if len(word) > 1]
    if not words:
        return 0.0
    squeezed = local.replace(" ", "")
    hits = sum(word in squeezed for word in words if len(word) > 2)
    linked = sum(word in handles for word in words if len(word) > 2)
    initials = squeezed.startswith(words[0][0]) and words[-1] in squeezed
    return 0.5 * bool(hits) + 0.25 * (hits > 1) + 0.15 * bool(initials) + 0.3 * (linked > 1)


def _beside(lines, label):
    """The line that stands to the right of `label` on its baseline, the nearest one."""
    middle = (label.box[1] + label.box[3]) / 2
    right = [
        line
        for line in lines
        if line.page == label.page and line.box and line.box[0] > label.box[2] and line.box[1] < middle < line.box[3]
    ]
    return min(right, key=lambda line: line.box[0], default=None)


def _labelled(document):
    given = family = None
    for index, line in enumerate(document.lines[:60]):
        folded = fold(line.text)
        match = _LABEL.match(folded)
        if match and match.end() == len(folded) and line.box:
            value = _beside(document.lines, line)
            if value is not None and likeness(value.text) > 0.2:
                return Fact("name", clean(value.text), ((value.start, value.start + len(value.text)),), 0.96)
        if match and ("\t" in line.text[: match.end()] or re.search(r"[:：|]\s*$", match.group()) or match.end() > 12):
            text, start = line.text[match.end() :].strip(), line.start + match.end()
            if not text and index + 1 < len(document.lines):
                text, start = document.lines[index + 1].text.strip(), document.lines[index + 1].start
            if text and likeness(text) > 0.2:
                return Fact("name", clean(text), ((start, start + len(text)),), 0.96)
        for pattern, which in ((_GIVEN, "given"), (_FAMILY, "family")):
            match = pattern.match(folded)
            if match and len(line.text) > match.end():
                part = line.text[match.end() :].strip(), line.start + match.end(), line.start + len(line.text)
                if which == "given":
                    given = given or part
                else:
                    family = family or part
    if given and family:
        return Fact("name", clean(f"{given[0]} {family[0]}"), (given[1:], family[1:]), 0.96)
    return None
