"""Words by which a job title, an organisation, a school, a degree and a place are known, in five languages."""

import re
from functools import lru_cache

from matching.reading.data import listed, words
from matching.reading.folding import fold

TITLE_WORDS = set(words("titles_en.txt"))
_other = words("titles_other.txt")
TITLE_WORDS |= {word.lstrip("-") for word in _other}
_TITLE_ENDINGS = tuple(word[1:] for word in _other if word.startswith("-") and len(word) > 4)
_RANK = set(words("ranks.txt"))
_ORG_SUFFIX = re.compile(
    r"(?<![a-z])(?:inc|llc|l\.l\.c|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|kg|ohg|gbr|ug|e\.? ?v|e\.? "
    r"?k|mbh|se|kgaa|s\.?a\.?|s\.?a\.?s|sarl|s\.a\.r\.l|eurl|sasu|s\.?l\.?|s\.l\.u|s\.a\.u|"
    r"ltda|lda|eireli|s/a|me|epp|b\.?v|n\.?v|oy|ab|a/s|pty|pvt|llp|lp|pllc|group|gruppe|groupe|grupo|holding|"
    r"holdings|srl|s\.r\.l|spa|s\.p\.a|sp\. z o\.o|kft|d\.o\.o|& co|& sons|& partner|partners|associates|"
    r"cie)\.?(?![a-z])"
)
_ORG_WORDS = set(words("organisations.txt"))
_SELF = re.compile(
    r"(?i)^(?:freelance\w*|self[- ]employed|selbst(?:st)?ändig|freiberuflich|indépendante?|autónom[oa]|autônom[oa]|"
    r"various clients?|independent)$"
)
SCHOOL = re.compile(
    r"(?<![a-z])(?:universit\w*|universidad\w*|uni|college|institut\w*|school|academy|akademie|academia|academie|"
    r"hochschule|fachhochschule|gymnasium|realschule|hauptschule|gesamtschule|berufsschule|berufskolleg|"
    r"schule|\w+schule|\w+gymnasium|lycee|ecole|iut|iae|insa|cfa|greta|afpa|faculte|facultad|faculdade|colegio|"
    r"escola|escuela|instituto|centro|ies|politecnico|politecnica|polytechni\w*|tu|th|fh|eth|mit|ucla|uc|iit|nit|"
    r"ihk|hwk|\w+skammer|\w+erkammer|handwerkskammer|wifi|"
    r"conservatory|conservatoire|seminary|senai|senac|ifp|cfp|ufa|trade center|lyceum|ensemble scolaire|ifsi|cipfp|cifp|iefp|"
    r"(?:maha)?vidyalaya\w*|vidyapeeth|vidya mandir|polytechnic\w*|universite\w*|uniwersytet|universitat\w*|universita|"
    r"haskoli|hogskola\w*|hogeschool|coll?aiste|\w+oberschule|oberschule|mittelschule|\w*schulzentrum|schulzentrum|"
    r"\w+akademie|\w+kolleg|berufsbildungswerk|bbz|bsz|fachschule|technikerschule|meisterschule|volkshochschule|vhs|"
    r"liceo|preparatoria|secundaria|normal superior|unam|ipn|uned|uoc|uah|ucm|upm|puc|usp|unicamp|unesp|ufrj|ufmg|etec|"
    r"fatec|sesi|ifsp|cefet|enap|ena|ens|esc|essec|escp|iep|ut|gymnase|esiee|efrei|epitech|ensa?m?|isit|iup|"
    r"sixth form|grammar school|primary school|training cent(?:er|re)|driving academy|madras\w*|iim|iiit|bits|"
    r"medical cent(?:er|re) school|conservatorio|conservatorium|escuela tecnica|ecole superieure|grande ecole|"
    r"sciences po|hec|cegep|"
    r"alma mater|kolleg|bildungszentrum|pflegeschule|campus|kolegium|tafe|polytech)(?![a-z])"
)
DEGREE = re.compile(
    r"(?<![a-z])(?:b\.?\s?sc?|b\.?\s?a|b\.?\s?eng|b\.?\s?tech|b\.?\s?e|b\.?\s?com|b\.?\s?ed|bba|bsn|b\.s\.n|bfa|"
    r"llb|ll\.b|m\.?\s?sc?|m\.?\s?a|m\.?\s?eng|m\.?\s?tech|mba|m\.b\.a|m\.?\s?ed|mfa|mph|msn|mres|mphil|llm|ll\.m|"
    r"ph\.?\s?d|d\.?\s?phil|md|m\.d|jd|j\.d|dds|dvm|pharm\.?d|ed\.?d|a\.?a\.?s|a\.?s|adn|"
    r"bachelor\w*|master\w*|doctor\w*|doktor\w*|promotion|associate\w*|diploma\w*|diplom|dipl\.?(?:-| )?\w+\.?|"
    r"magister|staatsexamen|abitur|fachabitur|matura|mittlere reife|realschulabschluss|hauptschulabschluss|"
    r"fachhochschulreife|hochschulreife|ausbildung|berufsausbildung|gesellenbrief|meisterbrief|meisterprufung|"
    r"umschulung|"
    r"licence|license|licenciatura|licenciado|licenciada|grado|maestria|tecnico superior|ciclo formativo|"
    r"bachillerato|bachiller|doctorado|doctorat|doutorado|doutoramento|mestrado|bacharelado|bacharel|graduacao|"
    r"ensino medio|curso tecnico|pos-graduacao|especializacao|mestre|tecnologo|curso profissional|"
    r"baccalaureat|bac(?:\s?\+\s?\d| pro\w*)?|bts|dut|deust|cap|bep|licence pro\w*|licence professionnelle|"
    r"formacion profesional|formation professionnelle|brevet|diplome\w*|diploma|titre professionnel|maitrise|dea|"
    r"dess|capes|diplomado|posgrado|titulo|grado medio|grado superior|fp|eso|tecnico|tecnica|"
    r"pgce|hsc|ssc|sslc|leaving cert\w*|matric\w*|ged|high school|a-levels?|a levels?|gcses?|hnd|hnc|nvq|btec|city "
    r"and guilds|certificate|certificat|certificado|zertifikat|apprenticeship|postgraduate|undergraduate|"
    r"foundation degree|secondary school|facharbeiter|fachwirt|techniker|geselle|lehre|cfc|weiterbildung|trade "
    r"certificate|journeyman|studium|mag\.\s?\w+|cdl\b.*training|b\.?\s?arch|b\.?\s?pharm|b\.?\s?des|b\.?\s?p\.?\s?t|mbbs|bds|"
    r"m\.?\s?com|m\.?\s?ca|bca|mca|pgdm|pgd|pg diploma|iti|icse|cbse|10th|12th|xii?th|intermediate|matura|maturita|"
    r"educacion secundaria|secundaria|educacion primaria|ensino fundamental|ensino secundario|12.? ano|cap petite enfance|"
    r"cqp|deug|diplome d'etat|dcg|dscg|dpe|capa|maestro|magisterio|ingenier[oa]|ingenieria|"
    r"\w*meister(?:in|brief|prufung)?|especiali(?:dad|sta en)|medic[oa] cirujan[oa]|residencia (?:medica|en)|\w+studium|hochschulabschluss|"
    r"mag\.|lic\.|cand\.|dipl|facharzt\w*|vorausbildung|anerkennungsjahr|habilitation|drk|cess|agregation|ecni?|internat de|pos-?graduado|"
    r"cst|gce|btec|irish leaving|junior cert\w*|intermediate certificate|trade test|red seal|atpl|cpl|approbation|examen|vordiplom|fachabitur|fachkraft|t level\w*|o level\w*|levels? \d)(?![a-z])"
)
_places = listed("places.txt")
_COUNTRIES = dict(row.split(" = ") for row in _places["country"])  # name: ISO code
_STATES = set(_places["state"])  # their short forms
_REGIONS = set(_places["region"])
CITIES = set(_places["city"])
_TOKEN = re.compile(r"[a-z][a-z'.-]*[a-z]|[a-z]")
_OFF = re.compile(
    r"\s+(?:of|for|in|with|to|de|des|du|d'|der|für|fur|im|in der|am|en|para|da|do|del|la|pour|bei)\s+.*|"
    r"\s*[(/,:–-]\s.*|\(.*"
)


@lru_cache(maxsize=8192)
def title_score(text):
    """How much `text` looks like a job title: 0 not at all, 2 and more surely."""
    folded = fold(text)
    words = _TOKEN.findall(folded)
    if not words or len(words) > 12:
        return 0.0
    score = 0.0
    head = _TOKEN.findall(_OFF.sub("", folded)) or words
    for index, word in enumerate(words):
        parts = [word, *word.split("-")] if "-" in word else [word]
        known = any(p in TITLE_WORDS or p.endswith(_TITLE_ENDINGS) for p in parts)
        if not known and index == 0 or len(words) == 1:
            known = known or any(p.endswith("s") and p[:-1] in TITLE_WORDS for p in parts)
        if known:
            score += 2.0 if word == head[-1] or index == 0 and len(words) < 4 else 0.8
        elif word in _RANK:
            score += 0.8
    return min(score, 4.0)


@lru_cache(maxsize=8192)
def org_score(text):
    """How much `text` looks like an employer's name."""
    folded = fold(text)
    score = 2.5 if _ORG_SUFFIX.search(folded) else 0.0
    words = _TOKEN.findall(folded)
    score += min(
        3.0,
        sum(
            1.5
            for at, word in enumerate(words)
            if word in _ORG_WORDS
            or word[:-1] in _ORG_WORDS
            and word.endswith("s")
            or at
            and word.endswith("s")
            and word[:-1] in TITLE_WORDS
            or word.endswith(("klinik", "krankenhaus", "schule", "werke", "bau", "technik", "haus", "heim", "zentrum"))
        ),
    )
    if _SELF.match(text.strip()):
        score += 2.5
    if SCHOOL.search(folded):
        score += 1.0
    if text.isupper() and 2 <= len(text) <= 5:
        score += 0.7
    return score


_PLACE = re.compile(r"^[^\W\d_][\w .'’\-/]*,\s*[\w .'’\-]+(?:,\s*[\w .]+)?(?:\s+\d{4,6}(?:-\d+)?)?$")


@lru_cache(maxsize=8192)
def place_score(text):
    """How much `text` looks like a town, a region or "remote"."""
    stripped = text.strip(" ().,")
    folded = fold(stripped)
    if folded in CITIES or folded in _COUNTRIES:
        return 3.0
    last = re.sub(r"\s+\d[\d-]*$", "", folded.rsplit(",", 1)[-1].strip())
    if "," in stripped and (set(_TOKEN.findall(folded)) & _ORG_WORDS or SCHOOL.search(folded)):
        return 0.0
    if "," in stripped and _PLACE.match(stripped):
        first = folded.split(",")[0].strip()
        if last in _COUNTRIES or last in _REGIONS or last in CITIES or first in CITIES:
            return 3.0
        if last in _STATES and len(stripped.rsplit(",", 1)[-1].strip()) <= 9:
            return 3.0
    if re.match(r"^(?:[a-z]-)?\d{4,5}\s+[a-z. -]+$", folded):
        return 2.5
    words = folded.split()
    if (
        len(words) <= 4
        and (words and words[0] in CITIES or " ".join(words[:2]) in CITIES)
        and not title_score(text)
        and not org_score(text)
    ):
        return 1.5
    return 0.0


def ends_as_org(folded):
    """Does the text end in a legal form ("Ltda.", "Inc.", "S.L."), so that its full stop ends no sentence?"""
    tail = folded.rstrip()[-12:]
    return any(match.end() == len(tail) for match in _ORG_SUFFIX.finditer(tail))


FIELD_LABELS = {label for part in listed("field_labels.txt").values() for label in part}


def is_field_label(text):
    """What stands before a field of a form ("Date of birth", "Employer:") and nothing else."""
    return len(text) < 70 and fold(text).strip(" :.*") in FIELD_LABELS


def is_state(text):
    return text.strip(" .").lower() in _STATES and text.strip(" .").isupper()


def is_region(text):
    """A state, province or country by its full name."""
    folded = fold(text.strip(" ."))
    return folded in _REGIONS or folded in _COUNTRIES


def country_of(text):
    """ISO code of the first country named in `text`, else None."""
    folded = fold(text)
    for part in re.split(r"[,;|()\n·•]+", folded):
        if part.strip() in _COUNTRIES:
            return _COUNTRIES[part.strip()]
    return None
