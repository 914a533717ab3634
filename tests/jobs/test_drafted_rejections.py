"""A closed job leaves nobody without an answer, and no answer leaves without a person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import Refused
from jobs.models import Application, RejectionDraft, RejectionReason, StageChange
from jobs.services import answer_rate, rejections
from jobs.services.applications import move_application, reject, withdraw
from jobs.services.jobs import close_job, open_job
from jobs.services.lookups import save_lookup


@pytest.fixture
def closed(application, applicants, recruiter, django_capture_on_commit_callbacks):
    """A job that was closed with three people in it."""
    applicants(2)
    with django_capture_on_commit_callbacks(execute=True):
        return close_job(job=application.job, actor=recruiter, reason="filled")


def drafts():
    return RejectionDraft.objects.filter(state="waiting")


def test_closing_drafts_and_sends_nothing(closed):
    assert drafts().count() == 3
    assert {draft.reason.name for draft in drafts()} == {"Another candidate was chosen"}
    assert set(Application.objects.values_list("status", flat=True)) == {"active"}


def test_twice_drafts_once(closed):
    assert rejections.draft_for(closed.pk, "filled") == 0
    assert drafts().count() == 3


def test_opening_again_discards_them(closed, recruiter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        open_job(job=closed, actor=recruiter)
    assert not drafts().exists()


def test_the_company_writes_its_own_words_for_a_reason(application, recruiter, company):
    reason = RejectionReason.objects.get(company=company, name="The position was closed")
    save_lookup(reason, name=reason.name, side=reason.side, letter="Sorry, {{candidate_name}}.")
    close_job(job=application.job, actor=recruiter, reason="budget")
    rejections.draft_for(application.job_id, "budget")

    assert drafts().get().text == "Sorry, {{candidate_name}}."
    with pytest.raises(Refused) as refused:
        save_lookup(reason, letter="Sorry, {{nickname}}.")
    assert (refused.value.code, refused.value.field) == ("unknown_variable", "letter")


def test_a_person_edits_sends_some_and_discards_one(closed, recruiter, sign_in):
    client = sign_in(recruiter)
    one, two, three = drafts().order_by("pk")
    page = client.get(reverse("jobs:rejections")).content.decode()
    assert one.application.candidate.name in page and "{{" not in page

    client.post(reverse("jobs:rejection_edit", args=[one.pk]), {"reason": str(one.reason_id), "text": "We are sorry."})
    assert client.post(reverse("jobs:rejection_edit", args=[one.pk]), {"text": "Dear {{you}}"}).status_code == 422
    client.post(reverse("jobs:rejections_send"), {"draft": str(one.pk)})
    client.post(reverse("jobs:rejections_discard"), {"draft": str(two.pk)})
    client.post(reverse("jobs:rejections_send"), {"draft": "nonsense"})

    one.refresh_from_db()
    assert (one.state, one.text, one.application.status, one.application.rejection_reason) == (
        "sent",
        "We are sorry.",
        "rejected",
        one.reason,
    )
    [sent] = Event.objects.filter(name="rejection.sent")
    assert sent.facts == {"draft_id": str(one.pk), "application_id": str(one.application_id), "job_id": str(closed.pk)}
    two.refresh_from_db()
    assert (two.state, two.application.status) == ("discarded", "active")
    assert list(drafts()) == [three]


def test_all_of_a_reason_go_at_once(closed, recruiter, sign_in):
    reason = drafts().first().reason_id
    sign_in(recruiter).post(reverse("jobs:rejections_send"), {"reason": str(reason)})

    assert not drafts().exists()
    assert set(Application.objects.values_list("status", flat=True)) == {"rejected"}
    assert Event.objects.filter(name="rejection.sent").count() == 3


def test_who_ended_meanwhile_is_left_alone(closed, application, recruiter):
    withdraw(application=application, actor=recruiter)

    sent, refused = rejections.send(drafts=drafts(), actor=recruiter)
    assert (len(sent), [row["code"] for row in refused]) == (2, ["closed"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(applicants, recruiter, sign_in, count, django_assert_num_queries):
    for application in applicants(count):
        RejectionDraft.objects.create(company=application.company, application=application, text="Dear {{candidate_name}}")
    client = sign_in(recruiter)
    client.get(reverse("jobs:rejections"))

    with django_assert_num_queries(5):
        page = client.get(reverse("jobs:rejections"))
    assert page.content.decode().count("<details") >= count


def came(applications, days):
    """Move their coming so many days back."""
    ids = [one.pk for one in applications]
    at = timezone.now() - timedelta(days=days)
    Application.objects.filter(pk__in=ids).update(applied_at=at)
    StageChange.objects.filter(application__in=ids, cause="applied").update(at=at)


def test_the_answer_rate_counts_what_was_promised(job, applicants, stages, recruiter, reason, sign_in):
    promise = job.stages.order_by("position").first().answer_days
    on_time, late, waiting, left, fresh, *more = applicants(9)
    came([on_time, late, waiting, left, *more], promise + 3)
    move_application(application=on_time, to_stage=stages["interview"], actor=recruiter, at=timezone.now() - timedelta(days=5))
    reject(application=late, actor=recruiter, reason=reason)
    withdraw(application=left, actor=recruiter, at=timezone.now() - timedelta(days=4))
    for one in more[:2]:
        move_application(application=one, to_stage=stages["interview"], actor=recruiter, at=timezone.now() - timedelta(days=4))

    rate = answer_rate.of_member(recruiter)
    assert (rate.counted, rate.in_time) == (1 + 1 + 1 + 4, 1 + 2)  # not who left in time, not who came just now
    assert sign_in(recruiter).get("/api/v1/answer-rate").json() == {"share": 0.4286, "counted": 7, "in_time": 3, "days": 90}
    page = sign_in(recruiter).get(reverse("jobs:job_details", args=[job.pk])).content.decode()
    assert "43" in page and "3 of 7" in page


def test_four_are_too_few_and_a_quarter_is_the_window(job, applicants, recruiter):
    came(applicants(4), 30)
    assert (answer_rate.of_member(recruiter).counted, answer_rate.of_member(recruiter).share) == (4, None)
    came(Application.objects.all(), 91)
    assert answer_rate.of_member(recruiter).counted == 0
