"""Two people who change the same rules do not overwrite each other: the second learns who changed what, and keeps their own work."""

import pytest
from django.urls import reverse

from matching.engine import ScoringConfig as Rules
from matching.services import configs
from tests.matching.forms import fields_of

FORM = "scoring-form"
RULES = {"weights": {"skills": 40, "experience": 40, "education": 20}}


def form_of(client, job=None):
    address = reverse("matching:job_scoring", args=[job.pk]) if job else reverse("matching:scoring")
    return fields_of(client.get(address), FORM)


def save(client, sent, job=None):
    return client.post(reverse("matching:job_scoring_save", args=[job.pk]) if job else reverse("matching:scoring_save"), sent)


def test_the_second_keeps_their_draft_and_sees_what_the_first_changed(sign_in, recruiter, admin, job, company, own_rules):
    client = sign_in(recruiter)
    sent = form_of(client, job) | {"weight_skills": "10", "weight_experience": "75", "note": "Mine"}
    configs.save_config(company=company, job=job, actor=admin, body=Rules(skill_decay=0.3).to_dict(), note="Theirs")

    answer = save(client, sent, job)

    html = answer.content.decode()
    assert answer.status_code == 409 and job.scoring_config.versions.count() == 2
    assert f"{admin.user.name} saved version 2" in html and "Theirs" in html
    assert ("A skill that is only implied counts", "80 %", "30 %") in answer.context["conflict"]["theirs"]
    assert ("Skills", "60", "10") in answer.context["conflict"]["mine"]
    kept = fields_of(answer, FORM)
    assert (kept["weight_skills"], kept["note"]) == (["10"], ["Mine"])


def test_saving_again_after_looking_is_a_decision(sign_in, recruiter, admin, job, company, own_rules):
    client = sign_in(recruiter)
    sent = form_of(client, job) | {"weight_skills": "10", "weight_experience": "75"}
    configs.save_config(company=company, job=job, actor=admin, body=Rules(skill_decay=0.3).to_dict())

    again = save(client, fields_of(save(client, sent, job), FORM), job)

    assert again.status_code == 302
    assert [row.number for row in job.scoring_config.versions.all()] == [3, 2, 1], "both are in the history"


def test_a_look_at_the_effect_does_not_hide_that_somebody_saved(sign_in, recruiter, admin, job, company, own_rules):
    client = sign_in(recruiter)
    sent = form_of(client, job)
    configs.save_config(company=company, job=job, actor=admin, body=Rules(skill_decay=0.3).to_dict())

    shown = client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent)

    assert save(client, fields_of(shown, FORM), job).status_code == 409


@pytest.mark.parametrize("act", ["job_scoring_follow", "job_scoring_again"])
def test_other_acts_on_old_rules_change_nothing(sign_in, recruiter, admin, job, company, own_rules, act):
    configs.save_config(company=company, job=job, actor=admin, body=Rules(skill_decay=0.3).to_dict())
    args = [job.pk, 1] if act.endswith("again") else [job.pk]

    page = sign_in(recruiter).post(reverse(f"matching:{act}", args=args), {"seen": "own-1"}, follow=True)

    assert b"Somebody saved version 2 meanwhile" in page.content
    job.scoring_config.refresh_from_db()
    assert job.scoring_config.current.number == 2


def test_a_job_that_follows_notices_that_the_company_changed(sign_in, recruiter, admin, job, company, default_rules):
    client = sign_in(recruiter)
    sent = form_of(client, job) | {"weight_skills": "10", "weight_experience": "75"}
    configs.save_config(company=company, actor=admin, body=Rules(skill_decay=0.3).to_dict())

    assert save(client, sent, job).status_code == 409
    assert not hasattr(job, "scoring_config") or job.scoring_config.current is None


def test_the_companys_own_rules_too_even_where_nobody_ever_saved_any(sign_in, admin, company):
    client = sign_in(admin)
    sent = form_of(client) | {"weight_skills": "10", "weight_experience": "75"}
    configs.save_config(company=company, actor=admin, body=Rules(skill_decay=0.3).to_dict())

    assert save(client, sent).status_code == 409
    assert [row.number for row in configs.default_config(company).versions.all()] == [2, 1], "the product's own are version 1"


def test_rules_that_only_came_into_being_are_no_conflict(sign_in, recruiter, job, company):
    """Scoring writes version 1 of the company's rules: they say what the page showed."""
    client = sign_in(recruiter)
    sent = form_of(client, job)
    configs.default_config(company)

    assert save(client, sent, job).status_code == 302


PATHS = ["/api/v1/jobs/{job}/scoring-config", "/api/v1/company/default-scoring-config"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("by", ["header", "weak header", "field"])
def test_the_api_refuses_the_second_with_what_the_first_changed(sign_in, admin, job, path, by):
    client, path = sign_in(admin), path.format(job=job.pk)
    seen = client.get(path)
    revision = seen.json()["revision"]
    assert seen["ETag"] == f'"{revision}"'

    def put(rules):
        headers = {"header": {"if-match": seen["ETag"]}, "weak header": {"if-match": f"W/{seen['ETag']}"}, "field": {}}[by]
        body = {"rules": rules} | ({"revision": revision} if by == "field" else {})
        return client.put(path, body, content_type="application/json", headers=headers)

    first, second = put(RULES), put({"skill_decay": 0.3})

    assert first.status_code == 200 and first["ETag"] == f'"{first.json()["revision"]}"' != seen["ETag"]
    problem = second.json()
    assert (second.status_code, problem["code"], problem["revision"]) == (409, "changed_meanwhile", first.json()["revision"])
    assert problem["changed_by"] == admin.user.name and problem["changed_at"]
    assert {"label": "Skills", "before": "60", "after": "40"} in problem["changes"]
    assert client.get(path).json()["rules"]["weights"] == RULES["weights"]


def test_whoever_names_no_revision_takes_what_comes(sign_in, recruiter, job):
    client, path = sign_in(recruiter), PATHS[0].format(job=job.pk)

    for headers in ({}, {"if-match": "*"}):
        assert client.put(path, {"rules": RULES}, content_type="application/json", headers=headers).status_code == 200


@pytest.mark.parametrize("revision", ["own-x", "nonsense", "own-99999999999999", "company-"])
def test_a_revision_that_never_was_is_a_conflict_without_changes(sign_in, recruiter, job, revision):
    answer = sign_in(recruiter).put(
        PATHS[0].format(job=job.pk), {"rules": RULES, "revision": revision}, content_type="application/json"
    )

    assert answer.status_code == 409 and answer.json()["changes"] == []
