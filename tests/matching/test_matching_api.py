"""Facts, matches, explanations and scoring rules through the API."""

from decimal import Decimal

import pytest

from tests.matching.test_scoring_applications import applicant, settled  # noqa: F401  (fixtures)


@pytest.fixture
def api(sign_in):
    return lambda member: sign_in(member)


def test_the_explanation_adds_up(api, recruiter, applicant):  # noqa: F811
    applicant("Ada Strong", "Python")
    [match] = api(recruiter).get("/api/v1/matches").json()["results"]

    told = api(recruiter).get(f"/api/v1/matches/{match['id']}/explanation").json()

    assert sum(Decimal(line["points"]) for line in told["lines"]) == Decimal(told["total"]) == Decimal(match["score"])
    assert told["missing"] == ["django"]
    assert any(line["facts"] for line in told["lines"] if line["criterion"] == "skill:python")


def test_a_fact_is_corrected_added_and_taken_out(api, recruiter, applicant):  # noqa: F811
    candidate = applicant("Ada Strong", "Python").candidate
    client = api(recruiter)
    [job] = client.get(f"/api/v1/facts?candidate={candidate.pk}&kind=experience").json()["results"]

    changed = client.patch(
        f"/api/v1/facts/{job['id']}", {"value": {"title": "Engineer", "company": "New"}}, content_type="application/json"
    )
    bad = client.patch(f"/api/v1/facts/{job['id']}", {"value": {"title": "x", "start": "soon"}}, content_type="application/json")
    added = client.post(
        f"/api/v1/candidates/{candidate.pk}/facts",
        {"kind": "skill", "value": {"name": "Django"}},
        content_type="application/json",
    )
    gone = client.delete(f"/api/v1/facts/{added.json()['id']}")

    assert changed.json()["value"]["title"] == "Engineer" and changed.json()["origin"] == "corrected"
    assert bad.status_code == 422 and bad.json()["errors"][0]["field"] == "start"
    assert (added.status_code, gone.status_code) == (201, 204)


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"weights": {"skills": 50, "experience": 20, "education": 10}}, "weights"),
        ({"required_skills": [{"skill": "no-such-skill"}]}, "required_skills.0.skill"),
        ({"min_years": 8, "ideal_years": 2}, "min_years"),
    ],
)
def test_bad_rules_are_a_400_that_names_the_field(api, recruiter, job, rules, field):
    answer = api(recruiter).put(f"/api/v1/jobs/{job.pk}/scoring-config", {"rules": rules}, content_type="application/json")

    assert answer.status_code == 400 and field in {error["field"] for error in answer.json()["errors"]}


def test_a_job_follows_the_company_until_it_has_rules_of_its_own(api, recruiter, admin, job):
    before = api(recruiter).get(f"/api/v1/jobs/{job.pk}/scoring-config").json()
    weights = {"skills": 40, "experience": 40, "education": 20}

    after = (
        api(recruiter)
        .put(f"/api/v1/jobs/{job.pk}/scoring-config", {"rules": {"weights": weights}}, content_type="application/json")
        .json()
    )

    assert before["inherited"] and before["rules"]["weights"] == {"skills": 60, "experience": 25, "education": 15}
    assert not after["inherited"] and after["rules"]["weights"] == weights
    assert api(admin).get("/api/v1/company/default-scoring-config").json()["rules"]["weights"]["skills"] == 60


def test_other_companies_and_lesser_roles(api, stranger, viewer, applicant, job):  # noqa: F811
    applicant("Ada Strong", "Python")

    assert (
        api(viewer).put(f"/api/v1/jobs/{job.pk}/scoring-config", {"rules": {}}, content_type="application/json").status_code
        == 403
    )
    assert api(stranger).get(f"/api/v1/jobs/{job.pk}/scoring-config").status_code == 404
    assert api(stranger).get("/api/v1/matches").json()["results"] == []
    assert api(stranger).get("/api/v1/facts").json()["results"] == []


def test_a_pasted_job_and_a_typed_skill(api, recruiter):
    said = (
        api(recruiter)
        .post(
            "/api/v1/job-texts",
            {"text": "Welder\nRequirements: MIG welding, 3 years experience"},
            content_type="application/json",
        )
        .json()
    )

    assert said["suggestions"]["min_years"]["value"] == "3" and said["skills"]
    assert "Kubernetes" in {skill["name"] for skill in api(recruiter).get("/api/v1/skills?q=kubern").json()}


def test_skills_that_begin_so_come_first_and_far_ones_not_at_all(api, recruiter):
    def named(typed):
        return [skill["name"] for skill in api(recruiter).get("/api/v1/skills", {"q": typed}).json()]

    begun = named("pyth")
    assert begun[0] == "Python" and "Flask" not in begun
    assert all("pyth" in name.lower() for name in begun)
    assert "Kubernetes" in named("k8s") and "Kubernetes" in named("kubernets")
    assert named("zzqqxx") == []


def test_rules_that_somebody_saved_meanwhile_are_a_conflict(api, recruiter, job):
    path = f"/api/v1/jobs/{job.pk}/scoring-config"
    now = api(recruiter).get(path).json()
    sent = {"rules": now["rules"], "version": now["version"]}
    answers = [api(recruiter).put(path, sent, content_type="application/json") for _try in range(3)]

    assert (answers[-1].status_code, answers[-1].json()["code"]) == (409, "changed_meanwhile")
