"""Skills, and the questions that others ask about them."""

from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from matching.taxonomy.finder import ANY, Finder
from matching.taxonomy.words import folded, stem

STEP = 0.5  # closeness of two neighbours where the source gives none
EXTENSIONS_KEPT = 32
DEPTH = 3  # steps of "implies" that are followed


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill. `aliases` are other spellings, `care` says which of the spellings are ordinary words too (see
    finder).
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    category: str = "other"
    implies: tuple[str, ...] = ()
    related: tuple[tuple[str, float], ...] = ()
    care: tuple[tuple[str, int], ...] = ()

    @property
    def spellings(self):
        """Every spelling with how careful one must be with it: [(text, care)]."""
        care = dict(self.care)
        return [(text, care.get(text, ANY)) for text in (self.name, *self.aliases)]


@dataclass(frozen=True, slots=True)
class Found:
    """A skill that a text names at [start, end); exact is False where the spelling had to be mended."""

    skill: Skill
    start: int
    end: int
    exact: bool = True


@dataclass
class Taxonomy:
    """All skills by key. Read-only once built: `extended` gives a new one."""

    skills: dict[str, Skill]
    common: frozenset[str] = frozenset()  # ordinary words, never taken for a misspelt skill
    _names: dict | None = field(default=None, repr=False)
    _finder: Finder | None = field(default=None, repr=False)
    _near: dict = field(default_factory=dict, repr=False)
    _extended: dict = field(default_factory=dict, repr=False)
    _speak: dict | None = field(default=None, repr=False)
    _base: "Taxonomy | None" = field(default=None, repr=False)  # the taxonomy that this one extends by the keys `_own`
    _own: frozenset[str] = frozenset()

    def __len__(self):
        return len(self.skills)

    def __contains__(self, key):
        return key in self.skills

    def __getitem__(self, key) -> Skill:
        return self.skills[key]

    def lookup(self, text: str) -> Skill | None:
        """The skill that `text` as a whole names, or None. Ordinary words count here: the caller says it is a skill."""
        words = folded(text)
        key = self._spellings().get(" ".join(words)) or self._spellings().get(" ".join(map(stem, words)))
        return self.skills[key] if key else None

    def find(self, text: str, listed: bool = False) -> list[Found]:
        """Every skill named in `text`, in order, none overlapping.

        listed: the text is a list of skills, so that an item which is an ordinary word ("Go", "Excel") counts.
        """
        if self._finder is None:
            self._finder = Finder(((skill.key, skill.spellings) for skill in self.skills.values()), self.common)
        skills = self.skills
        return [Found(skills[key], start, end, exact) for key, start, end, exact in self._finder.find(text, listed)]

    def suggest(self, text: str, n: int = 5) -> list[Skill]:
        """The `n` skills whose spelling is nearest to what somebody is typing, best first."""
        choices = self._spellings()
        query = " ".join(folded(text))
        if not query:
            return []
        begins = sorted((name for name in choices if name.startswith(query)), key=lambda name: (len(name), name))
        near = process.extract(query, list(choices), scorer=fuzz.ratio, limit=n * 4, score_cutoff=55)
        keys = dict.fromkeys(choices[name] for name in (*begins, *(name for name, _, _ in near)))
        return [self.skills[key] for key in list(keys)[:n]]

    def _spellings(self):
        """Every folded spelling and its key; a name goes before another skill's alias."""
        if self._names is None:
            self._names = {" ".join(folded(skill.name)): skill.key for skill in reversed(self.skills.values())}
            for skill in self.skills.values():
                for alias in skill.aliases:
                    words = folded(alias)
                    self._names.setdefault(" ".join(words), skill.key)
                    self._names.setdefault(" ".join(map(stem, words)), skill.key)
        return self._names

    def closure(self, keys) -> dict[str, float]:
        """What somebody who has `keys` may also be credited with: {key: closeness}, 1.0 for the keys themselves.

        An implied skill (Django implies Python) has closeness 1.0 at every step; a neighbour (Angular beside React) the
        weight of the relation, one step only. The scorer multiplies what is not stated with the config's decay.
        """
        credited = {}
        for key in keys:
            if key in self.skills:
                credited[key] = 1.0
                for other, weight in self._around(key).items():
                    credited[other] = max(weight, credited.get(other, 0.0))
        return credited

    def speaking_for(self, key) -> list[str]:
        """The skills that credit somebody with `key`, as `closure` does: for Python Django, Flask and others."""
        if self._base is not None:
            known = [other for other in self._base.speaking_for(key) if other not in self._own]
            return known + [other for other in sorted(self._own) if other != key and key in self._around(other)]
        if self._speak is None:
            self._speak = {}
            for other in self.skills:
                for credited in self._around(other):
                    self._speak.setdefault(credited, []).append(other)
        return self._speak.get(key, [])

    def _around(self, key):
        if key not in self._near:
            near, front = {}, [key]
            for _ in range(DEPTH):
                front = [parent for child in front for parent in self.skills[child].implies if parent in self.skills]
                near.update((parent, 1.0) for parent in front)
            for other, weight in self.skills[key].related:
                if other in self.skills:
                    near[other] = max(weight, near.get(other, 0.0))
            near.pop(key, None)  # where two skills imply each other
            self._near[key] = near
        return self._near[key]

    def extended(self, extra) -> "Taxonomy":
        """This taxonomy with a company's own skills: `extra` are Skill objects or dicts of their fields.

        A key that exists already gains the aliases and relations; everything else stays. Asked again with equal skills
        it gives the very same taxonomy, whose index is made by then.
        """
        extra = list(extra)
        wanted = repr(extra)
        if wanted not in self._extended:
            while len(self._extended) >= EXTENSIONS_KEPT:
                del self._extended[next(iter(self._extended))]
            self._extended[wanted] = self._extend(extra)
        return self._extended[wanted]

    def _extend(self, extra):
        skills, own = dict(self.skills), set()
        for item in extra:
            new = (
                item if isinstance(item, Skill) else Skill(**{k: tuple(v) if isinstance(v, list) else v for k, v in item.items()})
            )
            old = skills.get(new.key)
            if old:
                aliases = tuple(dict.fromkeys((*old.aliases, *new.aliases, *([new.name] if new.name != old.name else []))))
                new = Skill(
                    old.key,
                    old.name,
                    aliases,
                    old.category,
                    tuple(dict.fromkeys((*old.implies, *new.implies))),
                    tuple({**dict(old.related), **dict(new.related)}.items()),
                    (*old.care, *new.care),
                )
            skills[new.key] = new
            own.add(new.key)
        return Taxonomy(skills, self.common, _base=self, _own=frozenset(own))
