"""What somebody or their employer is called, hobbies, headings and spoken languages say nothing about what they can."""

import pytest

from matching.reading import understand
from matching.reading.open import open_document

CV = """{name}
{mail}
{place}

Experience
Backend developer, {firm}
2018-03 - present
Built web services and wrote Docker files.

Education
BSc Computer Science, University of Kent
2010 - 2013

Skills
Python, Django
"""


def mentioned(**changed):
    values = {"name": "Jane Miller", "mail": "jane@mail.test", "place": "Leeds", "firm": "Northwick Ltd"} | changed
    document = open_document(CV.format(**values).encode(), "cv.txt")
    return {fact.value for fact in understand(document).all("skill_mentioned")}


def test_a_skill_in_the_text_is_found():
    assert "Docker" in mentioned()


def test_a_persons_name_adds_no_skill():
    assert mentioned(name="Ada Ruby") == mentioned()


def test_an_address_adds_no_skill():
    assert mentioned(mail="perl.java@rust.test", place="Java, IN") == mentioned()


def test_an_employers_name_adds_no_skill():
    assert mentioned(firm="Oracle Landscaping Ltd") == mentioned()


@pytest.mark.parametrize(
    "part",
    [
        "Interests\nFootball coach of a youth team; gardening",
        "Hobbies\nPhotography, bread baking",
        "Volunteering\nBaking for the parish",
        "Languages\nEnglish (native)\nGerman (C1)",
        "References\nRosa Diaz, who taught me accounting",
        "Training and development\nNone",
        "Hobbies: photography",
    ],
)
def test_what_is_no_work_adds_no_skill(part):
    document = open_document(
        f"{CV.format(name='Jane Miller', mail='jane@mail.test', place='Leeds', firm='Northwick Ltd')}\n{part}\n".encode(),
        "cv.txt",
    )
    assert {fact.value for fact in understand(document).all("skill_mentioned")} == mentioned()


def test_a_heading_names_no_skill():
    assert "Training and development" not in mentioned(place="Leeds\n\nFORMACIÓN ACADÉMICA")
