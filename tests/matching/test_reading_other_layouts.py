"""Layouts of other trades and countries: forms, narrow date columns, names over lines, sidebars with rows of dots."""

import io
from datetime import date

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from matching.reading import understand
from matching.reading.document import Document, Line
from matching.reading.pdf import extract

TODAY = date(2024, 6, 15)


def page(*items):
    """What is read from a PDF page of (x, top, text), (x, top, text, size) or (x, top, text, size, font)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for x, top, text, *look in items:
        size, font = (look + [10, "Helvetica"][len(look) :])[:2]
        canvas.setFont(font, size)
        canvas.drawString(x, A4[1] - top - size, text)
    canvas.save()
    return understand(extract(out.getvalue()), TODAY)


def loud(x, top, text, size=13):
    return (x, top, text, size, "Helvetica-Bold")


def text(rows):
    return understand(Document("txt", [Line(row, block=number) for number, row in enumerate(rows)]), TODAY)


def jobs(reading):
    return [tuple(job.part(name) for name in ("title", "company", "start", "end")) for job in reading.all("experience")]


def skills(reading):
    return [fact.value for fact in reading.all("skill")]


def test_a_period_broken_over_lines_of_a_narrow_column_is_one_period():
    reading = page(
        (40, 40, "Amara Okafor", 22, "Helvetica-Bold"),
        (40, 70, "a line about the person that is as wide as the page is, so that no white stripe runs down all of it"),
        loud(40, 100, "Work Experience"),
        (40, 124, "May 2022 until"),
        (40, 136, "September"),
        (40, 148, "2023"),
        (140, 124, "Head Chef", 10, "Helvetica-Bold"),
        (140, 136, "Lakeside Kitchen Ltd, Leeds"),
        (40, 170, "March 2019 until"),
        (40, 182, "April 2022"),
        (140, 170, "Sous Chef", 10, "Helvetica-Bold"),
        (140, 182, "Harbour Hotel Ltd, Hull"),
    )
    assert jobs(reading) == [
        ("Head Chef", "Lakeside Kitchen Ltd", "2022-05", "2023-09"),
        ("Sous Chef", "Harbour Hotel Ltd", "2019-03", "2022-04"),
    ]


def test_a_name_over_two_lines_of_a_column_passes_over_the_column_beside_it():
    reading = page(
        (320, 42, "Welder"),
        (40, 40, "José Luis", 22, "Helvetica-Bold"),
        (320, 56, "Valencia"),
        (40, 66, "Quispe Mamani", 22, "Helvetica-Bold"),
        (320, 70, "+34 655 98 76 54"),
        loud(40, 120, "Skills"),
        (320, 120, "TIG welding, Grinding"),
    )
    assert reading.value("name") == "José Luis Quispe Mamani"


def test_a_label_without_a_colon_names_the_person_beside_it():
    rows = [("Name", "Zhang Wei"), ("Address", "Leeds"), ("Phone", "+44 7911 123456"), ("Email", "zw@example.org")]
    reading = page(
        (40, 40, "Curriculum Vitae", 18),
        loud(40, 80, "Personal Details"),
        *[(40, 104 + 18 * n, label) for n, (label, _) in enumerate(rows)],
        *[(150, 104 + 18 * n, value) for n, (_, value) in enumerate(rows)],
    )
    assert reading.value("name") == "Zhang Wei"


def test_rows_of_dots_beside_skills_are_levels():
    reading = page(
        (40, 40, "Rosa Keller", 22, "Helvetica-Bold"),
        loud(40, 90, "Skills"),
        (40, 110, "Typography"),
        (200, 110, "••••"),
        (40, 124, "Bookbinding"),
        (200, 124, "•••"),
        (40, 138, "Linocut"),
        (200, 138, "•••••"),
    )
    assert skills(reading) == ["Typography", "Bookbinding", "Linocut"]


@pytest.mark.parametrize("skill", ["Excel avançado", "Soporte vital avanzado"])
def test_a_small_word_of_level_belongs_to_its_phrase(skill):
    assert skill in skills(text(["Ana Lima", "SKILLS", f"{skill}, Word, Outlook"]))


def test_a_level_after_a_dash_or_in_brackets_is_left_out():
    assert skills(text(["Ana Lima", "SKILLS", "Excel (advanced), Word - intermediate, Outlook"])) == ["Excel", "Word", "Outlook"]


@pytest.mark.parametrize(
    "line", ["Mentor student nurses and newly qualified colleagues since 2021", "Grew sales in two regions between 2019 and 2023"]
)
def test_a_date_told_in_passing_is_no_job(line):
    reading = text(["Ana Lima", "EXPERIENCE", "Staff Nurse, Oakfield Hospital", "03/2018 - 05/2024", line])
    assert jobs(reading) == [("Staff Nurse", "Oakfield Hospital", "2018-03", "2024-05")]


def test_a_job_line_that_ends_in_a_full_stop_is_a_job():
    reading = text(["Ana Lima", "EXPERIENCE", "2014 - 2019", "Key Account Manager, Grundvold Pumps Ltd, Leeds.", "2019 - 2021"])
    assert jobs(reading)[0] == ("Key Account Manager", "Grundvold Pumps Ltd", "2014", "2019")


def test_the_head_of_a_table_is_no_degree():
    rows = ["Ana Lima", "EDUCATION", "Qualification | Institution | Year", "BSc Physics | University of Leeds | 2014"]
    found = text(rows).all("education")
    assert [(degree.part("degree"), degree.part("school")) for degree in found] == [("BSc Physics", "University of Leeds")]


def test_a_form_that_names_the_employer_last_keeps_it_with_its_job():
    labels = ["Dates", "Occupation or position held", "Main activities and responsibilities", "Name and address of employer"]
    told = [
        ["01/2020 - 03/2024", "Electrician", "Wiring of new houses", "Hillside Electric Ltd, York"],
        ["05/2016 - 12/2019", "Apprentice electrician", "Help on building sites", "Spark & Sons Ltd, Hull"],
    ]
    reading = page(
        (40, 40, "Rosa Keller", 22, "Helvetica-Bold"),
        loud(40, 80, "Work Experience"),
        *[(40, 110 + 80 * n + 15 * k, label) for n in (0, 1) for k, label in enumerate(labels)],
        *[(240, 110 + 80 * n + 15 * k, value) for n in (0, 1) for k, value in enumerate(told[n])],
    )
    assert jobs(reading) == [
        ("Electrician", "Hillside Electric Ltd", "2020-01", "2024-03"),
        ("Apprentice electrician", "Spark & Sons Ltd", "2016-05", "2019-12"),
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Top-Kenntnisse", "skills"), ("Aptitudes principales", "skills"), ("Qualités professionnelles", "skills")],
)
def test_headings_of_profiles_in_other_languages(heading, kind):
    reading = text(["Ana Lima", "Leeds", "", heading.upper(), "Schweißen", "Löten"])
    assert skills(reading) == ["Schweißen", "Löten"]


def test_tags_without_anything_between_them_are_parted_where_all_are_known():
    assert skills(text(["Ana Lima", "SKILLS", "AutoCAD SolidWorks Excel"])) == ["AutoCAD", "SolidWorks", "Excel"]
    assert skills(text(["Ana Lima", "SKILLS", "Bread oven care, Pastry"])) == ["Bread oven care", "Pastry"]


def test_a_double_name_broken_at_its_hyphen_is_whole():
    reading = page(
        (40, 40, "Chidinma", 22, "Helvetica-Bold"),
        (40, 66, "Okonkwo-", 22, "Helvetica-Bold"),
        (40, 92, "Adeyemi", 22, "Helvetica-Bold"),
        (40, 124, "chidinma.okonkwo@example.org"),
        loud(40, 150, "Skills"),
        (40, 170, "Wound care"),
    )
    assert reading.value("name") == "Chidinma Okonkwo-Adeyemi"


def test_a_table_with_a_head_row_is_read_row_by_row():
    rows = [
        ("Period", "Employer", "Position"),
        ("06/2018 - 05/2024", "Badger Electric, Inc.", "Journeyman Electrician"),
        ("08/2013 - 05/2018", "Quartz Builders Ltd", "Apprentice Electrician"),
    ]
    reading = page(
        (40, 40, "Tyrone Brooks", 22, "Helvetica-Bold"),
        loud(40, 80, "Career History"),
        *[(x, 110 + 22 * n, cell) for n, row in enumerate(rows) for x, cell in zip((40, 200, 390), row, strict=True)],
    )
    assert jobs(reading) == [
        ("Journeyman Electrician", "Badger Electric, Inc.", "2018-06", "2024-05"),
        ("Apprentice Electrician", "Quartz Builders Ltd", "2013-08", "2018-05"),
    ]


def test_a_timeline_with_dots_and_periods_over_two_lines():
    reading = page(
        (40, 40, "Tyrone Brooks", 22, "Helvetica-Bold"),
        loud(40, 80, "Work Experience"),
        *[(110, top, "•") for top in (110, 160)],
        (40, 110, "June 2018 -"),
        (40, 123, "Present"),
        (130, 110, "Journeyman Electrician", 10, "Helvetica-Bold"),
        (130, 123, "Badger Electric, Inc., Milwaukee, WI"),
        (40, 160, "Aug 2013 -"),
        (40, 173, "May 2018"),
        (130, 160, "Apprentice Electrician", 10, "Helvetica-Bold"),
        (130, 173, "Quartz Builders Ltd, Leeds"),
    )
    assert jobs(reading) == [
        ("Journeyman Electrician", "Badger Electric, Inc.", "2018-06", "present"),
        ("Apprentice Electrician", "Quartz Builders Ltd", "2013-08", "2018-05"),
    ]


def test_a_firm_s_founding_year_gives_nobody_eighty_years_of_work():
    reading = text(
        ["Ana Lima", "EXPERIENCE", "Baker, Lima & Sons Ltd", "1946 - present", "", "Clerk, Oakfield Hospital", "2019 - 2021"]
    )
    assert reading.value("total_years") < 3


def test_a_town_in_brackets_is_no_part_of_the_school():
    found = text(["Ana Lima", "EDUCATION", "2014 : BSc Physics – Kingston University (London)"]).all("education")
    assert found[0].part("school") == "Kingston University"


def test_dates_at_the_right_of_a_column_stay_with_it_beside_a_sidebar():
    reading = page(
        (40, 40, "Tyrone Brooks", 22, "Helvetica-Bold"),
        loud(40, 90, "Work Experience"),
        (40, 112, "Badger Electric, Inc."),
        (270, 112, "June 2018 - Present"),
        (40, 126, "Journeyman Electrician", 10, "Helvetica-Bold"),
        (40, 140, "Read blueprints of schools and lay out circuits."),
        (40, 164, "Quartz Builders Ltd"),
        (258, 164, "August 2013 - May 2018"),
        (40, 178, "Apprentice Electrician", 10, "Helvetica-Bold"),
        (40, 192, "Rough-in and trim-out of many apartments."),
        loud(420, 90, "Skills"),
        *[(420, 112 + 14 * n, skill) for n, skill in enumerate(["Conduit bending", "Motor controls", "Troubleshooting"])],
    )
    assert jobs(reading) == [
        ("Journeyman Electrician", "Badger Electric, Inc.", "2018-06", "present"),
        ("Apprentice Electrician", "Quartz Builders Ltd", "2013-08", "2018-05"),
    ]
    assert skills(reading) == ["Conduit bending", "Motor controls", "Troubleshooting"]


def test_a_short_sentence_under_a_job_is_no_title_of_the_next():
    reading = text(
        [
            "Ana Lima",
            "BERUFSERFAHRUNG",
            "04/2018 - 05/2024",
            "Altenpfleger",
            "Haus Sonnenhof GmbH",
            "Anleitung von Auszubildenden.",
        ]
        + ["10/2012 - 03/2018", "Krankenpfleger", "Klinik Nord gGmbH", "Dokumentation mit Orbis."]
    )
    assert [job[:2] for job in jobs(reading)] == [
        ("Altenpfleger", "Haus Sonnenhof GmbH"),
        ("Krankenpfleger", "Klinik Nord gGmbH"),
    ]
