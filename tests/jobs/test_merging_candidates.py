"""Merging two candidates keeps both histories, and can be undone."""

import pytest
from django.urls import reverse

from accounts.models import Event
from jobs.models import Candidate
from jobs.services.applications import apply_to_job, withdraw
from jobs.services.candidates import CandidateRefused, create_candidate
from jobs.services.duplicates import duplicate_groups, duplicates_of
from jobs.services.jobs import create_job
from jobs.services.merge import merge_candidates, undo_merge


@pytest.fixture
def twin(company, recruiter):
    return create_candidate(
        company=company,
        actor=recruiter,
        name="M. Quetzalwort",
        location="Bonn",
        emails=["mara@ours-candidate.test", "mara@home.test"],
        phones=["030 901820"],
    )


def test_the_same_address_or_phone_is_noticed(candidate, twin, company, their_candidate):
    assert duplicates_of(candidate) == [(twin, ["email", "phone"])]
    assert {(kind, people) for kind, _key, people, _first in duplicate_groups(company)} == {("email", 2), ("phone", 2)}


def test_the_same_name_and_employer_is_noticed(company, recruiter):
    one = create_candidate(company=company, actor=recruiter, name="Jo Berg", headline="Nurse, St. Ann")
    two = create_candidate(company=company, actor=recruiter, name="jo berg", headline="Head nurse, st. ann")
    create_candidate(company=company, actor=recruiter, name="Jo Berg", headline="Welder, Krupp")

    assert duplicates_of(one) == [(two, ["name_and_employer"])]


def test_everything_moves_to_the_kept_one(candidate, twin, application, recruiter, company):
    theirs = apply_to_job(job=create_job(company=company, actor=recruiter, title="Second"), candidate=twin, actor=recruiter)

    merge_candidates(kept=candidate, merged=twin, actor=recruiter)

    candidate.refresh_from_db()
    theirs.refresh_from_db()
    assert theirs.candidate == candidate and candidate.location == "Bonn"
    assert {point.value for point in candidate.contact_points.all()} == {
        "mara@ours-candidate.test",
        "mara@home.test",
        "+49 30 901820",
    }
    assert list(Candidate.objects.visible_to(recruiter)) == [candidate]


def test_undoing_gives_back_exactly_what_was_theirs(candidate, twin, application, recruiter, company):
    theirs = apply_to_job(job=create_job(company=company, actor=recruiter, title="Second"), candidate=twin, actor=recruiter)
    merge = merge_candidates(kept=candidate, merged=twin, actor=recruiter)

    undo_merge(merge=merge, actor=recruiter)

    candidate.refresh_from_db()
    theirs.refresh_from_db()
    application.refresh_from_db()
    assert (theirs.candidate, application.candidate, candidate.location) == (twin, candidate, "")
    assert {point.value for point in twin.contact_points.all()} == {"mara@ours-candidate.test", "mara@home.test", "030 901820"}
    assert [row.name for row in Event.objects.about(candidate)][-2:] == ["candidate.merged", "candidate.unmerged"]
    with pytest.raises(CandidateRefused):
        undo_merge(merge=merge, actor=recruiter)


def test_two_running_applications_for_one_job_must_be_settled_first(candidate, twin, application, recruiter):
    theirs = apply_to_job(job=application.job, candidate=twin, actor=recruiter)

    with pytest.raises(CandidateRefused, match="running application"):
        merge_candidates(kept=candidate, merged=twin, actor=recruiter)

    withdraw(application=theirs, actor=recruiter)
    merge_candidates(kept=candidate, merged=twin, actor=recruiter)
    assert candidate.applications.count() == 2


def test_people_of_two_companies_cannot_be_merged(candidate, their_candidate, recruiter):
    with pytest.raises(CandidateRefused):
        merge_candidates(kept=candidate, merged=their_candidate, actor=recruiter)


def test_the_page_shows_what_tells_two_people_apart(company, recruiter, sign_in):
    one = create_candidate(
        company=company, actor=recruiter, name="Ada Nowak", emails=["ada@people.test"], phones=["+49 30 1234567"]
    )
    create_candidate(company=company, actor=recruiter, name="Jan Nowak", emails=["jan@people.test"], phones=["+49 30 1234567"])

    page = sign_in(recruiter).get(reverse("jobs:candidate_duplicates", args=[one.pk])).content.decode()

    confirm = page.partition('data-confirm="')[2].partition('"')[0]
    for fact in ("Ada Nowak", "ada@people.test", "Jan Nowak", "jan@people.test"):
        assert fact in confirm and page.count(fact) > confirm.count(fact)
    assert page.count("<bdi>+49") == 2
