"""The pieces that PDF layouts are put together from."""

from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Spacer

from portal.demo.layouts.fonts import bold
from portal.demo.layouts.sheet import Sheet, entry_lines, skill_lines


class Pair(Flowable):
    """Text at the left and at the right edge of one line; the right text goes to the next line where both don't fit."""

    def __init__(self, left, right, font, right_font, size, colour, leading):
        super().__init__()
        self.left, self.right, self.font, self.right_font = left, right, font, right_font
        self.size, self.colour, self.leading = size, colour, leading

    def wrap(self, width, height):
        self.width = width
        both = stringWidth(self.left, self.font, self.size) + stringWidth(self.right, self.right_font, self.size) + 8
        self.lines = 1 if both <= width else 2
        self.height = self.leading * self.lines
        return width, self.height

    def draw(self):
        canvas, top = self.canv, self.height - self.size
        canvas.setFillColor(self.colour)
        canvas.setFont(self.font, self.size)
        canvas.drawString(0, top, self.left)
        canvas.setFont(self.right_font, self.size)
        canvas.drawRightString(self.width, top - self.leading * (self.lines - 1), self.right)


class SpacedHeading(Flowable):
    """A heading whose letters are set apart, by character spacing or by blanks between them."""

    def __init__(self, text, font, size, colour, *, blanks=False):
        super().__init__()
        self.text = " ".join(text) if blanks else text
        self.font, self.size, self.colour, self.apart = font, size, colour, 0 if blanks else size * 0.22

    def wrap(self, width, height):
        self.width = width
        return width, self.size * 1.5

    def draw(self):
        self.canv.setFillColor(self.colour)
        self.canv.setFont(self.font, self.size)
        self.canv.drawString(0, self.size * 0.3, self.text, charSpace=self.apart)


class Rule(Flowable):
    """A line across the column."""

    def __init__(self, colour, thickness=0.7):
        super().__init__()
        self.colour, self.thickness = colour, thickness

    def wrap(self, width, height):
        self.width = width
        return width, 4

    def draw(self):
        self.canv.setStrokeColor(self.colour)
        self.canv.setLineWidth(self.thickness)
        self.canv.line(0, 2.5, self.width, 2.5)


class Band(Flowable):
    """Text on a coloured ground as wide as the column."""

    def __init__(self, text, font, size, colour, ground, *, centred=False, high=None):
        super().__init__()
        self.text, self.font, self.size, self.colour, self.ground, self.centred = (text, font, size, colour, ground, centred)
        self.high = high or size * 1.6

    def wrap(self, width, height):
        self.width = width
        return width, self.high + 4

    def draw(self):
        canvas, low = self.canv, self.high / 2 - self.size * 0.35 + 2
        canvas.setFillColor(self.ground)
        canvas.rect(0, 2, self.width, self.high, stroke=0, fill=1)
        canvas.setFillColor(self.colour)
        canvas.setFont(self.font, self.size)
        if self.centred:
            canvas.drawCentredString(self.width / 2, low, self.text)
        else:
            canvas.drawString(4, low, self.text)


class Bar(Flowable):
    """A skill with a bar that says how much of it (0..1) its owner thinks to have."""

    def __init__(self, text, share, font, size, colour, accent):
        super().__init__()
        self.text, self.share, self.font, self.size, self.colour, self.accent = text, share, font, size, colour, accent

    def wrap(self, width, height):
        self.width = width
        return width, self.size * 2

    def draw(self):
        canvas = self.canv
        canvas.setFillColor(self.colour)
        canvas.setFont(self.font, self.size)
        canvas.drawString(0, self.size * 0.85, self.text)
        canvas.setFillColor(colors.Color(0.6, 0.6, 0.6, 0.4))
        canvas.rect(0, 1, self.width * 0.9, 3, stroke=0, fill=1)
        canvas.setFillColor(self.accent)
        canvas.rect(0, 1, self.width * 0.9 * self.share, 3, stroke=0, fill=1)


class Blocks:
    """The pieces of one sheet in one typeface, size (points) and colour pair."""

    def __init__(self, sheet: Sheet, family: str, size: float, ink, accent, *, heading="rule"):
        self.sheet, self.family, self.size, self.ink, self.accent, self.kind = sheet, family, size, ink, accent, heading
        self.leading = size * 1.28
        base = ParagraphStyle("plain", fontName=family, fontSize=size, leading=self.leading, textColor=ink, alignment=TA_LEFT)
        self.plain = base
        self.strong = ParagraphStyle("strong", base, fontName=bold(family))
        self.bullet = ParagraphStyle("bullet", base, leftIndent=size * 1.1, bulletIndent=size * 0.2)
        self.head = ParagraphStyle(
            "head",
            base,
            fontName=bold(family),
            fontSize=size * 1.25,
            leading=size * 1.7,
            textColor=accent,
            spaceBefore=size * 0.6,
        )
        self.title = ParagraphStyle(
            "title", base, fontName=bold(family), fontSize=size * 2.3, leading=size * 2.8, textColor=accent
        )
        self.centred = ParagraphStyle("centred", base, alignment=TA_CENTER)
        self.title_centred = ParagraphStyle("title centred", self.title, alignment=TA_CENTER)

    def text(self, text, style=None):
        return Paragraph(escape(text), style or self.plain)

    def gap(self, lines=0.5):
        return Spacer(1, self.leading * lines)

    def heading(self, text):
        text = text.upper() if self.sheet.style.upper else text
        if self.kind in ("spaced", "blanks"):
            return [
                self.gap(0.6),
                SpacedHeading(text.upper(), bold(self.family), self.size * 1.1, self.accent, blanks=self.kind == "blanks"),
            ]
        if self.kind == "band":
            return [Band(text, bold(self.family), self.size * 1.1, colors.white, self.accent)]
        if self.kind == "underlined":
            return [Paragraph(f"<u>{escape(text)}</u>", self.head)]
        made = [self.text(text, self.head)]
        return [*made, Rule(self.accent)] if self.kind == "rule" else made

    def contact_lines(self):
        labelled = self.sheet.style.labelled
        return [f"{label}: {text}" if labelled and label else text for _, label, text in self.sheet.contacts]

    def entry(self, entry, *, dates=True, right=True):
        made = []
        for line in entry_lines(entry, self.sheet, dates=dates):
            style = self.strong if line.role == "strong" else self.plain
            if line.right and right:
                made.append(Pair(line.left, line.right, style.fontName, self.family, self.size, self.ink, self.leading))
            elif line.right:
                made += [self.text(line.left, style), self.text(line.right)]
            else:
                made.append(self.text(line.left, style))
        return [*made, *self.bullets(entry.bullets), self.gap(0.45)]

    def bullets(self, texts):
        mark = self.sheet.style.mark
        if not mark:
            return [self.text(text) for text in texts]
        return [Paragraph(escape(text), self.bullet, bulletText=mark) for text in texts]

    def skills(self, *, bars=None):
        if bars:
            listed = [skill for _, group in self.sheet.section("skills").rows for skill in group]
            return [Bar(skill, bars.uniform(0.35, 1), self.family, self.size, self.ink, self.accent) for skill in listed]
        if self.sheet.style.skills == "bullets":
            return self.bullets([text for _, text in skill_lines(self.sheet)])
        return [
            Paragraph(f"<b>{escape(group)}:</b> {escape(text)}" if group else escape(text), self.plain)
            for group, text in skill_lines(self.sheet)
        ]

    def section(self, section, *, bars=None, right=True):
        """The section with its heading."""
        made = self.heading(section.heading)
        if section.kind in ("experience", "education"):
            for entry in section.rows:
                made += self.entry(entry, right=right)
        elif section.kind == "skills":
            made += self.skills(bars=bars)
        elif section.kind in ("summary", "interests", "references", "personal"):
            made += [self.text(row) for row in section.rows]
        else:
            made += self.bullets(section.rows) if self.sheet.style.mark else [self.text(row) for row in section.rows]
        return [*made, self.gap(0.3)]

    def sections(self, kinds=None, **how):
        return [
            part
            for section in self.sheet.sections
            if kinds is None or section.kind in kinds
            for part in self.section(section, **how)
        ]
