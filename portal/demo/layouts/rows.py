"""PDF layouts made of rows: a label or dates at the left, what they belong to at the right."""

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import Table, TableStyle

from portal.demo.layouts.blocks import Blocks, Rule
from portal.demo.layouts.page import ACCENTS, one_column, smaller


def _rows(blocks, random, label_width, *, grid=None, timeline=False):
    """The sections as rows of label and value: dates beside entries, headings beside everything else or above."""
    rows, sheet = [], blocks.sheet
    above = timeline or random.random() < 0.5
    for section in sheet.sections:
        heading = section.heading.upper() if sheet.style.upper else section.heading
        if above:
            rows.append(["", blocks.text(heading, blocks.head)] if timeline else [blocks.text(heading, blocks.head), ""])
        if section.kind in ("experience", "education"):
            if not above:
                rows.append([blocks.text(heading, blocks.head), ""])
            for entry in section.rows:
                rows.append([blocks.text(entry.dates), blocks.entry(entry, dates=False)])
        else:
            body = blocks.section(section)[len(blocks.heading(section.heading)) :]
            rows.append(["" if above else blocks.text(heading, blocks.head), body])
    table = Table(rows, colWidths=[label_width * mm, None], splitInRow=1)
    looks = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1)]
    if grid:
        looks.append(("GRID", (0, 0), (-1, -1), 0.4, grid))
    if timeline:
        looks.append(("LINEAFTER", (0, 0), (0, -1), 1.2, blocks.accent))
    table.setStyle(TableStyle(looks))
    return table


def _head(blocks, random):
    sheet = blocks.sheet
    made = [blocks.text(sheet.name, blocks.title)]
    if sheet.headline:
        made.append(blocks.text(sheet.headline))
    return [*made, blocks.text(random.choice([" | ", " · ", "   "]).join(blocks.contact_lines())), blocks.gap()]


def _timeline(sheet, path, random, family):
    blocks = Blocks(sheet, family, random.choice([9, 9.5]), colors.HexColor("#222222"), colors.HexColor(random.choice(ACCENTS)))
    one_column(sheet, path, random, [*_head(blocks, random), _rows(blocks, random, 36, timeline=True)])


def _table(sheet, path, random, family):
    blocks = Blocks(sheet, family, random.choice([9, 10]), colors.black, colors.HexColor(random.choice(ACCENTS)))
    personal = [
        [blocks.text(label or sheet.words["headings"]["links"][0]), blocks.text(text)] for _, label, text in sheet.contacts
    ]
    contact = Table(personal, colWidths=[40 * mm, None])
    contact.setStyle(TableStyle([("LEFTPADDING", (0, 0), (0, -1), 0)]))
    title = blocks.text(sheet.words["headings"]["title"][0], blocks.title)
    name = blocks.text(sheet.name, smaller(blocks.title, 14))
    grid = colors.grey if random.random() < 0.5 else None
    one_column(sheet, path, random, [title, name, contact, blocks.gap(), _rows(blocks, random, 40, grid=grid)])


def _europass(sheet, path, random, family):
    blue = colors.HexColor("#0e4194")
    blocks = Blocks(sheet, family, 9, colors.HexColor("#3f3a38"), blue)
    right = blocks.plain.clone("right")
    right.alignment, right.textColor = 2, blue
    rows = [
        [
            blocks.text(random.choice(sheet.words["headings"]["personal"]).upper(), right),
            blocks.text(sheet.name, smaller(blocks.title, 13)),
        ]
    ]
    rows += [["", blocks.text(text)] for _, _, text in sheet.contacts]
    for section in sheet.sections:
        rows.append([blocks.text(section.heading.upper(), right), Rule(blue)])
        if section.kind in ("experience", "education"):
            for entry in section.rows:
                place = f"{entry.org}, {entry.place}" if entry.place else entry.org
                rows.append(
                    [
                        blocks.text(entry.dates, right),
                        [blocks.text(entry.title, blocks.strong), blocks.text(place), *blocks.bullets(entry.bullets)],
                    ]
                )
        elif section.kind == "skills":
            rows += [[blocks.text(group, right), blocks.text(", ".join(skills))] for group, skills in section.rows]
        else:
            rows += [["", blocks.text(row)] for row in section.rows]
    table = Table(rows, colWidths=[48 * mm, None], splitInRow=1)
    table.setStyle(
        TableStyle(
            [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 2)]
        )
    )
    one_column(sheet, path, random, [table], margins=(14, 16, 16, 16))


LAYOUTS = {"timeline": _timeline, "table": _table, "europass": _europass}
