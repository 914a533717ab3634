"""Texts as numbers: weighted terms (TF-IDF) and the occupations that a text reads like.

Both come from one text alone and the shipped weights, so that a score never depends on who else applied. Only terms
of the shipped vocabulary count: a name, a street or an unknown company leaves no trace in the numbers.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from pathlib import Path

import numpy as np

from matching.taxonomy.abroad import SMALL, in_english
from matching.taxonomy.store import DATA
from matching.taxonomy.words import WORD, fold, stem

_SMALL_WORDS = """
the a an and or of to in for on with by at from as is are be this that it its their them which may also such other using
use used including etc not no all any more than into over under work working worker perform company description we you
our your have has will who
"""
STOP = frozenset(_SMALL_WORDS.split())
# What adverts and résumés of every trade say: such words tell nothing of the work.
_ADVERT_WORDS = """
week year day month hour what bring part science nice least how when where while about out up per one two three four five six seven
eight nine ten new own good great strong excellent need needed must like well can could would should may might do does did done doing
make made take get give go come see know want keep help role job position team colleague people person candidate applicant
apply application offer benefit salary pay holiday pension bonus permanent full time temporary contract office hybrid remote home
location join career opportunity equal employer experience experienced skill skilled ability able knowledge understanding
requirement required preferred responsible responsibility duty task qualification degree bachelor master university college diploma
education course graduate equivalent related relevant various different several many most some every each both including include
through across within between during before after per around only just so then than there here if but because until since against
daily weekly monthly annual currently present level high higher best first last next key main key plus back off own ensure
ensuring support supporting provide providing provided based business professional environment solid self move free page
curriculum vitae resume profile summary email phone reference interest hobby language fluent
"""
COMMONPLACE = frozenset(stem(word) for word in _ADVERT_WORDS.split())
TITLES = Path(__file__).parent / "titles.tsv"
TITLE_SHARE = 0.7  # what a job's title weighs against its text when its kind of work is told
TITLE_HELD = 0.1  # what a title that a résumé names adds to the likeness of its occupation
CLOSE = 0.15  # likeness below which a text reads like no occupation at all
CLEAR = 0.12  # likeness from which a résumé whose experience was not read still tells the kind of work
_TITLE_ASIDE = re.compile(
    r"\([^)]*\)|\[[^]]*\]|\b[mfwdxhi](?:\s?/\s?[mfwdxhi]){1,3}\b|\b(?:all genders|senior|junior|lead|principal)\b", re.I
)
_TITLE_PART = re.compile(r"\s+[-–—|@]\s*|\s*[–—|,:;]\s*|\s+(?:at|bei|chez|en)\s+", re.I)
_STATEMENT = re.compile(r"[\n;!?•●▪◦‣]|\.(?=\s|$)")
SHARPNESS = 20.0  # how much an occupation that is a little more alike stands out
UNIT = 65535  # weights are stored as whole numbers of this many parts


def statements_of(text, known=None):
    """The sets of terms that the sentences and lines of a text say, each once.

    A term counts by the number of statements that hold it, so that repeating words says nothing: a statement whose
    terms another one holds too is left out, and so is a line that mostly repeats itself.
    """
    statements, holders = [], {}
    for part in _STATEMENT.split(text):
        terms = terms_of(part, known)
        said = frozenset(terms)
        if said and len(said) * 3 >= len(terms):
            for term in said:
                holders.setdefault(term, []).append(len(statements))
            statements.append(said)
    kept = []
    for place, said in enumerate(statements):
        near = min((holders[term] for term in said), key=len)
        if not any(
            other != place and (said < statements[other] or said == statements[other] and other < place) for other in near
        ):
            kept.append(said)
    return kept


def terms_of(text, known=None):
    """The terms of a text in order: folded, without endings, stop words, numbers and single letters.

    known: the terms of a model; a word that is none of them is read in other tongues too (matching/taxonomy/abroad.py).
    """
    found = []
    for word in WORD.findall(text):
        bare = fold(word)
        term = stem(bare)
        if len(term) < 2 or term in STOP or term.isdigit():
            continue
        if known is None:
            found.append(term)
        elif bare not in SMALL:
            found += [term] if term in known else [stem(one) for one in in_english(bare)] or [term]
    return found


def plain_title(title):
    """A job's title without "(m/f/d)", rank, team and place: its part before the first dash, comma or bar."""
    bare = _TITLE_ASIDE.sub(" ", title).strip(" -–—|,:;")
    return " ".join(_TITLE_PART.split(bare)[0].split())


@dataclass(frozen=True)
class TextModel:
    """terms: {term: column}; idf float64 per column; occupations by column of terms (start, rows, weights float64)."""

    terms: dict
    idf: np.ndarray
    titles: tuple
    start: np.ndarray
    rows: np.ndarray
    weights: np.ndarray

    def words(self, text, keep=96):
        """(ids uint16, weights uint16) of the `keep` heaviest terms, unit length in parts of UNIT; empty where none
        is known.
        """
        counts = Counter(
            term for said in statements_of(text, self.terms) for term in said if term in self.terms and term not in COMMONPLACE
        )
        ids = np.array(sorted(self.terms[term] for term in counts), np.int64)
        by_id = {self.terms[term]: times for term, times in counts.items()}
        weights = np.array([(1.0 + log(by_id[number])) * self.idf[number] for number in ids.tolist()])
        length = np.sqrt((weights * weights).sum())
        if not length:
            return np.zeros(0, np.uint16), np.zeros(0, np.uint16)
        heaviest = np.sort(np.lexsort((ids, -weights))[:keep])
        return ids[heaviest].astype(np.uint16), np.rint(weights[heaviest] / length * UNIT).astype(np.uint16)

    def work(self, text, least=0.0, keep=16):
        """(occupation ids uint16, weights uint16): the occupations a text reads like, unit length in parts of UNIT;
        empty where none is as much as `least` alike.
        """
        alike = self._alike(text) + TITLE_HELD * self._titled(text)
        return self._most_alike(alike if alike.max() >= least else np.zeros(len(alike)), keep)

    def _titled(self, text):
        """float64 per occupation: 1 for those whose title stands by itself in the text, as a résumé names jobs."""
        held = np.zeros(len(self.titles))
        for part in {plain_title(part) for line in _STATEMENT.split(text) for part in _TITLE_PART.split(line) if len(part) < 60}:
            for place, other in enumerate(self._named.get(tuple(terms_of(part, self.terms)), ())):
                held[other] = max(held[other], 1.0 - place / 20)
        return held

    def work_of_job(self, title, text, keep=16):
        """As `work`, told from the title first; empty where nothing is close, for then the kind of work is unknown."""
        title = plain_title(title)
        said = self._alike(title)
        named = self._named.get(tuple(terms_of(title, self.terms)), ())
        for place, other in enumerate(named):
            said[other] = max(said[other], 1.0 - place / 20)  # the occupation of this very title, the first one first
        alike = TITLE_SHARE * said + (1 - TITLE_SHARE) * self._alike(text) if said.max() >= CLOSE else self._alike(text)
        return self._most_alike(alike, keep) if alike.max() >= CLOSE else self._most_alike(np.zeros(len(alike)), keep)

    @cached_property
    def _named(self):
        """{terms of a title: its occupations}: the sources' own titles and those of titles.tsv."""
        places, named = {}, {}
        for place, title in enumerate(self.titles):
            places.setdefault(title, place)
            named.setdefault(tuple(terms_of(title)), []).append(place)
        for line in TITLES.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                written, _, meant = line.partition("\t")
                for title in written.split("|"):
                    named[tuple(terms_of(title))] = [places[other] for other in meant.split("|")]
        return named

    def _alike(self, text):
        """float64 per occupation: cosine of its terms with those of the text."""
        ids, weights = self.words(text, len(self.terms))
        alike = np.zeros(len(self.titles))
        for term, weight in zip(ids.tolist(), (weights / UNIT).tolist(), strict=True):
            here = slice(self.start[term], self.start[term + 1])
            alike[self.rows[here]] += weight * self.weights[here]
        return alike

    def _most_alike(self, alike, keep):
        if not alike.any():
            return np.zeros(0, np.uint16), np.zeros(0, np.uint16)
        best = np.lexsort((np.arange(len(alike)), -alike))[:keep]
        share = np.exp(SHARPNESS * (alike[best] - alike[best[0]]))
        share = np.rint(share / np.sqrt((share * share).sum()) * UNIT)
        kept = share > 0
        order = np.argsort(best[kept])
        return best[kept][order].astype(np.uint16), share[kept][order].astype(np.uint16)

    def term_names(self):
        """Terms by id."""
        return list(self.terms)


@lru_cache(maxsize=1)
def text_model() -> TextModel:
    """The shipped model, read once per process."""
    lines = [line.split("\t") for line in (DATA / "terms.tsv").read_text(encoding="utf-8").splitlines()]
    titles = tuple((DATA / "occupations.tsv").read_text(encoding="utf-8").splitlines())
    with np.load(DATA / "occupations.npz") as stored:
        start, rows, weights = stored["start"], stored["rows"], stored["weights"] / 255.0
    return TextModel(
        {term: place for place, (term, _) in enumerate(lines)},
        np.array([int(idf) / 100 for _, idf in lines]),
        titles,
        start,
        rows.astype(np.int64),
        weights,
    )
