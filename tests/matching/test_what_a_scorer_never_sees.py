"""Name, photo, address, gender, birth, graduation, family and nationality: whatever they are, the score is the same to the bit.

From the bytes of a file through the real reader to the score, with headings that are understood, that are not, and none at all.
"""

from datetime import date
from html import escape
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from matching.engine import FeatureTable, Job, ScoringConfig, compile, score, similarity
from matching.ranking import row_of, scoring_text
from matching.reading import understand
from matching.reading.open import open_document
from matching.taxonomy import taxonomy

TODAY = date(2026, 1, 1)
JOB = Job(
    "Electrician",
    "Electrical installation in shops, fault finding, drawings. Baker, cook, nurse and Ruby developer in Lagos.",
    {"electrical-installation": 5, "plc-programming": 3, "ruby": 2},
    min_years=3,
    education="associate",
)
NAMES = [
    "Ann Lee",
    "Ruby Baker",
    "Mohammed Al-Fayed",
    "Svetlana Ivanova",
    "José Cocinero Ruiz",
    "Chukwuemeka Obi",
    "MARIE LEFÈVRE",
]
ADDRESSES = [
    "5 Mill Road, Leeds",
    "12 Bakers Street, Lagos",
    "77 Electric Avenue, London SW9 8JX",
    "Hauptstraße 3, 80331 München",
    "Am Kochhof 12, 04109 Leipzig",
    "8 rue du Boulanger, 75005 Paris",
    "Calle Enfermeras 4, 3º B, 48001 Bilbao",
    "Rua das Padeiras 210, 4000-451 Porto",
    "221 Ruby Lane, Austin, TX 78701",
]
BORN = ["12.04.1981", "3 mai 1988", "31 December 2004", "1990-05-01"]
NATIONS = ["British", "Nigerian", "deutsch", "française", "española", "brasileiro", "Turkish"]
GENDERS = ["male", "female", "non-binary", "she/her", "männlich", "femme"]
FAMILY = ["single", "married, two children", "verheiratet, zwei Kinder", "célibataire", "casado", "divorced"]
WORK = [
    "Electrician, Volt Services Ltd",
    "03/2015 - 06/2021",
    "- Electrical installation in shops and offices",
    "- Fault finding in motor controls and PLC programming",
    "Apprentice electrician, Spark and Sons Ltd",
    "09/2011 - 02/2015",
    "- Drew cables and read drawings under the eyes of a journeyman",
]
people = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "address": st.sampled_from(ADDRESSES),
        "born": st.sampled_from(BORN),
        "nation": st.sampled_from(NATIONS),
        "gender": st.sampled_from(GENDERS),
        "family": st.sampled_from(FAMILY),
        "graduated": st.sampled_from(["1999", "2011", "2019"]),
        "photo": st.booleans(),
        "caption": st.sampled_from(["", "Photo", "Foto", "Bewerbungsfoto"]),
    }
)
NOBODY = {
    "name": "Ann Lee",
    "address": "5 Mill Road, Leeds",
    "born": "1990-05-01",
    "nation": "British",
    "gender": "female",
    "family": "single",
    "graduated": "2011",
    "photo": False,
    "caption": "",
}
HEADINGS = {
    "understood": ("Work experience", "Education", "Skills"),
    "odd": ("How I fill my days", "Benches I sat on", "Things my hands know"),
    "none": (None, None, None),
}


def head_of(p, labelled):
    if labelled:
        rows = [
            p["name"],
            f"Address: {p['address']}",
            f"Date of birth: {p['born']}",
            f"Nationality: {p['nation']}",
            f"Gender: {p['gender']}",
            f"Marital status: {p['family']}",
        ]
    else:
        rows = [p["name"], p["address"], p["born"], p["nation"], p["gender"], p["family"]]
    return [*rows[:1], *([p["caption"]] if p["caption"] else []), *rows[1:]]


def body_of(p, headings):
    work, school, skills = HEADINGS[headings]
    return [
        (work, WORK),
        (school, [f"NVQ Level 3 Electrical Installation, Leeds College, {p['graduated']}"]),
        (skills, ["Electrical installation, fault finding, PLC programming"]),
    ]


def as_text(p, headings, labelled):
    lines = head_of(p, labelled)
    for heading, rows in body_of(p, headings):
        lines += ["", *([heading.upper()] if heading else []), *rows]
    return "\n".join(lines).encode(), "cv.txt"


def as_docx(p, headings, labelled):
    document = docx.Document()
    table = document.add_table(0, 2)
    for row in head_of(p, labelled):
        label, _, said = row.rpartition(": ")
        cells = table.add_row().cells
        cells[0].text, cells[1].text = (label, said) if label else (row, "")
    for heading, rows in body_of(p, headings):
        if heading:
            document.add_paragraph().add_run(heading).bold = True
        for row in rows:
            document.add_paragraph(row)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue(), "cv.docx"


def as_html(p, headings, labelled):
    head = "".join(f"<p>{escape(row)}</p>" for row in head_of(p, labelled))
    rest = "".join(
        (f"<h2>{escape(heading)}</h2>" if heading else "") + "".join(f"<p>{escape(row)}</p>" for row in rows)
        for heading, rows in body_of(p, headings)
    )
    return f"<!doctype html><html><body>{head}{rest}</body></html>".encode(), "cv.html"


def as_pdf(p, headings, labelled):
    """A sidebar with who it is on the left, with or without a photo, and the work on the right."""
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=A4)
    if p["photo"]:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 40, 740, 60, 80)
    top = 720
    for number, row in enumerate(head_of(p, labelled)):
        canvas.setFont("Helvetica-Bold" if number == 0 else "Helvetica", 10)
        canvas.drawString(40, top, row.encode("latin-1", "replace").decode("latin-1")[:34])
        top -= 16
    top = 800
    for heading, rows in body_of(p, headings):
        if heading:
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(260, top, heading)
            top -= 20
        canvas.setFont("Helvetica", 10)
        for row in rows:
            canvas.drawString(260, top, row)
            top -= 14
        top -= 14
    canvas.save()
    return packed.getvalue(), "cv.pdf"


WRITTEN = {"txt": as_text, "docx": as_docx, "html": as_html, "pdf": as_pdf}


def scored(data, name):
    document = open_document(data, name)
    row = row_of(1, document, understand(document, TODAY), today=TODAY)
    table, compiled = FeatureTable.build([row]), compile(ScoringConfig(), JOB, taxonomy())
    return score(table, compiled, similarity(table, compiled)).ticks[0], row


@pytest.mark.parametrize("headings", HEADINGS)
@pytest.mark.parametrize("written", WRITTEN)
@settings(max_examples=12, deadline=None)
@given(person=people, labelled=st.booleans())
def test_who_somebody_is_changes_no_score(written, headings, person, labelled):
    plain, row = scored(*WRITTEN[written](NOBODY, headings, labelled))
    other, changed = scored(*WRITTEN[written](person, headings, labelled))

    assert plain > 0
    assert other == plain
    assert (changed.skills, changed.flags, changed.tier) == (row.skills, row.flags, row.tier)


@pytest.mark.parametrize("headings", HEADINGS)
@pytest.mark.parametrize("written", WRITTEN)
def test_the_text_that_is_scored_tells_of_the_work_alone(written, headings):
    document = open_document(*WRITTEN[written](NOBODY, headings, False))

    text = scoring_text(document, understand(document, TODAY))

    for private in ("Ann", "Mill", "Leeds,", "1990", "British", "female", "single"):
        assert private not in text
    assert "Fault finding in motor controls" in text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("10 years in one place, always on time", "place"),
        ("Taught 2 cours de français", "cours"),
        ("Ran the Edeka Markt 2018 with 12 people", "Markt"),
        ("Married two systems into one", "Married"),
        ("Sold 5000 Euro tickets", "tickets"),
        ("French cooking, German baking", "cooking"),
    ],
)
def test_words_of_the_work_are_not_taken_for_an_address_or_a_person(said, kept):
    document = open_document(("Ann Lee\n\nExperience\nCook, Inn Ltd\n03/2015 - 06/2021\n- " + said).encode(), "cv.txt")

    assert kept in scoring_text(document, understand(document, TODAY))
