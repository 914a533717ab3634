"""What the tests of collaboration add to the cast: one of each thing, ours and theirs."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from collaboration.models import (
    Assignment,
    Attachment,
    BusyTime,
    Comment,
    Interview,
    InterviewPlan,
    Kit,
    Scorecard,
    Slot,
    Task,
    TimeChange,
)
from tests.conftest import OURS, THEIRS


@pytest.fixture
def assignment(application, recruiter):
    return Assignment.objects.create(
        company=application.company, candidate=application.candidate, application=application, member=recruiter, by=recruiter
    )


@pytest.fixture
def their_assignment(their_application, stranger):
    return Assignment.objects.create(
        company=their_application.company, candidate=their_application.candidate, application=their_application, member=stranger
    )


@pytest.fixture
def task(company, recruiter, application):
    return Task.objects.create(
        company=company,
        text=f"Call {OURS}",
        member=recruiter,
        by=recruiter,
        application=application,
        candidate=application.candidate,
        job=application.job,
    )


@pytest.fixture
def their_task(other_company, stranger):
    return Task.objects.create(company=other_company, text=f"Call {THEIRS}", member=stranger, by=stranger)


@pytest.fixture
def comment(application, recruiter):
    return Comment.objects.create(company=application.company, application=application, author=recruiter, text=f"Ask {OURS}")


@pytest.fixture
def their_comment(their_application, stranger):
    return Comment.objects.create(
        company=their_application.company, application=their_application, author=stranger, text=f"Ask {THEIRS}"
    )


def a_file(comment):
    return Attachment.objects.create(
        company_id=comment.company_id, comment=comment, name="a.txt", size=1, file=ContentFile(b"a", name="a")
    )


@pytest.fixture
def attachment(comment):
    return a_file(comment)


@pytest.fixture
def their_attachment(their_comment):
    return a_file(their_comment)


@pytest.fixture
def interview(application, recruiter):
    return Interview.objects.create(
        company=application.company, application=application, name=f"Talk {OURS}", created_by=recruiter
    )


@pytest.fixture
def their_interview(their_application):
    return Interview.objects.create(company=their_application.company, application=their_application, name=f"Talk {THEIRS}")


def a_slot(interview, member):
    start = timezone.now() + timedelta(days=2)
    return Slot.objects.create(
        company=interview.company,
        interview=interview,
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
        offered_until=start,
        created_by=member,
    )


@pytest.fixture
def slot(interview, recruiter):
    return a_slot(interview, recruiter)


@pytest.fixture
def their_slot(their_interview, stranger):
    return a_slot(their_interview, stranger)


@pytest.fixture
def time_change(interview):
    return TimeChange.objects.create(company=interview.company, interview=interview, reason=f"Exam {OURS}")


@pytest.fixture
def their_time_change(their_interview):
    return TimeChange.objects.create(company=their_interview.company, interview=their_interview, reason=f"Exam {THEIRS}")


def a_busy_time(member):
    start = timezone.now() + timedelta(days=3)
    return BusyTime.objects.create(company=member.company, member=member, starts_at=start, ends_at=start + timedelta(hours=1))


@pytest.fixture
def busy_time(recruiter):
    return a_busy_time(recruiter)


@pytest.fixture
def their_busy_time(stranger):
    return a_busy_time(stranger)


@pytest.fixture
def kit(company):
    return Kit.objects.create(company=company, name="First talk", kind="phone", minutes=30)


@pytest.fixture
def their_kit(other_company):
    return Kit.objects.create(company=other_company, name=f"Talk {THEIRS}")


@pytest.fixture
def interview_plan(job, kit):
    return InterviewPlan.objects.create(company=job.company, job=job, name=f"Plan {OURS}")


@pytest.fixture
def their_interview_plan(their_job):
    return InterviewPlan.objects.create(company=their_job.company, job=their_job, name=f"Plan {THEIRS}")


@pytest.fixture
def company_plan(company):
    return InterviewPlan.objects.create(company=company, name=f"Plan {OURS}")


@pytest.fixture
def their_company_plan(other_company):
    return InterviewPlan.objects.create(company=other_company, name=f"Plan {THEIRS}")


def a_card(interview, member):
    """A sent card of somebody who sits in the interview."""
    interview.panel.create(member=member)
    return Scorecard.objects.create(
        company=interview.company,
        interview=interview,
        member=member,
        recommendation=3,
        takeaways="Well said",
        submitted_at=timezone.now(),
    )


@pytest.fixture
def scorecard(interview, admin):
    return a_card(interview, admin)


@pytest.fixture
def their_scorecard(their_interview, stranger):
    return a_card(their_interview, stranger)
