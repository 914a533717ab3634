"""Make the shipped data from the sources:  python -m matching.taxonomy.build --onet DIR --esco DIR

Reads the hand-written lists in curated/, O*NET's Technology_Skills, Occupation_Data and Alternate_Titles, and ESCO's
skill labels, skill texts and occupations. Writes skills.tsv, words.tsv and the word vectors into data/.
"""

import argparse
import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from matching.taxonomy.build_texts import documents, software_of, write_texts
from matching.taxonomy.finder import ANY, CAPS, LISTED
from matching.taxonomy.store import DATA, key_of, read_mark, write_mark
from matching.taxonomy.words import WORD, fold, folded, stem

CURATED = Path(__file__).parent / "curated"
LONGEST = 4  # words of a label that somebody would write as a skill
VENDORS = (
    "Adobe",
    "Amazon",
    "Apache",
    "Apple",
    "Atlassian",
    "Autodesk",
    "Bentley",
    "Cisco",
    "Dassault Systemes",
    "ESRI",
    "Google",
    "IBM",
    "Intuit",
    "Microsoft",
    "Oracle",
    "PTC",
    "Red Hat",
    "SAP",
    "The MathWorks",
    "Trimble",
    "Henry Schein",
    "Siemens",
    "Sage",
    "Corel",
)
CATEGORY_OF_SOFTWARE = (
    ("medical", "medical software"),
    ("computer aided", "design software"),
    ("graphics", "design software"),
    ("video", "design software"),
    ("accounting", "finance software"),
    ("financial", "finance software"),
    ("tax", "finance software"),
    ("data base", "databases"),
    ("development", "software tools"),
    ("enterprise resource", "business software"),
    ("operating system", "cloud and operations"),
    ("network", "cloud and operations"),
    ("geographic", "mapping software"),
    ("map ", "mapping software"),
    ("industrial", "industrial software"),
    ("materials", "logistics software"),
    ("inventory", "logistics software"),
)


@dataclass
class Entry:
    name: str
    category: str
    aliases: dict = field(default_factory=dict)  # spelling -> care
    care: int = ANY
    implies: list = field(default_factory=list)
    related: dict = field(default_factory=dict)


class Book:
    """The skills while they are collected; a spelling belongs to the first who claims it."""

    def __init__(self):
        self.entries, self.owner = {}, {}

    def claim(self, spelling, name):
        return self.owner.setdefault(" ".join(map(stem, folded(spelling))), name)

    def add(self, name, category, care=ANY, aliases=(), implies=()):
        """A new skill, or more aliases for the one that has this name already."""
        owner = self.claim(name, name)
        entry = self.entries.setdefault(owner, Entry(owner, category, care=care))
        for alias, alias_care in aliases:
            if folded(alias) and alias != owner and self.claim(alias, owner) == owner:
                entry.aliases.setdefault(alias, alias_care)
        entry.implies.extend(implies)
        return entry


def read_curated(book):
    """The hand-written lists; curated/README.md gives their form. Names are claimed before aliases."""
    lines, category = [], ""
    for path in sorted(CURATED.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            line = line.strip()
            if line.startswith("["):
                category = line.strip("[]")
            elif line and not line.startswith("#"):
                lines.append((line, category, path.name))
    for line, _, _ in lines:
        if not line.startswith("~"):
            name, _ = read_mark(re.split(r" [=>] ", line)[0])
            if book.claim(name, name) != name:
                raise SystemExit(f"{name} stands twice in the lists")
    for line, category, _ in lines:
        if not line.startswith("~"):
            left, _, implied = line.partition(" > ")
            name, _, aliases = left.partition(" = ")
            name, care = read_mark(name)
            book.add(
                name,
                category,
                care,
                [read_mark(alias) for alias in aliases.split(",") if alias.strip()],
                [part.strip() for part in implied.split(",") if part.strip()],
            )
    for line, _, where in lines:
        if line.startswith("~"):
            names, _, weight = line[1:].strip().rpartition(" ")
            _relate(book, [name.strip() for name in names.split(",")], float(weight), where)
    _check(book)


def _relate(book, names, weight, where):
    for name in names:
        if name not in book.entries:
            raise SystemExit(f"{where}: {name} is related to others but is no skill")
        book.entries[name].related.update({other: weight for other in names if other != name})


def _check(book):
    for entry in book.entries.values():
        for implied in entry.implies:
            if implied not in book.entries:
                raise SystemExit(f"{entry.name} implies {implied}, which is no skill")


def rows(path, delimiter="\t"):
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def add_onet(book, folder, ordinary):
    """Software that O*NET names for at least two occupations, or calls hot or in demand."""
    count, kind, wanted = Counter(), {}, set()
    for row in rows(folder / "Technology_Skills.txt"):
        count[row["Example"]] += 1
        kind[row["Example"]] = row["Commodity Title"].lower()
        if "Y" in (row["Hot Technology"], row["In Demand"]):
            wanted.add(row["Example"])
    for example, times in count.items():
        if times < 2 and example not in wanted:
            continue
        spellings = spellings_of_software(example)
        if not spellings or len(folded(spellings[0])) > 6:
            continue
        known = next(
            (
                book.owner[" ".join(map(stem, folded(text)))]
                for text in spellings
                if " ".join(map(stem, folded(text))) in book.owner
            ),
            None,
        )
        if known is None and len(folded(spellings[0])) == 1 and times < 3 and example not in wanted:
            continue  # one rare word may be anybody's name
        category = next((name for part, name in CATEGORY_OF_SOFTWARE if part in kind[example]), "software")
        cares = [(text, care_of(text, ordinary)) for text in spellings]
        book.add(known or cares[0][0], category, cares[0][1], cares if known else cares[1:])


def spellings_of_software(example):
    """ "Amazon Web Services AWS software" -> Amazon Web Services, AWS: the name, its acronym, the name without its
    maker.
    """
    name = re.sub(r"\s+software$", "", example.strip())
    if name.islower() or (name != example and not re.search(r"[A-Z]", name[1:]) and " " in name):
        name = example.strip()
    words, spellings = name.split(), []
    if len(words) > 2 and re.fullmatch(r"[A-Z]{2,6}", words[-1]):
        initials = "".join(word[0] for word in words[:-1]).upper()
        if words[-1] in initials or initials in words[-1]:
            spellings = [" ".join(words[:-1]), words[-1]]
    spellings = spellings or [name]
    for vendor in VENDORS:
        rest = spellings[0].removeprefix(vendor + " ")
        if rest != spellings[0] and rest[0].isupper() and (" " in rest and not rest.endswith("system") or len(rest) > 6):
            spellings.append(rest)
    return [text for text in spellings if len(text) > 1]


def care_of(text, ordinary):
    words = folded(text)
    if len(words) == 1:
        if words[0] in ordinary or len(text) < 3:
            return LISTED
        return CAPS if text[0].isupper() and len(text) < 12 else ANY
    return LISTED if all(word in ordinary and ordinary[word] > 40 for word in words) and text[0].isupper() else ANY


def add_esco(book, folder, ordinary, texts):
    """ESCO labels short enough to be written as a skill, with the gerund that a résumé uses ("operate cranes")."""
    for row in rows(folder / "skills_en_labels.csv", ","):
        label = re.sub(r"\s*\(.*?\)", "", row["preferredLabel"]).strip().replace("’", "'")
        words = label.split()
        if not words or len(words) > LONGEST or "/" in label:
            continue
        if len(words) == 1:
            language = label[0].isupper() and "speak and write" in texts.get(row["conceptUri"], "")
            category = "spoken languages" if language else "knowledge"
            care = LISTED if ordinary.get(fold(label), 0) > 60 or len(label) < 5 else ANY
            book.add(label, category, care)
            continue
        if folded(words[0])[0] in ordinary and gerund(words[0]) in ordinary:
            book.add(label, "working skills", ANY, [(" ".join([gerund(words[0]), *words[1:]]), ANY)])
        elif label[0].islower():
            book.add(
                label,
                "knowledge",
                LISTED if len(words) == 2 and min(ordinary.get(fold(word), 0) for word in words) > 250 else ANY,
            )


def gerund(verb):
    verb = verb.lower()
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if re.search(r"(?:^|[^aeiou])[aeiou][bdgmnprt]$", verb) and len(verb) < 5:
        return verb + verb[-1] + "ing"
    return verb + "ing"


def write(book, folder):
    keys = {name: key_of(name) for name in book.entries}
    taken = Counter(keys.values())
    doubled = [name for name, key in keys.items() if taken[key] > 1]
    if doubled:
        raise SystemExit(f"same key: {doubled}")
    lines = []
    for name, entry in book.entries.items():
        aliases = "|".join(write_mark(text, care) for text, care in entry.aliases.items())
        implies = ",".join(dict.fromkeys(keys[other] for other in entry.implies))
        related = ",".join(f"{keys[other]}:{weight:g}" for other, weight in sorted(entry.related.items()))
        lines.append("\t".join([keys[name], write_mark(name, entry.care), aliases, entry.category, implies, related]))
    (folder / "skills.tsv").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8", newline="\n")
    return len(lines)


def source_texts(onet, esco):
    """What the sources say, one text a document: occupations with their titles, and skills. Lists of strings."""
    titles = {}
    for row in rows(onet / "Alternate_Titles.txt"):
        titles.setdefault(row["O*NET-SOC Code"], []).append(row["Alternate Title"])
    occupations = [
        (row["Title"], titles.get(row["O*NET-SOC Code"], []), row["Description"]) for row in rows(onet / "Occupation_Data.txt")
    ]
    occupations += [
        (row["PREFERREDLABEL"], row["ALTLABELS"].split("\n"), row["DESCRIPTION"]) for row in rows(esco / "occupations.csv", ",")
    ]
    return occupations, {row["id"]: row["description"] for row in rows(esco / "skills_all_text.csv", ",")}


def words_of(occupations, skills):
    """In how many documents each folded word stands in lower case: {word: number}."""
    count = Counter()
    for text in [description for _, _, description in occupations] + list(skills.values()):
        count.update({fold(word) for word in WORD.findall(text) if word.islower()})
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--onet", type=Path, required=True, help="folder of the O*NET database as text files")
    parser.add_argument("--esco", type=Path, required=True, help="folder of the ESCO tables")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    occupations, texts = source_texts(options.onet, options.esco)
    ordinary = {word: times for word, times in words_of(occupations, texts).items() if times > 1}
    book = Book()
    read_curated(book)
    add_onet(book, options.onet, ordinary)
    add_esco(book, options.esco, ordinary, texts)
    (options.out / "words.tsv").write_text(
        "".join(f"{word}\t{ordinary[word]}\n" for word in sorted(ordinary)), encoding="utf-8", newline="\n"
    )
    codes = [row["O*NET-SOC Code"] for row in rows(options.onet / "Occupation_Data.txt")]
    software = software_of(rows(options.onet / "Technology_Skills.txt"), codes)
    terms, weights = write_texts(options.out, occupations, documents(occupations, software, texts))
    print(
        f"{write(book, options.out)} skills, {len(ordinary)} words, {len(occupations)} occupations of {terms} terms "
        f"({weights} weights)"
    )


if __name__ == "__main__":
    main()
