"""Two people act on one application at the same moment: one wins, the other hears of it, nothing is lost."""

import threading

import pytest
from django.db import connection, connections

from accounts.refusal import Refused
from jobs.models import Application, Stage, StageChange
from jobs.services.applications import hire, move_application

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time; needs PostgreSQL")


def at_once(acts):
    """Run all acts in threads that start together; what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            results[number] = act()
        except Refused as refusal:
            results[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_moves_that_saw_the_same_one_is_told(application, recruiter, admin):
    stages = {stage.type: stage for stage in Stage.objects.filter(job=application.job)}
    for _round in range(10):
        revision = Application.objects.get(pk=application.pk).revision
        before = StageChange.objects.filter(application=application).count()
        targets = [stages["reviewed"], stages["offer"]] if _round % 2 else [stages["interview"], stages["shortlisted"]]

        results = at_once(
            [
                lambda target=target, actor=actor, seen=revision: move_application(
                    application=application, to_stage=target, actor=actor, seen_revision=seen
                )
                for target, actor in zip(targets, [recruiter, admin], strict=True)
            ]
        )

        assert [result for result in results if isinstance(result, str)] == ["moved_meanwhile"]
        assert StageChange.objects.filter(application=application).count() == before + 1


def test_one_seat_is_filled_once(job, applicants, recruiter):
    rows = applicants(5)

    results = at_once([lambda row=row: hire(application=row, actor=recruiter) for row in rows])

    assert sorted(result for result in results if isinstance(result, str)) == ["no_opening"] * 3
    assert job.openings.filter(status="filled").count() == 2
    assert Application.objects.filter(status="hired").count() == 2
