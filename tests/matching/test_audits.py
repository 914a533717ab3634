"""Audits: whom they count, what they hide, that they are frozen, and who reads them."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.events import hand_on_now
from accounts.models import Event
from jobs.models import Application
from jobs.services import applications as acts
from jobs.services.candidates import delete_candidate
from matching.models import Audit
from matching.services import audits, self_reports
from matching.services.audit_figures import steps
from tests.conftest import OURS
from tests.matching.cast import a_row


def asked(company, actor, **more):
    today = timezone.localdate()
    audit = audits.ask_for_audit(company=company, actor=actor, **{"since": today - timedelta(days=30), "until": today, **more})
    hand_on_now(list(Event.objects.about(audit).values_list("pk", flat=True)))
    audit.refresh_from_db()
    return audit


def table_of(audit, step, by):
    [found] = [table for one in audit.body["steps"] if one["step"] == step for table in one["tables"] if table["by"] == by]
    return found


def figures(table):
    return {tuple(row["key"]): (row["n"], row["selected"], row["state"]) for row in table["rows"]}


@pytest.fixture
def applicants(crowd, answering, job, recruiter, reason):
    """60 applicants of the job: 30 women of whom 9 went on, 30 men of whom 18 did; the others were rejected. Ten more said nothing."""
    people = crowd([a_row(years=float(n % 9)) for n in range(70)])
    answering(people[:60], [{"sex": "female" if n < 30 else "male", "race": "white" if n % 2 else "asian"} for n in range(60)])
    onwards = {*people[:9], *people[30:48]}
    second = job.stages.order_by("position")[1]
    for application in people[:60]:
        if application in onwards:
            acts.move_application(application=application, to_stage=second, actor=recruiter)
        else:
            acts.reject(application=application, actor=recruiter, reason=reason)
    return people


def test_an_audit_counts_who_went_on(applicants, company, recruiter, job):
    audit = asked(company, recruiter, job=job, note="First")

    assert (audit.state, audit.people, audit.answered, audit.by) == ("done", 70, 60, recruiter)
    table = table_of(audit, "stage:applied", ["sex"])
    assert figures(table) == {("female",): (30, 9, "hit"), ("male",): (30, 18, "top"), ("other",): (None, None, "hidden")}
    [female] = [row for row in table["rows"] if row["key"] == ["female"]]
    assert (female["rate"], female["ratio"], female["short"]) == (0.3, 0.5, 6)
    assert audit.flagged >= 1
    assert [row.name for row in Event.objects.about(audit)] == ["audit.asked"]


def test_who_still_waits_or_withdrew_is_not_counted_as_turned_down(applicants, job, recruiter):
    moved = Application.objects.get(pk=applicants[0].pk)  # went on to the second stage and waits there
    acts.withdraw(application=Application.objects.get(pk=applicants[1].pk), actor=recruiter)

    found = dict(steps(Application.objects.filter(job=job)))

    first = found["stage:applied"]
    assert len(first) == 60  # the ten who said nothing wait at the first stage
    assert first[moved.pk] is True and first[applicants[1].pk] is True and first[applicants[9].pk] is False
    assert set(found) == {"stage:applied"} | ({"score", "must"} & set(found))  # nobody came further than the second stage


def test_scores_are_held_against_the_median_of_all(crowd, answering, company, recruiter, job):
    from matching.services.scoring import score_job

    people = crowd([a_row(years=0.5) for _ in range(10)] + [a_row(years=9.0) for _ in range(10)])
    answering(people, [{"sex": "female"}] * 10 + [{"sex": "male"}] * 10)
    score_job(job.pk)

    table = table_of(asked(company, recruiter, job=job), "score", ["sex"])

    assert figures(table) == {("female",): (10, 0, "hit"), ("male",): (10, 10, "top"), ("other",): (None, None, "hidden")}


def test_small_groups_have_no_figures_anywhere(applicants, answering, company, recruiter, job):
    answering(applicants[:3], [{"sex": "other", "race": "native"}] * 3)

    audit = asked(company, recruiter, job=job)

    for one in audit.body["steps"]:
        for table in one["tables"]:
            for row in table["rows"]:
                assert row["n"] is None or row["n"] >= 5
                if row["n"] is None:
                    assert [
                        row[name] for name in ("selected", "rate", "low", "high", "ratio", "p", "p_holm", "power", "short")
                    ] == [None] * 9
    assert table_of(audit, "stage:applied", ["race"])["with_hidden"]


def test_an_audit_stays_as_it_was_made(applicants, company, recruiter, job):
    audit = asked(company, recruiter, job=job)
    before = audit.body
    for application in applicants[:10]:
        delete_candidate(candidate=application.candidate, actor=recruiter)

    audits.make_audit(audit.pk)
    audit.refresh_from_db()

    assert audit.body == before and audit.people == 70


def test_a_second_audit_that_would_give_somebody_away_is_not_made(applicants, answering, company, recruiter, job):
    first = asked(company, recruiter, job=job)
    same = asked(company, recruiter, job=job)
    assert (same.state, same.body["steps"]) == ("done", first.body["steps"])  # the same figures again tell nothing

    answering(applicants[60:61], [{"sex": "female"}])
    second = asked(company, recruiter, job=job)
    assert second.state == "refused" and "single people" in second.refusal and second.body == {}

    answering(applicants[61:66], [{"sex": "male"}] * 5)
    assert asked(company, recruiter, job=job).state == "done"


@pytest.mark.parametrize("what", ["moved", "erased", "shorter"])
def test_neither_one_move_nor_one_erasure_nor_one_day_gives_anybody_away(applicants, company, recruiter, job, what):
    Application.objects.filter(pk=applicants[59].pk).update(applied_at=timezone.now() - timedelta(days=20))
    assert asked(company, recruiter, job=job).state == "done"
    since = timezone.localdate() - timedelta(days=30)
    if what == "moved":
        third = job.stages.order_by("position")[2]
        acts.move_application(application=Application.objects.get(pk=applicants[0].pk), to_stage=third, actor=recruiter)
    elif what == "erased":
        delete_candidate(candidate=applicants[0].candidate, actor=recruiter)
    else:
        since = timezone.localdate() - timedelta(days=10)

    assert asked(company, recruiter, job=job, since=since).state == "refused"
    assert asked(company, recruiter, since=since).state == "refused"  # nor one of all jobs, as these are the same people


def test_confidential_jobs_are_in_their_own_audit_alone(applicants, company, recruiter, admin, job):
    job.confidential = True
    job.save()

    assert asked(company, recruiter).people == 0
    own = asked(company, recruiter, job=job)
    assert own.people == 70
    assert Audit.objects.visible_to(recruiter).filter(pk=own.pk).exists()  # of the team
    assert not Audit.objects.visible_to(admin).filter(pk=own.pk).exists()


def test_published_audits_are_for_everybody_others_for_those_who_make_them(audit, members, admin, sign_in):
    seen = lambda: {role for role, member in members.items() if Audit.objects.visible_to(member).exists()}  # noqa: E731
    assert seen() == {"admin", "recruiter"}

    sign_in(admin).post(reverse("matching:audit_publish", args=[audit.pk]), {"published": "yes"})
    assert seen() == {"admin", "recruiter", "interviewer", "viewer"}

    sign_in(admin).post(reverse("matching:audit_publish", args=[audit.pk]), {"published": "no"})
    assert seen() == {"admin", "recruiter"}


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [(0, -5, "until"), (-5000, 0, "since"), (5, 10, "since")],
    ids=["backwards", "too long", "not yet"],
)
def test_a_period_that_makes_no_sense_is_refused(sign_in, recruiter, company, since, until, field):
    day = lambda days: (timezone.localdate() + timedelta(days=days)).isoformat()  # noqa: E731

    answer = sign_in(recruiter).post(reverse("matching:audit_create"), {"since": day(since), "until": day(until)})

    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Audit.objects.exists()


def test_the_page_the_csv_and_the_pdf_say_the_same(applicants, company, recruiter, job, sign_in):
    client = sign_in(recruiter)
    audit = asked(company, recruiter, job=job, note="Quarter")

    page = client.get(reverse("matching:audit", args=[audit.pk])).content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get(reverse("matching:audit_csv", args=[audit.pk])).content.decode("utf-8-sig")))
    )
    pdf = client.get(reverse("matching:audit_pdf", args=[audit.pk]))
    reader = PdfReader(io.BytesIO(pdf.content))
    text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())

    [female] = [row for row in rows if row["step"] == "stage:applied" and row["table"] == "sex" and row["category"] == "Female"]
    assert {name: female[name] for name in ("applicants", "selected", "rate", "impact_ratio", "finding")} == {
        "applicants": "30",
        "selected": "9",
        "rate": "0.3",
        "impact_ratio": "0.5",
        "finding": "hit",
    }
    assert "30.0" in page and "0.50" in page and "6 selections short" in page
    assert (
        "Female 30 9 30.0% 0.500" in text and f"Page 1 of {len(reader.pages)}" in text and "Impact ratio" in text and OURS in text
    )
    assert pdf["Content-Type"] == "application/pdf" and pdf["Content-Disposition"].startswith("attachment")
    [other] = [row for row in rows if row["step"] == "stage:applied" and row["table"] == "sex" and row["finding"] == "hidden"]
    assert (other["applicants"], other["selected"], other["rate"]) == ("", "", "")


def test_a_formula_in_a_category_stays_text(applicants, company, admin, job, sign_in):
    self_reports.save_settings(
        company=company,
        actor=admin,
        least_people=5,
        tool_since=None,
        source="=1+1",
        asked={"sex": (True, ["Female", "Male", "=cmd|' /C calc'!A0"])},
    )
    audit = asked(company, admin, job=job)

    text = sign_in(admin).get(reverse("matching:audit_csv", args=[audit.pk])).content.decode()

    assert "'=cmd" in text and "'=1+1" in text and ",=" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_page_take_the_same_queries(
    applicants, company, recruiter, job, sign_in, count, django_assert_num_queries
):
    made = [asked(company, recruiter, job=job) for _ in range(count)]
    client = sign_in(recruiter)
    client.get(reverse("matching:audits"))

    with django_assert_num_queries(4):
        page = client.get(reverse("matching:audits"))
    with django_assert_num_queries(4):
        client.get(reverse("matching:audit", args=[made[0].pk]))

    assert page.content.count(b"row-link") == count


def test_the_api_makes_lists_and_gives_audits(applicants, company, recruiter, job, sign_in, django_capture_on_commit_callbacks):
    client, today = sign_in(recruiter), timezone.localdate()
    body = {"job": str(job.pk), "since": (today - timedelta(days=30)).isoformat(), "until": today.isoformat()}

    with django_capture_on_commit_callbacks(execute=True):
        made = client.post("/api/v1/audits", json.dumps(body), content_type="application/json")
    assert made.status_code == 202
    [listed] = client.get("/api/v1/audits").json()["results"]
    whole = client.get(f"/api/v1/audits/{listed['id']}").json()

    assert listed["id"] == made.json()["id"] and listed["state"] == "done" and listed["answered"] == 60 and "steps" not in listed
    [table] = [
        table for step in whole["steps"] if step["step"] == "stage:applied" for table in step["tables"] if table["by"] == ["sex"]
    ]
    assert [(row["key"], row["n"], row["finding"]) for row in table["rows"]] == [
        (["female"], 30, "hit"),
        (["male"], 30, "top"),
        (["other"], None, "hidden"),
    ]
    assert client.get(f"/api/v1/audits/{listed['id']}/pdf").content.startswith(b"%PDF")
    assert client.get(f"/api/v1/audits/{listed['id']}/csv").status_code == 200


def test_a_company_that_asks_nothing_gets_no_audit(applicants, company, admin):
    self_reports.save_settings(
        company=company,
        actor=admin,
        least_people=5,
        tool_since=None,
        source="",
        asked={"sex": (False, ["Female", "Male"]), "race": (False, ["White", "Asian"])},
    )

    assert asked(company, admin).state == "refused"
