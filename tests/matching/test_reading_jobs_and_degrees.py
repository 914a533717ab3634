"""Jobs and degrees of all trades, in five languages and in the orders in which people write them."""

from datetime import date

import pytest

from matching.reading import understand
from matching.reading.document import Document, Line

TODAY = date(2024, 6, 15)


def read(text):
    lines, block = [], 0
    for row in text.strip("\n").split("\n"):
        if row.strip():
            lines.append(Line(row, block=block))
        else:
            block += 1
    return understand(Document("txt", lines), TODAY)


def jobs(text):
    names = ("title", "company", "start", "end")
    return [tuple(job.part(name) for name in names) for job in read("Anna Becker\n\n" + text).all("experience")]


def degrees(text):
    return [
        tuple(degree.part(name) for name in ("degree", "school", "end"))
        for degree in read("Anna Becker\n\n" + text).all("education")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Experience\nCharge Nurse\nMercy General Hospital\nMay 2017 – July 2021\n- Ran a ward",
        "Experience\nMercy General Hospital\nCharge Nurse\nMay 2017 – July 2021\n- Ran a ward",
        "Experience\nCharge Nurse, Mercy General Hospital\n05/2017 – 07/2021",
        "Experience\nMercy General Hospital — Charge Nurse (05/2017 - 07/2021)",
        "Experience\nMay 2017 – July 2021\nCharge Nurse | Mercy General Hospital | Denver, CO",
        "Experience\nCharge Nurse at Mercy General Hospital, 2017-05 to 2021-07",
        "Experience\nMay 2017 – July 2021: Charge Nurse, Mercy General Hospital",
        "Work History\nEmployer: Mercy General Hospital\nPosition: Charge Nurse\nPeriod: 05/2017 - 07/2021",
    ],
)
def test_title_employer_and_period_in_any_order(text):
    assert jobs(text) == [("Charge Nurse", "Mercy General Hospital", "2017-05", "2021-07")]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Berufserfahrung\n04/2018 – heute    Oberärztin Innere Medizin\n    Klinikum St. Anna, Leipzig\n- "
            "Leitung der Station",
            ("Oberärztin Innere Medizin", "Klinikum St. Anna", "2018-04", "present"),
        ),
        (
            "Expériences professionnelles\nDe septembre 2012 à février 2019 : Chauffeur livreur chez Boulangerie Tanguy",
            ("Chauffeur livreur", "Boulangerie Tanguy", "2012-09", "2019-02"),
        ),
        (
            "Experiencia laboral\nSept. 2017 - Actualidad: Abogada laboralista. Bufete Ortega y Asociados, Madrid.",
            ("Abogada laboralista", "Bufete Ortega y Asociados", "2017-09", "present"),
        ),
        (
            "Experiência profissional\nBanco Serrano S.A. – Analista Contábil\nmar/2014 – dez/2018\n• Conciliação bancária",
            ("Analista Contábil", "Banco Serrano S.A.", "2014-03", "2018-12"),
        ),
        (
            "Work experience\n01/03/2016 – Present\nWelder\nStocznia Północna S.A., Gdańsk (Poland)\nTIG and MIG "
            "welding of ship hulls.",
            ("Welder", "Stocznia Północna S.A.", "2016-03", "present"),
        ),
    ],
)
def test_jobs_in_five_languages(text, expected):
    assert jobs(text) == [expected]


def test_several_roles_under_one_employer_all_have_it():
    text = """Experience

MERCY GENERAL HOSPITAL, Denver, CO    2012 – Present
Charge Nurse, Emergency Department (2017 – Present)
• Coordinate a 30-bed unit
Staff Nurse, Medical-Surgical (2012 – 2017)
• Cared for 6 patients a shift
"""
    assert [(title, company) for title, company, _, _ in jobs(text)] == [
        ("Charge Nurse", "MERCY GENERAL HOSPITAL"),
        ("Staff Nurse", "MERCY GENERAL HOSPITAL"),
    ]


def test_jobs_without_descriptions_stay_apart():
    text = "Experience\n" + "\n".join(
        [
            "Cook",
            "Hotel Adler",
            "2019 – 2022",
            "Kitchen porter",
            "Gasthof Krone",
            "2017 – 2019",
            "Waiter",
            "Café Sol",
            "2015 – 2017",
        ]
    )
    assert [(title, company) for title, company, _, _ in jobs(text)] == [
        ("Cook", "Hotel Adler"),
        ("Kitchen porter", "Gasthof Krone"),
        ("Waiter", "Café Sol"),
    ]


def test_text_without_bullets_is_no_employer():
    text = "Experience\nSales Representative\nTidewell & Sons\n2016 – 2021\nLooked after 43 clients and kept all but two\nTravelled through four counties every week"
    assert jobs(text) == [("Sales Representative", "Tidewell & Sons", "2016", "2021")]


def test_what_is_said_of_the_employer_is_no_job():
    text = "Experience\nStaff Nurse\nMercy General Hospital · 12/2019 - 03/2024\nFamily business since 1952\n420 employees, two sites\n- Cared for patients"
    assert jobs(text) == [("Staff Nurse", "Mercy General Hospital", "2019-12", "2024-03")]


def test_volunteering_and_projects_are_no_employment():
    text = """Experience

Cook, Hotel Adler, 2019 – 2022

Volunteer work

Trainer, Football Club Krone, 2015 – 2021

Projects

Website of the village, 2020 – 2021
"""
    assert len(jobs(text)) == 1


def test_years_count_overlaps_once_and_run_to_today():
    reading = read(
        "Anna Becker\n\nExperience\n\nCook, Hotel Adler\n01/2020 – heute\n- grill\n\nWaiter, Café Sol\n01/2019 – "
        "12/2021\n- served"
    )
    assert reading.value("total_years") == pytest.approx(5.5, abs=0.1)


def test_nothing_read_is_absent_and_not_zero():
    reading = read("Anna Becker\nanna@example.org")
    assert reading.value("total_years") is None
    assert reading.to_json("a.txt")["total_years"] is None and reading.to_json("a.txt")["experience"] == []


def test_the_description_belongs_to_its_job():
    reading = read(
        "Anna Becker\n\nExperience\n\nCook, Hotel Adler, 2019 – 2022\n- ran the grill\n- wrote menus\n\nWaiter, "
        "Café Sol, 2017 – 2019\n- served guests"
    )
    told = [job.part("description") for job in reading.all("experience")]
    assert told == ["- ran the grill\n- wrote menus", "- served guests"]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Education\nBachelor of Science in Nursing, University of Colorado, 2012",
            ("Bachelor of Science in Nursing", "University of Colorado", "2012"),
        ),
        (
            "Education\nUniversity of Leeds\nBA (Hons) English Literature\n2013 – 2016",
            ("BA (Hons) English Literature", "University of Leeds", "2016"),
        ),
        (
            "Ausbildung\n2010 – 2013 Ausbildung Metallbauer, Berufsschule Kiel",
            ("Ausbildung Metallbauer", "Berufsschule Kiel", "2013"),
        ),
        (
            "Studium\n10/2004 – 11/2012 Master of Science, Informatik, Universität Leipzig",
            ("Master of Science Informatik", "Universität Leipzig", "2012-11"),
        ),
        (
            "Formations\n2010 : BEP Logistique, Lycée professionnel Jean Moulin",
            ("BEP Logistique", "Lycée professionnel Jean Moulin", "2010"),
        ),
        (
            "Formación académica\n2007 - 2012: Licenciatura en Derecho. Universidad Complutense de Madrid.",
            ("Licenciatura en Derecho", "Universidad Complutense de Madrid", "2012"),
        ),
        (
            "Formação acadêmica\nBacharelado em Ciências Contábeis – Universidade Federal do Paraná – 2013",
            ("Bacharelado em Ciências Contábeis", "Universidade Federal do Paraná", "2013"),
        ),
        (
            "Academic qualifications\nB.E. (Mechanical), Anna University, 2014, 72%",
            ("B.E. (Mechanical)", "Anna University", "2014"),
        ),
        (
            "Qualifications\nApprenticeship in Cookery at Bluebarrow College (2020 – 2022)",
            ("Apprenticeship in Cookery", "Bluebarrow College", "2022"),
        ),
    ],
)
def test_a_degree_with_its_school(text, expected):
    assert degrees(text) == [expected]


def test_degrees_stay_apart():
    text = (
        "Education\nMSc Physics, University of Kent, 2014\nBSc Physics, University of Kent, 2012\nA-Levels, Dover College, 2009"
    )
    assert [school for _, school, _ in degrees(text)] == ["University of Kent", "University of Kent", "Dover College"]


def test_courses_are_no_degrees():
    text = "Education\nBSc Physics, University of Kent, 2012\nRelevant coursework: Mechanics, Master class in optics\n- Thesis on the school of light"
    assert len(degrees(text)) == 1
