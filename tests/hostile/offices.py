"""Office files, honest and hostile: DOCX, ODT and RTF. Each maker returns bytes."""

import zipfile
from io import BytesIO

from docx import Document
from docx.shared import Pt, RGBColor

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODT_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
)


def docx(*paragraphs, change=None):
    """A DOCX; `change(parts)` may alter its parts, a dict of name to bytes."""
    document = Document()
    for paragraph in paragraphs or ("Ada Nowak", "ada.nowak@example.com", "Nurse, Saint Mary Hospital, 2019 to 2023"):
        document.add_paragraph(paragraph)
    packed = BytesIO()
    document.save(packed)
    if change is None:
        return packed.getvalue()
    with zipfile.ZipFile(packed) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def docx_with_hidden(text, look):
    """A DOCX whose second paragraph cannot be seen: look is vanish, white or tiny."""
    document = Document()
    document.add_paragraph("Ada Nowak")
    font = document.add_paragraph().add_run(text).font
    if look == "vanish":
        font.hidden = True
    elif look == "white":
        font.color.rgb = RGBColor(255, 255, 255)
    else:
        font.size = Pt(1)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx_bomb():
    """Unpacks to 60 MB of blanks in the main part, from 60 kB."""

    def change(parts):
        main = parts["word/document.xml"]
        parts["word/document.xml"] = main.replace(b"</w:body>", b" " * 60_000_000 + b"</w:body>")

    return docx(change=change)


def docx_of_many_parts(count=1_200):
    return docx(change=lambda parts: parts.update({f"word/media/{number}.txt": b"x" for number in range(count)}))


def docx_with_entities():
    """The billion laughs."""

    def change(parts):
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        parts["word/document.xml"] = (f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{levels}]><w>&a9;</w>').encode()

    return docx(change=change)


def docx_with_relation(kind, target):
    """An external relationship of the settings part."""

    def change(parts):
        parts["word/_rels/settings.xml.rels"] = (
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{REL}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        ).encode()

    return docx(change=change)


def docx_with_macros():
    return docx(change=lambda parts: parts.update({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))


def odt(body, automatic="", more=None):
    """An ODT with the given body and automatic styles, both as XML."""
    content = (
        f"{ODT_HEAD}<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, part in (more or {}).items():
            archive.writestr(name, part)
    return packed.getvalue()


def old_word(stream="WordDocument"):
    """The head of a compound file as Word 97 wrote it, or an encrypted DOCX with stream="EncryptedPackage"."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 512
