"""What an experiment counts, when, and what it makes of it in words; how two orders differ in shadow; the plan before the start."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from jobs.models import Application, StageChange
from jobs.services import applications as acts
from jobs.services.merge import merge_candidates
from matching.models import Enrolment, Experiment
from matching.services import experiment_counts, experiment_plans, experiment_results, experiments
from tests.matching.cast import a_row

DAY = timedelta(days=1)


@pytest.fixture
def stage(job):
    return {one.type: one for one in job.stages.all()}


def let_pass(experiment, days):
    """As if everything of the experiment had happened so many days earlier."""
    back = timedelta(days=days)
    experiment.started_at -= back
    experiment.save(update_fields=["started_at"])
    for row in experiment.enrolments.all():
        Enrolment.objects.filter(pk=row.pk).update(at=row.at - back)
    for change in StageChange.objects.all():
        StageChange.objects.filter(pk=change.pk).update(at=change.at - back)


def outcome(experiment):
    return {row.application_id: (row.interviewed, row.hired, row.hired_after) for row in experiment.enrolments.all()}


def test_an_application_counts_when_its_days_are_over_and_then_for_good(running, comes, stage, recruiter):
    seen, waits = comes(running.job), comes(running.job)
    acts.move_application(application=seen, to_stage=stage["interview"], actor=recruiter)

    let_pass(running, 29)
    assert experiment_counts.count(running) == 0 and outcome(running)[seen.pk] == (None, None, None)
    let_pass(running, 1)
    assert experiment_counts.count(running) == 2
    assert outcome(running) == {seen.pk: (True, None, None), waits.pk: (False, None, None)}

    acts.move_application(application=waits, to_stage=stage["interview"], actor=recruiter)
    acts.move_application(application=Application.objects.get(pk=seen.pk), to_stage=stage["applied"], actor=recruiter)
    assert experiment_counts.count(running) == 0 and outcome(running)[waits.pk][0] is False, "too late is too late in both arms"


def test_a_move_taken_back_in_time_is_none_and_who_left_stands_where_they_left(running, comes, stage, recruiter, reason):
    back, rejected, withdrawn = (comes(running.job) for _ in range(3))
    for one in (back, rejected):
        acts.move_application(application=one, to_stage=stage["interview"], actor=recruiter)
    acts.move_application(application=Application.objects.get(pk=back.pk), to_stage=stage["applied"], actor=recruiter)
    acts.reject(application=rejected, actor=recruiter, reason=reason)
    acts.withdraw(application=withdrawn, actor=recruiter)

    let_pass(running, 30)
    experiment_counts.count(running)

    assert {pk: one[0] for pk, one in outcome(running).items()} == {back.pk: False, rejected.pk: True, withdrawn.pk: False}


def test_a_hire_counts_with_its_days(running, comes, recruiter):
    hired, late = comes(running.job), comes(running.job)
    acts.hire(application=hired, actor=recruiter, at=timezone.now() + 12.5 * DAY)
    acts.hire(application=late, actor=recruiter, at=timezone.now() + 91 * DAY)

    let_pass(running, 90)
    experiment_counts.count(running)

    assert outcome(running) == {hired.pk: (True, True, 12), late.pk: (False, False, None)}


def test_two_who_turn_out_to_be_one_person_count_once(running, comes, recruiter):
    one, other = comes(running.job), comes(running.job)
    acts.withdraw(application=other, actor=recruiter)
    merge_candidates(kept=one.candidate, merged=other.candidate, actor=recruiter)

    let_pass(running, 30)
    experiment_counts.count(running)

    later = max(running.enrolments.all(), key=lambda row: row.pk)
    assert (later.repeat, later.number, later.interviewed) == (True, None, None)
    assert running.enrolments.exclude(pk=later.pk).get().interviewed is False


def test_nothing_is_counted_after_the_stop_and_a_last_day_stops_it(running, comes):
    comes(running.job)
    Experiment.objects.filter(pk=running.pk).update(ends_on=timezone.localdate())
    let_pass(running, 31)

    experiment_counts.count_all()
    running.refresh_from_db()
    assert running.state == "stopped" and outcome(running).popitem()[1][0] is False

    Enrolment.objects.update(interviewed=None)
    assert experiment_counts.count(running) == 0


def filled(experiment, pairs, days=1, hire_days=None):
    """Enrolments of counted pairs [(outcome of A, outcome of B)], one pair every `days`."""
    start = timezone.now() - timedelta(days=len(pairs) * days + 60)
    Experiment.objects.filter(pk=experiment.pk).update(started_at=start)
    experiment.refresh_from_db()
    rows = []
    for place, pair in enumerate(pairs):
        for arm, seen in zip("ab", pair, strict=True):
            rows.append(
                Enrolment(
                    experiment=experiment,
                    arm=arm,
                    stratum="",
                    number=len(rows),
                    at=start + timedelta(days=place * days),
                    interviewed=bool(seen),
                    hired=hire_days is not None and bool(seen),
                    hired_after=hire_days if hire_days is not None and seen else None,
                )
            )
    Enrolment.objects.bulk_create(rows)
    return experiment


def test_arms_difference_and_verdict_where_b_is_better(running):
    found = experiment_results.results(filled(running, [(0, 1)] * 12 + [(0, 0)] * 20 + [(1, 0)] * 2 + [(0, 1)] * 12, hire_days=9))

    a, b = found.arms
    assert (a.interview.hits, a.interview.count, b.interview.hits, b.interview.count) == (2, 46, 24, 46)
    assert b.interview.interval == pytest.approx((0.382, 0.659), abs=0.001) and b.days == (9, 9, 9) and a.days == (9, None, None)
    assert (
        (found.pairs, found.found) == (46, "b")
        and found.difference == pytest.approx(22 / 46)
        and 0 < found.lowest < found.difference < found.highest
    )
    assert len(found.history) == 46 and all(
        one["low"] <= other["low"] for one, other in zip(found.history, found.history[1:], strict=False)
    )
    said = experiment_results.verdict(running, found)
    assert (
        said.kind == "b"
        and said.text == "B brings more interviews."
        and said.more.startswith("52 % under B, 4.3 % under A; the difference lies between +")
    )


@pytest.mark.parametrize(
    ("pairs", "kind", "words"),
    [
        ([], "nothing", "Nothing has counted yet."),
        ([(0, 1), (1, 0), (0, 1)], "early", "Too early to say."),
        ([(1, 0)] * 30, "a", "A brings more interviews."),
        ([(0, 0), (1, 1), (0, 0)] * 500, "same", "No difference larger than"),
    ],
)
def test_the_verdict_in_plain_words(running, pairs, kind, words):
    said = experiment_results.verdict(running, experiment_results.results(filled(running, pairs)))
    assert said.kind == kind and said.text.startswith(words)


def test_pairs_stay_within_their_stratum_and_in_order(running):
    at = timezone.now() - 60 * DAY
    for stratum, arms in {"board": "abba", "careers": "bbb"}.items():
        for number, arm in enumerate(arms):
            Enrolment.objects.create(
                experiment=running, stratum=stratum, number=number, arm=arm, at=at + number * DAY, interviewed=number == 1
            )

    found = experiment_results.results(running)

    assert found.pairs == 2 and found.difference == 0.5, (
        "board: a0 with b1 (B better), a3 with b2 (same); careers has nobody in A"
    )


def test_what_is_found_is_told_once(running, comes):
    filled(running, [(0, 1)] * 40)
    last = comes(running.job)
    Enrolment.objects.filter(application=last).update(at=timezone.now() - 31 * DAY)

    experiment_counts.count_all()
    experiment_counts.count_all()

    running.refresh_from_db()
    assert running.found == "b" and running.found_at
    [event] = Event.objects.filter(name="experiment.found")
    assert event.facts == {"experiment_id": str(running.pk), "job_id": str(running.job_id), "found": "b"}


def test_a_level_that_one_set_of_rules_gives_to_everybody_is_said(running):
    for number in range(12):
        Enrolment.objects.create(experiment=running, arm="a", stratum="", number=number, score_a=50 + number, score_b=58 + number)
    shift = experiment_results.score_shift(running)
    assert shift == 8
    assert "B gives 8.0 points more than A" in experiment_results.cautions(running, shift)[0]
    assert not any("points more" in said for said in experiment_results.cautions(running, 1.0))


def test_two_orders_of_the_same_people(experiment, recruiter, interviewer, crowd, django_capture_on_commit_callbacks):
    crowd(
        [a_row(["python", "django", "docker"], 1.5 + place / 100) for place in range(20)]
        + [a_row(["python"], 9.0 + place) for place in range(3)]
    )
    with django_capture_on_commit_callbacks(execute=True):
        experiments.begin_shadow(experiment=experiment, actor=recruiter)
    Enrolment.objects.filter(application__candidate__name="Person 0004").update(knocked_b=True)

    found = experiment_results.orders(experiment, recruiter)

    assert (found.count, found.top, found.kept, found.unseen) == (23, 20, 17, 0)
    assert {name for _pk, name, _a, _b in found.entered} == {"Person 0020", "Person 0021", "Person 0022"}
    assert [(name, a, b) for _pk, name, a, b in found.only_b][0][0] == "Person 0004" and found.only_b[0][3] is None
    assert len(found.left) == 3 and found.correlation < 0.5
    hidden = experiment_results.orders(experiment, interviewer)
    assert hidden.entered == [] and hidden.unseen == 6 and hidden.count == 23


def past_of(job, recruiter, company, crowd, reached, count, stage, months_ago=4):
    """`count` applications some months ago, of which `reached` came to an interview."""
    applications = crowd([a_row()] * count)
    Application.objects.filter(job=job).update(applied_at=timezone.now() - timedelta(days=months_ago * 30))
    StageChange.objects.bulk_create(
        StageChange(
            application=one,
            company=company,
            to_stage=stage["interview"],
            from_stage=stage["applied"],
            to_status="active",
            cause="moved",
            at=timezone.now() - timedelta(days=months_ago * 30 - 3),
        )
        for one in applications[:reached]
    )


def test_the_rate_comes_from_the_jobs_own_past(job, recruiter, company, crowd, stage):
    past_of(job, recruiter, company, crowd, 12, 60, stage)
    past = experiment_plans.past(job, recruiter, "interview", 30)
    assert (past.rate, past.hits, past.count, past.of) == (0.2, 12, 60, "job")
    assert experiment_plans.past(job, recruiter, "hire", 90).rate is None, "nobody was hired: nothing to expect from"


def test_without_a_past_a_rate_has_to_be_assumed(job, recruiter):
    past = experiment_plans.past(job, recruiter, "interview", 30)
    assert (past.rate, past.count, past.monthly) == (None, 0, None)


def test_a_young_job_borrows_the_companys_past_but_not_that_of_jobs_that_are_hidden(job, recruiter, admin, company, crowd, stage):
    from jobs.services.jobs import create_job

    past_of(job, recruiter, company, crowd, 12, 60, stage)
    young = create_job(company=company, actor=admin, title="Young")
    assert experiment_plans.past(young, admin, "interview", 30).rate == 0.2
    job.confidential = True
    job.save()
    assert experiment_plans.past(young, admin, "interview", 30).count == 0


def test_the_inflow_of_the_job_else_of_an_open_job_of_the_company(job, recruiter, crowd):
    crowd([a_row()] * 30)
    past = experiment_plans.past(job, recruiter, "interview", 30)
    assert past.monthly_of == "company" and past.monthly == pytest.approx(30 * 30.4 / 90)
    job.opened_at = timezone.now() - 60 * DAY
    past = experiment_plans.past(job, recruiter, "interview", 30)
    assert past.monthly_of == "job" and past.monthly == pytest.approx(30 * 30.4 / 60)


def test_how_long_it_takes_in_words():
    plan = experiment_plans.plan(rate=0.05, difference=0.05, days=90, monthly=60, metric="hire")
    assert (plan.size.once, plan.size.anytime) == (435, 674)
    assert plan.text == "At 60 applications and 3.0 hires a month: 25 months."
    assert "not known" in experiment_plans.plan(rate=0.2, difference=0.1, days=30, monthly=None, metric="interview").text
    assert [experiment_plans.in_words(months) for months in (0.1, 1, 3.2, 70, 500)] == [
        "1 week",
        "4 weeks",
        "3 months",
        "about 6 years",
        "more than ten years",
    ]
