"""Headings of a résumé in five languages, and the parts of the text that stand under them."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from matching.reading.data import listed, words
from matching.reading.dates import periods
from matching.reading.folding import fold
from matching.reading.tongues import names_language
from matching.reading.vocabulary import DEGREE, SCHOOL, org_score, title_score

_KIND_OF = {phrase: kind for kind, phrases in listed("headings.txt").items() for phrase in phrases}

_AND = re.compile(r"\s*(?:&|\+|/|,|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*")
_TRIM = re.compile(r"^[^a-z0-9一-鿿]+|[^a-z0-9)一-鿿]+$")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[ivx]{1,4}|[a-h])\s?[.)]\s*(?=[a-z])")  # "2. Work experience", "II. Education"
_OWN = re.compile(
    r"^(?:my|meine|mes|mis|our|selected|relevant|additional|key|other|recent|personal|professional|core|main|"
    r"notable|weitere|autres|otras|outras)\s+"
)
_TAIL = re.compile(
    r"\s*(?:\((?:continued|cont\.?d?|selected|fortsetzung|suite)\)|continued|overview|details|section|history|"
    r"highlights)$"
)


@lru_cache(maxsize=4096)
def heading_of(text):
    """The kind of section that a line opens when its words are a known heading, else None."""
    if len(text) > 60 or len(text) < 2 or text[0].islower() and text.rstrip().endswith((".", ",", ";")):
        return None
    plain = _TRIM.sub("", _NUMBERED.sub("", fold(text)))
    plain = " ".join(plain.split())
    if not plain or any(c.isdigit() for c in plain):
        return None
    if plain in _KIND_OF:
        return _KIND_OF[plain]
    spread = plain.replace(" ", "")
    if len(plain) >= 2 * len(spread) - 1 and spread in _KIND_OF:
        return _KIND_OF[spread]
    for shorter in (_OWN.sub("", plain), _TAIL.sub("", plain)):
        if shorter in _KIND_OF:
            return _KIND_OF[shorter]
    joined = _AND.sub(" and ", plain)
    if joined in _KIND_OF:
        return _KIND_OF[joined]
    parts = [part for part in _AND.split(plain) if part]
    if len(parts) > 1:
        kinds = [_KIND_OF.get(part) or _KIND_OF.get(_OWN.sub("", part)) for part in parts]
        if kinds[0] and all(kinds[:2]):
            return kinds[0]
        # "Professional and clinical experience": what the last words say counts when the line is short
        if (
            len(plain.split()) <= 4
            and kinds[-1] in {"experience", "education", "skills"}
            and len(parts) == 2
            and kinds[0] is None
            and len(parts[0].split()) == 1
        ):
            return kinds[-1]
    return None


_HEAD_WORD = {
    "experience": "experience employment berufserfahrung experiencia experiences werdegang",
    "education": "education ausbildung formation formacion educacion formacao educacao studium",
    "skills": "skills kenntnisse competences competencias habilidades fahigkeiten competencies kompetenzen expertise",
    "certifications": "certifications certificates zertifikate certificaciones certificacoes licenses licences weiterbildung",
    "languages": "languages sprachen langues idiomas sprachkenntnisse",
    "projects": "projects projekte projets proyectos projetos",
    "publications": "publications publikationen publicaciones publicacoes",
    "awards": "awards honors honours auszeichnungen premios",
    "volunteer": "volunteer volunteering ehrenamt benevolat voluntariado activities",
    "references": "references referenzen referencias",
    "summary": "summary profile profil perfil",
}
_KIND_OF_WORD = {word: kind for kind, text in _HEAD_WORD.items() for word in text.split()}


def styled_heading_of(text):
    """As `heading_of`, for a line that already looks like a heading: one telling word among at most five is enough."""
    kind = heading_of(text)
    if kind or len(text) > 50:
        return kind
    parts = re.findall(r"[a-z'-]+", fold(text))
    if not 1 < len(parts) <= 5 or any(c.isdigit() for c in text) or "," in text:
        return None
    return _KIND_OF_WORD.get(parts[-1]) or _KIND_OF_WORD.get(parts[0])


@dataclass(slots=True)
class Section:
    """Lines of a document under one heading: `kind` "top" before the first, `heading` the index of its line or None."""

    kind: str
    heading: int | None
    lines: list[int] = field(default_factory=list)


_LABEL = re.compile(r"^\s*([^:：\t]{3,40}?)\s*[:：\t]\s*(.+)$")


# Words that also stand over a part of one job or one degree
_SMALL = set(words("small_headings.txt"))


def _least_size(lines):
    """The size under which a heading's words are taken for text: the smaller of "Experience" and "Education"."""
    sizes = {}
    for line in lines:
        if line.size and len(line.text) < 60:
            kind = heading_of(line.text.strip())
            if kind in {"experience", "education"}:
                sizes[kind] = max(sizes.get(kind, 0.0), line.size)
    return 0.93 * min(sizes.values()) if sizes else 0.0


_FOOTER = re.compile(r"(?i)^(?:page|seite|página|pagina|pág\.?)\s*\d+(?:\s*(?:of|/|von|de|sur)\s*\d+)?$|^\d+\s*/\s*\d+$")


# Labels of the Europass form, which stand before their text without a colon
FORM = re.compile(
    r"^(?:(?P<languages>mother tongue(?:\(s\))?|other languages?(?:\(s\))?|muttersprache(?:\(n\))?|(?:weitere|"
    r"sonstige) sprache(?:\(n\)|n)?|langue(?:\(s\))? maternelle(?:\(s\))?|autre(?:\(s\))? langue(?:\(s\))?|"
    r"lengua(?:\(s\))? materna(?:\(s\))?|otros? idiomas?(?:\(s\))?|"
    r"lingua(?:\(s\))? materna(?:\(s\))?|outras? linguas?(?:\(s\))?)|(?P<certifications>driving licen[cs]e|"
    r"fuhrerschein|permis de conduire|carne de conducir|permiso de conducir|carta de conducao)|"
    r"(?P<skills>job-related skills|computer skills|digital (?:skills|competences?)|technical skills and "
    r"competences|berufliche fahigkeiten|computerkenntnisse|competences (?:professionnelles|numeriques|"
    r"informatiques)|competencias (?:profesionales|digitales|digitais|profissionais)))\s*[:：]?\s+(?=\S)"
)


def _sizes(lines):
    counts = {}
    for line in lines:
        if line.size:
            key = round(line.size, 1)
            counts[key] = counts.get(key, 0) + len(line.text)
    return max(counts, key=counts.get) if counts else 0.0


def _tongues(lines, index):
    """Do the next lines name a language that people speak? "Languages" over Java and C is a group of skills."""
    return any(names_language(line.text) for line in lines[index + 1 : index + 5])


_LOOSE = {"top", "contact", "languages", "certifications", "interests", "summary", "references", "other"}


def _teaches(lines, index):
    """Do the next lines name a school or a degree?"""
    return any(SCHOOL.search(fold(line.text)) or DEGREE.search(fold(line.text)) for line in lines[index + 1 : index + 5])


def _wrapped_heading(lines, index):
    """Is the line the first half of a heading that goes on below ("EMPLOYMENT" / "HISTORY")?"""
    if index + 1 >= len(lines):
        return False
    line, below = lines[index], lines[index + 1]
    if (
        below.block != line.block
        or below.bold != line.bold
        or abs(below.size - line.size) > 0.05 * line.size + 0.1
        or len(line.text.split()) > 3
        or len(below.text.split()) > 3
    ):
        return False
    return _joined_heading(line, below) is not None


def _joined_heading(line, below):
    """The kind of two lines that make a heading, broken between words or, in a narrow column, inside one."""
    upper, lower = line.text.strip(), below.text.strip()
    return heading_of(f"{upper} {lower}") or heading_of(upper + lower)


_OPEN = re.compile(r"(?:,|&|\b(?:of|and|und|et|y|e|de|der|des|du|do|da|for|in|im|en|em|with|mit|the|la|le|a|zum|zur))$")


def running_heads(lines):
    """Numbers of the lines that every page repeats at its edge (the person's name, "Page 2"): not part of any section."""
    seen, again = {}, set()
    for number, line in enumerate(lines):
        if line.box is None or len(line.text) > 160 or sum(map(str.isalpha, line.text)) < 5:
            continue
        words = fold(line.text).strip()
        first = seen.setdefault(words, line)
        if line.page > first.page and abs(line.box[1] - first.box[1]) < 4 and abs(line.box[0] - first.box[0]) < 4:
            again.add(number)
    return again


def inferred_headings(lines):
    """{number of a line: kind} of headings in words nobody knows, told by their look and by what stands under them.

    A look (size, weight, capitals) is that of headings where two known ones have it, or where what stands under such
    lines is once jobs and once schools.
    """
    known, loud = {}, {}
    body, least = _sizes(lines), _least_size(lines)
    for number, line in enumerate(lines):
        text = line.text.strip()
        if line.size < least:
            continue
        if not 2 < len(text) < 50 or not (line.bold or text.isupper() or body and line.size > 1.12 * body):
            continue
        look = round(line.size * 2), line.bold, text.isupper()
        kind = heading_of(text)
        if kind and kind != "title":
            known.setdefault(look, []).append(number)
        elif number and _HEADLIKE.fullmatch(text) and len(text.split()) <= 7:
            loud.setdefault(look, []).append(number)
    told = {}
    for look, numbers in loud.items():
        if len(numbers) > 12:
            continue
        edges = sorted([*numbers, *known.get(look, []), *(n for other in known for n in known[other]), len(lines)])
        found = {}
        for number in numbers:
            text = lines[number].text.strip()
            if title_score(text) >= 1.5 or org_score(text) >= 1.5 or SCHOOL.search(fold(text)):
                continue
            below = lines[number + 1 : next(edge for edge in edges if edge > number)]
            kind = _told_below(below)
            if kind:
                found[number] = kind
        if len(known.get(look, ())) >= 2 or {"experience", "education"} <= set(found.values()):
            told.update(found)
    return told


_HEADLIKE = re.compile(r"[^\W\d_][^\d@:;|•.!?()\t]*[^\W\d_]")


def _told_below(lines):
    """ "experience" or "education" for lines that tell of nothing else, else None."""
    texts = [line.text for line in lines if line.text.strip()][:40]
    spans = sum(1 for text in texts if len(text) < 110 and any(not period.single for period in periods(text)))
    schools = sum(1 for text in texts if len(text) < 110 and (SCHOOL.search(fold(text)) or DEGREE.search(fold(text))))
    titles = sum(1 for text in texts if len(text) < 110 and title_score(text) >= 1.5)
    if spans and titles and titles >= schools:
        return "experience"
    if schools and schools > titles and (spans or any(periods(text) for text in texts)):
        return "education"
    return None


def split(document):
    """The document's sections in order; a line "Skills: a, b" is a section of its own with its text kept."""
    return _Splitter(document.lines).sections()


class _Splitter:
    """Goes through the lines once and opens a section at each heading.

    Once a heading was loud (bold, capitals, large), a quiet line with such words ("Languages") is text.
    """

    def __init__(self, lines):
        self.lines, self.body, self.least = lines, _sizes(lines), _least_size(lines)
        self.again, self.inferred = running_heads(lines), inferred_headings(lines)
        self.loud_style, self.skip, self.found = None, -1, [Section("top", None)]

    def sections(self):
        for index, line in enumerate(self.lines):
            text = line.text.strip()
            if index == self.skip or index in self.again or _FOOTER.match(text):
                continue
            kind, loud = self.heading(index, line, text) if text else (None, False)
            if kind is None and index in self.inferred and self.inferred[index] != self.found[-1].kind:
                kind, loud = self.inferred[index], True
            if kind and kind != "title":
                if self.loud_style is None and kind not in {"contact", "other"}:
                    self.loud_style = loud
                self.found.append(Section(kind, index))
            elif kind is None and (kind := self.labelled(text)):
                self.found.append(Section(kind, None, [index]))
            else:
                self.found[-1].lines.append(index)
        return self.found

    def heading(self, index, line, text):
        """(kind of the section that the line opens or None, is it loud)."""
        loud = bool(line.bold or text.isupper() and len(text) > 3 or self.body and line.size > self.body * 1.12)
        kind, here = heading_of(text), self.found[-1].kind
        if kind and (self.goes_on(index) or self.label_in_list(index, kind)):
            return (None if self.goes_on(index) else kind), loud
        if kind and not loud and (text[:1].islower() or self.loud_style and (line.size or not text.endswith(":"))):
            kind = None
        if kind and loud and text[:1].islower() and self.capitals():
            kind, loud = None, False  # the second line of a title, broken before "schools"
        if kind in {"skills", "languages", "contact"} and here == "skills" and text.endswith(":"):
            kind = None if self.loud_style is not None else kind
        if kind == "title":
            return ("title", loud) if index <= 4 else ("summary" if "é" in text.lower() else None, loud)
        if kind == "either":
            kind = "education" if _teaches(self.lines, index) else "skills"
        if kind and kind != "languages" and self.part_of_entry(line, text, loud):
            kind, loud = None, False
        if kind == "languages" and not _tongues(self.lines, index):
            kind, loud = None, loud and here != "skills"
        if kind is None and loud and _wrapped_heading(self.lines, index):
            kind = _joined_heading(line, self.lines[index + 1])
            self.skip = index + 1
            return ("education" if kind == "either" else kind), loud
        if kind is None and loud and index > 0:
            kind = self.by_style(index, line, text)
        return kind, loud

    def goes_on(self, index):
        """Is the line the rest of the one above, which breaks off ("Specialisation in management of" / "Projects")?"""
        line, before = self.lines[index], self.lines[index - 1] if index else None
        return (
            before is not None
            and before.block == line.block
            and before.bold == line.bold
            and abs(before.size - line.size) < 0.3
            and bool(_OPEN.search(fold(before.text).rstrip()))
        )

    def label_in_list(self, index, kind):
        """Is the line a label in a table of skills and languages, whose text stands to the right of it?"""
        here = self.found[-1].kind
        if (
            kind == "languages"
            and not _tongues(self.lines, index)
            or {kind, here} - {"skills", "languages", "certifications", "interests"}
            or kind == here
            or index + 1 >= len(self.lines)
        ):
            return False
        line, right = self.lines[index], self.lines[index + 1]
        if not (line.box and right.box) or line.page != right.page or right.box[0] <= line.box[2]:
            return False
        return right.box[1] < (line.box[1] + line.box[3]) / 2 < right.box[3]

    def capitals(self):
        """Do the headings so far begin with capitals?"""
        return any(s.heading is not None and self.lines[s.heading].text.strip()[:1].isupper() for s in self.found)

    def part_of_entry(self, line, text, loud):
        """Is it a small heading inside a job or a degree ("Highlights", "Courses")?"""
        here = self.found[-1]
        if here.kind in _LOOSE or fold(text).strip(" :.") not in _SMALL:
            return False
        if loud and (here.heading is None or self.lines[here.heading].block != line.block):
            return False
        if self.least and line.size:
            return line.size < self.least
        inner = {"highlights", "courses", "achievements", "key achievements"}
        return here.kind in {"experience", "education"} and fold(text).strip(" :") in inner

    def by_style(self, index, line, text):
        """The kind by one telling word, for a line that looks like a heading and no job's or degree's own line."""
        kind = styled_heading_of(text)
        if kind == "languages" and not _tongues(self.lines, index):
            return None
        entry = self.found[-1].kind in {"experience", "education", "projects", "volunteer"}
        plain = self.body and line.size and line.size <= self.body * 1.12 and not text.isupper()
        return None if entry and plain else kind

    def labelled(self, text):
        """The kind of a line that brings its own label ("Languages: German, English", "Driving licence B")."""
        form = FORM.match(fold(text))
        if form and len(text) > form.end():
            return next(kind for kind, found in form.groupdict().items() if found)
        label, here = _LABEL.match(text), self.found[-1].kind
        if (
            not label
            or here not in {"top", "contact", "languages", "certifications", "summary"}
            and not (here == "skills" and "\t" in text)
        ):
            return None
        kind = heading_of(label.group(1))
        if kind == "languages" and not names_language(label.group(2)):
            return None
        return kind if kind in {"skills", "languages", "certifications", "interests"} and kind != here else None
