"""The decision record to read and to take out: pages, files and API, for those who may export, of what they may see."""

import csv
import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Event
from jobs.models import Candidate, Job
from jobs.services import applications as service
from jobs.services.applications import apply_to_job
from jobs.services.candidates import create_candidate
from jobs.services.jobs import create_job, open_job
from jobs.services.merge import merge_candidates
from matching.models import Decision
from matching.services import chain
from matching.services.scoring import score_job
from tests.matching.cast import a_row


@pytest.fixture
def handed(django_capture_on_commit_callbacks):
    def run(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **kwargs)

    return run


@pytest.fixture
def rejected(job, crowd, recruiter, reason, handed):
    [one] = crowd([a_row()])
    handed(score_job, job.pk)
    handed(service.reject, application=one, actor=recruiter, reason=reason)
    return one


def page_of(of, row, **query):
    return reverse(f"matching:{of}_decisions", args=[row.pk], query=query or None)


def test_a_persons_page_tells_what_happened_in_words(rejected, recruiter, reason, sign_in):
    page = sign_in(recruiter).get(page_of("candidate", rejected.candidate)).content.decode()
    score = rejected.candidate.matches.get().score
    assert f"rejected: {reason.name}, at a score of {score}" in page
    assert f"scored {score} by rules v1" in page
    assert recruiter.name in page and rejected.job.title in page


def test_a_jobs_page_names_the_people(rejected, job, recruiter, sign_in):
    page = sign_in(recruiter).get(page_of("job", job)).content.decode()
    assert rejected.candidate.name in page and reverse("jobs:candidate", args=[rejected.candidate_id]) in page


def test_one_kind_only(rejected, job, recruiter, sign_in):
    client = sign_in(recruiter)
    assert [line.entry.kind for line in client.get(page_of("job", job, kind="rejected")).context["lines"]] == ["rejected"]
    assert client.get(page_of("job", job, kind="hired")).context["lines"] == []
    assert len(client.get(page_of("job", job, kind="nonsense")).context["lines"]) == 2


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_page_takes_the_same_queries_for_any_number(company, job, recruiter, sign_in, count):
    people = Candidate.objects.bulk_create([Candidate(company=company, name=f"Person {place}") for place in range(count)])
    chain.append(
        company.pk,
        [
            Decision(kind="seen", job_id=job.pk, candidate_id=one.pk, member_id=recruiter.pk, facts={"score": "1.00"})
            for one in people
        ],
    )
    client = sign_in(recruiter)
    client.get(page_of("job", job))
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page_of("job", job))
    assert len(queries) == 7
    assert len(answer.context["lines"]) == min(count, 50)
    assert bool(answer.context["page"].next_url) == (count > 50)


def confidential(job, *team):
    from guardian.shortcuts import assign_perm

    Job.objects.filter(pk=job.pk).update(confidential=True)
    for member in team:
        assign_perm("jobs.view_job", member.user, job)


def test_of_a_confidential_job_only_the_team_reads(rejected, job, admin, recruiter, sign_in):
    confidential(job, recruiter)
    person = page_of("candidate", rejected.candidate)
    assert sign_in(admin).get(page_of("job", job)).status_code == 404
    assert sign_in(admin).get(person).context["lines"] == []
    assert len(sign_in(recruiter).get(person).context["lines"]) == 2
    assert sign_in(admin).get(f"/api/v1/candidates/{rejected.candidate_id}/decision-record").json()["results"] == []


def test_entries_from_before_a_merge_are_the_kept_ones_too(rejected, company, job, recruiter, sign_in, handed):
    kept = create_candidate(company=company, actor=recruiter, name="Kept")
    handed(merge_candidates, kept=kept, merged=rejected.candidate, actor=recruiter)
    kinds = {line.entry.kind for line in sign_in(recruiter).get(page_of("candidate", kept)).context["lines"]}
    assert {"scored", "rejected"} <= kinds


def test_an_interviewer_sees_entries_of_their_people_only(rejected, company, interviewer):
    from guardian.shortcuts import assign_perm

    assert not Decision.objects.visible_to(interviewer).exists()
    assign_perm("jobs.view_candidate", interviewer.user, rejected.candidate)
    assert Decision.objects.visible_to(interviewer).count() == 2
    assert not Decision.objects.visible_to(None).exists()


def body_of(answer):
    return b"".join(answer.streaming_content).decode()


def test_the_csv_holds_every_entry_and_no_formula(rejected, job, recruiter, sign_in):
    recruiter.user.name = "=HYPERLINK(1)"
    recruiter.user.save()
    answer = sign_in(recruiter).post(reverse("matching:job_decisions_export", args=[job.pk]), {"as": "csv"})
    rows = list(csv.DictReader(body_of(answer).removeprefix("\ufeff").splitlines()))
    assert [row["kind"] for row in rows] == ["scored", "rejected"]
    assert rows[1]["member"] == "'=HYPERLINK(1)"
    assert [row["hash"] for row in rows] == list(Decision.objects.order_by("number").values_list("hash", flat=True))
    [event] = Event.objects.filter(name="decisions.exported")
    assert (event.facts, event.member) == ({"about": "job", "count": 2}, recruiter)


def test_the_json_is_enough_to_verify_it_elsewhere(rejected, recruiter, sign_in):
    answer = sign_in(recruiter).post(reverse("matching:candidate_decisions_export", args=[rejected.candidate_id]), {"as": "json"})
    said = json.loads(body_of(answer))
    assert (said["of"], said["id"], len(said["entries"])) == ("candidate", str(rejected.candidate_id), 2)
    for entry in said["entries"]:
        seal, before = entry.pop("hash"), entry.pop("previous")
        entry.pop("member")
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(f"{before}\n{text}".encode()).hexdigest() == seal
    facts = said["entries"][0]["facts"]
    kept = said["features"][facts["features"]]
    assert chain.salted(kept["salt"], kept["row"]) == facts["features_digest"]
    assert chain.digest(said["demands"][facts["demands"]]["facts"]) == facts["demands_digest"]
    assert chain.digest(said["rules"][str(facts["rules"])]["body"]) == facts["rules_digest"]


def test_a_file_in_another_form_is_not_there(job, recruiter, sign_in):
    assert sign_in(recruiter).post(reverse("matching:job_decisions_export", args=[job.pk]), {"as": "xml"}).status_code == 404


def test_the_api_pages_and_filters(rejected, job, recruiter, sign_in):
    client = sign_in(recruiter)
    first = client.get(f"/api/v1/jobs/{job.pk}/decision-record?page_size=1&sort=oldest").json()
    [entry] = first["results"]
    assert (entry["kind"], entry["member"], entry["facts"]["score"]) == (
        "scored",
        None,
        str(rejected.candidate.matches.get().score),
    )
    [second] = client.get(first["next"]).json()["results"]
    assert (second["kind"], second["member"], second["previous"]) == ("rejected", recruiter.name, entry["hash"])
    path = f"/api/v1/candidates/{rejected.candidate_id}/decision-record"
    assert [one["kind"] for one in client.get(f"{path}?kind=rejected").json()["results"]] == ["rejected"]
    assert client.get(f"{path}?kind=nonsense").status_code == 400


def test_every_kind_is_told_in_words(company, job, candidate, recruiter, sign_in):
    facts = {
        "scored": {"score": "1.00", "rules_version": 1, "engine": "2", "feature_version": 1},
        "seen": {"score": "1.00"},
        "knocked_out": {"rules": ["minimum_years"]},
        "released": {"rules": ["minimum_years"]},
        "let_in": {"rules": ["minimum_years"]},
        "sent_back": {"rules": ["minimum_years"]},
        "moved": {"score": None},
    }
    chain.append(
        company.pk,
        [
            Decision(kind=kind, job_id=job.pk, candidate_id=candidate.pk, facts=facts.get(kind, {}))
            for kind in Decision.Kind.values
        ],
    )
    told = sign_in(recruiter).get(page_of("job", job)).context["lines"]
    assert len({line.what for line in told}) == len(Decision.Kind.values)
    assert all(line.what and line.icon for line in told)


def test_two_jobs_of_one_person_are_two_records(rejected, company, recruiter, sign_in, handed):
    other = open_job(job=create_job(company=company, actor=recruiter, title="Other"), actor=recruiter)
    run = handed(apply_to_job, job=other, candidate=rejected.candidate, actor=recruiter)
    handed(service.withdraw, application=run, actor=recruiter)
    client = sign_in(recruiter)
    assert {line.entry.job_id for line in client.get(page_of("candidate", rejected.candidate)).context["lines"]} == {
        other.pk,
        rejected.job_id,
    }
    assert {line.entry.job_id for line in client.get(page_of("job", other)).context["lines"]} == {other.pk}
