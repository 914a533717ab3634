"""What a file really is, by its bytes; its name only tells whether it was labelled wrongly."""

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from matching.reading import containers, pdfcheck
from matching.reading.document import Unreadable, Warning

MAX_BYTES = 10 * 1024 * 1024

LABELS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
}
NAMES = {"pdf": "PDF", "docx": "DOCX", "odt": "ODT", "rtf": "RTF", "txt": "plain text", "html": "HTML", "image": "image"}
WAY_OUT = "Save it as DOCX or PDF and upload that."

IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
REFUSED = [
    (b"MZ", "This is a program, not a résumé."),
    (b"\x7fELF", "This is a program, not a résumé."),
    (b"Rar!", "This is a RAR archive. Pack the résumés as a ZIP, or upload them one by one."),
    (b"7z\xbc\xaf\x27\x1c", "This is a 7z archive. Pack the résumés as a ZIP, or upload them one by one."),
    (b"\x1f\x8b", "This is a GZIP archive. Pack the résumés as a ZIP, or upload them one by one."),
    (b"BZh", "This is a BZIP archive. Pack the résumés as a ZIP, or upload them one by one."),
    (b"\xfd7zXZ", "This is an XZ archive. Pack the résumés as a ZIP, or upload them one by one."),
    (b"GIF8", "This is a GIF picture. Save it as PDF, PNG or JPEG."),
    (b"BM", None),
    (b"{\\pwi", "This is a Pocket Word file. " + WAY_OUT),
    (b"%!PS", "This is a PostScript file. Save it as PDF."),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(rb"(?is)^\s*(?:<\?xml[^>]*>\s*)*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b")
_PROLOGUE = rb"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*(?:<!doctype\s+svg[^>\[]*(?:\[.*?\]\s*)?>\s*)?(?:<!--.*?-->\s*)*"
SVG = re.compile(_PROLOGUE + rb"<(?:\w+:)?svg\b")
XML = re.compile(rb"(?i)^\s*(?:<\?xml\b|<([\w.-]+:)?[\w.-]+\s[^>]*\bxmlns(?::\w+)?\s*=)")
TAGS = re.compile(rb"(?i)</?(?:p|div|span|table|tr|td|ul|li|h[1-6]|br|b|strong)\b[^>]*>")
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Sniffed:
    """`kind`: pdf, docx, odt, rtf, txt, html, image or zip; `container`: the checked archive of docx, odt and zip."""

    kind: str
    warnings: list = field(default_factory=list)
    container: containers.Container | None = None


def sniff(data, filename=""):
    """What `data` is. Raises `Unreadable` for what is not a readable résumé file, with the way out for a person."""
    sniffed = Sniffed(magic(data))
    if sniffed.kind in ("docx", "odt", "zip"):
        sniffed.container = containers.open_container(data)
        sniffed.kind = sniffed.container.kind
        sniffed.warnings += sniffed.container.warnings
    elif sniffed.kind == "pdf":
        sniffed.warnings += pdfcheck.active_content(data)
    suffix = PurePath(filename).suffix.lower()
    label = LABELS.get(suffix)
    if label and sniffed.kind != "zip" and label != sniffed.kind and (label, sniffed.kind) != ("txt", "html"):
        sniffed.warnings.insert(
            0, Warning("mislabelled", f"The file is called {suffix} but it is {NAMES[sniffed.kind]}; it was read as that.")
        )
    return sniffed


def magic(data):
    """The kind by the first bytes; "zip" stands for everything in a ZIP until the container is looked into."""
    if not data.strip(b"\t\n\r \x0c"):
        raise Unreadable("empty", "The file is empty. Check that it was saved and upload it again.")
    if not data.strip(b"\x00\t\n\r \x0c"):
        raise Unreadable(
            "damaged", "The file holds nothing but zero bytes: it was not saved or copied whole. Upload the original again."
        )
    start = data[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if start.startswith(OLE):
        refuse_ole(data)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(IMAGES):
        return "image"
    refuse_known(start)
    return text_kind(data)


def refuse_ole(data):
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("encrypted", "The file is protected by a password. Save it without one and upload it again.")
    if "WordDocument".encode("utf-16-le") in data:
        raise Unreadable("unsupported", "This is a file of the old Word format (.doc). " + WAY_OUT)
    raise Unreadable("unsupported", "This is a file of an old Office format. " + WAY_OUT)


def refuse_known(start):
    for mark, message in REFUSED:
        if start.startswith(mark) and not looks_like_text(start):
            raise Unreadable("unsupported", message or "This is a bitmap picture. Save it as PDF, PNG or JPEG.")
    if start[4:8] == b"ftyp" or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        raise Unreadable("unsupported", "This is a picture or film that cannot be read here. Save it as PDF, PNG or JPEG.")
    if start[257:262] == b"ustar":
        raise Unreadable("unsupported", "This is a TAR archive. Pack the résumés as a ZIP, or upload them one by one.")


def text_kind(data):
    """html or txt; `Unreadable` for bytes that are no text in any encoding."""
    if not data.startswith(BOMS) and not looks_like_text(data):
        raise Unreadable("unsupported", "This is not a kind of file that can be read as a résumé. " + WAY_OUT)
    head = data[:4096]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:200]:
        head = head.replace(b"\x00", b"")[2:]  # UTF-16: its ASCII is enough to see tags
    head = head.removeprefix(b"\xef\xbb\xbf")
    if SVG.match(head):
        raise Unreadable("unsupported", "This is an SVG drawing. Save it as PDF, PNG or JPEG and upload that.")
    if XML.match(head) and not HTML.match(head):
        raise Unreadable("unsupported", "This is an XML file, not a résumé. " + WAY_OUT)
    if HTML.match(head) or (head.lstrip().startswith(b"<") and len(TAGS.findall(head)) >= 3):
        return "html"
    return "txt"


def looks_like_text(data):
    """No control characters that text never has; UTF-16 without a mark shows every other byte as zero."""
    sample = data[:65536]
    zeros = sample.count(0)
    if zeros:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return max(even, odd) > 0.3 * len(sample) / 2 and min(even, odd) < 0.05 * len(sample) / 2 + 1
    controls = sum(sample.count(code) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return controls <= len(sample) // 500
