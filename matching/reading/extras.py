"""Languages spoken, certificates, summary and signs of leadership."""

import re

from matching.reading.dates import periods
from matching.reading.facts import Fact, Text
from matching.reading.folding import fold
from matching.reading.pieces import BULLET
from matching.reading.sections import heading_of
from matching.reading.tongues import LANGUAGE

_CEFR = re.compile(r"\b([abc][12])\b")
_LEVELS = [
    (
        "native",
        re.compile(
            r"native|mother tongue|muttersprach|langue maternelle|maternelle|nativ[oa]|materna|bilingu|"
            r"zweisprachig|first language"
        ),
    ),
    (
        "C1",
        re.compile(
            r"fluent|full professional|verhandlungssicher|fliess?end|flussig|courant|fluid|fluente|advanced|avance|"
            r"avanzado|avancado|fortgeschritten|proficient|excellent|sehr gut|business fluent"
        ),
    ),
    ("B2", re.compile(r"professional working|upper intermediate|gut|bon niveau|conversational|professional|good")),
    ("B1", re.compile(r"intermedia|limited working|mittel|intermedio|medio|working knowledge")),
    (
        "A2",
        re.compile(
            r"basic|elementary|grundkenntnisse|notions|debutant|basico|beginner|scolaire|school|schulkenntnisse|"
            r"anfanger"
        ),
    ),
]


def _level(text):
    match = _CEFR.search(text)
    if match:
        return match.group(1).upper()
    return next((level for level, pattern in _LEVELS if pattern.search(text)), None)


def read_languages(document, sections):
    """Languages with their level (CEFR or "native"; None when not written)."""
    facts, seen = [], {}
    for section in sections:
        lines = [document.lines[i] for i in section.lines if document.lines[i].text.strip()]
        for number, line in enumerate(lines):
            folded = fold(line.text)
            hits = [m for m in re.finditer(r"[a-z]+", folded) if m.group() in LANGUAGE]
            for at, match in enumerate(hits):
                name = LANGUAGE[match.group()]
                end = hits[at + 1].start() if at + 1 < len(hits) else len(folded)
                level = _level(folded[match.end() : end]) or (_level(folded[: match.start()]) if at == 0 else None)
                if (
                    level is None
                    and len(hits) == 1
                    and number + 1 < len(lines)
                    and not any(w in LANGUAGE for w in re.findall(r"[a-z]+", fold(lines[number + 1].text)))
                ):
                    level = _level(fold(lines[number + 1].text))
                if name in seen:
                    continue
                seen[name] = True
                span = (line.start + match.start(), line.start + match.end())
                facts.append(Fact("language", {"language": name, "level": level}, (span,), 0.9))
    return facts


def read_certifications(document, sections):
    """One fact a certificate: the line without its date; an issuer on a line of its own belongs to the line above."""
    facts = []
    for section in sections:
        for index in section.lines:
            line = document.lines[index]
            text = line.text
            if not text.strip() or len(text) > 160:
                continue
            found = periods(text)
            match = BULLET.match(text)
            first, last = match.end() if match else 0, len(text)
            date = None
            if found:
                date = found[-1].end or found[-1].start
                if found[-1].first <= first + 2:
                    first = max(first, found[-1].last)
                else:
                    last = min(last, found[-1].first)
            piece = Text(text, line.start).cut(first, last)
            if sum(c.isalpha() for c in piece.text) < 3 or piece.text.lower().startswith("http"):
                if date and facts and facts[-1].value.get("date") is None:
                    facts[-1].value["date"] = date
                continue
            if (
                facts
                and not match
                and not date
                and line.box
                and facts[-1].value.get("issuer") is None
                and line.block == facts[-1].value.pop("_block", None)
                and not line.bold
                and facts[-1].value.pop("_bold", False)
            ):
                facts[-1].value["issuer"] = piece.text
                continue
            facts.append(
                Fact(
                    "certification",
                    {"name": piece.text, "date": date, "_block": line.block, "_bold": line.bold},
                    (piece.span,),
                    0.8,
                )
            )
    for fact in facts:
        fact.value.pop("_block", None)
        fact.value.pop("_bold", None)
    return facts


_LEADS = re.compile(
    r"\b(?:(?:led|leading|managed|managing|supervised|supervising|directed|headed|oversaw|coached|mentored|trained|"
    r"coordinated)\s+(?:and \w+ )?(?:(?:a|an|the|up to|over|more than|cross-functional|global|small|large|remote|"
    r"international|junior)\s+){0,3}(?:\w+\s+){0,2}?(?:team|teams|staff|group|crew|shift|department|"
    r"\d+\s+(?:\w+\s+){0,2}(?:people|engineers|nurses|employees|developers|direct reports|workers|staff|members|"
    r"drivers|technicians|teachers|cooks|volunteers|students))"
    r"|team of (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)|\d+ direct reports|"
    r"(?:leitung|fuhrung)\s+(?:(?:von|eines|des|einer|der)\s+)?(?:\w+\s+){0,3}?(?:teams?|mitarbeiter\w*|abteilung|"
    r"schicht|station|gruppe)|teamleitung|personalverantwortung|fuhrungsverantwortung|"
    r"encadr\w+\s+(?:d'une equipe|de \d+|d'\w+|\w+ equipe)|management (?:d'une equipe|de \d+)|a la tete d|dirig\w+ "
    r"(?:una equipe|un equipo|una equipa|equipo|equipe|equipa)|lider\w+\s+(?:de\s+)?(?:un |una |uma |um "
    r")?(?:equipos?|equipes?|equipas?)|gestion de equipos?|supervision de \d+|gestao de equip\w+|coordinacion de "
    r"equipos?|coordenacao de equip\w+)"
)
_LEAD_TITLE = re.compile(
    r"\b(?:head|chief|director\w*|lead|leader|manager|supervisor\w*|foreman|captain|principal|president|vp|vice "
    r"president|ceo|cto|cfo|coo|leiter(?:in)?|\w+leiter(?:in)?|geschaftsfuhrer(?:in)?|meister(?:in)?|chef|cheffe|"
    r"directeur|directrice|responsable|gerente|jefe|jefa|encargad[oa]|coordinador\w*|coordenador\w*|diretor\w*|"
    r"gestor\w*|supervisora?)\b"
)


def read_leadership(document, jobs):
    """Places that say the person led others: phrases in the text and titles that mean it."""
    folded = fold(document.text)
    facts = [
        Fact("leadership", " ".join(document.text[m.start() : m.end()].split()), (m.span(),), 0.8)
        for m in _LEADS.finditer(folded)
    ]
    for job in jobs:
        title = job.parts.get("title")
        if title and _LEAD_TITLE.search(fold(title.value)):
            facts.append(Fact("leadership", title.value, title.spans, 0.7))
    return facts[:20]


def read_summary(document, sections):
    """The text under a summary heading, else the first prose under the name."""
    for section in sections:
        if section.kind != "summary":
            continue
        lines = [document.lines[i] for i in section.lines if document.lines[i].text.strip()]
        text = " ".join(line.text.strip() for line in lines)
        if len(text) > 20:
            return Fact("summary", text[:3000], tuple((line.start, line.start + len(line.text)) for line in lines), 0.9)
    top = [document.lines[i] for section in sections if section.kind == "top" for i in section.lines]
    prose = [line for line in top if len(line.text.split()) >= 9 and heading_of(line.text) is None and "@" not in line.text]
    if prose:
        return Fact(
            "summary",
            " ".join(line.text.strip() for line in prose)[:3000],
            tuple((line.start, line.start + len(line.text)) for line in prose),
            0.6,
        )
    return None
