"""For any two people it can be said why one stands above the other: line by line, on a page and by API, for those who may see both."""

from decimal import Decimal

import pytest
from django.urls import reverse

from matching.engine import ScoringConfig as Rules
from matching.services import comparing, configs
from matching.services.features import taxonomy_of
from matching.services.people import applicants
from tests.matching.cast import a_row


@pytest.fixture
def two(crowd):
    """The stronger, the weaker."""
    strong, weak = crowd([a_row(["python", "django", "docker"], 2.0), a_row(["python"], 9.0)])
    return strong.candidate, weak.candidate


def standing(job, people):
    return comparing.standing(people, job, configs.rules_of(job).body, taxonomy_of(job.company_id))


def test_the_gaps_of_the_lines_sum_to_the_gap_of_the_scores(job, two):
    found = standing(job, two[::-1])

    assert (found.upper[0], found.lower[0], found.tied) == (*two, False)
    assert sum(pair.gap for pair in found.pairs) == found.gap == found.upper[1].total - found.lower[1].total > 0
    assert [pair.label for pair in found.ahead][:1] == ["Django"] and all(pair.gap > 0 for pair in found.ahead)
    assert all(pair.gap < 0 for pair in found.behind)


def test_the_upper_one_is_the_one_who_is_listed_first(job, crowd, recruiter):
    """The comparison and the list never disagree, whatever two are taken."""
    rows = [
        a_row(["python", "django", "docker"][: 1 + n % 3], 1.0 + n % 4, ["associate", "bachelor", "master"][n % 3], flags=n % 4)
        for n in range(8)
    ]
    people = [one.candidate for one in crowd(rows)]
    held = applicants(job, taxonomy_of(job.company_id))
    places = held.places(held.compiled(configs.rules_of(job).body))
    listed = [people[row] for _table, row in held.best(places, 8)]

    for first in range(8):
        for second in range(first + 1, 8):
            assert standing(job, [listed[second], listed[first]]).upper[0] == listed[first]


def test_equal_scores_say_so(job, crowd):
    one, two = (row.candidate for row in crowd([a_row(), a_row()]))

    found = standing(job, [two, one])

    assert found.tied and found.upper[0] == one and found.gap == 0 and found.ahead == found.behind == []


def test_who_misses_a_must_have_stands_below(job, company, recruiter, two):
    configs.save_config(
        company=company, job=job, actor=recruiter, body=Rules().to_dict() | {"knockouts": [{"kind": "minimum_years", "value": 5}]}
    )

    found = standing(job, two)

    assert found.upper[0] == two[1] and found.lower[1].reasons == ["2.0 years, rule says 5."]
    assert sum(pair.gap for pair in found.pairs) == found.gap


def test_of_whom_nothing_is_read_there_is_nothing_to_compare(job, crowd, sign_in, recruiter):
    nothing = a_row(None or [], None, None) | {"skills": None}
    one, two = (row.candidate for row in crowd([a_row(), nothing]))

    assert standing(job, [one, two]) is None
    page = sign_in(recruiter).get(reverse("matching:job_compare", args=[job.pk]), {"candidates": [one.pk, two.pk]})
    answer = sign_in(recruiter).get(f"/api/v1/jobs/{job.pk}/compare?candidates={one.pk},{two.pk}")
    assert b"nothing is read so far" in page.content
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_read")


def test_the_page_says_why(job, two, sign_in, recruiter, django_assert_num_queries):
    client, address = sign_in(recruiter), reverse("matching:job_compare", args=[job.pk])
    client.get(address, {"candidates": [one.pk for one in two]})

    with django_assert_num_queries(15):
        page = client.get(address, {"candidates": [one.pk for one in two]}).content.decode()

    assert "Person 0000 stands above Person 0001" in page and "Django" in page
    assert page.index("Person 0000") < page.index("Person 0001")
    assert str(standing(job, two).gap) in page


def test_the_page_finds_the_second_one(job, two, candidate, sign_in, recruiter):
    client, address = sign_in(recruiter), reverse("matching:job_compare", args=[job.pk])

    empty, one = client.get(address), client.get(address, {"candidates": two[0].pk, "q": candidate.name.split()[0]})

    assert b"Choose two people" in empty.content
    assert f"candidates={two[0].pk}&amp;candidates={candidate.pk}".encode() in one.content
    assert b"Nobody whom you may see" in client.get(address, {"q": "zzqqxx"}).content


def test_people_are_found_while_one_types(sign_in, recruiter, interviewer, stranger, candidate):
    address, typed = reverse("matching:people_found"), {"q": candidate.name.split()[0]}

    assert str(candidate.pk) in [one["key"] for one in sign_in(recruiter).get(address, typed).json()]
    assert str(candidate.pk) not in [one["key"] for one in sign_in(stranger).get(address, typed).json()]
    assert sign_in(interviewer).get(address, typed).json() == [], "an interviewer finds those assigned to them"
    assert sign_in(recruiter).get(address).json() == []


def test_the_api_says_the_same(job, two, sign_in, recruiter):
    told = sign_in(recruiter).get(f"/api/v1/jobs/{job.pk}/compare?candidates={two[1].pk},{two[0].pk}").json()

    assert (told["upper"]["candidate"], told["lower"]["candidate"], told["tied"]) == (str(two[0].pk), str(two[1].pk), False)
    assert sum(Decimal(line["gap"]) for line in told["lines"]) == Decimal(told["gap"]) == standing(job, two).gap
    assert told["ahead"][0] == "skill:django" and told["revision"] == "company-1"


@pytest.mark.parametrize(
    "asked", ["", "?candidates=", "?candidates=x,y", "?candidates={0}", "?candidates={0},{0}", "?candidates={0},{1},{0}"]
)
def test_the_api_wants_two_different_people(job, two, sign_in, recruiter, asked):
    answer = sign_in(recruiter).get(f"/api/v1/jobs/{job.pk}/compare{asked.format(*(one.pk for one in two))}")

    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == "candidates"


def test_whom_one_does_not_see_is_not_there(job, two, their_candidate, sign_in, recruiter, interviewer, stranger):
    page, api = reverse("matching:job_compare", args=[job.pk]), f"/api/v1/jobs/{job.pk}/compare"
    pair = f"{two[0].pk},{two[1].pk}"

    for member, people in ((recruiter, f"{two[0].pk},{their_candidate.pk}"), (interviewer, pair), (stranger, pair)):
        assert sign_in(member).get(page, {"candidates": people}).status_code == 404
        assert sign_in(member).get(f"{api}?candidates={people}").status_code == 404
