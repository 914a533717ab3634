"""What was typed into the fields of a PDF form, or onto its pages, is read with the rest."""

from matching.reading.open import open_document
from tests.hostile import pdfs


def test_a_filled_form_is_read_with_its_fields_and_links():
    document = open_document(pdfs.filled_form())

    assert document.text.split() == ["Name:", "Ada", "Nowak"]
    assert (document.links, document.warnings) == (["https://ada.example"], [])


def test_text_typed_onto_a_page_is_read():
    document = open_document(pdfs.typed_onto())

    assert document.text.split("\n") == [*pdfs.RESUME, "Available from May"]
