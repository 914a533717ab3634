"""What the team did, counted: worked examples, whose figures one sees, what is behind each of them."""

import csv
import io
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.refusal import Refused
from analytics.services.leaderboard import leaderboard
from analytics.services.metrics import METRICS, listed
from analytics.services.periods import Period, period_of
from analytics.services.team import team
from collaboration.services.assignments import assign
from jobs.services.applications import reject
from tests.analytics.cast import day
from tests.conftest import make_member


def figures(viewer, of, days=30):
    found = team(viewer, period_of(viewer.company, days=days))
    [one] = [one for one in found.people if one.member == of]
    return {key: figure for key, figure in one.figures.items() if figure.n}


def test_what_a_recruiter_did(applied, moved, recruiter, admin, reason):
    """Three applications: shortlisted after 2 and 4 days by the recruiter, after 9 by the admin; one rejected at once."""
    for days_ago, taken, score, by in ((10, 2, 80, recruiter), (10, 4, 60, recruiter), (10, 9, 10, admin)):
        moved(applied(days_ago, score=score), "shortlisted", days_ago - taken, by)
    reject(application=applied(1, score=20), actor=recruiter, reason=reason)

    mine, theirs = figures(admin, recruiter), figures(admin, admin)

    assert (mine["reviewed"].value, theirs["reviewed"].value) == (3, 1)  # a rejection is a review too
    assert (mine["to_shortlist"].value, mine["to_shortlist"].median, mine["to_shortlist"].n) == (
        pytest.approx(3),
        pytest.approx(3),
        2,
    )
    assert (mine["moved_on_score"].value, mine["moved_on_score"].n) == (70, 2)  # the rejected one is not moved on
    assert (theirs["to_shortlist"].value, theirs["moved_on_score"].value) == (pytest.approx(9), 10)


def test_the_median_is_not_the_mean(applied, moved, recruiter):
    for taken in (1, 2, 9):
        moved(applied(20), "shortlisted", 20 - taken, recruiter)

    found = figures(recruiter, recruiter)["to_shortlist"]

    assert (found.value, found.median) == (pytest.approx(4), pytest.approx(2))


def test_a_step_taken_back_and_taken_again_counts_once(applied, moved, recruiter, admin):
    run = applied(9)
    moved(run, "shortlisted", 8, recruiter)
    moved(run, "applied", 7, recruiter)
    moved(run, "shortlisted", 2, recruiter)
    moved(run, "applied", 2, recruiter)
    moved(run, "shortlisted", 1, admin)

    assert figures(admin, recruiter)["reviewed"].value == 1
    assert figures(admin, recruiter)["to_shortlist"].value == pytest.approx(1)  # the first step, of day 8
    assert "to_shortlist" not in figures(admin, admin)  # somebody was first
    assert figures(admin, admin)["reviewed"].value == 1
    assert "reviewed" not in figures(admin, recruiter, days=5)  # by the day of the first step


def test_what_an_interviewer_did(application, held, interviewer, recruiter):
    held(application, interviewer, 5, recommendation=4, hours=2)
    held(application, interviewer, 4, recommendation=2, hours=10)
    held(application, interviewer, 3)
    held(application, interviewer, 2, state="cancelled")
    held(application, interviewer, 2, state="no_show")
    held(application, interviewer, 2, recommendation=3, hours=-3, state="scheduled")  # sent, and before the end

    found, made = figures(interviewer, interviewer), figures(recruiter, recruiter)

    assert found["conducted"].value == 4  # three marked as done, one with a card
    assert (found["recommendation"].value, found["recommendation"].n) == (pytest.approx(3), 3)
    assert (found["to_scorecard"].value, found["to_scorecard"].median) == (
        pytest.approx(4),
        pytest.approx(2),
    )  # 2, 10 and 0 hours
    assert made["set_up"].value == 5  # all but the cancelled one


def test_nothing_is_a_dash_and_no_zero(sign_in, recruiter, interviewer, applied, moved):
    moved(applied(2), "shortlisted", 1, recruiter)
    page = sign_in(recruiter).get(reverse("analytics:home"))

    [recruiters, interviewers] = page.context["groups"]
    [cells] = [cells for member, cells in interviewers["lines"] if member == interviewer]
    assert [cell["text"] for cell in cells] == ["–", "–", "–"]
    [cells] = [cells for member, cells in recruiters["lines"] if member == recruiter]
    assert [(cell["text"], cell["note"]) for cell in cells] == [
        ("1", ""),
        ("–", ""),
        ("1.0 day", "of 1, median 1.0 day"),
        ("–", ""),
    ]
    words = page.content.decode()
    assert words.count("1.0 day</a>") == 1 and "of 1, median 1.0 day</small>" in words


def test_days_are_the_companys(applied, moved, recruiter):
    """Half past midnight in Berlin is still yesterday in UTC."""
    run = applied(5)
    change = moved(run, "reviewed", 3, recruiter)
    type(change).objects.filter(pk=change.pk).update(at=day(3, hour=0).replace(minute=30))
    that = day(3).date()
    period = lambda on: Period(on, on, ZoneInfo("Europe/Berlin"))  # noqa: E731

    assert team(recruiter, period(that)).together.figures["reviewed"].n == 1
    assert team(recruiter, period(that.replace(day=that.day) - (day(3) - day(4)))).together.figures["reviewed"].n == 0
    monday = dict(team(recruiter, period(that)).weeks)
    assert [sum(counts.values()) for counts in monday.values()] == [1]


def test_periods_that_cannot_be(company):
    for asked, code, field in (
        ({"since": date(2026, 2, 2), "until": date(2026, 2, 1)}, "until_before_since", "until"),
        ({"since": date(2020, 1, 1), "until": date(2026, 1, 1)}, "period_length", "since"),
        ({"until": date(2026, 1, 1)}, "required", "since"),
        ({"days": 5000}, "period_length", "days"),
    ):
        with pytest.raises(Refused) as refused:
            period_of(company, **asked)
        assert (refused.value.code, refused.value.field) == (code, field)
    weeks = Period(date(2026, 3, 25), date(2026, 4, 6), ZoneInfo("Europe/Berlin"))  # summer time begins in it
    assert weeks.weeks == [date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 6)]
    assert (weeks.end - weeks.start).days == 13


def test_the_page_says_what_is_wrong_with_a_period(sign_in, recruiter):
    page = sign_in(recruiter).get(reverse("analytics:home"), {"since": "2026-02-02", "until": "2026-02-01"})

    assert page.status_code == 422 and "The last day lies before the first one." in page.content.decode()
    assert sign_in(recruiter).get(reverse("analytics:home"), {"since": "soon"}).status_code == 422
    assert sign_in(recruiter).get(reverse("analytics:team_csv"), {"days": "9"}).status_code == 422


def test_interviewers_see_their_own_figures_alone(sign_in, applied, moved, held, recruiter, interviewer, company):
    other = make_member(company, "interviewer", name="Other Interviewer", handle="other", email="other@ours.test")
    run = applied(5)
    moved(run, "shortlisted", 2, recruiter)
    held(run, interviewer, 2)
    held(run, other, 1)
    client = sign_in(interviewer)

    page = client.get(reverse("analytics:home")).content.decode()

    assert interviewer.name in page and other.name not in page and recruiter.name not in page
    assert list(figures(interviewer, interviewer)) == ["conducted"]
    rows = reverse("analytics:rows", args=["conducted"])
    assert len(client.get(rows).context["page"].rows) == 1
    assert client.get(rows, {"member": str(other.pk)}).status_code == 404
    assert client.get("/api/v1/analytics/metrics/conducted/rows", {"member": str(other.pk)}).json()["results"] == []
    assert other.name not in client.get(reverse("analytics:team_csv")).content.decode()


def test_a_confidential_job_counts_for_its_team_alone(applied, moved, job, recruiter, admin):
    moved(applied(5, score=50), "shortlisted", 2, recruiter)
    job.confidential = True
    job.save()
    from jobs.services.jobs import set_team

    set_team(job=job, actor=recruiter, team=[(recruiter, "recruiter")])

    assert set(figures(recruiter, recruiter)) == {"reviewed", "to_shortlist", "moved_on_score"}
    assert figures(admin, recruiter) == {}


def test_a_figure_opens_to_the_rows_it_is_made_of(sign_in, applied, moved, held, recruiter, admin, interviewer):
    for number in range(3):
        run = applied(9, score=50)
        moved(run, "shortlisted", 6 - number, recruiter)
        held(run, interviewer, 2, recommendation=3, hours=1)
        assign(actor=admin, member=recruiter, application=run)
    found, client = team(admin, period_of(admin.company)), sign_in(admin)

    for key, metric in METRICS.items():
        page = client.get(reverse("analytics:rows", args=[key]))
        assert len(page.context["page"].rows) == found.together.figures[key].n == listed(metric, admin, found.period).count() == 3
        assert "Person 3" in page.content.decode()
    answer = client.get("/api/v1/analytics/metrics/to_shortlist/rows", {"member": str(recruiter.pk), "page_size": 2}).json()
    assert [row["value"] for row in answer["results"]] == [pytest.approx(5), pytest.approx(4)] and answer["next"]
    assert [row["value"] for row in client.get(answer["next"]).json()["results"]] == [pytest.approx(3)]


def test_a_card_that_one_may_not_read_yet_is_not_in_the_figures(application, held, interviewer, recruiter):
    """Who owes a card of the same interview must not work out a colleague's from the mean."""
    from collaboration.models import Panelist, Scorecard

    one = held(application, interviewer, 2, recommendation=1, hours=1)
    Panelist.objects.create(interview=one, member=recruiter)
    assert "recommendation" not in figures(recruiter, interviewer)

    Scorecard.objects.create(company=one.company, interview=one, member=recruiter, recommendation=4, submitted_at=day(1))
    assert figures(recruiter, interviewer)["recommendation"].value == 1


def test_the_files_say_what_the_page_says(sign_in, applied, moved, recruiter):
    recruiter.user.name = "=cmd()"
    recruiter.user.save()
    moved(applied(4, score=80), "shortlisted", 2, recruiter)
    client = sign_in(recruiter)

    text = client.get(reverse("analytics:team_csv")).content.decode("utf-8-sig")
    lines = {(row["person"], row["metric"]): row for row in csv.DictReader(io.StringIO(text)) if row["section"] == "recruiter"}
    assert lines["'=cmd()", "to_shortlist"]["value"] == "2.0" and lines["'=cmd()", "to_shortlist"]["of"] == "1"
    assert lines["'=cmd()", "set_up"]["value"] == "" and "Cancelled ones" in lines["'=cmd()", "set_up"]["definition"]
    paper = client.get(reverse("analytics:team_pdf"))
    words = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "=cmd()" in words and "2.0 days" in words and "What the figures mean" in words


def test_the_api_says_the_same(sign_in, applied, moved, recruiter):
    moved(applied(4, score=80), "shortlisted", 2, recruiter)
    client = sign_in(recruiter)

    answer = client.get("/api/v1/analytics/team", {"days": 30}).json()
    [mine] = [one for one in answer["people"] if one["member"] == str(recruiter.pk)]
    said = {figure["metric"]: (figure["value"], figure["of"]) for figure in mine["figures"]}
    assert said["reviewed"] == (1, 1) and said["moved_on_score"] == (80, 1) and said["conducted"] == (None, 0)
    assert sum(week["counts"]["reviewed"] for week in answer["weeks"]) == 1
    assert [one["key"] for one in client.get("/api/v1/analytics/metrics").json()] == list(METRICS)
    bad = client.get("/api/v1/analytics/team", {"since": "2026-02-02", "until": "2026-02-01"})
    assert bad.status_code == 422 and bad.json()["errors"][0]["field"] == "until"


def test_the_leaderboard_is_off_until_the_company_turns_it_on(sign_in, applied, moved, admin, recruiter, company):
    moved(applied(0), "reviewed", 0, recruiter)
    moved(applied(0), "reviewed", 0, admin)
    client, address = sign_in(admin), reverse("analytics:leaderboard")
    assert client.get(address).status_code == 404
    assert "The leaderboard of the month is off" in client.get(reverse("analytics:home")).content.decode()
    assert client.get("/api/v1/analytics/leaderboard").json() == []

    assert client.patch("/api/v1/company", {"leaderboard": True}, "application/json").status_code == 200

    assert recruiter.name in client.get(address).content.decode()
    admin.refresh_from_db()
    _month, boards = leaderboard(type(admin).objects.get(pk=admin.pk))
    assert [(place, who, n) for place, who, n in boards[0][1]] == [(1, admin, 1), (1, recruiter, 1)]  # they share the place


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_are_the_same_for_any_number_of_people(
    sign_in, applied, moved, held, company, admin, count, django_assert_num_queries
):
    for number in range(count):
        one = make_member(company, "recruiter", name=f"Recruiter {number}", handle=f"r{number}", email=f"r{number}@ours.test")
        run = applied(5, score=60)
        moved(run, "shortlisted", 2, one)
        held(run, one, 1, recommendation=3, hours=2)
        assign(actor=admin, member=one, application=run)
    client = sign_in(admin)
    client.get(reverse("analytics:home"))

    with django_assert_num_queries(14):
        page = client.get(reverse("analytics:home"))
    assert len(page.context["groups"][1]["lines"]) == count
    with django_assert_num_queries(4):
        client.get(reverse("analytics:rows", args=["to_shortlist"]))
