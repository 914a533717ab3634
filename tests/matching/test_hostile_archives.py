"""A ZIP of résumés is taken apart member by member; what is wrong with one harms no other."""

import pytest

from matching.reading.archive import members
from matching.reading.document import Unreadable
from tests.hostile import archives, offices, pdfs


def outcome(data, **limits):
    return [(member.name, member.error.code if member.error else len(member.data)) for member in members(data, **limits)]


def test_résumés_are_handed_out_and_mischief_is_refused_with_its_reason():
    size = len(pdfs.plain())

    assert outcome(archives.mixed()) == [
        ("Ada Nowak.pdf", size),
        ("Ada Nowak (2).pdf", size),
        ("evil.pdf", "unsafe_name"),
        ("evil (2).pdf", "unsafe_name"),
        ("evil (3).pdf", "unsafe_name"),
        ("inner.zip", "nested_archive"),
        ("履歴書 أحمد 🙂.txt", 9),
        ("script>.txt", 9),
    ]


def test_office_files_are_no_nested_archives():
    data = archives.packed(("a.docx", offices.docx()), ("b.odt", offices.odt("<text:p>Ada</text:p>")))

    assert [error for _, error in outcome(data) if isinstance(error, str)] == []


@pytest.mark.parametrize(
    "make, code",
    [
        (archives.with_link, "unsafe_name"),
        (archives.with_password, "encrypted"),
        (lambda: archives.packed(("cv.txt", b"0" * 9_000_000)), "zip_bomb"),
        (lambda: archives.packed(("cv.txt", b"0" * 10_500_000)), "too_large"),
        (lambda: archives.packed(("cv.gz", b"\x1f\x8b\x08")), "nested_archive"),
    ],
)
def test_a_bad_member_is_refused_without_unpacking_it(make, code):
    assert [error for _, error in outcome(make())] == [code]


def test_a_damaged_member_leaves_its_neighbours_readable():
    data = bytearray(archives.packed(("a.pdf", pdfs.plain()), ("b.txt", b"Ada Nowak")))
    data[data.index(b"a.pdf") + 60] ^= 0xFF

    assert outcome(bytes(data)) == [("a.pdf", "damaged"), ("b.txt", 9)]


@pytest.mark.parametrize(
    "data, code",
    [
        (archives.packed(*((f"{number}.txt", b"x") for number in range(1_001))), "zip_bomb"),
        (archives.packed(), "empty"),
        (archives.mixed()[:500], "damaged"),
        (b"", "damaged"),
    ],
)
def test_an_archive_that_is_no_good_is_refused_whole(data, code):
    with pytest.raises(Unreadable) as refusal:
        members(data)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "raw, shown",
    [("a\x00b\r\n.pdf", "a"), ("cv\u202efdp.exe", "cvfdp.exe"), ("...", "file"), ("x" * 300 + ".pdf", "x" * 116 + ".pdf")],
)
def test_a_shown_name_cannot_deceive_or_break_a_header(raw, shown):
    [(name, _)] = outcome(archives.packed((raw, b"Ada")))

    assert name == shown
