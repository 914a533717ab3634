"""PDF layouts with two columns."""

from reportlab.lib import colors
from reportlab.lib.units import mm

from portal.demo.layouts.blocks import Blocks
from portal.demo.layouts.fonts import bold
from portal.demo.layouts.page import ACCENTS, DARKS, Page, page_size, smaller

SIDE = ("personal", "skills", "languages", "certifications", "interests")


def _sidebar(sheet, path, random, family, *, right=False, dark=False):
    accent = colors.HexColor(random.choice(ACCENTS))
    ground = colors.HexColor(random.choice(DARKS)) if dark else colors.HexColor(random.choice(["#eef1f4", "#f3eee8", "#ffffff"]))
    wide = random.choice([58, 62, 68])
    ink = colors.white if dark else colors.HexColor("#222222")
    side = Blocks(
        sheet,
        family,
        random.choice([8.5, 9]),
        ink,
        colors.white if dark else accent,
        heading=random.choice(["rule", "plain", "spaced"]),
    )
    main = Blocks(sheet, family, random.choice([9, 9.5, 10]), colors.HexColor("#222222"), accent)
    name_aside = random.random() < 0.4
    head = [side.text(sheet.name, smaller(side.title, 17)), side.text(sheet.headline), side.gap()] if name_aside else []
    bars = random if random.random() < 0.25 else None
    aside = [
        *head,
        *side.heading(random.choice(sheet.words["headings"]["contact"])),
        *[side.text(line) for line in side.contact_lines()],
        side.gap(),
        *side.sections(SIDE, bars=bars),
    ]
    story = [] if name_aside else [main.text(sheet.name, main.title), main.text(sheet.headline)]
    story += main.sections(
        {"summary", "experience", "education", "references", "projects", "volunteering"}, right=random.random() < 0.7
    )

    def behind(canvas, size, number):
        canvas.setFillColor(ground)
        canvas.rect(size[0] - wide * mm if right else 0, 0, wide * mm, size[1], stroke=0, fill=1)

    width = page_size(sheet)[0] / mm
    box = (width - wide + 6, 15, 6, 12) if right else (6, 15, width - wide + 6, 12)
    flow = (12, 15, wide + 7, 14) if right else (wide + 7, 15, 12, 14)
    Page(path, sheet, main=flow, side=box, side_story=aside, behind=behind, after=random.random() < 0.4).build(story)


def _equal(sheet, path, random, family):
    accent = colors.HexColor(random.choice(ACCENTS))
    blocks = Blocks(sheet, family, random.choice([8.5, 9]), colors.HexColor("#222222"), accent)

    def behind(canvas, size, number):
        if number == 1:
            canvas.setFillColor(accent)
            canvas.setFont(bold(family), 19)
            canvas.drawCentredString(size[0] / 2, size[1] - 18 * mm, sheet.name)
            canvas.setFillColor(colors.black)
            canvas.setFont(family, 8.5)
            canvas.drawCentredString(size[0] / 2, size[1] - 24 * mm, "  |  ".join(text for _, _, text in sheet.contacts))

    width = page_size(sheet)[0] / mm
    left = blocks.sections({"summary", "education", *SIDE, "references", "projects", "volunteering"}, right=False)
    story = blocks.sections({"experience"}, right=False)
    if not story:
        story = [blocks.gap(0)]
    Page(
        path,
        sheet,
        main=(width / 2 + 4, 30, 14, 14),
        side=(14, 30, width / 2 + 4, 14),
        side_story=left,
        behind=behind,
        after=random.random() < 0.4,
    ).build(story)


def _length(job, sheet):
    """How long the job lasted, as LinkedIn writes it after the dates."""
    today, words = sheet.today, sheet.words["length"]
    end = job.end or (today.year, today.month)
    months = (end[0] - job.start[0]) * 12 + end[1] - job.start[1] + 1
    parts = [(months // 12, words[0], words[1]), (months % 12, words[2], words[3])]
    return " ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts if count)


def _linkedin(sheet, path, random, family):
    """Like the profile that LinkedIn saves as PDF: dark column with contact and top skills, durations after dates."""
    grey = colors.HexColor("#293e49")
    side = Blocks(sheet, family, 9, colors.white, colors.white, heading="plain")
    main = Blocks(sheet, family, 10.5, colors.HexColor("#181818"), colors.HexColor("#181818"), heading="plain")
    contact = sheet.words["headings"]["contact"][0]
    aside = [
        side.text(contact, side.head),
        *[side.text(text) for _, _, text in sheet.contacts if text != sheet.person.city],
        side.gap(),
    ]
    listed = [skill for _, group in sheet.section("skills").rows for skill in group] if sheet.section("skills") else []
    aside += [side.text(sheet.words["headings"]["skills"][0], side.head), *[side.text(skill) for skill in listed], side.gap()]
    for kind in ("languages", "certifications"):
        if section := sheet.section(kind):
            aside += [side.text(section.heading, side.head), *[side.text(row) for row in section.rows], side.gap()]
    story = [
        main.text(sheet.name, main.title),
        main.text(sheet.headline or sheet.person.headline),
        main.text(sheet.person.city),
        main.gap(),
    ]
    for section in sheet.sections:
        if section.kind == "summary":
            story += main.section(section)
        elif section.kind == "experience":
            story += main.heading(section.heading)
            for entry, job in zip(section.rows, sheet.person.jobs, strict=True):
                story += [] if entry.same else [main.text(entry.org, main.strong)]
                story += [
                    main.text(entry.title),
                    main.text(f"{entry.dates} ({_length(job, sheet)})"),
                    main.text(entry.place),
                    *[main.text(text) for text in entry.bullets],
                    main.gap(),
                ]
        elif section.kind == "education":
            story += main.heading(section.heading)
            for entry in section.rows:
                story += [main.text(entry.org, main.strong), main.text(f"{entry.title} · ({entry.dates})"), main.gap()]

    def behind(canvas, size, number):
        canvas.setFillColor(grey)
        canvas.rect(0, 0, 66 * mm, size[1], stroke=0, fill=1)
        canvas.setFillColor(colors.grey)
        canvas.setFont(family, 9)
        canvas.drawRightString(size[0] - 12 * mm, 8 * mm, f"Page {number}")

    width = page_size(sheet)[0] / mm
    Page(path, sheet, main=(74, 16, 14, 16), side=(8, 16, width - 62, 12), side_story=aside, behind=behind).build(story)


LAYOUTS = {
    "sidebar-left": _sidebar,
    "sidebar-right": lambda *given: _sidebar(*given, right=True),
    "sidebar-dark": lambda *given: _sidebar(*given, dark=True),
    "equal-columns": _equal,
    "linkedin": _linkedin,
}
