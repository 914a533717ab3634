"""The review lane: a rule sends people there, a person lets them back in, by name, undoably, and not for rules to come."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Event
from jobs.models import StageChange
from jobs.services.applications import reject
from matching.engine import Knockout
from matching.models import KnockoutWaiver, Match
from matching.services import configs, people, rerank, scoring, waivers
from matching.services.features import taxonomy_of
from tests.matching.cast import a_row

FIVE_YEARS = {"kind": "minimum_years", "value": 5}


@pytest.fixture
def ruled(job, company, recruiter, django_capture_on_commit_callbacks):
    """ruled(rule, …): the job's rules now have these knockouts, and everybody is scored by them."""

    def rule(*knockouts, **more):
        with django_capture_on_commit_callbacks(execute=True):
            configs.save_config(company=company, job=job, actor=recruiter, body={"knockouts": list(knockouts), **more})

    return rule


def named(application, name):
    return [row.facts for row in Event.objects.about(application).filter(name=name)]


def scored(application):
    application.refresh_from_db()
    return application, Match.objects.get(job=application.job_id, candidate=application.candidate_id)


def test_a_rule_sends_to_the_lane_with_what_is_missing_and_by_how_much(crowd, ruled):
    near, far, fine = crowd([a_row(years=4.8), a_row(years=1.0), a_row(years=6.0)])

    ruled(FIVE_YEARS)

    application, match = scored(near)
    assert application.knocked_out and application.match_score == 0
    assert match.knockouts == ["4.8 years, rule says 5."] and match.missed == [
        {**FIVE_YEARS, "gap": pytest.approx(0.033, abs=0.001)}
    ]
    assert 0 < match.earned <= 100
    assert application.missed_by < scored(far)[0].missed_by
    assert scored(fine)[0].missed_by is None and scored(fine)[1].missed == []


def test_every_knockout_is_an_event_of_its_own_without_words_of_the_person(crowd, ruled, job):
    caught, fine = crowd([a_row(["django"], years=1.0), a_row(years=9.0)])

    ruled(FIVE_YEARS, {"kind": "skill", "value": "docker"})

    version = configs.version_for(job)
    [told] = named(caught, "match.knocked_out")
    assert told == {
        "job_id": str(job.pk),
        "candidate_id": str(caught.candidate_id),
        "application_id": str(caught.pk),
        "codes": ["minimum_years", "skill:docker"],
        "config_version_id": version.pk,
        "cause": "rules",
    }
    assert [one["codes"] for one in named(fine, "match.knocked_out")] == [["skill:docker"]]


def test_what_is_lifted_is_told_and_what_stays_is_not_told_twice(crowd, ruled, job):
    [caught] = crowd([a_row(years=1.0)])
    ruled(FIVE_YEARS)

    scoring.score_job(job.pk)
    assert len(named(caught, "match.knocked_out")) == 1

    ruled()
    assert [one["codes"] for one in named(caught, "match.unknocked")] == [["minimum_years"]]
    assert not scored(caught)[0].knocked_out and scored(caught)[1].score > 0


def test_scoring_changes_no_stage_and_no_status_whatever_the_rules(crowd, ruled, job):
    people = crowd([a_row(years=float(years)) for years in range(6)])
    before = {one.pk: (one.status, one.stage_id, one.closed_at, one.rejection_reason_id, one.revision) for one in people}

    ruled(FIVE_YEARS, {"kind": "skill", "value": "docker"}, {"kind": "location", "value": {"countries": ["DE"], "cities": []}})

    now = {
        one.pk: (one.status, one.stage_id, one.closed_at, one.rejection_reason_id, one.revision) for one in job.applications.all()
    }
    assert now == before and not StageChange.objects.exists()
    assert job.applications.filter(knocked_out=True).count() == 6
    assert not Event.objects.filter(name__in=["application.rejected", "application.moved"]).exists()


def test_who_is_let_back_in_is_scored_without_the_rules_missed_then(crowd, ruled, recruiter):
    [one] = crowd([a_row(years=4.8)])
    ruled(FIVE_YEARS)

    waiver = waivers.let_back_in(application=one, actor=recruiter, note="Close enough, and a fine portfolio")

    application, match = scored(one)
    assert not application.knocked_out and application.missed_by is None
    assert application.match_score == match.score == match.earned > 0
    assert (waiver.by, waiver.rules, waiver.note) == (recruiter, [FIVE_YEARS], "Close enough, and a fine portfolio")
    assert [told["codes"] for told in named(one, "knockout.waived")] == [["minimum_years"]]
    assert named(one, "match.unknocked")[0]["cause"] == "waiver"


def test_the_score_of_who_was_let_in_replays_after_the_waiver_has_ended(crowd, ruled, recruiter):
    [one] = crowd([a_row(years=4.8)])
    ruled(FIVE_YEARS)
    waivers.let_back_in(application=one, actor=recruiter)
    _application, match = scored(one)
    assert match.waived == [FIVE_YEARS]

    waivers.take_back(application=one, actor=recruiter)

    told = scoring.explain_match(match)
    assert told.total == match.score > 0 and [miss.text for miss in told.waived] == ["4.8 years, rule says 5."]
    assert scored(one)[1].score == 0


def test_a_new_rule_knocks_out_again_and_a_softer_one_does_not(crowd, ruled, recruiter):
    [one] = crowd([a_row(years=4.8)])
    ruled(FIVE_YEARS)
    waivers.let_back_in(application=one, actor=recruiter)

    ruled({"kind": "minimum_years", "value": 4.9})
    assert not scored(one)[0].knocked_out
    ruled({"kind": "minimum_years", "value": 6})
    assert scored(one)[0].knocked_out
    ruled(FIVE_YEARS, {"kind": "skill", "value": "docker"})
    assert scored(one)[1].knockouts == ["Docker is not in the résumé, the rule asks for it."]

    waivers.let_back_in(application=one, actor=recruiter)
    assert not scored(one)[0].knocked_out


def test_taking_it_back_puts_them_into_the_lane_again_and_keeps_what_was_done(crowd, ruled, recruiter, admin):
    [one] = crowd([a_row(years=4.8)])
    ruled(FIVE_YEARS)
    waivers.let_back_in(application=one, actor=recruiter)

    waivers.take_back(application=one, actor=admin)

    waiver = KnockoutWaiver.objects.get()
    assert scored(one)[0].knocked_out and (waiver.by, waiver.ended_by) == (recruiter, admin)
    assert named(one, "knockout.restored") == [
        {
            "waiver_id": str(waiver.pk),
            "application_id": str(one.pk),
            "job_id": str(one.job_id),
            "candidate_id": str(one.candidate_id),
            "codes": ["minimum_years"],
        }
    ]
    with pytest.raises(waivers.WaiverRefused) as refusal:
        waivers.take_back(application=one, actor=admin)
    assert refusal.value.code == "nothing"


def test_many_come_in_at_once_and_those_that_need_no_help_are_named(crowd, ruled, recruiter, job, reason):
    people = crowd([a_row(years=1.0), a_row(years=2.0), a_row(years=9.0), a_row(years=3.0)])
    ruled(FIVE_YEARS)
    reject(application=people[3], actor=recruiter, reason=reason)

    result = waivers.let_many_back_in(applications=job.applications.all(), actor=recruiter)

    assert set(result.done) == {people[0].pk, people[1].pk}
    assert {one["code"] for one in result.refused} == {"not_knocked_out", "wrong_status"}
    back = waivers.take_back_moment(actor=recruiter, at=result.at)
    assert set(back.done) == set(result.done)
    assert scored(people[0])[0].knocked_out and scored(people[1])[0].knocked_out


def test_the_moment_of_a_colleague_is_not_taken_back(crowd, ruled, recruiter, admin, job):
    crowd([a_row(years=1.0)])
    ruled(FIVE_YEARS)
    result = waivers.let_many_back_in(applications=job.applications.all(), actor=recruiter)

    with pytest.raises(waivers.WaiverRefused):
        waivers.take_back_moment(actor=admin, at=result.at)

    assert KnockoutWaiver.objects.standing().exists()


@pytest.mark.parametrize("role", ["viewer", "interviewer"])
def test_who_may_not_move_people_may_not_let_them_in(crowd, ruled, members, role):
    [one] = crowd([a_row(years=1.0)])
    ruled(FIVE_YEARS)

    with pytest.raises(PermissionDenied):
        waivers.let_back_in(application=one, actor=members[role])


def test_the_live_list_of_unsaved_rules_knows_who_was_let_in(crowd, ruled, recruiter, job):
    one, other = crowd([a_row(years=4.8), a_row(years=4.0)])
    ruled(FIVE_YEARS)
    known = taxonomy_of(job.company_id)
    people.applicants(job, known)
    waivers.let_back_in(application=one, actor=recruiter)

    held = people.applicants(job, known)
    version = configs.version_for(job)
    effect = rerank.rerank(held, version, version.body, recruiter)
    stricter = rerank.rerank(held, version, {**version.body, "knockouts": [{"kind": "minimum_years", "value": 7}]}, recruiter)

    assert [place.application for place in effect.rows] == [one.pk] and effect.knocked_count == 1
    assert [place.application for place in stricter.knocked] == [one.pk]


@pytest.mark.parametrize(
    ("given", "asked", "excused"),
    [
        (Knockout("minimum_years", 5), Knockout("minimum_years", 5), True),
        (Knockout("minimum_years", 5), Knockout("minimum_years", 3), True),
        (Knockout("minimum_years", 5), Knockout("minimum_years", 6), False),
        (Knockout("skill", "python"), Knockout("skill", "python"), True),
        (Knockout("skill", "python"), Knockout("skill", "django"), False),
        (Knockout("skill", "python"), Knockout("certification", "python"), False),
        (
            Knockout("location", {"countries": ["DE", "AT"], "cities": []}),
            Knockout("location", {"countries": ["at", "de"]}),
            True,
        ),
        (Knockout("location", {"countries": ["DE"]}), Knockout("location", {"countries": ["FR"]}), False),
    ],
)
def test_a_waiver_holds_for_the_rules_of_then_and_softer_ones(given, asked, excused):
    assert given.excuses(asked) == excused


def test_who_leads_the_list_is_told_once(crowd, job, ruled):
    first, second = crowd([a_row(["python", "django"]), a_row(["python"])])
    scoring.score_job(job.pk)
    scoring.score_job(job.pk)
    best = [row.facts for row in Event.objects.about(job).filter(name="match.best")]
    assert [(one["application_id"], one["before_id"]) for one in best] == [(str(first.pk), "")]
    created = [row.facts for row in Event.objects.about(job).filter(name="match.created")]
    assert {one["application_id"]: one["rank"] for one in created} == {str(first.pk): 1, str(second.pk): 2}

    ruled({"kind": "skill", "value": "docker"})  # nobody is left to lead
    ruled()
    last = Event.objects.about(job).filter(name="match.best").last().facts
    assert (last["application_id"], last["before_id"]) == (str(first.pk), "")


def test_a_rise_is_told_beside_the_change_and_a_fall_is_not(crowd, job, ruled):
    crowd([a_row(["python", "django", "docker"], years=0.5)])
    ruled(weights={"skills": 0, "experience": 100, "education": 0}, work_share=0)

    ruled(weights={"skills": 100, "experience": 0, "education": 0}, text_share=0)
    [risen] = [row.facts for row in Event.objects.about(job).filter(name="match.improved")]
    ruled(weights={"skills": 0, "experience": 100, "education": 0}, work_share=0)

    changed = [row.facts for row in Event.objects.about(job).filter(name="match.changed")]
    assert risen.items() <= changed[0].items() and risen["cause"] == "rules" and float(risen["score"]) > float(risen["before"])
    assert [float(one["score"]) > float(one["before"]) for one in changed] == [True, False]
    assert Event.objects.filter(name="match.improved").count() == 1


def test_the_admin_shows_who_was_let_in_and_takes_it_back(crowd, ruled, recruiter, admin, sign_in):
    [one] = crowd([a_row(years=4.8)])
    ruled(FIVE_YEARS)
    waiver = waivers.let_back_in(application=one, actor=recruiter)
    client, url = sign_in(admin), "/admin/matching/knockoutwaiver/"

    page = client.get(url)
    client.post(url, {"action": "take_back", "_selected_action": [waiver.pk]})

    assert "minimum_years" in page.content.decode()
    waiver.refresh_from_db()
    assert waiver.ended_by == admin and scored(one)[0].knocked_out
