"""`manage.py seed_demo`: companies, jobs and people that one can sign in to and look at; the same for the same seed."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Company, Event, Membership, User
from jobs.models import Application, Candidate, CandidateSearch, Job, Offer, Resume
from matching.models import CandidateFeatures, Fact
from notifications.models import Notification
from portal.services import seeding


def seed(count, number=1):
    call_command("seed_demo", candidates=count, seed=number, verbosity=0)


def people():
    return [
        (one.candidate.name, one.job.title, one.status, one.stage.name, one.match_score)
        for one in Application.objects.select_related("candidate", "job", "stage").order_by("job__title", "candidate__name", "pk")
    ]


@pytest.fixture
def few_files(monkeypatch):
    monkeypatch.setattr(seeding, "MOST_FILES", 14)


@pytest.mark.django_db(transaction=True)
def test_the_demo_can_be_signed_in_to_and_holds_what_it_says(few_files):
    seed(80)

    assert set(User.objects.values_list("email", flat=True)) >= {
        "admin@demo.test",
        "recruiter@demo.test",
        "interviewer@demo.test",
        "viewer@demo.test",
        "admin@other.test",
        "recruiter@other.test",
        "candidate@people.test",
    }
    assert User.objects.get(email="recruiter@demo.test").check_password("intellimatch-demo")
    assert (Company.objects.count(), Job.objects.count(), Membership.objects.filter(role="admin").count()) == (3, 12, 3)
    assert Candidate.objects.count() == 82  # the one with a login is known to two companies
    read = Resume.objects.filter(state="read")
    assert read.count() == 14 and not Resume.objects.exclude(state="read").exists()
    assert all(resume.facts.filter(kind="name").exists() and resume.reading.text for resume in read)
    assert not Application.objects.filter(candidate__resumes__state="read", match_score=None).exists()
    assert CandidateSearch.objects.count() == 82 and CandidateFeatures.objects.count() >= 80
    without_file = Candidate.objects.filter(resumes=None, person=None)
    assert without_file.count() == 66
    assert not without_file.exclude(pk__in=Fact.objects.filter(kind="skill").values("candidate")).exists()
    assert not Application.objects.filter(candidate__in=without_file, match_score=None).exists()
    assert not Event.objects.filter(handled_at=None).exists()
    unread = Counter(Notification.objects.unread().values_list("member__user__email", flat=True))
    assert unread["recruiter@demo.test"] == 3 and sum(unread.values()) < 8  # a year of history is news to nobody
    interviewer = Membership.objects.get(user__email="interviewer@demo.test")
    assert Application.objects.visible_to(interviewer).exists()
    assert sorted(Offer.objects.values_list("status", flat=True)) == ["accepted", "declined", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_seats_are_filled_is_closed(few_files):
    seed(14)

    for job in Job.objects.filter(status="open"):
        assert job.applications.filter(status="hired").count() < job.openings.count()


@pytest.mark.django_db(transaction=True)
def test_another_seed_gives_other_people_the_same_seed_the_same(few_files, django_db_blocker):
    seed(6, 3)
    first = people()
    call_command("flush", interactive=False, verbosity=0)
    seed(6, 3)
    again = people()
    call_command("flush", interactive=False, verbosity=0)
    seed(6, 4)

    assert first == again != people()


def test_an_installation_with_a_company_is_left_alone(company):
    with pytest.raises(CommandError, match="company already"):
        seed(5)


def test_production_is_left_alone(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        seed(5)


@pytest.mark.parametrize("count", [0, -1, 2_000_001])
def test_a_number_that_makes_no_sense_is_refused(db, count):
    with pytest.raises(CommandError, match="--candidates"):
        seed(count)
