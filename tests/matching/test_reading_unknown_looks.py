"""Headings, separators and orders that no list names: told by their look and by what stands around them."""

from datetime import date
from io import BytesIO

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from matching.reading import understand
from matching.reading.open import open_document
from matching.reading.sections import heading_of, split

TODAY = date(2026, 1, 1)


def read(text):
    return understand(open_document(text.encode(), "cv.txt"), TODAY)


def drawn(pages):
    """A PDF of [(x, y from the top, font, size, text)] a page."""
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=A4)
    for page in pages:
        for x, y, font, size, text in page:
            canvas.setFont(font, size)
            canvas.drawString(x, 842 - y, text)
        canvas.showPage()
    canvas.save()
    return open_document(packed.getvalue(), "cv.pdf")


def test_headings_in_unknown_words_are_told_by_look_and_content():
    document = docx.Document()
    for text, bold in [
        ("Ann Lee", False),
        ("How I fill my days", True),
        ("Head chef, Blue Inn Ltd", False),
        ("03/2015 - 06/2021", False),
        ("Cooked for 200 guests a day.", False),
        ("Benches I sat on", True),
        ("Diploma in Catering, Leeds College", False),
        ("2009 - 2011", False),
        ("Skills", True),
        ("Baking, butchery", False),
    ]:
        document.add_paragraph().add_run(text).bold = bold
    packed = BytesIO()
    document.save(packed)

    reading = understand(open_document(packed.getvalue(), "cv.docx"), TODAY)

    assert [(job.part("title"), job.part("company"), job.part("start")) for job in reading.all("experience")] == [
        ("Head chef", "Blue Inn Ltd", "2015-03")
    ]
    assert [degree.part("school") for degree in reading.all("education")] == ["Leeds College"]


@pytest.mark.parametrize("text", ["1. WORK EXPERIENCE", "II. Work experience", "a) Work experience", "▸ Work experience"])
def test_a_numbered_heading_is_a_heading(text):
    assert heading_of(text) == "experience"


def test_what_every_page_repeats_belongs_to_no_section():
    head = (50, 30, "Helvetica", 8, "Ann Lee - ann@example.org - 07700 900123")
    first = [head, (50, 80, "Helvetica-Bold", 16, "Skills"), (50, 110, "Helvetica", 11, "Baking, butchery, menu planning,")]
    document = drawn([first, [head, (50, 80, "Helvetica", 11, "stock control, pastry")]])

    reading = understand(document, TODAY)

    assert "Ann Lee" not in [fact.value for fact in reading.all("skill")]
    assert {"Baking", "pastry"} <= {fact.value for fact in reading.all("skill")}


def test_words_in_capitals_keep_their_blanks():
    document = drawn(
        [
            [
                (50, 80, "Helvetica-Bold", 14, "WHAT I CAN DO"),
                (50, 110, "Helvetica", 11, "Baking, butchery"),
                (50, 130, "Helvetica", 11, "Menu planning"),
            ]
        ]
    )

    assert document.lines[0].text == "WHAT I CAN DO"
    assert split(document)[-1].kind == "skills"


@pytest.mark.parametrize(
    "line", ["Head chef :: Blue Inn Ltd :: Leeds", "Head chef ~ Blue Inn Ltd ~ Leeds", "Head chef ¦ Blue Inn Ltd ¦ Leeds"]
)
def test_uncommon_separators_part_title_and_employer(line):
    job = read(f"Ann Lee\n\nEXPERIENCE\n==========\n{line}\n03/2015 - 06/2021\n* Cooked for 200 guests").first("experience")

    assert (job.part("title"), job.part("company")) == ("Head chef", "Blue Inn Ltd")


def test_a_line_above_the_next_dates_is_the_end_of_the_job_before():
    reading = read(
        "Ann Lee\n\nEXPERIENCE\n\n03/2015 - 06/2021\nHead chef\nBlue Inn Ltd\nRan the kitchen with twelve cooks.\nTrainer of apprentices\n\n"
        "02/2011 - 02/2015\nCook\nGreen Inn Ltd\nCooked for 200 guests a day."
    )

    assert [(job.part("title"), job.part("company")) for job in reading.all("experience")] == [
        ("Head chef", "Blue Inn Ltd"),
        ("Cook", "Green Inn Ltd"),
    ]


def test_turkish_capitals_have_two_letters_i():
    assert (
        read("AYŞE YILDIRIM\nayse@example.org\n\nEXPERIENCE\nCook, Blue Inn Ltd\n03/2015 - 06/2021").value("name")
        == "Ayşe Yıldırım"
    )


def test_a_degree_without_a_known_word_stands_beside_its_school():
    degree = read("Ann Lee\n\nEDUCATION\nGastronomía y Hostelería\nUniversidad de Deusto\n2003 - 2008").first("education")

    assert (degree.part("degree"), degree.part("school")) == ("Gastronomía y Hostelería", "Universidad de Deusto")
