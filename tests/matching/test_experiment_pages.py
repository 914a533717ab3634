"""The pages and the API of experiments: plan with its sample size, shadow, split, figures, choice; who sees what."""

import json

import pytest
from django.urls import reverse

from matching.engine import ScoringConfig as Rules
from matching.models import Experiment
from matching.services import configs, experiments
from tests.conftest import OURS
from tests.matching.cast import a_row, an_experiment
from tests.matching.forms import fields_of
from tests.matching.test_experiment_results import filled

PLAN = {
    "name": "Seniors",
    "rules": "template:senior-software-engineer",
    "metric": "interview",
    "difference": "10",
    "rate": "20",
    "interview_days": "30",
    "hire_days": "90",
}


def address(name, row, *more):
    return reverse(f"matching:{name}", args=[row.pk, *more])


def test_planning_begins_in_shadow(sign_in, recruiter, job, crowd, django_capture_on_commit_callbacks):
    crowd([a_row(years=float(place)) for place in range(4)])
    client = sign_in(recruiter)
    assert b"Begin in shadow" in client.get(address("experiment_new", job)).content

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address("experiment_new", job), PLAN | {"then": "shadow"})

    made = Experiment.objects.get()
    assert answer.url == address("experiment", made) and (made.state, made.rate, made.difference, made.by) == (
        "shadow",
        0.2,
        0.1,
        recruiter,
    )
    page = client.get(answer.url).content.decode()
    assert "How the two orders differ" in page and '<span class="value">4' in page


def test_the_draft_of_the_scoring_page_becomes_b(sign_in, recruiter, job):
    client = sign_in(recruiter)
    draft = fields_of(client.get(address("job_scoring", job)), "scoring-form") | {
        "weight_skills": 10,
        "weight_experience": 75,
        "note": "Years first",
    }
    page = client.post(address("experiment_new", job), draft)
    form = fields_of(page, "experiment-form")
    assert form["name"] == ["Years first"] and json.loads(form["body"][0])["weights"] == {
        "skills": 10,
        "experience": 75,
        "education": 15,
    }

    client.post(address("experiment_new", job), form | {"rules": "draft", "rate": "20", "then": "draft"})

    assert Experiment.objects.get().version_b.body["weights"]["experience"] == 75
    wrong = client.post(address("experiment_new", job), draft | {"weight_skills": 90})
    assert wrong.status_code == 422 and b"add up to" in wrong.content


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rate": ""}, "write the rate that you expect"),
        ({"rate": "95"}, "below 100 %"),
        ({"difference": "0.1"}, "greater than or equal to 0.5"),
        ({"rules": "version:77"}, "Select a valid choice"),
        ({"name": ""}, "required"),
        ({"ends_on": "2020-01-01"}, "lies in the future"),
        ({"rules": "draft", "body": '{"weights": {"skills": 90, "experience": 1, "education": 1}}'}, "add up to 92"),
        ({"rules": "draft", "body": "{not json"}, "must be an object"),
    ],
)
def test_a_plan_that_makes_no_sense_is_said_at_its_field(sign_in, recruiter, job, changes, words):
    answer = sign_in(recruiter).post(address("experiment_new", job), PLAN | {"then": "draft"} | changes)
    html = answer.content.decode()
    assert answer.status_code == 422 and words in html.replace("&#x27;", "'") and not Experiment.objects.exists()
    assert changes.get("name", "Seniors") in html, "what was typed stays"


def test_the_sample_size_follows_the_form(sign_in, recruiter, job):
    client = sign_in(recruiter)
    ask = lambda **changes: client.get(address("experiment_size", job), PLAN | changes).content.decode()  # noqa: E731
    assert ">455" in ask() and ">294" in ask() and "how long that takes is not known" in ask()
    assert ">1696" in ask(difference="5").replace(",", "")
    assert "Write the rate that you expect" in ask(rate="")
    assert "below 100 %" in ask(rate="95") and "Enter a number" in ask(difference="much")


def test_from_draft_to_choice(sign_in, recruiter, experiment):
    client, page = sign_in(recruiter), address("experiment", experiment)
    assert b"Not begun yet" in client.get(page).content

    start = address("experiment_start", experiment)
    assert b"Start the live split?" in client.get(start).content
    assert client.post(start).status_code == 422
    assert client.post(start, {"informed": "on"}).url == page
    shown = client.get(page).content
    assert b"Nothing has counted yet" in shown and b"Choose B" in shown and b"Read it with care" in shown
    assert b"runs on this job: until it ends" in client.get(address("job_scoring", experiment.job)).content

    client.post(address("experiment_stop", experiment))
    client.post(address("experiment_choose", experiment, "b"))
    experiment.refresh_from_db()
    assert (experiment.state, experiment.winner) == ("decided", "b")
    assert b"B was chosen" in client.get(page).content


def test_saving_rules_while_it_runs_is_refused_with_the_reason(sign_in, recruiter, running):
    client = sign_in(recruiter)
    sent = fields_of(client.get(address("job_scoring", running.job)), "scoring-form")
    answer = client.post(address("job_scoring_save", running.job), sent)
    assert answer.status_code == 422 and "Stop it or choose an arm first" in answer.content.decode()
    told = client.put(
        f"/api/v1/jobs/{running.job_id}/scoring-config", {"rules": Rules(cap=90).to_dict()}, content_type="application/json"
    )
    assert (told.status_code, told.json()["code"]) == (409, "experiment_running")


def test_figures_with_their_intervals_a_picture_and_a_table(sign_in, recruiter, running):
    filled(running, [(0, 1)] * 30 + [(0, 0)] * 30, hire_days=9)
    html = sign_in(recruiter).get(address("experiment", running)).content.decode()
    assert "B brings more interviews." in html and "30 of 60, likely 38 % to 62 %" in html and 'class="whisker"' in html
    assert 'id="experiment-chart"' in html and html.count("<tr>") > 60
    assert "of 30 hires, likely 9 to 9" in html


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_for_any_number(sign_in, recruiter, job, count, django_assert_num_queries):
    made = [an_experiment(job, recruiter, name=f"Number {number}") for number in range(count)]
    filled(experiments.start(experiment=made[0], actor=recruiter, informed=True), [(0, 1)] * 20 * count)
    client = sign_in(recruiter)
    with django_assert_num_queries(8):
        assert client.get(address("job_experiments", job)).content.count(b"row-link") == count
    with django_assert_num_queries(10):
        client.get(address("experiment", made[0]))


def test_who_may_not_see_candidates_sees_the_plan_alone(sign_in, interviewer, viewer, running):
    filled(running, [(0, 1)] * 40)
    html = sign_in(interviewer).get(address("experiment", running)).content.decode()
    assert "The figures are for those who see the candidates" in html and "B brings more" not in html and "Choose B" not in html
    html = sign_in(viewer).get(address("experiment", running)).content.decode()
    assert "B brings more interviews." in html and "Choose B" not in html


def test_a_confidential_jobs_experiment_is_not_there_for_others(sign_in, recruiter, admin, running):
    running.job.confidential = True
    running.job.save()
    assert sign_in(admin).get(address("experiment", running)).status_code == 404
    assert sign_in(admin).get("/api/v1/experiments").json()["results"] == []
    assert sign_in(admin).get(f"/api/v1/experiments/{running.pk}").status_code == 404
    assert sign_in(recruiter).get(address("experiment", running)).status_code == 200


def test_the_explanation_says_which_rules_scored(sign_in, recruiter, running, comes):
    application = comes(running.job)
    arm = application.enrolments.get().arm
    client = sign_in(recruiter)
    html = client.get(address("explanation", application)).content.decode()
    assert f"arm {arm.upper()} of the experiment “{OURS} engineer by years”" in html
    [match] = client.get("/api/v1/matches").json()["results"]
    assert client.get(f"/api/v1/matches/{match['id']}/explanation").json()["part"] == {"experiment": str(running.pk), "arm": arm}
    experiments.stop(experiment=running, actor=recruiter)
    assert client.get(f"/api/v1/matches/{match['id']}/explanation").json()["part"] is None


def post(client, path, **body):
    return client.post(f"/api/v1/experiments{path}", body, content_type="application/json")


def test_all_of_it_by_api(sign_in, recruiter, job):
    client = sign_in(recruiter)
    size = post(client, "/sample-size", job=str(job.pk), rate=0.2, difference=0.1)
    assert (size.json()["once"], size.json()["anytime"], size.json()["months"]) == (294, 455, None)
    made = post(client, "", job=str(job.pk), name="Seniors", use="template:senior-software-engineer", rate=0.2, difference=0.1)
    assert made.status_code == 201, made.content
    one = f"/{made.json()['id']}"
    assert post(client, f"{one}/shadow").json()["state"] == "shadow"
    assert client.get(f"/api/v1/experiments{one}/compare").json()["count"] == 0
    assert post(client, f"{one}/start", informed=False).json()["errors"][0]["field"] == "informed"
    assert post(client, f"{one}/start", informed=True).json()["state"] == "running"
    told = client.get(f"/api/v1/experiments{one}/results").json()
    assert (told["verdict"], told["needed"], told["difference"], [arm["arm"] for arm in told["arms"]]) == (
        "nothing",
        455,
        None,
        ["a", "b"],
    )
    assert client.get("/api/v1/experiments?state=running").json()["results"][0]["id"] == made.json()["id"]
    chosen = post(client, f"{one}/choose", arm="b")
    assert (chosen.json()["state"], chosen.json()["winner"]) == ("decided", "b") and "seed" not in chosen.json()
    assert configs.version_for(job).body == chosen.json()["rules"]
    assert post(client, f"{one}/stop").json()["code"] == "wrong_state"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"rules": {}}, 400, "rules"),
        ({"use": "version:77"}, 422, "rules"),
        ({"rate": None}, 422, "rate"),
        ({"difference": 0.001}, 400, "difference"),
        ({"use": None, "rules": {"weights": {"skills": 90, "experience": 20, "education": 10}}}, 400, "rules.weights"),
        ({"rate": 0.95}, 422, "rate"),
        ({"metric": "luck"}, 400, "metric"),
        ({"name": " "}, 400, "name"),
    ],
)
def test_bad_plans_by_api_name_the_field(sign_in, recruiter, job, changes, status, field):
    asked = {
        "job": str(job.pk),
        "name": "Seniors",
        "use": "template:senior-software-engineer",
        "rate": 0.2,
        "difference": 0.1,
    } | changes
    answer = post(
        sign_in(recruiter), "", **{name: value for name, value in asked.items() if not (name == "use" and value is None)}
    )
    assert answer.status_code == status, answer.content
    assert answer.json()["errors"][0]["field"] == field and not Experiment.objects.exists()


def test_the_companys_admin_looks_at_them_and_sees_no_seed(sign_in, admin, running):
    page = sign_in(admin).get(reverse("admin:matching_experiment_change", args=[running.pk]))
    assert page.status_code == 200 and running.seed not in page.content.decode()
    assert sign_in(admin).get(reverse("admin:matching_experiment_changelist")).content.count(b"by years") >= 1
