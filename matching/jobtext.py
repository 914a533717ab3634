"""Reading a job description: what it asks for, as suggestions with the place in the text that says so.

Pure functions over text. English first; the phrases for years, degrees and sections are known in German, French,
Spanish and Portuguese too.
"""

import re
from dataclasses import dataclass, field

from matching.engine import Job
from matching.taxonomy import taxonomy as shipped

REQUIRED, PREFERRED, DUTIES, ASIDE = "required", "preferred", "duties", "aside"
MOST_SKILLS = 30
_SECTIONS = (
    (
        PREFERRED,
        r"nice[- ]to[- ]have|preferred|desired|desirable|bonus|optional|pluses|plus points|good to have"
        r"|wünschenswert|von vorteil"
        r"|idealerweise|serait un plus|souhaité|deseable|se valora|valoramos|desejável|diferenciais",
    ),
    (
        REQUIRED,
        r"requirements?|required|must[- ]haves?|qualifications?|what you(?:'|’)?(?:ll| will)? (?:need|bring|have)"
        r"|who you are|your profile"
        r"|about you|essential|minimum|skills?(?: and experience)?|experience|basic qualifications|ihr profil|dein "
        r"profil|anforderungen|das bringst du mit"
        r"|votre profil|profil recherché|compétences|requisitos|perfil|qualificações|we are looking for|what we(?:'"
        r"|’)re looking for"
        r"|education",
    ),
    (
        DUTIES,
        r"responsibilities|duties|what you(?:'|’)?(?:ll| will) (?:do|be doing)|your role|the role|tasks|your tasks"
        r"|job description"
        r"|key accountabilities|day[- ]to[- ]day|aufgaben|deine aufgaben|ihre aufgaben|missions|vos missions|funciones"
        r"|responsabilidades|atividades",
    ),
    (
        ASIDE,
        r"about (?:us|the company|our|the team)|our (?:company|agency|story|values|team)|benefits|perks|what we "
        r"offer|we offer|why (?:join|work)"
        r"|what(?:'|’)s in it for you|equal opportunity|eeo|how to apply|compensation|wir bieten|über uns|nous offrons|"
        r"à propos|ofrecemos|sobre nosotros|oferecemos|sobre nós|top reasons",
    ),
)
_HEADING = re.compile("|".join(rf"(?P<{name}>(?:{words}))" for name, words in _SECTIONS), re.I)
_PREFERRED_HERE = re.compile(
    r"\b(?:nice[- ]to[- ]have|preferred|preferably|a (?:big |strong |definite )?plus|an advantage|advantageous"
    r"|bonus|desirable|desired|ideally|optional"
    r"|good to have|would be (?:great|nice)|von vorteil|wünschenswert|idealerweise|serait un (?:plus"
    r"|atout)|est un (?:plus|atout)|deseable|se valorará"
    r"|desejável|será um diferencial)\b",
    re.I,
)
_MUST_HERE = re.compile(
    r"\b(?:must(?:[- ]have)?|required|mandatory|essential|minimum|necessary|proven|zwingend|erforderlich|vorausgesetzt|"
    r"indispensable|impératif|exigé|imprescindible|obligatorio|obrigatório|indispensável)\b",
    re.I,
)
# What comes after these words, or before the later ones, is said not to be wanted at all.
_NOT_WANTED = re.compile(
    r"\bno (?:need|requirement)s? (?:for|to)\b|\b(?:you )?(?:do not|don['’]t|need not|needn['’]t) (?:have to|need|require)\b(?! to be)"
    r"|\b(?:without|ohne|sans|sin|sem) (?:(?:any|prior|previous) )*(?:(?:knowledge|experience|kenntnisse|erfahrung"
    r"|connaissances?|expérience|conocimientos|experiencia|conhecimentos?|experiência)\b|\Z)|\bno (?:prior |previous )?(?:knowledge|experience)\b|\bpas besoin\b"
    r"|\bno se (?:requiere|necesita|exige)n?\b|\bsin necesidad\b|\bno es necesari[oa]\b"
    r"|\bnão (?:é|são) (?:necessári[oa]s?|precis[oa]|exigid[oa]s?)\b"
    r"|\bnão (?:exigimos|requer)\b|\bsem necessidade\b",
    re.I,
)
_NOT_WANTED_AFTER = re.compile(
    r"\b(?:is|are)(?: not|n['’]t) (?:required|needed|necessary|wanted)\b|\bnot (?:needed|necessary|required|wanted)\b"
    r"|\bunnecessary\b|\bkeine?[nr]?\b[^.\n]{0,80}\b(?:nötig|notwendig|erforderlich|vorausgesetzt|benötigt)\b"
    r"|\bnicht (?:nötig|notwendig|erforderlich)\b|\bn['’]est pas (?:nécessaire|requise?|exigée?)\b|\bne sont pas (?:nécessaires|requis)\b"
    r"|\bno (?:es|son) necesari[oa]s?\b",
    re.I,
)
_BUT = re.compile(r"\b(?:but|however|aber|sondern|mais|pero|mas|porém)\b|[;,](?=\s*(?:but|just|only)\b)", re.I)
_OR = re.compile(r"\s*(?:/|,?\s*\b(?:or|oder|ou|o|bzw\.?)\b)\s*\Z", re.I)
_STUDIED = re.compile(r"\b(?:degree|bachelor|master|diploma|ph\.?d|studium|licence|licenciatura|graduação|grado)\b", re.I)
_UNIT = re.compile(r"[^\n.;!?•●▪◦‣]+(?:\.(?=\w)[^\n.;!?•●▪◦‣]*)*|\n")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_COUNT = r"(?:\d{1,2}(?:[.,]5)?|" + "|".join(_NUMBERS) + ")"
_YEARS = re.compile(
    rf"(?P<low>{_COUNT})\s*(?:\(\d+\)\s*)?(?:(?:-|–|to|bis|à|a)\s*(?P<high>{_COUNT})\s*)?(?P<plus>\+|\bplus\b|or "
    rf"more)?\s*"
    r"(?:\+\s*)?(?:years?|yrs?|jahren?|ans|années|años|anos)\b(?:['’]s?)?(?P<after>[^\n.;]{0,80})",
    re.I,
)
_ABOUT_WORK = re.compile(
    r"experi|erfahrung|practice|background|work(?:ing)?\b|track record|berufs|expérience|as an?\b|in an?\b|of\b|with\b", re.I
)
_NOT_ASKED = re.compile(
    r"\b(?:we have|our|years old|warranty|history|founded|anniversary|age|contract|over the (?:last|past)|ago)\b", re.I
)
_TIERS = (
    (
        "phd",
        r"\bph\.?\s?d\b\.?|\bdoctorate\b|\bdoctoral\b|\bpromotion\b(?= in)|\bdoctorat\b|\bdoctorado\b|\bdoutorado\b"
        r"|\b[JM]\.?D\.(?=\W)",
    ),
    (
        "master",
        r"\bmaster(?:['’]?s)?\b(?! data| plan| electrician)|\bM\.?Sc\b\.?|\bMBA\b|\bM\.?Eng\b"
        r"|\bdiplom(?:-ingenieur)?\b|\bmaestría\b|\bmestrado\b"
        r"|\bbac ?\+ ?5\b|\badvanced degree\b|\bgraduate degree\b",
    ),
    (
        "bachelor",
        r"\bbachelor(?:['’]?s)?\b|\bB\.?Sc\b\.?|\bB\.?S\.?(?=/| in\b| degree)|\bB\.?A\.?(?=/| in\b| degree)"
        r"|\bBTech\b|\bB\.?Tech\b|\bundergraduate degree\b"
        r"|\b(?:college|university|four[- ]year|4[- ]year) degree\b|\bdegree in\b|\bstudium\b|\blicence en\b|\bbac "
        r"?\+ ?3\b|\blicenciatura\b"
        r"|\btítulo universitario\b|\bgraduação\b|\bensino superior\b|\bgrado en\b",
    ),
    (
        "associate",
        r"\bassociate(?:['’]?s)? degree\b|\bassociate['’]s\b|\btwo[- ]year degree\b|\bHND\b|\bBTS\b|\bDUT\b|\bbac "
        r"?\+ ?2\b|\bfoundation degree\b|\bt[ée]cnico(?: \w+)? superior\b|\btecnólogo\b|\bgrado superior\b"
        r"|\btechniker(?:in)?\b(?=.{0,30}geprüft)|\bgeprüfter? techniker(?:in)?\b",
    ),
)
TIER_OF_DEGREE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _TIERS), re.I)
_FIELDS = (
    (
        "computing",
        r"computer (?:science|engineering)|software engineering|information (?:technology|systems|science)"
        r"|informati(?:k|que|ca)|data science|cybersecurity",
    ),
    (
        "engineering",
        r"(?:mechanical|electrical|civil|chemical|industrial|electronic|aerospace|biomedical)(?: \w+)? engineering"
        r"|\bengineering\b|maschinenbau"
        r"|elektrotechnik|ingenier[ií]a|ingénierie|engenharia|architecture",
    ),
    (
        "mathematics",
        r"mathematics|\bmaths?\b|statistics|mathematik|quantitative (?:field|discipline|research field)|actuarial "
        r"science|econometrics",
    ),
    (
        "science",
        r"\bphysics\b|\bchemistry\b|\bbiology\b|biochemistry|life sciences?|natural sciences?|biotechnology"
        r"|microbiology|environmental science",
    ),
    (
        "business",
        r"business administration|\bbusiness\b|\bfinance\b|\baccounting\b|economics|\bmarketing\b|management"
        r"|\bBWL\b|human resources",
    ),
    ("law", r"\blaw\b|\blegal studies\b|\bjura\b|\bdroit\b|\bderecho\b|\bdireito\b"),
    ("health", r"nursing|medicine|pharmacy|public health|physiotherapy|healthcare|kinesiology|nutrition"),
    ("education", r"\beducation\b(?= degree)|degree in education|pedagogy|teaching|early childhood"),
    (
        "arts",
        r"graphic design|fine arts|\bdesign\b|communications?\b|journalism|english literature|linguistics|media "
        r"studies",
    ),
    ("social", r"social work|psychology|sociology|political science|social sciences?|anthropology"),
    ("agriculture", r"agriculture|agronomy|forestry|horticulture|veterinary"),
    ("services", r"hospitality|tourism|hotel management|culinary"),
)
FIELD_OF_STUDY = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _FIELDS), re.I)
_SENIORITY = (
    ("executive", r"\b(?:chief|vp|vice president|c[etfio]o|executive director|president)\b"),
    ("director", r"\b(?:director|head of)\b"),
    ("lead", r"\b(?:lead|principal|staff|manager|supervisor|leiter(?:in)?|team lead|foreman)\b"),
    ("senior", r"\b(?:senior|sr\.?|experienced|confirmé)(?!\w)"),
    (
        "junior",
        r"\b(?:junior|jr\.?|graduate|entry[- ]level|trainee|apprentice|intern(?:ship)?|assistant|débutant"
        r"|praktikant)(?!\w)",
    ),
)
_EMPLOYMENT = (
    ("full_time", r"\bfull[- ]time\b|\bvollzeit\b|\btemps plein\b|\bjornada completa\b|\btempo integral\b"),
    ("part_time", r"\bpart[- ]time\b|\bteilzeit\b|\btemps partiel\b|\bmedia jornada\b|\bmeio período\b"),
    (
        "contract",
        r"\bcontract(?:or)? (?:position|role|basis)\b|\bfreelance\b|\bfixed[- ]term\b|\bbefristet\b|\bCDD\b"
        r"|\bcontract to hire\b",
    ),
    ("internship", r"\binternship\b|\bpraktikum\b|\bstage de\b|\bprácticas\b|\bestágio\b"),
    ("temporary", r"\btemporary\b|\bseasonal\b|\bzeitarbeit\b"),
)
_SALARY = re.compile(
    r"(?P<currency>[$£€]|\b(?:USD|EUR|GBP|CHF|BRL|R\$))\s?(?P<low>\d[\d.,]*)\s?(?P<k1>k\b)?(?:\s?(?:-|–|to|bis"
    r"|à)\s?(?:[$£€]|USD|EUR|GBP|CHF)?\s?"
    r"(?P<high>\d[\d.,]*)\s?(?P<k2>k\b)?)?(?:\s?(?:per|an?|/|pro)\s?(?P<per>hour|hr|year|annum|month|day|week"
    r"|stunde|jahr|monat))?",
    re.I,
)
_LOCATION = re.compile(
    r"^\W*(?:job |work )?(?:location|standort|lieu|ubicación|localização|arbeitsort|based in"
    r"|office)\s*[:\-–]\s*(?P<place>[^\n;|(]{2,60})",
    re.I | re.M,
)
_BASED = re.compile(
    r"\b(?i:based in|located in|mit sitz in|basée? à)\s+(?P<place>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){0,2})"
)
_REMOTE = re.compile(
    r"\b(?:fully |100 ?% )?(?:remote|work from home|home ?office|télétravail|teletrabajo|trabalho remoto)\b|\bhybrid\b", re.I
)
_CERTIFIED = re.compile(
    r"licen[cs]e|certif|registered|qualified|admission|PMP|CPA|CISSP|CISM|ACCA|CFA|PRINCE2|ISTQB|ITIL|BLS|ACLS|PALS"
    r"|CPR|CDL|HGV|ADR|SHRM|"
    r"Scrum Master|Product Owner|First aid|Six Sigma|Journeyman|Gas Safe|18th Edition|Ethical Hacker|Security\+|ASE",
    re.I,
)


@dataclass(frozen=True)
class Suggestion:
    """A value and the span [start, end) of the text that it was read from. importance: 1 to 5 for skills."""

    value: object
    start: int
    end: int
    importance: int = 0


@dataclass
class JobFacts:
    """What a job description says. Single facts are a Suggestion or None, the rest lists in order of the text;
    skills hold keys.
    """

    title: Suggestion | None = None
    required: list = field(default_factory=list)
    preferred: list = field(default_factory=list)
    min_years: Suggestion | None = None
    ideal_years: Suggestion | None = None
    education: Suggestion | None = None
    fields: list = field(default_factory=list)
    seniority: Suggestion | None = None
    location: Suggestion | None = None
    remote: Suggestion | None = None  # "remote" or "hybrid"
    employment_type: Suggestion | None = None
    salary: Suggestion | None = None  # {"currency", "low", "high", "per"}
    languages: list = field(default_factory=list)
    certifications: list = field(default_factory=list)

    def job(self, text) -> Job:
        """The same facts as the engine wants them."""
        value = lambda fact: fact.value if fact else None  # noqa: E731
        return Job(
            value(self.title) or "",
            text,
            {skill.value: skill.importance for skill in self.required},
            {skill.value: skill.importance for skill in self.preferred},
            value(self.min_years),
            value(self.ideal_years),
            value(self.education),
            tuple(dict.fromkeys(fact.value for fact in self.fields)),
        )


@dataclass(frozen=True)
class _Unit:
    start: int
    end: int
    text: str
    section: str
    preferred: bool
    must: bool


def read_job(text: str, taxonomy=None) -> JobFacts:
    """Read a pasted job description. Never fails: what is not found stays empty."""
    taxonomy = taxonomy or shipped()
    units = list(_units(text))
    facts = JobFacts(title=_title(text))
    _skills(facts, text, units, taxonomy)
    facts.min_years, facts.ideal_years = _years(units)
    facts.education, facts.fields = _education(units)
    head = facts.title.value if facts.title else ""
    facts.seniority = _first(_SENIORITY, head, facts.title.start if facts.title else 0)
    facts.employment_type = _first(_EMPLOYMENT, text)
    place = _LOCATION.search(text) or _BASED.search(text)
    if place:
        said = place["place"].strip()
        start = place.start("place") + place["place"].index(said)
        facts.location = Suggestion(said, start, start + len(said))
    remote = _REMOTE.search(text)
    if remote:
        facts.remote = Suggestion("hybrid" if "hybrid" in remote.group().lower() else "remote", remote.start(), remote.end())
    facts.salary = _salary(text)
    return facts


def _units(text):
    """Lines and sentences with the section in which they stand."""
    section = ""
    for match in _UNIT.finditer(text):
        content = match.group().strip()
        if not content:
            continue
        label, colon, rest = content.partition(":")
        lines_alone = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip() in {"", "-", "*", "•"}
        heading = label if (colon and len(label) < 60) else content if len(content) < 50 and lines_alone else ""
        bullet = re.match(r"[-*•–]\s", content)
        kind = _HEADING.search(heading) if heading and len(heading.split()) <= 7 and not bullet else None
        if kind and (colon or sum(len(match.group()) for match in _HEADING.finditer(heading)) >= 0.4 * len(heading)):
            section = kind.lastgroup
            if not rest.strip():
                continue
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield _Unit(
            start,
            match.end(),
            content,
            section,
            bool(_PREFERRED_HERE.search(content)) and section != ASIDE,
            bool(_MUST_HERE.search(content)),
        )


def _title(text):
    labelled = re.search(
        r"^\s*(?:job title|position(?: title)?|role|stelle|poste|puesto|cargo)\s*[:\-–]\s*([^\n]{3,80})", text, re.I | re.M
    )
    if labelled:
        return Suggestion(labelled[1].strip(), labelled.start(1), labelled.end(1))
    line = re.search(r"\S[^\n]*", text)
    if line and len(line.group()) <= 100 and not line.group().rstrip().endswith((".", ":", "!")):
        return Suggestion(line.group().strip(), line.start(), line.start() + len(line.group().strip()))
    asked = re.search(
        r"\b(?:looking for|seeking|hiring|recruiting)\s+(?:an?|experienced|talented|motivated|our "
        r"next)?\s*((?:[A-Z][\w./+#&-]*\s?){1,5})",
        text,
    )
    return Suggestion(asked[1].strip(), asked.start(1), asked.start(1) + len(asked[1].strip())) if asked else None


def _skills(facts, text, units, taxonomy):
    """Skills by where they stand: wanted in the requirements, wished for in "nice to have", weaker in the duties."""
    best, place, last, alternatives = {}, 0, None, set()
    for found in taxonomy.find(text):
        while place < len(units) - 1 and units[place].end <= found.start:
            place += 1
        unit = units[place] if units else None
        if unit is None or unit.section == ASIDE:
            continue
        if found.skill.category == "spoken languages":
            facts.languages.append(Suggestion(found.skill.name, found.start, found.end))
            continue
        before, after = text[unit.start : found.start], text[found.end : unit.end]
        if _unwanted(before, after) or _is_study(found, before) or _of_the_title(found, facts.title):
            continue
        wished = unit.section == PREFERRED or unit.preferred and unit.section != DUTIES
        stars = 5 if unit.must and unit.section != DUTIES else 4 if unit.section == REQUIRED else 3
        if found.skill.category in ("general abilities", "working skills", "knowledge"):
            stars -= 2
        if facts.title and facts.title.start <= found.start < facts.title.end:
            stars, wished = 5, False
        if _OR.search(before) and last and last.end >= found.start - 8 and last.skill.category == found.skill.category:
            for key in (last.skill.key, found.skill.key):  # one of the two is enough
                alternatives.add(key)
        last = found
        # A skill of "nice to have" stays there, whatever a duty says; else the strongest place counts.
        rank = (unit.section == PREFERRED or unit.section != DUTIES, not wished, max(1, stars))
        if found.skill.key not in best or rank > best[found.skill.key][0]:
            best[found.skill.key] = (rank, not wished, max(1, stars), found)
        if _CERTIFIED.search(found.skill.name) and all(found.skill.name != other.value for other in facts.certifications):
            facts.certifications.append(Suggestion(found.skill.name, found.start, found.end))
    held = [(needed, max(1, stars - 2 * (key in alternatives)), found) for key, (_, needed, stars, found) in best.items()]
    ranked = sorted(held, key=lambda item: (-item[1], item[2].start))[:MOST_SKILLS]
    for needed, stars, found in sorted(ranked, key=lambda item: item[2].start):
        (facts.required if needed else facts.preferred).append(Suggestion(found.skill.key, found.start, found.end, stars))


def _unwanted(before, after):
    """Whether a sentence says that what stands between the two is not wanted ("no need for Java")."""
    before, after = _BUT.split(before)[-1], _BUT.split(after)[0]
    return bool(_NOT_WANTED.search(before) or _NOT_WANTED_AFTER.search(re.split("[,;]", before)[-1] + " " + after))


def _is_study(found, before):
    """Whether the name stands for a field of study ("degree in computer science"), which is no skill."""
    return found.skill.category == "knowledge" and bool(_STUDIED.search(before))


def _of_the_title(found, title):
    """Whether a general word is but a part of the job's title ("reliability" of a site reliability engineer)."""
    general = found.skill.category in ("general abilities", "working skills", "knowledge")
    return bool(title and general and re.search(rf"\b{re.escape(found.skill.name)}\b", title.value, re.I))


def _years(units):
    """(minimum, ideal): the largest minimum that is required, and the top of its range."""
    best = None
    for unit in units:
        if unit.section == ASIDE or unit.preferred or unit.section == PREFERRED or _NOT_ASKED.search(unit.text):
            continue
        for match in _YEARS.finditer(unit.text):
            if not (
                _ABOUT_WORK.search(match["after"])
                or re.search(r"experi|erfahrung|expérience|minimum|at least|mindestens", unit.text, re.I)
            ):
                continue
            low, high = _count(match["low"]), _count(match["high"])
            if low <= 20 and (best is None or low > best[0].value):
                start, end = unit.start + match.start(), unit.start + match.start("after")
                best = (Suggestion(low, start, end), Suggestion(high, start, end) if high and high > low else None)
    return best or (None, None)


def _count(word):
    if not word:
        return None
    return float(_NUMBERS.get(word.lower(), 0)) if word.isalpha() else float(word.replace(",", "."))


def _education(units):
    """(lowest degree that is asked for and not only wished for, fields named beside it)."""
    order, best, fields = [name for name, _ in reversed(_TIERS)], None, []
    for unit in units:
        if unit.section in (ASIDE, PREFERRED):
            continue
        tiers = list(TIER_OF_DEGREE.finditer(unit.text))
        if not tiers:
            continue
        wished = _PREFERRED_HERE.search(unit.text)
        for match in tiers:
            if wished and match.start() > wished.start() - 40 and len(tiers) > 1 or wished and len(tiers) == 1:
                continue
            if best is None or order.index(match.lastgroup) < order.index(best.value):
                best = Suggestion(match.lastgroup, unit.start + match.start(), unit.start + match.end())
        fields += [
            Suggestion(match.lastgroup, unit.start + match.start(), unit.start + match.end())
            for match in FIELD_OF_STUDY.finditer(unit.text, tiers[0].start())
        ]
    return best, fields if best else []


def _first(table, text, offset=0):
    for value, pattern in table:
        match = re.search(pattern, text, re.I)
        if match:
            return Suggestion(value, offset + match.start(), offset + match.end())
    return None


def _salary(text):
    for match in _SALARY.finditer(text):
        low, high = (_amount(match["low"], match["k1"] or match["k2"]), _amount(match["high"], match["k2"] or match["k1"]))
        per = {"hr": "hour", "annum": "year", "stunde": "hour", "jahr": "year", "monat": "month"}.get(
            (match["per"] or "").lower(), (match["per"] or "").lower()
        )
        if low is None or not per and low < 8000 or high is not None and high < low:
            continue  # "$2 million in sales" is nobody's pay
        if re.match(r"\s*(?:million|billion|m\b|bn\b|mio|\+? ?(?:in|of) )", text[match.end() : match.end() + 12], re.I):
            continue
        currency = {"$": "USD", "£": "GBP", "€": "EUR", "R$": "BRL"}.get(match["currency"].upper(), match["currency"].upper())
        return Suggestion({"currency": currency, "low": low, "high": high, "per": per or "year"}, match.start(), match.end())
    return None


def _amount(digits, thousands):
    if not digits:
        return None
    digits = re.sub(r"[.,](?=\d{3}\b)", "", digits).rstrip(".,").replace(",", ".")
    try:
        amount = float(digits) * (1000 if thousands else 1)
        return int(amount) if amount == int(amount) else amount
    except ValueError:
        return None
