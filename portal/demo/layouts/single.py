"""PDF layouts with one column."""

from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Table, TableStyle

from portal.demo.layouts.blocks import Band, Blocks, Rule, SpacedHeading
from portal.demo.layouts.fonts import bold
from portal.demo.layouts.page import ACCENTS, DARKS, Page, one_column


def _classic(sheet, path, random, family):
    blocks = Blocks(sheet, family, random.choice([9.5, 10, 10.5, 11]), colors.black, colors.black)
    centred = random.random() < 0.6
    story = [blocks.text(sheet.top, blocks.title_centred if centred else blocks.title)]
    if sheet.below:
        story.append(blocks.text(sheet.below, blocks.centred if centred else blocks.plain))
    between = random.choice([" | ", " • ", "  ·  ", ", "])
    story.append(blocks.text(between.join(blocks.contact_lines()), blocks.centred if centred else blocks.plain))
    one_column(sheet, path, random, [*story, *blocks.sections()])


def _modern(sheet, path, random, family):
    accent = colors.HexColor(random.choice(ACCENTS))
    blocks = Blocks(
        sheet, family, random.choice([9, 9.5, 10]), colors.HexColor("#222222"), accent, heading=random.choice(["rule", "plain"])
    )
    lines = [blocks.text(line) for line in blocks.contact_lines()]
    half = (len(lines) + 1) // 2
    head = Table(
        [[[blocks.text(sheet.top, blocks.title), blocks.text(sheet.below)], lines[:half] + lines[half:]]],
        colWidths=["62%", "38%"],
    )
    head.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    one_column(sheet, path, random, [head, Rule(accent, 1.5), *blocks.sections()])


def _spaced(sheet, path, random, family):
    accent = colors.HexColor(random.choice(ACCENTS))
    blocks = Blocks(
        sheet,
        family,
        random.choice([9, 9.5, 10]),
        colors.HexColor("#2b2b2b"),
        accent,
        heading=random.choice(["spaced", "blanks"]),
    )
    story = [SpacedHeading(sheet.name, family, 20, accent), blocks.gap(0.4)]
    if sheet.headline:
        story.append(blocks.text(sheet.headline))
    story.append(blocks.text("   ".join(blocks.contact_lines())))
    one_column(sheet, path, random, [*story, *blocks.sections()])


def _academic(sheet, path, random, family):
    blocks = Blocks(
        sheet, family, random.choice([8, 8.5, 9]), colors.black, colors.black, heading=random.choice(["rule", "plain"])
    )
    story = [
        blocks.text(random.choice(sheet.words["headings"]["title"]), blocks.centred),
        blocks.text(sheet.name, blocks.title_centred),
        *[blocks.text(line, blocks.centred) for line in blocks.contact_lines()],
    ]
    first = [section for section in sheet.sections if section.kind == "education"]
    rest = [section for section in sheet.sections if section.kind != "education"]
    story += [part for section in first + rest for part in blocks.section(section)]
    one_column(sheet, path, random, story)


def _banner(sheet, path, random, family):
    dark = colors.HexColor(random.choice(DARKS))
    blocks = Blocks(sheet, family, random.choice([9, 9.5, 10]), colors.HexColor("#222222"), dark)
    contact = blocks.contact_lines()

    def behind(canvas, size, number):
        if number > 1:
            return
        canvas.setFillColor(dark)
        canvas.rect(0, size[1] - 38 * mm, size[0], 38 * mm, stroke=0, fill=1)
        canvas.setFillColor(colors.white)
        canvas.setFont(bold(family), 20)
        canvas.drawString(18 * mm, size[1] - 16 * mm, sheet.name)
        canvas.setFont(family, 9)
        canvas.drawString(18 * mm, size[1] - 22 * mm, sheet.headline)
        canvas.drawString(18 * mm, size[1] - 28 * mm, "   ".join(contact[:3]))
        canvas.drawString(18 * mm, size[1] - 33 * mm, "   ".join(contact[3:]))

    story = [blocks.gap(0), *blocks.sections()]
    Page(path, sheet, main=(18, 42, 18, 16), behind=behind).build(story)


def _icons(sheet, path, random, family):
    accent = colors.HexColor(random.choice(ACCENTS))
    blocks = Blocks(
        sheet, family, random.choice([9, 9.5]), colors.HexColor("#222222"), accent, heading=random.choice(["plain", "spaced"])
    )
    colour = accent.hexval().replace("0x", "#")
    signs = {"email": "✉", "phone": "✆", "address": "➤", "link": "✦"}
    contact = [
        Paragraph(f'<font name="ZapfDingbats" color="{colour}">{signs[kind]}</font> {escape(text)}', blocks.plain)
        for kind, _, text in sheet.contacts
    ]
    half = (len(contact) + 1) // 2
    head = Table([[contact[:half], contact[half:]]], colWidths=["50%", "50%"])
    head.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    story = [blocks.text(sheet.name, blocks.title), blocks.text(sheet.headline), head]
    for section in sheet.sections:
        story += (
            blocks.section(section) if section.kind != "skills" else [*blocks.heading(section.heading), _bars(blocks, random)]
        )
    one_column(sheet, path, random, story)


def _bars(blocks, random):
    bars = blocks.skills(bars=random)
    rows = [bars[i : i + 3] for i in range(0, len(bars), 3)]
    rows[-1] += [""] * (3 - len(rows[-1]))
    table = Table(rows, colWidths=["33%", "33%", "34%"])
    table.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _bands(sheet, path, random, family):
    """Headings in white on a coloured band, name at the right."""
    accent = colors.HexColor(random.choice([*DARKS, "#1f3a5f", "#7a1f3d", "#0f6b5c"]))
    blocks = Blocks(sheet, family, random.choice([9.5, 10, 10.5]), colors.black, accent, heading="band")
    right = blocks.plain.clone("right", alignment=TA_RIGHT)
    title = blocks.title.clone("title right", alignment=TA_RIGHT)
    story = [blocks.text(sheet.name, title), *[blocks.text(line, right) for line in blocks.contact_lines()]]
    one_column(sheet, path, random, [*story, *blocks.sections()])


def _stacked(sheet, path, random, family):
    """Given and family name on lines of their own beside a monogram, as galleries of layouts like it."""
    accent = colors.HexColor(random.choice(ACCENTS))
    blocks = Blocks(
        sheet, family, random.choice([9, 9.5, 10]), colors.HexColor("#222222"), accent, heading=random.choice(["plain", "spaced"])
    )
    words = sheet.name.split()
    letters = "".join(word[0] for word in (words[0], words[-1]))
    middle = (len(words) + 1) // 2
    names = [blocks.text(" ".join(part), blocks.title) for part in (words[:middle], words[middle:]) if part]
    mark = Band(letters, bold(family), 20, colors.white, accent, centred=True, high=44)
    head = Table([[mark, [*names, blocks.text(sheet.headline)]]], colWidths=[20 * mm, None])
    head.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)]))
    contact = [*blocks.heading(sheet.words["headings"]["contact"][0]), *[blocks.text(line) for line in blocks.contact_lines()]]
    last = random.random() < 0.5
    story = [head, *([] if last else contact), *blocks.sections(), *(contact if last else [])]
    one_column(sheet, path, random, story)


def _typed(sheet, path, random, family):
    """As typed into a word processor: underlined headings, a grey photograph, name and page number at the foot."""
    blocks = Blocks(sheet, family, random.choice([10.5, 11, 12]), colors.black, colors.black, heading="underlined")
    photo = random.random() < 0.6

    def behind(canvas, size, number):
        canvas.setFillColor(colors.HexColor("#c9ccd1"))
        if photo and number == 1:
            canvas.rect(size[0] - 55 * mm, size[1] - 62 * mm, 32 * mm, 42 * mm, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        canvas.setFont(family, 8)
        canvas.drawCentredString(size[0] / 2, 10 * mm, f"{sheet.name} – {number}")

    title = random.choice(sheet.words["headings"]["title"])
    story = [
        blocks.text(title, blocks.title),
        blocks.text(sheet.name, blocks.strong),
        *[blocks.text(line) for line in blocks.contact_lines()],
    ]
    if photo:
        head = Table([[story]], colWidths=["68%"], hAlign="LEFT", rowHeights=[max(40 * mm, 16 * len(story) + 30)])
        head.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
        story = [head]
    Page(path, sheet, main=(25, 20, 20, 20), behind=behind).build([*story, *blocks.sections()])


LAYOUTS = {
    "classic": _classic,
    "modern": _modern,
    "spaced": _spaced,
    "academic": _academic,
    "banner": _banner,
    "icons": _icons,
    "bands": _bands,
    "stacked": _stacked,
    "typed": _typed,
}
