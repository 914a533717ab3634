"""Files in: kept whatever they are, counted in their batch, turned into candidates and applicants."""

import io

import pytest

from jobs.models import Candidate, ContactPoint, Intake, Resume
from jobs.services import intake as intakes
from jobs.services.intake import IntakeRefused


def upload(content=b"%PDF-1.4 hello"):
    file = io.BytesIO(content)
    file.size = len(content)
    return file


PERSON = {
    "name": "Ada Byron",
    "emails": ["ada@example.com"],
    "phones": ["+44 20 7946 0018"],
    "links": [],
    "location": "London",
    "headline": "Analyst, Babbage & Co",
    "years": 4,
    "top_skills": ["Mathematics"],
    "skills": "Mathematics",
    "text": "Ada Byron",
}


@pytest.fixture
def batch(company, recruiter, job):
    return intakes.start_intake(company=company, actor=recruiter, job=job)


@pytest.fixture
def resume(company, recruiter, batch):
    return intakes.add_file(company=company, actor=recruiter, file=upload(), name="../../etc/ada cv.pdf", intake=batch)


def test_a_file_is_kept_under_a_name_of_our_own(resume):
    assert resume.name == "ada cv.pdf"
    assert "ada" not in resume.file.name and resume.file.name.startswith(f"resumes/{resume.company_id}/")
    assert resume.state == Resume.State.QUEUED and resume.file.read() == b"%PDF-1.4 hello"


def test_a_read_file_makes_a_candidate_and_an_applicant(resume, job, batch):
    candidate, new, note = intakes.resume_was_read(resume=resume, kind="pdf", person=PERSON)

    batch.refresh_from_db()
    assert (candidate.name, candidate.headline, new, note) == ("Ada Byron", "Analyst, Babbage & Co", True, "")
    assert job.applications.get().candidate == candidate
    assert (batch.total, batch.done, batch.failed, batch.state) == (1, 1, 0, Intake.State.DONE)


def test_a_second_file_of_the_same_person_is_a_new_version(resume, company, recruiter, batch):
    first, _new, _note = intakes.resume_was_read(resume=resume, kind="pdf", person=PERSON)
    again = intakes.add_file(company=company, actor=recruiter, file=upload(b"newer"), name="new.pdf", intake=batch)

    second, new, note = intakes.resume_was_read(resume=again, kind="pdf", person={**PERSON, "emails": ["ADA@example.com"]})

    assert (second, new) == (first, False) and "already has a running application" in note
    assert first.resumes.count() == 2 and Candidate.objects.count() == 1


def test_the_same_phone_needs_the_same_name_too(resume, company, recruiter):
    first, _new, _note = intakes.resume_was_read(resume=resume, kind="pdf", person=PERSON)

    assert intakes.known_person(company.pk, {"name": "Byron Ada", "phones": ["020 7946 0018"]}) == first
    assert intakes.known_person(company.pk, {"name": "Annabella Byron", "phones": ["020 7946 0018"]}) is None


def test_another_companys_person_is_nobody_here(resume, other_company):
    intakes.resume_was_read(resume=resume, kind="pdf", person=PERSON)

    assert intakes.known_person(other_company.pk, PERSON) is None


def test_an_unreadable_file_is_kept_with_its_reason(resume, batch):
    intakes.resume_unreadable(resume=resume, code="encrypted", message="It wants a password.", kind="pdf")

    resume.refresh_from_db()
    batch.refresh_from_db()
    assert (resume.state, resume.error_code, resume.error) == ("unreadable", "encrypted", "It wants a password.")
    assert resume.file.read() == b"%PDF-1.4 hello"
    assert (batch.failed, batch.state) == (1, Intake.State.DONE)


def test_a_file_beyond_all_measure_is_refused_at_the_door(company, recruiter, monkeypatch):
    monkeypatch.setattr(intakes, "KEEP_AT_MOST", 10)

    with pytest.raises(IntakeRefused) as refusal:
        intakes.add_file(company=company, actor=recruiter, file=upload(b"x" * 11), name="big.pdf")

    assert refusal.value.code == "too_large" and Resume.objects.count() == 0


def test_a_phone_number_does_not_lie_readable_in_the_database(resume):
    intakes.resume_was_read(resume=resume, kind="pdf", person=PERSON)

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT value, key FROM jobs_contactpoint WHERE kind = 'phone'")
        stored = cursor.fetchone()
    assert "7946" not in "".join(stored)
    assert ContactPoint.objects.get(kind="phone").value == "+44 20 7946 0018"
