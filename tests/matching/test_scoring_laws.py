"""Laws of the score that hold for every config, job and candidate that hypothesis can think of."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine import TIERS, FeatureTable, Job, Knockout, Row, ScoringConfig, SkillWish, compile, explain, score, similarity
from matching.engine.config import TEXTS as TEXT_KINDS
from matching.engine.meaning import packed, unpacked
from matching.engine.table import FIELDS
from matching.ranking import candidate_row, row_of, scoring_text
from matching.reading import understand
from matching.reading.open import open_document
from matching.taxonomy import taxonomy
from matching.taxonomy.texts import text_model

KEYS = [
    "python",
    "django",
    "flask",
    "postgresql",
    "mysql",
    "cooking",
    "baking",
    "nursing",
    "cpr",
    "bls",
    "welding",
    "mig-welding",
    "docker",
]
TEXTS = [
    "built web services in Python",
    "cared for patients in intensive care",
    "welded frames in a workshop",
    "sold cars to customers",
]
VECTORS = [(text_model().words(text), text_model().work(text)) for text in TEXTS]
MEANINGS = [packed(np.random.default_rng(seed).normal(0.2, 1, 384)) for seed in range(4)]
SLOW = settings(max_examples=80, deadline=None)

shares = st.floats(0, 1, allow_nan=False)
wishes = st.lists(
    st.builds(SkillWish, st.sampled_from(KEYS), st.integers(1, 5), st.booleans()), max_size=5, unique_by=lambda wish: wish.skill
)


@st.composite
def configs(draw):
    first = draw(st.integers(0, 100))
    second = draw(st.integers(0, 100 - first))
    least = draw(st.none() | st.floats(0, 20))
    return ScoringConfig(
        weights={"skills": first, "experience": second, "education": 100 - first - second},
        text=draw(st.sampled_from(TEXT_KINDS)),
        text_share=draw(shares),
        work_share=draw(shares),
        preferred_factor=draw(shares),
        skill_decay=draw(shares),
        required_skills=draw(wishes),
        curve=draw(st.sampled_from(["linear", "log", "sqrt"])),
        min_years=least,
        ideal_years=draw(st.none() | st.floats(least or 0, 40)),
        education=draw(st.none() | st.sampled_from(TIERS)),
        education_fields=draw(st.lists(st.sampled_from(FIELDS[1:]), max_size=2)),
        field_share=draw(shares),
        knockouts=draw(st.lists(st.builds(Knockout, st.just("minimum_years"), st.floats(0, 20)), max_size=1)),
        bonus_from=draw(st.floats(0, 100)),
        cap=draw(st.integers(1, 100)),
    )


@st.composite
def rows(draw, id=1, skills=None):
    words, work = draw(st.sampled_from(VECTORS))
    stated = draw(st.none() | st.sets(st.sampled_from(KEYS))) if skills is None else skills
    return Row(
        id,
        None if stated is None else Row.strengths(stated, taxonomy()),
        draw(st.none() | st.floats(0, 60)),
        draw(st.none() | st.sampled_from(TIERS)),
        draw(st.sampled_from(FIELDS)),
        flags=draw(st.integers(0, 31)),
        words=draw(st.sampled_from([None, words])),
        work=draw(st.sampled_from([None, work])),
        meaning=unpacked(draw(st.sampled_from([None, *MEANINGS]))),
    )


@st.composite
def jobs(draw):
    stars = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 5), max_size=6)
    return Job(
        text=draw(st.sampled_from(["", *TEXTS])),
        required=draw(stars),
        preferred=draw(stars),
        min_years=draw(st.none() | st.floats(0, 15)),
        education=draw(st.none() | st.sampled_from(TIERS)),
        meaning=draw(st.sampled_from([None, *MEANINGS])),
    )


def ticks(row, config, job):
    return int(score(FeatureTable.build([row]), compile(config, job)).ticks[0])


@SLOW
@given(configs(), jobs(), rows())
def test_a_score_lies_between_0_and_100(config, job, row):
    assert config.validate(taxonomy()) == {}
    assert 0 <= ticks(row, config, job) <= config.cap * 10_000


@SLOW
@given(configs(), jobs(), st.data(), st.sets(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_another_skill_never_lowers(config, job, data, stated, more):
    row = data.draw(rows(skills=stated))
    richer = Row(**{**row.__dict__, "skills": Row.strengths(stated | {more}, taxonomy())})

    assert ticks(richer, config, job) >= ticks(row, config, job)


@SLOW
@given(configs(), jobs(), rows(), st.floats(0, 10))
def test_more_years_never_lower(config, job, row, more):
    assume(row.years is not None)
    assert ticks(Row(**{**row.__dict__, "years": row.years + more}), config, job) >= ticks(row, config, job)


@SLOW
@given(configs(), jobs(), rows())
def test_a_higher_degree_never_lowers(config, job, row):
    assume(row.tier is not None)
    higher = TIERS[min(len(TIERS) - 1, TIERS.index(row.tier) + 1)]
    assert ticks(Row(**{**row.__dict__, "tier": higher}), config, job) >= ticks(row, config, job)


@SLOW
@given(configs(), jobs(), rows())
def test_contributions_sum_to_the_total_to_the_last_digit(config, job, row):
    table, compiled = FeatureTable.build([row]), compile(config, job)
    told = explain(table, 0, compiled)

    assert sum(line.points for line in told.lines) == told.total == sum(told.components.values())
    assert int(told.total * 100) == (int(score(table, compiled).ticks[0]) + 50) // 100
    assert all(0 <= line.points <= line.of for line in told.lines if line.criterion not in {"cap", "knockout"})


@SLOW
@given(configs(), jobs(), st.lists(rows(), min_size=1, max_size=12), st.randoms())
def test_order_and_company_change_nothing(config, job, several, random):
    several = [Row(**{**row.__dict__, "id": number}) for number, row in enumerate(several)]
    alone = [ticks(row, config, job) for row in several]
    random.shuffle(several)
    table, compiled = FeatureTable.build(several), compile(config, job)

    assert score(table, compiled).ticks.tolist() == alone
    assert np.array_equal(score(table, compiled, similarity(table, compiled)).ticks, score(table, compiled).ticks)


@SLOW
@given(configs(), jobs(), rows())
def test_equal_input_gives_equal_output(config, job, row):
    again = ScoringConfig.from_dict(config.to_dict())

    assert ticks(row, config, job) == ticks(Row(**row.__dict__), again, Job(**job.__dict__))


@SLOW
@given(jobs(), rows())
def test_an_unread_part_is_not_read_and_never_zero(job, row):
    """Who has nothing but unread parts beside a full one gets the full score, and the lines say so."""
    assume(job.required)
    full = Row(1, Row.strengths({*job.required, *job.preferred}, taxonomy()))
    table, compiled = FeatureTable.build([full]), compile(ScoringConfig(), job)
    told = explain(table, 0, compiled)

    assert told.total == 100
    assert {line.state for line in told.lines if line.criterion in {"years", "education", "text", "work"}} <= {
        "not read",
        "not asked",
    }


RESUME = """{name}
{address}
{email}
Date of birth: {born}
Gender: {gender}
Nationality: {nation}

Summary
Electrician with a feel for old buildings.

Experience
Electrician, Bright Sparks Ltd
January 2015 - March 2023
Electrical installation, wiring and fault finding in homes and shops. Read technical drawings, trained apprentices.

Education
Associate degree in Electrical Engineering, City College
{studied} - {graduated}

Skills
Electrical installation, PLC programming, AutoCAD, first aid
"""
NOBODY = {
    "name": "Ann Lee",
    "address": "5 Mill Road, Leeds",
    "email": "ann@example.org",
    "born": "3 May 1990",
    "gender": "female",
    "nation": "British",
    "studied": "2009",
    "graduated": "2011",
}
JOB = Job(
    "Electrician",
    "Electrical installation in shops, fault finding, drawings.",
    {"electrical-installation": 5, "plc-programming": 3},
    min_years=3,
    education="associate",
)


def row_for(text):
    document = open_document(text.encode(), "cv.txt")
    return row_of(1, document, understand(document, date(2026, 1, 1)), today=date(2026, 1, 1)), document


@settings(max_examples=20, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["Mohammed Al-Fayed", "Svetlana Ivanova", "Wei Chen", "Chukwuemeka Obi", "Emily Baker"]),
            "address": st.sampled_from(["12 Bakers Street, Lagos", "Hauptstr. 3, 80331 München", "77 Electric Avenue, London"]),
            "email": st.sampled_from(["python.nurse@example.com", "x@y.example"]),
            "born": st.sampled_from(["1.1.1955", "31 December 2004"]),
            "gender": st.sampled_from(["male", "non-binary"]),
            "nation": st.sampled_from(["Turkish", "Nigerian", "Deutsch"]),
            "graduated": st.just("2013"),
            "studied": st.just("2011"),
        },
    )
)
def test_who_somebody_is_changes_nothing(person):
    plain, _ = row_for(RESUME.format(**NOBODY))
    other, _ = row_for(RESUME.format(**{**NOBODY, **person}))

    assert ticks(other, ScoringConfig(), JOB) == ticks(plain, ScoringConfig(), JOB) > 0


def test_the_scorer_reads_no_name_address_or_birth():
    _, document = row_for(RESUME.format(**NOBODY))
    text = scoring_text(document, understand(document, date(2026, 1, 1)))

    for private in ("Ann", "Lee", "Mill Road", "ann@example.org", "1990", "female", "British"):
        assert private not in text
    assert "fault finding" in text


@pytest.mark.parametrize(
    "stuffing",
    [
        "\nelectrical installation " + "electrical installation " * 500,
        "\nelectrical installation, fault finding" * 500,
        "\nPLC programming" * 500,
    ],
)
def test_five_hundred_repeated_keywords_change_nothing(stuffing):
    skills, text = (
        ["electrical-installation", "plc-programming"],
        "Electrician. Electrical installation, fault finding and PLC programming in shops.",
    )
    plain = candidate_row(1, skills=skills, text=text)
    stuffed = candidate_row(1, skills=skills * 500, text=text + stuffing)

    assert ticks(stuffed, ScoringConfig(), JOB) == ticks(plain, ScoringConfig(), JOB) > 0
