"""manage.py read_resumes: one JSON object a line, in the order asked for; a bad file is told and fails nothing."""

import io
import json

from django.core.management import call_command

CV = """Anna Becker
anna.becker@example.org
+49 171 5550123

Experience

Charge Nurse, Mercy General Hospital
05/2017 – 07/2021
- Worked with Epic and SAP

Education

Bachelor of Science in Nursing, University of Kent, 2015

Skills
Triage, Wound care
"""


def run(*paths):
    out = io.StringIO()
    call_command("read_resumes", *map(str, paths), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_file_becomes_one_object(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text(CV, encoding="utf-8")
    [row] = run(path)
    assert row["file"] == "cv.txt"
    assert (row["name"], row["email"], row["phone"]) == ("Anna Becker", "anna.becker@example.org", "+49 171 5550123")
    assert row["skills"] == ["Triage", "Wound care"]
    assert [(job["title"], job["company"], job["start"], job["end"]) for job in row["experience"]] == [
        ("Charge Nurse", "Mercy General Hospital", "2017-05", "2021-07")
    ]
    assert [(degree["degree"], degree["school"]) for degree in row["education"]] == [
        ("Bachelor of Science in Nursing", "University of Kent")
    ]
    assert row["total_years"] == 4.2
    assert isinstance(row["skills_mentioned"], list) and "Triage" not in row["skills_mentioned"]


def test_unreadable_files_are_told_in_their_place(tmp_path):
    good, empty, absent = tmp_path / "cv.txt", tmp_path / "empty.pdf", tmp_path / "absent.pdf"
    good.write_text(CV, encoding="utf-8")
    empty.write_bytes(b"")
    first, second, third = run(empty, good, absent)
    assert first["file"] == "empty.pdf" and first["error"]["code"] == "empty" and first["error"]["message"]
    assert second["name"] == "Anna Becker"
    assert set(third) == {"file", "error"}


def test_what_was_not_found_is_null(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("To whom it may concern:\nplease call back.\n", encoding="utf-8")
    [row] = run(path)
    assert row["name"] is None and row["email"] is None and row["phone"] is None and row["total_years"] is None
    assert row["experience"] == [] and row["skills"] == []
