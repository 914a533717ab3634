"""Reports as PDF: one typeface, one set of styles, a head and "page n of m" on each page."""

import io
from functools import cache

import font_roboto
from django.utils.html import escape
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle


def report(story, *, title, company, about):
    """The bytes of a PDF; `about` stands beside title and company in the head of each page."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=18 * mm - 6,
        rightMargin=18 * mm - 6,
        topMargin=24 * mm,
        bottomMargin=20 * mm,
        title=f"{title} · {company}",
        author=company,
        creator="IntelliMatch",
    )

    def maker(*args, **more):
        return _Pages(*args, head=f"{company} · {title} · {about}", family=typeface(), **more)

    document.build(story, canvasmaker=maker)
    return out.getvalue()


def styles():
    """Styles of paragraphs by name."""
    family = typeface()
    return {
        "h1": ParagraphStyle("h1", fontName=f"{family}-Bold", fontSize=18, leading=24, spaceAfter=4),
        "h2": ParagraphStyle("h2", fontName=f"{family}-Bold", fontSize=12.5, leading=17, spaceBefore=12, spaceAfter=2),
        "h3": ParagraphStyle("h3", fontName=f"{family}-Bold", fontSize=9.5, leading=13, spaceBefore=8, spaceAfter=3),
        "text": ParagraphStyle("text", fontName=family, fontSize=9, leading=13, spaceAfter=3),
        "soft": ParagraphStyle("soft", fontName=family, fontSize=8.5, leading=12, textColor=colors.HexColor("#57534b")),
        "cell": ParagraphStyle("cell", fontName=family, fontSize=8.5, leading=11),
        "num": ParagraphStyle("num", fontName=family, fontSize=8.5, leading=11, alignment=2),
        "head": ParagraphStyle("head", fontName=f"{family}-Bold", fontSize=8, leading=10),
        "headnum": ParagraphStyle("headnum", fontName=f"{family}-Bold", fontSize=8, leading=10, alignment=2),
    }


def facts_table(facts):
    """(name, value) pairs as a table without lines."""
    look = styles()
    rows = [[Paragraph(escape(name), look["soft"]), Paragraph(escape(value), look["cell"])] for name, value in facts]
    return Table(
        rows,
        colWidths=[52 * mm, 122 * mm],
        hAlign="LEFT",
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
            ]
        ),
    )


def lines():
    """How a table of figures is ruled."""
    return TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.HexColor("#57534b")),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, colors.HexColor("#cdc8be")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )


@cache
def typeface():
    """Roboto with its bold, embedded: it has Latin, Greek and Cyrillic."""
    pdfmetrics.registerFont(TTFont("PaperRoboto", font_roboto.Roboto))
    pdfmetrics.registerFont(TTFont("PaperRoboto-Bold", font_roboto.RobotoBold))
    pdfmetrics.registerFontFamily(
        "PaperRoboto", normal="PaperRoboto", bold="PaperRoboto-Bold", italic="PaperRoboto", boldItalic="PaperRoboto-Bold"
    )
    return "PaperRoboto"


class _Pages(Canvas):
    """Writes head and "page n of m" on every page once it is known how many there are."""

    def __init__(self, *args, head, family, **more):
        super().__init__(*args, **more)
        self.head, self.family, self.kept = head, family, []

    def showPage(self):  # noqa: N802  (reportlab's name)
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, page in enumerate(self.kept, 1):
            self.__dict__.update(page)
            width, height = A4
            self.setFont(self.family, 8)
            self.setFillColor(colors.HexColor("#57534b"))
            self.drawString(18 * mm, height - 14 * mm, self.head[:110])
            self.drawRightString(width - 18 * mm, 11 * mm, _("Page %(n)d of %(all)d") % {"n": number, "all": len(self.kept)})
            self.setStrokeColor(colors.HexColor("#cdc8be"))
            self.line(18 * mm, height - 16.5 * mm, width - 18 * mm, height - 16.5 * mm)
            super().showPage()
        super().save()
