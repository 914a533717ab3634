"""From the bytes of an upload to a `Document`, whatever the format: the one door of the reader.

    open_document(data, "cv.pdf") -> Document, or raises Unreadable(code, message)

Codes: empty, too_large, unsupported, encrypted, damaged, too_many_pages, zip_bomb, macros, external_links, no_text; the
sandbox adds timeout, memory and crashed. Warnings: mislabelled, hidden_text, invisible_characters, homoglyphs,
keyword_stuffing, javascript, launch, embedded_files, xfa, external_links, cut_off, ocr, page_without_text.
"""

import re
from dataclasses import replace

from matching.reading import docx, hidden, pdf
from matching.reading.document import Document, Line, Unreadable, Warning
from matching.reading.formats import html, image, odt, rtf, scan, txt
from matching.reading.sniff import MAX_BYTES, sniff

MAX_TEXT = 400_000  # characters; a long academic CV has 100,000
LONGEST_LINE = 3_000  # characters
LONGEST_RUN = 1_000  # ASCII characters without a blank: longer ones are data, not words
ENDLESS = re.compile(f"[!-~]{{{LONGEST_RUN},}}")
MAX_HIDDEN = 20_000  # characters of hidden text that are kept for a person


def open_document(data, filename="", max_bytes=MAX_BYTES):
    """The file as text in reading order. `filename` is used for its ending only."""
    if len(data) > max_bytes:
        raise too_large(max_bytes)
    sniffed = sniff(data, filename)
    if sniffed.kind == "zip":
        raise Unreadable("unsupported", "This is a ZIP archive. Upload it where several résumés are taken at once.")
    document = extract(sniffed, data)
    warnings = sniffed.warnings + document.warnings
    return finished(document, warnings)


def too_large(max_bytes):
    return Unreadable(
        "too_large",
        f"The file is larger than {max_bytes // (1024 * 1024)} MB. Save it with smaller pictures and upload it again.",
    )


def extract(sniffed, data):
    if sniffed.kind == "pdf":
        return scan.extract_pdf(data, pdf.extract)
    if sniffed.kind == "docx":
        return docx.extract(data)
    if sniffed.kind == "odt":
        return odt.extract(sniffed.container.archive)
    return {"rtf": rtf, "txt": txt, "html": html, "image": image}[sniffed.kind].extract(data)


def finished(document, warnings):
    """The document with clean characters, and with what hides in it told."""
    raw = "\n".join(line.text for line in document.lines)
    found, spelled = hidden.character_warnings(raw)
    lines, left = [], MAX_TEXT
    for line in document.lines:
        line = clean(line)
        if len(line.text) > LONGEST_RUN and ENDLESS.search(line.text):
            line = replace(line, text=ENDLESS.sub(" ", line.text), xs=None)
            warnings.append(Warning("text_cut", "Endless strings of characters without a blank were left out."))
        if not line.text.strip():
            continue
        if len(line.text) + 1 > left:
            warnings.append(Warning("text_cut", f"Only the first {MAX_TEXT:,} characters were read."))
            lines += pieces(line, left)
            break
        left -= len(line.text) + 1
        lines += pieces(line) if len(line.text) > LONGEST_LINE else [line]
    if not lines:
        raise Unreadable("no_text", "The file holds no text that a person could see.")
    unseen = "\n".join(part for part in (document.hidden.strip(), spelled) if part)[:MAX_HIDDEN]
    if document.hidden.strip():
        warnings.append(
            Warning("hidden_text", f"The file holds text that nobody can see. It was not read: “{shortened(document.hidden)}”")
        )
    stuffed = hidden.keyword_stuffing("\n".join(line.text for line in lines))
    return Document(
        document.kind,
        lines,
        document.pages,
        once(warnings + found + ([stuffed] if stuffed else [])),
        printable(unseen),
        [link for link in (printable(link).strip() for link in document.links) if link],
    )


def pieces(line, most=None):
    """A line in parts of LONGEST_LINE, broken at blanks where it has some: patterns take too long on endless lines."""
    text, found, start = line.text[:most], [], 0
    while start < len(text):
        end = start + LONGEST_LINE
        if end < len(text):
            end = (text.rfind(" ", start + LONGEST_LINE // 2, end) + 1) or end
        end = min(end, len(text))
        found.append(replace(line, text=text[start:end], xs=line.xs[start : end + 1] if line.xs else None))
        start = end
    return found


def clean(line):
    """The line with composed, visible characters; `xs` follows every change of length."""
    text = line.text
    if text.isascii() and text.isprintable():
        return line
    cleaned = printable(text)
    if cleaned == text:
        return line
    if line.xs and len(line.xs) == len(text) + 1:
        cleaned, line.xs = clean_with_places(text, line.xs)
    line.text = cleaned
    return line


def printable(text):
    """NFC, no invisible characters, no control characters but the tab."""
    return hidden.composed(hidden.CONTROL.sub("", hidden.drop_invisible(text).replace("\n", " ").replace("\xa0", " ")))


def clean_with_places(text, xs):
    """`printable`, cluster by cluster: a letter with its marks keeps the left edge of the letter."""
    kept, edges, at = [], [], 0
    while at < len(text):
        end = at + 1
        while end < len(text) and belongs_to_previous(text[end]):
            end += 1
        part = printable(text[at:end])
        width = (xs[end] - xs[at]) / max(len(part), 1)
        edges += [xs[at] + width * number for number in range(len(part))]
        kept.append(part)
        at = end
    return "".join(kept), (*edges, xs[-1])


def belongs_to_previous(character):
    return hidden.is_mark(character) or character in "\u200c\u200d"


def shortened(text, most=80):
    text = " ".join(printable(text).split())
    return text if len(text) <= most else text[:most].rstrip() + "…"


def once(warnings):
    """Each warning once, in order."""
    return list(dict.fromkeys(warnings))


__all__ = ["MAX_BYTES", "Document", "Line", "Unreadable", "open_document"]
