import json

import pytest
from django.urls import reverse

from accounts.models import Event
from jobs.events import ApplicationMoved
from jobs.models import StageChange
from jobs.services.applications import MoveRefused, move_application, reject


def test_the_move_is_written_down_with_its_author(application, stages, recruiter):
    applied = application.stage

    moved = move_application(application=application, to_stage=stages["interview"], actor=recruiter, why="Strong portfolio")

    change = moved.stage_changes.get(cause="moved")
    assert (change.from_stage, change.to_stage, change.member, change.why) == (
        applied,
        stages["interview"],
        recruiter,
        "Strong portfolio",
    )
    assert Event.objects.about(moved).last().event == ApplicationMoved(
        change.pk, str(moved.pk), str(moved.job_id), applied.pk, stages["interview"].pk
    )


def test_the_new_stage_promises_its_own_answer(application, stages, recruiter):
    moved = move_application(application=application, to_stage=stages["shortlisted"], actor=recruiter)

    assert (moved.answer_due_at - moved.moved_at).days == stages["shortlisted"].answer_days


def test_moving_it_where_it_is_does_nothing(application, recruiter):
    move_application(application=application, to_stage=application.stage, actor=recruiter)

    assert StageChange.objects.filter(application=application).count() == 1


def test_a_stage_of_another_job_is_refused(application, their_job, recruiter):
    with pytest.raises(MoveRefused) as refused:
        move_application(application=application, to_stage=their_job.stages.first(), actor=recruiter)
    assert (refused.value.code, refused.value.field) == ("other_job", "stage")


def test_who_saw_an_older_state_is_told(application, stages, recruiter):
    move_application(application=application, to_stage=stages["reviewed"], actor=recruiter, seen_revision=1)

    with pytest.raises(MoveRefused) as refused:
        move_application(application=application, to_stage=stages["offer"], actor=recruiter, seen_revision=1)
    assert refused.value.code == "moved_meanwhile"
    assert "Review" in str(refused.value)


def test_a_closed_application_does_not_move(application, stages, recruiter, reason):
    reject(application=application, actor=recruiter, reason=reason)

    with pytest.raises(MoveRefused) as refused:
        move_application(application=application, to_stage=stages["offer"], actor=recruiter)
    assert refused.value.code == "closed"


def test_a_row_of_the_list_swaps_and_offers_undo(application, stages, recruiter, sign_in):
    client = sign_in(recruiter)

    answer = client.post(
        reverse("jobs:application_move", args=[application.pk]),
        {"stage": stages["reviewed"].pk, "revision": 1, "list": "job"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 200
    assert f'id="application-{application.pk}"' in answer.content.decode()
    toast = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert toast["text"] == f"{application.candidate.name} is in “Review” now."
    undone = client.post(toast["undo"], headers={"HX-Request": "true"})
    assert undone.status_code == 204
    application.refresh_from_db()
    assert application.stage == stages["applied"]


def test_a_refused_move_brings_the_row_as_it_is(application, stages, recruiter, sign_in):
    move_application(application=application, to_stage=stages["reviewed"], actor=recruiter)

    answer = sign_in(recruiter).post(
        reverse("jobs:application_move", args=[application.pk]),
        {"stage": stages["offer"].pk, "revision": 1, "list": "job"},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 422
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["level"] == "error"
    assert f'<option value="{stages["reviewed"].pk}" selected>' in answer.content.decode()
