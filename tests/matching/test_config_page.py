"""The scoring page: what stands in the form, what saving does, who may, and what two editors notice."""

import pytest
from django.urls import reverse

from accounts.models import Event
from matching.engine import ScoringConfig as Rules
from matching.models import Match, ScoringConfig, ScoringConfigVersion
from matching.services import configs
from tests.conftest import THEIRS
from tests.matching.cast import a_row
from tests.matching.forms import fields_of

FORM = "scoring-form"


def page_of(client, job):
    return client.get(reverse("matching:job_scoring", args=[job.pk]))


def save(client, job, **changes):
    sent = fields_of(page_of(client, job), FORM) | changes
    return client.post(reverse("matching:job_scoring_save", args=[job.pk]), sent)


def preview(client, job, live=True, **changes):
    sent = fields_of(page_of(client, job), FORM) | changes
    return client.post(
        reverse("matching:job_scoring_preview", args=[job.pk]), sent, **({"HTTP_HX_REQUEST": "true"} if live else {})
    )


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_takes_the_same_queries_for_any_number(
    sign_in, recruiter, job, crowd, default_rules, count, django_assert_num_queries
):
    crowd([a_row(years=float(place)) for place in range(count)])
    client = sign_in(recruiter)
    page_of(client, job)  # the table is made the first time

    with django_assert_num_queries(13):
        page = page_of(client, job)

    assert page.status_code == 200 and page.content.count(b"data-flip-id=") == min(count, 20)


@pytest.mark.parametrize("count", [1, 30])
def test_the_live_answer_takes_the_same_queries_for_any_number(
    sign_in, recruiter, job, crowd, default_rules, count, django_assert_num_queries
):
    crowd([a_row(years=float(place)) for place in range(count)])
    client = sign_in(recruiter)
    sent = fields_of(page_of(client, job), FORM) | {"weight_skills": 20, "weight_experience": 65}

    with django_assert_num_queries(10):
        answer = client.post(reverse("matching:job_scoring_preview", args=[job.pk]), sent, HTTP_HX_REQUEST="true")

    assert answer.status_code == 200 and b'data-piece="effect-box"' in answer.content


def test_looking_writes_nothing(sign_in, recruiter, job, crowd):
    crowd([a_row(), a_row(years=9.0)])
    Event.objects.all().delete()

    assert page_of(sign_in(recruiter), job).status_code == 200
    assert preview(sign_in(recruiter), job, weight_skills=10, weight_experience=75).status_code == 200

    assert not ScoringConfig.objects.exists() and not Event.objects.exists() and not Match.objects.exists()


def test_what_stands_in_the_form_is_what_scores(sign_in, recruiter, job, company):
    body = Rules(
        weights={"skills": 50, "experience": 30, "education": 20},
        skill_decay=0.65,
        min_years=3,
        ideal_years=7.5,
        curve="log",
        education="master",
        education_fields=["computing", "law"],
        bonuses={"certifications": 1, "leadership": 2, "recent_project": 3},
        cap=95,
        bonus_from=30,
    ).to_dict() | {
        "required_skills": [{"skill": "python", "importance": 4, "must": True}],
        "preferred_skills": [{"skill": "docker", "importance": 1, "must": False}],
        "knockouts": [
            {"kind": "minimum_years", "value": 2.5},
            {"kind": "location", "value": {"countries": ["DE"], "cities": ["Graz"]}},
            {"kind": "certification", "value": "first-aid"},
            {"kind": "work_authorisation", "value": None},
        ],
    }
    before = configs.save_config(company=company, job=job, actor=recruiter, body=body)

    answer = save(sign_in(recruiter), job, note="Same again")

    assert answer.status_code == 302, answer.context["draft"].errors
    after = ScoringConfigVersion.objects.get(config=before.config, number=2)
    assert after.body == before.body and after.note == "Same again" and after.by == recruiter


def test_saving_gives_the_job_its_own_rules_and_the_scores_follow(
    sign_in, recruiter, job, crowd, django_capture_on_commit_callbacks
):
    crowd([a_row()])
    client = sign_in(recruiter)
    assert b"follows <b>the company" in page_of(client, job).content

    with django_capture_on_commit_callbacks(execute=True):
        answer = save(client, job, weight_skills=30, weight_experience=50, weight_education=20)

    assert answer.status_code == 302
    own = job.scoring_config.current
    assert (own.number, own.body["weights"]) == (1, {"skills": 30, "experience": 50, "education": 20})
    assert own.body["required_skills"] == [], "skills that say just what the job says go on following it"
    assert Match.objects.get(job=job).config_version == own
    assert b"its own rules" in page_of(client, job).content


def test_skills_with_stars_and_must_haves(sign_in, recruiter, job):
    client = sign_in(recruiter)
    sent = fields_of(page_of(client, job), FORM)
    assert {sent[f"skill-{n}-key"][0]: sent[f"skill-{n}-stars"][0] for n in range(3)} == {
        "python": "5",
        "django": "4",
        "docker": "2",
    }

    assert save(client, job, **{"skill-0-must": "1", "skill-1-stars": "2", "skill-2-kind": "required"}).status_code == 302

    assert job.scoring_config.current.body["required_skills"] == [
        {"skill": "python", "importance": 5, "must": True},
        {"skill": "django", "importance": 2, "must": False},
        {"skill": "docker", "importance": 2, "must": False},
    ]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"weight_skills": "70"}, "weights", "add up to 110"),
        ({"weight_skills": "many"}, "weights", "Write a number"),
        ({"min_years": "9", "ideal_years": "3"}, "min_years", "above the ideal"),
        ({"curve": "steep"}, "curve", "The curve is one of"),
        ({"skill_decay": "130"}, "skill_decay", "between 0 and 1"),
        ({"tier_phd": "10"}, "education_tiers", "can’t count less"),
        ({"bonus_leadership": "99"}, "bonuses", "0 to 50 points"),
        ({"cap": "0"}, "cap", "between 1 and 100"),
        ({"rule-0-kind": "minimum_years", "rule-0-value": "soon"}, "knockouts.0.value", "between 0 and 60"),
        ({"rule-0-kind": "skill", "rule-0-value": "juggling fire"}, "knockouts.0.value", "not a skill"),
        ({"rule-0-kind": "location", "rule-0-value": ""}, "knockouts.0.value", "at least one"),
        ({"rule-0-kind": "nonsense"}, "knockouts.0.kind", "A knockout is one of"),
        ({"skill-7-key": "python"}, "required_skills.2.skill", "listed twice"),
        ({"skill-7-key": "no such skill"}, "required_skills.2.skill", "not a skill"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(sign_in, recruiter, job, changes, field, words):
    client = sign_in(recruiter)

    answer = save(client, job, note="My reason", **changes)

    errors = answer.context["draft"].errors
    assert answer.status_code == 422 and field in errors
    if field != "curve":
        html = answer.content.decode()
        assert words.replace("’", "'") in html.replace("&#x27;", "'").replace("’", "'") and 'value="My reason"' in html
    assert not ScoringConfigVersion.objects.filter(config__job=job).exists()
    live = preview(client, job, **changes)
    assert live.status_code == 422 and b"effect-box" not in live.content and b"until this is mended" in live.content


def test_following_the_company_again_keeps_the_history(
    sign_in, recruiter, job, own_rules, crowd, django_capture_on_commit_callbacks
):
    crowd([a_row()])
    client = sign_in(recruiter)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("matching:job_scoring_follow", args=[job.pk]), {"seen": "own-1"})

    job.scoring_config.refresh_from_db()
    assert job.scoring_config.current is None and job.scoring_config.versions.count() == 1
    assert configs.version_for(job).config.job is None
    assert Match.objects.get(job=job).config_version.config.job is None
    page = page_of(client, job)
    assert b"follows <b>the company" in page.content and b">First<" in page.content


def test_a_job_that_follows_again_is_scored_when_the_company_changes(
    job, own_rules, recruiter, admin, company, crowd, django_capture_on_commit_callbacks
):
    crowd([a_row()])
    configs.follow_company(job=job, actor=recruiter)

    with django_capture_on_commit_callbacks(execute=True):
        version = configs.save_config(company=company, actor=admin, body=Rules(skill_decay=0.3).to_dict())

    assert Match.objects.get(job=job).config_version == version


def test_an_old_version_comes_back_as_a_new_one(sign_in, recruiter, job, own_rules, company):
    configs.save_config(company=company, job=job, actor=recruiter, body=Rules(skill_decay=0.3).to_dict(), note="Stricter")
    client = sign_in(recruiter)
    page = page_of(client, job).content.decode()
    assert "Stricter" in page and "80 %" in page and "30 %" in page, "the difference to what is in force"

    client.post(reverse("matching:job_scoring_again", args=[job.pk, 1]), {"seen": "own-2"})

    latest = job.scoring_config.versions.first()
    assert (latest.number, latest.body, latest.note) == (3, own_rules.body, "Version 1 again")


def test_an_old_version_of_nowhere_is_not_there(sign_in, recruiter, job, own_rules):
    assert sign_in(recruiter).post(reverse("matching:job_scoring_again", args=[job.pk, 9])).status_code == 404


def test_without_scripts_the_form_shows_the_effect_and_grows(sign_in, recruiter, job, crowd):
    crowd([a_row(years=0.2), a_row(["cobol"], 9.0)])
    client = sign_in(recruiter)

    added = preview(client, job, live=False, add="skill", add_skill="postgres")
    unknown = preview(client, job, live=False, add="skill", add_skill="juggling fire")
    ruled = preview(client, job, live=False, add="rule", add_rule="minimum_years")
    taken = preview(client, job, live=False, remove="skill-0")
    moved = preview(client, job, live=False, weight_skills=0, weight_experience=100, weight_education=0)

    assert b'value="postgresql"' in added.content and added.status_code == 200
    assert "“juggling fire” is not a skill".encode() in unknown.content
    assert fields_of(ruled, FORM)["rule-0-kind"] == ["minimum_years"]
    assert "python" not in [value[0] for name, value in fields_of(taken, FORM).items() if name.endswith("-key")]
    assert b"2 people here stand elsewhere" in moved.content
    assert not ScoringConfigVersion.objects.exists()


def test_the_live_answer_names_whom_a_must_have_would_catch(sign_in, recruiter, job, crowd):
    crowd([a_row(years=4.8), a_row(years=9.0)])

    answer = preview(sign_in(recruiter), job, **{"rule-0-kind": "minimum_years", "rule-0-value": "5"}).content.decode()

    assert (
        "Would go to the review lane: 1 person" in answer and "4.8 years, rule says 5." in answer and "Now on place 1." in answer
    )


def test_one_person_is_compared_line_by_line(sign_in, recruiter, job, crowd, their_application):
    [application] = crowd([a_row(["python"], 1.0)])
    client = sign_in(recruiter)

    answer = preview(client, job, compare=str(application.candidate_id), weight_skills=80, weight_experience=5)

    rows = {row.label: row for row in answer.context["pairs"]}
    old, new = answer.context["told"]
    assert sum(row.gap for row in rows.values()) == new.total - old.total
    assert str(rows["Python"].two.points) in answer.content.decode()
    for foreign in (str(their_application.candidate_id), "nobody"):
        assert preview(client, job, compare=foreign).status_code == 404


def test_a_job_keeps_at_least_one_of_its_nice_to_haves(sign_in, recruiter, job):
    answer = save(sign_in(recruiter), job, **{"skill-0-must": "1", "remove": "skill-2"})

    assert answer.status_code == 422 and b"they count while none stands here" in answer.content


def test_the_companys_default(sign_in, admin, company, default_rules):
    client = sign_in(admin)
    sent = fields_of(client.get(reverse("matching:scoring")), FORM) | {"weight_skills": 40, "weight_experience": 45}

    answer = client.post(reverse("matching:scoring_save"), sent)

    assert answer.status_code == 302
    assert configs.default_config(company).current.body["weights"] == {"skills": 40, "experience": 45, "education": 15}
    again = client.post(reverse("matching:scoring_again", args=[1]), {"seen": "company-2"})
    assert again.status_code == 302 and configs.default_config(company).current.number == 3


def test_who_may_not_configure_reads_only(sign_in, members, job, crowd):
    crowd([a_row()])
    for role in ("viewer", "interviewer"):
        client = sign_in(members[role])
        page = page_of(client, job)
        assert page.status_code == 200 and b'<fieldset class="bare" disabled>' in page.content
        assert (b"Person 0000" in page.content) == (role == "viewer"), "an interviewer sees whom they are assigned"
        for name in ("job_scoring_save", "job_scoring_preview", "job_scoring_follow"):
            assert client.post(reverse(f"matching:{name}", args=[job.pk])).status_code == 403
    client = sign_in(members["recruiter"])
    assert b"disabled>" in client.get(reverse("matching:scoring")).content
    assert client.post(reverse("matching:scoring_save")).status_code == 403


def test_another_companys_job_is_not_there(sign_in, recruiter, their_job):
    client = sign_in(recruiter)

    for name in ("job_scoring", "job_scoring_templates"):
        answer = client.get(reverse(f"matching:{name}", args=[their_job.pk]))
        assert answer.status_code == 404 and THEIRS not in answer.content.decode()
    for name in ("job_scoring_save", "job_scoring_preview", "job_scoring_follow"):
        assert client.post(reverse(f"matching:{name}", args=[their_job.pk])).status_code == 404


def test_a_job_has_a_tab_for_it(sign_in, recruiter, job):
    page = sign_in(recruiter).get(reverse("jobs:job_details", args=[job.pk]))

    assert reverse("matching:job_scoring", args=[job.pk]).encode() in page.content
