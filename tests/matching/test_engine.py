"""The engine: one piece of code for one row and for many, ties by id, nothing unread held against anybody."""

import numpy as np
import pytest

from matching.engine import FeatureTable, Job, Knockout, Row, ScoringConfig, SkillWish, compile, explain, score, similarity, top
from matching.engine.score import BLOCK, Scores
from matching.engine.table import COLUMNS, IMPLIED, LEADERSHIP, NOT_AUTHORISED, STATED
from matching.taxonomy import taxonomy
from matching.taxonomy.texts import text_model

JOB = Job(
    "Backend developer",
    "Build web services with Python and PostgreSQL.",
    {"python": 5, "postgresql": 3},
    {"docker": 3},
    min_years=3,
    ideal_years=6,
    education="bachelor",
    fields=("computing",),
)


def some_rows(count, seed=1):
    """Candidates as varied as life: half-read, unread, junior, senior."""
    pick = np.random.default_rng(seed)
    model, keys = text_model(), ["python", "django", "postgresql", "mysql", "docker", "cooking", "kubernetes"]
    texts = [
        (model.words(text), model.work(text))
        for text in (
            "backend developer of web services in Python",
            "chef in a hotel kitchen",
            "database administrator for PostgreSQL",
        )
    ]
    rows = []
    for number in range(count):
        words, work = texts[pick.integers(3)]
        stated = {key for key in keys if pick.random() < 0.4}
        rows.append(
            Row(
                number * 3 + 1,
                None if pick.random() < 0.1 else Row.strengths(stated, taxonomy()),
                None if pick.random() < 0.2 else float(pick.integers(0, 160)) / 10,
                None if pick.random() < 0.2 else str(pick.choice(["none", "associate", "bachelor", "master", "phd"])),
                str(pick.choice(["", "computing", "business"])),
                flags=int(pick.integers(0, 8)),
                words=None if pick.random() < 0.2 else words,
                work=None if pick.random() < 0.2 else work,
            )
        )
    return rows


def one(row, job=JOB, config=None):
    table = FeatureTable.build([row])
    return float(score(table, compile(config or ScoringConfig(), job)).total[0])


def test_a_row_alone_scores_as_among_many():
    table = FeatureTable.build(some_rows(BLOCK + 700))
    compiled = compile(ScoringConfig(), JOB)
    together = score(table, compiled).ticks

    for row in (0, 1, 17, BLOCK - 1, BLOCK, BLOCK + 699):
        alone = FeatureTable.build([some_rows(BLOCK + 700)[row]])
        assert score(alone, compiled).ticks[0] == together[row]


def test_every_explanation_says_the_number_of_the_list():
    table = FeatureTable.build(some_rows(200))
    config = ScoringConfig(knockouts=[Knockout("minimum_years", 2)])
    compiled = compile(config, JOB)
    scores, alike = score(table, compiled), similarity(table, compiled)

    for row in range(len(table)):
        told = explain(table, row, compiled, alike)
        assert int(told.total * 100) == (int(scores.ticks[row]) + 50) // 100
        assert sum(line.points for line in told.lines) == told.total == sum(told.components.values())
        assert told.knocked == bool(scores.knocked[row])


def test_order_of_input_does_not_matter():
    rows = some_rows(300)
    compiled = compile(ScoringConfig(), JOB)

    assert np.array_equal(score(FeatureTable.build(rows), compiled).ticks, score(FeatureTable.build(rows[::-1]), compiled).ticks)


def test_two_rows_of_one_id_are_refused():
    with pytest.raises(ValueError, match="same id"):
        FeatureTable.build([Row(1), Row(1)])


def test_nothing_that_tells_who_somebody_is_has_a_column():
    assert set(COLUMNS) == {
        "ids",
        "months",
        "seniority",
        "tier",
        "field",
        "flags",
        "read",
        "country",
        "city",
        "word_ids",
        "word_weights",
        "work_ids",
        "work_weights",
        "meaning",
    }


def test_a_saved_table_scores_the_same(tmp_path):
    table = FeatureTable.build(some_rows(500), version=7)
    compiled = compile(ScoringConfig(), JOB)

    table.save(tmp_path / "t")
    opened = FeatureTable.load(tmp_path / "t")

    assert opened.version == 7
    assert isinstance(opened.ids, np.memmap)
    assert np.array_equal(score(opened, compiled).ticks, score(table, compiled).ticks)


def test_a_table_of_another_format_is_refused(tmp_path):
    FeatureTable.build(some_rows(3)).save(tmp_path)
    meta = tmp_path / "meta.json"
    meta.write_text(meta.read_text().replace('"format": 2', '"format": 0'))

    with pytest.raises(ValueError, match="format 0"):
        FeatureTable.load(tmp_path)


def test_a_patched_table_equals_one_built_afresh(tmp_path):
    rows = some_rows(400)
    changed = [
        Row(rows[5].id, {"python": STATED}, 9.0, "phd", "computing"),
        Row(rows[6].id),
        Row(5000, {"docker": STATED, "brand-new": STATED}, 2.0),
    ]
    fresh = FeatureTable.build([row for row in rows if row.id not in {one.id for one in changed}] + changed)
    compiled = compile(ScoringConfig(), JOB)

    patched = FeatureTable.build(rows).patched(changed, version=2)
    patched.save(tmp_path / "t")
    again = FeatureTable.load(tmp_path / "t")

    assert patched.version == 2
    for table in (patched, again):
        assert np.array_equal(score(table, compiled).ticks, score(fresh, compiled).ticks)
        assert table.skills_of(table.row_of(5000)) == {"docker": STATED, "brand-new": STATED}
        assert table.skills_of(table.row_of(rows[6].id)) == {}
        assert table.strength(table.row_of(rows[5].id), "python") == STATED
    assert np.array_equal(again.skill_rows, fresh.skill_rows) and np.array_equal(again.skill_strength, fresh.skill_strength)


def test_a_new_id_between_the_others_asks_for_a_new_table():
    with pytest.raises(ValueError, match="above all others"):
        FeatureTable.build(some_rows(10)).patched([Row(2)], version=2)


def test_an_unknown_candidate_has_no_row():
    with pytest.raises(KeyError):
        FeatureTable.build(some_rows(3)).row_of(2)


@pytest.mark.parametrize("count", [0, 1, 40_000])
def test_ties_stand_in_order_of_id(count):
    ticks = np.tile(np.array([500_000, 700_000, 0], np.int32), count)[:count]
    scores = Scores(ticks.astype(np.float32), np.zeros(count, bool), ticks)

    best = top(scores, 50)

    assert best.tolist() == sorted(range(count), key=lambda row: (-ticks[row], row))[:50]


def test_those_knocked_out_are_in_no_list():
    ticks = np.arange(100_000, dtype=np.int32)
    scores = Scores(ticks.astype(np.float32), ticks % 2 == 1, ticks)

    assert top(scores, 3).tolist() == [99_998, 99_996, 99_994]
    assert len(top(Scores(scores.total, np.ones(100_000, bool), ticks), 5)) == 0


def test_the_next_page_begins_after_the_last_row():
    table = FeatureTable.build(some_rows(30_000))
    scores = score(table, compile(ScoringConfig(), JOB))
    whole = top(scores, 600)
    pages, last = [], None
    for _ in range(3):
        page = top(scores, 200, last)
        pages += page.tolist()
        last = (scores.ticks[page[-1]], page[-1])

    assert pages == whole.tolist()


def test_what_is_not_read_leaves_its_weight_to_the_rest():
    skilled = {"python": STATED, "postgresql": STATED, "docker": STATED}
    job = Job(required={"python": 3}, min_years=5, education="master")

    assert one(Row(1, skilled, 5.0, "master"), job) == 100
    assert one(Row(1, skilled, None, None), job) == 100
    assert one(Row(1, skilled, 0.0, None), job) == pytest.approx(100 * 60 / 85, abs=0.001)
    assert one(Row(1, skilled, 5.0, "none"), job) == 85
    assert one(Row(1), job) == 0


def test_what_the_job_does_not_ask_for_does_not_count():
    assert one(Row(1, {"python": STATED}, 0.0, "none"), Job(required={"python": 3})) == 100


def test_a_skill_that_is_only_implied_counts_with_the_decay():
    job = Job(required={"python": 3})

    assert one(Row(1, Row.strengths({"python"}, taxonomy())), job) == 100
    assert one(Row(1, Row.strengths({"django"}, taxonomy())), job) == 80
    assert one(Row(1, Row.strengths({"django"}, taxonomy())), job, ScoringConfig(skill_decay=0.5)) == 50
    assert Row.strengths({"django"}, taxonomy())["python"] == IMPLIED


def test_importance_weighs():
    job = Job(required={"python": 5, "cooking": 1})

    assert one(Row(1, {"python": STATED}), job) == pytest.approx(100 * 5 / 6, abs=0.01)
    assert one(Row(1, {"cooking": STATED}), job) == pytest.approx(100 / 6, abs=0.01)


def test_the_wishes_of_the_config_go_before_those_of_the_text():
    config = ScoringConfig(required_skills=[SkillWish("cooking", 3)])

    assert one(Row(1, {"cooking": STATED}), Job(required={"python": 5}), config) == 100


@pytest.mark.parametrize(("curve", "value"), [("linear", 50.0), ("log", 74.0363), ("sqrt", 70.7106)])
def test_the_curve_of_years(curve, value):
    config = ScoringConfig(weights={"skills": 0, "experience": 100, "education": 0}, curve=curve, ideal_years=8)

    assert one(Row(1, years=4.0), Job(), config) == pytest.approx(value, abs=0.001)
    assert one(Row(1, years=8.0), Job(), config) == one(Row(1, years=30.0), Job(), config) == 100


@pytest.mark.parametrize(("years", "value"), [(0.0, 0), (1.5, 30), (3.0, 60), (4.5, 80), (6.0, 100)])
def test_the_minimum_is_worth_sixty_percent_of_the_ideal(years, value):
    config = ScoringConfig(weights={"skills": 0, "experience": 100, "education": 0}, min_years=3, ideal_years=6)

    assert one(Row(1, years=years), Job(), config) == pytest.approx(value, abs=0.001)


@pytest.mark.parametrize(
    ("tier", "field", "value"),
    [
        ("bachelor", "computing", 100),
        ("phd", "computing", 100),
        ("bachelor", "", 100),
        ("bachelor", "arts", 50),
        ("associate", "computing", 83.3333),
        ("none", "computing", 0),
    ],
)
def test_education_by_tier_and_field(tier, field, value):
    config = ScoringConfig(
        weights={"skills": 0, "experience": 0, "education": 100}, education="bachelor", education_fields=["computing"]
    )

    assert one(Row(1, tier=tier, field=field), Job(), config) == pytest.approx(value, abs=0.001)


def test_bonuses_add_and_the_cap_holds():
    job = Job(required={"python": 3}, preferred={"cooking": 5})

    assert one(Row(1, {"python": STATED}, flags=LEADERSHIP), job) == pytest.approx(64.5454, abs=0.001)
    assert one(Row(1, {"python": STATED, "cooking": STATED}, flags=LEADERSHIP), job) == 100
    assert one(Row(1, {"python": STATED}, flags=7), job, ScoringConfig(cap=55)) == 55
    assert one(Row(1, {}, flags=7), job) == 0


def test_a_bonus_never_makes_up_for_a_required_skill():
    job = Job(required={"python": 3, "cooking": 1}, education="bachelor")
    without, whole = Row(1, {"python": STATED}, tier="bachelor", flags=7), Row(2, {"python": STATED, "cooking": STATED})

    assert one(without, job) == 80
    assert one(whole, job) == 100


def test_years_in_other_work_count_little():
    job = Job(required={"python": 3}, min_years=4)

    assert one(Row(1, {}, 8.0), job) == pytest.approx(0.2 * 25 / 85 * 100, abs=0.001)
    assert one(Row(1, {"python": STATED}, 8.0), job) == 100


def test_a_bonus_is_for_those_who_fit():
    job = Job(required={"python": 3}, min_years=4, education="bachelor")

    assert one(Row(1, {}, 8.0, "phd", flags=7), job) == one(Row(1, {}, 8.0, "phd"), job) > 0


KNOCKOUTS = [
    (Knockout("skill", "python"), Row(1, {"cooking": STATED}), "Python is not in the résumé"),
    (Knockout("certification", "cpr"), Row(1, {"cooking": STATED}), "CPR is not in the résumé"),
    (Knockout("minimum_years", 5), Row(1, {"cooking": STATED}, years=4.8), "4.8 years, rule says 5."),
    (Knockout("work_authorisation"), Row(1, {"cooking": STATED}, flags=NOT_AUTHORISED), "No permission to work"),
    (Knockout("location", {"countries": ["DE"]}), Row(1, {"cooking": STATED}, country="FR"), "Not in DE"),
    (Knockout("location", {"cities": ["Köln"]}), Row(1, {"cooking": STATED}, city="Bonn"), "Not in Köln"),
]


@pytest.mark.parametrize(("rule", "row", "reason"), KNOCKOUTS)
def test_a_knockout_is_zero_with_its_reason(rule, row, reason):
    table, compiled = FeatureTable.build([row]), compile(ScoringConfig(knockouts=[rule]), Job(required={"cooking": 3}))

    told = explain(table, 0, compiled)

    assert score(table, compiled).total[0] == told.total == 0
    assert told.knocked and reason in told.reasons[0]
    assert [line.criterion for line in told.lines if line.points < 0] == ["knockout"]


@pytest.mark.parametrize("rule", [rule for rule, _, _ in KNOCKOUTS])
def test_what_is_not_read_knocks_nobody_out(rule):
    assert not score(FeatureTable.build([Row(1)]), compile(ScoringConfig(knockouts=[rule]), JOB)).knocked[0]


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        (Knockout("skill", "python"), Row(1, Row.strengths({"django"}, taxonomy()))),
        (Knockout("minimum_years", 5), Row(1, years=5.0)),
        (Knockout("location", {"countries": ["DE"], "cities": ["Köln"]}), Row(1, country="de", city="KOLN")),
    ],
)
def test_who_meets_a_rule_stays(rule, row):
    assert not score(FeatureTable.build([row]), compile(ScoringConfig(knockouts=[rule]), JOB)).knocked[0]


def test_a_must_have_skill_is_a_knockout():
    config = ScoringConfig(required_skills=[SkillWish("python", 3, must=True), SkillWish("cooking", 3)])

    assert one(Row(1, {"cooking": STATED}), Job(), config) == 0
    assert one(Row(1, {"cooking": STATED, "python": STATED}), Job(), config) == 100


def test_an_empty_table_has_no_scores():
    table = FeatureTable.build([])

    assert len(score(table, compile(ScoringConfig(), JOB)).ticks) == 0
