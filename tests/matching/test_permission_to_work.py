"""Permission to work: read only where the résumé says so itself, kept as a fact, and what the knockout rule asks."""

from datetime import date

import pytest

from jobs.models import Candidate
from matching.engine import FeatureTable, Job, Knockout, ScoringConfig, compile, score
from matching.engine.table import AUTHORISED, NOT_AUTHORISED
from matching.models import Fact
from matching.ranking import row_of, scoring_text
from matching.reading import understand
from matching.reading.open import open_document
from matching.reading.permits import permitted
from matching.services.features import features_of

MAY = [
    "Authorized to work in the US",
    "Work permit: EU citizen",
    "No visa sponsorship required",
    "Does not require sponsorship",
    "Right to work in the UK",
    "Arbeitserlaubnis: unbefristet",
    "Uneingeschränkte Arbeitserlaubnis für die EU",
    "Permis de travail : valide",
    "Autorisée à travailler en France",
    "Permiso de trabajo en vigor",
    "Autorizado para trabajar en España",
    "Autorização de trabalho: sim",
    "Tenho visto de trabalho",
    "Authorized to work in the EU; requires sponsorship for the US",
]
MAY_NOT = [
    "Visa sponsorship required",
    "I will need sponsorship",
    "Not authorized to work in the US",
    "Work permit: no",
    "Arbeitserlaubnis wird benötigt",
    "Keine Arbeitserlaubnis",
    "Besoin d'un permis de travail",
    "Necesito permiso de trabajo",
    "Sin permiso de trabajo",
    "Preciso de visto de trabalho",
]
SAYS_NOTHING = [
    "Nationality: French",
    "US citizen",
    "EU citizen",
    "Staatsangehörigkeit: deutsch",
    "Advised clients on visa sponsorship required",
    "Responsible for work permits",
    "Managed event sponsorship",
    "Permis B",
    "Permitted to drive trucks",
    "Born in Lagos",
]
RULE = ScoringConfig(knockouts=[Knockout("work_authorisation")])
TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("said", "may"),
    [*((text, True) for text in MAY), *((text, False) for text in MAY_NOT), *((text, None) for text in SAYS_NOTHING)],
)
def test_only_a_statement_about_permission_is_one(said, may):
    assert permitted(said) is may


def read(line, job=""):
    text = f"Ann Lee\nann@example.org\n{line}\n\nEXPERIENCE\nCook, Inn Ltd\n03/2015 - 06/2021\n- Cooked for 200 guests\n{job}\n\nSKILLS\nCooking, baking"
    document = open_document(text.encode(), "cv.txt")
    return document, understand(document, TODAY)


def knocked(document, reading):
    table, compiled = FeatureTable.build([row_of(1, document, reading, today=TODAY)]), compile(RULE, Job(required={"cooking": 3}))
    return bool(score(table, compiled).knocked[0])


@pytest.mark.parametrize(
    ("line", "out"),
    [
        ("Visa sponsorship required", True),
        ("Arbeitserlaubnis: unbefristet", False),
        ("Nationality: Nigerian", False),
        ("Cook", False),
    ],
)
def test_the_rule_catches_who_says_no_and_nobody_else(line, out):
    assert knocked(*read(line)) is out


def test_the_statement_keeps_its_place_and_stays_out_of_the_scored_text():
    document, reading = read("Leeds | Work permit: EU citizen")

    fact = reading.first("work_permit")

    assert document.text[slice(*fact.spans[0])] == fact.value == "Work permit: EU citizen"
    assert fact.part("permitted") is True
    assert "citizen" not in scoring_text(document, reading)


def test_what_was_done_for_others_is_no_statement():
    _, reading = read("Cook", "- Visa sponsorship required checks on every file")

    assert reading.all("work_permit") == []


@pytest.mark.parametrize(
    ("read_as", "by_hand", "flags"),
    [
        ([], "", 0),
        (["Visa sponsorship required"], "", NOT_AUTHORISED),
        (["Right to work in the UK"], "", AUTHORISED),
        (["Visa sponsorship required"], "Yes", AUTHORISED),
        (["Right to work in the UK"], "needs sponsorship", NOT_AUTHORISED),
        (["Visa sponsorship required"], "ask again in May", NOT_AUTHORISED),
        ([], "EU citizen", AUTHORISED),
    ],
)
def test_what_a_person_wrote_counts_before_what_was_read(read_as, by_hand, flags):
    candidate = Candidate(name="Ann", work_authorisation=by_hand)
    facts = [Fact(kind="work_permit", value={"name": text}) for text in read_as]

    assert features_of(candidate, facts, "")["flags"] & (AUTHORISED | NOT_AUTHORISED) == flags
