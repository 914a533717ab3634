"""Would unsaved rules hit a group? Before they are saved, coarsely enough that nobody is given away."""

import json

import pytest
from django.urls import reverse

from accounts.models import Event
from matching.models import ScoringConfig
from matching.services import config_audit, self_reports
from tests.matching.cast import a_row
from tests.matching.forms import fields_of

TEN_YEARS = {"knockouts": [{"kind": "minimum_years", "value": 5}]}


@pytest.fixture
def people(crowd, answering):
    """40 women with 2 to 3 years, 40 men with 6 to 7; four more who are neither, and 20 who said nothing."""
    rows = (
        [a_row(years=2 + n / 40) for n in range(40)]
        + [a_row(years=6 + n / 40) for n in range(40)]
        + [a_row(years=4.0) for _ in range(24)]
    )
    applications = crowd(rows)
    answering(applications, [{"sex": "female"}] * 40 + [{"sex": "male"}] * 40 + [{"sex": "other"}] * 4 + [None] * 20)
    return applications


def lines_of(job, body, actor, look):
    looks = dict(config_audit.look(job, body, actor))["Sex"]
    [found] = [one for one in looks if one.name == look]
    return found


def test_a_rule_that_would_catch_one_group_is_flagged_before_it_is_saved(people, job, recruiter):
    body = config_audit.rules_in_force(job)
    assert lines_of(job, body, recruiter, "must").state == "none"  # nobody is caught now

    found = lines_of(job, {**body, **TEN_YEARS}, recruiter, "must")

    assert found.hit
    said = {line.label: (line.rate, line.ratio, line.state) for line in found.lines}
    assert said["Female"] == (0, 0, "hit") and said["Male"] == (100, 100, "top")
    assert said["Non-binary or another"] == (None, None, "few")
    assert not ScoringConfig.objects.filter(job=job).exists()


def test_figures_are_coarse_and_need_twice_the_people(people, job, recruiter, company, admin):
    body = config_audit.rules_in_force(job)
    for _question, looks in config_audit.look(job, {**body, **TEN_YEARS}, recruiter):
        for one in looks:
            for line in one.lines:
                assert all(
                    value is None or value % 5 == 0 for value in (line.rate, line.ratio, line.rate_before, line.ratio_before)
                )

    self_reports.save_settings(company=company, actor=admin, least_people=25, tool_since=None, source="", asked={})
    assert lines_of(job, {**body, **TEN_YEARS}, recruiter, "must").state == "few"  # 40 are less than twice 25


def test_the_panel_reads_the_form_as_it_stands(people, job, recruiter, sign_in):
    client, panel = sign_in(recruiter), reverse("matching:config_audit", args=[job.pk])
    form = fields_of(client.get(reverse("matching:job_scoring", args=[job.pk])), "scoring-form")
    Event.objects.all().delete()
    assert b"Nobody" in client.get(panel).content and not Event.objects.exists()  # looking at the question writes nothing

    answer = client.post(panel, form | {"rule-0-kind": "minimum_years", "rule-0-value": "5"})

    assert answer.status_code == 200 and "below four fifths" in answer.content.decode()
    assert [row.name for row in Event.objects.all()] == ["scoring.looked_at"]
    assert not ScoringConfig.objects.filter(job=job).exists()


def test_a_form_with_mistakes_is_not_looked_at(people, job, recruiter, sign_in):
    client = sign_in(recruiter)
    form = fields_of(client.get(reverse("matching:job_scoring", args=[job.pk])), "scoring-form")

    answer = client.post(reverse("matching:config_audit", args=[job.pk]), form | {"weight_skills": "many"})

    assert answer.status_code == 422 and b"First mend" in answer.content


def test_without_answers_it_says_too_few(crowd, job, recruiter, sign_in):
    crowd([a_row(years=float(n)) for n in range(5)])

    answer = sign_in(recruiter).post(reverse("matching:config_audit", args=[job.pk]))

    assert answer.status_code == 200 and b"too few people" in answer.content


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_any_number(crowd, answering, job, recruiter, sign_in, count, django_assert_num_queries):
    answering(crowd([a_row(years=float(n)) for n in range(count)]), [{"sex": "female"}] * count)
    client, panel = sign_in(recruiter), reverse("matching:config_audit", args=[job.pk])
    client.post(panel)

    with django_assert_num_queries(15):
        answer = client.post(panel)

    assert answer.status_code == 200


def test_the_api_looks_too(people, job, recruiter, sign_in):
    client, address = sign_in(recruiter), f"/api/v1/jobs/{job.pk}/scoring-config/audit"
    send = lambda rules: client.post(address, json.dumps({"rules": rules}), content_type="application/json")  # noqa: E731

    found = send(config_audit.rules_in_force(job) | TEN_YEARS).json()

    [must] = [one for one in found if one["look"] == "must" and one["question"] == "Sex"]
    assert must["comparison"] == "compared"
    assert [(group["label"], group["rate"], group["finding"]) for group in must["groups"]][0] == ("Female", 0, "hit")
    assert send({"weights": {"skills": 900}}).status_code == 400
