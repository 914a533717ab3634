"""An uploaded file becomes a candidate with facts that know where they stand; corrections outlive the next version."""

import io

import pytest

from accounts.models import Event
from jobs.models import Candidate, Resume
from jobs.services.intake import add_file, start_intake
from matching.models import Fact, Reading
from matching.reading import understand
from matching.reading.document import Document
from matching.reading.document import Line as PageLine
from matching.services import facts as services
from matching.services import resumes
from matching.services.features import features_of

CV = """Jane Canary
jane@canary.test
+44 20 7946 0018
London

Experience

Senior Nurse, Northwick Hospital
2019-03 - 2022-06
Ran the intensive care unit.

Education

Bachelor of Nursing, University of Kent
2012 - 2015

Skills
Wound care, Triage, ICU
"""


def upload(text, name="cv.txt"):
    content = text if isinstance(text, bytes) else text.encode()
    file = io.BytesIO(content)
    file.size = len(content)
    return file, name


@pytest.fixture
def read(company, recruiter, job):
    def add(text, name="cv.txt", candidate=None):
        intake = start_intake(company=company, actor=recruiter, job=job)
        file, name = upload(text, name)
        resume = add_file(company=company, actor=recruiter, file=file, name=name, intake=intake, candidate=candidate)
        resumes.read_resume(resume.pk)
        resume.refresh_from_db()
        return resume

    return add


def test_the_file_becomes_an_applicant_with_facts(read, job):
    resume = read(CV)

    candidate = resume.candidate
    assert (resume.state, resume.kind, candidate.name, candidate.email) == ("read", "txt", "Jane Canary", "jane@canary.test")
    assert candidate.headline == "Senior Nurse, Northwick Hospital" and job.applications.get().candidate == candidate
    skills = {fact.value["name"] for fact in candidate.facts.filter(kind="skill")}
    assert {"Wound care", "Triage", "ICU"} <= skills
    assert float(candidate.years) == pytest.approx(3.3, abs=0.1)


def test_every_fact_points_at_its_words(read):
    resume = read(CV)

    name = resume.facts.get(kind="name")
    [[start, end]] = name.spans
    assert Reading.objects.get(resume=resume).text[start:end] == "Jane Canary"
    assert 0 < name.confidence <= 1


def test_the_same_bytes_are_not_read_twice(read):
    first, again = read(CV), read(CV, "copy.txt")

    assert again.candidate == first.candidate and Candidate.objects.count() == 1
    assert Fact.objects.standing().filter(kind="name").count() == 1


def test_a_correction_is_kept_logged_and_survives_the_next_version(read, recruiter):
    candidate = read(CV).candidate
    fact = candidate.facts.get(kind="experience")

    services.correct_fact(fact=fact, value={**fact.value, "company": "Northwick General"}, actor=recruiter)
    read(CV + "\nTelemetry\n", "newer.txt")

    jobs = Fact.objects.standing().filter(candidate=candidate, kind="experience")
    assert [job.value["company"] for job in jobs] == ["Northwick General"]
    assert jobs[0].before["company"] == "Northwick Hospital" and jobs[0].by == recruiter
    candidate.refresh_from_db()
    assert candidate.headline == "Senior Nurse, Northwick General"
    assert "fact.corrected" in [row.name for row in Event.objects.about(candidate)]


def test_a_removed_fact_does_not_come_back(read, recruiter):
    candidate = read(CV).candidate
    services.remove_fact(fact=candidate.facts.get(kind="skill", value__name="Triage"), actor=recruiter)

    read(CV + "\nmore", "newer.txt")

    names = {fact.value["name"] for fact in Fact.objects.standing().filter(candidate=candidate, kind="skill")}
    assert "Triage" not in names and "Wound care" in names


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("experience", {"title": "Nurse", "start": "March 2020"}, "start"),
        ("experience", {"title": "Nurse", "start": "2022-01", "end": "2020"}, "end"),
        ("skill", {"name": "  "}, "name"),
        ("shoe_size", {"name": "44"}, "kind"),
    ],
)
def test_bad_facts_are_refused_by_field(candidate, recruiter, kind, value, field):
    with pytest.raises(services.FactRefused) as refusal:
        services.add_fact(candidate=candidate, kind=kind, value=value, actor=recruiter)

    assert refusal.value.field == field


def test_an_unreadable_file_says_why_and_stays(read):
    resume = read(b"\x00\x01\x02 not a document \xff\xfe" * 50, "cv.pdf")

    assert resume.state == Resume.State.UNREADABLE and resume.error_code and resume.error
    assert resume.candidate is None and resume.file.size > 0


def test_a_file_whose_reader_died_is_taken_up_again(read, company, recruiter):
    file, name = upload(CV)
    resume = add_file(company=company, actor=recruiter, file=file, name=name)
    from django.utils import timezone

    Resume.objects.filter(pk=resume.pk).update(
        state="reading", claimed_at=timezone.now() - resumes.STUCK_AFTER * 2, uploaded_at=timezone.now() - resumes.STUCK_AFTER * 2
    )

    assert resumes.take_up_stuck() == [resume.pk]
    resumes.read_resume(resume.pk)
    resume.refresh_from_db()
    assert resume.state == "read"


def test_a_fact_marks_each_line_once():
    """The parts of a job stand inside of the job's own lines, and one box is enough for both."""
    lines = [PageLine(text, 0, (50, 40 + 14 * at, 300, 50 + 14 * at), 10) for at, text in enumerate(CV.split("\n")) if text]
    document = Document("pdf", lines, [(600, 800)])
    rows = services.fact_rows(document, understand(document))
    assert [row for row in rows if row.kind == "experience"]
    for row in rows:
        boxes = [(page, tuple(box)) for page, box in row.places]
        assert len(boxes) == len(set(boxes)) and len(row.spans) == len({tuple(span) for span in row.spans})


def test_a_spoken_language_meets_a_job_that_asks_for_it():
    document = Document("txt", [PageLine(text) for text in (CV + "\n\nLanguages\n\nGerman (C1)\n").split("\n")])
    rows = services.fact_rows(document, understand(document))
    assert [(row.kind, row.key) for row in rows if row.key == "german"] == [("language", "german")]
    assert "german" in features_of(Candidate(), rows, document.text)["skills"]
