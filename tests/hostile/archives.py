"""ZIP archives of résumés, honest and hostile."""

import stat
import struct
import zipfile
from io import BytesIO

from tests.hostile import pdfs


def packed(*members):
    """A ZIP of (name, bytes) in that order, names as they are, twice the same if told so."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo("placeholder", (2026, 1, 5, 9, 0, 0))
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()


def with_link(name="cv.pdf", target="/etc/passwd"):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, target)
    return made.getvalue()


def with_password():
    """One member whose directory entry says that it is encrypted."""
    data = bytearray(packed(("cv.txt", b"Ada Nowak")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        struct.pack_into("<H", data, at, struct.unpack_from("<H", data, at)[0] | 1)
    return bytes(data)


def bomb(size=120_000_000):
    return packed(("cv.txt", b"0" * 9_000_000), ("more.txt", bytes(size // 16)))


def mixed():
    """What a recruiter gets: résumés in folders, the clutter of two systems, and mischief."""
    return packed(
        ("2026/", b""),
        ("2026/Ada Nowak.pdf", pdfs.plain()),
        ("2026/more/Ada Nowak.pdf", pdfs.plain()),
        ("__MACOSX/2026/._Ada Nowak.pdf", b"\x00\x05"),
        ("2026/.DS_Store", b"\x00"),
        ("Thumbs.db", b"\x00"),
        ("../../etc/cron.d/evil.pdf", pdfs.plain()),
        ("/root/evil.pdf", b"x"),
        ("C:\\windows\\evil.pdf", b"x"),
        ("inner.zip", packed(("cv.txt", b"Ada"))),
        ("履歴書 أحمد 🙂.txt", b"Ada Nowak"),
        ("<script>alert(1)</script>.txt", b"Ada Nowak"),
    )
