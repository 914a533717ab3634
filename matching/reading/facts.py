"""What is read from a résumé: a value, where it stands, and how sure the reader is."""

from dataclasses import dataclass, field

from matching.reading.document import Warning

Span = tuple[int, int]


@dataclass(slots=True)
class Fact:
    """One thing read. `spans` are offsets into `Document.text`; `confidence` is 0..1, computed from how it was found:

    0.95 and more: a form that can hardly be anything else (an e-mail address, a labelled field); 0.8: the right section
    and known words; 0.6: the right section, told by position alone; 0.4: outside of a known section. `parts` holds the
    named fields of a job or a degree, and the "key" that the taxonomy knows a skill by.
    """

    kind: str
    value: object
    spans: tuple[Span, ...] = ()
    confidence: float = 0.5
    parts: dict[str, "Fact"] = field(default_factory=dict)

    def part(self, name):
        """The value of a named field, None when it was not read."""
        fact = self.parts.get(name)
        return fact.value if fact else None


@dataclass(slots=True)
class Text:
    """A stretch of the document: its words and where they start. What the readers hand to each other."""

    text: str
    start: int
    line: int = -1
    bold: bool = False

    @property
    def span(self):
        return self.start, self.start + len(self.text)

    def cut(self, first, last):
        """The piece from `first` to `last` with blanks and stray punctuation around it taken off."""
        text = self.text[first:last]
        left = len(text) - len(text.lstrip(" \t,;|•·–—-:/(@►▪●*#_"))
        text = text[left:].rstrip(" \t,;|•·–—-:/@*_")
        if text.endswith(")") and "(" not in text or text.endswith("("):
            text = text[:-1].rstrip(" ,")
        return Text(text, self.start + first + left, self.line, self.bold)


def joined(spans):
    """The spans in order, overlapping ones as one."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(slots=True)
class Reading:
    """All that was read from one document. What is absent was not read; it is not known to be lacking."""

    language: str
    facts: list[Fact] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)

    def all(self, kind):
        """The facts of one kind, in the order of the page."""
        return [fact for fact in self.facts if fact.kind == kind]

    def first(self, kind):
        """The fact of a kind that occurs once, or None."""
        return next((fact for fact in self.facts if fact.kind == kind), None)

    def value(self, kind):
        """The value of a kind that occurs once; None when it was not read."""
        fact = self.first(kind)
        return fact.value if fact else None

    def to_json(self, file):
        """The object that `manage.py read_resumes` prints for a file (its base name)."""
        jobs = [
            {name: job.part(name) for name in ("title", "company", "location", "start", "end")} for job in self.all("experience")
        ]
        degrees = [
            {name: degree.part(name) for name in ("degree", "field", "school", "start", "end")}
            for degree in self.all("education")
        ]
        return {
            "file": file,
            "name": self.value("name"),
            "email": self.value("email"),
            "phone": self.value("phone"),
            "links": [fact.value for fact in self.all("link")],
            "location": self.value("location"),
            "summary": self.value("summary"),
            "skills": [fact.value for fact in self.all("skill")],
            "experience": jobs,
            "education": degrees,
            "total_years": self.value("total_years"),
            "skills_mentioned": [fact.value for fact in self.all("skill_mentioned")],
            "certifications": [fact.value for fact in self.all("certification")],
            "languages": [fact.value for fact in self.all("language")],
            "leadership": [fact.value for fact in self.all("leadership")],
            "work_permits": [{"text": fact.value, "permitted": fact.part("permitted")} for fact in self.all("work_permit")],
            "language": self.language,
            "warnings": [{"code": warning.code, "message": warning.message} for warning in self.warnings],
        }
