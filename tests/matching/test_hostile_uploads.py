"""What becomes of a file that is not an honest résumé: a clear answer, and nothing else."""

import pytest

from matching.reading.document import Unreadable
from matching.reading.open import open_document
from tests.hostile import archives, offices, pdfs

REMOTE = "https://tracker.example/template.dotm"
REFUSED = {
    "zero bytes": (lambda: b"", "empty"),
    "blanks only": (lambda: b" \r\n\t\r\n", "empty"),
    "60 MB": (lambda: pdfs.of_size(60_000_000), "too_large"),
    "a PDF with a password": (pdfs.encrypted, "encrypted"),
    "a PDF of its first 300 bytes": (lambda: pdfs.plain()[:300], "damaged"),
    "a PDF without its last 200 bytes": (lambda: pdfs.plain()[:-200], "damaged"),
    "a PDF of 300 pages": (lambda: pdfs.plain(pages=300), "too_many_pages"),
    "a DOCX with a password": (lambda: offices.old_word("EncryptedPackage"), "encrypted"),
    "a DOCX cut in the middle": (lambda: offices.docx()[:9_000], "damaged"),
    "a DOCX that is a bomb": (offices.docx_bomb, "zip_bomb"),
    "a DOCX of 1,200 parts": (offices.docx_of_many_parts, "zip_bomb"),
    "a DOCX with entities": (offices.docx_with_entities, "unsupported"),
    "a DOCX with macros": (offices.docx_with_macros, "macros"),
    "a DOCX with a template elsewhere": (lambda: offices.docx_with_relation("attachedTemplate", REMOTE), "external_links"),
    "a DOCX with a template on a share": (
        lambda: offices.docx_with_relation("attachedTemplate", r"\\host\share\a.dotm"),
        "external_links",
    ),
    "an ODT with macros": (lambda: offices.odt("<text:p>Ada</text:p>", more={"Basic/Standard/a.xml": "<a/>"}), "macros"),
    "a Word 97 file": (offices.old_word, "unsupported"),
    "a program": (lambda: b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "unsupported"),
    "a drawing": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><text>Ada Nowak</text></svg>', "unsupported"),
    "a drawing with a prologue": (
        lambda: b'<?xml version="1.0"?><!-- by hand --><!DOCTYPE svg PUBLIC "a" "b"><svg><p>Ada</p><p>Nowak</p></svg>',
        "unsupported",
    ),
    "XML that is no page": (lambda: b'<?xml version="1.0"?><person><name>Ada Nowak</name></person>', "unsupported"),
    "zero bytes only": (lambda: bytes(5_000), "damaged"),
    "random bytes": (lambda: bytes(range(256)) * 8, "unsupported"),
    "a ZIP where one résumé is expected": (archives.mixed, "unsupported"),
    "an ODT without text": (lambda: offices.odt("<text:p/>"), "no_text"),
    "HTML drawn by a script": (lambda: b"<!doctype html><html><body><script>draw()</script></body></html>", "no_text"),
    "an RTF without text": (lambda: rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\par}", "no_text"),
}


@pytest.mark.parametrize("make, code", REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_a_code_and_a_way_out(make, code):
    with pytest.raises(Unreadable) as refusal:
        open_document(make(), "cv.pdf")

    assert refusal.value.code == code
    assert len(refusal.value.message) > 20 and refusal.value.message.endswith(".")


READ_ALL_THE_SAME = {
    "JavaScript, a program and an embedded file": (pdfs.with_active_content, {"javascript", "launch", "embedded_files"}),
    "a dynamic form": (pdfs.with_dynamic_form, {"xfa"}),
    "an owner's password only": (pdfs.locked_against_copying, set()),
    "a PDF without its end": (lambda: pdfs.plain()[:-6], {"cut_off"}),
    "a template on the writer's own disk": (
        lambda: offices.docx_with_relation("attachedTemplate", "file:///C:/Users/Ada/cv.dotx"),
        set(),
    ),
    "an ordinary link": (lambda: offices.docx_with_relation("hyperlink", "https://ada.example"), set()),
    "a picture elsewhere": (lambda: offices.docx_with_relation("image", REMOTE), {"external_links"}),
}


@pytest.mark.parametrize("make, codes", READ_ALL_THE_SAME.values(), ids=READ_ALL_THE_SAME)
def test_a_file_that_could_do_more_than_show_text_is_read_and_told_of(make, codes):
    document = open_document(make())

    assert "Ada Nowak" in document.text
    assert {warning.code for warning in document.warnings} == codes


@pytest.mark.parametrize(
    "name, make, kind",
    [
        ("cv.docx", pdfs.plain, "pdf"),
        ("cv.pdf", offices.docx, "docx"),
        ("cv.pdf", lambda: b"Ada Nowak\nNurse", "txt"),
        ("cv.rtf", lambda: b"<html><body><p>Ada Nowak</p></body></html>", "html"),
        ("cv.doc.pdf", lambda: rb"{\rtf1\ansi Ada Nowak\par}", "rtf"),
    ],
)
def test_a_mislabelled_file_is_read_as_what_it_is(name, make, kind):
    document = open_document(make(), name)

    assert (document.kind, [warning.code for warning in document.warnings]) == (kind, ["mislabelled"])
    assert "Ada Nowak" in document.text


@pytest.mark.parametrize("name", ["cv.pdf", "cv.PDF", "cv", "", "cv.backup", "../../cv.pdf"])
def test_a_name_alone_decides_nothing(name):
    assert open_document(pdfs.plain(), name).warnings == []


@pytest.mark.parametrize(
    "name",
    [
        "أحمد عبد الله",
        "王小明",
        "Zoë Åström-Łuczak",
        "Nguyễn Thị Ánh",
        "महेश शर्मा",
        "Анна Иванова",
        "Ada 🙂 Nowak 👩‍🔬",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE candidates;--",
        "{{7*7}}${7*7}",
        "O’Brien & Söhne",
    ],
)
@pytest.mark.parametrize(
    "make",
    [
        lambda name: name.encode(),
        lambda name: b"\xff\xfe" + name.encode("utf-16-le"),
        lambda name: offices.docx(name),
        lambda name: rtf_of(name),
        lambda name: offices.odt(f"<text:p>{escaped(name)}</text:p>"),
        lambda name: f"<html><meta charset=utf-8><body><p>{escaped(name)}</p></body></html>".encode(),
    ],
    ids=["txt", "utf-16", "docx", "rtf", "odt", "html"],
)
def test_a_name_of_any_script_comes_out_as_it_went_in(make, name):
    assert open_document(make(name)).lines[0].text == name


def rtf_of(text):
    units = memoryview(text.encode("utf-16-le")).cast("H")
    return (
        "{\\rtf1\\ansi\\uc1 " + "".join(f"\\u{unit if unit < 32768 else unit - 65536}?" for unit in units) + "\\par}"
    ).encode()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
