"""A raised engine version: features and running lists follow by themselves, in pieces, once; what is over stays as it was."""

from types import SimpleNamespace

import pytest

from jobs.services.jobs import close_job, open_job
from matching.models import CandidateFeatures, Match, Rescoring
from matching.services import scoring, upgrading
from matching.services.features import ENGINE, ENGINE_VERSION, rebuild
from matching.tasks import follow_the_engine
from tests.matching.cast import a_fact, a_row


@pytest.fixture
def old_list(crowd, job, recruiter, monkeypatch):
    """Five people whose features and scores an older engine made."""
    monkeypatch.setattr(upgrading, "PIECE", 2)
    applications = crowd([a_row(years=float(years)) for years in range(5)])
    for one in applications:
        a_fact(one.candidate, "Python")
    open_job(job=job, actor=recruiter)
    scoring.score_job(job.pk)
    Match.objects.update(engine_version="1")
    return applications


def engines():
    return set(Match.objects.values_list("engine_version", flat=True)), set(
        CandidateFeatures.objects.values_list("engine", flat=True)
    )


def test_features_and_running_lists_are_made_anew(old_list, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        follow_the_engine()
    assert engines() == ({ENGINE_VERSION}, {ENGINE})
    assert Rescoring.objects.get().done == 5


def test_a_turn_that_ends_is_followed_by_another(old_list, monkeypatch, django_capture_on_commit_callbacks):
    again, clock = [], iter([0, 0, 99, 0, 0, 99, 0, 0, 99])  # one piece a turn
    monkeypatch.setattr(follow_the_engine, "delay", lambda: again.append("again"))
    monkeypatch.setattr(upgrading, "time", SimpleNamespace(monotonic=clock.__next__))
    follow_the_engine()
    assert CandidateFeatures.objects.filter(engine=ENGINE).count() == 2
    assert not Rescoring.objects.exists()
    follow_the_engine()
    follow_the_engine()
    assert CandidateFeatures.objects.filter(engine=ENGINE).count() == 5
    assert (len(again), Rescoring.objects.get().total) == (3, 5)


def test_once_all_is_new_nothing_is_asked(old_list, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        follow_the_engine()
    wanted = Rescoring.objects.get().wanted
    assert upgrading.go_on() is False
    assert Rescoring.objects.get().wanted == wanted


def test_a_closed_job_keeps_its_scores(old_list, job, recruiter, django_capture_on_commit_callbacks):
    close_job(job=job, actor=recruiter)
    with django_capture_on_commit_callbacks(execute=True):
        follow_the_engine()
    assert engines() == ({"1"}, {ENGINE})


def test_features_that_stayed_the_same_keep_their_version(candidate, fact):
    rebuild([candidate])
    CandidateFeatures.objects.update(engine=0)
    assert rebuild([candidate]) == []
    row = CandidateFeatures.objects.get()
    assert (row.engine, row.version) == (ENGINE, 1)
