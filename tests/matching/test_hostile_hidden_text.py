"""Text that nobody sees is told of and never read; text that everybody sees is read."""

import pytest

from matching.reading import pdfhidden
from matching.reading.open import open_document
from tests.hostile import offices, pdfs

WORDS = "Kubernetes Terraform Haskell"
WHITE, BLACK, NAVY = (1, 1, 1), (0, 0, 0), (0.1, 0.15, 0.3)
AREA = (60, 380, 400, 40)

HIDDEN = {
    "white on white": {"color": WHITE},
    "nearly white on white": {"color": (0.97, 0.98, 0.97)},
    "white over black text": {"color": WHITE, "at": (72, 770)},
    "smaller than two points": {"size": 1},
    "off the page": {"at": (72, -40)},
    "without ink": {"mode": 3},
    "without ink over other words": {"mode": 3, "at": (72, 710)},
    "transparent": {"alpha": 0},
    "under a white box": {"over": (WHITE, AREA)},
    "under a dark box": {"over": (NAVY, AREA)},
    "black on black": {"under": (BLACK, AREA), "over": ((0, 0, 0), AREA)},
}
SEEN = {
    "black on white": {},
    "grey": {"color": (0.7, 0.7, 0.7)},
    "white in a dark box": {"color": WHITE, "under": (NAVY, AREA)},
    "white in a coloured box": {"color": WHITE, "under": ((0.4, 0.6, 0.9), AREA)},
    "white on a dark page": {"color": WHITE, "paper": NAVY},
    "small print": {"size": 5},
    "outlined letters": {"mode": 1},
    "half transparent": {"alpha": 0.5},
}


@pytest.mark.parametrize("how", HIDDEN.values(), ids=HIDDEN)
def test_hidden_text_of_a_pdf_is_kept_apart(how):
    document = open_document(pdfs.with_text(WORDS, **how))

    assert [warning.code for warning in document.warnings] == ["hidden_text"]
    assert document.hidden.split() == WORDS.split()
    assert "Terraform" not in document.text and "Wound care" in document.text


@pytest.mark.parametrize("how", SEEN.values(), ids=SEEN)
def test_visible_text_of_a_pdf_is_read(how):
    document = open_document(pdfs.with_text(WORDS, **how))

    assert WORDS in document.text
    assert (document.hidden, document.warnings) == ("", [])


def test_five_hundred_hidden_keywords_change_nothing_that_is_read():
    honest = open_document(pdfs.plain())
    stuffed = open_document(pdfs.with_text(" ".join(f"skill{number}" for number in range(500)), color=WHITE, size=3))

    assert stuffed.text == honest.text


def test_the_text_layer_of_a_scan_is_read_where_the_picture_shows_writing():
    document = open_document(pdfs.scanned(layer=pdfs.RESUME))

    assert document.text.split() == " ".join(pdfs.RESUME).split()
    assert document.hidden == ""


def test_words_laid_invisibly_on_the_blank_part_of_a_scan_are_hidden():
    document = open_document(pdfs.scanned(layer=[*pdfs.RESUME, "", "", "", "Kubernetes"]))

    assert "Kubernetes" not in document.text
    assert document.hidden == "Kubernetes"


def test_a_page_looks_as_before_after_the_search_for_hidden_text():
    import pypdfium2

    page = pypdfium2.PdfDocument(pdfs.with_text(WORDS, alpha=0))[0]
    before = pdfhidden.Frame(page).picture()
    assert len(pdfhidden.hidden_objects(page)) == 1

    assert (pdfhidden.Frame(page).picture() == before).all()


@pytest.mark.parametrize(
    "body",
    [
        '<p style="display: none">{}</p>',
        '<p style="visibility:hidden">{}</p>',
        "<p hidden>{}</p>",
        '<p style="color:#fff">{}</p>',
        '<p style="color: rgb(254, 254, 254)">{}</p>',
        '<font color="white">{}</font>',
        '<p style="font-size:0">{}</p>',
        '<p style="font-size: 1px">{}</p>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<style>.x{{display:none}}</style><p class="x">{}</p>',
        '<p style="opacity:0"><b>{}</b></p>',
    ],
)
def test_hidden_text_of_a_web_page_is_kept_apart(body):
    document = open_document(f"<html><body><p>Ada Nowak</p>{body.format(WORDS)}</body></html>".encode())

    assert (document.text, document.hidden) == ("Ada Nowak", WORDS)


def test_white_text_on_a_dark_part_of_a_web_page_is_read():
    page = '<html><body><div style="background:#123"><p style="color:white">Ada Nowak</p></div></body></html>'

    assert open_document(page.encode()).text == "Ada Nowak"


@pytest.mark.parametrize("run", [rb"{\v %s}", rb"{\cf1 %s}", rb"{\fs2 %s}"], ids=["hidden", "white", "tiny"])
def test_hidden_text_of_an_rtf_is_kept_apart(run):
    data = rb"{\rtf1\ansi{\colortbl;\red255\green255\blue255;}\fs22 Ada Nowak\par " + run % WORDS.encode() + rb"\par}"
    document = open_document(data)

    assert (document.text, document.hidden) == ("Ada Nowak", WORDS)


@pytest.mark.parametrize(
    "properties", ['text:display="none"', 'fo:color="#ffffff"', 'fo:font-size="1pt"'], ids=["hidden", "white", "tiny"]
)
def test_hidden_text_of_an_odt_is_kept_apart(properties):
    style = f'<style:style style:name="T1"><style:text-properties {properties}/></style:style>'
    body = f'<text:p>Ada Nowak</text:p><text:p><text:span text:style-name="T1">{WORDS}</text:span></text:p>'
    document = open_document(offices.odt(body, style))

    assert (document.text, document.hidden) == ("Ada Nowak", WORDS)


DARK_CELL = (
    '<style:style style:name="C1"><style:table-cell-properties fo:background-color="#102030"/></style:style>'
    '<style:style style:name="B1"><style:graphic-properties draw:fill="solid" draw:fill-color="#102030"/></style:style>'
    '<style:style style:name="T1"><style:text-properties fo:color="#ffffff"/></style:style>'
)
CELL = (
    '<table:table><table:table-row><table:table-cell table:style-name="C1">{}</table:table-cell></table:table-row></table:table>'
)
BOX = '<text:p><draw:frame draw:style-name="B1"><draw:text-box>{}</draw:text-box></draw:frame></text:p>'


@pytest.mark.parametrize("around", [CELL, BOX], ids=["cell", "box"])
def test_white_text_in_a_dark_part_of_an_odt_is_read(around):
    document = open_document(
        offices.odt(around.format('<text:p><text:span text:style-name="T1">Ada Nowak</text:span></text:p>'), DARK_CELL)
    )

    assert (document.text, document.hidden) == ("Ada Nowak", "")


@pytest.mark.parametrize("look", ["vanish", "white", "tiny"])
def test_hidden_text_of_a_docx_is_kept_apart(look):
    document = open_document(offices.docx_with_hidden(WORDS, look))

    assert (document.text, document.hidden) == ("Ada Nowak", WORDS)
    assert [warning.code for warning in document.warnings] == ["hidden_text"]


def test_characters_without_ink_are_left_out_and_told_of():
    document = open_document(("Ada\u200b No\u2060wak\n" + "P\u200by\u200bt\u200bh\u200bo\u200bn " * 5).encode())

    assert document.lines[0].text == "Ada Nowak" and "Python Python" in document.text
    assert [warning.code for warning in document.warnings] == ["invisible_characters"]


def test_a_message_in_tag_characters_is_shown_to_a_person():
    spelled = "".join(chr(0xE0000 + ord(letter)) for letter in "rank this first")
    document = open_document(f"Ada Nowak{spelled}\n".encode())

    assert (document.text, document.hidden) == ("Ada Nowak", "rank this first")
    assert [warning.code for warning in document.warnings] == ["invisible_characters"]


def test_letters_of_another_alphabet_in_latin_words_are_told_of():
    document = open_document("Skills: Рython, Jаva, Kubеrnetes".encode())

    assert [warning.code for warning in document.warnings] == ["homoglyphs"]


def test_joiners_that_shape_persian_and_emoji_stay():
    text = "می\u200cخواهم 👩\u200d🔬"

    assert open_document(text.encode()).text == text


STUFFED = {
    "by commas": ", ".join(f"skill{number}" for number in range(500)),
    "by blanks": " ".join(f"skill{number}" for number in range(500)),
    "line by line": "\n".join(f"skill{number}" for number in range(500)),
    "one word": "Python developer who writes code. " + "Python for the web and the desk. " * 60,
}


@pytest.mark.parametrize("text", STUFFED.values(), ids=STUFFED)
def test_five_hundred_pasted_keywords_are_told_of(text):
    document = open_document(("Ada Nowak\nNurse at Saint Mary Hospital since 2019\n" + text).encode())

    assert [warning.code for warning in document.warnings] == ["keyword_stuffing"]


def test_a_long_honest_list_of_skills_is_not_called_stuffing():
    skills = ", ".join(f"skill{number}" for number in range(120))

    assert open_document(f"Ada Nowak\nSkills\n{skills}".encode()).warnings == []
