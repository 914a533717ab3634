"""Several workers at one batch: the same person in two files is one candidate, nobody waits for ever, the batch counts right."""

import threading
from contextlib import contextmanager

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from jobs.models import Candidate, Intake, Resume
from jobs.services import intake as intakes
from matching.reading import understanding
from matching.services import resumes
from tests.jobs.test_intake import PERSON, upload

WORKERS = 4

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer at a time: DATABASE_URL is not PostgreSQL"
    ),
    pytest.mark.django_db(transaction=True),
]


@contextmanager
def at_once(*acts):
    """Run every act in a thread with a connection of its own, all beginning together; what went wrong is raised."""
    gate, wrong = threading.Barrier(len(acts)), []

    def run(act):
        close_old_connections()
        try:
            gate.wait(30)
            act()
        except Exception as error:  # raised below, in the test's own thread
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    if wrong:
        raise wrong[0]


@pytest.fixture
def batch(company, recruiter):
    return intakes.start_intake(company=company, actor=recruiter)


def files(batch, recruiter, count, monkeypatch):
    monkeypatch.setattr("matching.tasks.read_resume.delay", lambda **_: None)  # the test's own threads read
    return [
        intakes.add_file(company=batch.company, actor=recruiter, file=upload(b"file %d" % n), name=f"{n}.txt", intake=batch)
        for n in range(count)
    ]


def test_one_person_in_files_read_at_the_same_moment_is_one_candidate(batch, recruiter, monkeypatch):
    waiting = files(batch, recruiter, WORKERS, monkeypatch)

    with at_once(*[lambda one=one: intakes.resume_was_read(resume=one, kind="txt", person=PERSON) for one in waiting]):
        pass

    assert Candidate.objects.count() == 1
    assert Candidate.objects.get().resumes.count() == WORKERS


def test_a_batch_read_while_files_still_come_in_is_counted_right(batch, recruiter, monkeypatch):
    waiting = files(batch, recruiter, 20, monkeypatch)

    def read(mine):
        for number, one in enumerate(mine):
            if number % 3:
                intakes.resume_was_read(resume=one, kind="txt", person={"name": f"P {one.name}", "emails": [f"{one.pk}@x.test"]})
            else:
                intakes.resume_unreadable(resume=one, code="empty", message="Nothing in it.")

    def add():
        for number in range(10):
            intakes.add_file(
                company=batch.company, actor=recruiter, file=upload(b"more %d" % number), name="more.txt", intake=batch
            )

    with at_once(*[lambda part=part: read(waiting[part::WORKERS]) for part in range(WORKERS)], add, add):
        pass

    batch.refresh_from_db()
    failed = sum(number % 3 == 0 for part in range(WORKERS) for number in range(len(waiting[part::WORKERS])))
    assert (batch.total, batch.done, batch.failed) == (40, 20 - failed, failed)
    assert batch.state == Intake.State.RUNNING


def test_the_same_bytes_read_by_two_workers_make_one_candidate_without_any_address(batch, recruiter, monkeypatch):
    content = b"Nils Ohnemail\n\nExperience\nBaker, Bread House, 2019 - 2022\n\nSkills\nBaking, Pastry\n"
    monkeypatch.setattr("matching.tasks.read_resume.delay", lambda **_: None)
    two = [
        intakes.add_file(company=batch.company, actor=recruiter, file=upload(content), name="cv.txt", intake=batch)
        for _ in range(2)
    ]
    both_read = threading.Barrier(2)

    def study(data, name, today):
        from matching.reading.open import open_document

        document = open_document(data, name)
        both_read.wait(30)  # neither has written anything yet
        return document, understanding.understand(document, today)

    with at_once(*[lambda one=one: resumes.read_resume(one.pk, study=study) for one in two]):
        pass

    assert Candidate.objects.count() == 1
    batch.refresh_from_db()
    assert (batch.done, batch.state) == (2, Intake.State.DONE)


def test_a_file_whose_worker_died_is_taken_up_again(batch, recruiter, monkeypatch):
    [left] = files(batch, recruiter, 1, monkeypatch)
    long_ago = timezone.now() - 2 * resumes.STUCK_AFTER
    Resume.objects.filter(pk=left.pk).update(state="reading", claimed_at=long_ago, uploaded_at=long_ago)

    assert resumes.take_up_stuck() == [left.pk]
    assert Resume.objects.get(pk=left.pk).state == "queued"
