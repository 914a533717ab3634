"""Dates and periods as people write them in English, German, French, Spanish and Portuguese."""

import re
from dataclasses import dataclass

from matching.reading.folding import fold

PRESENT = "present"

_MONTHS = {
    1: "january januar janner janvier enero janeiro jan janv ene",
    2: "february februar feber fevrier febrero fevereiro feb febr fevr fev",
    3: "march marz maerz mars marzo marco mar mrz",
    4: "april avril abril apr avr abr",
    5: "may mai mayo maio",
    6: "june juni juin junio junho jun",
    7: "july juli juillet julio julho jul juil",
    8: "august aout agosto aug ago",
    9: "september septembre septiembre setiembre setembro sept sep set",
    10: "october oktober octobre octubre outubro oct okt out",
    11: "november novembre noviembre novembro nov",
    12: "december dezember decembre diciembre dezembro dec dez dic",
}
MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_NAME = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_SEASON = {
    "spring": 3,
    "summer": 6,
    "fall": 9,
    "autumn": 9,
    "winter": 12,
    "fruhjahr": 3,
    "sommer": 6,
    "herbst": 9,
    "printemps": 3,
    "ete": 6,
    "automne": 9,
    "hiver": 12,
    "primavera": 3,
    "verano": 6,
    "verao": 6,
    "otono": 9,
    "invierno": 12,
}
_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_SHORT = r"'\d\d"
_DATE = (
    rf"(?:"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?(?:\s+de|\s+of)?\s+)?(?<![a-z])(?:{_NAME})\b\.?,?(?:\s+\d{{1,2}}(?:st|"
    rf"nd|rd|th)?,)?\s*(?:de\s+|del\s+|of\s+|/\s*|-)?(?:{_YEAR}|{_SHORT})"
    rf"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-]{_YEAR}"
    rf"|(?<!\d){_YEAR}[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?<![\d/.])(?:0?[1-9]|1[0-2])\s?[./-]\s?{_YEAR}(?!\d)"
    rf"|(?<!\d){_YEAR}\s?[./-]\s?(?:0[1-9]|1[0-2]|[1-9](?!\d))(?!\d|[./-]\d)"
    rf"|(?<!\d){_YEAR}年\s?(?:1[0-2]|0?[1-9])月"
    rf"|(?<![a-z])(?:{'|'.join(_SEASON)})\s+(?:de\s+)?{_YEAR}"
    rf"|(?<![a-z])q[1-4]\s*/?\s*{_YEAR}"
    rf"|(?<![\d.,/$€£#+])(?<!-\d){_YEAR}(?![\d%]|[.,]\d)"
    rf")"
)
_NOW = (
    r"(?:(?:until|till|bis|to|jusqu'a|jusqu'au|hasta|ate)\s+)?(?:the\s+|a\s+la\s+|la\s+|o\s+|zum\s+|a\s+)?"
    r"(?:present(?:e|ly)?|current(?:ly)?|now|today|(?:to |till |until )?date|ongoing|in progress|heute|aktuell|"
    r"jetzt|laufend|gegenwart|dato|"
    r"aujourd'hui|a ce jour|ce jour|actuel(?:le)?(?:ment)?|en cours|maintenant|presentemente|actualidad|"
    r"actual(?:mente)?|hoy|fecha|en curso|"
    r"atual(?:mente)?|atualidade|momento|hoje|em curso|em andamento|至今|现在|наст\.?\s?время)(?![a-z])"
)
_TO = (
    r"\s*(?:-{1,2}|~|→|>|至|(?<![a-z])(?:to|until|till|through|thru|bis(?:\s+zum)?|a|au|al|as|hasta|ate|e|y|and)"
    r"(?![a-z]))\s*"
)
_SINCE = r"(?<![a-z])(?:since|from|seit|ab|depuis(?:\s+le)?|desde(?:\s+el)?|a partir de|des)\s+"
_RANGE = re.compile(
    rf"(?P<since>{_SINCE})?(?P<a>{_DATE})(?:{_TO}(?P<b>{_DATE})|{_TO}(?P<now>{_NOW})|\s*[(]?(?P<now2>{_NOW})[)]?)"
    rf"|(?<![a-z])(?P<m1>{_NAME})\b\.?{_TO}(?P<m2>(?:{_NAME})\b\.?,?\s*(?:de\s+)?{_YEAR})"
    rf"|(?<!\d)(?P<s1>(?:0?[1-9]|1[0-2])/\d\d){_TO}(?:(?P<s2>(?:0?[1-9]|1[0-2])/\d\d)(?![\d/])|(?P<now3>{_NOW}))"
    rf"|(?<!\d)(?<!\d-)(?P<y1>{_YEAR})\s?[-/]\s?(?P<y2>(?:19|20)?\d\d)(?![\d./-])"
    rf"|(?P<since2>{_SINCE})(?P<c>{_DATE})"
    rf"|(?P<one>{_DATE})(?:\s*(?P<open>-)\s*(?=$|\n|\)|\|))?"
    rf"|(?<![a-z])(?:{_NAME})\b\.?\s?-?\s?(?P<apos>\d\d)\s*-\s*(?:{_NAME})\b\.?\s?-?\s?\d\d(?!\d)"
)
_NUMBERS = re.compile(r"\d+")
_WORDS = re.compile(r"[a-z]+")
_DURATION = re.compile(
    r"[(·•,|\s-]*\b(?:\d+|one|less than a)\s*\+?\s*(?:yrs?|years?|jahre?n?|ans?|annees?|anos?|mos?|months?|"
    r"monate?n?|mois|mes(?:es)?)\b\.?"
    r"(?:\s*(?:,|and|und|et|y|e)?\s*\d+\s*(?:mos?|months?|monate?n?|mois|mes(?:es)?)\b\.?)?\s*[)]?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time: `start` and `end` are "YYYY-MM", "YYYY", "present" or None; `first`, `last` its offsets.

    `single` says that only one date was written; it then stands in `end`, as on a degree.
    """

    start: str | None
    end: str | None
    first: int
    last: int
    single: bool = False


def parse(text):
    """One date as "YYYY-MM" or "YYYY"; None when it is none. Day and hour are dropped."""
    folded = fold(text).strip()
    numbers = [int(n) for n in _NUMBERS.findall(folded)]
    if not numbers:
        return None
    words = _WORDS.findall(folded)
    year = next((n for n in numbers if 1940 <= n <= 2049), None)
    if year is None:
        short = numbers[-1]
        year = 2000 + short if short < 50 else 1900 + short
    month = next((MONTH_OF[w] for w in words if w in MONTH_OF), None)
    if month is None and not words:
        rest = [n for n in numbers if n != year]
        if len(numbers) == 2 and rest and 1 <= rest[0] <= 12:
            month = rest[0]
        elif len(numbers) == 3 and len(rest) == 2:  # day and month around or before the year: day first outside ISO
            month = rest[1] if numbers[-1] == year else rest[0]
    elif month is None and "年" in folded and len(numbers) > 1:
        month = numbers[1]
    return f"{year}-{month:02d}" if month and 1 <= month <= 12 else str(year)


def _period(match, offset):
    group = match.group
    first, last = match.start() + offset, match.end() + offset
    if group("a"):
        end = PRESENT if group("now") or group("now2") else parse(group("b"))
        return Period(parse(group("a")), end, first, last)
    if group("m1"):
        end = parse(group("m2"))
        return Period(f"{end[:4]}-{MONTH_OF[group('m1')]:02d}", end, first, last)
    if group("s1"):
        return Period(parse(group("s1")), PRESENT if group("now3") else parse(group("s2")), first, last)
    if group("y1"):
        year, tail = group("y1"), int(group("y2")[-2:])
        if tail >= int(year[2:]) or tail > 12:
            return Period(year, year[:2] + group("y2")[-2:], first, last)
        return Period(None, f"{year}-{tail:02d}" if 1 <= tail <= 12 else year, first, last, True)
    if group("c"):
        return Period(parse(group("c")), PRESENT, first, last)
    if group("one"):
        one = parse(group("one"))
        return Period(one, PRESENT, first, last) if group("open") else Period(None, one, first, last, True)
    parts = re.split(r"\s*-\s*(?=[a-z])", match.group(), maxsplit=1)
    return Period(parse(parts[0]), parse(parts[-1]), first, last)


_HINT = re.compile(r"\d\d|月")


def periods(text, offset=0):
    """Every date or period in `text`, in order."""
    if not _HINT.search(text):
        return []
    return [_period(match, offset) for match in _RANGE.finditer(fold(text))]


_OPEN_END = re.compile(
    r"(?:\d|[a-z])\s*(?:-|–|—|to|bis|until|till|through|thru|à|a|au|hasta|até)$|(?:-|–|—|to|bis|à|a|hasta|"
    r"até)\s+[^\W\d]{3,10}\.?$|[^\W\d]{3,10}\.?\s+(?:de|del)?$",
    re.I,
)


def goes_on(above, below):
    """Does `above` end in the middle of a period that the line `below` completes ("March 2019 –" / "June 2021")?"""
    if re.match(r"\s*[-–—]\s*\w", below):
        if not _HINT.search(above[-12:]):
            return False
    elif not _OPEN_END.search(above.rstrip()) or not _HINT.search(below[:24]) and not re.match(r"\s*[^\W\d]{3,}", below):
        return False
    found = periods(f"{above} {below}")
    return any(not p.single and p.first < len(above) < p.last for p in found)


def without_durations(text):
    """`text` with phrases like "(2 yrs 3 mos)" blanked out; offsets stay."""
    return _DURATION.sub(lambda m: " " * (m.end() - m.start()), fold(text))


def month_number(value, today, is_end=False):
    """Months since year 0 of "YYYY-MM", "YYYY" or "present" (`today`: (year, month)).

    A bare year starts in its first month and ends in its last.
    """
    if value == PRESENT:
        return today[0] * 12 + today[1] - 1
    year, _, month = value.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else (11 if is_end else 0))


def years_covered(spans, today):
    """Years covered by (start, end) pairs; time that several jobs share counts once. None when no pair is complete."""
    months = []
    for start, end in spans:
        if start and end:
            a, b = month_number(start, today), month_number(end, today, True)
            if len(start) == 4 and len(end) == 4 and end != start:  # 2018 to 2020: two years, not three
                a, b = int(start) * 12 + 6, int(end) * 12 + 6
            elif len(start) == 4 and end != start:
                a = int(start) * 12 + 6
            if b + 1 > a:
                months.append((a, min(b + 1, today[0] * 12 + today[1])))
    if not months:
        return None
    total, reach = 0, -1
    for a, b in sorted(months):
        a = max(a, reach)
        total += max(0, b - a)
        reach = max(reach, b)
    return round(total / 12, 1)
