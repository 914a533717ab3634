"""What a résumé says of who somebody is: name, address, birth, family, nationality, gender. A scorer sees none of it.

Told by what was read as such, by labels, by forms of addresses and birth dates, and by place: whatever stands in the head of
the document, above its first heading, job or sentence, tells of the person and not of the work.
"""

import re

from matching.reading.data import listed
from matching.reading.dates import periods
from matching.reading.folding import fold
from matching.reading.sections import split
from matching.reading.vocabulary import org_score, title_score

FACTS = ("name", "email", "phone", "location", "link", "work_permit")
SECTIONS = {"top", "contact", "personal", "references", "interests"}
KEPT = 0.3  # where less of a text than this stands under a heading, the headings were not understood
HEAD = 25  # lines that the head of a document has at most

_LABEL = re.compile(
    r"^\W*(?:date of birth|place of birth|birth ?(?:day|date|place)?|born|d\.?o\.?b|age|gender|sex|pronouns|marital status|family status|nationality"
    r"|citizenship|ethnicity|race|religion|children|(?:home |postal |permanent |current )?address|father'?s name|mother'?s name|passport(?: no)?|photo|picture|"
    r"geburts\w+|geboren|alter|geschlecht|familienstand|staatsangehorigkeit|staatsburgerschaft|nationalitat|konfession|religion|kinder|anschrift|wohnort|"
    r"(?:bewerbungs|pass|licht)?(?:foto|bild)|"
    r"date de naissance|lieu de naissance|nee? le|age|sexe|nationalite|situation (?:de famille|familiale)|etat civil|enfants|adresse|domicile|photo|"
    r"(?:fecha|lugar) (?:y lugar )?de nacimiento|nacid[oa]|edad|sexo|genero|estado civil|nacionalidad|hijos|direccion|domicilio|foto(?:grafia)?|dni|nie|"
    r"data (?:e local )?de nascimento|(?:local|naturalidade)|nascid[oa]|idade|nacionalidade|filhos|endereco|morada|cpf|rg|cnh"
    r")(?![a-z])(?:\s*/\s*[a-z ]+)?\s*(?P<rest>[:\t|–-].*|$)"
)
_BIRTH = re.compile(
    r"(?<![a-z])(?:born (?:on|in|the|\d)|date of birth|d\.o\.b|geb(?:oren)?\.? (?:am|in|\d)|\*\s?\d{1,2}\.\d{1,2}\.\d{4}|nee? (?:le|en|a) |nacid[oa] (?:el|en) |nascid[oa] (?:em|a|no) )[^|•;\n]*"
    r"|(?<!\d)\d{2} (?:years old|years of age|jahre alt|anos de edad|anos de idade)(?![a-z])"
)
_ALONE = re.compile(
    r"(?:\d{2} (?:years|y/o|yo|jahre|ans|anos)|aged? \d{2}|"
    r"(?:fe)?male|man|woman|non-binary|mannlich|weiblich|divers|homme|femme|masculin|feminin|hombre|mujer|varon|masculino|femenino|feminino|homem|mulher|"
    r"(?:he/him|she/her|they/them)(?:/\w+)?|er/ihm|sie/ihr|il/lui|elle|"
    r"(?:single|married|divorced|widowed|engaged|ledig|verheiratet|geschieden|verwitwet|celibataire|mariee?|divorcee?|pacsee?|veuf|veuve|solter[oa]|casad[oa]|"
    r"divorciad[oa]|viud[oa]|solteir[oa]|viuv[oa])(?:[,/(].{0,40}| (?:with|mit|avec|con|com|since|seit|depuis|\d).{0,30})?|"
    r"(?:\w+|\d) (?:children|child|kinder|kind|enfants?|hij[oa]s?|filh[oa]s?)|(?:no children|keine kinder|sans enfants?|sin hijos|sem filhos)|"
    r"(?:passport |application |profile |bewerbungs|pass|licht|portrait )?(?:photo|photograph|picture|foto|bild|fotografia|portrait|headshot)(?: (?:of|von|de) .{2,40})?)"
)
_STREET = re.compile(
    r"(?<![\w])(?:"
    r"(?:flat |apt\.? |unit |no\.? ?)?\d{1,5}[a-z]?(?:[/-]\d+\w?)?,? (?:[\w.'-]+ ){1,4}(?:street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|"
    r"crescent|close|gardens|grove|terrace|square|row|hill|parkway|pkwy|highway|hwy|walk|mews|green|park|view|rise|quay)\b\.?"
    r"|[a-z][\w.' -]{1,30}?(?:strasse|strase|straße|str\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee|steig|hof|graben|markt|berg|brucke|kai|stieg|pfad|anger|wall)\s?\d{1,4}\s?[a-z]?\b"
    r"|(?:am|an der|an den|im|in der|in den|zum|zur|auf der|auf dem|unter den|bei der|beim) [a-z][\w-]+(?: [a-z][\w-]+)? \d{1,4}\s?[a-z]?\b"
    r"|\d{1,4}\s?(?:bis|ter|quater|[a-d])?,? ?(?:rue|avenue|av\.?|boulevard|bd\.?|chemin|allee|impasse|place|quai|cours|route|square|passage|villa|cite|residence|faubourg|sentier|rond-point)\s[^|•;\n]{2,60}"
    r"|(?:calle|c/|c\.|avda?\.?|avenida|av\.|paseo|p\.?º|plaza|pza\.?|carrera|cra\.?|kra\.?|cll\.?|camino|ronda|urbanizacion|urb\.|travesia|callejon|jiron|jr\.|colonia|col\.|"
    r"rua|r\.|travessa|praca|largo|estrada|alameda|rodovia|quadra|beco|calcada)\s[^|•;\n]{2,60}?(?:\d|s/n)[^|•;\n]{0,40}"
    r"|p\.? ?o\.? box \d+|postfach \d+|apartado(?: de correos)? \d+|caixa postal \d+"
    r")"
)
_POSTAL = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?:[a-z]{1,3}[- ])?\d{5}(?:-\d{3,4})?(?:,| -)? [a-z][\w.'’-]+(?:[ -][a-z(][\w'’)-]+){0,3}"
    r"|\d{4}-\d{3}(?: [a-z][\w'-]+){0,3}|\d{5}-\d{3}"
    r"|(?:^ ?|(?<=, ))(?:[a-z]{1,2}-)?\d{4} [a-z][\w.'-]{3,}(?: [a-z][\w'-]+){0,1}$"
    r"|(?:[a-z][\w.'-]+ ){0,3}[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|(?:[a-z][\w.'-]+ ){0,3}[a-z]\d\d [a-z\d]{4}\b"
    r"|(?:[a-z][\w.'-]+ ){0,3}[a-z]\d[a-z] ?\d[a-z]\d\b|\d{4} [a-z]{2} [a-z][\w'-]+"
    r"|(?:[a-z][\w.'-]+ ){0,2}[a-z][\w.'-]+,? [a-z]{2},? \d{5}(?:-\d{4})?|(?:[a-z][\w.'-]+ ){0,2}[a-z][\w.'-]+ - \d{6}"
    r")(?!\w)"
)
_PIECES = re.compile(r"(?:(?!\s{3,})[^|•·;▪●\t✉☎✆⌂])+")
_TYPES = set(
    "street avenue drive court crescent close grove square parkway chemin allee impasse place route passage villa residence boulevard faubourg "
    "calle avenida paseo plaza carrera camino ronda colonia travessa praca largo estrada alameda rodovia quadra santa saint".split()
)
_NATIONS = {word for part in listed("nations.txt").values() for word in map(fold, part)}


def private_spans(document, reading):
    """Stretches of `document.text` that say who somebody is, wherever they stand."""
    spans = [span for kind in FACTS for fact in reading.all(kind) for span in fact.spans]
    name = reading.value("name")
    if isinstance(name, str) and len(name) > 3:
        spans += [match.span() for match in re.finditer(re.escape(name), document.text, re.IGNORECASE)]
    for index, line in enumerate(document.lines):
        folded, first = fold(line.text), line.start
        if len(folded) > 300:
            continue
        label = _LABEL.match(folded)
        if label:
            spans.append((first, first + len(line.text)))
            said = label.group("rest").strip(" :|\t–-")
            if not said and index + 1 < len(document.lines):
                below = document.lines[index + 1]
                if len(below.text) < 90 and not _LABEL.match(fold(below.text)):
                    spans.append((below.start, below.start + len(below.text)))
            continue
        spans += [(first + found.start(), first + found.end()) for found in _BIRTH.finditer(folded)]
        for part in _PIECES.finditer(folded):
            written = line.text[part.start() : part.end()]
            spans += [(first + part.start() + a, first + part.start() + b) for a, b in _in_piece(part.group(), written)]
    return spans


def _in_piece(text, written):
    """Stretches of one piece of a line that are an address, or all of it where it says nothing but who somebody is."""
    bare = text.strip(" ,.()–-")
    if not bare:
        return []
    said = [part.strip() for part in re.split(r"[,/]", bare)]
    if _ALONE.fullmatch(bare) or all(part in _NATIONS or _ALONE.fullmatch(part) for part in said if part):
        return [(0, len(text))]
    if len(text) > 130:
        return []
    found = []
    for pattern in (_STREET, _POSTAL):
        for match in pattern.finditer(text):
            if not periods(match.group()) and _proper(written[match.start() : match.end()]):
                found.append(match.span())
    if found and title_score(bare) < 1.5 and org_score(bare) < 1.5 and len(bare.split()) < 14:
        return [(0, len(text))]  # an address is its town too
    return found


def _proper(text):
    """Are its long words written as names are? "10 years in one place" and "2 cours de français" are no addresses."""
    long = [word for word in re.findall(r"[^\W\d_]{5,}", text) if word[0].islower()]
    return all(fold(word) in _TYPES or fold(word).endswith(("strasse", "strase", "allee", "gasse", "platz")) for word in long)


def head_of(document, sections=None):
    """Numbers of the lines that stand above the first heading, job or sentence: of the person, told or not."""
    sections = split(document) if sections is None else sections
    headings = [
        s.heading if s.heading is not None else min(s.lines, default=0) for s in sections if s.kind not in {"top", "contact"}
    ]
    stop = min(headings, default=len(document.lines))
    head = []
    for number, line in enumerate(document.lines[: min(stop, HEAD)]):
        words = re.findall(r"[^\W\d_]+", line.text)
        prose = len(words) >= 9 and sum(word[0].islower() for word in words) >= 0.5 * len(words)
        span = any(not period.single for period in periods(line.text))
        if prose or span:
            break
        head.append(number)
    if head and len(head) < len(document.lines):  # a job's title and employer stand above its dates
        while (
            head
            and head[-1] > 2
            and (title_score(document.lines[head[-1]].text) >= 1.5 or org_score(document.lines[head[-1]].text) >= 1.5)
        ):
            head.pop()
    return head


def private_parts(document, reading) -> bytearray:
    """1 for every character of `document.text` that says who somebody is."""
    private = bytearray(len(document.text))
    for start, end in private_spans(document, reading):
        private[start:end] = b"\1" * (end - start)
    return private


def scoring_text(document, reading) -> str:
    """The text of a résumé without the parts that say who somebody is: head, contact, personal data, the person's name.

    Whether the headings were understood is told by what is left, so that a longer name or address changes nothing.
    """
    private, sections = private_parts(document, reading), split(document)
    told = [n for section in sections if section.kind not in SECTIONS for n in section.lines]
    head = set(head_of(document, sections))
    rest = [n for n in range(len(document.lines)) if n not in head]
    shown = {n: _shown(document.lines[n], private) for n in {*told, *rest}}
    if sum(len(shown[n].split()) for n in told) < KEPT * sum(len(shown[n].split()) for n in rest):
        told = rest
    return "\n".join(shown[n] for n in told)


def _shown(line, private):
    return "".join(" " if private[line.start + at] else letter for at, letter in enumerate(line.text))
