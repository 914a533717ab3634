"""Lines of a section cut into the pieces that people put between commas, bars and dashes."""

import re

from matching.reading.dates import goes_on, periods, without_durations
from matching.reading.document import Line
from matching.reading.facts import Text
from matching.reading.folding import fold
from matching.reading.vocabulary import ends_as_org, is_field_label, is_region, is_state, org_score, place_score, title_score

BULLET = re.compile(
    r"^\s*(?:[•●▪■◦‣∙·○◆▶►▸▹▷▻➢➤➔➜➝➞⇒❯❱✓✔✅☑☐✚❖✦✧✱◇◈⬥□▫⚫§»›⁃]|[-–—*+](?=\s)|o(?=\s+[A-Z])|\d{1,2}[.)](?=\s+[A-Z]))\s*"
)
_STRONG = re.compile(
    r"\s*[|•·●▪◆⋅¦❘]\s*|\s*::+\s*|\s+~+\s+|\s+[-–—―]+\s*|(?<=[^\s\d])[–—]\s+|\s{3,}|\s*[;\t]\s*|\s+/\s+(?=[A-Z])"
)
_AT = re.compile(
    r"\s+(?:at|@|bei|beim|chez|for|with|en|em|na|no|à|au|na empresa|en la empresa)\s+(?:der |dem |the "
    r")?(?=[A-ZÀ-Þ0-9])|(?<=\w{3})\.\s+(?=[A-ZÀ-Þ])"
)
_VERB = re.compile(
    r"^(?:achieved|administered|advised|analy[sz]ed|applied|architected|arranged|assessed|assigned|assisted|"
    r"automated|built|carried|championed|coached|collaborated|completed|conducted|configured|contributed|"
    r"controlled|converted|cooperated|"
    r"coordinated|co-?led|created|cut|decreased|delivered|deployed|designed|developed|devised|diagnosed|directed|"
    r"documented|drafted|drove|earned|educated|engineered|enhanced|ensured|established|evaluated|examined|executed|"
    r"expanded|"
    r"facilitated|fixed|founded|gained|generated|grew|guided|handled|helped|hired|identified|implemented|improved|"
    r"increased|initiated|inspected|installed|integrated|introduced|investigated|launched|leading|led|maintained|"
    r"managed|managing|mentored|"
    r"migrated|modernized|monitored|negotiated|operated|optimi[sz]ed|organi[sz]ed|oversaw|participated|performed|"
    r"planned|prepared|presented|processed|produced|programmed|promoted|provided|published|raised|received|"
    r"recruited|redesigned|reduced|"
    r"refactored|repaired|reported|represented|researched|resolved|responsible|restored|reviewed|saved|scaled|"
    r"served|set up|shipped|sold|spearheaded|started|streamlined|supervised|supported|taught|tested|trained|"
    r"transformed|translated|treated|"
    r"used|using|utili[sz]ed|validated|welded|won|worked|working|wrote|building|creating|developing|providing|"
    r"fulfillment|making|verantwortlich|zustandig|betreuung|durchfuhrung|entwicklung von|leitung (?:von|eines|des|"
    r"der)|planung|aufbau|mitarbeit|"
    r"gestion d|mise en|developpement d|encadrement|realisation|suivi|participation|responsable (?:de la|du) "
    r"\w+ing|gestion de|atencion|desarrollo de|elaboracion|manejo|gestao de|desenvolvimento de|atendimento|"
    r"responsavel por|responsable de la)\b"
)
_LABEL = re.compile(
    r"^(?:technolog\w+|tech stack|tools|stack|highlights?|key achievements?|achievements?|responsibilities|main "
    r"activities.*|key responsibilities|aufgaben|tatigkeiten|erfolge|schwerpunkte|missions?|taches|realisations|"
    r"funciones|logros|responsabilidades|"
    r"atividades|principales funciones|principais atividades|environment|wichtigste tatigkeiten.*|zustandigkeiten|principales activites.*|responsabilites|funciones y responsabilidades.*|"
    r"princip\w+ acti?vidades.*|princip\w+ atividades.*|responsabilidades principales|technologies used|keywords?|skills used|"
    r"summary|project|courses|gpa|thesis|advisor|grade|note|abschlussnote|duties|description|reason for leaving|"
    r"focus|key projects?|role|relevant coursework|coursework|modules|honou?rs)\s*[:：]?(?:\s|$)"
)
_LABELS = {
    "company": "company(?: name)?|employer|organi[sz]ation|client|arbeitgeber|firma|unternehmen|betrieb|entreprise|"
    "employeur|societe|empresa|empleador|entidade empregadora|name and address of employer|(?:name|"
    "adresse).{0,20}arbeitgebers?",
    "title": "position(?: held)?|title|job title|role|designation|post|occupation(?: or position held)?|funktion|"
    "tatigkeit als|stelle|poste(?: occupe)?|fonction|puesto|cargo|funcao|profession|beruf",
    "place": "location|ort|einsatzort|lieu|lugar|localidad|local",
    "": "dates?|duration|period|from|zeitraum|dauer|periode|duree|periodo|fechas?|datas?|institution|school|"
    "degree|university|abschluss|schule|hochschule|etablissement|diplome|centro|titulo|instituicao|curso|"
    "qualification",
}
# Labels of the older Europass form, which stand beside their text without a colon
_FORM = {
    "company": "name and address of employer|name und adresse des arbeitgebers|nom et adresse de l'employeur|"
    "nombre y direccion de la(?: empresa)?|nome e (?:morada|endereco) do empregador",
    "title": "occupation or position held|beruf oder funktion|fonction ou poste occupe|"
    "profesion o cargo desempenado|funcao ou cargo ocupado",
    "": "dates|datum|fechas|datas",
}
_FIELD_LABEL = re.compile(
    "^(?:"
    + "|".join(
        f"(?P<{name or 'other'}>(?:{words})(?=\\s*[:：])" + (f"|(?:{_FORM[name]})(?=\\s))" if name in _FORM else ")")
        for name, words in _LABELS.items()
    )
    + r")\s*[:：]?\s*"
)


def names_employer(text):
    """Does the line bring the label of an employer with it?"""
    label = _FIELD_LABEL.match(fold(text).lstrip())
    return bool(label and label.group("company"))


def is_description(text, folded=None):
    """Does the line tell what was done, rather than where and as what?"""
    folded = folded or fold(text)
    stripped = text.strip()
    words = stripped.split()
    if BULLET.match(text) or stripped[:1].islower() and not stripped.startswith(("bei ", "chez ", "at ")):
        return True
    if len(words) < 16 and _FIELD_LABEL.match(folded):
        return False
    if len(words) >= 13 or folded.startswith(("http://", "https://", "www.")):
        return not (periods(text) and len(words) < 18)
    if _LABEL.match(folded) and not _FIELD_LABEL.match(folded):
        return True
    if stripped.endswith((".", "!", "?")) and len(words) >= 5 and not ends_as_org(folded):
        return not periods(text) and not _names_job(stripped)
    if stripped.endswith(".") and len(words) in (3, 4) and len(words[-1]) > 4 and words[1].islower() and not ends_as_org(folded):
        return org_score(text) < 1.0 and not periods(text)
    if len(words) >= 4 and _VERB.match(folded) and not periods(text):
        return True
    return len(words) >= 6 and is_sentence(text) and title_score(text) < 1.5 and not periods(text)


def _names_job(text):
    """ "Key Account Manager, Acme Pumps, Leeds.": title or employer first, and every part with a capital."""
    parts = [part.strip() for part in text.rstrip(".").split(",")]
    if not 2 <= len(parts) <= 4 or not all(part[:1].isupper() or part[:1].isdigit() for part in parts):
        return False
    first = parts[0]
    if len(first.split()) > 6 or any(is_sentence(part) and len(part.split()) > 3 for part in parts):
        return False
    return any(title_score(part) >= 1.5 or org_score(part) >= 1.5 for part in parts[:2])


def is_sentence(text):
    """Mostly small words after the first: a name or a title in English or German has few of them."""
    words = re.findall(r"[^\W\d_]+", text)[1:]
    return len(words) >= 2 and not _STRONG.search(text.strip()) and sum(word[0].islower() for word in words) >= 0.6 * len(words)


def pieces_of(line, text=None, start=None, dates=()):
    """The line without its dates as a list of `Text`, cut at separators; commas are left to `commas`."""
    text = line.text if text is None else text
    start = line.start if start is None else start
    shown = BULLET.sub(lambda m: " " * len(m.group()), text)
    if dates or "yr" in text or "mo" in text or "an" in text or "Jahr" in text:
        folded = without_durations(shown) if dates else None
        blank = list(shown)
        for period in dates:
            blank[period.first : period.last] = "\t" * (period.last - period.first)
        if folded:
            for index, (a, b) in enumerate(zip(fold(shown), folded, strict=False)):
                if a != b and blank[index] != "\t":
                    blank[index] = " "
        shown = "".join(blank)
    whole = Text(shown, start, -1, line.bold)
    label = _FIELD_LABEL.match(fold(shown).lstrip())
    named = next((name for name in ("company", "title", "place") if label and label.group(name)), None)
    first = len(shown) - len(shown.lstrip()) + label.end() if label else 0
    found, at = [], first
    for match in _STRONG.finditer(shown, first):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, len(shown)))
    out = []
    for a, b in found:
        cut = whole.cut(a, b)
        if re.fullmatch(r"(?i)\W*(?:from|to|von|bis|de|du|since|seit|desde)?\W*", cut.text):
            continue
        match = _AT.search(cut.text)
        if match and title_score(cut.text[: match.start()]) >= 0.8:
            out.append((cut.cut(0, match.start()), "title"))
            out.append((cut.cut(match.end(), len(cut.text)), "company"))
        else:
            out.append((cut, named))
    return out


def commas(piece):
    """A piece cut at commas that part title, employer and place; "Acme, Inc." and "Austin, TX" stay whole."""
    text = piece.text
    if "," not in text:
        return [piece]
    cuts, depth, at = [], 0, 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            cuts.append((at, index))
            at = index + 1
    cuts.append((at, len(text)))
    parts = [piece.cut(a, b) for a, b in cuts if text[a:b].strip()]
    merged = []
    for part in parts:
        suffix = re.fullmatch(r"(?i)(?:inc|llc|ltd|l\.l\.c|co|corp|s\.a|plc|gmbh|lp|llp|pllc|p\.c|pc|md|rn)\.?", part.text)
        place = is_state(part.text.split()[0]) if part.text.split() else False
        country = is_region(part.text) or place_score(part.text) >= 3.0
        if merged and (
            suffix
            or place
            or (
                country
                and not title_score(merged[-1].text)
                and not org_score(merged[-1].text)
                and len(merged[-1].text.split()) <= 3
                and len(merged) > 1
                and (len(merged) > 2 or is_region(part.text) or place_score(merged[-1].text) >= 1.5)
            )
        ):
            before = merged[-1]
            merged[-1] = piece.cut(before.start - piece.start, part.start - piece.start + len(part.text))
        else:
            merged.append(part)
    return merged


def place_at_end(piece):
    """ "Acme Inc. Austin, TX" -> the piece and its place, when the place is plain; else the piece and None."""
    if place_score(piece.text) >= 2.5:
        return piece, None
    match = re.search(
        r"(?:,\s*|\s+[(]|\s+)((?:[A-ZÀ-Þ][\w.'’-]+\s?){1,2},\s*(?:[A-Z]{2}|"
        r"[A-ZÀ-Þ][a-zà-ÿ]+(?:\s[A-ZÀ-Þ][a-zà-ÿ]+)?))\)?$",
        piece.text,
    )
    last = match.group(1).rsplit(",", 1)[1] if match else ""
    if match and match.start() > 2 and (is_state(last) or is_region(last)) and place_score(match.group(1)) >= 3.0:
        return piece.cut(0, match.start()), piece.cut(match.start(1), match.end(1))
    return piece, None


def _fills(label, line):
    """Is `line` what stands in the form beside `label`?"""
    if not (is_field_label(label.text) and label.box and line.box and label.page == line.page) or is_field_label(line.text):
        return False
    return line.box[0] > label.box[2] and label.box[1] < (line.box[1] + line.box[3]) / 2 < label.box[3]


def _wrapped(before, line, edges):
    """Is `line` the rest of the bold line above, whose column had no room for its first word?"""
    if not (before.bold and line.bold and before.box and line.box and before.page == line.page):
        return False
    if BULLET.match(line.text) or periods(before.text) or periods(line.text) or abs(before.size - line.size) > 0.15 * line.size:
        return False
    if abs(before.box[0] - line.box[0]) > 3 or not -0.5 * line.size < line.box[1] - before.box[3] < 0.6 * line.size:
        return False
    width = (before.box[2] - before.box[0]) / len(before.text)
    word = len(line.text.split()[0]) + 1
    return before.box[2] + 0.9 * width * word > edges[before.block, before.page] and len(before.text) > 12


_OPEN_END = re.compile(r"(?:,|-|–|&|/|\b(?:in|of|and|und|et|y|e|de|der|für|for|du|des|at|en|em|with|mit|the|la|le))$", re.I)


def joined(document, indices, dates_only=False):
    """The lines at `indices`, with a line that breaks off ("University of California,") joined to the one below it.

    Both stand next to each other in the text, so offsets in the joined line are offsets in the document.
    """
    lines, edges = [], {}
    for index in indices:
        line = document.lines[index]
        if line.box:
            edges[line.block, line.page] = max(edges.get((line.block, line.page), 0.0), line.box[2])
    for index in indices:
        line = document.lines[index]
        before = lines[-1][1] if lines else None
        near = (
            before is not None
            and lines[-1][0] == index - 1
            and before.text
            and line.text
            and before.block == line.block
            and len(before.text) + len(line.text) < 150
        )
        words = (
            near
            and not dates_only
            and not BULLET.match(line.text)
            and abs(before.size - line.size) < 0.6
            and before.bold == line.bold
            and _OPEN_END.search(before.text.rstrip())
            and not periods(line.text)
        )
        words = words or near and _fills(before, line) or near and _wrapped(before, line, edges)
        if words or near and goes_on(before.text, line.text):
            lines[-1] = (
                index,
                Line(f"{before.text} {line.text}", line.page, line.box, line.size, line.bold, line.block, None, before.start),
            )
        else:
            lines.append((index, line))
    return lines
