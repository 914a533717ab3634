"""Skills that the résumé lists as such."""

import re
from bisect import bisect_right

from matching.reading.dates import periods
from matching.reading.facts import Fact, Text, joined
from matching.reading.folding import fold
from matching.reading.sections import FORM, heading_of
from matching.taxonomy import taxonomy

_BULLET = re.compile(r"^\s*(?:[•●▪■◦‣∙·○◆▶►▸▹▷▻➢➤➔➜➝➞⇒❯❱*✓✔✅☑☐✚❖✦✧✱◇◈⬥□▫⚫§»›⁃]|[-–—](?=\s)|o(?=\s+[A-Z]))\s*")
_SPLIT = re.compile(r"\s*[,;|•●▪◆⋅·、،]\s*|\s+[-–—/]\s+|\t|\s{3,}")
_LEVEL = (
    r"(?:beginner|novice|basic(?:s| knowledge)?|elementary|intermediate|advanced|expert(?:ise)?|proficient|"
    r"proficiency|master|fluent|familiar|working knowledge|strong|good|very good|excellent|competent|skilled|"
    r"native|"
    r"anfanger|grundkenntnisse|gut|sehr gut|gute kenntnisse|sehr gute kenntnisse|fortgeschritten|experte|"
    r"verhandlungssicher|fliessend|debutant|intermediaire|avance|courant|confirme|notions|bon niveau|basico|"
    r"intermedio|avanzado|experto|medio|alto|intermediario|avancado|especialista)"
)
_TAIL = re.compile(
    rf"\s*(?:[(:\[–-]\s*)?(?:{_LEVEL}(?:\s+level)?|[★☆●○◉◯⬤▪▮▯█░■□]+|\d{{1,3}}\s?%|\d{{1,2}}/\d{{1,2}}|(?:\d+\+?|"
    rf"one|two|three)\s?(?:years?|yrs?|jahre?n?|ans|anos)(?:\s+(?:of\s+)?(?:experience|erfahrung))?)\s*[)\]]?\s*$"
)
_LABEL = re.compile(r"^\s*([^:：,;|]{2,48}?)\s*[:：]\s*(.*)$")
_CELL = re.compile(r"^\s*([^:：,;|\t]{2,48}?)\s*\t\s*(.+)$")  # a table's row that begins with its label
_LEAD = re.compile(
    r"^(?:(?:sehr )?(?:gute[rn]?|fundierte|solide|vertiefte) (?:kenntnisse|erfahrung) (?:in|mit|im)|"
    r"(?:tres )?bonnes? (?:maitrise|connaissances?) (?:de|du|des|en)|(?:amplios|buenos|solidos) conocimientos (?:de|en)|"
    r"(?:bons|solidos|amplos) conhecimentos (?:de|em)|(?:also |very )?(?:basic|advanced|intermediate|good|strong|excellent|solid|proficient|fluent|skilled|"
    r"experienced|versed)(?: (?:in|with|at|knowledge of|command of|skills in|user of|use of))?|and|und|et|y|e|or|"
    r"also|etc\.?|experience (?:with|in)|knowledge of|proficient (?:in|with|at|user of)|familiar with|skilled in|"
    r"experienced in|expertise in|strong knowledge of|good knowledge of|kenntnisse in|erfahrung (?:mit|in)|"
    r"sicherer umgang mit|umgang mit|maitrise (?:de|du|des)|connaissance (?:de|du|des)|manejo de|conocimientos? "
    r"(?:de|en)|dominio de|dominio do|conhecimentos? (?:de|em))\s+"
)
_PROSE = re.compile(
    r"\b(?:is|are|was|were|have|has|i|my|we|which|that|who|also|able|ist|sind|habe|ich|est|sont|je|soy|tengo|sou|"
    r"tenho)\b"
)
_PHRASES = re.compile(r"\s+(?:and|und|et|y|e|&)\s+")


def _pieces(line_text, start):
    """Skill texts of one line; brackets stay with their skill."""
    depth, at, cuts = 0, 0, []
    for match in re.finditer(r"[()\[\]]|" + _SPLIT.pattern, line_text):
        sign = match.group()
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            cuts.append((at, match.start()))
            at = match.end()
    cuts.append((at, len(line_text)))
    for a, b in cuts:
        yield Text(line_text, start).cut(a, b)


def _trimmed(piece):
    """Without bullet, level, years, lead-in words and full stop."""
    text = piece.text
    first = 0
    match = _BULLET.match(text)
    if match:
        first = match.end()
    match = _LEAD.match(fold(text[first:]))
    if match:
        first += match.end()
    last = len(text)
    while True:
        match = _TAIL.search(fold(text[first:last]))
        if not match or match.start() == 0 and match.end() == last - first:
            break
        level = text[first + match.start() : last].lstrip()
        if level[:1].islower() and level[:1].isalpha() and match.group()[0] == " " and " - " not in match.group()[:3]:
            break  # "Excel avançado", "soporte vital avanzado": the word belongs to the phrase
        last = first + match.start()
    bracket = re.search(r"\s*\(([^()]*)\)\s*$", text[first:last])
    return piece.cut(first, last).cut(0, 10**6), bracket


def _plausible(text):
    if not 1 <= len(text) <= 60 or not any(c.isalpha() for c in text):
        return False
    if len(text) == 1 and text.upper() not in {"C", "R", "D"}:
        return False
    folded = fold(text)
    if len(folded.split()) > 6 or _TAIL.fullmatch(folded) or re.fullmatch(_LEVEL, folded):
        return False
    return not (
        folded.startswith(("http", "www.")) or "@" in folded or re.fullmatch(r"(?:etc|others?|more|usw|among others)\.?", folded)
    )


def _bracketed(piece):
    """ "Excel (VLOOKUP, Power Query)" lists three, "AWS (EC2)" is AWS: words in brackets count when they are a list."""
    match = re.match(r"^(.{2,40}?)\s*\(([^()]+)\)\s*$", piece.text)
    if not match:
        return [piece]
    outer, inner = piece.cut(0, match.end(1)), piece.cut(match.start(2), match.end(2))
    if re.search(r"[,/;]", inner.text):
        return [outer, *_pieces(inner.text, inner.start)]
    return [outer]


def read_skills(document, sections):
    """The listed skills as Facts, once each, in the order of the page. Group labels ("Tools:") are no skills."""
    facts, seen = [], set()
    for section in sections:
        lines = [document.lines[i] for i in section.lines if any(c.isalpha() for c in document.lines[i].text)]  # no rows of dots
        for piece, confidence in _listed(lines):
            key = re.sub(r"[^\w+#]", "", fold(piece.text))
            if key and key not in seen:
                seen.add(key)
                facts.append(_keyed(Fact("skill", piece.text, (piece.span,), confidence), taxonomy().lookup(piece.text)))
    return facts


def _keyed(fact, skill):
    """The fact with the taxonomy's key as its part "key"; a known name makes it surer."""
    if skill is not None:
        fact.parts["key"] = Fact("key", skill.key, fact.spans, fact.confidence)
        fact.confidence = min(0.98, fact.confidence + 0.05)
    return fact


def read_mentioned(document, listed, names=()):
    """Skills of the taxonomy that the text names outside of the lists, once each; a mended misspelling is less sure.

    names: spans of people's, firms' and places' names, which name no skill.
    """
    known = {fact.part("key") for fact in listed}
    spans = joined([*(span for fact in listed for span in fact.spans), *names])
    starts = [span[0] for span in spans]
    facts = []
    for found in taxonomy().find(document.text):
        at = bisect_right(starts, found.start) - 1
        if found.skill.key in known or at >= 0 and spans[at][1] >= found.end:
            continue
        known.add(found.skill.key)
        facts.append(
            _keyed(
                Fact("skill_mentioned", found.skill.name, ((found.start, found.end),), 0.75 if found.exact else 0.55), found.skill
            )
        )
    return facts


def _listed(lines):
    heads = _group_heads(lines)
    carry, lists = None, any(len(_SPLIT.findall(line.text)) >= 2 for line in lines)
    for number, line in enumerate(lines):
        if number in heads:
            carry = None
            continue
        text, start = line.text, line.start
        match = _BULLET.match(text)
        if match:
            text, start = text[match.end() :], start + match.end()
        form = FORM.match(fold(text))
        if form:
            text, start = text[form.end() :], start + form.end()
        label = _LABEL.match(text) or (cell if (cell := _CELL.match(text)) and heading_of(cell.group(1)) else None)
        if label and not text.lower().startswith("http"):
            kind = heading_of(label.group(1))
            if kind in {"languages", "interests", "references", "education", "certifications"} and not re.search(
                r"(?i)java|python|c\+\+|sql|html|php|ruby|typescript|matlab|swift|kotlin", label.group(2)
            ):
                carry = None
                continue
            if label.group(2):
                text, start = label.group(2), start + label.start(2)
        if periods(text) and len(text) > 40 or not text.strip():
            continue
        folded = fold(text)
        listlike = len(_SPLIT.findall(text)) >= 2
        if not listlike and len(folded.split()) > 7 or len(_PROSE.findall(folded)) >= 2 and len(folded.split()) > 6:
            continue
        pieces = list(_pieces(text, start))
        if carry is not None and pieces and not match and not label:
            # a skill broken at the end of the line above: "machine" / "learning"
            pieces[0] = Text(f"{carry.text} {pieces[0].text}", carry.start, -1, False)
        elif carry is not None:
            yield from _kept(carry)
        carry = None
        follows = number + 1 < len(lines) and number + 1 not in heads
        if (
            lists
            and pieces
            and follows
            and not text.rstrip().endswith((",", ";", "|", ".", "·"))
            and _broken(line, lines[number + 1], pieces[-1].text)
        ):
            carry = pieces.pop()
        for piece in pieces:
            yield from _kept(piece)
    if carry is not None:
        yield from _kept(carry)


def _kept(piece):
    for part in _bracketed(piece):
        part, _ = _trimmed(part)
        if part.text.endswith(".") and len(part.text) > 4:
            part = part.cut(0, len(part.text) - 1)
        for bit in _conjoined(part):
            for one in _tiled(bit):
                if _plausible(one.text):
                    yield one, 0.9


def _tiled(part):
    """ "AutoCAD SolidWorks Excel": three and more known names with nothing between them, as tags come out of a page."""
    known, words = taxonomy().lookup, list(re.finditer(r"\S+", part.text))
    if not 3 <= len(words) <= 12 or known(part.text):
        return [part]
    found, at = [], 0
    while at < len(words):
        last = next(
            (n for n in range(min(len(words), at + 4), at, -1) if known(part.text[words[at].start() : words[n - 1].end()])), None
        )
        if last is None or not words[at].group()[0].isupper():
            return [part]
        found.append(part.cut(words[at].start(), words[last - 1].end()))
        at = last
    return found if len(found) >= 3 else [part]


def _conjoined(part):
    """ "Word and Excel" at the end of a list is two when both are short names; "Research and development" stays."""
    match = re.match(r"(?i)^(?:and|und|et|y|e|&)\s+(.+)$", part.text)
    if match:
        return [part.cut(match.start(1), match.end(1))]
    joint = _PHRASES.search(part.text)
    known = taxonomy().lookup
    if joint and not known(part.text) and (known(part.text[: joint.start()]) or known(part.text[joint.end() :])):
        return [part.cut(0, joint.start()), part.cut(joint.end(), len(part.text))]
    return [part]


def _broken(line, below, last):
    """Does the list of `line` run on in the line below: same column, same look, and no room left for the next word?

    A skill that both halves make together settles it; so do two skills that stand each for itself.
    """
    if _BULLET.match(below.text) or _LABEL.match(below.text) or below.block != line.block or below.bold != line.bold:
        return False
    start = _SPLIT.split(below.text.strip())[0].strip()
    known = taxonomy().lookup
    if known(f"{last} {start}"):
        return True
    if known(last) and known(start) or not _SPLIT.search(line.text):
        return False
    if (
        line.box
        and len(_SPLIT.findall(line.text)) >= 2
        and below.text.strip()[:1].islower()
        and abs(line.size - below.size) < 0.3
    ):
        return True  # "… Fiberglass repair, Jeppesen" / "charts": a list whose next line begins small goes on
    if not _SPLIT.search(below.text):
        return False
    if line.box is None or below.box is None:
        return False
    if below.box[0] > line.box[2] or below.page != line.page or below.box[1] - line.box[3] > 0.6 * line.size:
        return False
    first = next((word for word in _SPLIT.sub(" ", below.text).split()), "")
    width = (line.box[2] - line.box[0]) / max(1, len(line.text))
    widest = max(line.box[2], below.box[2])
    return line.box[2] + width * (len(first) + 1) > widest - 1 and line.block == below.block


def _group_heads(lines):
    """Numbers of the lines that name a group ("Web Technologies") over the skills of it."""
    heads = set()
    lists = [len(_SPLIT.findall(line.text)) >= 1 for line in lines]
    for number, line in enumerate(lines):
        text = line.text.strip()
        if text.endswith(":"):
            # a label without anything under it is a skill itself
            if number + 1 < len(lines) and not lines[number + 1].text.rstrip().endswith(":"):
                heads.add(number)
            continue
        if _BULLET.match(text) or lists[number] or number + 1 >= len(lines):
            continue
        after = [
            n for n in range(number + 1, min(number + 3, len(lines))) if not re.fullmatch(_LEVEL, fold(lines[n].text.strip()))
        ]
        if not after:
            continue
        below = lines[after[0]]
        if (
            (
                lists[after[0]]
                and sum(lists) >= 1
                and (line.bold and not below.bold or line.size > below.size * 1.05 or not line.size)
            )
            or _BULLET.match(below.text.strip())
            and not _BULLET.match(text)
            or line.size
            and (line.size > below.size * 1.1 or line.bold and not below.bold)
            and not below.bold
            or lists[after[0]]
            and line.size
            and sum(lists) >= 0.3 * len(lines)
        ):
            heads.add(number)
    return heads
