"""Résumés as plain text, HTML, RTF and ODT, simple as people make them."""

import zipfile
from html import escape
from random import Random

from portal.demo.layouts.sheet import Sheet, entry_lines, skill_lines

EPOCH = (2020, 1, 1, 0, 0, 0)  # a fixed time, so that the same seed gives the same bytes


def lines_of(sheet: Sheet, random: Random) -> list[tuple[str, str]]:
    """The page as (role, text): title, contact, heading, strong, plain, bullet or gap."""
    style = sheet.style
    made = [("title", sheet.top)]
    if sheet.below:
        made.append(("plain", sheet.below))
    contacts = [f"{label}: {text}" if style.labelled and label else text for _, label, text in sheet.contacts]
    made += [("contact", line) for line in ([" | ".join(contacts)] if random.random() < 0.4 else contacts)]
    for section in sheet.sections:
        made += [("gap", ""), ("heading", section.heading.upper() if style.upper else section.heading)]
        if section.kind in ("experience", "education"):
            for entry in section.rows:
                made += [_line(line) for line in entry_lines(entry, sheet)]
                made += [("bullet", text) for text in entry.bullets]
                made.append(("gap", ""))
        elif section.kind == "skills":
            role = "bullet" if style.skills == "bullets" else "plain"
            made += [(role, f"{group}: {text}" if group else text) for group, text in skill_lines(sheet)]
        else:
            made += [("bullet" if section.kind in ("languages", "certifications") else "plain", row) for row in section.rows]
    return made


def _line(line):
    role = "strong" if line.role == "strong" else "plain"
    return role, f"{line.left}\t{line.right}" if line.right else line.left


def write_txt(sheet: Sheet, path, random: Random) -> None:
    mark = sheet.style.mark or "*"
    underline = random.choice(["", "=", "-"])
    rows = []
    for role, text in lines_of(sheet, random):
        if role == "bullet":
            rows.append(f"{mark} {text}")
        elif role == "heading":
            rows += [text, underline * len(text)] if underline else [text]
        else:
            left, _, right = text.partition("\t")
            rows.append(f"{left}{' ' * max(3, 76 - len(left) - len(right))}{right}" if right else left)
    path.write_text(
        "\n".join(rows) + "\n", encoding=random.choice(["utf-8", "utf-8", "utf-8-sig"]), newline=random.choice(["\n", "\r\n"])
    )


def write_html(sheet: Sheet, path, random: Random) -> None:
    """A page of headings and lists, or one of tables and line breaks."""
    lines = [*lines_of(sheet, random), ("gap", "")]
    body = _semantic(lines) if random.random() < 0.6 else _tabular(lines)
    direction = ' dir="rtl"' if any("؀" <= c <= "ۿ" for c in sheet.name) and random.random() < 0.3 else ""
    path.write_text(
        f'<!doctype html>\n<html lang="{sheet.person.language}"{direction}><head><meta charset="utf-8"><title>'
        f"{escape(sheet.words['headings']['title'][0])}</title><style>body{{font-family:sans-serif;max-width:45em}}"
        f"h3 span{{float:right}}</style></head><body>\n{body}\n</body></html>\n",
        encoding="utf-8",
    )


def _semantic(lines):
    tags = {"title": "h1", "contact": "p", "heading": "h2", "strong": "h3", "plain": "p"}
    body, bullets = [], []
    for role, text in lines:
        if role == "bullet":
            bullets.append(f"<li>{escape(text)}</li>")
            continue
        if bullets:
            body.append(f"<ul>{''.join(bullets)}</ul>")
            bullets = []
        if role != "gap":
            left, _, right = text.partition("\t")
            body.append(f"<{tags[role]}>{escape(left)}{f' <span>{escape(right)}</span>' if right else ''}</{tags[role]}>")
    return "\n".join(body)


def _tabular(lines):
    """One table row per section, as pages were made in the days of tables."""
    rows, cell = [], []
    for role, text in [*lines, ("heading", "")]:
        if role == "heading":
            rows.append(f"<tr><td>{'<br>'.join(cell)}</td></tr>")
            cell = []
        looks = {"title": "<big><b>{}</b></big>", "heading": "<b><u>{}</u></b>", "strong": "<b>{}</b>", "bullet": "&bull; {}"}
        cell.append(looks.get(role, "{}").format(escape(text).replace("\t", " &nbsp; ")))
    return f"<table>{''.join(rows)}</table>"


def write_rtf(sheet: Sheet, path, random: Random) -> None:
    looks = {
        "title": r"\qc\b\fs36 ",
        "contact": r"\qc\fs20 ",
        "heading": r"\ql\b\fs26 ",
        "strong": r"\ql\b\fs22 ",
        "plain": r"\ql\fs22 ",
        "gap": r"\ql ",
    }
    rows = []
    for role, text in lines_of(sheet, random):
        code = _rtf(text)
        rows.append(rf"{{\pard\li360 \bullet\tab {code}\par}}" if role == "bullet" else rf"{{\pard{looks[role]}{code}\par}}")
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}\f0\fs22" + "\n"
    path.write_text(head + "\n".join(rows) + "\n}", encoding="ascii")


def _rtf(text):
    parts = []
    for c in text:
        if c in "\\{}":
            parts.append("\\" + c)
        elif c == "\t":
            parts.append(r"\tab ")
        elif ord(c) < 128:
            parts.append(c)
        else:
            raw = c.encode("utf-16-le")
            parts += [rf"\u{int.from_bytes(raw[i : i + 2], 'little', signed=True)}?" for i in range(0, len(raw), 2)]
    return "".join(parts)


def write_odt(sheet: Sheet, path, random: Random) -> None:
    body = []
    for role, text in lines_of(sheet, random):
        inner = escape(text, quote=False).replace("\t", "<text:tab/>")
        if role in ("title", "heading"):
            body.append(f'<text:h text:outline-level="{1 if role == "title" else 2}">{inner}</text:h>')
        elif role == "bullet":
            body.append(f"<text:list><text:list-item><text:p>{inner}</text:p></text:list-item></text:list>")
        else:
            body.append(f"<text:p>{inner}</text:p>")
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{spaces}:office:1.0" '
        f'xmlns:text="{spaces}:text:1.0" office:version="1.2"><office:body><office:text>{"".join(body)}</office:text>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{spaces}:manifest:1.0" '
        'manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), kind)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)


LAYOUTS = {"txt": write_txt, "html": write_html, "rtf": write_rtf, "odt": write_odt}
