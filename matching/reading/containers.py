"""Rules for files that are ZIP archives inside (DOCX, ODT): checked before any part is given to a parser."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from matching.reading.document import Unreadable, Warning

MAX_MEMBERS = 1_000
MAX_UNPACKED = 100 * 1024 * 1024  # bytes, all members together
MAX_RATIO = 100  # unpacked to packed, for members over SMALL
MAX_XML = 20 * 1024 * 1024  # bytes, one XML part
SMALL = 1024 * 1024  # a well-behaved part may pack very tightly as long as it is this small

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DTD = re.compile(
    b"|".join(re.escape(mark.encode(code)) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be"))
)
REMOTE = re.compile(r"(?i)(https?|ftp|smb|mhtml):|\\\\|//|file:(?:/{2}|/{4,})[^/]")  # file:///C:/… is a local leftover
LOADED_AT_OPENING = {"attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk"}


@dataclass(slots=True)
class Container:
    """An opened archive that kept the rules; `kind` is docx, odt or zip (anything else in a ZIP)."""

    kind: str
    archive: zipfile.ZipFile
    warnings: list


def open_container(data):
    """The archive in `data` after all checks; `Unreadable` (damaged, encrypted, zip_bomb, macros, external_links,
    unsupported) otherwise."""
    archive = open_zip(data)
    infos = archive.infolist()
    check_sizes(infos)
    names = {info.filename for info in infos}
    if any(info.flag_bits & 0x1 for info in infos):
        raise Unreadable("encrypted", "The file is protected by a password. Save it without one and upload it again.")
    kind = kind_of(archive, names)
    if kind == "zip":
        return Container(kind, archive, [])
    warnings = []
    for info in infos:
        if not info.is_dir():
            check_part(archive, info, warnings)
    return Container(kind, archive, warnings)


def open_zip(data):
    try:
        return zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, RuntimeError, ValueError, OverflowError, EOFError) as error:
        raise Unreadable("damaged", "The file is cut off or damaged. Save it again and upload the new copy.") from error


def check_sizes(infos):
    """Refuse a bomb by what the directory declares; zipfile never hands out more bytes than declared."""
    packed = sum(info.compress_size for info in infos)
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise Unreadable("zip_bomb", "The file would unpack to far more than a résumé holds, so it was not opened.")
    if unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1):
        raise Unreadable("zip_bomb", "The file is packed more tightly than any real document, so it was not opened.")
    for info in infos:
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Unreadable(
                "zip_bomb", "A part of the file is packed more tightly than any real document, so it was not opened."
            )


def kind_of(archive, names):
    """docx, odt or zip, by the parts inside. Other office files are named in the refusal."""
    if "[Content_Types].xml" in names:
        types = read_part(archive, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise Unreadable("macros", "The file contains macros. Save it as an ordinary DOCX or PDF and upload that.")
        if b"wordprocessingml.document.main" in types or b"wordprocessingml.template.main" in types:
            return "docx"
        raise Unreadable("unsupported", "This is an office file, but not a text document. Save it as DOCX or PDF.")
    if "mimetype" in names:
        mime = read_part(archive, "mimetype")[:200].strip()
        if mime.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
        raise Unreadable("unsupported", "This is not a text document. Save it as DOCX, ODT or PDF.")
    return "zip"


def read_part(archive, name):
    """The bytes of one part; `Unreadable` when it is damaged."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable("damaged", "The file is cut off or damaged. Save it again and upload the new copy.") from error


def check_part(archive, info, warnings):
    name = info.filename
    lower = name.lower()
    if lower.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("Basic/"):
        raise Unreadable("macros", "The file contains macros. Save it as an ordinary DOCX or PDF and upload that.")
    if ("/embeddings/" in lower or "/activex/" in lower) and not any(w.code == "embedded_files" for w in warnings):
        warnings.append(Warning("embedded_files", "Other files are packed inside this document. They were not opened."))
    if not lower.endswith((".xml", ".rels")):
        return
    if info.file_size > MAX_XML:
        raise Unreadable("zip_bomb", "A part of the document is far larger than a résumé needs, so it was not opened.")
    part = read_part(archive, name)
    if lower == "meta-inf/manifest.xml":  # old OpenOffice declares a DTD here; this part is never parsed
        if b"encryption-data" in part:
            raise Unreadable("encrypted", "The file is protected by a password. Save it without one and upload it again.")
        return
    if DTD.search(part):
        raise Unreadable(
            "unsupported", "The document defines its own XML entities, which no résumé needs. Save it as PDF and upload that."
        )
    if lower.endswith(".rels"):
        check_links(part, warnings)


def check_links(part, warnings):
    """Refuse parts that a word processor would fetch from elsewhere on opening; links to click are fine."""
    for relation in parse_xml(part).iter(RELATIONSHIP):
        if relation.get("TargetMode") != "External":
            continue
        what, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
        if what == "hyperlink" or not REMOTE.match(target.strip()):
            continue
        if what in LOADED_AT_OPENING:
            raise Unreadable(
                "external_links",
                "The document loads parts of itself from another place when it is opened. Save it as PDF and upload that.",
            )
        if not any(w.code == "external_links" for w in warnings):
            warnings.append(Warning("external_links", "The document refers to pictures elsewhere. They were not fetched."))


def parse_xml(part):
    """The root of an XML part: no entities, no DTD, no network; `Unreadable` when it is not well formed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", "The document is damaged inside. Save it again and upload the new copy.") from error
