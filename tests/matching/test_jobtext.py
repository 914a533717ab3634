"""A pasted job description becomes suggestions, each with the place that says so."""

import pytest

from matching.jobtext import read_job

NURSE = """Registered Nurse (ICU)
Location: Leeds
Full-time, £32,000 - £41,000 per year

About us
We have cared for people for over 40 years and use Salesforce in the office.

Your duties
Triage and wound care on our ward.

Requirements
- At least three years of experience in critical care
- Bachelor's degree in Nursing
- BLS certification is required, fluent English

Nice to have
- Phlebotomy
- ACLS
"""


def values(suggestions):
    return [suggestion.value for suggestion in suggestions]


def test_required_and_preferred_skills_are_told_apart():
    facts = read_job(NURSE)

    assert {"registered-nurse", "intensive-care", "bls", "triage", "wound-care"} <= set(values(facts.required))
    assert values(facts.preferred) == ["phlebotomy", "acls"]
    assert "salesforce" not in values(facts.required) + values(facts.preferred)


def test_single_facts():
    facts = read_job(NURSE)

    assert facts.title.value == "Registered Nurse (ICU)"
    assert facts.min_years.value == 3
    assert facts.education.value == "bachelor"
    assert values(facts.fields) == ["health"]
    assert facts.location.value == "Leeds"
    assert facts.employment_type.value == "full_time"
    assert facts.salary.value == {"currency": "GBP", "low": 32000.0, "high": 41000.0, "per": "year"}
    assert values(facts.languages) == ["English"]
    assert "BLS" in values(facts.certifications)


def test_each_fact_shows_its_place():
    facts = read_job(NURSE)

    assert NURSE[facts.min_years.start : facts.min_years.end].startswith("three years")
    assert NURSE[facts.education.start : facts.education.end] == "Bachelor's"
    assert NURSE[facts.location.start : facts.location.end] == "Leeds"
    for skill in facts.preferred:
        assert NURSE[skill.start : skill.end].lower() in {"phlebotomy", "acls"}


def test_what_must_be_weighs_more_than_what_is_done():
    stars = {skill.value: skill.importance for skill in read_job(NURSE).required}

    assert stars["bls"] > stars["wound-care"]


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("5+ years of experience with SQL", 5, None),
        ("3-5 years experience in sales", 3, 5),
        ("Minimum of 2 years' experience", 2, None),
        ("mindestens 3 Jahre Berufserfahrung", 3, None),
        ("5 ans d'expérience dans la vente", 5, None),
        ("al menos 4 años de experiencia", 4, None),
        ("two to four years of experience", 2, 4),
        ("We have 30 years of experience", None, None),
        ("You are 18 years old", None, None),
        ("10 years of experience would be a plus", None, None),
    ],
)
def test_years(sentence, low, high):
    facts = read_job(f"Welder\n\nRequirements:\n- {sentence}\n")

    assert (facts.min_years and facts.min_years.value, facts.ideal_years and facts.ideal_years.value) == (low, high)


@pytest.mark.parametrize(
    ("sentence", "tier"),
    [
        ("Bachelor's or Master's degree in Computer Science", "bachelor"),
        ("PhD in Physics", "phd"),
        ("MBA required", "master"),
        ("Bachelor's degree; Master's preferred", "bachelor"),
        ("a Master's degree is a plus", None),
        ("associate degree or equivalent", "associate"),
        ("Abgeschlossenes Studium der Informatik", "bachelor"),
        ("friendly and reliable", None),
    ],
)
def test_education(sentence, tier):
    facts = read_job(f"Analyst\n\nRequirements:\n- {sentence}\n")

    assert (facts.education.value if facts.education else None) == tier


def test_a_sentence_can_call_a_skill_a_plus():
    facts = read_job("Cook\nYou know HACCP and baking. Knowledge of Spanish cuisine is welcome. Bartending is a plus.")

    assert "bartending" in values(facts.preferred)
    assert "food-safety" in values(facts.required)


def test_a_german_text():
    facts = read_job(
        "Schweißer (m/w/d)\n\nIhr Profil:\n- WIG-Schweißen und technische Zeichnungen\n- Staplerschein von "
        "Vorteil\n\nWir bieten:\n- SAP-Schulung\n"
    )

    assert {"tig-welding", "blueprint-reading"} <= set(values(facts.required))
    assert values(facts.preferred) == ["forklift-operation"]
    assert "sap" not in values(facts.required)


@pytest.mark.parametrize("text", ["", "\n\n\n", "x" * 5000, "•" * 300, "Requirements:", "$ € £ 5 years"])
def test_any_text_can_be_read(text):
    facts = read_job(text)

    assert facts.required == [] and facts.min_years is None


SRE = """Site Reliability Engineer (m/f/d) – Cloud Platform
Fernleigh Health, based in Leeds
Salary: £55,000 – £70,000 per year

What you'll do
- Write infrastructure as code with Terraform and Ansible

Requirements
- Experience in site reliability
- Terraform, and Python or Bash
- Bachelor's degree in computer science or equivalent experience

Nice to have
- Ansible, PostgreSQL
- No need for Java or Oracle knowledge.
"""


def test_what_is_studied_and_words_of_the_title_are_no_skills():
    facts = read_job(SRE)

    assert not {"computer-science", "reliability"} & set(values(facts.required) + values(facts.preferred))
    assert values(facts.fields) == ["computing"]


def test_a_duty_makes_no_must_of_what_is_nice_to_have():
    assert values(read_job(SRE).preferred) == ["ansible", "postgresql"]


def test_one_of_two_alternatives_weighs_less():
    stars = {skill.value: skill.importance for skill in read_job(SRE).required}

    assert stars["python"] == stars["shell-scripting"] < stars["terraform"]


def test_place_and_pay():
    facts = read_job(SRE)

    assert facts.location.value == "Leeds"
    assert SRE[facts.location.start : facts.location.end] == "Leeds"
    assert (str(facts.salary.value["low"]), str(facts.salary.value["high"])) == ("55000", "70000")
    assert read_job("Cook\n- Location: Leeds (hybrid)\n").location.value == "Leeds"


@pytest.mark.parametrize(
    "sentence",
    [
        "No need for Java or Oracle knowledge.",
        "Java is not required",
        "You can start without Java",
        "Without any knowledge of Java",
        "You don't need Java",
        "Keine Java-Kenntnisse nötig",
        "Ohne Java-Kenntnisse",
        "Pas besoin de Java",
        "No se requiere Java",
        "Não é necessário Java",
    ],
)
def test_what_is_not_needed_is_not_suggested(sentence):
    facts = read_job(f"Cook\n\nRequirements:\n- {sentence}\n- Baking\n")

    assert not {"java", "oracle-database"} & set(values(facts.required) + values(facts.preferred))
    assert "baking" in values(facts.required)


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("Java is preferred but not required", "preferred"),
        ("No need for Oracle, but Java is a must", "required"),
        ("You work without supervision in Java", "required"),
    ],
)
def test_a_no_for_something_else_leaves_a_skill(sentence, where):
    facts = read_job(f"Developer\n\nRequirements:\n- {sentence}\n")

    assert "java" in values(getattr(facts, where))
