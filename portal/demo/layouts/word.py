"""Résumés as DOCX: plain, with heading styles, in a two-column table, in text boxes, with contacts in the page
header."""

import zipfile
from datetime import datetime
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Cm, Pt

from portal.demo.layouts.sheet import Sheet, entry_lines, skill_lines

EPOCH = (2020, 1, 1, 0, 0, 0)
SIDE = ("personal", "skills", "languages", "certifications", "interests")
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
MODERN = (  # what Word itself writes: the text once as a shape, once more for old readers
    '<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
    '<wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name="Text {number}"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    "<wps:spPr><a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
    "<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
)
OLD = (
    '<w:pict><v:shape style="width:{width}pt;height:{height}pt"><v:textbox>'
    "<w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict>"
)


class _Writer:
    """Adds the sheet's pieces to a container: the document, a table cell or a header."""

    def __init__(self, sheet, container, *, styled, tab=None):
        self.sheet, self.container, self.styled, self.tab = sheet, container, styled, tab

    def line(self, text, *, bold=False, size=None, style=None, centred=False, right=""):
        paragraph = self.container.add_paragraph(style=style)
        run = paragraph.add_run(text)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        if right:
            paragraph.add_run(f"\t{right}")
            if self.tab:
                paragraph.paragraph_format.tab_stops.add_tab_stop(self.tab, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.paragraph_format.space_after = Pt(2)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def heading(self, text):
        text = text.upper() if self.sheet.style.upper else text
        if self.styled:
            self.line(text, style="Heading 1")
        else:
            self.line(text, bold=True, size=13).paragraph_format.space_before = Pt(8)

    def bullets(self, texts):
        for text in texts:
            if self.styled:
                self.line(text, style="List Bullet")
            else:
                self.line(f"{self.sheet.style.mark or '•'} {text}")

    def section(self, section):
        self.heading(section.heading)
        if section.kind in ("experience", "education"):
            for entry in section.rows:
                for line in entry_lines(entry, self.sheet):
                    self.line(line.left, bold=line.role == "strong", right=line.right)
                self.bullets(entry.bullets)
        elif section.kind == "skills" and self.sheet.style.skills == "bullets":
            self.bullets([text for _, text in skill_lines(self.sheet)])
        elif section.kind == "skills":
            for group, text in skill_lines(self.sheet):
                self.line(f"{group}: {text}" if group else text)
        else:
            for row in section.rows:
                self.line(row)

    def top(self, *, contacts=True, centred=False):
        if self.styled:
            self.line(self.sheet.top, style="Title")
        else:
            self.line(self.sheet.top, bold=True, size=20, centred=centred)
        if self.sheet.below:
            self.line(self.sheet.below, centred=centred)
        if contacts:
            self.line(" | ".join(contact_lines(self.sheet)), centred=centred)


def contact_lines(sheet):
    return [f"{label}: {text}" if sheet.style.labelled and label else text for _, label, text in sheet.contacts]


def write_docx(sheet: Sheet, path, layout: str, seed: int) -> None:
    """Write the sheet to `path` in one of LAYOUTS."""
    random = Random(f"docx {seed} {sheet.person.number} {layout}")
    document = Document()
    document.styles["Normal"].font.name = random.choice(["Calibri", "Arial", "Georgia", "Times New Roman"])
    document.styles["Normal"].font.size = Pt(random.choice([10, 10.5, 11]))
    margin = Cm(random.choice([1.8, 2, 2.5]))
    page = document.sections[0]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = margin
    document.core_properties.created = document.core_properties.modified = datetime(*EPOCH[:3])
    tab = page.page_width - margin * 2
    LAYOUTS[layout](sheet, document, random, tab)
    _save(document, path)


def _save(document, path):
    """The same bytes for the same document: the archive's times are fixed."""
    made = BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            archive.writestr(zipfile.ZipInfo(item.filename, EPOCH), source.read(item), zipfile.ZIP_DEFLATED)


def _plain(sheet, document, random, tab):
    writer = _Writer(sheet, document, styled=False, tab=tab if random.random() < 0.7 else None)
    writer.top(centred=random.random() < 0.5)
    for section in sheet.sections:
        writer.section(section)


def _styles(sheet, document, random, tab):
    writer = _Writer(sheet, document, styled=True, tab=tab)
    writer.top()
    for section in sheet.sections:
        writer.section(section)


def _header(sheet, document, random, tab):
    """Name and contacts stand in the page header, where a careless reader misses them."""
    head = _Writer(sheet, document.sections[0].header, styled=False)
    if random.random() < 0.5:
        head.line(sheet.name, bold=True, size=18)
        writer = _Writer(sheet, document, styled=True, tab=tab)
    else:
        writer = _Writer(sheet, document, styled=True, tab=tab)
        writer.top(contacts=False)
    head.line(" | ".join(contact_lines(sheet)))
    for section in sheet.sections:
        writer.section(section)


def _table(sheet, document, random, tab):
    """A borderless table: a narrow column beside a wide one, at either side."""
    narrow_first = random.random() < 0.7
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    widths = (tab // 3, tab - tab // 3)
    cells = table.rows[0].cells
    narrow, wide = (cells[0], cells[1]) if narrow_first else (cells[1], cells[0])
    narrow.width, wide.width = widths
    aside, main = _Writer(sheet, narrow, styled=False), _Writer(sheet, wide, styled=False)
    name_aside = random.random() < 0.4
    (aside if name_aside else main).top(contacts=False)
    aside.heading(random.choice(sheet.words["headings"]["contact"]))
    for line in contact_lines(sheet):
        aside.line(line)
    for section in sheet.sections:
        (aside if section.kind in SIDE else main).section(section)
    for cell in (narrow, wide):
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)


def _boxes(sheet, document, random, tab):
    """Name and contacts in one text box, the short sections in another, as layouts from a gallery have them."""
    top = [("b", sheet.name), *([("", sheet.headline)] if sheet.headline else []), *(("", line) for line in contact_lines(sheet))]
    _box(document, top, tab, random)
    writer = _Writer(sheet, document, styled=False, tab=tab)
    side = []
    for section in sheet.sections:
        if section.kind == "skills":
            side += [("b", section.heading), *(("", f"{group}: {text}" if group else text) for group, text in skill_lines(sheet))]
        elif section.kind in ("languages", "certifications"):
            side += [("b", section.heading), *(("", row) for row in section.rows)]
        else:
            writer.section(section)
    if side:
        _box(document, side, tab // 2, random)


def _box(document, lines, width, random):
    inside = "".join(
        f'<w:p><w:r>{"<w:rPr><w:b/></w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for look, text in lines
    )
    high = 16 * len(lines) + 12
    old = OLD.format(width=int(width / 12700), height=high, inside=inside)
    if random.random() < 0.5:
        run = f"<w:r {SPACES}>{old}</w:r>"
    else:
        number = random.randint(1, 9999)
        run = MODERN.format(spaces=SPACES, wide=int(width), high=high * 12700, number=number, inside=inside, old=old)
    document.add_paragraph()._p.append(parse_xml(run))


def _dates(sheet, document, random, tab):
    """A table for each section with entries: dates at the left, the rest at the right; e-mail as a link."""
    writer = _Writer(sheet, document, styled=random.random() < 0.5, tab=tab)
    writer.top(contacts=False)
    for kind, label, text in sheet.contacts:
        if kind == "email":
            _link(document.add_paragraph(f"{label}: " if sheet.style.labelled else ""), text)
        else:
            writer.line(f"{label}: {text}" if sheet.style.labelled and label else text)
    for section in sheet.sections:
        if section.kind not in ("experience", "education"):
            writer.section(section)
            continue
        writer.heading(section.heading)
        table = document.add_table(rows=0, cols=2)
        for entry in section.rows:
            left, right = table.add_row().cells
            left.width, right.width = tab // 4, tab - tab // 4
            left.paragraphs[0].text = entry.dates
            body = _Writer(sheet, right, styled=False)
            for line in entry_lines(entry, sheet, dates=False):
                body.line(line.left, bold=line.role == "strong", right=line.right)
            body.bullets(entry.bullets)
            right._tc.remove(right.paragraphs[0]._p)


def _link(paragraph, address):
    """The address as a link, which is how Word keeps a typed address."""
    target = paragraph.part.relate_to(f"mailto:{address}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    spaces = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ' + SPACES
    paragraph._p.append(parse_xml(f'<w:hyperlink {spaces} r:id="{target}"><w:r><w:t>{escape(address)}</w:t></w:r></w:hyperlink>'))


LAYOUTS = {
    "docx-plain": _plain,
    "docx-styles": _styles,
    "docx-table": _table,
    "docx-boxes": _boxes,
    "docx-header": _header,
    "docx-dates": _dates,
}
