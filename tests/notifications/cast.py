"""The cast of notifications: a mail server on loopback, mails that wait, what members were told."""

import pytest
from django.db import transaction

from accounts.events import hand_on_now, publish
from jobs.events import ApplicationMoved
from notifications.models import Mute, Notification
from notifications.services.outbox import queue
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
