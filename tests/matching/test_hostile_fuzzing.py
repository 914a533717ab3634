"""Whatever the bytes, the reader answers with a document or a refusal: nothing else ever comes out."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.reading import archive, sandbox
from matching.reading.document import Unreadable
from tests.hostile import archives, offices, pdfs

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@cache
def honest():
    """One file of every format."""
    return [
        pdfs.plain(),
        pdfs.with_active_content(),
        offices.docx(),
        offices.odt("<text:p>Ada Nowak</text:p>"),
        rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}{\b Ada} Nowak\par{\pict\bin4 abcd}\u322?}",
        b"<!doctype html><html><body><h1>Ada</h1><table><tr><td>Nowak</table></body></html>",
        "Zoë Nowak".encode("utf-16"),
        "Zoë Nowak\nNurse".encode("cp1252"),
    ]


@pytest.fixture(scope="module")
def pool():
    one = sandbox.Pool(sandbox.Limits(wall=10), most=1)
    yield one
    one.close()


def sound(data, pool):
    """Whether the reading process gives a document or a refusal; a crash, a hang or a parser's bug is neither."""
    try:
        document = sandbox.open_safely(data, "cv.pdf", pool)
    except Unreadable as refusal:
        return refusal.code not in ("crashed", "timeout", "memory")
    edges = [len(line.xs) - len(line.text) for line in document.lines if line.xs]
    return bool(document.text.strip()) and set(edges) <= {1}


STARTS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"{\\rtf1 ",
    b"<html>",
    b"\xff\xfe",
    b"\xff\xd8\xff\xe0",
    b"II*\x00",
    b"\x89PNG\r\n\x1a\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
]


@given(st.sampled_from(STARTS), st.binary(max_size=2_000))
@settings(max_examples=300, **QUIET)
def test_random_bytes(pool, start, data):
    assert sound(start + data, pool)


@given(
    st.integers(0, 7),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
    st.floats(0.2, 1),
)
@settings(max_examples=500, **QUIET)
def test_honest_files_with_bytes_changed_and_their_end_cut_off(pool, which, changes, share):
    data = bytearray(honest()[which])
    for place, replacement in changes:
        at = int(place * len(data))
        data[at : at + len(replacement)] = replacement
    assert sound(bytes(data[: max(1, int(share * len(data)))]), pool)


@given(st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), max_size=5))
@settings(max_examples=150, **QUIET)
def test_archives_with_bytes_changed(changes):
    data = bytearray(archives.mixed())
    for place, replacement in changes:
        at = int(place * len(data))
        data[at : at + len(replacement)] = replacement
    try:
        found = list(archive.members(bytes(data)))
    except Unreadable:
        return
    assert all((member.data is None) != (member.error is None) for member in found)
    assert all(member.name and "/" not in member.name and member.name.isprintable() for member in found)
