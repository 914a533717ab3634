"""E-mail, telephone, links and the place where a person lives."""

import pytest

from matching.reading import understand
from matching.reading.document import Document, Line


def read(text, links=()):
    return understand(Document("txt", [Line(line) for line in text.split("\n")], links=list(links)))


@pytest.mark.parametrize(
    "text, phone",
    [
        ("Tel: +49 (0)341 / 555 01 23", "+49 (0)341 / 555 01 23"),
        ("Mobil 0171 5550123", "0171 5550123"),
        ("06 39 98 00 12 – jb@example.fr", "06 39 98 00 12"),
        ("Móvil: 600 12 34 56", "600 12 34 56"),
        ("(11) 98765-4321 | joao@example.com.br", "(11) 98765-4321"),
        ("919.555.0147", "919.555.0147"),
        ("(555) 123-4567", "(555) 123-4567"),
        ("Tel: +353 21 555 0199   Email: kob@example.ie", "+353 21 555 0199"),
    ],
)
def test_a_phone_number_is_read_as_written(text, phone):
    assert read(f"Anna Becker\n{text}").value("phone") == phone


def test_a_phone_number_broken_by_the_line_end_is_whole():
    assert read("Anna Becker\nBristol • Tel.: +44\n7700 900769\nExperience").value("phone") == "+44 7700 900769"


def test_years_and_amounts_are_no_phone_numbers():
    assert read("Anna Becker\nCook, 2015 - 2019\nrevenue of 1.250.000 EUR\n2010 – 2014 Baker").value("phone") is None


def test_the_address_of_a_referee_is_not_the_persons_own():
    text = "Anna Becker\nReferences\nRosa Núñez, Café Sol, rosa@example.org\nContact\nanna.becker@example.net"
    assert read(text).value("email") == "anna.becker@example.net"


def test_a_spelled_out_address_is_read():
    assert read("Anna Becker\nanna [at] example [dot] org").value("email") == "anna@example.org"


def test_an_address_broken_by_a_narrow_column_is_whole():
    lines = [
        Line("CONTACT", 0, (20, 40, 80, 50), 10, True, 1),
        Line("karlfriedrich.montenegro@mail.exam", 0, (20, 60, 160, 70), 9, False, 1),
        Line("ple", 0, (20, 71, 32, 81), 9, False, 1),
    ]
    email = understand(Document("pdf", lines, [(600, 800)])).first("email")
    assert email.value == "karlfriedrich.montenegro@mail.example"
    assert email.confidence < 0.9


def test_a_mail_link_stands_in_for_an_address_that_the_page_does_not_show():
    assert read("Anna Becker\nWrite to me", ["mailto:anna@example.org?subject=Hi"]).value("email") == "anna@example.org"


def test_links_on_the_page_and_behind_it_count_once():
    reading = read(
        "Anna Becker\nlinkedin.com/in/anna-becker | https://becker.example/work",
        ["https://www.linkedin.com/in/anna-becker", "https://github.com/anna", "mailto:a@example.org"],
    )
    values = [fact.value for fact in reading.all("link")]
    assert values == ["linkedin.com/in/anna-becker", "https://becker.example/work", "https://github.com/anna"]


@pytest.mark.parametrize(
    "text, place",
    [
        ("Denver, CO | 303-555-0147", "Denver, CO"),
        ("Anschrift: Lindenstraße 12, 04109 Leipzig", "Lindenstraße 12, 04109 Leipzig"),
        ("12 rue des Lilas, 35000 Rennes", "35000 Rennes"),
        ("São Paulo - SP", "São Paulo - SP"),
        ("London, UK · priya@example.com", "London, UK"),
    ],
)
def test_where_the_person_lives(text, place):
    assert read(f"Priya Raman\n{text}\nExperience").value("location") == place


@pytest.mark.parametrize(
    "line, place",
    [
        ("Address: Limerick · Mail: grace@post.example · github.com/grace · Mobile: 020 910 0391", "Limerick"),
        ("Location: Winnipeg, MB, Canada linkedin.com/in/hannah Mail: hannah@post.example Cell:", "Winnipeg, MB, Canada"),
        ("Address: 12 High St, Leeds Tel 0113 496 0397", "12 High St, Leeds"),
        ("Location: Cork, github.com/grace", "Cork"),
        ("Morada: Rua Nova 4, 1000-123 Lisboa, Telemóvel 912 345 678", "Rua Nova 4, 1000-123 Lisboa"),
        ("Anschrift: Lindenstraße 12 · 04109 Leipzig · grace@post.example", "Lindenstraße 12 · 04109 Leipzig"),
        ("2222 McCoy Road  Columbus, Ohio 44444  614-555-5555  grace@post.example", "Columbus, Ohio 44444"),
        ("Leeds, UK Tel 0113 496 0397", "Leeds, UK"),
    ],
)
def test_a_place_ends_where_another_fact_begins(line, place):
    reading = read(f"Grace Ashdown\n{line}\nExperience")
    ((first, last),) = reading.first("location").spans
    assert reading.value("location") == place
    assert f"Grace Ashdown\n{line}"[first:last] == place


def test_a_firm_called_like_an_address_is_an_employer_and_no_link():
    reading = read(
        "Farhan Iyer\nfarhan@post.example | iyer.dev\nExperience\nQuillon.io\nCloud Engineer\n2019 – 2021\n"
        "Farrow.io\nSystem Administrator\n2016 – 2018"
    )
    assert [fact.value for fact in reading.all("link")] == ["iyer.dev"]
    assert [job.part("company") for job in reading.all("experience")] == ["Quillon.io", "Farrow.io"]


def test_an_address_of_its_own_line_under_the_mail_is_a_link():
    assert [fact.value for fact in read("Grace Ashdown\ngrace@post.example\nashdown.dev").all("link")] == ["ashdown.dev"]


@pytest.mark.parametrize("halves", ["grace@ex\nample.org", "grace@exa\nmple.com"])
def test_the_second_half_of_an_address_is_no_link(halves):
    assert read(f"Grace Ashdown\n{halves}\nExperience").all("link") == []
