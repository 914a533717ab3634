"""What the tests of analytics add to the cast: work that was done on known days."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from collaboration.models import Interview, Panelist, Scorecard
from jobs.models import Application, StageChange
from jobs.services.applications import apply_to_job, move_application
from jobs.services.candidates import assign_sight, create_candidate

BERLIN = ZoneInfo("Europe/Berlin")


def day(number, hour=12):
    """So many days ago, at that hour of the company's day."""
    return datetime.combine(
        timezone.now().astimezone(BERLIN).date() - timedelta(days=number), datetime.min.time(), BERLIN
    ).replace(hour=hour)


@pytest.fixture
def leaderboard_on(company):
    company.leaderboard = True
    company.save()


@pytest.fixture
def applied(company, job, recruiter):
    """applied(3, score=70) → a new person's application of three days ago."""
    made = []

    def apply(days_ago, *, score=None, to=None):
        number = len(made) + 1
        person = create_candidate(company=company, actor=recruiter, name=f"Person {number}", emails=[f"p{number}@people.test"])
        run = apply_to_job(job=to or job, candidate=person, actor=recruiter)
        Application.objects.filter(pk=run.pk).update(applied_at=day(days_ago), match_score=score)
        made.append(run)
        return run

    return apply


@pytest.fixture
def moved():
    """moved(application, "shortlisted", 1, member) → the move, as if it was made a day ago."""

    def move(application, kind, days_ago, member):
        application.refresh_from_db()
        move_application(application=application, to_stage=application.job.stages.get(type=kind), actor=member)
        last = application.stage_changes.order_by("-pk").first()
        StageChange.objects.filter(pk=last.pk).update(at=day(days_ago))
        return last

    return move


@pytest.fixture
def held(recruiter):
    """held(application, interviewer, 2, recommendation=3, hours=5) → an interview two days ago and, five hours after its end, a scorecard."""

    def hold(application, member, days_ago, *, recommendation=None, hours=None, state="done"):
        assign_sight(candidate=application.candidate, member=member, actor=recruiter)
        starts = day(days_ago)
        one = Interview.objects.create(
            company_id=application.company_id,
            application=application,
            name="Talk",
            created_by=recruiter,
            created_at=day(days_ago + 1),
            state=state,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
        )
        Panelist.objects.create(interview=one, member=member)
        if recommendation:
            Scorecard.objects.create(
                company_id=application.company_id,
                interview=one,
                member=member,
                recommendation=recommendation,
                submitted_at=one.ends_at + timedelta(hours=hours),
            )
        return one

    return hold
