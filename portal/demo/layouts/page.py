"""The paper: page size, margins, a main column and at most one beside it."""

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.doctemplate import ActionFlowable

ACCENTS = ("#1f3a5f", "#7a1f3d", "#0f6b5c", "#333333", "#b0561b", "#4b2e83", "#000000", "#2a6fb0")
DARKS = ("#22313f", "#2d3142", "#1b4332", "#3b1f2b", "#111827")


def page_size(sheet):
    """(width, height) in points: Letter where offices use it, else A4."""
    return LETTER if sheet.person.country in ("US", "CA", "MX", "CO") else A4


class _MorePages(ActionFlowable):
    """Stands at the end of the main column: turns to a second page where the side column needs it."""

    def apply(self, doc):
        if doc.rest and not doc.after:
            doc.handle_pageBreak()


class Page(BaseDocTemplate):
    """A document with one main column; `side` flows in a column of its own, drawn before or `after` the main one
    (before, where it needs a second page). `behind(canvas, size, number)` paints the ground of each page. Margins are
    (left, top, right, bottom) in mm."""

    def __init__(self, path, sheet, *, main, side=None, side_story=(), behind=None, after=False):
        size = page_size(sheet)
        path = path if hasattr(path, "write") else str(path)
        super().__init__(path, pagesize=size, title=sheet.words["headings"]["title"][0], author="", invariant=1)
        self.rest, self.box, self.behind = list(side_story), side, behind
        self.after = after and self._fits_one_page()
        self.addPageTemplates([PageTemplate("page", [_frame(main, size)], onPage=self._begin, onPageEnd=self._end)])

    def build(self, story):
        super().build([*story, _MorePages()])

    def _fits_one_page(self):
        if not self.box:
            return True
        _, _, width, height = _box(self.box, self.pagesize)
        return sum(part.wrap(width, height)[1] + part.getSpaceBefore() for part in self.rest) < height * 0.97

    def _begin(self, canvas, doc):
        if self.behind:
            self.behind(canvas, self.pagesize, canvas.getPageNumber())
        if not self.after:
            self._write_side(canvas)

    def _end(self, canvas, doc):
        if self.after:
            self._write_side(canvas)

    def _write_side(self, canvas):
        if self.box and self.rest:
            _frame(self.box, self.pagesize).addFromList(self.rest, canvas)


def one_column(sheet, path, random, story, margins=None):
    """Build `story` on pages with one column, with these margins (mm) or equal ones of some width."""
    margin = random.choice([15, 18, 20, 25])
    Page(path, sheet, main=margins or (margin, margin, margin, margin)).build(story)


def smaller(style, size):
    """The paragraph style in that size (points)."""
    return style.clone(f"{style.name} {size}", fontSize=size, leading=size * 1.2)


def _frame(margins, size):
    return Frame(*_box(margins, size), leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _box(margins, size):
    """(left, bottom, width, height) in points from (left, top, right, bottom) margins in mm."""
    left, top, right, bottom = (margin * mm for margin in margins)
    return left, bottom, size[0] - left - right, size[1] - top - bottom
