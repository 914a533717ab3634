import pytest

from jobs.models import Opening
from jobs.services.applications import MoveRefused, hire, move_application, unhire
from jobs.services.candidates import delete_candidate


def seats(job):
    return list(job.openings.values_list("status", "application"))


def test_a_hire_fills_an_opening(application, stages, recruiter):
    hired = move_application(application=application, to_stage=stages["hired"], actor=recruiter)

    assert (hired.status, hired.stage) == ("hired", stages["hired"])
    assert hired.hired_on is not None
    assert seats(application.job) == [("filled", application.pk), ("open", None)]


def test_without_an_open_seat_nobody_is_hired(application, applicants, recruiter):
    one, two = applicants(2)
    hire(application=one, actor=recruiter)
    hire(application=two, actor=recruiter)

    with pytest.raises(MoveRefused) as refused:
        hire(application=application, actor=recruiter)
    assert refused.value.code == "no_opening"
    application.refresh_from_db()
    assert application.status == "active"


def test_taking_a_hire_back_opens_the_seat_and_returns_to_the_stage_before(application, stages, recruiter):
    move_application(application=application, to_stage=stages["offer"], actor=recruiter)
    hire(application=application, actor=recruiter)

    back = unhire(application=application, actor=recruiter)

    assert (back.status, back.stage, back.hired_on) == ("active", stages["offer"], None)
    assert seats(back.job) == [("open", None), ("open", None)]
    change = back.stage_changes.get(cause="unhired")
    assert (change.from_stage, change.to_stage) == (stages["hired"], stages["offer"])


def test_a_hired_person_can_be_erased_and_the_seat_stays_filled(application, candidate, recruiter):
    hire(application=application, actor=recruiter)

    delete_candidate(candidate=candidate, actor=recruiter)

    assert seats(application.job) == [("filled", None), ("open", None)]


def test_a_company_with_applications_can_be_deleted(application, company):
    company.delete()

    assert not Opening.objects.exists()
