"""The API does what the pages do, by the same services; a list costs the same queries at one row and at three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Candidate, Job
from jobs.services.applications import apply_to_job
from tests.conftest import THEIRS

V1 = "/api/v1"


@pytest.fixture
def api(recruiter, sign_in):
    """api("get", "/jobs", …) as our recruiter → (status, body)."""
    client = sign_in(recruiter)

    def call(method, path, **body):
        sent = {} if method in {"get", "delete"} else {"data": body, "content_type": "application/json"}
        answer = getattr(client, method)(V1 + path, **sent)
        return answer.status_code, answer.json() if answer.content else None

    return call


@pytest.mark.parametrize("path", ["/jobs", "/candidates", "/applications", "/posts", "/tags", "/pipeline-plans"])
def test_lists_ask_the_same_whatever_their_length(path, api, company, recruiter, job, post, plan, tag, applicants, people):
    def asked():
        api("get", path)
        with CaptureQueriesContext(connection) as queries:
            status, body = api("get", path)
        assert status == 200
        assert THEIRS not in str(body)
        return len(queries), len(body["results"])

    applicants(1)
    one, few = asked()
    for person in people(2, tags=[tag]):
        apply_to_job(job=job, candidate=person, actor=recruiter)
    three, more = asked()
    assert one == three <= 7
    assert path in {"/jobs", "/posts", "/tags", "/pipeline-plans"} or more == few + 2


def test_a_job_is_made_opened_changed_and_closed(api):
    status, job = api(
        "post",
        "/jobs",
        title="Potter",
        description="<p>Hi</p><script>x</script>",
        openings=2,
        custom={},
        skills=[{"name": "Throwing", "importance": 5}, {"name": "Glazing", "required": False}],
    )
    assert status == 201
    assert (job["status"], job["description"], len(job["seats"]), len(job["stages"])) == ("draft", "<p>Hi</p>", 2, 6)
    assert job["skills"] == [
        {"name": "Throwing", "required": True, "importance": 5},
        {"name": "Glazing", "required": False, "importance": 3},
    ]
    path = f"/jobs/{job['id']}"
    assert api("post", f"{path}/open")[1]["status"] == "open"
    status, changed = api("patch", path, title="Master potter", revision=job["revision"] + 1)
    assert (status, changed["title"]) == (200, "Master potter")
    status, problem = api("patch", path, title="Too late", revision=1)
    assert (status, problem["code"], problem["errors"][0]["field"]) == (409, "changed_meanwhile", "revision")
    assert api("post", f"{path}/close", reason="budget")[1]["status"] == "closed"
    assert api("delete", path)[0] == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "x", "currency": "XQX"}, "currency"),
        ({"title": "x", "country": "XX"}, "country"),
        ({"title": "x", "skills": [{"name": "y", "importance": 9}]}, "skills.0.importance"),
        ({"title": "x", "openings": 0}, "openings"),
        ({"title": "x" * 141}, "title"),
        ({"title": "x", "salary_min": "5", "salary_max": "4", "currency": "EUR"}, None),
        ({"title": "x", "custom": {"nonsense": 1}}, "nonsense"),
    ],
)
def test_what_is_wrong_with_a_job_is_named(body, field, api):
    status, problem = api("post", "/jobs", **body)

    assert status in {400, 422}
    assert field is None or [one["field"] for one in problem["errors"]] == [field]
    assert not Job.objects.exists()


def test_stages_team_and_skills_are_set_as_whole_lists(api, job, application, interviewer):
    path = f"/jobs/{job.pk}"
    stages = api("get", f"{path}/stages")[1]["stages"]
    status, problem = api("put", f"{path}/stages", stages=[{**stages[1], "type": "applied"}, stages[-1]])
    assert (status, problem["code"]) == (422, "stage_in_use")
    status, kept = api("put", f"{path}/stages", stages=[{**stages[0], "name": "Inbox"}, stages[-1]])
    assert (status, [one["name"] for one in kept["stages"]]) == (200, ["Inbox", "Hired"])
    assert api("put", f"{path}/team", team=[{"member": str(interviewer.pk), "part": "interviewer"}])[0] == 200
    assert [one["name"] for one in api("put", f"{path}/skills", skills=[{"name": "Throwing"}])[1]["skills"]] == ["Throwing"]


def test_a_candidate_is_added_changed_found_and_deleted(api, tag):
    status, person = api(
        "post", "/candidates", name="Ida Berg 👩‍🔧", emails=["ida@berg.test"], phones=["+49 30 901822"], tags=["RELOCATES", "new"]
    )
    assert status == 201
    assert (person["email"], person["phones"], person["tags"]) == ("ida@berg.test", ["+49 30 901822"], ["new", "relocates"])
    path = f"/candidates/{person['id']}"
    assert api("patch", path, emails=["ida@new.test"], revision=1)[1]["email"] == "ida@new.test"
    status, problem = api("patch", path, headline="x", revision=1)
    assert (status, problem["code"]) == (409, "changed_meanwhile")
    assert [one["id"] for one in api("get", "/candidates?q=ida+ber")[1]["results"]] == [person["id"]]
    assert api("delete", path)[0] == 204
    assert not Candidate.objects.exists()


def test_an_application_runs_through_the_pipeline(api, job, candidate, reason, stages):
    status, made = api("post", "/applications", job=str(job.pk), candidate=str(candidate.pk))
    assert (status, made["stage_type"]) == (201, "applied")
    assert api("post", "/applications", job=str(job.pk), candidate=str(candidate.pk))[1]["code"] == "already_applied"
    path = f"/applications/{made['id']}"
    assert api("post", f"{path}/move", stage=stages["offer"].pk, revision=1)[1]["stage_name"] == "Offer"
    status, problem = api("post", f"{path}/move", stage=stages["reviewed"].pk, revision=1)
    assert (status, problem["code"], problem["errors"][0]["field"]) == (409, "moved_meanwhile", "stage")
    status, problem = api("post", f"{path}/reject", note="n")
    assert (status, problem["code"], problem["errors"][0]["field"]) == (422, "required", "reason")
    bulk = {"act": "reject", "applications": [path.rsplit("/", 1)[1]]}
    assert api("post", "/applications/bulk", **bulk)[0] == 422
    assert api("post", f"{path}/reject", reason=str(reason.pk), note="n")[1]["rejection_note"] == "n"
    assert api("post", f"{path}/unreject")[1]["status"] == "active"
    assert api("post", f"{path}/withdraw")[1]["status"] == "withdrawn"
    assert api("post", f"{path}/hire")[1]["code"] == "wrong_status"
    assert api("post", f"{path}/reopen")[1]["status"] == "active"
    assert api("patch", path, performance_rating=4)[1]["code"] == "not_hired"
    assert api("post", f"{path}/hire", hired_on="2030-01-02")[1]["hired_on"] == "2030-01-02"
    assert api("patch", path, performance_rating=4, still_employed=True)[1]["performance_rating"] == 4
    assert api("post", f"{path}/unhire")[1]["stage_name"] == "Offer"
    assert [one["cause"] for one in api("get", f"{path}/history")[1]] == [
        "applied",
        "moved",
        "rejected",
        "unrejected",
        "withdrawn",
        "reopened",
        "hired",
        "unhired",
    ]


def test_many_move_at_once_and_are_taken_back(api, applicants, their_application, stages):
    ids = [str(one.pk) for one in applicants(2)]
    status, result = api(
        "post", "/applications/bulk", act="move", type="interview", applications=[*ids, str(their_application.pk)]
    )
    assert (status, sorted(result["done"]), result["refused"]) == (200, sorted(ids), [])
    assert len(api("post", "/applications/undo", at=result["at"])[1]["done"]) == 2
    assert api("post", "/applications/bulk", act="move", applications=ids)[0] == 400


def test_ids_of_another_company_do_not_exist(api, job, candidate, their_job, their_candidate, their_source, their_plan):
    for body in (
        {"job": their_job.pk, "candidate": candidate.pk},
        {"job": job.pk, "candidate": their_candidate.pk},
        {"job": job.pk, "candidate": candidate.pk, "source": their_source.pk},
    ):
        status, problem = api("post", "/applications", **{key: str(value) for key, value in body.items()})
        assert (status, problem["errors"][0]["code"]) == (400, "does_not_exist")
    assert api("post", "/jobs", title="x", plan=str(their_plan.pk))[0] == 400


def test_a_page_of_a_list_goes_on_where_the_last_one_ended(api, people):
    people(5)

    first = api("get", "/candidates?sort=name&page_size=3")[1]
    second = api("get", first["next"].partition(V1)[2])[1]

    assert [one["name"] for one in first["results"] + second["results"]] == [f"Person {number}" for number in range(5)]
    assert second["next"] is None


def test_what_the_state_forbids_is_a_conflict_even_where_a_field_is_named(api, job, candidate, application, stages, recruiter):
    path = f"/applications/{application.pk}"
    again = {"job": str(job.pk), "candidate": str(candidate.pk)}
    assert api("post", "/applications", **again)[0] == 409
    status, problem = api("post", f"{path}/unhire")
    assert (status, problem["code"]) == (409, "wrong_status")
    job.openings.update(status="filled")
    for how in ("hire", "move"):
        status, problem = api("post", f"{path}/{how}", **({"stage": stages["hired"].pk} if how == "move" else {}))
        assert (status, problem["code"]) == (409, "no_opening")
