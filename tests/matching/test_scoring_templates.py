"""Templates of scoring rules: the shipped ones hold, companies keep their own, and trying one saves nothing."""

import pytest
from django.urls import reverse

from matching.engine import ScoringConfig as Rules
from matching.models import ScoringConfigVersion, ScoringTemplate
from matching.services import templates
from matching.services.configs import ConfigRefused
from matching.taxonomy import taxonomy
from tests.conftest import THEIRS


def test_there_are_at_least_eight_and_they_differ():
    cards = templates.library()

    assert len(cards) >= 8
    assert {"junior-software-engineer", "senior-software-engineer", "data-scientist", "executive"} <= {card.key for card in cards}
    assert len({str(card.body) for card in cards}) == len(cards)


@pytest.mark.parametrize("card", templates.library(), ids=lambda card: card.key)
def test_a_shipped_template_is_a_valid_config(card):
    assert Rules.from_dict(card.body).validate(taxonomy()) == {}
    assert card.body["required_skills"] and len(card.text) < 120


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_takes_the_same_queries_for_any_number(sign_in, company, recruiter, job, count, django_assert_num_queries):
    for number in range(count):
        templates.save_template(company=company, actor=recruiter, name=f"Ours {number}", body=Rules().to_dict())
    client = sign_in(recruiter)

    with django_assert_num_queries(6):
        page = client.get(reverse("matching:job_scoring_templates", args=[job.pk]))

    assert page.status_code == 200 and page.content.count(b"card template-card") == len(templates.library()) + count


def test_trying_a_template_fills_the_form_and_saves_nothing(sign_in, recruiter, job):
    page = sign_in(recruiter).get(reverse("matching:job_scoring", args=[job.pk]), {"template": "executive"})

    html = page.content.decode()
    assert 'name="weight_experience" min="0" max="100" step="any" value="50"' in html
    assert 'name="min_years" min="0" max="60" step="any" value="10"' in html
    assert 'value="python"' in html and 'value="strategic-planning"' not in html, "the job's own skills stay"
    assert not ScoringConfigVersion.objects.exists()


def test_a_job_without_skills_takes_those_of_the_template(sign_in, recruiter, company):
    from jobs.services.jobs import create_job

    bare = create_job(company=company, actor=recruiter, title="Somebody")

    page = sign_in(recruiter).get(reverse("matching:job_scoring", args=[bare.pk]), {"template": "nurse"})

    assert b'value="wound-care"' in page.content


def test_an_unknown_template_is_not_there(sign_in, recruiter, job, their_scoring_template):
    client = sign_in(recruiter)

    for key in ("nothing", str(their_scoring_template.pk)):
        assert client.get(reverse("matching:job_scoring", args=[job.pk]), {"template": key}).status_code == 404


def test_a_company_keeps_its_own(sign_in, recruiter, job):
    client = sign_in(recruiter)
    form = {
        "weight_skills": 20,
        "weight_experience": 70,
        "weight_education": 10,
        "curve": "log",
        "tier_phd": 100,
        "tier_master": 80,
        "tier_bachelor": 60,
        "tier_associate": 40,
        "template_name": " Our  veterans ",
        "template_text": "Long service",
        "back": reverse("matching:job_scoring", args=[job.pk]),
    }

    answer = client.post(reverse("matching:scoring_template_save"), form)

    assert answer.status_code == 302 and answer["Location"] == form["back"]
    kept = ScoringTemplate.objects.get()
    assert kept.name == "Our veterans" and kept.by == recruiter and kept.body["weights"]["experience"] == 70
    assert b"Our veterans" in client.get(reverse("matching:scoring_templates")).content


@pytest.mark.parametrize(("name", "field"), [("", "template_name"), ("Twice", "template_name")])
def test_a_name_is_needed_once(company, recruiter, name, field):
    templates.save_template(company=company, actor=recruiter, name="Twice", body=Rules().to_dict())

    with pytest.raises(ConfigRefused) as refusal:
        templates.save_template(company=company, actor=recruiter, name=name, body=Rules().to_dict())

    assert refusal.value.field == field and ScoringTemplate.objects.count() == 1


def test_two_companies_may_use_one_name(company, recruiter, other_company, stranger):
    for owner, member in ((company, recruiter), (other_company, stranger)):
        templates.save_template(company=owner, actor=member, name="Same", body=Rules().to_dict())

    assert ScoringTemplate.objects.count() == 2


def test_broken_rules_are_no_template(company, recruiter):
    with pytest.raises(ConfigRefused) as refusal:
        templates.save_template(
            company=company, actor=recruiter, name="Broken", body={"weights": {"skills": 1, "experience": 1, "education": 1}}
        )

    assert refusal.value.field == "weights"


def test_deleting_asks_first_and_goes_back(sign_in, recruiter, scoring_template):
    client, url = sign_in(recruiter), reverse("matching:scoring_template_delete", args=[scoring_template.pk])

    asked = client.get(url, {"back": "https://elsewhere.test/"})
    done = client.post(url, {"back": "https://elsewhere.test/"})

    assert asked.status_code == 200 and scoring_template.name in asked.content.decode()
    assert done["Location"] == reverse("matching:scoring_templates") and not ScoringTemplate.objects.exists()


def test_nobody_sees_those_of_another_company(sign_in, recruiter, their_scoring_template):
    page = sign_in(recruiter).get(reverse("matching:scoring_templates"))

    assert THEIRS not in page.content.decode()


def test_a_viewer_may_look_and_not_keep(sign_in, viewer, scoring_template):
    client = sign_in(viewer)

    assert client.get(reverse("matching:scoring_templates")).status_code == 200
    assert client.post(reverse("matching:scoring_template_save"), {"template_name": "x"}).status_code == 403
    assert client.post(reverse("matching:scoring_template_delete", args=[scoring_template.pk])).status_code == 403
