"""The voluntary questions: answering by the link, taking it back, importing, and what a company asks."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Event
from jobs.models import Application
from matching.models import FairnessSettings
from matching.models.self_reports import SelfReport
from matching.services import self_reports

SAID = {"sex": "female", "race": "asian"}


@pytest.fixture
def link(application):
    return "/" + self_reports.link_of(application).split("/", 3)[3]


def answers():
    return list(self_reports.answers_for(Application.objects.all()).values())


def test_a_person_answers_without_signing_in(client, link, application):
    page = client.get(link)
    assert page.status_code == 200 and "Prefer not to say" in page.content.decode() and page["Cache-Control"].count("no-store")

    answer = client.post(link, SAID, follow=True)

    assert answer.status_code == 200 and answers() == [SAID]
    report = SelfReport.objects.get()
    assert (report.via, report.wording, report.application) == ("person", self_reports.WORDING, application)


def test_the_page_never_shows_what_was_said(client, link):
    client.post(link, SAID)

    page = client.get(link)

    text = page.content.decode()
    assert "You answered on" in text
    assert [name for name, value in page.context["form"].data.items()] == [] and 'value="female" checked' not in text.replace(
        "  ", " "
    )
    assert text.count("checked") == 2 and all(
        field.value() in (None, "") for field in page.context["form"]
    )  # "prefer not to say", twice


def test_answers_can_be_changed_and_taken_back(client, link):
    client.post(link, SAID)
    client.post(link, {"sex": "male", "race": ""})
    assert answers() == [{"sex": "male"}]

    client.post(link, {"withdraw": "yes"})

    report = SelfReport.objects.get()
    assert answers() == [] and report.sealed is None and report.withdrawn_at
    assert b"Take them back" not in client.get(link).content


def test_the_log_names_nobody(client, link, application, company):
    client.post(link, SAID)
    client.post(link, {"withdraw": "yes"})

    rows = Event.objects.filter(name__startswith="self_report.")
    assert [(row.name, row.subject_id, row.facts, row.member, row.person) for row in rows.order_by("pk")] == [
        ("self_report.given", str(company.pk), {"count": 1, "via": "person"}, None, None),
        ("self_report.withdrawn", str(company.pk), {}, None, None),
    ]


@pytest.mark.parametrize("token", ["nothing", "01900000-0000-7000-8000-000000000000.AAAA"])
def test_a_link_that_was_not_signed_by_us_opens_nothing(client, token):
    assert client.get(reverse("matching:self_report", args=[token])).status_code == 404


def test_a_link_whose_application_is_gone_says_so(client, link, application):
    application.delete()

    assert client.get(link).status_code == 404


def test_an_answer_that_is_not_offered_is_refused_and_kept_nothing(client, link):
    answer = client.post(link, {"sex": "yes please"})

    assert answer.status_code == 422 and answers() == []


def test_a_colleague_cannot_answer_for_somebody(sign_in, recruiter, link):
    client = sign_in(recruiter)
    assert "this is a preview" in client.get(link).content.decode()

    assert client.post(link, SAID).status_code == 422
    assert client.post(link, {"withdraw": "yes"}).status_code == 422
    assert not SelfReport.objects.exists()


def test_the_recruiters_panel_is_the_same_whether_they_answered_or_not(sign_in, recruiter, application, link, client):
    panel = reverse("matching:self_report_link", args=[application.pk])
    before = sign_in(recruiter).get(panel).content
    self_reports.give(application=application, answers=SAID)

    assert sign_in(recruiter).get(panel).content == before
    assert link.encode() in before


def test_a_company_asks_what_it_wants(sign_in, admin, company, client, link):
    signed = sign_in(admin)
    page = reverse("matching:fairness")
    sent = {
        "sex_on": "on", "sex_choices": "Female\nMale\nDiverse", "race_choices": "White\nAsian", "age_on": "on",
        "age_choices": "Under 40\n40 or older", "disability_choices": "Yes, I have a disability\nNo, I have no disability",
        "least_people": "10", "tool_since": "2026-01-01", "source": "Our own applicants",
    }  # fmt: skip

    assert signed.post(page, sent).status_code == 302

    settings = FairnessSettings.objects.get(company=company)
    questions = self_reports.questions_of(settings)
    assert [(one.key, one.choices) for one in questions] == [
        ("sex", (("female", "Female"), ("male", "Male"), ("diverse", "Diverse"))),
        ("age", (("under-40", "Under 40"), ("40-up", "40 or older"))),
    ]
    assert settings.least_people == 10
    signed.logout()
    assert "Diverse" in (text := client.get(link).content.decode()) and "Race" not in text


def test_a_renamed_answer_keeps_its_key_and_two_alike_get_two(company, admin):
    asked = {"sex": (True, ["Female", "Male", "Other gender", "Other/gender"])}

    def save():
        return self_reports.save_settings(company=company, actor=admin, asked=asked, least_people=5, tool_since=None, source="")

    first = save().asked
    assert first == save().asked
    keys = [key for key, _label in first[0]["choices"]]
    assert keys[:3] == ["female", "male", "other-gender"] and len(set(keys)) == 4


@pytest.mark.parametrize(
    ("changes", "field"), [({"least_people": "4"}, "least_people"), ({"sex_choices": "Only one"}, "sex_choices")]
)
def test_bad_settings_are_named_and_nothing_is_saved(sign_in, admin, changes, field):
    client, page = sign_in(admin), reverse("matching:fairness")
    sent = {
        f"{question.key}_choices": "\n".join(label for _key, label in question.choices)
        for question in self_reports.questions_of(FairnessSettings(), on_only=False)
    } | {"least_people": "5", "tool_since": "", "source": ""}

    answer = client.post(page, sent | changes)

    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not FairnessSettings.objects.exists()


def csv_of(text):
    return {"file": SimpleUploadedFile("answers.csv", text.encode(), "text/csv")}


def test_a_csv_file_comes_in_by_address_and_by_application(sign_in, admin, application, candidate):
    answer = sign_in(admin).post(
        reverse("matching:self_report_import"), csv_of("email;sex;race\nmara@ours-candidate.test;Female;prefer not to say\n")
    )

    assert answer.status_code == 302 and answers() == [{"sex": "female"}]
    answer = sign_in(admin).post(reverse("matching:self_report_import"), csv_of(f"application,race\n{application.pk},Asian\n"))
    assert answer.status_code == 302 and answers() == [{"race": "asian"}]


def test_a_file_with_a_mistake_is_not_taken_at_all(sign_in, admin, application, their_application):
    text = f"application,sex\n{application.pk},Female\n{their_application.pk},Male\n{application.pk},Dragon\n"

    answer = sign_in(admin).post(reverse("matching:self_report_import"), csv_of(text))

    assert answer.status_code == 422 and answers() == []
    assert [(line, column) for line, column, _text in answer.context["problems"]] == [
        (3, "application"),
        (4, "sex"),
        (4, "application"),
    ]


@pytest.mark.parametrize("text", ["", "name,sex\nA,Female\n", "email,shoe size\na@b.test,44\n", "email,sex\na@b.test\n"])
def test_a_file_of_another_kind_is_refused_in_words(sign_in, admin, application, text):
    answer = sign_in(admin).post(reverse("matching:self_report_import"), csv_of(text))

    assert answer.status_code == 422 and answer.context["importing"].errors["file"]


def test_an_import_never_overwrites_what_a_person_said_or_took_back(client, link, sign_in, admin, application):
    client.post(link, SAID)
    assert self_reports.take_in(
        company=application.company, actor=admin, rows=[{"application": str(application.pk), "sex": "male"}]
    ) == (0, 1)
    assert answers() == [SAID]
    client.post(link, {"withdraw": "yes"})

    assert self_reports.take_in(
        company=application.company, actor=admin, rows=[{"application": str(application.pk), "sex": "male"}]
    ) == (0, 1)
    assert answers() == []


def test_the_api_takes_answers_and_names_what_is_wrong(sign_in, admin, application):
    client = sign_in(admin)
    send = lambda *reports: client.post("/api/v1/self-reports", json.dumps({"reports": reports}), content_type="application/json")  # noqa: E731

    assert send({"application": str(application.pk), "sex": "Female"}).json() == {"taken": 1, "left": 0}
    bad = send({"application": str(application.pk), "sex": "Dragon"})
    assert bad.status_code == 400 and [error["field"] for error in bad.json()["errors"]] == ["reports.0.sex"]
    assert send({"application": str(application.pk), "age": "Under 40"}).status_code == 400  # not asked here
    assert answers() == [{"sex": "female"}]


def test_a_confidential_job_is_not_there_for_an_import(admin, application, job):
    job.confidential = True
    job.save()

    with pytest.raises(self_reports.SelfReportRefused) as refusal:
        self_reports.take_in(company=application.company, actor=admin, rows=[{"application": str(application.pk), "sex": "male"}])
    assert refusal.value.problems[0][1] == "application"
