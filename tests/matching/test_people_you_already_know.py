"""Whom the company knows already and who fits a job: the pool follows every change, and shows nobody who should not be seen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Candidate, TalentPool
from jobs.services import pools
from jobs.services.applications import apply_to_job
from jobs.services.candidates import create_candidate, delete_candidate
from matching.models import CandidateFeatures
from matching.services import pool
from matching.services.facts import add_fact, remove_fact
from matching.services.scoring import score_candidates


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    yield
    pool.POOLS.clear()


@pytest.fixture
def known(company, recruiter, django_capture_on_commit_callbacks):
    """Somebody with some skills, their features made."""

    def add(name, *skills):
        with django_capture_on_commit_callbacks(execute=True):
            candidate = create_candidate(company=company, actor=recruiter, name=name)
            for skill in skills:
                add_fact(candidate=candidate, kind="skill", value={"name": skill}, actor=recruiter)
        return candidate

    return add


def names(job, member, k=10):
    return [fit.candidate.name for fit in pool.best_of_pool(job, member, k)]


def test_the_best_come_first_and_ties_fall_to_who_was_known_first(job, recruiter, known):
    known("Cook", "Cooking")
    first, second = known("First", "Python", "Django"), known("Second", "Python", "Django")

    fits = pool.best_of_pool(job, recruiter)

    assert [fit.candidate for fit in fits][:2] == [first, second] and fits[0].score == fits[1].score
    assert all(abs(fit.score - float(fit.why.total)) < 0.01 for fit in fits)


def test_only_as_many_as_asked(job, recruiter, known):
    known("First", "Python")
    known("Second", "Python")

    assert names(job, recruiter, 1) == ["First"]


def test_who_was_added_or_changed_since_the_files_were_made_counts_as_they_are_now(job, recruiter, known):
    weak = known("Weak", "Cooking")
    known("Middle", "Python")
    pool.make(job.company_id)
    assert names(job, recruiter) == ["Middle", "Weak"]
    files = (pool.folder_of(job.company_id) / "current").read_text()

    known("New", "Python", "Django")
    remove_fact(fact=weak.facts.get(), actor=recruiter)
    for skill in ("Python", "Django"):
        add_fact(candidate=weak, kind="skill", value={"name": skill}, actor=recruiter)
    score_candidates([weak.pk])

    assert names(job, recruiter) == ["Weak", "New", "Middle"]  # equal now, and known for longer
    assert (pool.folder_of(job.company_id) / "current").read_text() == files


def test_a_process_that_sees_newer_files_opens_them(job, recruiter, known):
    known("First", "Python")
    pool.make(job.company_id)
    names(job, recruiter)
    before = pool.POOLS[job.company_id]

    known("Second", "Python")
    name = pool.make(job.company_id)

    assert names(job, recruiter) == ["First", "Second"]
    after = pool.POOLS[job.company_id]
    assert (after.name, len(after.table), before is after) == (name, 2, False)
    assert [path.name for path in pool.folder_of(job.company_id).iterdir() if path.is_dir()] == [name]


def test_who_applied_is_left_out(job, recruiter, known):
    known("First", "Python")
    applicant = known("Applicant", "Python", "Django")
    apply_to_job(job=job, candidate=applicant, actor=recruiter)

    assert names(job, recruiter) == ["First"]


def test_who_is_gone_or_merged_is_not_shown_even_from_old_files(job, recruiter, admin, known):
    kept, gone, merged = known("Kept", "Python"), known("Gone", "Python"), known("Merged", "Python")
    pool.make(job.company_id)

    delete_candidate(candidate=gone, actor=admin)
    Candidate.objects.filter(pk=merged.pk).update(merged_into=kept)

    assert names(job, recruiter) == ["Kept"]
    pool.make(job.company_id)
    assert len(pool.POOLS[job.company_id].table) == 3
    assert names(job, recruiter) == ["Kept"]
    assert len(pool.POOLS[job.company_id].table) == 1


def test_who_was_deleted_leaves_the_files_by_a_task(job, recruiter, admin, known, django_capture_on_commit_callbacks):
    known("Kept", "Python")
    gone = known("Gone", "Python")
    pool.make(job.company_id)

    with django_capture_on_commit_callbacks(execute=True):
        delete_candidate(candidate=gone, actor=admin)

    assert names(job, recruiter) == ["Kept"]
    assert len(pool.POOLS[job.company_id].table) == 1


@pytest.mark.parametrize("field", ["consent_until", "keep_until"])
def test_whose_consent_or_time_has_run_out_is_not_suggested(job, recruiter, known, field):
    known("Kept", "Python")
    over = known("Over", "Python", "Django")
    Candidate.objects.filter(pk=over.pk).update(**{field: timezone.localdate() - timedelta(days=1)})
    assert names(job, recruiter) == ["Kept"]

    Candidate.objects.filter(pk=over.pk).update(**{field: timezone.localdate()})
    assert names(job, recruiter) == ["Over", "Kept"]


def test_the_suggestions_can_be_narrowed_to_a_talent_pool(job, company, recruiter, known, sign_in):
    known("Elsewhere", "Python", "Django")
    kept, left = known("Kept", "Python"), known("Left", "Python")
    mine = pools.save_pool(pool=TalentPool(company=company), actor=recruiter, name="Nearly hired")
    pools.keep(pool=mine, candidates=Candidate.objects.filter(pk__in=[kept.pk, left.pk]), actor=recruiter)
    pools.let_go(pool=mine, candidates=Candidate.objects.filter(pk=left.pk), actor=recruiter)
    client, address = sign_in(recruiter), reverse("matching:pool_panel", args=[job.pk])

    page = client.get(address, {"in": mine.pk}).content.decode()
    told = client.get(f"/api/v1/jobs/{job.pk}/suggestions", {"pool": str(mine.pk)}).json()

    assert "Kept" in page and "Elsewhere" not in page and "Left" not in page
    assert [row["name"] for row in told["results"]] == ["Kept"]
    assert client.get(f"/api/v1/jobs/{job.pk}/suggestions", {"pool": "nonsense"}).status_code == 400


def test_nobody_of_another_company(job, recruiter, known, their_candidate, stranger, django_capture_on_commit_callbacks):
    known("Ours", "Python")
    with django_capture_on_commit_callbacks(execute=True):
        add_fact(candidate=their_candidate, kind="skill", value={"name": "Python"}, actor=stranger)
    assert CandidateFeatures.objects.filter(candidate=their_candidate).exists()

    assert names(job, recruiter) == ["Ours"]


def test_a_large_pool_is_made_by_a_task_and_the_panel_asks_again(job, recruiter, known, sign_in, monkeypatch):
    known("First", "Python")
    known("Second", "Python")
    monkeypatch.setattr(pool, "SMALL", 1)
    client, address = sign_in(recruiter), reverse("matching:pool_panel", args=[job.pk])

    waiting, there = client.get(address).content.decode(), client.get(address).content.decode()

    assert address in waiting and "First" not in waiting
    assert "First" in there and address not in there


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_the_same_queries_for_any_number(job, recruiter, known, sign_in, django_assert_num_queries, count):
    for number in range(count):
        known(f"Person {number}", "Python")
    client, address = sign_in(recruiter), reverse("matching:pool_panel", args=[job.pk])
    client.get(address)

    with django_assert_num_queries(15):
        page = client.get(address)

    assert page.content.count(b'class="row-link') == count


def test_an_interviewer_is_refused_and_another_company_finds_nothing(job, interviewer, stranger, sign_in):
    address = reverse("matching:pool_panel", args=[job.pk])

    assert sign_in(interviewer).get(address).status_code == 403
    assert sign_in(stranger).get(address).status_code == 404
