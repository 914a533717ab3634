"""An explanation holds every criterion, its evidence and what would change it, and sums to the total."""

from decimal import Decimal

from matching.engine import FeatureTable, Job, Row, ScoringConfig, compile, explain
from matching.engine.table import LEADERSHIP, STATED
from matching.ranking import candidate_row
from matching.taxonomy import taxonomy
from matching.taxonomy.texts import text_model

JOB = Job(required={"python": 5, "postgresql": 3}, preferred={"docker": 4}, min_years=3, ideal_years=6, education="bachelor")


def told(row, job=JOB, config=None):
    return explain(FeatureTable.build([row]), 0, compile(config or ScoringConfig(), job))


def by_hand():
    """The candidate of docs/scoring.md."""
    return told(Row(1, Row.strengths({"django", "postgresql"}, taxonomy()), 4.5, "associate", flags=LEADERSHIP))


def test_the_example_of_the_documentation():
    points = {line.criterion: str(line.points) for line in by_hand().lines}

    assert points == {
        "skill:python": "24.00",
        "skill:postgresql": "18.00",
        "skill:docker": "0.00",
        "text": "0.00",
        "years": "20.00",
        "work": "0.00",
        "education": "10.00",
        "bonus:certifications": "0.00",
        "bonus:leadership": "10.00",
        "bonus:recent_project": "0.00",
    }
    assert by_hand().total == Decimal("82.00")


def test_components_sum_to_the_total():
    assert by_hand().components == {
        "skills": Decimal("42.00"),
        "experience": Decimal("20.00"),
        "education": Decimal("10.00"),
        "bonuses": Decimal("10.00"),
    }


def test_states_and_evidence():
    lines = {line.criterion: line for line in by_hand().lines}

    assert (lines["skill:python"].state, lines["skill:python"].evidence) == ("partly", ("django",))
    assert "suggested by Django" in lines["skill:python"].detail
    assert (lines["skill:postgresql"].state, lines["skill:postgresql"].evidence) == ("met", ("postgresql",))
    assert lines["skill:docker"].state == "missing"
    assert lines["text"].state == "not asked"
    assert lines["years"].detail == "4.5 years; asked: at least 3 and ideally 6"
    assert lines["education"].detail == "Associate; asked: Bachelor's"


def test_what_would_change_it():
    lines = {line.criterion: line.change for line in by_hand().lines}

    assert lines["skill:docker"] == "Docker in the résumé would count in full."
    assert lines["skill:postgresql"] is None
    assert lines["years"] == "6 years would count in full."
    assert lines["education"] == "A Bachelor's degree would count in full."


def test_what_was_not_read_says_so():
    unread = told(Row(1, {"python": STATED}))
    lines = {line.criterion: line for line in unread.lines}

    assert lines["years"].state == lines["education"].state == "not read"
    assert "by hand" in lines["years"].change
    assert unread.missing == ["postgresql"]
    assert told(Row(1, years=5.0)).missing == []


def test_the_text_parts_show_shared_words_and_occupations():
    text = "Registered nurse. Cared for patients in intensive care, monitored vital signs, gave medication."
    model = text_model()
    row = Row(1, words=model.words(text), work=model.work(text))
    lines = {
        line.criterion: line for line in told(row, Job("Intensive care nurse", "Care for patients, monitor vital signs.")).lines
    }

    assert {"patients", "care"} <= set(lines["text"].evidence)
    assert any("nurse" in title.lower() for title in lines["work"].evidence)
    assert lines["work"].points > 0 and lines["text"].points > 0


def test_the_cap_is_a_line():
    full = told(Row(1, {"python": STATED, "postgresql": STATED, "docker": STATED}, 9.0, "phd", flags=7))
    [cap] = [line for line in full.lines if line.criterion == "cap"]

    assert full.total == 100
    assert cap.points == -20
    assert sum(line.points for line in full.lines) == full.total


def test_texts_of_other_trades_share_nothing():
    text = "Marketing manager. Planned campaigns every week of the year, saw what customers bring, part of a good team."
    model = text_model()
    job = Job(
        "Site Reliability Engineer (m/f/d) – Cloud", "What you bring: one week in six on call, part of a team, years of work."
    )
    lines = {line.criterion: line for line in told(Row(1, words=model.words(text), work=model.work(text)), job).lines}

    assert lines["text"].points == lines["work"].points == 0
    assert lines["text"].evidence == ()
    assert "cloud engineer" in lines["work"].detail


def test_a_job_that_reads_like_no_occupation_is_not_asked_for_its_kind_of_work():
    assert {line.criterion: line.state for line in told(Row(1), Job("Wizardry xyz", "Grow with us.")).lines}[
        "work"
    ] == "not asked"


def test_years_in_other_work_say_so():
    lines = {line.criterion: line for line in told(Row(1, {}, 8.0)).lines}

    assert lines["years"].detail.startswith("8.0 years; asked: at least 3 and ideally 6; but little of it")


def test_other_sections_that_say_little_leave_the_kind_of_work_unread():
    vague, clear = "Python, Django, PostgreSQL, Docker", "Registered nurse. Wound care, phlebotomy."

    assert candidate_row(1, skills=[], text=vague).work is None
    assert candidate_row(1, skills=[], text=clear).work is not None
    assert candidate_row(1, skills=[], text=vague, years=4.0).work is not None


def test_a_technical_certificate_is_a_short_degree():
    row = candidate_row(1, skills=[], text="", degrees=[("Técnico Superior", "Administración")])

    assert row.tier == "associate"
    assert {line.criterion: line.state for line in told(row).lines}["education"] == "partly"
