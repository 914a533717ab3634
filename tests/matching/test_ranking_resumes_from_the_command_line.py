"""manage.py rank_resumes: a JSON object a line, best first, unreadable files last, nothing in the database."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.matching.test_engine_ranking_quality import JOBS, RESUMES


def ranked(job, *resumes):
    out = StringIO()
    call_command("rank_resumes", *map(str, resumes), job=job, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def files(tmp_path):
    for name in ("chef", "nurse", "welder"):
        (tmp_path / f"{name}.txt").write_text(RESUMES[name], encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "job.md").write_text(JOBS["nurse"], encoding="utf-8")
    return tmp_path


def test_best_first_and_unreadable_last_without_a_database(files):
    rows = ranked(
        files / "job.md", files / "broken.pdf", files / "chef.txt", files / "nurse.txt", files / "gone.txt", files / "welder.txt"
    )

    assert [row["file"] for row in rows[:1]] == ["nurse.txt"]
    assert [row["file"] for row in rows[3:]] == ["broken.pdf", "gone.txt"]
    scores = [row["score"] for row in rows[:3]]
    assert scores == sorted(scores, reverse=True)
    for row in rows[:3]:
        assert set(row) == {"file", "score", "components", "missing"}
        assert round(sum(row["components"].values()), 2) == row["score"]
    assert rows[4]["error"]["code"] == "missing"
    assert set(rows[3]["error"]) == {"code", "message"}


def test_a_job_that_is_not_there_is_told(files):
    with pytest.raises(CommandError, match="could not be read"):
        ranked(files / "no-job.txt", files / "nurse.txt")
