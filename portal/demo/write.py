"""Write résumés and the truth about them: python -m portal.demo.write DIR --count N --seed S [--layout X]."""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from portal.demo.layouts import pdf, plain, word
from portal.demo.layouts.fonts import drawable
from portal.demo.layouts.sheet import sheet_of, truth
from portal.demo.people import Person, latin, people

LAYOUTS = (*pdf.LAYOUTS, *word.LAYOUTS, *plain.LAYOUTS)
SHARES = {**dict.fromkeys(pdf.LAYOUTS, 5), **dict.fromkeys(word.LAYOUTS, 5), "txt": 5, "html": 2, "rtf": 1, "odt": 2, "scan": 0}
FIXED = {  # what these layouts always do
    "linkedin": {
        "skills": "bullets",
        "entry": "company, place right",
        "dates": "long",
        "dash": "-",
        "since": False,
        "capitals_name": False,
        "graded": False,
        "upper": False,
        "colon": False,
    },
    "europass": {"entry": "title, dates right"},
    "spaced": {"capitals_name": True},
}
TODAY = date(2026, 11, 1)


def suffix_of(layout: str) -> str:
    return ".pdf" if layout in pdf.LAYOUTS else ".docx" if layout in word.LAYOUTS else f".{layout}"


def write_resume(person: Person, folder: Path, seed: int, today: date, layout: str = "") -> dict:
    """Write one résumé into `folder` in this layout (any, by seed, where none is named); returns the truth about it,
    whose "file" is the file's name."""
    random = Random(f"file {seed} {person.number}")
    own_script = bool(person.native_name) and random.random() < 0.35
    layout = layout or random.choices(list(SHARES), list(SHARES.values()))[0]
    if own_script and layout in pdf.LAYOUTS and not drawable(person.native_name):
        own_script = False
    fixed = FIXED.get(layout)
    sheet = sheet_of(person, seed, today, native=own_script, fixed=fixed)
    stem = latin(person.family.split()[-1] if person.family else person.given) or "cv"
    path = folder / f"{person.number:04}-{stem}-{layout}{suffix_of(layout)}"
    if layout in pdf.LAYOUTS:
        pdf.write_pdf(sheet, path, layout, seed)
    elif layout in word.LAYOUTS:
        word.write_docx(sheet, path, layout, seed)
    else:
        plain.LAYOUTS[layout](sheet, path, random)
    return truth(sheet, path.name, layout)


def write_all(folder: Path, count: int, seed: int, today: date, layout: str = "") -> Iterator[dict]:
    """Write `count` résumés into an existing folder; yields the truth about each."""
    for person in people(count, seed, today):
        yield write_resume(person, folder, seed, today, layout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=LAYOUTS, default="")
    parser.add_argument("--today", type=date.fromisoformat, default=TODAY)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    truths = write_all(given.folder, given.count, given.seed, given.today, given.layout)
    with (given.folder / "truth.jsonl").open("w", encoding="utf-8") as out:
        for row in truths:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
