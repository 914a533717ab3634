"""Bringing people in through the API: the same services, answers and refusals as the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jobs.models import Candidate, Intake, IntakeRow, Resume
from jobs.services import csv_import

CV = b"Ada Nowak\nada@example.com\n\nExperience\nNurse, Saint Mary Hospital, 2019 - 2023\n\nSkills\nTriage\n"
BAD_CSV = (
    "name,email\nAda Byron,ada@example.com\n=1+1,x@example.com\n@SUM(A1),y@example.com\nBob,not-an-address\n"
    "Cleo,c@example.com,one too many\n"
)


@pytest.fixture
def settle(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def csv_of(sign_in, recruiter, settle):
    def post(content, **more):
        content = content if isinstance(content, bytes) else content.encode()
        return sign_in(recruiter).post("/api/v1/csv-imports", {"file": SimpleUploadedFile("people.csv", content), **more})

    return post


def test_a_batch_is_started_filled_and_watched(sign_in, recruiter, job, settle):
    client = sign_in(recruiter)
    batch = client.post("/api/v1/intakes", {"job": str(job.pk), "name": "Fair"}, content_type="application/json").json()
    with settle():
        sent = client.post("/api/v1/resumes", {"file": SimpleUploadedFile("cv.txt", CV), "intake": batch["id"]})

    assert sent.status_code == 201 and sent.json()["name"] == "cv.txt"
    now = client.get(f"/api/v1/intakes/{batch['id']}").json()
    assert (now["state"], now["total"], now["done"], now["failed"]) == ("done", 1, 1, 0)
    [read] = client.get(f"/api/v1/resumes?intake={batch['id']}&state=read").json()["results"]
    assert job.applications.get().candidate_id == Resume.objects.get(pk=read["id"]).candidate_id
    assert client.get(f"/api/v1/resumes?candidate={read['candidate']}").json()["results"] == [read]
    assert client.get("/api/v1/resumes?state=unreadable").json()["results"] == []
    assert client.get("/api/v1/resumes?state=nonsense").status_code == 400


def test_a_newer_resume_of_somebody_we_know(sign_in, recruiter, candidate, settle):
    with settle():
        sign_in(recruiter).post("/api/v1/resumes", {"file": SimpleUploadedFile("cv.txt", CV), "candidate": str(candidate.pk)})

    assert candidate.resumes.get().state == "read" and Candidate.objects.count() == 1


def test_a_csv_file_is_mapped_checked_and_imported(csv_of, sign_in, recruiter, job, settle):
    made = csv_of(BAD_CSV, job=str(job.pk)).json()
    client, url = sign_in(recruiter), f"/api/v1/csv-imports/{made['id']}"
    assert made["mapping"] == {"name": 0, "email": 1}
    assert [(one["title"], one["samples"][0]) for one in made["columns"]] == [("name", "Ada Byron"), ("email", "ada@example.com")]
    early = client.post(f"{url}/start")

    with settle():
        client.post(f"{url}/check", {"mapping": made["mapping"]}, content_type="application/json")
    checked = client.get(url).json()
    bad = client.get(f"{url}/rows?state=bad").json()["results"]
    with settle():
        client.post(f"{url}/start")

    assert (early.status_code, early.json()["code"]) == (409, "not_checked")
    assert (checked["state"], checked["total"], checked["failed"]) == ("checked", 5, 4)
    assert [(row["number"], set(row["errors"])) for row in bad] == [(3, {"name"}), (4, {"name"}), (5, {"email"}), (6, {""})]
    assert client.get(url).json()["state"] == "done"
    assert [one.candidate.name for one in job.applications.all()] == ["Ada Byron"]


@pytest.mark.parametrize("mapping, field", [({"shoe_size": 0}, "mapping"), ({"name": 7}, "mapping"), ({"email": 1}, "name")])
def test_a_mapping_that_cannot_be_is_refused(csv_of, sign_in, recruiter, mapping, field):
    made = csv_of(BAD_CSV).json()

    answer = sign_in(recruiter).post(
        f"/api/v1/csv-imports/{made['id']}/check", {"mapping": mapping}, content_type="application/json"
    )

    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == field
    assert Intake.objects.get().state == Intake.State.MAPPING


@pytest.mark.parametrize(
    "content, code", [(b"", "empty"), (b"PK\x03\x04\x00\x00\x00", "not_csv"), (b",".join([b"c"] * 300), "too_wide")]
)
def test_what_is_no_csv_file_is_refused(csv_of, content, code):
    answer = csv_of(content)

    assert (answer.status_code, answer.json()["code"]) == (422, code) and not Intake.objects.exists()


def test_the_bad_rows_can_be_mended_and_imported_again(csv_of, sign_in, recruiter, settle):
    made = csv_of(BAD_CSV).json()
    client = sign_in(recruiter)
    with settle():
        client.post(f"/api/v1/csv-imports/{made['id']}/check", {"mapping": made["mapping"]}, content_type="application/json")

    report = client.get(reverse("jobs:csv_report", args=[made["id"]])).content.decode()
    again = csv_of(report.replace("not-an-address", "bob@example.com")).json()

    assert report.splitlines()[0] == "Line,What is wrong,name,email" and "'=1+1" in report
    assert again["mapping"] == {"name": 2, "email": 3}


@pytest.mark.parametrize(
    "text, encoding",
    [
        ("name,email\nRenée Çelik,r@example.com\n", "utf-8-sig"),
        ("name;email\nRenée Çelik;r@example.com\n", "latin-1"),
        ('name,email\n"Renée\nÇelik",r@example.com\n', "utf-8"),
    ],
)
def test_a_mark_at_the_start_and_old_encodings_are_no_matter(csv_of, sign_in, recruiter, settle, text, encoding):
    made = csv_of(text.encode(encoding)).json()
    url = f"/api/v1/csv-imports/{made['id']}"
    for act, body in (("check", {"mapping": made["mapping"]}), ("start", {})):
        with settle():
            sign_in(recruiter).post(f"{url}/{act}", body, content_type="application/json")

    assert Candidate.objects.get().name in {"Renée Çelik", "RenéeÇelik"}


def test_a_large_utf_8_file_is_not_taken_for_an_old_encoding_where_it_is_cut(company, recruiter):
    from io import BytesIO

    body = "name,email\n" + "".join(f"Renée Çelik {n},r{n}@example.com\n" for n in range(40_000))
    file = BytesIO(body.encode())
    file.size = len(body.encode())

    intake = csv_import.start_csv(company=company, actor=recruiter, file=file, name="big.csv")

    assert csv_import.columns_of(intake)[0]["samples"] == ["Renée Çelik 0", "Renée Çelik 1", "Renée Çelik 2"]


def test_an_interrupted_dry_run_counts_from_the_beginning(csv_of, sign_in, recruiter, monkeypatch):
    made = csv_of("name,email\n" + "".join(f"P {n},p{n}@example.com\n" for n in range(1500))).json()
    Intake.objects.update(state="checking", mapping=made["mapping"])
    with monkeypatch.context() as cut:
        keep, calls = csv_import._keep, []
        cut.setattr(csv_import, "_keep", lambda *a, **k: keep(*a, **k) if not calls and not calls.append(1) else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            csv_import.check(made["id"])
    assert Intake.objects.get().state == "failed"
    Intake.objects.update(state="checking")

    csv_import.check(made["id"])

    intake = Intake.objects.get()
    assert (intake.state, intake.total, intake.failed, intake.rows.count()) == ("checked", 1500, 0, 1500)


def test_who_came_in_since_the_dry_run_is_not_made_twice(csv_of, sign_in, recruiter, company, settle):
    from jobs.services.candidates import create_candidate

    made = csv_of("name,email,phone\nAda Byron,ada@example.com,\nBen Low,,+49 30 901820\n").json()
    url = f"/api/v1/csv-imports/{made['id']}"
    with settle():
        sign_in(recruiter).post(f"{url}/check", {"mapping": made["mapping"]}, content_type="application/json")
    create_candidate(company=company, actor=recruiter, name="Ada B.", emails=["ADA@example.com"])
    create_candidate(company=company, actor=recruiter, name="Low Ben", phones=["030 901820"])

    with settle():
        sign_in(recruiter).post(f"{url}/start")

    assert Candidate.objects.count() == 2 and set(IntakeRow.objects.values_list("state", flat=True)) == {"same"}


def test_two_records_are_compared_merged_and_parted(sign_in, recruiter, candidate, company):
    from jobs.services.candidates import create_candidate

    twin = create_candidate(company=company, actor=recruiter, name="M. Q.", emails=[candidate.email])
    client = sign_in(recruiter)

    [found] = client.get(f"/api/v1/candidates/{candidate.pk}/duplicates").json()
    merge = client.post(
        "/api/v1/merges", {"kept": str(candidate.pk), "merged": found["candidate"]}, content_type="application/json"
    )
    gone = client.get(f"/api/v1/candidates/{twin.pk}")
    undone = client.post(f"/api/v1/merges/{merge.json()['id']}/undo")
    twice = client.post(f"/api/v1/merges/{merge.json()['id']}/undo")

    assert found == {"candidate": str(twin.pk), "name": "M. Q.", "same": ["email"]}
    assert (merge.status_code, gone.status_code, undone.status_code) == (201, 404, 200)
    assert undone.json()["undone_at"] and twice.json()["code"] == "already_undone"
    assert client.get(f"/api/v1/candidates/{twin.pk}").status_code == 200


def test_a_merge_into_somebody_who_was_merged_since_is_parted_in_order(sign_in, recruiter, company):
    from jobs.services.candidates import create_candidate

    ids = [str(create_candidate(company=company, actor=recruiter, name=f"P{n}").pk) for n in range(3)]
    client = sign_in(recruiter)

    def merge(kept, merged):
        return client.post("/api/v1/merges", {"kept": kept, "merged": merged}, content_type="application/json").json()["id"]

    first = merge(ids[1], ids[0])
    second = merge(ids[2], ids[1])

    assert client.post(f"/api/v1/merges/{first}/undo").json()["code"] == "merged_since"
    assert client.post(f"/api/v1/merges/{second}/undo").status_code == 200
    assert client.post(f"/api/v1/merges/{first}/undo").status_code == 200
    assert Candidate.objects.filter(merged_into=None).count() == 3


def test_a_batch_for_a_confidential_job_is_seen_by_its_team_alone(sign_in, recruiter, admin, job):
    from jobs.services.intake import start_intake

    batch = start_intake(company=job.company, actor=recruiter, job=job)
    type(job).objects.filter(pk=job.pk).update(confidential=True)

    assert sign_in(admin).get(f"/api/v1/intakes/{batch.pk}").status_code == 404
    assert job.title not in sign_in(admin).get(reverse("jobs:imports")).content.decode()
