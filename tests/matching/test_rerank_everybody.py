"""A list of everybody whom a company knows follows unsaved rules: files and fresh rows as one list, ranks by counting, nobody who is gone."""

import random

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as some

from jobs.models import Application, Candidate
from jobs.services.candidates import create_candidate, delete_candidate
from jobs.services.merge import merge_candidates, undo_merge
from matching.engine import FeatureTable, Row, Similarity
from matching.engine.score import Scores, top
from matching.models import CandidateFeatures, KnockoutWaiver
from matching.services import configs, people, pool, rerank
from matching.services.facts import add_fact
from matching.services.features import taxonomy_of
from tests.matching.cast import a_row
from tests.matching.forms import fields_of

WEIGHTS = {"skills": 20, "experience": 80, "education": 0}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    yield
    pool.POOLS.clear()


@pytest.fixture
def known(company):
    """known([row, …]): people whom the company knows and who applied nowhere."""

    def add(rows, first=0):
        people = Candidate.objects.bulk_create(
            [Candidate(company=company, name=f"Known {place:04d}") for place in range(first, first + len(rows))]
        )
        CandidateFeatures.objects.bulk_create(
            [CandidateFeatures(candidate=one, company=company, row=row) for one, row in zip(people, rows, strict=True)]
        )
        return people

    return add


def under(job, member, **changes):
    version = configs.version_for(job)
    everybody = pool.everybody(job, taxonomy_of(job.company_id))
    return rerank.rerank(everybody, version, version.body | changes, member)


def rows(count):
    pick = random.Random(5)
    return [
        a_row(pick.sample(["python", "django", "docker", "sql"], pick.randint(1, 4)), pick.choice([0.5, 1.0, 3.0, 9.0]))
        for _ in range(count)
    ]


def shown(effect):
    return [(one.name, one.rank, one.old_rank, round(one.score, 2), one.why) for one in effect.rows]


def test_applicants_are_among_everybody_and_link_to_their_application(crowd, known, job, recruiter):
    [application] = crowd([a_row(["python", "django", "docker"])])
    [other] = known([a_row(["python"])])

    effect = under(job, recruiter)

    assert [one.url for one in effect.rows] == [
        reverse("jobs:application", args=[application.pk]),
        reverse("jobs:candidate", args=[other.pk]),
    ]


def test_the_same_people_give_the_same_list_as_applicants_and_as_everybody(crowd, job, recruiter):
    crowd(rows(60))
    version = configs.version_for(job)
    body = version.body | {"weights": WEIGHTS, "knockouts": [{"kind": "minimum_years", "value": 1}]}

    one = rerank.rerank(people.applicants(job, taxonomy_of(job.company_id)), version, body, recruiter)
    two = rerank.rerank(pool.everybody(job, taxonomy_of(job.company_id)), version, body, recruiter)

    assert shown(one) == shown(two) and len(one.rows) == 20
    assert [vars(place) for place in one.knocked] == [vars(place) for place in two.knocked] and one.knocked
    assert (one.count, one.changed, one.freed, one.knocked_count, one.knocked_more) == (
        two.count,
        two.changed,
        two.freed,
        two.knocked_count,
        two.knocked_more,
    )


def test_files_and_fresh_rows_are_one_list(known, job, recruiter):
    """The list is the same whether all lie in the files, or some were changed or added since."""
    before = known(rows(60))
    pool.make(job.company_id)
    under(job, recruiter)
    strong = a_row(["python", "django", "docker"], 9.0, "master", flags=2)
    CandidateFeatures.objects.filter(candidate=before[7]).update(row=strong, version=2)
    known([strong, a_row(["cobol"], 0.1)], first=60)

    mixed = under(job, recruiter, weights=WEIGHTS, min_years=4)
    pool.make(job.company_id)
    pool.POOLS.clear()
    whole = under(job, recruiter, weights=WEIGHTS, min_years=4)

    assert shown(mixed) == shown(whole)
    assert {"Known 0007", "Known 0060"} <= {one.name for one in mixed.rows}, (
        "who was changed and who came since are as they are now"
    )
    assert (mixed.count, mixed.changed) == (whole.count, whole.changed) == (62, mixed.changed)


def test_ranks_are_those_of_everybody(known, job, recruiter):
    known(rows(300))
    everybody = pool.everybody(job, taxonomy_of(job.company_id))
    effect = under(job, recruiter, weights=WEIGHTS, min_years=4)

    ticks = everybody.places(everybody.compiled(configs.version_for(job).body))[0]
    order = {int(row): rank for rank, row in enumerate(np.lexsort((np.arange(300), -ticks)), 1)}
    assert {one.name: one.old_rank for one in effect.rows} == {one.name: order[int(one.name.split()[1])] for one in effect.rows}
    assert {one.rank for one in effect.rows} == set(range(1, 21)) and effect.left


@settings(max_examples=60, deadline=None)
@given(some.lists(some.integers(-2, 4), min_size=1, max_size=30), some.lists(some.booleans(), min_size=30, max_size=30))
def test_two_tables_rank_as_one_would(ticks, fresh):
    """However people lie in the files and beside them: the best, their order and everybody's rank are those of one table."""
    whole = FeatureTable.build([Row(number) for number in range(len(ticks))])
    held, places = [], []
    for wanted in (False, True):
        ids = [number for number in range(len(ticks)) if fresh[number] is wanted]
        held.append(people.Held(FeatureTable.build([Row(number) for number in ids])))
        places.append(np.array([ticks[number] for number in ids], np.int32))
    both = people.People(None, None, None, held, [one.hidden for one in held])
    array = np.array(ticks, np.int32)

    best = both.best(places, 5)

    order = top(Scores(None, array < 0, array), len(ticks)).tolist()
    assert both.ids(best) == whole.ids[order[:5]].tolist()
    spots = [(table, row) for table, one in enumerate(held) for row in range(len(one.table))]
    ranks = {both.ids([spot])[0]: both.rank(places, spot) for spot in spots}
    assert ranks == {number: order.index(number) + 1 if ticks[number] >= 0 else None for number in range(len(ticks))}


def test_who_is_gone_or_merged_leaves_no_gap(known, job, recruiter, admin):
    found = known([a_row(["python", "django", "docker"])] * 30)
    pool.make(job.company_id)
    under(job, recruiter)
    delete_candidate(candidate=found[0], actor=admin)
    Candidate.objects.filter(pk=found[1].pk).update(merged_into=found[2])

    effect = under(job, recruiter)

    assert [one.name for one in effect.rows] == [f"Known {number:04d}" for number in range(2, 22)]
    assert [one.rank for one in effect.rows] == list(range(1, 21)) and effect.count == 28


def test_who_was_merged_and_taken_apart_again_comes_back(company, job, recruiter, django_capture_on_commit_callbacks):
    kept, other = (create_candidate(company=company, actor=recruiter, name=name) for name in ("Kept", "Other"))
    with django_capture_on_commit_callbacks(execute=True):
        for one in (kept, other):
            add_fact(candidate=one, kind="skill", value={"name": "Python"}, actor=recruiter)
    under(job, recruiter)
    with django_capture_on_commit_callbacks(execute=True):
        merge = merge_candidates(kept=kept, merged=other, actor=recruiter)
    pool.make(job.company_id)
    assert [one.name for one in under(job, recruiter).rows] == ["Kept"]

    with django_capture_on_commit_callbacks(execute=True):
        undo_merge(merge=merge, actor=recruiter)

    assert [one.name for one in under(job, recruiter).rows] == ["Kept", "Other"]


def test_nobody_of_another_company(known, job, recruiter, stranger, their_candidate):
    CandidateFeatures.objects.create(candidate=their_candidate, company=their_candidate.company, row=a_row(["python", "django"]))
    known([a_row()])

    assert [one.name for one in under(job, recruiter).rows] == ["Known 0000"]
    assert under(job, stranger).rows == []


def test_scores_under_the_rules_in_force_are_kept_until_they_change(known, job, recruiter, company):
    known(rows(5))
    everybody = pool.everybody(job, taxonomy_of(job.company_id))
    first = everybody.in_force(configs.version_for(job))[1][0]
    again = everybody.in_force(configs.version_for(job))[1][0]
    assert (first == again).all() and first is not again, "each answer may hide people in its own"
    kept = len(everybody.held[0]._scored)

    configs.save_config(company=company, job=job, actor=recruiter, body=configs.version_for(job).body | {"weights": WEIGHTS})

    assert (everybody.in_force(configs.version_for(job))[1][0] != first).any()
    assert len(everybody.held[0]._scored) == kept + 1


def test_what_a_table_remembers_is_bounded():
    held = people.Held(FeatureTable.build([Row(1)]))
    demands = [type("Demands", (), {"title": str(number), "text": ""}) for number in range(40)]
    for one in demands:
        people.remembered(held._alike, (one.title, one.text), people.TEXTS_KEPT, lambda: Similarity(None, None))

    assert len(held._alike) == people.TEXTS_KEPT


FORM = "scoring-form"


def page_of(client, job, **query):
    return client.get(reverse("matching:job_scoring", args=[job.pk]), query)


def preview(client, job, **changes):
    sent = fields_of(page_of(client, job), FORM) | changes
    return client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent, HTTP_HX_REQUEST="true")


def test_without_applicants_the_page_shows_everybody(sign_in, recruiter, job, known, crowd):
    known([a_row()])
    client = sign_in(recruiter)
    assert b"Known 0000" in page_of(client, job).content

    crowd([a_row()])

    applicants, everybody = page_of(client, job).content, page_of(client, job, people="pool").content
    assert b"Known 0000" not in applicants and b"Person 0000" in applicants
    assert b"Known 0000" in everybody and b"Person 0000" in everybody
    assert b"Known 0000" in preview(client, job, people="pool").content
    assert b"Known 0000" not in preview(client, job, people="applicants").content


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_live_answer_takes_the_same_queries_for_any_number(
    sign_in, recruiter, job, known, default_rules, count, django_assert_num_queries
):
    known(rows(count))
    client = sign_in(recruiter)
    sent = fields_of(page_of(client, job), FORM) | {"people": "pool", "weight_skills": 20, "weight_experience": 65}
    client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent, HTTP_HX_REQUEST="true")

    with django_assert_num_queries(11):
        answer = client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent, HTTP_HX_REQUEST="true")

    assert answer.content.count(b"data-flip-id=") == min(count, 20)


def test_a_pool_that_is_being_made_says_so_and_is_asked_for_again(sign_in, recruiter, job, known, monkeypatch):
    known(rows(3))
    monkeypatch.setattr(pool, "SMALL", 1)
    client = sign_in(recruiter)

    waiting, there = page_of(client, job).content, page_of(client, job).content

    assert b"data-again" in waiting and b"data-flip-id=" not in waiting
    assert b"data-again" not in there and b"data-flip-id=" in there


def test_one_answer_at_a_time_for_each_member(sign_in, recruiter, job, known, monkeypatch):
    known([a_row()])
    client, inside = sign_in(recruiter), []
    real = rerank.rerank

    def slow(*given):
        monkeypatch.setattr(rerank, "rerank", real)
        inside.append(preview(client, job))  # asked while the first is worked on
        return real(*given)

    sent = fields_of(page_of(client, job), FORM)
    monkeypatch.setattr(rerank, "rerank", slow)
    first = client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent, HTTP_HX_REQUEST="true")

    assert (inside[0].status_code, inside[0]["Retry-After"], first.status_code) == (429, "1", 200)
    assert preview(client, job).status_code == 200, "and the next one is answered again"


def test_a_failed_answer_locks_nobody_out(sign_in, recruiter, job, known, monkeypatch):
    known([a_row()])
    client, real = sign_in(recruiter), rerank.rerank
    sent = fields_of(page_of(client, job), FORM)

    def broken(*given):
        monkeypatch.setattr(rerank, "rerank", real)
        raise ZeroDivisionError

    monkeypatch.setattr(rerank, "rerank", broken)
    with pytest.raises(ZeroDivisionError):
        client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent, HTTP_HX_REQUEST="true")
    assert preview(client, job).status_code == 200


@pytest.fixture
def open_job(job):
    job.status = "open"
    job.save(update_fields=["status"])
    return job


def test_the_companys_page_shows_the_effect_on_a_job_that_follows(sign_in, admin, recruiter, company, open_job, crowd):
    from jobs.services.jobs import create_job

    crowd([a_row(years=0.2), a_row(["cobol"], 9.0)])
    other = create_job(company=company, actor=recruiter, title="Second job")
    other.status = "open"
    other.save(update_fields=["status"])
    client, address = sign_in(admin), reverse("matching:scoring")

    newest, chosen = client.get(address), client.get(address, {"job": open_job.pk, "people": "applicants"})

    assert newest.context["shown_job"] == other and b"Second job" in newest.content
    assert chosen.context["shown_job"] == open_job and b"Person 0000" in chosen.content
    sent = fields_of(chosen, FORM) | {
        "job": str(open_job.pk),
        "weight_skills": 0,
        "weight_experience": 100,
        "weight_education": 0,
    }
    live = client.post(reverse("matching:scoring_preview"), sent, HTTP_HX_REQUEST="true")
    assert live.status_code == 200 and b"2 people here stand elsewhere" in live.content

    configs.save_config(company=company, job=open_job, actor=recruiter, body=configs.version_for(open_job).body)
    assert open_job not in client.get(address, {"job": open_job.pk}).context["desk"].jobs, (
        "a job with rules of its own does not follow"
    )
    assert client.get(address, {"job": open_job.pk}).context["shown_job"] == other


def test_the_companys_page_hides_confidential_jobs_and_says_when_none_follows(sign_in, members, admin, open_job, job):
    open_job.confidential = True
    open_job.save(update_fields=["confidential"])
    client = sign_in(admin)

    page = client.get(reverse("matching:scoring"), {"job": open_job.pk})

    assert page.context["shown_job"] is None and b"No open job follows these rules" in page.content


@pytest.mark.parametrize("count", [1, 3])
def test_the_companys_live_answer_takes_the_same_queries(
    sign_in, admin, open_job, crowd, default_rules, count, django_assert_num_queries
):
    crowd([a_row(years=float(place)) for place in range(count)])
    client = sign_in(admin)
    sent = fields_of(client.get(reverse("matching:scoring")), FORM) | {"job": str(open_job.pk), "people": "applicants"}
    client.post(reverse("matching:scoring_preview"), sent, HTTP_HX_REQUEST="true")

    with django_assert_num_queries(9):
        answer = client.post(reverse("matching:scoring_preview"), sent, HTTP_HX_REQUEST="true")

    assert answer.content.count(b"data-flip-id=") == count


def test_anybody_can_be_held_against_both_rules(sign_in, recruiter, job, known, crowd):
    crowd([a_row()])
    [other] = known([a_row(["python"], 1.0)])

    answer = preview(sign_in(recruiter), job, compare=str(other.pk), weight_skills=80, weight_experience=5, min_years=4)

    old, new = answer.context["told"]
    assert b"Known 0000" in answer.content and sum(pair.gap for pair in answer.context["pairs"]) == new.total - old.total != 0
    assert not Application.objects.filter(candidate=other).exists()


def test_who_was_excused_from_a_rule_is_ranked_on_this_job_among_everybody_too(crowd, job, recruiter, company):
    strict = {"knockouts": [{"kind": "minimum_years", "value": 5}]}
    version = configs.save_config(company=company, job=job, actor=recruiter, body=configs.version_for(job).body | strict)
    excused, _other = crowd([a_row(years=1.0), a_row(years=2.0)])
    pool.make(job.company_id)
    KnockoutWaiver.objects.create(company=company, application=excused, rules=strict["knockouts"], by=recruiter)

    one = rerank.rerank(people.applicants(job, taxonomy_of(job.company_id)), version, version.body, recruiter)
    two = under(job, recruiter)

    assert [place.name for place in two.rows] == ["Person 0000"] == [place.name for place in one.rows]
    assert (two.count, two.knocked_count) == (2, 1)
