"""E-mail, telephone, links and place."""

import re
from urllib.parse import unquote

import phonenumbers

from matching.reading.dates import periods
from matching.reading.facts import Fact
from matching.reading.folding import fold
from matching.reading.vocabulary import CITIES, country_of, is_state, place_score

_EMAIL = re.compile(r"[A-Za-z0-9À-ɏ._%+'-]+\s?@\s?[A-Za-z0-9À-ɏ-]+(?:\.[A-Za-z0-9À-ɏ-]+)*\.[A-Za-z]{2,}")
_AT = re.compile(
    r"([A-Za-z0-9._%+-]+)\s?(?:\[at\]|\(at\)|\{at\})\s?([A-Za-z0-9-]+(?:(?:\.|\s?(?:\[dot\]|"
    r"\(dot\))\s?)[A-Za-z0-9-]+)+)",
    re.I,
)
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|00)?[(\[]?\+?\d[\d\s().\[\]/–‑-]{5,22}\d(?!\w)(?:\s?(?:ext|x)\.?\s?\d{1,5})?")
_PHONE_LABEL = re.compile(
    r"(?:phone|tel|mobil|cell|handy|telefon|fon|portable|telephone|movil|telemovel|celular|whatsapp|contact|ruf|"
    r"gsm)[a-z.]*\s*(?:number|nummer|no|nr|\(\w+\))?\.?\s*[:：]?\s*$"
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s|,;<>()\"]+|(?<![\w@.])(?:linkedin\.com|github\.com|gitlab\.com|xing\.com|"
    r"behance\.net|dribbble\.com|medium\.com|twitter\.com|stackoverflow\.com|orcid\.org)/[^\s|,;<>()\"]+"
    r"|(?<![\w@./])[a-z0-9][a-z0-9-]{1,40}\.(?:dev|io|me|com|net|org|de|fr|es|pt|com\.br|co\.uk|info|app|"
    r"ai)(?:/[^\s|,;<>()\"]*)?(?![\w@])",
    re.I,
)
_PLACE_LABEL = re.compile(
    r"^\s*(?:address|location|adresse|anschrift|wohnort|ort|city|residence|direccion|domicilio|endereco|morada|"
    r"localidad|ubicacion|lieu|ville|localizacao|lives in|based in)\s*(?:[:：]\s*|(?=\d|[a-z]+\.? ?\d))"
)
_CITY_STATE = re.compile(r"[A-ZÀ-Þ][\w.'’-]+(?:[ -][A-ZÀ-Þa-z][\w.'’-]*){0,3},\s*[A-Z]{2}\b(?:\s+\d{5}(?:-\d{4})?)?")
_CITY_DASH = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þa-z][\w.'’-]*){0,3}\s*[-–/,]\s*(?:AC|AL|AM|AP|BA|CE|DF|ES|GO|MA|MG|MS|MT|PA|PB|"
    r"PE|PI|PR|RJ|RN|RO|RR|RS|SC|SE|SP|TO)\b"
)
_POSTAL = re.compile(r"\b(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3,4})?\s+[A-ZÀ-Þ][\w.'’-]+(?:[ -][A-ZÀ-Þa-z][\w'’-]+){0,2}")
_STREET = re.compile(r"(?i)\b(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place)\.?$")
_PIECES = re.compile(r"[^|•·⋅\t]+?(?=\s*(?:[|•·⋅\t]|\s{3,}|$))")
_LABEL = re.compile(r"(?:^|[\s,;])[^\W\d_][\w.-]*\s*[:：]")
_NAMED = re.compile(
    r"(?:[\s,;(–-]+(?:tel|phone|telefon|telephone|telefono|telefone|fon|mobile?|mobil|cell|handy|portable|movil|telemovel|celular|"
    r"whatsapp|e-?mail|mail|correo|linkedin|github|gitlab|xing|web|website|webseite|portfolio|homepage)\.?)+[\s,;(–-]*$"
)
_LANGUAGE_COUNTRY = {"en": "US", "de": "DE", "fr": "FR", "es": "ES", "pt": "PT"}


def read_email(document, avoid=()):
    """The first e-mail address outside of the spans `avoid` (references); a link target when the page shows none."""
    found = []
    for match in _EMAIL.finditer(document.text):
        value, end = re.sub(r"\s", "", match.group()), match.end()
        rest = _rest_below(document, end)
        if rest:
            value, end = value + rest, end + 1 + len(rest)
        aside = any(a <= match.start() < b for a, b in avoid)
        found.append(
            (aside, match.start(), Fact("email", value.strip(".'-"), ((match.start(), end),), 0.98 if not rest else 0.8))
        )
    broken = _broken_email(document) if not found or found[0][0] else None
    if broken:
        return broken
    if found:
        return min(found, key=lambda item: item[:2])[2]
    match = _AT.search(document.text)
    if match:
        host = re.sub(r"\s?(?:\[dot\]|\(dot\))\s?", ".", match.group(2), flags=re.I)
        return Fact("email", f"{match.group(1)}@{host}", (match.span(),), 0.9)
    for link in document.links:
        if link.lower().startswith("mailto:") and "@" in link:
            return Fact("email", unquote(link[7:].split("?")[0]), (), 0.85)
    return None


_HALF = re.compile(r"[A-Za-z0-9._%+-]+(?:@[A-Za-z0-9.-]*)?$")


def _broken_email(document):
    """An address that a narrow column broke before its last dot."""
    for line, below in zip(document.lines, document.lines[1:], strict=False):
        half = _HALF.search(line.text)
        rest = below.text.split()[0] if below.text.split() else ""
        if (
            half
            and not _EMAIL.search(half.group())
            and below.block == line.block
            and ("@" in half.group() or rest.startswith("@"))
            and len(below.text.split()) == 1
        ):
            value = half.group() + rest
            if _EMAIL.fullmatch(value):
                return Fact("email", value, ((line.start + half.start(), below.start + len(below.text)),), 0.8)
    return None


def _rest_below(document, end):
    """The end of an address that a narrow column broke in the middle of a word, else ""."""
    line = document.line_at(end - 1)
    at = document.lines.index(line)
    if line.start + len(line.text.rstrip()) != end or line.box is None or at + 1 >= len(document.lines):
        return ""
    below = document.lines[at + 1]
    text = below.text.strip()
    if (
        below.block != line.block
        or not re.fullmatch(r"[a-z][a-z0-9.-]{0,11}", text)
        or abs(below.size - line.size) > 0.5
        or below.box[1] - line.box[3] > 0.5 * line.size
    ):
        return ""
    body = [
        other.box[2] - other.box[0]
        for other in document.lines
        if other.block == line.block and other.box and other.size <= line.size + 0.2
    ]
    return text if line.box[2] - line.box[0] > 0.88 * max(body) and max(body) < 300 else ""


def read_phone(document, country):
    """The number most likely to be the person's own: labelled, high on the page, valid for the country."""
    best = None
    for match in _PHONE.finditer(document.text):
        raw = match.group().strip()
        head = raw.split("\n")[0].strip()
        whole = raw.startswith("+") and raw.count("\n") == 1 and len(re.sub(r"\D", "", head)) < 7
        raw = raw.replace("\n", " ") if whole else head  # "+44" / "7700 900769": broken by the end of the line
        digits = re.sub(r"\D", "", raw)
        if not 7 <= len(digits) <= 15:
            continue
        line = document.line_at(match.start())
        before = fold(line.text[: match.start() - line.start])
        labelled = bool(_PHONE_LABEL.search(before))
        dated = [p for p in periods(raw) if p.last - p.first > 0.6 * len(raw)]
        if (
            dated or re.fullmatch(r"(?:19|20)\d\d\s?\D{1,3}\s?(?:19|20)\d\d", raw) or re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", raw)
        ) and not labelled:
            continue
        valid = _valid(raw, country)
        score = (
            2.0 * labelled
            + 2.0 * valid
            + (1.0 if raw.startswith(("+", "00", "(", "0")) else 0.0)
            + max(0.0, 1.0 - match.start() / 3000)
        )
        if (
            not labelled
            and not valid
            and not re.match(r"[+(0]|\d{3}[-. ]\d{3}[-. ]\d{4}$|\d{3}[ -]\d{3}[ -]?\d{3}$|\d{2} \d{4} \d{4}$", raw)
        ):
            continue
        if best is None or score > best[0]:
            best = score, raw, (match.start(), match.start() + len(raw)), labelled, valid
    if best:
        _, raw, span, labelled, valid = best
        raw, span = _balanced(raw, span)
        return Fact("phone", raw, (span,), 0.6 + 0.2 * labelled + 0.18 * valid)
    for link in document.links:
        if link.lower().startswith("tel:") and len(re.sub(r"\D", "", link)) >= 7:
            return Fact("phone", unquote(link[4:]), (), 0.85)
    return None


def _balanced(raw, span):
    if raw.count("(") < raw.count(")"):
        cut = raw.rfind(")")
        return raw[:cut].rstrip(), (span[0], span[0] + len(raw[:cut].rstrip()))
    return raw, span


def _valid(raw, country):
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(re.sub(r"^00", "+", raw), country))
    except phonenumbers.NumberParseException:
        return False


def read_links(document, own, email=None):
    """Web addresses on the page and behind its words, once each, without mail addresses.

    own: indices of the lines that tell of the person; a bare "farrow.io" elsewhere is what a firm is called.
    email: the Fact of the address, whose second half in a line of its own is no link.
    """
    facts, seen = [], set()
    mail = email.spans if email else ()
    for match in _LINK.finditer(document.text):
        if any(first < match.end() and match.start() < last for first, last in mail):
            continue
        value = match.group().rstrip(".:/")
        key = re.sub(r"^https?://(?:www\.)?", "", value.lower())
        plain = not value.lower().startswith(("http", "www")) and "/" not in value
        if key in seen or plain and not _bare_address(document, match, own):
            continue
        seen.add(key)
        facts.append(Fact("link", value, (match.span(),), 0.95 if not plain else 0.7))
    for link in document.links:
        key = re.sub(r"^https?://(?:www\.)?", "", link.lower().rstrip("/"))
        if link.lower().startswith("http") and key not in seen:
            seen.add(key)
            facts.append(Fact("link", link, (), 0.9))
    return facts[:40]


def _bare_address(document, match, own):
    """Is the name of a host without scheme and path an address of the person: alone or among other contacts?"""
    line = document.line_at(match.start())
    at = document.lines.index(line)
    if at not in own or fold(match.group()) in {"node.js", "asp.net", "socket.io"}:
        return False
    first, last = match.start() - line.start, match.end() - line.start
    above = document.lines[at - 1].text.rstrip() if at else ""
    if not line.text[:first].strip() and re.search(r"@[\w.-]*$", above) and not _EMAIL.search(above):
        return False  # the end of an e-mail address that began in the line above
    if re.search(r"(?:^|[|•·⋅\t:/,–-]|\s{2})\s*$", line.text[:first]) and re.match(
        r"\s*(?:$|[|•·⋅\t/,–-]|\s{2})", line.text[last:]
    ):
        return True
    return "@" in line.text or any(_PHONE.finditer(line.text))


def _place_alone(text, first):
    """(first, last) of the place that begins at `first` of a contact line: up to the next fact or label.

    A separator ends it too, unless a town follows ("Lindenstraße 12 · 04109 Leipzig").
    """
    place = None
    for piece in _PIECES.finditer(text, first):
        found = _before_other_fact(piece.group())
        if not found.strip() and not piece.group().strip():
            continue
        if not found.strip() or place and place_score(found.strip()) < 2.5 and not _POSTAL.match(found.strip()):
            break
        start = piece.start() + len(found) - len(found.lstrip())
        place = (place[0] if place else start), piece.start() + len(found.rstrip())
        if len(found) < len(piece.group()):
            break
    return place or (first, first)


def _before_other_fact(text):
    """`text` up to an e-mail address, a link, a telephone number or a label in it, whatever comes first."""
    ends = [found.start() for pattern in (_EMAIL, _LINK, _LABEL) if (found := pattern.search(text))]
    ends += [
        found.start()
        for found in _PHONE.finditer(text)
        if re.match(r"[+(]|00?\d{2,4}[ /]|\d{3}[-. ]\d{3}[-. ]\d{3,4}", found.group())
        and len(re.sub(r"\D", "", found.group())) >= 8
    ]
    if not ends:
        return text
    text = text[: min(ends)]
    named = _NAMED.search(fold(text))
    return text[: named.start() if named else len(text)].rstrip(" \t,;–-")


def country_for(document, language):
    """The country to read a local phone number in: named near the top, else the usual one of the language."""
    for line in document.lines[:40]:
        found = country_of(line.text)
        if found:
            return found
    return _LANGUAGE_COUNTRY.get(language, "US")


def read_location(document, indices):
    """Where the person lives, from the lines (indices) at the top or under a contact heading."""
    for index in indices:
        line = document.lines[index]
        match = _PLACE_LABEL.match(fold(line.text))
        if match:
            first, last = _place_alone(line.text, match.end())
            if last - first > 2:
                last = min(last, first + 120)
                return Fact("location", line.text[first:last], ((line.start + first, line.start + last),), 0.95)
    for index in indices:
        line = document.lines[index]
        if len(line.text) > 160:
            continue
        for part in re.finditer(r"(?:(?!\s{2})[^|•·;⋅\t])+", line.text):
            text = _before_other_fact(part.group().strip(" \t-–"))
            offset = line.start + part.start() + (len(part.group()) - len(part.group().lstrip(" \t-–")))
            if text[:1].isdigit() and _STREET.search(text):
                continue  # "2222 McCoy Road" is no postal code with its town
            if place_score(text) >= 2.5:
                return Fact("location", text, ((offset, offset + len(text)),), 0.8)
            for pattern, confidence in ((_CITY_STATE, 0.8), (_CITY_DASH, 0.75), (_POSTAL, 0.75)):
                match = pattern.search(text)
                if match and pattern is _CITY_STATE and not is_state(match.group().rsplit(",", 1)[1].split()[0]):
                    continue
                if match and not periods(match.group()) and "@" not in text:
                    return Fact("location", match.group(), ((offset + match.start(), offset + match.end()),), confidence)
            if fold(text) in CITIES:
                return Fact("location", text, ((offset, offset + len(text)),), 0.6)
    return None
