"""The review lane as pages and API: what is missing, one click to let back in, the way back, and the line that shows progress."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from jobs.models import Application
from matching.models import KnockoutWaiver, Rescoring
from matching.services import rescoring, waivers
from matching.services.configs import save_config
from matching.services.scoring import score_job
from tests.matching.cast import a_row

FIVE_YEARS = {"kind": "minimum_years", "value": 5}


@pytest.fixture
def lane(crowd, job, company, recruiter):
    """Three people in the lane and one beside it."""
    far, near, middle, fine = crowd([a_row(years=1.0), a_row(years=4.8), a_row(years=3.0), a_row(years=8.0)])
    save_config(company=company, job=job, actor=recruiter, body={"knockouts": [FIVE_YEARS]})
    score_job(job.pk)
    return {"far": far, "near": near, "middle": middle, "fine": fine}


def html(client, job, query=""):
    return client.get(reverse("matching:job_ranking", args=[job.pk]) + query).content.decode()


def order(page, people):
    return sorted(
        (name for name, one in people.items() if f"rank-{one.pk}" in page), key=lambda name: page.index(f"rank-{people[name].pk}")
    )


def test_the_lane_says_what_is_missing_and_by_how_much_nearest_first(sign_in, recruiter, lane, job):
    page = html(sign_in(recruiter), job, "?lane=review")

    assert order(page, lane) == ["near", "middle", "far"]
    assert "4.8 years, rule says 5." in page and "3.0 years, rule says 5." in page

    Application.objects.filter(pk=lane["far"].pk).update(moved_at=timezone.now() - timedelta(days=30))
    assert order(html(sign_in(recruiter), job, "?lane=review&sort=waiting"), lane)[0] == "far"


@pytest.mark.parametrize("query", ["", "?lane=review"])
def test_a_lane_of_one_takes_the_queries_of_a_lane_of_three(sign_in, recruiter, lane, job, query, django_assert_num_queries):
    client, url = sign_in(recruiter), reverse("matching:job_ranking", args=[job.pk]) + query
    waivers.let_back_in(application=lane["near"], actor=recruiter)
    client.get(url)
    with django_assert_num_queries(10 if not query else 9):
        client.get(url)
    waivers.let_back_in(application=lane["middle"], actor=recruiter)
    client.get(url)  # whose score is seen for the first time is noted by a task, which runs here

    with django_assert_num_queries(10 if not query else 9):
        page = client.get(url)

    assert page.content.count(b'data-flip-id="') == (3 if not query else 1)


def test_one_click_lets_somebody_back_in_with_a_mark_and_a_way_back(sign_in, recruiter, lane, job):
    client = sign_in(recruiter)

    answer = client.post(reverse("matching:let_back_in", args=[lane["near"].pk]), HTTP_HX_REQUEST="true")

    assert answer.status_code == 204 and "lane:changed" in answer["HX-Trigger"]
    ranked = html(client, job)
    assert set(order(ranked, lane)) == {"near", "fine"} and f"let back in by {recruiter.name}" in ranked
    why = client.get(reverse("matching:explanation", args=[lane["near"].pk])).content.decode()
    assert "4.8 years, rule says 5." in why and reverse("matching:take_back", args=[lane["near"].pk]) in why

    client.post(reverse("matching:take_back", args=[lane["near"].pk]), HTTP_HX_REQUEST="true")
    assert order(html(client, job), lane) == ["fine"]


def test_a_note_is_asked_for_in_a_dialog_and_kept(sign_in, recruiter, lane):
    client, url = sign_in(recruiter), reverse("matching:let_back_in", args=[lane["near"].pk])
    assert 'name="note"' in client.get(url, HTTP_HX_REQUEST="true").content.decode()

    refused = client.post(url, {"note": "x" * 301}, HTTP_HX_REQUEST="true")
    assert refused.status_code == 422 and not KnockoutWaiver.objects.exists()
    client.post(url, {"note": "A fine portfolio"}, HTTP_HX_REQUEST="true")

    assert KnockoutWaiver.objects.get().note == "A fine portfolio"
    assert "A fine portfolio" in client.get(reverse("matching:explanation", args=[lane["near"].pk])).content.decode()


@pytest.mark.parametrize(("chosen", "count"), [(["near", "far"], 2), ("all", 3)])
def test_many_are_let_back_in_and_taken_back_together(sign_in, recruiter, lane, job, chosen, count):
    body = {"all": "1"} if chosen == "all" else {"row": [str(lane[name].pk) for name in chosen]}
    client = sign_in(recruiter)

    answer = client.post(reverse("matching:let_many_back_in", args=[job.pk]), body, HTTP_HX_REQUEST="true")

    assert KnockoutWaiver.objects.standing().count() == count and f"{count} people are back" in answer["HX-Trigger"]
    moment = KnockoutWaiver.objects.first().at.isoformat().replace("+", "%2B")
    back = client.post(f"{reverse('matching:take_back_many')}?at={moment}", HTTP_HX_REQUEST="true")
    assert back.status_code == 204 and not KnockoutWaiver.objects.standing().exists()
    assert job.applications.filter(knocked_out=True).count() == 3


def test_nobody_chosen_is_said(sign_in, recruiter, lane, job):
    answer = sign_in(recruiter).post(
        reverse("matching:let_many_back_in", args=[job.pk]), {"row": ["nonsense"]}, HTTP_HX_REQUEST="true"
    )

    assert "Choose somebody first" in answer["HX-Trigger"] and not KnockoutWaiver.objects.exists()


def test_the_api_lets_in_and_takes_back(sign_in, recruiter, lane, job):
    client, one = sign_in(recruiter), f"/api/v1/applications/{lane['near'].pk}/let-back-in"

    made = client.post(one, {"note": "Close"}, content_type="application/json")
    twice = client.post(one, {}, content_type="application/json")
    undone = client.post(f"{one}/undo")
    again = client.post(f"{one}/undo")

    told = made.json()
    assert made.status_code == 201 and (told["codes"], told["note"], told["by"]) == (["minimum_years"], "Close", recruiter.name)
    assert told["rules"] == [FIVE_YEARS]
    assert (twice.status_code, twice.json()["code"]) == (409, "not_knocked_out")
    assert undone.json()["done"] == [str(lane["near"].pk)] and (again.status_code, again.json()["code"]) == (409, "nothing")


def test_the_api_does_it_for_many_and_lists_the_nearest_first(sign_in, recruiter, lane, job):
    client = sign_in(recruiter)
    listed = client.get(f"/api/v1/applications?job={job.pk}&knocked_out=true&sort=near_miss").json()["results"]
    assert [one["id"] for one in listed] == [str(lane[name].pk) for name in ("near", "middle", "far")]
    assert float(listed[0]["missed_by"]) < float(listed[1]["missed_by"])

    result = client.post(
        f"/api/v1/jobs/{job.pk}/let-back-in",
        {"applications": [str(one.pk) for one in lane.values()]},
        content_type="application/json",
    ).json()
    assert len(result["done"]) == 3 and [one["code"] for one in result["refused"]] == ["not_knocked_out"]
    back = client.post("/api/v1/let-back-in/undo", {"at": result["at"]}, content_type="application/json").json()
    assert set(back["done"]) == set(result["done"])


def test_the_api_tells_what_rules_would_do_before_they_are_saved(sign_in, recruiter, lane, job):
    client, path = sign_in(recruiter), f"/api/v1/jobs/{job.pk}/scoring-config/preview"
    before = Event.objects.count()

    stricter = client.post(
        path, {"rules": {"knockouts": [{"kind": "minimum_years", "value": 9}]}}, content_type="application/json"
    ).json()
    none = client.post(path, {"rules": {}}, content_type="application/json").json()
    bad = client.post(path, {"rules": {"min_years": 8, "ideal_years": 2}}, content_type="application/json")

    assert stricter["applicants"] == 4 and stricter["knocked_in_all"] == 4 and stricter["freed"] == 0
    assert [(one["application"], one["reasons"]) for one in stricter["knocked"]] == [
        (str(lane["fine"].pk), ["8.0 years, rule says 9."])
    ]
    assert none["freed"] == 3 and len(none["entered"]) == 3 and none["knocked"] == []
    assert bad.status_code == 400 and {error["field"] for error in bad.json()["errors"]} == {"min_years"}
    assert Event.objects.count() == before and job.applications.filter(knocked_out=True).count() == 3


def test_the_explanation_tells_what_was_excused(sign_in, recruiter, lane, job):
    waivers.let_back_in(application=lane["near"], actor=recruiter)
    client = sign_in(recruiter)
    [match] = client.get(f"/api/v1/matches?job={job.pk}&candidate={lane['near'].candidate_id}").json()["results"]

    told = client.get(f"/api/v1/matches/{match['id']}/explanation").json()

    assert match["waived"] == [FIVE_YEARS] and match["missed"] == []
    assert told["waived"] == ["4.8 years, rule says 5."] and told["total"] == told["earned"] and not told["knocked_out"]


def test_the_line_shows_how_far_the_list_is_and_goes_when_it_is_done(sign_in, recruiter, lane, job):
    client, url = sign_in(recruiter), reverse("matching:job_rescoring", args=[job.pk])
    assert "hidden" in client.get(url).content.decode()

    rescoring.ask([job.pk], cause="rules")
    Rescoring.objects.update(total=8000, done=1200, state="running")

    for page in (
        client.get(url),
        client.get(reverse("matching:company_rescoring")),
        client.get(reverse("matching:job_ranking", args=[job.pk])),
    ):
        assert "Scoring 1,200 of 8,000" in page.content.decode()
    Rescoring.objects.update(state="done")
    assert "Scoring" not in client.get(url).content.decode()


def test_the_line_of_the_company_tells_nothing_of_a_confidential_job(sign_in, admin, lane, job):
    rescoring.ask([job.pk], cause="rules")
    type(job).objects.filter(pk=job.pk).update(confidential=True)

    assert "<progress" not in sign_in(admin).get(reverse("matching:company_rescoring")).content.decode()
