"""The lists of jobs, candidates and applications: one count of queries whatever their length, no writes, no one else's rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.models import Candidate, CandidateSearch, CustomField
from jobs.services.applications import apply_to_job, reject
from jobs.services.candidates import assign_sight, create_candidate, end_sight
from jobs.services.jobs import close_job, create_job, open_job
from tests.conftest import OURS, THEIRS

PAGES = ["home", "jobs:list", "jobs:candidates", "jobs:applications"]


def asked_by(client, address):
    client.get(address)  # fills the caches of a process: content types, translations
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    writes = [
        one["sql"]
        for one in queries
        if not one["sql"].startswith(("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "DECLARE"))
    ]
    assert writes == []
    assert max(len(one["sql"]) for one in queries) < 10_000
    return len(queries), answer.content.decode()


def a_run(company, recruiter, tag, number):
    """A job with an applicant, a tag and a team: a row in every list."""
    job = open_job(job=create_job(company=company, actor=recruiter, title=f"Job {number}", openings=2), actor=recruiter)
    person = create_candidate(company=company, actor=recruiter, name=f"Person {number}", emails=[f"r{number}@x.test"], tags=[tag])
    return apply_to_job(job=job, candidate=person, actor=recruiter)


@pytest.mark.parametrize("page", PAGES)
def test_three_rows_ask_what_one_asks(page, company, recruiter, tag, sign_in):
    client = sign_in(recruiter)
    a_run(company, recruiter, tag, 1)
    one, _page = asked_by(client, reverse(page))
    a_run(company, recruiter, tag, 2)
    a_run(company, recruiter, tag, 3)
    three, text = asked_by(client, reverse(page))

    assert one == three <= 15
    assert "Job 3" in text or "Person 3" in text


def test_the_applicants_of_a_job_too(job, applicants, recruiter, sign_in):
    client, address = sign_in(recruiter), reverse("jobs:job", args=[job.pk]) + "?view=list"
    applicants(1)
    one, _page = asked_by(client, address)
    applicants_more = [apply_to_job(job=job, candidate=row, actor=recruiter) for row in _more(job, recruiter)]
    three, text = asked_by(client, address)

    assert one == three <= 15
    assert all(row.candidate.name in text for row in applicants_more)


def _more(job, recruiter):
    return [create_candidate(company=job.company, actor=recruiter, name=f"Later {number}") for number in range(2)]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_another_company(page, application, their_application, viewer, sign_in):
    _count, text = asked_by(sign_in(viewer), reverse(page))

    assert OURS in text
    assert THEIRS not in text


def test_a_confidential_job_is_seen_by_its_team_alone(job, application, admin, recruiter, sign_in):
    type(job).objects.filter(pk=job.pk).update(confidential=True)

    for page in ("jobs:list", "jobs:applications", "home"):
        assert f"{OURS} engineer" in sign_in(recruiter).get(reverse(page)).content.decode()
        assert f"{OURS} engineer" not in sign_in(admin).get(reverse(page)).content.decode()
    assert sign_in(admin).get(reverse("jobs:job", args=[job.pk])).status_code == 404
    activity = sign_in(admin).get(reverse("jobs:candidate", args=[application.candidate_id])).content.decode()
    assert f"{OURS} engineer" not in activity


def names(client, query):
    page = client.get(reverse("jobs:candidates") + query).context["page"]
    return [row.name for row in page.rows]


def test_candidates_are_found_by_name_skill_and_the_words_of_their_resume(people, recruiter, sign_in):
    one, two, three = people(3)
    Candidate.objects.filter(pk=one.pk).update(name="Zoë Müller")
    CandidateSearch.objects.filter(candidate=one).update(name="Zoë Müller")
    CandidateSearch.objects.filter(candidate=two).update(skills="C++ welding")
    CandidateSearch.objects.filter(candidate=three).update(text="five years of pottery at a kiln")
    client = sign_in(recruiter)

    assert names(client, "?q=zoe+mul") == ["Zoë Müller"]
    assert names(client, "?q=welding") == [two.name]
    assert names(client, "?q=kiln+pottery") == [three.name]
    assert names(client, "?q=nothing") == []
    assert names(client, '?q="+OR+NEAR(*)(') == names(client, "?q=*)(") == []


def test_candidates_are_narrowed_and_sorted(company, people, job, source, tag, recruiter, sign_in, reason):
    one, two, three = people(3)
    Candidate.objects.filter(pk=one.pk).update(years=2, country="DE", source=source)
    Candidate.objects.filter(pk=two.pk).update(years=8, country="PT", custom={"shirt": "M"})
    two.tags.set([tag])
    reject(application=apply_to_job(job=job, candidate=three, actor=recruiter), actor=recruiter, reason=reason)
    CustomField.objects.create(company=company, entity="candidate", key="shirt", name="Shirt", kind="choice", options=["M", "L"])
    client = sign_in(recruiter)

    assert names(client, "?years=5") == [two.name]
    assert names(client, "?country=de") == [one.name]
    assert names(client, f"?tag={tag.pk}") == [two.name]
    assert names(client, f"?source={source.pk}") == [one.name]
    assert names(client, f"?job={job.pk}&status=rejected") == [three.name]
    assert names(client, f"?job={job.pk}&status=active") == []
    assert names(client, "?custom_shirt=M") == [two.name]
    assert names(client, "?sort=-years") == [two.name, one.name, three.name]
    assert names(client, "?sort=name") == [one.name, two.name, three.name]
    assert names(client, "?tag=nonsense&years=abc&cursor=xyz") == names(client, "")


def test_an_interviewer_sees_those_assigned_to_them(people, interviewer, recruiter, sign_in):
    one, _two = people(2)
    assign_sight(candidate=one, member=interviewer, actor=recruiter)
    assert names(sign_in(interviewer), "") == [one.name]
    assert sign_in(interviewer).get(reverse("jobs:candidate", args=[one.pk])).status_code == 200

    end_sight(candidate=one, member=interviewer, actor=recruiter)
    assert names(sign_in(interviewer), "") == []


def test_the_jobs_list_counts_what_runs(job, applicants, recruiter, sign_in, reason):
    rows = applicants(3)
    reject(application=rows[0], actor=recruiter, reason=reason)

    [row] = sign_in(recruiter).get(reverse("jobs:list")).context["page"].rows

    assert (row.running, row.new, row.seats, row.filled) == (2, 3, 2, 0)
    assert row.next_due == min(one.answer_due_at for one in rows[1:])


def test_a_view_is_kept_and_chosen_again(recruiter, admin, sign_in):
    client = sign_in(recruiter)
    client.post(
        reverse("jobs:view_save"),
        {"page": "applications", "name": "Late  ones", "query": "overdue=true&status=&cursor=abc&q=", "shared": "on"},
    )

    [view] = client.get(reverse("jobs:applications")).context["views"]
    assert (view.name, view.query) == ("Late ones", "overdue=true&status=")
    assert [one.name for one in sign_in(admin).get(reverse("jobs:applications")).context["views"]] == ["Late ones"]
    assert client.get(f"{reverse('jobs:applications')}?{view.query}").status_code == 200


def test_an_interviewer_s_numbers_are_those_of_the_people_they_see(job, application, interviewer, sign_in):
    application.answer_due_at = timezone.now() - timedelta(days=1)
    application.save(update_fields=["answer_due_at"])
    client = sign_in(interviewer)

    [row] = client.get(reverse("jobs:list")).context["page"].rows
    assert (row.running, row.new, row.overdue) == (0, 0, False)
    page = client.get(reverse("jobs:job", args=[job.pk]) + "?view=list").content.decode()
    assert "assigned to you" in page and "Nobody has applied yet" not in page
    ranking = client.get(reverse("matching:job_ranking", args=[job.pk])).content.decode()
    assert "assigned to you" in ranking and "Nobody has applied yet" not in ranking

    assign_sight(candidate=application.candidate, member=interviewer)
    [row] = client.get(reverse("jobs:list")).context["page"].rows
    assert (row.running, row.new, row.overdue) == (1, 1, True)
    assert application.candidate.name in client.get(reverse("home")).content.decode()


def test_a_closed_job_counts_and_shows_all_who_applied(job, application, reason, recruiter, sign_in):
    reject(application=application, actor=recruiter, reason=reason)
    close_job(job=job, actor=recruiter, reason="filled")
    client = sign_in(recruiter)

    page = client.get(reverse("jobs:job", args=[job.pk]) + "?view=list")
    assert page.context["tabs"][0]["count"] == 1
    assert application.candidate.name in page.content.decode()
    ranking = client.get(reverse("matching:job_ranking", args=[job.pk])).content.decode()
    assert application.candidate.name in ranking and "Rejected" in ranking


def test_a_filled_job_is_none_to_fill(job, application, recruiter, sign_in):
    assert job in sign_in(recruiter).get(reverse("home")).context["jobs"]
    job.openings.update(status="filled")
    assert job not in sign_in(recruiter).get(reverse("home")).context["jobs"]


def test_only_a_person_s_own_act_reads_as_applying(application, person, candidate, job, reason, recruiter):
    from jobs.services.history import of_application

    assert [line.text for line in of_application(application)] == ["added them to “Applied”"]
    reject(application=application, actor=recruiter, reason=reason)
    own = apply_to_job(job=job, candidate=candidate, actor=person, confirmed=True)
    assert [line.text for line in of_application(own)] == ["applied"]


def test_a_jobs_page_asks_for_the_list_only_where_it_shows_it(job, applicants, recruiter, sign_in):
    applicants(2)
    client, address = sign_in(recruiter), reverse("jobs:job", args=[job.pk])

    ranked, as_list = client.get(address), client.get(f"{address}?view=list")

    assert "page" not in ranked.context and reverse("matching:job_ranking", args=[job.pk]) in ranked.content.decode()
    assert len(as_list.context["page"].rows) == 2


def test_on_a_phone_the_numbers_of_a_batch_say_what_they_count(intake_of_files, recruiter, sign_in):
    text = sign_in(recruiter).get(reverse("jobs:imports")).content.decode()

    assert all(f'data-label="{label}"' in text for label in ("Files or rows", "In", "Need a look"))
