"""New rules, a changed job: exactly the touched lists, in pieces, once, through crashes, and the newest wish wins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from jobs.models import Application
from jobs.services.jobs import change_job, close_job, create_job, open_job
from matching.models import Match, Rescoring
from matching.services import configs, rescoring, scoring
from matching.services.facts import add_fact
from tests.matching.cast import a_row

HEAVY_SKILLS = {"weights": {"skills": 80, "experience": 10, "education": 10}}
HEAVY_YEARS = {"weights": {"skills": 10, "experience": 80, "education": 10}}


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(rescoring, "PIECE", 2)


@pytest.fixture
def second_job(company, recruiter):
    return open_job(
        job=create_job(company=company, actor=recruiter, title="Second job", skills=[("Python", True, 3)]), actor=recruiter
    )


@pytest.fixture
def two_lists(crowd, job, second_job):
    """The same three people on two jobs, scored."""
    first = crowd([a_row(years=float(years)) for years in (1, 3, 5)])
    stage = second_job.stages.first()
    second = Application.objects.bulk_create(
        [Application(company=job.company, job=second_job, candidate=one.candidate, stage=stage) for one in first]
    )
    for each in (job, second_job):
        scoring.score_job(each.pk)
    return first, second


def versions(job):
    return set(Match.objects.filter(job=job).values_list("config_version", flat=True))


def scored_since(moment):
    return set(Match.objects.filter(at__gt=moment).values_list("job", "candidate"))


def test_rules_of_one_job_score_its_list_and_no_other(two_lists, job, second_job, company, recruiter, settled):
    before = timezone.now()

    with settled():
        configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_SKILLS)

    assert scored_since(before) == {(job.pk, one.candidate_id) for one in two_lists[0]}
    assert versions(job) == {configs.version_for(job).pk}


def test_the_companys_rules_score_the_lists_that_follow_them(two_lists, job, second_job, company, recruiter, admin, settled):
    with settled():
        configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_SKILLS)
    before = timezone.now()

    with settled():
        configs.save_config(company=company, actor=admin, body=HEAVY_YEARS)

    assert scored_since(before) == {(second_job.pk, one.candidate_id) for one in two_lists[1]}


def test_a_closed_job_is_left_as_it_was(two_lists, job, second_job, company, recruiter, admin, settled):
    with settled():
        close_job(job=second_job, actor=recruiter)
    before = timezone.now()

    with settled():
        configs.save_config(company=company, actor=admin, body=HEAVY_YEARS)

    assert {pair[0] for pair in scored_since(before)} == {job.pk}


def test_a_changed_person_is_scored_alone_wherever_they_run(two_lists, job, second_job, recruiter, settled):
    before, person = timezone.now(), two_lists[0][1].candidate

    with settled():
        add_fact(candidate=person, kind="skill", value={"name": "Django"}, actor=recruiter)

    assert scored_since(before) == {(job.pk, person.pk), (second_job.pk, person.pk)}


def test_a_new_job_scores_nobody_else(two_lists, company, recruiter, settled):
    before = timezone.now()

    with settled():
        open_job(job=create_job(company=company, actor=recruiter, title="Third", skills=[("Python", True, 3)]), actor=recruiter)

    assert scored_since(before) == set()


def test_a_changed_demand_scores_its_list_and_other_words_do_not(two_lists, job, recruiter, settled):
    with settled():
        change_job(job=job, actor=recruiter, location="Berlin")
    assert not Rescoring.objects.exists()

    with settled():
        change_job(job=job, actor=recruiter, min_years=9)

    run = Rescoring.objects.get()
    assert (run.job_id, run.state, run.cause, run.done, run.total) == (job.pk, "done", "job", 3, 3)


def test_it_goes_in_pieces_and_says_how_far_it_is(two_lists, small_pieces, job, company, recruiter, monkeypatch, settled):
    seen = []
    monkeypatch.setattr(rescoring, "nudge", lambda *topics: seen.append(rescoring.progress(recruiter, job)))

    with settled():
        configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_SKILLS)

    assert [one and (one["done"], one["total"]) for one in seen] == [(0, 3), (2, 3), (3, 3), None]


def test_of_two_changes_in_quick_succession_only_the_newest_is_worked_off(two_lists, job, company, recruiter, settled):
    with settled():  # both stand in the log before any handler runs
        configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_SKILLS)
        newest = configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_YEARS)

    assert versions(job) == {newest.pk}
    changed = Event.objects.about(job).filter(name="match.changed")
    assert changed.values("facts__candidate_id").distinct().count() == changed.count() <= 3


def test_a_change_while_it_runs_begins_again_with_what_holds_now(
    two_lists, small_pieces, job, company, recruiter, monkeypatch, settled
):
    scored, piece = [], rescoring._piece

    def one_piece(run, rules):
        more = piece(run, rules)
        scored.append(rules.version.number)
        if len(scored) == 1:
            configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_YEARS)
            rescoring.ask([job.pk], cause="rules")
        return more

    monkeypatch.setattr(rescoring, "_piece", one_piece)
    with settled():
        configs.save_config(company=company, job=job, actor=recruiter, body=HEAVY_SKILLS)

    assert versions(job) == {configs.version_for(job).pk}
    assert scored[0] == 1 and set(scored[1:]) == {2}


def test_a_task_that_comes_while_another_is_at_it_does_nothing(two_lists, job):
    rescoring.ask([job.pk], cause="rules")
    Rescoring.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    before = timezone.now()

    rescoring.go_on(job.pk)

    assert scored_since(before) == set()


def test_after_a_crash_it_goes_on_where_it_was(two_lists, small_pieces, job, company, recruiter, monkeypatch, settled):
    piece, died = scoring.score_piece, []

    def dies_once(rules, ids, **more):
        piece(rules, ids, **more)
        if len(ids) == 1 and not died:
            died.append(ids)
            raise MemoryError

    monkeypatch.setattr(scoring, "score_piece", dies_once)
    rescoring.ask([job.pk], cause="rules")
    with pytest.raises(MemoryError):
        rescoring.go_on(job.pk)
    run = Rescoring.objects.get()
    assert (run.state, run.done) == ("running", 2) and rescoring.left_behind() == []
    before = timezone.now()

    Rescoring.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert rescoring.left_behind() == [job.pk]
    rescoring.go_on(job.pk)

    assert scored_since(before) == {(job.pk, max(two_lists[0], key=lambda one: one.pk).candidate_id)}
    assert Rescoring.objects.get().state == "done" and rescoring.left_behind() == []


def test_a_start_takes_up_what_the_process_before_was_at(two_lists, job):
    rescoring.ask([job.pk], cause="rules")
    Rescoring.objects.update(state="running", leased_until=timezone.now() + timedelta(minutes=1))

    assert rescoring.left_behind() == []
    assert rescoring.left_behind(before=timezone.now()) == [job.pk]


def test_one_that_always_fails_is_not_tried_for_ever(two_lists, job):
    rescoring.ask([job.pk], cause="rules")
    Rescoring.objects.update(tries=rescoring.MOST_TRIES, asked_at=timezone.now() - timedelta(hours=1))

    assert rescoring.left_behind() == []


def test_who_leads_after_a_whole_list_is_told_once_at_the_end(crowd, small_pieces, job, company, recruiter, settled):
    skilled, seasoned, _other = crowd([a_row(["python", "django", "docker"], 0.2), a_row(["python"], 9.0), a_row([], 0.1)])
    with settled():
        configs.save_config(company=company, job=job, actor=recruiter, body={**HEAVY_SKILLS, "text_share": 0, "work_share": 0})
    with settled():
        configs.save_config(company=company, job=job, actor=recruiter, body={**HEAVY_YEARS, "text_share": 0, "work_share": 0})

    best = [row.facts for row in Event.objects.about(job).filter(name="match.best")]
    assert [(one["application_id"], one["before_id"]) for one in best] == [
        (str(skilled.pk), ""),
        (str(seasoned.pk), str(skilled.pk)),
    ]
