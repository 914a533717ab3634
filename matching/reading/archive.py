"""A ZIP of résumés, taken apart in memory: nothing is ever written under a name from the archive.

for member in members(data): member.name, member.data or member.error
"""

import re
import stat
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from matching.reading import containers, sniff
from matching.reading.document import Unreadable

MAX_MEMBERS = 1_000
MAX_UNPACKED = 1024 * 1024 * 1024  # bytes handed out, all members together
CLUTTER = {".ds_store", "thumbs.db", "desktop.ini"}
NESTED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
LONGEST_NAME = 120
UNSAFE = "Its path leads out of the archive, so it was not unpacked."


@dataclass(slots=True)
class Member:
    """One file of the archive: `name` is safe to show and to put into a header; `data` or `error` is set."""

    name: str
    data: bytes | None = None
    error: Unreadable | None = None


def members(data, max_bytes=sniff.MAX_BYTES):
    """The files in the archive, one after the other, those that are refused with the reason.

    Folders and what systems leave behind (`__MACOSX`, `.DS_Store`) are passed over. Raises Unreadable when the whole
    archive is no good: damaged, zip_bomb (too many members) or empty.
    """
    archive = containers.open_zip(data)
    infos = [info for info in archive.infolist() if not info.is_dir() and not is_clutter(info.filename)]
    if len(infos) > MAX_MEMBERS:
        raise Unreadable("zip_bomb", f"The archive holds {len(infos)} files; up to {MAX_MEMBERS:,} are taken at once.")
    if not infos:
        raise Unreadable("empty", "The archive holds no files.")
    return unpacked(archive, infos, max_bytes)


def unpacked(archive, infos, max_bytes):
    names, left = set(), MAX_UNPACKED
    for info in infos:
        member = Member(unique(shown_name(info), names))
        try:
            check(info, max_bytes, left)
            member.data = content(archive, info)
            refuse_archives(member.data)
        except Unreadable as error:
            member.data, member.error = None, error
        left -= info.file_size if member.data else 0
        yield member


def check(info, max_bytes, left):
    """Refuse by the archive's directory, before anything is unpacked."""
    path = info.filename.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/"):
        raise Unreadable("unsafe_name", UNSAFE)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unreadable("unsafe_name", "It is a link to another file, so it was not followed.")
    if info.flag_bits & 0x1:
        raise Unreadable("encrypted", "It is protected by a password. Pack it without one.")
    if info.file_size > max_bytes:
        raise Unreadable("too_large", f"It is larger than {max_bytes // (1024 * 1024)} MB.")
    if info.file_size > containers.SMALL and info.file_size > containers.MAX_RATIO * max(info.compress_size, 1):
        raise Unreadable("zip_bomb", "It is packed more tightly than any real document, so it was not unpacked.")
    if info.file_size > left:
        raise Unreadable("zip_bomb", "The archive unpacks to more than is taken at once. Split it.")


def content(archive, info):
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable("damaged", "It is damaged inside the archive.") from error


def refuse_archives(data):
    """An archive in the archive is refused; DOCX and ODT are ZIP files too and are not meant."""
    nested = data.startswith(NESTED) or data[257:262] == b"ustar"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with containers.open_zip(data) as inner:
            names = set(inner.namelist())
        nested = "[Content_Types].xml" not in names and "mimetype" not in names
    if nested:
        raise Unreadable("nested_archive", "It is an archive inside the archive. Upload it by itself.")


def is_clutter(path):
    parts = path.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1].lower() in CLUTTER or parts[-1].startswith("._")


def shown_name(info):
    """The base name as its maker wrote it, without characters that could deceive or break a page or header."""
    name = info.filename
    if not info.flag_bits & 0x800:  # the archive does not say UTF-8, but many write it all the same
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    base = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    base = base.strip(". ") or "file"
    path = PurePosixPath(base)
    return path.stem[: LONGEST_NAME - len(path.suffix[:10])] + path.suffix[:10]


def unique(name, names):
    """`name`, or "name (2)" where the archive has it twice; `names` are those given out."""
    path, number, found = PurePosixPath(name), 1, name
    while found.casefold() in names:
        number += 1
        found = f"{path.stem} ({number}){path.suffix}"
    names.add(found.casefold())
    return found
