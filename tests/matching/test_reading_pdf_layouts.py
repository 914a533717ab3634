"""PDF pages of every build are read in the order in which a person reads them, and each word keeps its place."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from matching.reading import understand
from matching.reading.document import Unreadable
from matching.reading.pdf import extract

WIDTH, HEIGHT = A4


def pdf(*items, pages=None):
    """A PDF of (x, top, text) or (x, top, text, size) or (x, top, text, size, font); `pages` is a list of such lists."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages or [items]:
        for x, top, text, *look in page:
            size, font = (look + [10, "Helvetica"][len(look) :])[:2]
            canvas.setFont(font, size)
            canvas.drawString(x, HEIGHT - top - size, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def bold(x, top, text, size=13):
    return (x, top, text, size, "Helvetica-Bold")


def texts(document):
    return [line.text for line in document.lines]


SIDEBAR = [
    (40, 40, "Rosa Keller", 22, "Helvetica-Bold"),
    bold(40, 90, "Contact"),
    (40, 110, "rosa.keller@example.org"),
    (40, 124, "+49 171 5550123"),
    bold(40, 160, "Skills"),
    (40, 180, "TIG welding"),
    (40, 194, "MIG welding"),
    (40, 208, "Reading drawings"),
    bold(220, 90, "Experience"),
    (220, 110, "Welder, Nordwerft GmbH"),
    (220, 124, "04/2018 - heute"),
    (220, 138, "Welded hulls of ferries and tugs."),
    (220, 160, "Metal worker, Krane & Stahl AG"),
    (220, 174, "01/2014 - 03/2018"),
    (220, 188, "Built steel stairs and railings."),
    bold(220, 230, "Education"),
    (220, 250, "Ausbildung Metallbauer, Berufsschule Kiel"),
    (220, 264, "2010 - 2013"),
]


def test_two_columns_are_read_one_after_the_other():
    lines = texts(extract(pdf(*SIDEBAR)))
    assert lines.index("Reading drawings") < lines.index("Experience")
    assert lines.index("Experience") + 1 == lines.index("Welder, Nordwerft GmbH")
    assert lines.index("Built steel stairs and railings.") < lines.index("Education")


def test_facts_of_a_two_column_page():
    reading = understand(extract(pdf(*SIDEBAR)))
    assert reading.value("name") == "Rosa Keller"
    assert [fact.value for fact in reading.all("skill")] == ["TIG welding", "MIG welding", "Reading drawings"]
    jobs = [(job.part("title"), job.part("company"), job.part("start"), job.part("end")) for job in reading.all("experience")]
    assert jobs == [
        ("Welder", "Nordwerft GmbH", "2018-04", "present"),
        ("Metal worker", "Krane & Stahl AG", "2014-01", "2018-03"),
    ]


def test_a_column_that_goes_on_over_the_page_break_stays_in_one_piece():
    first = SIDEBAR + [(220, 700 + 14 * i, text) for i, text in enumerate(["Apprentice fitter, Hafenbau KG", "2009 - 2010"])]
    second = [
        (40, 60, "Plasma cutting"),
        (40, 74, "Grinding"),
        (40, 88, "Brazing"),
        (220, 60, "Swept the yard and learned to file."),
        (220, 74, "Cleaned every machine on Fridays."),
        (220, 88, "Kept the tool room."),
    ]
    lines = texts(extract(pdf(pages=[first, second])))
    assert lines.index("Brazing") < lines.index("Experience")
    assert lines.index("2009 - 2010") + 1 == lines.index("Swept the yard and learned to file.")


def test_dates_in_a_column_on_the_left_go_before_their_job():
    page = [bold(40, 40, "Ivo Brandt", 20), bold(40, 90, "Experience")]
    for row, (when, what, told) in enumerate(
        [
            ("2018 - 2022", "Truck driver, Spedition Elbe", "Long haul to Italy and Spain."),
            ("2014 - 2018", "Courier, Eilpost GmbH", "City parcels by van."),
            ("2011 - 2014", "Warehouse worker, Lager Nord", "Picked and packed."),
        ]
    ):
        page += [(40, 115 + 40 * row, when), (160, 115 + 40 * row, what), (160, 129 + 40 * row, told)]
    jobs = understand(extract(pdf(*page))).all("experience")
    assert [(job.part("title"), job.part("company"), job.part("start")) for job in jobs] == [
        ("Truck driver", "Spedition Elbe", "2018"),
        ("Courier", "Eilpost GmbH", "2014"),
        ("Warehouse worker", "Lager Nord", "2011"),
    ]


def test_dates_and_places_in_the_right_margin_do_not_break_the_text_beside_them():
    page = [
        bold(40, 40, "Mona Lindqvist", 20),
        bold(40, 90, "Experience"),
        bold(40, 115, "Nordic Bank, Analyst", 10),
        (480, 115, "Oslo, Norway"),
        (50, 129, "• Built the liquidity report that the board reads every"),
        (480, 129, "May 2019 - July 2023"),
        (58, 143, "month and presented it"),
        (480, 143, "4 years"),
        bold(40, 171, "Fjord Insurance, Trainee", 10),
        (480, 171, "Bergen, Norway"),
        (50, 185, "• Checked claims"),
        (480, 185, "Aug 2017 - April 2019"),
    ]
    jobs = understand(extract(pdf(*page))).all("experience")
    assert [(job.part("title"), job.part("company"), job.part("start"), job.part("end")) for job in jobs] == [
        ("Analyst", "Nordic Bank", "2019-05", "2023-07"),
        ("Trainee", "Fjord Insurance", "2017-08", "2019-04"),
    ]
    assert "month and presented it" in jobs[0].part("description")


def test_headings_in_a_label_column_open_the_section_beside_them():
    page = [
        bold(40, 40, "Ada Wren", 20),
        bold(40, 100, "Experience", 11),
        (160, 100, "Line cook, The Old Mill"),
        (420, 100, "2019 - 2022"),
        (160, 114, "Ran the grill."),
        (160, 136, "Kitchen porter, Bridge Inn"),
        (420, 136, "2017 - 2019"),
        bold(40, 180, "Skills", 11),
        (160, 180, "Grilling, Sauces, Pastry"),
        bold(40, 220, "Education", 11),
        (160, 220, "Certificate in Cookery, Wren College"),
        (420, 220, "2016"),
    ]
    reading = understand(extract(pdf(*page)))
    assert [job.part("company") for job in reading.all("experience")] == ["The Old Mill", "Bridge Inn"]
    assert [fact.value for fact in reading.all("skill")] == ["Grilling", "Sauces", "Pastry"]
    assert [degree.part("school") for degree in reading.all("education")] == ["Wren College"]


def test_a_header_across_both_columns_comes_first():
    page = [(60, 40, "Curriculum of a nurse who has worked in four hospitals over twenty years", 12)] + [
        (x, top + 60, text, *look) for x, top, text, *look in SIDEBAR
    ]
    assert texts(extract(pdf(*page)))[0].startswith("Curriculum of a nurse")


def test_letters_set_apart_are_a_word():
    page = [
        bold(40, 40, "Ada Wren", 20),
        (40, 90, "W O R K  E X P E R I E N C E", 12, "Helvetica-Bold"),
        (40, 115, "Cook, Bridge Inn, 2017 - 2019"),
    ]
    document = extract(pdf(*page))
    assert "WORKEXPERIENCE" in texts(document)[1].replace(" ", "")
    assert len(understand(document).all("experience")) == 1


def test_a_word_printed_twice_to_look_bold_is_read_once():
    page = [(40, 40, "Ada Wren", 20), (40.4, 40, "Ada Wren", 20), (40, 90, "Cook and baker of bread")]
    assert texts(extract(pdf(*page))) == ["Ada Wren", "Cook and baker of bread"]


def test_the_place_of_a_fact_is_the_box_of_its_words():
    document = extract(pdf(*SIDEBAR))
    reading = understand(document)
    [(page, (x0, top, x1, bottom))] = document.places(*reading.first("email").spans[0])
    assert page == 0
    assert x0 == pytest.approx(40, abs=1.5) and 36 < x1 - 110 < 60
    assert top == pytest.approx(110, abs=4) and bottom == pytest.approx(121, abs=4)
    skill = reading.all("skill")[1]
    [(_, (x0, top, _, _))] = document.places(*skill.spans[0])
    assert (x0, top) == (pytest.approx(40, abs=1.5), pytest.approx(194, abs=4))


def test_every_fact_stands_where_its_span_says():
    document = extract(pdf(*SIDEBAR))
    for fact in understand(document).all("skill"):
        start, end = fact.spans[0]
        assert document.text[start:end] == fact.value


def test_link_targets_are_kept():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(40, 700, "My portfolio and some words more")
    canvas.linkURL("https://portfolio.example/ada", (40, 695, 120, 712))
    canvas.save()
    assert extract(out.getvalue()).links == ["https://portfolio.example/ada"]


def test_a_page_without_text_is_a_scan():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(40, 40, 200, 200, fill=1)
    canvas.save()
    with pytest.raises(Unreadable) as error:
        extract(out.getvalue())
    assert error.value.code == "no_text"


def test_only_the_first_fifty_pages_are_read_and_it_is_said():
    document = extract(pdf(pages=[[(40, 40, f"This is page number {number}")] for number in range(1, 54)]))
    assert texts(document)[-1] == "This is page number 50"
    assert [warning.code for warning in document.warnings] == ["pages_cut"]


def test_a_file_that_is_no_pdf_is_damaged():
    with pytest.raises(Unreadable) as error:
        extract(b"%PDF-1.7\nnothing more")
    assert error.value.code == "damaged"
