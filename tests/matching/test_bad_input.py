"""Bad input at every door: a clear answer, the original kept byte for byte, and nobody else's score changed."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jobs.models import Candidate, Intake, Resume
from jobs.services import intake as intakes
from matching.models import Reading
from matching.reading.formats import image
from matching.reading.open import Unreadable, open_document
from tests.hostile import archives, offices, pdfs
from tests.matching.test_scoring_applications import CV, applicant  # noqa: F401  (fixture)

NAMES = ["محمد الفاتح", "李小龙", "Zoë 🦊 Fox", "<script>alert(1)</script>"]


@pytest.fixture
def batch(company, recruiter, job):
    return intakes.start_intake(company=company, actor=recruiter, job=job)


@pytest.fixture
def drop(sign_in, recruiter, batch, django_capture_on_commit_callbacks):
    """drop(bytes, name) by the page → (the answered row, the kept file)."""

    def post(data, name="cv.pdf", content_type="application/pdf"):
        before = set(Resume.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(recruiter).post(
                reverse("jobs:intake_file", args=[batch.pk]), {"file": SimpleUploadedFile(name, data, content_type)}
            )
        return answer, Resume.objects.exclude(pk__in=before).order_by("pk").first()

    return post


@pytest.fixture
def send(sign_in, recruiter, batch, django_capture_on_commit_callbacks):
    """send(bytes, name) by the API → the answer."""

    def post(data, name="cv.pdf", **more):
        with django_capture_on_commit_callbacks(execute=True):
            return sign_in(recruiter).post(
                "/api/v1/resumes", {"file": SimpleUploadedFile(name, data), "intake": str(batch.pk), **more}
            )

    return post


def downloaded(client, resume):
    """The bytes of both downloads, which must be attachments that no browser runs."""
    page = client.get(reverse("jobs:resume_file", args=[resume.pk]))
    api = client.get(f"/api/v1/resumes/{resume.pk}/file", HTTP_ACCEPT="application/octet-stream")
    for answer in (page, api):
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Content-Type"] == "application/octet-stream"
    return [b"".join(answer.streaming_content) for answer in (page, api)]


KEPT_UNREAD = {
    "encrypted": (pdfs.encrypted, "encrypted"),
    "truncated": (lambda: pdfs.plain()[:300], "damaged"),
    "zero bytes": (lambda: b"", "empty"),
    "300 pages": (lambda: pdfs.plain(pages=300), "too_many_pages"),
    "12 MB": (lambda: pdfs.of_size(12_000_000), "too_large"),
    "mislabelled": (lambda: b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "unsupported"),
    "a DOCX bomb": (offices.docx_bomb, "zip_bomb"),
}


@pytest.mark.parametrize("make, code", KEPT_UNREAD.values(), ids=KEPT_UNREAD)
def test_what_cannot_be_read_is_kept_with_a_reason(
    make,
    code,
    drop,
    send,
    sign_in,
    recruiter,
    applicant,  # noqa: F811
    batch,
):
    other = applicant("Ada Strong", "Python, Docker")
    data = make()

    _answer, resume = drop(data)
    by_api = send(data)

    row = sign_in(recruiter).get(reverse("jobs:resume_row", args=[resume.pk])).content.decode()
    told = sign_in(recruiter).get(f"/api/v1/resumes/{by_api.json()['id']}").json()
    resume.refresh_from_db()
    assert (resume.state, resume.error_code) == ("unreadable", code)
    assert (told["state"], told["error_code"], told["error"]) == ("unreadable", code, resume.error)
    assert len(resume.error) > 20 and resume.error.split(".")[0] in row and "Look at the file" in row
    assert downloaded(sign_in(recruiter), resume) == [data, data]
    score = other.match_score
    other.refresh_from_db()
    assert other.match_score == score and Candidate.objects.count() == 1
    batch.refresh_from_db()
    assert (batch.total, batch.done, batch.failed, batch.state) == (2, 0, 2, Intake.State.DONE)


@pytest.mark.skipif(not image.ocr_installed(), reason="the tesseract program is not installed")
def test_a_scan_is_read(drop):
    _answer, resume = drop(pdfs.scanned())

    resume.refresh_from_db()
    assert (resume.state, resume.error_code) == ("read", "")


def test_a_scan_without_ocr_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(image, "tesseract", lambda: None)  # a machine without the program

    with pytest.raises(Unreadable) as refused:
        open_document(pdfs.scanned(), "scan.pdf")

    assert refused.value.code == "no_text" and "OCR is not installed" in str(refused.value)


def test_scripts_and_attachments_in_a_pdf_do_nothing_and_are_told(drop, sign_in, recruiter):
    data = pdfs.with_active_content()

    _answer, resume = drop(data)

    resume.refresh_from_db()
    assert resume.state == "read" and resume.candidate.name == "Ada Nowak"
    assert {code for code, _message in resume.reading.warnings} == {"javascript", "launch", "embedded_files"}
    assert downloaded(sign_in(recruiter), resume) == [data, data]


def test_a_zip_gives_its_good_files_and_names_the_bad_ones(drop, batch, sign_in, recruiter):
    _answer, archive = drop(archives.mixed(), "résumés.zip", "application/zip")

    batch.refresh_from_db()
    by_name = {}
    for one in batch.resumes.exclude(pk=archive.pk):
        by_name.setdefault(one.error_code, []).append(one.name)
    assert sorted(by_name["unsafe_name"]) == ["evil (2).pdf", "evil (3).pdf", "evil.pdf"]
    assert by_name["nested_archive"] == ["inner.zip"]
    assert all("/" not in one.name and ".." not in one.file.name for one in batch.resumes.all())
    assert batch.done + batch.failed == batch.total == batch.resumes.count() and batch.state == Intake.State.DONE
    assert Candidate.objects.count() == 2, "the PDFs with an address, and the texts with nothing but a name: the same bytes"
    page = sign_in(recruiter).get(reverse("jobs:intake", args=[batch.pk])).content.decode()
    assert "<script>" not in page and "script&gt;.txt" in page and "履歴書 أحمد" in page


def test_an_archive_whose_unpacking_was_cut_off_is_unpacked_once(
    batch, company, recruiter, monkeypatch, django_capture_on_commit_callbacks
):
    data = archives.packed(
        ("a.txt", CV.format(name="Ann Aa", email="a@x.test", skills="Python").encode()),
        ("b.txt", CV.format(name="Ben Bb", email="b@x.test", skills="Python").encode()),
    )
    file = BytesIO(data)
    file.size = len(data)
    resume = intakes.add_file(company=company, actor=recruiter, file=file, name="two.zip", intake=batch)
    from matching.services import resumes

    with monkeypatch.context() as cut:
        cut.setattr(intakes, "archive_was_opened", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            resumes.read_resume(resume.pk)
    assert Resume.objects.count() == 1
    Resume.objects.update(state="queued")

    with django_capture_on_commit_callbacks(execute=True):
        resumes.read_resume(resume.pk)

    batch.refresh_from_db()
    assert (batch.total, batch.done) == (3, 3) and Candidate.objects.count() == 2


def test_a_zip_for_one_person_is_no_resume(sign_in, recruiter, candidate, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(recruiter).post(
            reverse("jobs:candidate_upload", args=[candidate.pk]),
            {"file": SimpleUploadedFile("cv.pdf", archives.packed(("cv.txt", b"Ada")))},
        )

    assert candidate.resumes.get().state == "unreadable" and Candidate.objects.count() == 1


def test_hidden_words_and_500_pasted_keywords_change_no_score(drop, job):
    lines = CV.format(name="Pat Plain", email="pat@cv.test", skills="Python").splitlines()
    stuffing = ", ".join(f"Django Docker keyword{number}" for number in range(500))

    def scored(email, **more):
        text = [line.replace("pat@cv.test", email) for line in lines if line]
        extra = more.pop("extra", "")
        data = pdfs.drawn(lambda canvas: (pdfs.write_resume(canvas, text), _hidden(canvas, extra)))
        _answer, resume = drop(data)
        resume.refresh_from_db()
        return job.applications.get(candidate=resume.candidate).match_score, resume

    plain, _resume = scored("pat@cv.test")
    stuffed, resume = scored("pit@cv.test", extra=stuffing)

    assert plain == stuffed
    assert "keyword499" not in Reading.objects.get(resume=resume).scoring_text
    assert resume.reading.hidden


def _hidden(canvas, text):
    if text:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica", 4)
        for number in range(0, len(text), 250):
            canvas.drawString(20, 300 - number // 60, text[number : number + 250])


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_are_shown_as_they_are_and_run_nothing(drop, sign_in, recruiter, name):
    _answer, resume = drop(CV.format(name="Ada Real", email="ada@cv.test", skills="Python").encode(), f"{name}.txt", "text/plain")
    Candidate.objects.update(name=name)

    for url in (
        reverse("jobs:intake", args=[resume.intake_id]),
        reverse("jobs:candidate", args=[Candidate.objects.get().pk]),
        reverse("jobs:duplicates"),
        reverse("jobs:imports"),
        reverse("jobs:resume_row", args=[resume.pk]),
    ):
        page = sign_in(recruiter).get(url).content.decode()
        assert "<script>alert" not in page, url
    row = sign_in(recruiter).get(reverse("jobs:resume_row", args=[resume.pk])).content.decode()
    assert name.replace("<", "&lt;").replace(">", "&gt;") in row


def test_a_file_beyond_the_limit_is_dropped_while_it_arrives(sign_in, recruiter, batch, send, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(intakes, "KEEP_AT_MOST", 3_000_000)
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    big, small = SimpleUploadedFile("big.pdf", b"%PDF-" + bytes(9_000_000)), SimpleUploadedFile("small.txt", b"Ada Nowak")
    client = sign_in(recruiter)

    one = client.post(reverse("jobs:intake_file", args=[batch.pk]), {"file": big})
    form = client.post(reverse("jobs:upload"), {"file": [SimpleUploadedFile("big.pdf", bytes(9_000_000)), small]}, follow=True)
    api = send(bytes(9_000_000), "big.pdf")

    assert one.status_code == 422 and one.json()["code"] == "too_large"
    assert "larger than 2 MB" in form.content.decode()
    assert (api.status_code, api.json()["code"]) == (422, "too_large")
    assert list(Resume.objects.values_list("name", flat=True)) == ["small.txt"]


def test_60_mb_are_kept_and_not_read(drop, sign_in, recruiter):
    data = pdfs.of_size(60_000_000)

    _answer, resume = drop(data)

    resume.refresh_from_db()
    assert (resume.state, resume.error_code, resume.size) == ("unreadable", "too_large", len(data))
    with resume.file.open("rb") as kept:
        assert hashlib.file_digest(kept, "sha256").hexdigest() == resume.sha256 == hashlib.sha256(data).hexdigest()


def test_a_file_for_a_foreign_batch_is_not_found(sign_in, recruiter, their_intake, send):
    client = sign_in(recruiter)

    page = client.post(reverse("jobs:intake_file", args=[their_intake.pk]), {"file": SimpleUploadedFile("cv.txt", b"Ada")})
    api = send(b"Ada", "cv.txt", intake=str(their_intake.pk))

    assert page.status_code == 404 and api.status_code == 400
    assert api.json()["errors"][0]["field"] == "intake"
    assert not Resume.objects.exists()


def test_no_file_at_all_is_said_plainly_and_leaves_no_empty_batch(sign_in, recruiter, batch):
    client = sign_in(recruiter)

    page = client.post(reverse("jobs:upload"), {})
    dropped = client.post(reverse("jobs:intake_file", args=[batch.pk]), {})
    api = client.post("/api/v1/resumes", {"name": "x"})

    assert page.status_code == 422 and "Choose at least one file" in page.content.decode()
    assert dropped.status_code == 422 and dropped.json()["code"] == "required"
    assert api.status_code == 400 and api.json()["errors"][0]["field"] == "file"
    assert Intake.objects.count() == 1


def test_many_files_in_one_plain_form_and_sent_twice_make_everybody_once(sign_in, recruiter, django_capture_on_commit_callbacks):
    people = [CV.format(name=f"Pat Person{chr(97 + n)}", email=f"p{n}@cv.test", skills="Python").encode() for n in range(5)]

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(recruiter).post(
                reverse("jobs:upload"), {"file": [SimpleUploadedFile(f"{n}.txt", data) for n, data in enumerate(people)]}
            )

    assert Candidate.objects.count() == 5 and Resume.objects.filter(state="read").count() == 10


def test_over_the_plan_nothing_more_is_taken_and_nothing_is_lost(
    sign_in, recruiter, batch, send, settings, monkeypatch, django_capture_on_commit_callbacks
):
    from billing import entitlements

    settings.BILLING_ENABLED = True
    monkeypatch.setitem(entitlements.PLANS, "free", {"open_jobs": 3, "members": 5, "resumes_read": 1})
    members = [
        (f"{n}.txt", CV.format(name=f"Pat Person{chr(97 + n)}", email=f"p{n}@cv.test", skills="Python").encode())
        for n in range(3)
    ]
    client = sign_in(recruiter)

    assert send(archives.packed(*members), "three.zip").status_code == 201
    refused = client.post(reverse("jobs:intake_file", args=[batch.pk]), {"file": SimpleUploadedFile("cv.txt", b"Ada")})
    by_api = send(b"Ada", "cv.txt")
    form = client.post(
        reverse("jobs:upload"), {"file": [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]}, follow=True
    )

    left = list(batch.resumes.filter(error_code="over_quota"))
    assert len(left) == 2 and batch.resumes.filter(state="read").exclude(kind="zip").count() == 1
    assert refused.status_code == 422 and refused.json()["code"] == "over_quota"
    assert (by_api.status_code, by_api.json()["code"]) == (409, "over_quota")
    assert "2 files were not taken" in form.content.decode()
    assert client.post(f"/api/v1/resumes/{left[0].pk}/again").status_code == 409
    monkeypatch.setitem(entitlements.PLANS, "free", {"open_jobs": 3, "members": 5, "resumes_read": 9})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/api/v1/resumes/{left[0].pk}/again").status_code == 200
    assert Resume.objects.get(pk=left[0].pk).state == "read"


def test_a_file_that_the_reader_trips_over_is_laid_aside_not_read_for_ever(batch, company, recruiter):
    from matching.services import resumes

    file = BytesIO(b"Ada Nowak")
    file.size = 9
    resume = intakes.add_file(company=company, actor=recruiter, file=file, name="cv.txt", intake=batch)

    def study(*_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        resumes.read_resume(resume.pk, study=study)

    resume.refresh_from_db()
    batch.refresh_from_db()
    assert (resume.state, resume.error_code, batch.failed) == ("unreadable", "failed", 1)


def test_trying_again_keeps_the_count_of_the_batch(drop, sign_in, recruiter, batch, django_capture_on_commit_callbacks):
    _answer, resume = drop(pdfs.encrypted())

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(recruiter).post(reverse("jobs:resume_again", args=[resume.pk]))

    batch.refresh_from_db()
    assert (batch.total, batch.done, batch.failed, batch.state) == (1, 0, 1, Intake.State.DONE)


def test_an_archive_is_not_unpacked_twice(drop, sign_in, recruiter, batch):
    _answer, archive = drop(archives.packed(("cv.txt", b"Ada Nowak\nada@x.test")), "one.zip")
    before = batch.resumes.count()

    answer = sign_in(recruiter).post(f"/api/v1/resumes/{archive.pk}/again")

    assert (answer.status_code, answer.json()["code"]) == (409, "unpacked")
    assert batch.resumes.count() == before and zipfile.is_zipfile(archive.file.open("rb"))
