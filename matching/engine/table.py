"""The candidates of a company as column arrays: what the scorer may see of them, and nothing else.

There is no column for a name, a photo, an address, a birth or graduation year, a gender or a nationality.
"""

import json
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np

from matching.engine import meaning
from matching.engine.config import TIERS
from matching.taxonomy.words import folded

FORMAT = 2  # of the files; a folder with another number must be built again
STATED, IMPLIED = 255, 127  # strength of a skill that the résumé states; at most IMPLIED where others only suggest it
FULL = 250  # what a stated skill is worth: 0.8 and 0.5 are whole parts of it
LONGEST = 1200  # months that are told apart
NOT_READ = 65535  # months of experience that could not be read
SKILLS, TEXT, YEARS, WORK, EDUCATION, MEANING = 1, 2, 4, 8, 16, 32  # bits of `read`
CERTIFIED, LEADERSHIP, RECENT_PROJECT, AUTHORISED, NOT_AUTHORISED = 1, 2, 4, 8, 16  # bits of `flags`
WORDS_KEPT, WORK_KEPT = 96, 16
KEPT_COLUMNS = 6  # sets of dense columns that a table remembers
COLUMNS = {
    "ids": np.int64,
    "months": np.uint16,
    "seniority": np.uint8,
    "tier": np.uint8,
    "field": np.uint8,
    "flags": np.uint16,
    "read": np.uint8,
    "country": np.uint16,
    "city": np.uint32,
    "word_ids": np.uint16,
    "word_weights": np.uint16,
    "work_ids": np.uint16,
    "work_weights": np.uint16,
    "meaning": np.int8,
}
WIDE = {
    "word_ids": WORDS_KEPT,
    "word_weights": WORDS_KEPT,
    "work_ids": WORK_KEPT,
    "work_weights": WORK_KEPT,
}  # meaning too, in tables that hold a vector; else 0
FIELDS = (
    "",
    "engineering",
    "computing",
    "science",
    "mathematics",
    "business",
    "law",
    "health",
    "education",
    "arts",
    "social",
    "agriculture",
    "services",
    "trades",
)  # fields of study; position 0 is "not read"


def country_code(name):
    """Two letters ("DE") as a number; 0 for none."""
    return int.from_bytes(name.upper().encode()[:2]) if name and len(name) == 2 else 0


def city_code(name):
    """A city's folded name as a number; 0 for none."""
    return zlib.crc32(" ".join(folded(name)).encode()) or 1 if name else 0


@dataclass
class Row:
    """One candidate. skills: {key: strength}, None = not read; years, tier and vectors None = not read.

    words, work: (ids, weights) from matching.taxonomy.texts; meaning: int8 vector from matching.engine.meaning.
    """

    id: int
    skills: dict | None = None
    years: float | None = None
    tier: str | None = None
    field: str = ""
    seniority: int = 0
    flags: int = 0
    country: str = ""
    city: str = ""
    words: tuple | None = None
    work: tuple | None = None
    meaning: np.ndarray | None = None
    waived: tuple = ()  # [Knockout] that a person excused them from: these rules do not knock them out

    @staticmethod
    def strengths(keys, taxonomy):
        """{key: strength} of the skills that a résumé states, with what they imply and their neighbours."""
        return {key: STATED if key in keys else max(1, round(weight * IMPLIED)) for key, weight in taxonomy.closure(keys).items()}

    @property
    def read(self):
        bits = (
            (self.skills, SKILLS),
            (self.words, TEXT),
            (self.years, YEARS),
            (self.work, WORK),
            (self.tier, EDUCATION),
            (self.meaning, MEANING),
        )
        return sum(bit for value, bit in bits if value is not None)


@dataclass
class FeatureTable:
    """n candidates, ids ascending (a row's place breaks ties). `arrays` as COLUMNS says; skills lie by column.

    skill_start (k + 1), skill_rows and skill_strength: the rows that have skill `keys[i]` are
    skill_rows[start[i]:start[i + 1]]. `later` are skills of rows that were patched or appended since: {row: {key:
    strength}}.
    """

    version: int
    keys: list
    arrays: dict
    skill_start: np.ndarray
    skill_rows: np.ndarray
    skill_strength: np.ndarray
    later: dict = field(default_factory=dict)
    waived: dict = field(default_factory=dict)  # {row: rules} of a table built for one job; not joined, patched or saved
    _dense: dict = field(default_factory=dict, repr=False)
    _lock: object = field(default_factory=Lock, repr=False, compare=False)

    def __len__(self):
        return len(self.arrays["ids"])

    def __getattr__(self, name):
        if name in COLUMNS:
            return self.arrays[name]
        raise AttributeError(name)

    @cached_property
    def _place(self):
        return {key: place for place, key in enumerate(self.keys)}

    @property
    def years(self):
        """float32 (n), NaN = not read."""
        return np.where(self.months == NOT_READ, np.nan, self.months / np.float32(12)).astype(np.float32)

    @classmethod
    def build(cls, rows, version=1) -> "FeatureTable":
        """A table from `Row`s in any order; a doubled id is a ValueError."""
        rows = sorted(rows, key=lambda row: row.id)
        if any(one.id == two.id for one, two in zip(rows, rows[1:], strict=False)):
            raise ValueError("two rows have the same id")
        waived = {place: row.waived for place, row in enumerate(rows) if row.waived}
        return cls(version, *_columns(_arrays(rows), [row.skills or {} for row in rows]), waived=waived)

    @classmethod
    def joined(cls, tables, version=1) -> "FeatureTable":
        """One table from several whose ids ascend from each to the next, none of them patched; else a ValueError."""
        tables = [table for table in tables if len(table)]
        if not tables:
            return cls.build([], version)
        if any(one.later for one in tables) or any(
            one.ids[-1] >= two.ids[0] for one, two in zip(tables, tables[1:], strict=False)
        ):
            raise ValueError("the tables overlap or are patched")
        wide = max(table.meaning.shape[1] for table in tables)
        arrays = {name: np.concatenate([table.arrays[name] for table in tables]) for name in COLUMNS if name != "meaning"}
        arrays["meaning"] = np.concatenate([_widened(table.meaning, wide) for table in tables])
        keys = sorted({key for table in tables for key in table.keys})
        place = {key: number for number, key in enumerate(keys)}
        columns, rows, before = [], [], 0
        for table in tables:
            own = np.fromiter((place[key] for key in table.keys), np.int64, len(table.keys))
            columns.append(np.repeat(own, np.diff(table.skill_start)))
            rows.append(table.skill_rows + np.uint32(before))
            before += len(table)
        column, row = np.concatenate(columns), np.concatenate(rows)
        order = np.argsort(column, kind="stable")
        start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=len(keys)))]).astype(np.int64)
        strength = np.concatenate([table.skill_strength for table in tables])
        return cls(version, keys, arrays, start, row[order], strength[order])

    def column(self, key) -> np.ndarray:
        """uint8 (n): the strength of one skill for every row."""
        dense = np.zeros(len(self), np.uint8)
        place = self._place.get(key)
        if place is not None:
            start, end = self.skill_start[place], self.skill_start[place + 1]
            dense[self.skill_rows[start:end]] = self.skill_strength[start:end]
        for row, skills in self.later.items():
            dense[row] = skills.get(key, 0)
        return dense

    @cached_property
    def study(self):
        """uint8 (n): tier and field of study in one number."""
        return self.tier * np.uint8(len(FIELDS)) + self.field

    def columns(self, keys, worth=None) -> np.ndarray:
        """uint8 (len(keys), n): strengths, or what `worth` (256 bytes) makes of them. Kept: a slider asks for the
        same ones again.
        """
        wanted = (tuple(keys), worth)
        with self._lock:  # threads of one process share a table
            if wanted not in self._dense:
                while len(self._dense) >= KEPT_COLUMNS:
                    del self._dense[next(iter(self._dense))]
                table = np.frombuffer(worth, np.uint8) if worth else None
                dense = np.empty((len(keys), len(self)), np.uint8)
                for place, key in enumerate(keys):
                    dense[place] = self.column(key) if table is None else table[self.column(key)]
                self._dense[wanted] = dense
            return self._dense[wanted]

    def strength(self, row, key) -> int:
        """The strength of one skill for one row."""
        if row in self.later:
            return self.later[row].get(key, 0)
        place = self._place.get(key)
        if place is None:
            return 0
        start, end = self.skill_start[place], self.skill_start[place + 1]
        at = start + int(np.searchsorted(self.skill_rows[start:end], row))
        return int(self.skill_strength[at]) if at < end and self.skill_rows[at] == row else 0

    def skills_of(self, row) -> dict:
        """{key: strength} of one row (walks all columns: for patches and tests, not for scoring)."""
        if row in self.later:
            return dict(self.later[row])
        at = np.flatnonzero(self.skill_rows == row)
        places = np.searchsorted(self.skill_start, at, side="right") - 1
        return {self.keys[place]: int(self.skill_strength[spot]) for place, spot in zip(places, at, strict=True)}

    def row_of(self, id) -> int:
        """The row of a candidate; KeyError where there is none."""
        row = int(np.searchsorted(self.ids, id))
        if row >= len(self) or self.ids[row] != id:
            raise KeyError(id)
        return row

    def patched(self, rows, version) -> "FeatureTable":
        """A new table in which `rows` replace those of the same id or, where theirs is above all others, are appended.

        The skill columns are shared with this table. An id between the others that is not there is a ValueError:
        build again.
        """
        rows = sorted(rows, key=lambda row: row.id)
        known = {row.id for row in rows} & set(self.ids[np.isin(self.ids, [row.id for row in rows])].tolist())
        new = [row for row in rows if row.id not in known]
        if new and len(self) and new[0].id < self.ids[-1]:
            raise ValueError("a new id must be above all others")
        places = [self.row_of(row.id) for row in rows if row.id in known] + list(range(len(self), len(self) + len(new)))
        changed = [row for row in rows if row.id in known] + new
        fresh, arrays = _arrays(changed), {}
        for name, kind in COLUMNS.items():
            old = self.arrays[name]
            if name == "meaning":
                wide = max(old.shape[1], fresh[name].shape[1])
                old, fresh[name] = _widened(old, wide), _widened(fresh[name], wide)
            arrays[name] = np.empty((len(self) + len(new), *old.shape[1:]), kind)
            arrays[name][: len(self)] = old
            arrays[name][places] = fresh[name]
        later = {**self.later, **{place: row.skills or {} for place, row in zip(places, changed, strict=True)}}
        return FeatureTable(version, self.keys, arrays, self.skill_start, self.skill_rows, self.skill_strength, later)

    def save(self, folder: Path):
        """Write the table into an empty or new folder, patches folded in. Readers open it by `load`."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        keys, start, rows, strength = self.keys, self.skill_start, self.skill_rows, self.skill_strength
        if self.later:
            keys, start, rows, strength = _merged(self)
        for name, array in {**self.arrays, "skill_start": start, "skill_rows": rows, "skill_strength": strength}.items():
            np.save(folder / f"{name}.npy", array)
        meta = {"format": FORMAT, "version": self.version, "rows": len(self), "keys": list(keys)}
        (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")  # last: it says that the rest is whole

    @classmethod
    def load(cls, folder: Path) -> "FeatureTable":
        """Open a saved table memory-mapped. FileNotFoundError where there is none, ValueError where its format is
        old.
        """
        folder = Path(folder)
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise ValueError(f"format {meta['format']}, this engine reads {FORMAT}")
        opened = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r")
            for name in (*COLUMNS, "skill_start", "skill_rows", "skill_strength")
        }
        arrays = {name: opened[name] for name in COLUMNS}
        return cls(meta["version"], meta["keys"], arrays, opened["skill_start"], opened["skill_rows"], opened["skill_strength"])


def _widened(vectors, wide):
    """Vectors as `wide` as those of a table that holds some: a table without any keeps none."""
    return vectors if vectors.shape[1] == wide else np.zeros((len(vectors), wide), np.int8)


def _arrays(rows):
    wide = WIDE | {"meaning": meaning.WIDTH if any(row.meaning is not None for row in rows) else 0}
    arrays = {name: np.zeros((len(rows), wide[name]) if name in wide else len(rows), kind) for name, kind in COLUMNS.items()}
    for place, row in enumerate(rows):
        arrays["ids"][place] = row.id
        arrays["months"][place] = NOT_READ if row.years is None else min(LONGEST, max(0, int(row.years * 12 + 0.5)))
        arrays["seniority"][place] = row.seniority
        arrays["tier"][place] = 0 if row.tier is None else 1 + TIERS.index(row.tier)
        arrays["field"][place] = FIELDS.index(row.field)
        arrays["flags"][place], arrays["read"][place] = row.flags, row.read
        arrays["country"][place], arrays["city"][place] = country_code(row.country), city_code(row.city)
        if row.meaning is not None:
            arrays["meaning"][place] = row.meaning
        for name, vector in (("word", row.words), ("work", row.work)):
            if vector is not None:
                arrays[f"{name}_ids"][place, : len(vector[0])] = vector[0]
                arrays[f"{name}_weights"][place, : len(vector[1])] = vector[1]
    return arrays


def _columns(arrays, skills):
    """(keys, arrays, start, rows, strength) for the skills of each row, sorted by key and row."""
    keys = sorted({key for one in skills for key in one})
    place = {key: number for number, key in enumerate(keys)}
    total = sum(map(len, skills))
    column = np.fromiter((place[key] for one in skills for key in one), np.int64, total)
    row = np.repeat(np.arange(len(skills), dtype=np.uint32), [len(one) for one in skills])
    strength = np.fromiter((value for one in skills for value in one.values()), np.uint8, total)
    order = np.argsort(column, kind="stable")  # rows stay ascending inside a column
    start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=len(keys)))]).astype(np.int64)
    return keys, arrays, start, row[order], strength[order]


def _merged(table):
    """The skill columns of `table` with what was patched in its place."""
    changed = np.fromiter(table.later, np.uint32, len(table.later))
    keep = ~np.isin(table.skill_rows, changed)
    column = np.repeat(np.arange(len(table.keys)), np.diff(table.skill_start))[keep]
    keys = sorted({*table.keys, *(key for skills in table.later.values() for key in skills)})
    place = {key: number for number, key in enumerate(keys)}
    moved = np.fromiter((place[key] for key in table.keys), np.int64, len(table.keys))
    extra = [(place[key], row, value) for row, skills in table.later.items() for key, value in skills.items()]
    added = np.array(extra, np.int64).reshape(-1, 3)
    column = np.concatenate([moved[column] if len(column) else column, added[:, 0]]).astype(np.int64)
    rows = np.concatenate([table.skill_rows[keep], added[:, 1].astype(np.uint32)])
    strength = np.concatenate([table.skill_strength[keep], added[:, 2].astype(np.uint8)])
    order = np.lexsort((rows, column))
    start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=len(keys)))]).astype(np.int64)
    return keys, start, rows[order], strength[order]
