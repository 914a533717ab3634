"""What every file becomes before it is understood: lines of text in reading order, each with its place."""

from bisect import bisect_right
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points from the page's top left corner


class Unreadable(Exception):
    """The file cannot be read; `code` is stable for programs, `message` says why and the way out, for a person."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should know about a file that was read all the same (hidden text, scripts, a cut page)."""

    code: str
    message: str


@dataclass(slots=True)
class Line:
    """One line as the eye reads it. `start` is the offset of its first character in `Document.text`."""

    text: str
    page: int = 0  # from 0
    box: Box | None = None  # None where the format has no pages (DOCX, TXT, HTML)
    size: float = 0.0  # font size in points, 0 where unknown
    bold: bool = False
    block: int = 0  # lines of one column or text box share a number
    xs: tuple[float, ...] | None = None  # left edge of every character and the right edge of the last: len(text) + 1
    start: int = 0


@dataclass(slots=True)
class Document:
    """A file as text: `text` is the lines joined by a newline; spans are (start, end) offsets into it."""

    kind: str  # pdf, docx, odt, rtf, txt, html, image
    lines: list[Line]
    pages: list[tuple[float, float]] = field(default_factory=list)  # width, height in points
    warnings: list[Warning] = field(default_factory=list)
    hidden: str = ""  # text that a person would not see; kept for a person to look at, never read into facts
    links: list[str] = field(default_factory=list)  # targets of hyperlinks (mailto:, tel:, https:)
    text: str = ""
    _starts: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self):
        offset = 0
        for line in self.lines:
            line.start = offset
            offset += len(line.text) + 1
        self.text = "\n".join(line.text for line in self.lines)
        self._starts = [line.start for line in self.lines]

    def line_at(self, offset):
        """The line that holds the character at `offset`."""
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def places(self, start, end):
        """Where a span stands: a list of (page, box), one for each line it touches; empty without pages."""
        found = []
        for line in self.lines[max(0, bisect_right(self._starts, start) - 1) :]:
            if line.start >= end:
                break
            if line.box is None:
                continue
            x0, top, x1, bottom = line.box
            first, last = max(0, start - line.start), min(len(line.text), end - line.start)
            if last <= first:
                continue
            if line.xs:
                x0, x1 = line.xs[first], max(line.xs[last], line.xs[first] + 1)
            found.append((line.page, (x0, top, x1, bottom)))
        return found
