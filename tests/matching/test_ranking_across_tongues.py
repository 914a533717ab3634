"""Short adverts in five languages find the people of their trade among résumés in all five, with no configuration."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from benchmarks.ranking import ndcg
from matching.engine import FeatureTable, ScoringConfig, compile, score
from matching.jobtext import read_job
from matching.ranking import row_of
from matching.reading import understand
from matching.reading.open import open_document
from matching.taxonomy.abroad import in_english
from matching.taxonomy.texts import terms_of, text_model
from portal.demo.write import write_all

JOBS = tomllib.loads((Path(__file__).parent / "data/job_texts.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """(table, trade of each row) of 160 people who were not looked at when the words were chosen."""
    folder, rows, trades = tmp_path_factory.mktemp("cvs"), [], []
    for number, truth in enumerate(write_all(folder, 160, 5, TODAY, "txt")):
        document = open_document((folder / truth["file"]).read_bytes(), truth["file"])
        rows.append(row_of(number, document, understand(document, TODAY), today=TODAY))
        trades.append(truth["trade"])
    return FeatureTable.build(rows), trades


def quality(crowd, text, trade):
    table, trades = crowd
    ticks = score(table, compile(ScoringConfig(), read_job(text).job(text))).ticks
    return ndcg(
        {0: {row: float(one == trade) for row, one in enumerate(trades)}},
        {(0, row): float(tick) for row, tick in enumerate(ticks)},
    )


def test_most_of_the_first_ten_are_of_the_trade(crowd):
    found = {name: quality(crowd, job["text"], job["trade"]) for name, job in JOBS.items()}

    assert sum(found.values()) / len(found) >= 0.75, found
    assert sum(value >= 0.5 for value in found.values()) >= 0.8 * len(found), found


@pytest.mark.parametrize(
    ("text", "said", "unsaid"),
    [
        ("Pflegefachkraft für die Nacht", {"nurse"}, {"fur", "die"}),
        ("Soudeur sur site", {"welder"}, {"sur"}),
        ("Recepcionista de hotel", {"receptionist", "hotel"}, {"de"}),
        ("Motorista de pesados", {"truck", "driver"}, {"de"}),
    ],
)
def test_words_of_work_are_read_in_other_tongues_and_small_words_are_not(text, said, unsaid):
    terms = set(terms_of(text, text_model().terms))

    assert said <= terms and not unsaid & terms


def test_an_english_word_is_never_taken_for_another_tongue():
    known = text_model().terms

    assert terms_of("Chef and conductor", known) == ["chef", "conductor"]


def test_what_no_word_of_work_is_stands_for_nothing():
    assert in_english("quetzalwort") == () == in_english("heidelberg")


def test_every_english_name_of_the_list_is_known_to_the_model():
    from matching.taxonomy.abroad import LEXICON

    lines = [line for line in LEXICON.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    words = {word for line in lines for word in line.partition("\t")[2].split()}

    assert {word for word in words if not set(terms_of(word)) <= set(text_model().terms)} == set()
