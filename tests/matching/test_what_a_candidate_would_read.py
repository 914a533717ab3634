"""The explanation in the candidate's words: theirs alone, no weights unless the company wishes, what was not read, who decides."""

import json

import pytest
from django.urls import reverse

from matching.engine import FeatureTable, Job, Knockout, Row, ScoringConfig, compile, explain
from matching.models import ScoringConfig as Config
from matching.services.candidate_words import candidate_words
from matching.services.configs import default_config
from matching.services.waivers import let_back_in
from matching.taxonomy import taxonomy
from tests.matching.test_scoring_applications import applicant  # noqa: F401  (fixture)

ASKED = Job(required={"python": 5, "docker": 3}, preferred={"postgresql": 2}, min_years=4, ideal_years=8, education="bachelor")


def words(row, config=None, job=ASKED, **more):
    told = explain(FeatureTable.build([row]), 0, compile(config or ScoringConfig(), job))
    return candidate_words(told, job_title="Backend engineer", company_name="Northwick", **more)


def row(skills=("python",), years=5.0, tier="bachelor", **more):
    strengths = None if skills is None else Row.strengths(set(skills), taxonomy())
    return Row(1, strengths, years, tier, **more)


def everything(said):
    return " ".join(
        [said.intro, *(sentence for _heading, part in said.parts for sentence in part), said.never_seen, said.who_decides]
    )


def test_it_speaks_to_the_person_about_what_counted():
    said = words(row())

    assert "Your documents name Python, which the job asks for." in said.counted
    assert any(one.startswith("Your 5 years of experience count in part") for one in said.counted)
    assert "Your education counts in full: a bachelor’s degree." in said.counted
    assert said.missing and "Docker" in said.missing[0]
    assert any("If you know Docker" in one for one in said.change)


def test_too_few_years_say_what_was_asked():
    assert "Your 2.5 years of experience count in part; the job asks for at least 4." in words(row(years=2.5)).counted


def test_what_could_not_be_read_is_said_and_not_held_against_them():
    said = words(row(skills=None, tier=None))

    assert said.not_read == [
        "The program could not read your skills and your education. That was left out of the comparison and not held against you."
    ]
    assert said.missing == [] and any("Fill in by hand" in one for one in said.change)


def test_a_knockout_is_no_rejection_and_says_who_decides():
    said = words(row(years=2.0), ScoringConfig(knockouts=[Knockout("minimum_years", 4), Knockout("skill", "docker")]))

    assert said.must_have == [
        "At least 4 years of experience, which we did not find.",
        "Docker, which we did not find in your documents.",
        "This rejects nobody: a person looks at your application and decides.",
    ]
    assert "People at Northwick decide about your application." in said.who_decides


def test_who_was_let_in_reads_that_a_person_looked():
    excused = row(years=2.0, waived=(Knockout("minimum_years", 4),))

    said = words(excused, ScoringConfig(knockouts=[Knockout("minimum_years", 4)]), let_in=True)

    assert said.must_have[-1] == "A person looked at this and decided to consider you all the same."


@pytest.mark.parametrize(
    "given", [row(), row(skills=None), row(years=None, tier=None), row(["python", "docker", "postgresql"], 9.0, "phd", flags=7)]
)
def test_no_weights_no_numbers_of_points_no_others(given):
    text = everything(words(given)).lower()

    for secret in ("weight", "point", "score", "%", "rank", "better than", "other applicants", "importance", "★"):
        assert secret not in text
    assert "who else applied" in text  # that it is never looked at


def test_points_are_told_where_the_company_wishes():
    assert words(row()).points == []
    told = words(row(), with_points=True).points
    assert told and all(len(one) == 3 for one in told)


def test_a_recruiter_sees_what_the_candidate_would_read(sign_in, recruiter, applicant):  # noqa: F811
    application = applicant("Ada Strong", "Python, Cooking")

    page = (
        sign_in(recruiter)
        .get(reverse("matching:candidate_words", args=[application.pk]), HTTP_HX_REQUEST="true")
        .content.decode()
    )

    assert "Your documents name Python" in page and "Nothing was sent" in page and "Points" not in page


def test_the_company_decides_whether_points_are_shown(sign_in, recruiter, company, applicant):  # noqa: F811
    application = applicant("Ada Strong", "Python")
    default_config(company)
    Config.objects.filter(company=company, job=None).update(tells_points=True)

    page = (
        sign_in(recruiter)
        .get(reverse("matching:candidate_words", args=[application.pk]), HTTP_HX_REQUEST="true")
        .content.decode()
    )

    assert "<h3>Points</h3>" in page


def test_without_a_score_there_is_nothing_to_read(sign_in, recruiter, application):
    answer = sign_in(recruiter).get(reverse("matching:candidate_words", args=[application.pk]), HTTP_HX_REQUEST="true")

    assert "There is no score to explain yet" in answer["HX-Trigger"]


def test_the_api_gives_the_same_sentences(sign_in, recruiter, caught):
    client = sign_in(recruiter)
    [match] = client.get(f"/api/v1/matches?job={caught.job_id}").json()["results"]
    before = client.get(f"/api/v1/matches/{match['id']}/explanation").json()["candidate_words"]
    let_back_in(application=caught, actor=recruiter)
    after = client.get(f"/api/v1/matches/{match['id']}/explanation").json()["candidate_words"]

    assert before["must_have"][-1].startswith("This rejects nobody") and after["must_have"][-1].startswith(
        "A person looked at this"
    )
    assert caught.candidate.name not in json.dumps(before)
