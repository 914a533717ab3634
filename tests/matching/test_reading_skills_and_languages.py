"""Skills that are listed, skills that the text names, languages, certificates and signs of leadership."""

import pytest

from matching.reading import understand
from matching.reading.document import Document, Line


def read(text):
    return understand(Document("txt", [Line(row) for row in text.strip("\n").split("\n") if row.strip()]))


def skills(text):
    return [fact.value for fact in read("Anna Becker\n" + text).all("skill")]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Skills\nTriage, Wound care, IV therapy", ["Triage", "Wound care", "IV therapy"]),
        ("Skills\nTriage • IV therapy | Epic; Phlebotomy", ["Triage", "IV therapy", "Epic", "Phlebotomy"]),
        ("Technical skills\nLanguages: Python, Java\nTools: Git, Docker", ["Python", "Java", "Git", "Docker"]),
        ("Kenntnisse\nSAP (sehr gut), AutoCAD – Grundkenntnisse, Schweißen", ["SAP", "AutoCAD", "Schweißen"]),
        ("Compétences\n- Conduite en montagne\n- Arrimage\n- ADR", ["Conduite en montagne", "Arrimage", "ADR"]),
        ("Habilidades\nDerecho laboral, negociación", ["Derecho laboral", "negociación"]),
        ("Competências\nIFRS ★★★★☆, Excel 80%", ["IFRS", "Excel"]),
        ("Skills\nWeb\nHTML, CSS, JavaScript\nData\nSQL, Pandas, R", ["HTML", "CSS", "JavaScript", "SQL", "Pandas", "R"]),
        ("Skills\nExcel (VLOOKUP, Power Query), AWS (EC2)", ["Excel", "VLOOKUP", "Power Query", "AWS"]),
    ],
)
def test_listed_skills_without_labels_and_levels(text, expected):
    assert skills(text) == expected


def test_sentences_under_the_heading_are_no_skills():
    assert skills("Skills\nI am a person who has always been able to work with others in a team and under pressure.") == []


def test_a_skill_broken_by_a_line_end_is_one():
    lines = [
        Line("Skills", 0, (20, 20, 60, 32), 12, True),
        Line("Food costing, Plating, Project", 0, (20, 40, 150, 50), 10),
        Line("management, Pastry", 0, (20, 52, 110, 62), 10),
    ]
    facts = understand(Document("pdf", lines, [(600, 800)])).all("skill")
    assert [fact.value for fact in facts] == ["Food costing", "Plating", "Project management", "Pastry"]


def test_skills_in_other_text_are_mentioned_and_not_listed():
    reading = read(
        "Anna Becker\nExperience\nDeveloper, Nordbank AG, 2019 – 2021\n- Wrote services in Django and "
        "PostgreSQL\nSkills\nPython, Git"
    )
    assert [fact.value for fact in reading.all("skill")] == ["Python", "Git"]
    mentioned = [fact.value for fact in reading.all("skill_mentioned")]
    assert "Django" in mentioned and "PostgreSQL" in mentioned and "Python" not in mentioned


def test_a_known_skill_carries_its_key_under_any_spelling():
    facts = read("Anna Becker\nSkills\nJS, Node.js, Kuchenbacken").all("skill")
    assert [fact.part("key") for fact in facts][:1] == ["javascript"]
    assert facts[2].part("key") is None
    assert facts[0].confidence > facts[2].confidence


def test_ordinary_words_make_no_skills():
    reading = read(
        "Anna Becker\nSummary\nReady to go and lead a team, I rest on Sundays and spring into action; see section "
        "R of the report."
    )
    assert {fact.value for fact in reading.all("skill_mentioned")} & {"Go", "R", "Spring", "REST"} == set()


def test_languages_with_their_levels():
    reading = read("Anna Becker\nSprachen\nDeutsch (Muttersprache), Türkisch (fließend), Englisch C1\nFranzösisch")
    assert [fact.value for fact in reading.all("language")] == [
        {"language": "German", "level": "native"},
        {"language": "Turkish", "level": "C1"},
        {"language": "English", "level": "C1"},
        {"language": "French", "level": None},
    ]


def test_programming_languages_are_skills():
    reading = read("Anna Becker\nSkills\nLanguages\nPython, Java, Rust\nTools\nGit, Docker, Make")
    assert reading.all("language") == []
    assert [fact.value for fact in reading.all("skill")] == ["Python", "Java", "Rust", "Git", "Docker", "Make"]


def test_the_europass_form():
    reading = read("""Curriculum vitae
First name(s) / Surname(s) Ewa Kowalska
Address 14 Long Street, Kraków, Poland
PERSONAL SKILLS
Mother tongue(s) Polish
Other language(s)
English B1
Job-related skills TIG welding, MIG welding
Driving licence B""")
    assert reading.value("name") == "Ewa Kowalska"
    assert reading.value("location") == "14 Long Street, Kraków, Poland"
    assert [fact.value["language"] for fact in reading.all("language")] == ["Polish", "English"]
    assert [fact.value for fact in reading.all("skill")] == ["TIG welding", "MIG welding"]
    assert [fact.value["name"] for fact in reading.all("certification")] == ["Driving licence B"]


def test_certificates_with_their_year():
    reading = read("Anna Becker\nLicenses & Certifications\n• ServSafe Manager (2022)\n• 2020 First aid")
    assert [fact.value for fact in reading.all("certification")] == [
        {"name": "ServSafe Manager", "date": "2022"},
        {"name": "First aid", "date": "2020"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Led a team of 14 nurses",
        "Leitung der Station mit 12 Mitarbeitern",
        "Encadrement d'une équipe de 5 personnes",
        "Supervisión de 12 operarios",
        "Gestão de equipas",
        "Supervised 20 drivers",
    ],
)
def test_signs_of_leadership(text):
    assert read(f"Anna Becker\nExperience\nNurse, Hospital Sankt Anna, 2019 – 2021\n- {text}").all("leadership")


def test_no_leadership_without_a_sign():
    assert read("Anna Becker\nExperience\nNurse, Hospital Sankt Anna, 2019 – 2021\n- Cared for patients").all("leadership") == []


@pytest.mark.parametrize(
    "text, language",
    [
        ("Ich arbeite mit der Abteilung und bin für die Planung zuständig", "de"),
        ("Je travaille dans une équipe et pour les clients", "fr"),
        ("Trabajo en el equipo de ventas con los clientes y la tienda", "es"),
        ("Trabalho com os clientes da loja e faço a gestão das equipas", "pt"),
        ("I work with the team and for the clients", "en"),
    ],
)
def test_the_language_of_the_document(text, language):
    assert read(text).language == language
