"""Reading the shipped files. data/README.md says where they come from."""

from pathlib import Path

from matching.taxonomy.finder import ANY, CAPS, LISTED, PROPER
from matching.taxonomy.model import STEP, Skill, Taxonomy
from matching.taxonomy.words import WORD, fold

DATA = Path(__file__).parent / "data"
MARKS = (("!!", LISTED), ("!", PROPER), ("^", CAPS))


def read_mark(text):
    """("Go!!") -> ("Go", LISTED); a spelling without a mark counts anywhere."""
    text = text.strip()
    for mark, care in MARKS:
        if text.endswith(mark):
            return text[: -len(mark)], care
    return text, ANY


def write_mark(text, care):
    return text + {ANY: "", CAPS: "^", PROPER: "!", LISTED: "!!"}[care]


def key_of(name):
    """A stable key for a new skill: "C++" is "c-plus-plus", ".NET" is "dotnet"."""
    spelled = name.replace("++", " plus plus").replace("+", " plus").replace("#", " sharp").replace(".NET", "dotnet")
    return "-".join(fold(word) for word in WORD.findall(spelled.replace("&", " and ")))


def load(folder: Path = DATA) -> Taxonomy:
    """The taxonomy from `skills.tsv` (key, name, aliases, category, implies, related) and `words.tsv` (word,
    frequency).
    """
    skills = {}
    for line in (folder / "skills.tsv").read_text(encoding="utf-8").splitlines():
        key, name, aliases, category, implies, related = line.split("\t")
        name, care = read_mark(name)
        cares, plain = ([(name, care)] if care else []), []
        for alias in aliases.split("|") if aliases else ():
            alias, care = read_mark(alias)
            plain.append(alias)
            if care:
                cares.append((alias, care))
        near = tuple(
            (other, float(weight or STEP)) for other, _, weight in (pair.partition(":") for pair in related.split(",") if pair)
        )
        skills[key] = Skill(key, name, tuple(plain), category, tuple(implies.split(",")) if implies else (), near, tuple(cares))
    words = (folder / "words.tsv").read_text(encoding="utf-8").splitlines()
    return Taxonomy(skills, frozenset(line.partition("\t")[0] for line in words))
