import pytest
from django.urls import reverse

from jobs.models import PipelinePlan, Stage
from jobs.services.applications import move_application, reject
from jobs.services.pipelines import PipelineRefused, default_plan, save_plan, save_stages


def rows(job):
    return [{"id": one.pk, "name": one.name, "type": one.type, "answer_days": one.answer_days} for one in job.stages.all()]


def names(job):
    return list(job.stages.values_list("name", flat=True))


def refusal(job, stages, recruiter):
    with pytest.raises(PipelineRefused) as refused:
        save_stages(job=job, stages=stages, actor=recruiter)
    return refused.value.code


def test_stages_are_named_ordered_added_and_taken_away(job, application, recruiter):
    stages = rows(job)
    stages[0]["name"] = "Inbox"
    stages[1], stages[2] = stages[2], stages[1]
    stages.insert(3, {"name": "Phone call", "type": "interview", "answer_days": 2})
    del stages[5]  # the offer

    save_stages(job=job, stages=stages, actor=recruiter)

    assert names(job) == ["Inbox", "Shortlist", "Review", "Phone call", "Interview", "Hired"]
    application.refresh_from_db()
    assert application.stage.name == "Inbox"


def test_a_stage_with_people_in_it_stays(job, application, recruiter):
    assert refusal(job, [{**rows(job)[1], "type": "applied"}, *rows(job)[2:]], recruiter) == "stage_in_use"
    assert names(job)[0] == "Applied"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda stages: [], "no_stages"),
        (lambda stages: stages[1:], "first_not_applied"),
        (lambda stages: stages[:-1], "last_not_hired"),
        (lambda stages: [*stages, {"name": "After", "type": "offer"}], "last_not_hired"),
        (lambda stages: [*stages[:-1], {"name": "applied ", "type": "offer"}, stages[-1]], "stage_twice"),
    ],
)
def test_a_pipeline_has_a_beginning_and_an_end(change, code, job, recruiter):
    assert refusal(job, change(rows(job)), recruiter) == code


def test_stages_of_another_job_cannot_be_taken(job, their_job, recruiter):
    assert refusal(job, [*rows(job)[:-1], {**rows(their_job)[4], "name": "Stolen"}, rows(job)[-1]], recruiter) == "not_found"
    assert Stage.objects.filter(job=their_job).count() == 6


def test_the_page_keeps_what_was_typed_when_it_is_refused(job, application, recruiter, sign_in):
    answer = sign_in(recruiter).post(
        reverse("jobs:job_stages", args=[job.pk]),
        {
            "stage-id": ["", ""],
            "stage-name": ["Fresh start", "The end"],
            "stage-type": ["applied", "hired"],
            "stage-answer_days": ["3", ""],
        },
    )

    assert answer.status_code == 422
    assert 'value="Fresh start"' in answer.content.decode()
    assert "holds 1 application" in answer.content.decode()
    assert len(names(job)) == 6


def test_the_funnel_counts_how_far_people_came(job, applicants, stages, recruiter, sign_in, reason):
    one, two, three = applicants(3)
    move_application(application=one, to_stage=stages["interview"], actor=recruiter)
    reject(
        application=move_application(application=two, to_stage=stages["reviewed"], actor=recruiter),
        actor=recruiter,
        reason=reason,
    )

    funnel = sign_in(recruiter).get(reverse("jobs:job_pipeline", args=[job.pk])).context["funnel"]

    assert [(row["label"], row["count"], row["now"]) for row in funnel] == [
        ("Applied", 3, 1),
        ("Review", 2, 0),
        ("Shortlist", 1, 0),
        ("Interview", 1, 1),
        ("Offer", 0, 0),
        ("Hired", 0, 0),
    ]
    assert [row["share"] for row in funnel][:3] == [100.0, 66.7, 33.3]


def test_one_plan_is_the_default(company, plan):
    first = default_plan(company)

    save_plan(
        company=company,
        plan=plan,
        name="Short",
        stages=[{"name": "In", "type": "applied"}, {"name": "Out", "type": "hired"}],
        is_default=True,
    )

    first.refresh_from_db()
    assert not first.is_default
    assert default_plan(company) == plan
    assert list(plan.stages.values_list("name", flat=True)) == ["In", "Out"]


def test_a_name_of_a_plan_is_there_once(company, plan):
    with pytest.raises(PipelineRefused) as refused:
        save_plan(company=company, name="SHORT", stages=[{"name": "In", "type": "applied"}, {"name": "Out", "type": "hired"}])
    assert refused.value.code == "name_taken"
    assert PipelinePlan.objects.filter(company=company).count() == 1
