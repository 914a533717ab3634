"""Whose résumé it is: names of any origin and script, however they are set."""

import pytest

from matching.reading import understand
from matching.reading.document import Document, Line


def read(*lines, size=0.0):
    return understand(Document("txt", [Line(text, size=size) for text in lines])).value("name")


@pytest.mark.parametrize(
    "line, name",
    [
        ("Anna Becker", "Anna Becker"),
        ("ANNA BECKER", "Anna Becker"),
        ("YOUSSEF AL-HADDAD", "Youssef Al-Haddad"),
        ("Dr. med. Katharina Weiß-Öztürk", "Katharina Weiß-Öztürk"),
        ("SMITH, Ángela M., RN, BSN", "Ángela M. SMITH"),
        ("Nguyễn Thị Hồng Nhung", "Nguyễn Thị Hồng Nhung"),
        ("Ludwig van der Berghe", "Ludwig van der Berghe"),
        ("Kevin O'Brien-McAllister", "Kevin O'Brien-McAllister"),
        ("Priya Raghunathan (she/her)", "Priya Raghunathan"),
        ("Lebenslauf Heike Dietrich", "Heike Dietrich"),
        ("Curriculum Vitae – Sergio Rincón", "Sergio Rincón"),
        ("Nombre y apellidos: María del Carmen Ibáñez", "María del Carmen Ibáñez"),
        ("First name(s) / Surname(s) Ewa Kowalska", "Ewa Kowalska"),
        ("李小龙", "李小龙"),
        ("Мария Ивановна Петрова", "Мария Ивановна Петрова"),
        ("محمد عبد الله الهاشمي", "محمد عبد الله الهاشمي"),
        ("Emily Holloway * Charge", "Emily Holloway"),
        ("Emily Holloway · Charge Nurse", "Emily Holloway"),
        ("Emily Holloway | Charge Nurse", "Emily Holloway"),
        ("🎉 Rosa Núñez 🎉", "Rosa Núñez"),
    ],
)
def test_a_name_at_the_top_is_read(line, name):
    assert read(line, "someone@example.org", "Experience", "Cook, Hotel Adler", "2019 – 2021") == name


def test_surname_and_given_name_on_lines_of_their_own():
    assert read("Vorname: Jonas", "Nachname: Weber", "Berufserfahrung") == "Jonas Weber"


def test_a_name_in_two_large_lines_is_one():
    lines = [
        Line("Francisco Javier Freiherr von", 0, (30, 40, 300, 60), 20, True),
        Line("Rabenhorst-Wallenfels", 0, (30, 64, 250, 84), 20, True),
        Line("Psychologist", 0, (30, 90, 120, 100), 10),
    ]
    assert understand(Document("pdf", lines, [(600, 800)])).value("name") == "Francisco Javier Freiherr von Rabenhorst-Wallenfels"


def test_initials_drawn_beside_a_name_are_no_part_of_it():
    lines = [
        Line("Tuğba", 0, (130, 40, 200, 60), 20, True),
        Line("TG", 0, (80, 52, 100, 70), 19),
        Line("Güneş", 0, (130, 64, 200, 84), 20, True),
    ]
    assert understand(Document("pdf", lines, [(600, 800)])).value("name") == "Tuğba Güneş"


def test_the_largest_line_wins_over_what_a_sidebar_says_first():
    lines = [
        Line("Contact", 0, (20, 40, 60, 50), 10),
        Line("Wound Care", 0, (20, 60, 90, 70), 9),
        Line("Maria da Silva", 0, (200, 40, 420, 66), 24),
        Line("Nurse", 0, (200, 70, 240, 80), 11),
    ]
    assert understand(Document("pdf", lines, [(600, 800)])).value("name") == "Maria da Silva"


def test_titles_places_and_headings_are_no_names():
    assert read("Software Engineer", "Berlin, Germany", "Work Experience") is None


def test_markup_in_a_name_is_no_name():
    assert read("<script>alert(1)</script>", "x@example.org") is None
