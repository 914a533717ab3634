"""The pages and the API of interviews: what they show, whom, and that both go through the same services."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.models import Interview, InterviewPlan, Kit, Scorecard
from collaboration.services import interviews, kits, scorecards

CANARY, NOTE = "Xylophonquark", "Zimtschnecke"


@pytest.fixture
def held(application, interview, kit, recruiter, interviewer, admin):
    kit.attributes.create(name="Craft")
    Interview.objects.filter(pk=interview.pk).update(kit=kit)
    interview.refresh_from_db()
    interviews.change(interview=interview, actor=recruiter, panel=[(interviewer, True), (admin, True)])
    return interviews.schedule(interview=interview, starts_at=timezone.now() - timedelta(hours=2), actor=recruiter, past=True)


def page(client, name, *args, **query):
    answer = client.get(reverse(f"collaboration:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(interview, member, recommendation=4):
    return scorecards.submit(
        interview=interview,
        actor=member,
        recommendation=recommendation,
        takeaways=CANARY,
        private_note=NOTE,
        ratings=[(one, recommendation, CANARY) for one in interview.kit.attributes.all()],
    )


def test_no_page_and_no_answer_tells_a_colleagues_card_before_ones_own_is_sent(sign_in, held, application, admin, interviewer):
    client = sign_in(interviewer)
    addresses = [
        reverse("collaboration:interview", args=[held.pk]),
        reverse("collaboration:application_interviews", args=[application.pk]),
        reverse("collaboration:scorecard", args=[held.pk]),
        reverse("collaboration:interviews") + "?which=past",
        reverse("collaboration:home_panel"),
        "/api/v1/scorecards",
        f"/api/v1/interviews/{held.pk}",
        "/api/v1/interviews",
    ]
    seen = lambda: [hide(client.get(address).content.decode()) for address in addresses]  # noqa: E731

    def hide(text):  # what differs each time or may be told: a token, and that the interview is over now
        import re

        text = re.sub(r'csrf[^>]*>|"X-CSRFToken": "[^"]*"|<time.*?</time>|nonce="[^"]*"|data-version="[^"]*"', "", text)
        return re.sub(r'"revision":\d+', "", text)

    Interview.objects.filter(pk=held.pk).update(state="done")
    before = seen()
    card = send(held, admin)
    after = seen()

    assert after == before  # neither words nor figures nor that there is a card
    assert client.get(f"/api/v1/scorecards/{card.pk}").status_code == 404

    send(held, interviewer, 1)
    assert CANARY in page(client, "interview", held.pk) and "They disagree" in page(
        client, "application_interviews", application.pk
    )
    assert len(client.get("/api/v1/scorecards").json()["results"]) == 2


def test_a_private_note_is_its_authors_alone(sign_in, held, application, admin, interviewer, recruiter):
    send(held, interviewer)
    for member in (admin, recruiter):
        client = sign_in(member)
        texts = [page(client, "interview", held.pk), page(client, "application_interviews", application.pk)]
        texts.append(client.get("/api/v1/scorecards").content.decode())
        assert NOTE not in "".join(texts)
    mine = sign_in(interviewer)
    assert NOTE in page(mine, "interview", held.pk)
    assert mine.get("/api/v1/scorecards").json()["results"][0]["private_note"] == NOTE


def test_a_draft_is_kept_as_it_is_written_and_another_device_is_noticed(sign_in, held, interviewer):
    client, address = sign_in(interviewer), reverse("collaboration:scorecard_draft", args=[held.pk])
    attribute = held.kit.attributes.get()

    first = client.post(address, {"takeaways": "Good", f"rating-{attribute.pk}": "3", "version": ""}).json()
    again = client.post(address, {"takeaways": "Good", f"rating-{attribute.pk}": "3", "version": ""})  # its first answer was lost
    assert again.json() == first
    assert client.post(address, {"takeaways": "Mine", "version": ""}).json()["code"] == "changed_meanwhile"
    second = client.post(address, {"takeaways": "Good so far", f"rating-{attribute.pk}": "3", "version": first["version"]})
    assert second.status_code == 200
    assert client.post(address, {"takeaways": "x" * 5001, "version": ""}).status_code == 422
    assert client.post(address, {"takeaways": "x", "version": "yesterday"}).status_code == 422

    shown = page(client, "scorecard", held.pk)
    assert "Good so far" in shown and f'name="rating-{attribute.pk}" value="3" checked' in shown
    assert client.post(address, {"takeaways": "Mine", "version": first["version"], "mine": "1"}).status_code == 200
    assert Scorecard.objects.get().takeaways == "Mine"


def test_sending_by_the_page(sign_in, held, interviewer):
    client, address = sign_in(interviewer), reverse("collaboration:scorecard", args=[held.pk])

    refused = client.post(address, {"takeaways": CANARY})
    assert refused.status_code == 422 and CANARY in refused.content.decode()
    sent = client.post(address, {"takeaways": CANARY, "recommendation": "3"})
    assert sent.status_code == 302 and Scorecard.objects.get().submitted_at


def test_scheduling_reads_the_clock_of_the_zone_that_is_named(sign_in, interview, recruiter):
    client, address = sign_in(recruiter), reverse("collaboration:interview_schedule", args=[interview.pk])
    given = {"date": "2037-03-29", "time": "02:30", "time_zone": "Europe/Berlin", "minutes": "45"}

    gap = client.post(address, given)  # the clocks go from two to three
    assert gap.status_code == 422 and Interview.objects.get().starts_at is None
    client.post(address, given | {"time": "09:30"})
    assert Interview.objects.get().starts_at.isoformat() == "2037-03-29T07:30:00+00:00"
    assert client.post(address, given | {"date": "2020-01-02"}).status_code == 422


def test_an_interview_is_added_changed_cancelled_by_the_pages(sign_in, application, kit, recruiter, interviewer):
    client = sign_in(recruiter)
    create = reverse("collaboration:interview_create", args=[application.pk])
    assert client.post(create, {"minutes": ""}).status_code == 422
    client.post(create, {"kit": str(kit.pk), "required": [str(interviewer.pk)]})
    made = Interview.objects.get()
    assert (made.name, [row.member for row in made.panel.all()]) == ("First talk", [interviewer])

    edit = reverse("collaboration:interview_edit", args=[made.pk])
    given = {
        "name": "Second talk",
        "kind": "video",
        "minutes": "20",
        "optional": [str(interviewer.pk)],
        "revision": str(made.revision),
    }
    client.post(edit, given)
    assert client.post(edit, given | {"name": "Third talk"}).status_code == 422  # somebody was faster
    made.refresh_from_db()
    assert (made.name, made.minutes, made.panel.get().required) == ("Second talk", 20, False)

    client.post(reverse("collaboration:interview_cancel", args=[made.pk]), {"why": "Changed plans"})
    assert "Changed plans" in page(client, "interview", made.pk)


def test_kits_and_plans_by_the_pages(sign_in, admin, job, recruiter, interviewer):
    client = sign_in(admin)
    form = {
        "name": "Talk",
        "kind": "video",
        "minutes": "30",
        "question-text": ["Why?", ""],
        "attribute-name": ["Craft"],
        "attribute-text": [""],
    }
    client.post(reverse("collaboration:kit_create"), form)
    kit = Kit.objects.get()
    assert (kit.questions, kit.attributes.get().name) == (["Why?"], "Craft")
    assert client.post(reverse("collaboration:kit_create"), form).status_code == 422
    client.post(reverse("collaboration:interview_plan_create"), {"name": "Ours"})
    ours = InterviewPlan.objects.get()
    client.post(reverse("collaboration:planned_add", args=[ours.pk]), {"kit": str(kit.pk), "panel": [str(interviewer.pk)]})

    client = sign_in(recruiter)
    assert client.post(reverse("collaboration:planned_out", args=[ours.pk, 0])).status_code == 403  # the company's is an admin's
    client.post(reverse("collaboration:job_interviews_begin", args=[job.pk]), {"template": str(ours.pk)})
    plan = InterviewPlan.objects.get(job=job)
    client.post(reverse("collaboration:planned_add", args=[plan.pk]), {"kit": str(kit.pk), "stage_type": "interview"})
    client.post(reverse("collaboration:planned_up", args=[plan.pk, 1]))
    assert [(row["stage_type"], row["panel"]) for row in kits.rows_of(plan)] == [("interview", []), ("", [interviewer])]
    client.post(reverse("collaboration:planned_edit", args=[plan.pk, 0]), {"kit": str(kit.pk), "panel": [str(recruiter.pk)]})
    client.post(reverse("collaboration:planned_out", args=[plan.pk, 1]))
    assert [row["panel"] for row in kits.rows_of(plan)] == [[recruiter]] and "Talk" in page(client, "job_interviews", job.pk)
    client.post(reverse("collaboration:interview_plan_delete", args=[plan.pk]))
    assert list(InterviewPlan.objects.all()) == [ours]


def test_the_api_does_the_same(sign_in, application, kit, recruiter, interviewer):
    client = sign_in(recruiter)
    post = lambda path, **body: client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")  # noqa: E731
    attribute = kit.attributes.create(name="Craft")

    made = post("interviews", application=str(application.pk), kit=str(kit.pk), panel=[{"member": str(recruiter.pk)}])
    pk = made.json()["id"]
    assert made.status_code == 201 and made.json()["panel"] == [{"member": str(recruiter.pk), "required": True}]
    assert post(f"interviews/{pk}/schedule", starts_at="2020-01-02T10:00:00Z").json()["code"] == "in_the_past"
    assert post(f"interviews/{pk}/schedule", starts_at="2020-01-02T10:00:00Z", past=True).json()["state"] == "scheduled"
    other = post("interviews", application=str(application.pk), name="Other", panel=[{"member": str(recruiter.pk)}]).json()["id"]
    busy = post(f"interviews/{other}/schedule", starts_at="2020-01-02T10:15:00Z", past=True)
    assert (busy.status_code, busy.json()["code"]) == (409, "busy")

    card = post("scorecards", interview=pk, recommendation=4, ratings=[{"attribute": attribute.pk, "value": 3}], send=True)
    assert card.status_code == 201 and card.json()["ratings"][0]["name"] == "Craft"
    assert post("scorecards", interview=pk, ratings=[{"attribute": attribute.pk + 1}]).status_code == 400
    assert client.get(f"/api/v1/interviews/{pk}").json()["state"] == "done"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_panel_take_the_same_queries_for_any_number(sign_in, application, kit, recruiter, admin, count):
    kit.attributes.create(name="Craft")
    for hours in range(1, count + 1):
        for sign in (-1, 1):
            one = interviews.create_interview(
                application=application, actor=recruiter, kit=kit, panel=[(recruiter, True), (admin, True)]
            )
            at = timezone.now() + sign * timedelta(hours=hours)
            one = interviews.schedule(interview=one, starts_at=at, actor=recruiter, past=True)
        past = Interview.objects.filter(starts_at__lt=timezone.now()).order_by("starts_at").first()
        send(past, admin)
    client = sign_in(recruiter)
    asked = {}
    addresses = [
        reverse("collaboration:interviews") + f"?which={which}" for which in ("upcoming", "past", "cards", "to_schedule")
    ]
    addresses += [
        reverse("collaboration:application_interviews", args=[application.pk]),
        reverse("collaboration:home_panel"),
        "/api/v1/interviews",
    ]
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked[address.split(str(application.pk))[-1]] = len(queries)

    lists = "/interviews/?which="
    assert asked == {
        f"{lists}upcoming": 9,
        f"{lists}past": 9,
        f"{lists}cards": 9,
        f"{lists}to_schedule": 5,
        "/interviews/": 14,
        "/home/mine/": 7,
        "/api/v1/interviews": 5,
    }
    assert page(client, "interviews", which="past").count('id="interview-') == count
