"""The cast of notifications: a mail server on loopback, mails that wait, what members were told."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.events import hand_on_now, publish
from jobs.events import ApplicationMoved
from notifications.models import LetterVersion, Mute, Notification, Suppression
from notifications.services import correspondence
from notifications.services.outbox import queue
from notifications.services.suppression import suppress
from tests.conftest import THEIRS
from tests.doubles.smtp import MailServer


@pytest.fixture
def smtp(settings):
    """A mail server that is set up; its `taken` says what it got."""
    with MailServer() as server:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.DEFAULT_FROM_EMAIL = "Hiring <hiring@ours.test>"
        yield server


@pytest.fixture
def write(company):
    """Queue a mail; whatever is not said stands here."""

    def write(to="mara@people.test", **values):
        values = {
            "company": company,
            "kind": "application_received",
            "subject": "We have it",
            "text": "Thank you.",
            "html": "<p>Thank you.</p>",
            "key": f"to:{to}",
            **values,
        }
        with transaction.atomic():
            return queue(to=to, **values)

    return write


def happen(*events, subject, actor=None):
    """Publish and hand on at once; the rows."""
    with transaction.atomic():
        rows = publish(*events, actor=actor, subject=subject)
    hand_on_now([row.pk for row in rows])
    return rows


def was_told(member, application):
    """A notice of theirs: the application moved, and no colleague did it."""
    stage = application.stage_id
    happen(ApplicationMoved(0, application.pk, application.job_id, stage, stage), subject=application)
    return Notification.objects.get(member=member, application=application)


@pytest.fixture
def notice(application, recruiter):
    return was_told(recruiter, application)


@pytest.fixture
def their_notice(their_application, stranger):
    return was_told(stranger, their_application)


@pytest.fixture
def mute(application, recruiter):
    return Mute.objects.create(member=recruiter, thread=f"application:{application.pk}")


@pytest.fixture
def their_mute(their_application, stranger):
    return Mute.objects.create(member=stranger, thread=f"application:{their_application.pk}")


@pytest.fixture
def letter_version(company, admin):
    return LetterVersion.objects.create(company=company, kind="shortlisted", number=1, subject="S", body="B", by=admin)


@pytest.fixture
def their_letter_version(other_company):
    return LetterVersion.objects.create(company=other_company, kind="shortlisted", number=1, subject=THEIRS, body=THEIRS)


def _waiting(application):
    with transaction.atomic():
        return correspondence.to_candidate(
            correspondence.Desk(), kind="rejection", application=application, key=f"rejected:{application.pk}", delay=60
        )


@pytest.fixture
def waiting_letter(application):
    return _waiting(application)


@pytest.fixture
def their_waiting_letter(their_application):
    return _waiting(their_application)


def _timed(interview):
    starts_at = timezone.now() + timedelta(days=3)
    interview.state, interview.starts_at, interview.ends_at = "scheduled", starts_at, starts_at + timedelta(minutes=45)
    interview.save()
    return interview


@pytest.fixture
def timed_interview(interview):
    return _timed(interview)


@pytest.fixture
def their_timed_interview(their_interview):
    return _timed(their_interview)


@pytest.fixture
def mail(write, application):
    """A mail to our candidate."""
    return write(application=application, to="mara@ours-candidate.test", subject="We have your application")


@pytest.fixture
def their_mail(write, other_company, their_application):
    return write(company=other_company, application=their_application, to="zoe@theirs.test", subject=f"{THEIRS} has it")


@pytest.fixture
def suppression(company):
    suppress(address="mara@ours-candidate.test", reason=Suppression.Reason.COMPLAINT, company=company)
    return Suppression.objects.get(company=company)


@pytest.fixture
def their_suppression(other_company):
    suppress(address=f"{THEIRS}@people.test", reason=Suppression.Reason.COMPLAINT, company=other_company)
    return Suppression.objects.get(company=other_company)
