"""CSV import: mapping, dry run with every bad row, import in pieces that survive a crash."""

import io

import pytest

from jobs.models import Candidate, Intake, IntakeRow
from jobs.services import csv_import
from jobs.services.intake import IntakeRefused


def upload(text, encoding="utf-8"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    file = io.BytesIO(content)
    file.size = len(content)
    return file


@pytest.fixture
def checked(company, recruiter, django_capture_on_commit_callbacks):
    def check(text, encoding="utf-8", job=None, **mapping):
        intake = csv_import.start_csv(company=company, actor=recruiter, file=upload(text, encoding), name="people.csv", job=job)
        intake = csv_import.start_check(intake=intake, mapping=mapping or intake.mapping, actor=recruiter)
        csv_import.check(intake.pk)
        intake.refresh_from_db()
        return intake

    return check


def imported(intake, recruiter):
    csv_import.start_import(intake=intake, actor=recruiter)
    csv_import.run(intake.pk)
    intake.refresh_from_db()
    return intake


def test_columns_are_recognised_and_rows_become_candidates(checked, recruiter, company):
    intake = checked("Name;E-Mail;Telefon;Ort;Schlagworte\nJürgen Groß;j.gross@example.com;+49 30 901820;Köln;nurse, ICU\n")

    imported(intake, recruiter)

    [candidate] = Candidate.objects.of(company)
    assert (candidate.name, candidate.email, candidate.location) == ("Jürgen Groß", "j.gross@example.com", "Köln")
    assert sorted(tag.name for tag in candidate.tags.all()) == ["ICU", "nurse"]
    assert (intake.state, intake.total, intake.done, intake.failed) == (Intake.State.DONE, 1, 1, 0)


def test_the_dry_run_shows_every_bad_row_and_writes_nothing(checked, company):
    intake = checked(
        "name,email\nAda,ada@example.com\n=cmd|' /C calc'!A0,evil@example.com\nBob,not-an-address\nCleo\nAda again,ADA@example.com\n,x@example.com\n"
    )

    bad = {row.number: row.errors for row in intake.rows.filter(state=IntakeRow.State.BAD)}
    assert Candidate.objects.of(company).count() == 0
    assert (intake.total, intake.failed) == (6, 5)
    assert set(bad[3]) == {"name"} and set(bad[4]) == {"email"} and set(bad[5]) == {""} and set(bad[6]) == {"email"}
    assert "1 columns" in bad[5][""] and "line 2" in bad[6]["email"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name,email\nRenée Çelik,r@example.com\n", "utf-8-sig"),
        ("name,email\nRenée Çelik,r@example.com\n", "latin-1"),
        ("name\temail\nRenée Çelik\tr@example.com\n", "utf-16"),
    ],
)
def test_any_common_encoding_is_read(checked, recruiter, company, text, encoding):
    imported(checked(text, encoding), recruiter)

    assert Candidate.objects.of(company).get().name == "Renée Çelik"


def test_people_known_by_their_address_are_not_made_twice(checked, recruiter, company, candidate, job):
    intake = imported(checked(f"name,email\nMara,{candidate.email}\nNew One,new@example.com\n", job=job), recruiter)

    assert Candidate.objects.of(company).count() == 2
    assert set(job.applications.values_list("candidate__email", flat=True)) == {candidate.email, "new@example.com"}
    assert intake.rows.get(state=IntakeRow.State.SAME).candidate == candidate


def test_a_crash_between_pieces_loses_and_doubles_nothing(checked, recruiter, company, monkeypatch):
    monkeypatch.setattr(csv_import, "PIECE", 2)
    intake = checked("name,email\n" + "".join(f"Person {n},p{n}@example.com\n" for n in range(5)))
    csv_import.start_import(intake=intake, actor=recruiter)
    csv_import._run_piece(intake.pk)
    with monkeypatch.context() as crash:
        crash.setattr(csv_import, "apply_all", None)
        crash.setattr(csv_import, "update_all", lambda *a, **k: (_ for _ in ()).throw(OSError("power cut")))
        with pytest.raises(OSError, match="power cut"):
            csv_import._run_piece(intake.pk)

    csv_import.run(intake.pk)

    intake.refresh_from_db()
    assert Candidate.objects.of(company).count() == 5
    assert (intake.state, intake.done) == (Intake.State.DONE, 5)


def test_names_of_any_kind_come_in_as_they_are(checked, recruiter, company):
    names = ["محمد الفاتح", "李小龍", "Zoë 🦊 Fox", "<script>alert(1)</script>"]
    imported(checked("name,email\n" + "".join(f"{name},n{i}@example.com\n" for i, name in enumerate(names))), recruiter)

    assert sorted(Candidate.objects.of(company).values_list("name", flat=True)) == sorted(names)


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"PK\x03\x04\x00\x00\x00binary", "not_csv"), (b",".join([b"c"] * 300), "too_wide")]
)
def test_what_is_no_csv_file_is_refused_with_a_reason(company, recruiter, content, code):
    with pytest.raises(IntakeRefused) as refusal:
        csv_import.start_csv(company=company, actor=recruiter, file=upload(content), name="x.csv")

    assert refusal.value.code == code
