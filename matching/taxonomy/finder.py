"""Finding skill names in running text: one walk over the words, longest name first.

A spelling that is an ordinary word too carries a `care`:
    ANY     counts wherever it stands ("Kubernetes")
    CAPS    counts only in the very case in which it is written ("ICU", not "icu")
    PROPER  as CAPS, and not where a sentence or a heading would give it the capital anyway ("Excel at …")
    LISTED  as CAPS, and only as an item of a list of skills or beside a word such as "developer" ("Go", "R", "Word")
A PROPER or LISTED name in small letters counts only among other items of a list ("html, css, react").
"""

import re

from matching.taxonomy.words import GAP, WORD, fold, stem

ANY, CAPS, PROPER, LISTED, LOWER = 0, 1, 2, 3, 4
SHORTEST = 6  # letters of a word whose spelling may be mended

_END = object()
_ITEM_BEFORE = re.compile(r"(?:^|[,;:|•·●▪◦‣*/(\[\n\t]|\s[-–—&+]|\s{3}|\b(?:and|or|und|et|y|e|ou|oder))\s*\Z")
_ITEM_AFTER = re.compile(r"\s*(?:\Z|[,;|•·●▪◦‣/)\]\n\t(]|\.(?:\s|\Z)|\s[-–—&+]|\s{3}|(?:and|or|und|et|y|e|ou|oder)\b)")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;•·●▪◦‣*\n\r\t(\"“-])\s*\Z")
_SAYS_SO_AFTER = re.compile(
    r"[ \t-]*(?:programming|developers?|development|scripting|language|framework|engineers?|microservices?|backend"
    r"|codebase"
    r"|spreadsheets?|macros|applications?|apps?\b|components?|hooks|databases?|certified|certification"
    r"|\d{1,2}(?:\.\d+)*\b)",
    re.I,
)
_SAYS_SO_BEFORE = re.compile(
    r"\b(?:microsoft|ms|ms-|apple|adobe|google|programming in|written in|coding in|proficient in|experience (?:with"
    r"|in)|knowledge of"
    r"|skills? in|using|advanced|languages?:|skills?:|tools?:|software:)[ \t]*\Z",
    re.I,
)
_JOINED = re.compile(r"\s*(?:[,/&+]|and|or|und|et|y|e|ou|oder|,\s*and)\s*")  # between two names that are named together
_LABEL = re.compile(r"^[^\n:]{2,40}:", re.M)


class Finder:
    """A word trie over all spellings. Building takes one pass; finding one pass over the text."""

    def __init__(self, spellings, common):
        """spellings: (key, [(text, care)]) pairs; common: folded words that are never misspelt skills."""
        self._root, self._vocabulary, self._common = {}, set(), common
        self._mendable, self._deletes = set(), None
        for key, texts in spellings:
            for text, care in texts:
                self._add(key, text, care)

    def _add(self, key, text, care):
        words = WORD.findall(text)
        if not words:
            return
        folds = [fold(word) for word in words]
        node = self._root
        for word in folds:
            node = node.setdefault(stem(word), {})
        # A single name that ends in s must not lose it: "Windows" is not "window", "securities" not "security".
        exact = folds[0] if len(words) == 1 and (care or folds[0].endswith("s")) else None
        node.setdefault(_END, []).append((care, key, text, exact))
        self._vocabulary.update(folds)
        self._vocabulary.update(map(stem, folds))
        if care == ANY:
            self._mendable.update(word for word in folds if len(word) >= SHORTEST and word.isalpha())

    def find(self, text, listed=False):
        """[(key, start, end, exact)] in order of place, none overlapping."""
        words = [(match.start(), match.end(), match.group()) for match in WORD.finditer(text)]
        folds = [fold(word) for _, _, word in words]
        stems = [stem(word) for word in folds]
        mended = self._mend(words, folds, stems)
        found, doubtful, index, count = [], [], 0, len(words)
        while index < count:
            node = self._root.get(stems[index])
            if node is None:
                index += 1
                continue
            taken = 0
            for key, length, care in self._names_at(text, words, folds, stems, index, node):
                start, end = words[index][0], words[index + length - 1][1]
                exact = not any(index + step in mended for step in range(length))
                if care == ANY or (care == CAPS and exact):
                    found.append((key, start, end, exact))
                    taken = length
                    break
                if exact:
                    doubtful.append((key, start, end, care))
                    break
            index += taken or 1
        if doubtful:
            found.extend(self._judged(text, doubtful, found, listed))
            found.sort(key=lambda hit: hit[1])
        return found

    def _names_at(self, text, words, folds, stems, index, node):
        """Names that begin at word `index`, longest first: (key, number of words, care)."""
        ends, step = [], 1
        while True:
            if _END in node:
                ends.append((step, node[_END]))
            if index + step >= len(words) or not (node := node.get(stems[index + step])):
                break
            if not GAP.match(text, words[index + step - 1][1], words[index + step][0]):
                break
            step += 1
        for length, entries in reversed(ends):
            written = text[words[index][0] : words[index + length - 1][1]]
            best = None
            for care, key, spelling, exact in entries:
                if exact is not None and folds[index] != exact:
                    continue
                if care and not (written == spelling or written == spelling.upper()):
                    if care == CAPS or written != spelling.lower():
                        continue
                    care = LOWER
                if best is None or care < best[2]:
                    best = (key, length, care)
            if best:
                yield best

    def _judged(self, text, doubtful, sure, listed):
        """Those of the doubtful hits that their surroundings speak for; one that is believed speaks for the next
        beside it.
        """
        edges, lines = [(start, end) for _, start, end, _ in sure], {}
        for start, _ in edges:
            line = text.rfind("\n", 0, start)
            lines[line] = lines.get(line, 0) + 1
        waiting = doubtful
        while waiting:
            left = []
            for hit in waiting:
                key, start, end, care = hit
                if _speaks_for(text, start, end, care, edges, lines, listed):
                    edges.append((start, end))
                    line = text.rfind("\n", 0, start)
                    lines[line] = lines.get(line, 0) + 1
                    yield key, start, end, True
                else:
                    left.append(hit)
            if len(left) == len(waiting):
                return
            waiting = left

    def _mend(self, words, folds, stems):
        """Put the right stem in place of misspelt words; the places that were mended."""
        mended = set()
        for index, word in enumerate(folds):
            if word in self._vocabulary or stems[index] in self._vocabulary:
                continue
            bare = word.rstrip("0123456789")  # HTML5, Python3
            if bare != word and len(bare) > 2 and bare in self._vocabulary:
                folds[index], stems[index] = bare, stem(bare)
                continue
            if len(word) < SHORTEST or not word.isalpha() or word in self._common or stems[index] in self._common:
                continue
            right = self._right(word)
            if right:
                stems[index] = stem(right)
                folds[index] = right
                mended.add(index)
        return mended

    def _right(self, word):
        """The one known word at one slip (a letter left out, added, changed or two swapped) from `word`, or None."""
        if self._deletes is None:
            self._deletes = {}
            for known in sorted(self._mendable):
                for cut in range(1, len(known)):
                    self._deletes.setdefault(known[:cut] + known[cut + 1 :], set()).add(known)
        candidates = set(self._deletes.get(word, ()))
        for cut in range(1, len(word)):
            less = word[:cut] + word[cut + 1 :]
            # An added last letter is more often an inflection or a surname ("Dockery") than a slip.
            if less in self._mendable and cut < len(word) - 1:
                candidates.add(less)
            candidates.update(known for known in self._deletes.get(less, ()) if _one_slip(word, known))
        return min(candidates) if len(candidates) == 1 else None


def _speaks_for(text, start, end, care, edges, lines, listed):
    """Do the surroundings of [start, end) say that this ordinary word is a skill here?"""
    before, after = text[max(0, start - 40) : start], text[end : end + 24]
    begins, ends = text.rfind("\n", 0, start), text.find("\n", end)
    line = text[begins + 1 : _end_of_line(text, end)]
    item = bool(_ITEM_BEFORE.search(before)) and bool(_ITEM_AFTER.match(after))
    if care == LOWER:
        return item and (listed or lines.get(begins, 0) > 1 and _is_list(line))
    if _SAYS_SO_AFTER.match(after) or _SAYS_SO_BEFORE.search(before):
        return True
    if any(_JOINED.fullmatch(text, end, other) or _JOINED.fullmatch(text, stop, start) for other, stop in edges):
        return True
    if care == PROPER and not _SENTENCE_START.search(before) and not line.isupper() and not line.istitle():
        return True
    if item and line.strip(" \t•·●▪◦‣*–-,;") == text[start:end]:  # alone on its line: the lines around it are the list
        above, below = text.rfind("\n", 0, max(begins, 0)), ends
        neighbours = (text[above + 1 : max(begins, 0)], text[ends + 1 : _end_of_line(text, ends + 1)] if ends >= 0 else "")
        return listed or any(lines.get(place) and len(near) < 40 for place, near in zip((above, below), neighbours, strict=True))
    return item and (listed or bool(lines.get(begins)) and _is_list(line))


def _end_of_line(text, start):
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _one_slip(word, known):
    if len(word) != len(known):
        return False
    wrong = [place for place in range(len(word)) if word[place] != known[place]]
    if len(wrong) == 1:
        return len(word) > SHORTEST and wrong[0] < len(word) - 1
    return (
        len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == known[wrong[1]] and word[wrong[1]] == known[wrong[0]]
    )


def _is_list(line):
    """A labelled list ("Languages: Go, Python") or at least two separators and short items."""
    items = re.split(r"[,;|•·/]|\s[-–]\s|\s{3,}|\band\b", _LABEL.sub("", line))
    return len(items) > 1 and max(len(item.split()) for item in items) <= 5
