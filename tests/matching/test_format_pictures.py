"""Pictures and scans: read by OCR where it is installed, refused with the reason where it is not."""

from io import BytesIO

import pytest
from PIL import Image

from matching.reading.document import Unreadable
from matching.reading.formats import image
from matching.reading.open import open_document
from tests.hostile import pdfs

needs_ocr = pytest.mark.skipif(not image.ocr_installed(), reason="the tesseract program is not installed")


def saved(picture, kind, **options):
    packed = BytesIO()
    picture.save(packed, kind, **options)
    return packed.getvalue()


@pytest.fixture
def no_ocr(monkeypatch):
    monkeypatch.setattr(image, "ocr_installed", lambda: False)


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_read_with_boxes(kind):
    document = open_document(saved(pdfs.picture_of_resume(), kind))

    assert document.kind == "image"
    assert "Ada Nowak" in document.text and "Wound care" in document.text
    assert [warning.code for warning in document.warnings] == ["ocr"]
    start = document.text.index("Nowak")
    [(page, (left, top, right, bottom))] = document.places(start, start + 5)
    assert page == 0 and 80 < left < right < 250 and 70 < top < bottom < 110


@needs_ocr
def test_a_scanned_pdf_is_read_with_boxes_on_its_page():
    document = open_document(pdfs.scanned())

    assert "Saint Mary Hospital" in document.text
    assert [warning.code for warning in document.warnings] == ["ocr"]
    line = document.line_at(document.text.index("Triage"))
    assert line.page == 0 and 60 < line.box[0] < 90 and len(line.xs) == len(line.text) + 1


@pytest.mark.parametrize("make", [pdfs.scanned, lambda: saved(pdfs.picture_of_resume(), "PNG")], ids=["pdf", "png"])
def test_without_ocr_a_picture_is_refused_with_the_reason(make, no_ocr):
    with pytest.raises(Unreadable) as refusal:
        open_document(make())

    assert refusal.value.code == "no_text"
    assert "OCR is not installed" in refusal.value.message


def test_a_picture_of_too_many_pixels_is_not_unpacked():
    with pytest.raises(Unreadable) as refusal:
        open_document(saved(Image.new("1", (20_000, 20_000)), "PNG"))

    assert refusal.value.code == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\xff\xd8\xff\xe0" + bytes(50),
        b"II*\x00" + bytes(50),
        saved(Image.new("L", (100, 100)), "PNG")[:60],
    ],
)
def test_a_damaged_picture_is_refused(data):
    with pytest.raises(Unreadable) as refusal:
        open_document(data)

    assert refusal.value.code == "damaged"


@needs_ocr
def test_a_scan_of_many_pages_is_read_as_far_as_time_allows(monkeypatch):
    monkeypatch.setattr(image, "SECONDS", 0)

    with pytest.raises(Unreadable) as refusal:
        open_document(pdfs.scanned())

    assert refusal.value.code == "timeout"
