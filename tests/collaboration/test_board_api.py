"""The board of a job through the API: the page's columns and cards, going on by cursor."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaboration.services import board as service
from jobs.models import Application
from jobs.services.applications import apply_to_job, reject
from jobs.services.candidates import create_candidate


@pytest.fixture
def people(job, company, recruiter):
    made = [create_candidate(company=company, actor=recruiter, name=f"Person {number}") for number in range(5)]
    return [apply_to_job(job=job, candidate=one, actor=recruiter) for one in made]


def test_columns_have_counts_and_first_cards_and_go_on_by_cursor(job, people, recruiter, sign_in, reason, monkeypatch):
    monkeypatch.setattr(service, "FIRST", 2)
    reject(application=people[4], actor=recruiter, reason=reason)
    Application.objects.filter(pk=people[3].pk).update(match_score="91.50")
    client = sign_in(recruiter)

    told = client.get(f"/api/v1/jobs/{job.pk}/board").json()["columns"]
    assert [(one["name"], one["count"]) for one in told][0] == (job.stages.first().name, 4)
    assert [card["name"] for card in told[0]["cards"]] == ["Person 3", "Person 0"]
    assert (told[0]["cards"][0]["match_score"], told[0]["cards"][0]["revision"], told[1]["next"]) == ("91.50", 1, None)

    rest = client.get(told[0]["next"]).json()
    assert [card["name"] for card in rest["results"]] == ["Person 1", "Person 2"] and rest["next"] is None


def test_it_is_narrowed_as_the_page_is(job, people, recruiter, sign_in):
    client, address = sign_in(recruiter), f"/api/v1/jobs/{job.pk}/board"
    Application.objects.filter(pk=people[0].pk).update(match_score="70")
    assert client.get(address, {"score": 60}).json()["columns"][0]["count"] == 1
    assert client.get(address, {"sort": "name"}).status_code == 400


@pytest.mark.parametrize("count", [1, 5])
def test_it_asks_the_same_of_the_database_for_any_number(job, people, recruiter, sign_in, count):
    Application.objects.filter(pk__in=[one.pk for one in people[count:]]).delete()
    client, address = sign_in(recruiter), f"/api/v1/jobs/{job.pk}/board"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        told = client.get(address).json()
    assert told["columns"][0]["count"] == count and len(queries) == 10
