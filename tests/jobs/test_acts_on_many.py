from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event
from jobs.models import Application, Candidate
from jobs.services.applications import apply_to_job, move_application, reject
from jobs.services.bulk import BulkRefused, bulk_move, bulk_reject, bulk_tag, undo
from jobs.services.jobs import create_job


def visible(member):
    return Application.objects.visible_to(member)


def test_many_move_with_as_many_queries_as_few(applicants, stages, recruiter):
    def queries(rows, stage):
        with CaptureQueriesContext(connection) as asked:
            result = bulk_move(applications=visible(recruiter).filter(pk__in=rows), actor=recruiter, to_stage=stage)
        assert len(result.done) == len(rows)
        return len(asked)

    rows = [one.pk for one in applicants(40)]
    queries(rows[:1], stages["offer"])  # the first use asks for content types, once a process

    assert queries(rows[:3], stages["reviewed"]) == queries(rows, stages["interview"]) <= 10
    assert Application.objects.filter(stage=stages["interview"]).count() == 40
    assert Event.objects.filter(name="application.moved").count() == 44


def test_across_jobs_each_goes_to_its_own_stage_of_that_meaning(application, job, recruiter, people):
    other = create_job(company=job.company, actor=recruiter, title="Potter")
    second = apply_to_job(job=other, candidate=people(1)[0], actor=recruiter)

    bulk_move(applications=visible(recruiter), actor=recruiter, to_type="shortlisted")

    application.refresh_from_db()
    second.refresh_from_db()
    assert (application.stage.job, application.stage.type) == (job, "shortlisted")
    assert (second.stage.job, second.stage.type) == (other, "shortlisted")


def test_what_cannot_move_is_named_and_the_rest_goes(applicants, stages, recruiter, reason):
    one, two, three = applicants(3)
    reject(application=two, actor=recruiter, reason=reason)

    result = bulk_move(applications=visible(recruiter), actor=recruiter, to_stage=stages["offer"])

    assert sorted(result.done) == sorted([one.pk, three.pk])
    assert [(row["id"], row["code"]) for row in result.refused] == [(two.pk, "closed")]


def test_hires_stop_where_the_seats_end(applicants, stages, recruiter):
    applicants(3)

    result = bulk_move(applications=visible(recruiter), actor=recruiter, to_stage=stages["hired"])

    assert len(result.done) == 2
    assert [row["code"] for row in result.refused] == ["no_opening"]


def test_rejections_of_many_can_be_taken_back(applicants, stages, reason, recruiter):
    rows = applicants(3)
    result = bulk_reject(applications=visible(recruiter), actor=recruiter, reason=reason, note="n")
    assert set(Application.objects.values_list("status", "rejection_reason")) == {("rejected", reason.pk)}

    back = undo(actor=recruiter, at=result.at)

    assert len(back.done) == 3
    assert set(Application.objects.values_list("status", "stage", "rejection_reason")) == {("active", stages["applied"].pk, None)}
    assert [change.cause for change in rows[0].stage_changes.all()] == ["applied", "rejected", "unrejected"]


def test_what_somebody_changed_since_is_not_taken_back(applicants, stages, admin, recruiter):
    one, two = applicants(2)
    result = bulk_move(applications=visible(recruiter), actor=recruiter, to_stage=stages["reviewed"])
    move_application(application=one, to_stage=stages["offer"], actor=admin)

    back = undo(actor=recruiter, at=result.at)

    assert back.done == [two.pk]
    assert [(row["id"], row["code"]) for row in back.refused] == [(one.pk, "changed_meanwhile")]


def test_nobody_takes_back_what_a_colleague_did(application, stages, admin, recruiter):
    moved = move_application(application=application, to_stage=stages["reviewed"], actor=recruiter)

    with pytest.raises(BulkRefused) as refused:
        undo(actor=admin, at=moved.moved_at)
    assert refused.value.code == "nothing"


def test_after_an_hour_it_is_too_late(recruiter):
    with pytest.raises(BulkRefused) as refused:
        undo(actor=recruiter, at=timezone.now() - timedelta(hours=2))
    assert refused.value.code == "too_late"


def test_tags_go_on_and_off_many(people, tag, recruiter):
    people(5)
    everyone = Candidate.objects.visible_to(recruiter)

    assert bulk_tag(candidates=everyone, tags=[tag], actor=recruiter) == 5
    bulk_tag(candidates=everyone, tags=[tag], actor=recruiter)
    assert tag.candidates.count() == 5

    bulk_tag(candidates=everyone, tags=[tag], actor=recruiter, remove=True)
    assert tag.candidates.count() == 0


def test_the_page_reports_each_refusal(applicants, stages, recruiter, sign_in, reason):
    one, two = applicants(2)
    reject(application=two, actor=recruiter, reason=reason)

    answer = sign_in(recruiter).post(reverse("jobs:applications_move"), {"row": [one.pk, two.pk], "stage": stages["offer"].pk})

    assert answer.status_code == 422
    assert two.candidate.name in answer.content.decode()
    one.refresh_from_db()
    assert one.stage == stages["offer"]


def test_ids_of_another_company_change_nothing(their_application, stages, recruiter, sign_in):
    before = their_application.stage

    sign_in(recruiter).post(reverse("jobs:applications_move"), {"row": [their_application.pk, "x"], "type": "offer"})

    their_application.refresh_from_db()
    assert their_application.stage == before


def test_everyone_in_the_list_means_those_the_filters_leave(applicants, stages, recruiter, sign_in):
    rows = applicants(3)
    move_application(application=rows[0], to_stage=stages["reviewed"], actor=recruiter)

    sign_in(recruiter).post(reverse("jobs:applications_move") + "?stage=applied", {"all": "1", "stage": stages["offer"].pk})

    assert sorted(Application.objects.filter(stage=stages["offer"]).values_list("pk", flat=True)) == sorted(
        [rows[1].pk, rows[2].pk]
    )
