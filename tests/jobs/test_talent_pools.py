"""People are kept in mind in named pools: put in and taken out alone or in bulk, undone, seen by whom they concern."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from jobs.models import Candidate, PoolPlace, TalentPool
from jobs.services import bulk, pools
from jobs.services.applications import apply_to_job, reject
from jobs.services.candidates import create_candidate
from jobs.services.jobs import create_job, open_job
from jobs.services.merge import merge_candidates, undo_merge
from tests.conftest import OURS


@pytest.fixture
def pool(company, recruiter):
    return pools.save_pool(pool=TalentPool(company=company), actor=recruiter, name="Next spring")


@pytest.fixture
def people(company, recruiter):
    return [create_candidate(company=company, actor=recruiter, name=f"Person {number}") for number in range(3)]


def of(*rows):
    return Candidate.objects.filter(pk__in=[row.pk for row in rows])


def inside(pool, member):
    return set(PoolPlace.objects.visible_to(member).filter(pool=pool).values_list("candidate__name", flat=True))


def test_who_is_put_in_lies_there_once_with_who_when_and_why(pool, people, recruiter, admin):
    first = pools.keep(pool=pool, candidates=of(people[0]), actor=recruiter, why="  Nearly \n hired ")
    second = pools.keep(pool=pool, candidates=of(*people), actor=admin)

    place = PoolPlace.objects.get(candidate=people[0])
    assert (place.why, place.added_by, place.added_at) == ("Nearly hired", recruiter, first.at)
    assert (first.people, set(second.people)) == ([people[0].pk], {people[1].pk, people[2].pk})
    told = Event.objects.about(people[0]).filter(name="pool.person_added")
    assert [(row.member, row.facts) for row in told] == [
        (recruiter, {"pool_id": str(pool.pk), "candidate_id": str(people[0].pk)})
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolPlace.objects.create(company=pool.company, pool=pool, candidate=people[0])


def test_what_was_done_at_one_moment_is_taken_back(pool, people, recruiter):
    put = pools.keep(pool=pool, candidates=of(*people[:2]), actor=recruiter)
    pools.undo(actor=recruiter, at=put.at)
    assert inside(pool, recruiter) == set()

    pools.keep(pool=pool, candidates=of(*people), actor=recruiter)
    out = pools.let_go(pool=pool, candidates=of(*people[1:]), actor=recruiter)
    assert inside(pool, recruiter) == {"Person 0"}
    pools.keep(pool=pool, candidates=of(people[1]), actor=recruiter, why="Asked for by name")
    back = pools.undo(actor=recruiter, at=out.at)
    assert back.people == [people[2].pk]
    assert inside(pool, recruiter) == {"Person 0", "Person 1", "Person 2"}
    with pytest.raises(pools.PoolRefused) as nothing:
        pools.undo(actor=recruiter, at=out.at)
    assert nothing.value.code == "nothing"


def test_nobody_takes_back_what_a_colleague_did_or_what_is_an_hour_old(pool, people, recruiter, admin):
    put = pools.keep(pool=pool, candidates=of(people[0]), actor=recruiter)
    with pytest.raises(pools.PoolRefused):
        pools.undo(actor=admin, at=put.at)
    old = put.at - timedelta(minutes=61)
    PoolPlace.objects.update(added_at=old)
    with pytest.raises(pools.PoolRefused) as late:
        pools.undo(actor=recruiter, at=old)
    assert late.value.code == "too_late"


def test_a_name_is_there_once(pool, company, recruiter):
    with pytest.raises(pools.PoolRefused) as refused:
        pools.save_pool(pool=TalentPool(company=company), actor=recruiter, name="next  SPRING")
    assert refused.value.code == "name_taken"


def test_a_pool_of_another_company_is_not_there(their_talent_pool, people, recruiter):
    with pytest.raises(pools.PoolRefused) as refused:
        pools.keep(pool=their_talent_pool, candidates=of(people[0]), actor=recruiter)
    assert refused.value.code == "not_found"


def test_who_is_rejected_can_be_kept_in_the_same_act_and_undone_with_it(application, pool, recruiter, reason):
    done = reject(application=application, actor=recruiter, reason=reason, pool=pool)
    assert PoolPlace.objects.get().application == application

    bulk.undo(actor=recruiter, at=done.closed_at)
    assert inside(pool, recruiter) == set()


def test_so_can_many(job, people, pool, recruiter, reason):
    runs = [apply_to_job(job=job, candidate=one, actor=recruiter) for one in people]
    pools.keep(pool=pool, candidates=of(people[2]), actor=recruiter, why="Was here before")
    rows = type(runs[0]).objects.filter(pk__in=[run.pk for run in runs])

    result = bulk.bulk_reject(applications=rows, actor=recruiter, reason=reason, pool=pool)
    assert inside(pool, recruiter) == {"Person 0", "Person 1", "Person 2"}

    bulk.undo(actor=recruiter, at=result.at)
    assert inside(pool, recruiter) == {"Person 2"}


def test_two_who_become_one_lie_in_the_pools_of_both_until_they_are_two_again(company, pool, people, recruiter):
    other = pools.save_pool(pool=TalentPool(company=company), actor=recruiter, name="Night work")
    pools.keep(pool=pool, candidates=of(*people[:2]), actor=recruiter)
    pools.keep(pool=other, candidates=of(people[1]), actor=recruiter)

    merge = merge_candidates(kept=people[0], merged=people[1], actor=recruiter)
    assert inside(pool, recruiter) == inside(other, recruiter) == {"Person 0"}

    undo_merge(merge=merge, actor=recruiter)
    assert (inside(pool, recruiter), inside(other, recruiter)) == ({"Person 0", "Person 1"}, {"Person 1"})


def test_a_pool_is_for_those_who_see_candidates_at_large(talent_pool, interviewer, viewer, stranger):
    assert not TalentPool.objects.visible_to(interviewer).exists() and not PoolPlace.objects.visible_to(interviewer).exists()
    assert not PoolPlace.objects.visible_to(stranger).exists()
    assert inside(talent_pool, viewer) == {f"Mara {OURS}"}


def test_the_page_says_consent_and_last_contact_but_nothing_of_a_job_that_one_may_not_see(
    company, admin, recruiter, sign_in, people, pool, reason
):
    secret = create_job(company=company, actor=admin, title="Secret successor", confidential=True)
    secret = open_job(job=secret, actor=admin)
    for one, days in zip(people, (-1, 10, 400), strict=True):
        Candidate.objects.filter(pk=one.pk).update(consent_until=timezone.localdate() + timedelta(days=days))
    run = apply_to_job(job=secret, candidate=people[0], actor=admin)
    reject(application=run, actor=admin, reason=reason, pool=pool)
    pools.keep(pool=pool, candidates=of(*people), actor=recruiter)
    address = reverse("jobs:pool", args=[pool.pk])

    seen, unseen = sign_in(admin).get(address).content.decode(), sign_in(recruiter).get(address).content.decode()

    assert "Secret successor" in seen and "Secret successor" not in unseen
    assert unseen.count("ran out") == 1 and unseen.count(">ends ") == 1 and "None yet" in unseen
    over = sign_in(recruiter).get(address, {"consent": "over"}).content.decode()
    assert "Person 0" in over and "Person 1" not in over and "Person 2" not in over


@pytest.mark.parametrize("count", [1, 3])
def test_a_pool_asks_the_same_of_the_database_whatever_its_length(pool, people, recruiter, sign_in, job, count):
    pools.keep(pool=pool, candidates=of(*people[:count]), actor=recruiter)
    client, address = sign_in(recruiter), reverse("jobs:pool", args=[pool.pk])
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)

    assert page.content.count(b'class="row-link') == count
    assert len(queries) == 6


def test_people_are_put_in_from_the_lists_and_taken_out_on_the_page(sign_in, recruiter, people, job):
    client = sign_in(recruiter)
    rows = [one.pk for one in people[:2]]
    dialog = client.post(reverse("jobs:candidates_keep"), {"row": rows}, headers={"HX-Request": "true"})
    assert dialog.status_code == 200 and str(rows[0]) in dialog.content.decode()

    answer = client.post(
        reverse("jobs:candidates_keep"), {"row": rows, "new": "Night work", "why": "Asked"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204 and "undo" in answer["HX-Trigger"]
    made = TalentPool.objects.get()
    assert inside(made, recruiter) == {"Person 0", "Person 1"}

    run = apply_to_job(job=job, candidate=people[2], actor=recruiter)
    client.post(reverse("jobs:applications_keep"), {"row": [run.pk], "pool": made.pk, "why": ""})
    assert PoolPlace.objects.get(candidate=people[2]).application == run

    listed = client.get(reverse("jobs:candidates"), {"pool": made.pk}).content.decode()
    assert all(one.name in listed for one in people)
    client.post(reverse("jobs:pool_let_go", args=[made.pk]) + "?q=Person+1", {"all": "1"})
    assert inside(made, recruiter) == {"Person 0", "Person 2"}


def test_nothing_is_chosen_is_said_at_the_field(sign_in, recruiter, candidate):
    answer = sign_in(recruiter).post(reverse("jobs:candidate_keep", args=[candidate.pk]), {"why": "x", "pool": "", "new": " "})
    assert answer.status_code == 422 and "Choose a pool, or name a new one." in answer.content.decode()


def test_the_api_does_the_same(sign_in, recruiter, people, application, reason):
    client = sign_in(recruiter)
    made = client.post("/api/v1/talent-pools", {"name": "Night work"}, content_type="application/json").json()
    base, body = f"/api/v1/talent-pools/{made['id']}", {"candidates": [str(one.pk) for one in people], "why": "Asked"}

    put = client.post(f"{base}/add", body, content_type="application/json").json()
    assert len(put["people"]) == 3 and client.get(base).json()["people"] == 3
    listed = client.get(f"{base}/people").json()["results"]
    assert {(row["name"], row["consent"], row["why"], row["application"]) for row in listed} == {
        (one.name, "none", "Asked", None) for one in people
    }
    client.post(f"{base}/remove", {"candidates": [str(people[0].pk)]}, content_type="application/json")
    assert len(client.get(f"{base}/people").json()["results"]) == 2
    said = {"pool": made["id"], "reason": str(reason.pk)}
    rejected = client.post(f"/api/v1/applications/{application.pk}/reject", said, content_type="application/json")
    assert rejected.status_code == 200
    newest = client.get(f"{base}/people").json()["results"][0]
    assert newest["application"] == str(application.pk)
