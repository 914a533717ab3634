"""An experiment's life: draft, shadow, split, stop, choice; who gets which arm, and that the arm's rules score them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Event
from jobs.models import Application, Source
from jobs.services import applications as acts
from jobs.services.candidates import create_candidate
from jobs.services.jobs import change_job, close_job
from jobs.services.merge import merge_candidates
from matching.engine import ScoringConfig as Rules
from matching.models import Enrolment, Experiment, Match
from matching.services import arms, configs, experiments
from matching.services.scoring import explain_match, score_job
from tests.matching.cast import a_row, an_experiment

VETERAN = a_row(["docker"], 12.0)  # much by B's years, little by A's skills


def names(subject):
    return [row.name for row in Event.objects.about(subject)]


def test_a_draft_keeps_bs_rules_as_a_version_that_is_not_in_force(job, recruiter, company, default_rules):
    experiment = an_experiment(job, recruiter, name="  Years   first ")

    assert (experiment.name, experiment.state, experiment.needed) == ("Years first", "draft", 455)
    assert experiment.version_b.config == job.scoring_config and job.scoring_config.current is None
    assert configs.version_for(job) == default_rules
    assert names(experiment) == ["experiment.created"]


def test_an_earlier_version_can_be_b(job, recruiter, company, own_rules):
    configs.save_config(company=company, job=job, actor=recruiter, body=Rules(cap=90).to_dict())

    experiment = experiments.create_experiment(job=job, actor=recruiter, name="Back", version=own_rules, rate=0.3, difference=0.1)

    assert experiment.version_b == own_rules and own_rules.config.versions.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"difference": 0.001}, "difference"),
        ({"rate": 0.0}, "rate"),
        ({"rate": 0.95}, "rate"),
        ({"interview_days": 0}, "interview_days"),
        ({"hire_days": 400}, "hire_days"),
        ({"ends_on": timezone.localdate()}, "ends_on"),
        ({"body": Rules().to_dict()}, "rules"),
        ({"body": {"weights": {"skills": 90, "experience": 20, "education": 10}}}, "weights"),
        ({"body": {"nonsense": 1}}, "rules"),
        ({"body": [1]}, "rules"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_at_its_field(job, recruiter, changes, field):
    with pytest.raises((experiments.ExperimentRefused, configs.ConfigRefused)) as refused:
        an_experiment(job, recruiter, **changes)
    assert refused.value.field == field and not Experiment.objects.exists()


def test_only_those_who_configure_scoring(experiment, viewer, interviewer):
    for member in (viewer, interviewer):
        for act in (
            lambda: experiments.begin_shadow(experiment=experiment, actor=member),  # noqa: B023
            lambda: experiments.start(experiment=experiment, actor=member, informed=True),  # noqa: B023
            lambda: experiments.stop(experiment=experiment, actor=member),  # noqa: B023
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_in_shadow_both_score_everybody_and_only_a_counts(
    experiment, recruiter, crowd, comes, default_rules, django_capture_on_commit_callbacks
):
    [running] = crowd([a_row(["python", "django"], 2.0)])
    with django_capture_on_commit_callbacks(execute=True):
        experiments.begin_shadow(experiment=experiment, actor=recruiter)
    newcomer = comes(experiment.job, VETERAN)

    assert names(experiment) == ["experiment.created", "experiment.shadowed"]
    rows = {row.application_id: row for row in experiment.enrolments.all()}
    assert set(rows) == {running.pk, newcomer.pk} and {row.arm for row in rows.values()} == {""}
    for application in (running, newcomer):
        application.refresh_from_db()
        match = Match.objects.get(candidate=application.candidate_id)
        assert match.config_version == default_rules and application.match_score == match.score == rows[application.pk].score_a
    assert rows[newcomer.pk].score_b > rows[newcomer.pk].score_a
    assert not Event.objects.filter(name="experiment.assigned").exists()


def test_in_the_split_each_newcomer_is_scored_by_the_rules_of_their_arm(running, comes, default_rules):
    people = [comes(running.job, VETERAN) for _ in range(8)]

    rows = {row.application_id: row for row in running.enrolments.all()}
    assert sorted(row.arm for row in rows.values()) == ["a"] * 4 + ["b"] * 4
    for application in Application.objects.filter(pk__in=[one.pk for one in people]):
        row, match = rows[application.pk], Match.objects.get(candidate=application.candidate_id)
        assert match.config_version == (default_rules if row.arm == "a" else running.version_b)
        assert application.match_score == match.score == (row.score_a if row.arm == "a" else row.score_b)
        assert explain_match(match).total == match.score
        [event] = Event.objects.about(application).filter(name="experiment.assigned")
        assert event.facts == {"experiment_id": str(running.pk), "application_id": str(application.pk), "arm": row.arm}
    assert len({(row.score_a, row.score_b) for row in rows.values()}) == 1


def test_who_applied_before_the_start_stays_with_the_rules_in_force(experiment, recruiter, crowd, comes, default_rules):
    [early] = crowd([VETERAN])
    experiments.start(experiment=experiment, actor=recruiter, informed=True)

    score_job(experiment.job_id)

    assert Match.objects.get(candidate=early.candidate_id).config_version == default_rules
    assert not experiment.enrolments.exists()


def test_the_arm_is_kept_when_facts_change_and_when_the_job_does(running, comes, recruiter, django_capture_on_commit_callbacks):
    applications = [comes(running.job, VETERAN) for _ in range(4)]
    before = dict(running.enrolments.values_list("application_id", "arm"))

    with django_capture_on_commit_callbacks(execute=True):
        change_job(job=running.job, actor=recruiter, min_years=5)
    score_job(running.job_id)

    assert dict(running.enrolments.values_list("application_id", "arm")) == before
    for one in applications:
        match = Match.objects.get(candidate=one.candidate_id)
        assert match.config_version == (running.version_b if before[one.pk] == "b" else running.version_a)
        assert match.job_facts["min_years"] == 5, "both arms follow what the job asks for"


def test_a_rejection_taken_back_and_a_second_application_keep_the_arm(
    running, comes, recruiter, django_capture_on_commit_callbacks, reason
):
    application = comes(running.job, VETERAN)
    arm = application.enrolments.get().arm
    acts.reject(application=application, actor=recruiter, reason=reason)
    with django_capture_on_commit_callbacks(execute=True):
        acts.unreject(application=application, actor=recruiter)
    assert application.enrolments.get().arm == arm

    acts.withdraw(application=Application.objects.get(pk=application.pk), actor=recruiter)
    with django_capture_on_commit_callbacks(execute=True):
        again = acts.apply_to_job(job=running.job, candidate=application.candidate, actor=recruiter, confirmed=True)

    row = again.enrolments.get()
    assert (row.arm, row.repeat, row.number) == (arm, True, None), "the same person counts once"


def test_merging_two_people_changes_no_arm(running, comes, recruiter, django_capture_on_commit_callbacks):
    one, other = comes(running.job, VETERAN), comes(running.job, VETERAN)
    acts.withdraw(application=other, actor=recruiter)
    before = dict(running.enrolments.values_list("application_id", "arm"))

    with django_capture_on_commit_callbacks(execute=True):
        merge_candidates(kept=one.candidate, merged=other.candidate, actor=recruiter)

    assert dict(running.enrolments.values_list("application_id", "arm")) == before


def test_blocks_of_four_in_each_stratum(running, comes, company):
    sources = [
        None,
        Source.objects.create(company=company, name="Board", type="board"),
        Source.objects.create(company=company, name="Friends", type="referral"),
    ]
    for number in range(24):
        comes(running.job, source=sources[number % 3])

    for stratum in ("", "board", "referral"):
        taken = "".join(running.enrolments.filter(stratum=stratum).order_by("number").values_list("arm", flat=True))
        assert [sorted(taken[:4]), sorted(taken[4:])] == [list("aabb")] * 2
        assert taken == "".join(arms.arm_of(running.seed, stratum, number) for number in range(8)), "the seed tells it again"


def test_seeds_draw_all_orders_alike():
    drawn = ["".join(arms.arm_of(str(seed), "", number) for number in range(4)) for seed in range(6000)]
    counts = {order: drawn.count(order) for order in set(drawn)}
    assert len(counts) == 6 and all(880 <= count <= 1120 for count in counts.values())


def test_an_import_that_tells_of_the_past_takes_no_part(running, recruiter, company):
    person = create_candidate(company=company, actor=recruiter, name="Long ago")
    acts.apply_to_job(job=running.job, candidate=person, actor=recruiter, applied_at=timezone.now() - timedelta(days=30))

    score_job(running.job_id)

    assert not running.enrolments.exists()


def test_nobody_changes_the_rules_under_a_running_experiment(running, company, recruiter, default_rules):
    with pytest.raises(configs.ConfigRefused, match="runs on this job") as refused:
        configs.save_config(company=company, job=running.job, actor=recruiter, body=Rules(cap=90).to_dict())
    assert (refused.value.code, refused.value.conflict) == ("experiment_running", True)
    with pytest.raises(configs.ConfigRefused, match="runs on this job"):
        configs.follow_company(job=running.job, actor=recruiter)

    configs.save_config(company=company, actor=recruiter, body=Rules(cap=90).to_dict())
    assert configs.version_for(running.job) == default_rules, "the company's new rules reach this job after the experiment"
    experiments.stop(experiment=running, actor=recruiter)
    assert configs.version_for(running.job).body["cap"] == 90


def test_in_shadow_the_rules_may_change(experiment, company, recruiter):
    experiments.begin_shadow(experiment=experiment, actor=recruiter)
    new = configs.save_config(company=company, job=experiment.job, actor=recruiter, body=Rules(cap=90).to_dict())
    assert experiments.start(experiment=experiment, actor=recruiter, informed=True).version_a == new


def test_a_live_split_needs_the_word_that_applicants_are_told(experiment, recruiter):
    with pytest.raises(experiments.ExperimentRefused) as refused:
        experiments.start(experiment=experiment, actor=recruiter, informed=False)
    assert refused.value.field == "informed"
    experiments.start(experiment=experiment, actor=recruiter, informed=True)
    assert Event.objects.about(experiment).last().facts["informed"] is True


def test_one_at_a_time_on_a_job(running, recruiter):
    other = an_experiment(running.job, recruiter, name="Second")
    for act in (
        lambda: experiments.begin_shadow(experiment=other, actor=recruiter),
        lambda: experiments.start(experiment=other, actor=recruiter, informed=True),
    ):
        with pytest.raises(experiments.ExperimentRefused) as refused:
            act()
        assert refused.value.code == "another_runs" and refused.value.conflict
    with pytest.raises(IntegrityError), transaction.atomic():
        Experiment.objects.filter(pk=other.pk).update(state="shadow")


def test_a_closed_job_starts_none(experiment, recruiter):
    close_job(job=experiment.job, actor=recruiter)
    with pytest.raises(experiments.ExperimentRefused, match="closed"):
        experiments.start(experiment=experiment, actor=recruiter, informed=True)
    experiment.job.refresh_from_db()
    with pytest.raises(experiments.ExperimentRefused, match="Nobody can apply"):
        an_experiment(experiment.job, recruiter, name="Late")


def test_after_the_stop_the_rules_in_force_score_everybody(
    running, comes, recruiter, default_rules, django_capture_on_commit_callbacks
):
    for _ in range(4):
        comes(running.job, VETERAN)
    with django_capture_on_commit_callbacks(execute=True):
        experiments.stop(experiment=running, actor=recruiter)

    assert set(Match.objects.values_list("config_version", flat=True)) == {default_rules.pk}
    assert len(set(Application.objects.values_list("match_score", flat=True))) == 1
    comes(running.job, VETERAN)
    assert running.enrolments.count() == 4


def test_choosing_b_makes_its_rules_the_jobs_and_scores_everybody_by_them(
    running, comes, recruiter, django_capture_on_commit_callbacks
):
    for _ in range(4):
        comes(running.job, VETERAN)
    with django_capture_on_commit_callbacks(execute=True):
        decided = experiments.choose(experiment=running, actor=recruiter, arm="b")

    version = configs.version_for(running.job)
    assert (decided.state, decided.winner) == ("decided", "b") and decided.stopped_at == decided.decided_at
    assert (
        version.config == running.job.scoring_config and version.body == running.version_b.body and version != running.version_b
    )
    assert set(Match.objects.values_list("config_version", flat=True)) == {version.pk}
    assert names(experiment := decided)[-1] == "experiment.decided" and "scoring.changed" in names(running.job.scoring_config)
    assert Event.objects.about(experiment).last().facts["winner"] == "b"


def test_choosing_a_leaves_the_rules_as_they_were(running, comes, recruiter, default_rules, django_capture_on_commit_callbacks):
    for _ in range(4):
        comes(running.job, VETERAN)
    experiments.stop(experiment=running, actor=recruiter)
    with django_capture_on_commit_callbacks(execute=True):
        experiments.choose(experiment=running, actor=recruiter, arm="a")

    assert configs.version_for(running.job) == default_rules and set(Match.objects.values_list("config_version", flat=True)) == {
        default_rules.pk
    }


def test_acts_out_of_turn_are_refused(experiment, recruiter):
    with pytest.raises(experiments.ExperimentRefused, match="state") as refused:
        experiments.choose(experiment=experiment, actor=recruiter, arm="b")
    assert refused.value.code == "wrong_state"
    experiments.stop(experiment=experiment, actor=recruiter)
    with pytest.raises(experiments.ExperimentRefused, match="never ran"):
        experiments.choose(experiment=experiment, actor=recruiter, arm="b")
    for act in (experiments.begin_shadow, experiments.stop):
        with pytest.raises(experiments.ExperimentRefused, match="state"):
            act(experiment=experiment, actor=recruiter)


def test_erasing_a_person_leaves_the_row_without_them(running, comes):
    application = comes(running.job, VETERAN)
    application.candidate.delete()
    assert running.enrolments.get().application is None


def test_the_database_holds_what_must_be_true(running):
    for wrong in ({"rate": 0.95, "difference": 0.1}, {"interview_days": 0}, {"winner": "a"}, {"seed": ""}, {"state": "decided"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Experiment.objects.filter(pk=running.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(experiment=running, arm="a")
