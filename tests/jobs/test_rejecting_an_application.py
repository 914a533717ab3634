import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from jobs.models import Application
from jobs.services.applications import ApplicationRefused, MoveRefused, apply_to_job, move_application, reject, unreject
from jobs.services.bulk import bulk_reject


def test_the_reason_is_kept_and_the_stage_remembered(application, stages, reason, recruiter):
    move_application(application=application, to_stage=stages["interview"], actor=recruiter)

    rejected = reject(application=application, actor=recruiter, reason=reason, note="No licence for lorries")

    assert (rejected.status, rejected.stage, rejected.rejection_reason) == ("rejected", stages["interview"], reason)
    assert rejected.answer_due_at is None
    assert Event.objects.about(rejected).last().name == "application.rejected"


def test_taking_it_back_returns_to_that_stage(application, stages, reason, recruiter):
    move_application(application=application, to_stage=stages["interview"], actor=recruiter)
    reject(application=application, actor=recruiter, reason=reason, note="x")

    back = unreject(application=application, actor=recruiter)

    assert (back.status, back.stage, back.rejection_reason, back.rejection_note) == ("active", stages["interview"], None, "")
    assert [change.cause for change in back.stage_changes.all()] == ["applied", "moved", "rejected", "unrejected"]


def test_not_while_a_newer_application_runs(application, job, candidate, recruiter, reason):
    reject(application=application, actor=recruiter, reason=reason)
    apply_to_job(job=job, candidate=candidate, actor=recruiter, confirmed=True)

    with pytest.raises(ApplicationRefused) as refused:
        unreject(application=application, actor=recruiter)
    assert refused.value.code == "already_applied"


def test_only_a_running_application_can_be_rejected(application, recruiter, reason):
    reject(application=application, actor=recruiter, reason=reason)

    with pytest.raises(MoveRefused) as refused:
        reject(application=application, actor=recruiter, reason=reason)
    assert refused.value.code == "wrong_status"


def test_a_reason_of_another_company_is_not_there(application, their_reason, recruiter, sign_in):
    with pytest.raises(MoveRefused) as refused:
        reject(application=application, actor=recruiter, reason=their_reason)
    assert refused.value.code == "not_found"

    answer = sign_in(recruiter).post(
        reverse("jobs:application_reject", args=[application.pk]), {"reason": their_reason.pk, "note": "kept words"}
    )
    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    application.refresh_from_db()
    assert application.status == "active"


def test_where_the_company_keeps_reasons_one_has_to_be_given(application, recruiter, reason):
    with pytest.raises(MoveRefused) as refusal:
        reject(application=application, actor=recruiter)

    application.refresh_from_db()
    assert (refusal.value.code, refusal.value.field, application.status) == ("required", "reason", "active")


def test_many_are_not_rejected_without_a_reason_either(application, recruiter, reason):
    with pytest.raises(MoveRefused):
        bulk_reject(applications=Application.objects.visible_to(recruiter), actor=recruiter)

    application.refresh_from_db()
    assert application.status == "active"


def test_what_is_told_of_the_past_may_lack_its_reason(application, recruiter, reason):
    assert reject(application=application, actor=recruiter, at=timezone.now()).status == "rejected"
