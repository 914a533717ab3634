"""A company lets go of people by its rules: they are asked first, and nobody goes who works there, applies, or wants to stay."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Consent
from jobs.models import Application, Candidate
from jobs.services import applications as acts
from jobs.services.candidates import create_candidate
from notifications.models import Message
from portal.services import retention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_asked_yet")]


@pytest.fixture
def rules(company, admin):
    return retention.save_rules(company=company, actor=admin, on=True, keep_days=180, ask_days=30, pool_days=365)


@pytest.fixture
def rejected(application, recruiter, reason):
    acts.reject(application=application, actor=recruiter, reason=reason)
    return application


def long_ago(application, days):
    at = timezone.now() - timedelta(days=days)
    Application.objects.filter(pk=application.pk).update(closed_at=at, applied_at=at)
    Candidate.objects.filter(pk=application.candidate_id).update(created_at=at)


def test_who_was_rejected_is_asked_and_goes_when_the_time_is_over(rules, rejected):
    long_ago(rejected, 155)
    assert retention.run() == (1, 0)
    assert retention.run() == (0, 0)  # asked once

    later = timezone.now() + timedelta(days=31)

    assert retention.run(later) == (0, 1)
    assert not Candidate.objects.filter(pk=rejected.candidate_id).exists()


def test_who_is_long_overdue_is_asked_first_all_the_same(rules, rejected):
    long_ago(rejected, 1000)

    assert retention.run() == (1, 0)
    assert retention.run(timezone.now() + timedelta(days=29)) == (0, 0)
    assert retention.run(timezone.now() + timedelta(days=31)) == (0, 1)


@pytest.mark.parametrize("why", ["running", "hired", "day", "agreed", "young", "switched off", "suspended"])
def test_who_stays(rules, application, recruiter, reason, why):
    long = timezone.now() + timedelta(days=400)
    if why == "hired":
        acts.hire(application=application, actor=recruiter)
    elif why != "running":
        acts.reject(application=application, actor=recruiter, reason=reason)
    if why != "running":
        long_ago(application, 500)
    people = Candidate.objects.filter(pk=application.candidate_id)
    if why == "day":
        people.update(keep_until=(long + timedelta(days=100)).date())
    elif why == "agreed":
        people.update(consent_until=(long + timedelta(days=100)).date())
    elif why == "young":
        long_ago(application, 10)
        long = timezone.now() + timedelta(days=20)
    elif why == "switched off":
        type(rules).objects.update(on=False)
    elif why == "suspended":
        type(rules.company).objects.update(suspended_at=timezone.now())

    assert retention.run() == (0, 0)
    assert retention.run(long) == (0, 0)
    assert people.exists()


def test_a_day_on_their_own_row_goes_before_the_rules(rules, rejected):
    Candidate.objects.filter(pk=rejected.candidate_id).update(keep_until=timezone.localdate() - timedelta(days=1), email="")

    assert retention.run() == (0, 1)


def test_the_mail_asks_and_a_press_keeps_them(rules, rejected, client):
    long_ago(rejected, 155)
    retention.run()
    link = re.search(r"/me/stay/[^\s]+", Message.objects.get().text)[0]

    assert "may keep my details for 365 days" in client.get(link).content.decode()
    assert Consent.objects.count() == 0  # looking changes nothing
    client.post(link, {"answer": "stay"})

    assert Consent.objects.get().text.endswith("I can take this back at any time.")
    assert retention.run(timezone.now() + timedelta(days=300)) == (0, 0)
    assert "You stay until" in client.get(link).content.decode()
    client.post(link, {"answer": "go"})
    assert Consent.objects.get().withdrawn_at is not None
    assert retention.run(timezone.now() + timedelta(days=31)) == (0, 1)
    assert client.get(link).status_code == 404


def test_admins_see_who_goes_next(rules, rejected, sign_in, admin, recruiter, other_company, stranger):
    long_ago(rejected, 170)
    theirs = create_candidate(company=other_company, actor=stranger, name="Somebody of theirs")
    Candidate.objects.filter(pk=theirs.pk).update(created_at=timezone.now() - timedelta(days=900))

    page = sign_in(admin).get("/settings/retention/").content.decode()

    assert rejected.candidate.name in page
    assert "Somebody of theirs" not in page
    assert sign_in(recruiter).get("/settings/retention/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_so_often(rules, company, recruiter, count, django_assert_num_queries):
    for number in range(count):
        create_candidate(company=company, actor=recruiter, name=f"Old {number}")
    Candidate.objects.update(created_at=timezone.now() - timedelta(days=300))

    with django_assert_num_queries(1):
        assert len(retention.next_to_go(rules)) == count
