"""What the tests of the portal add to the cast: a person at their own door, with an application in each company."""

import io
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.doors import MARK
from accounts.models import Consent, User
from collaboration.models import Interview
from jobs.services.applications import apply_to_job
from jobs.services.candidates import create_candidate
from matching.services.facts import add_fact
from portal.models import Profile, Request
from portal.services import erasure, profiles
from portal.services.claims import claim_all
from portal.services.signing_in import welcome
from tests.conftest import OURS, PASSWORD, THEIRS
from tests.portal.careers_cast import applicant, draft, open_post, their_open_post  # noqa: F401  (fixtures)


def portal_session(user):
    """The key of a new session of this person at the candidate's door."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session[MARK] = True
    session.create()
    return session.session_key


@pytest.fixture
def nothing_asked_yet():
    """Limits on how often something is asked begin at nought."""
    cache.clear()


@pytest.fixture
def at_portal(client):
    """at_portal(person) → a test client that came in at the candidate's door as them."""

    def into(user):
        client.cookies[settings.PORTAL_COOKIE_NAME] = portal_session(user)
        return client

    return into


@pytest.fixture
def someone(db):
    """Another person with a portal login."""
    user = User.objects.create_user(email="else@people.test", password=PASSWORD, name="Someone Else")
    welcome(user)
    return user


@pytest.fixture
def own_candidate(company, recruiter, person):
    made = create_candidate(
        company=company, actor=recruiter, name=f"Ana {OURS}", emails=[person.email], phones=["+385 1 2345678"]
    )
    welcome(person)
    made.refresh_from_db()
    return made


@pytest.fixture
def own_application(job, own_candidate, recruiter):
    """The person's application to our company."""
    return apply_to_job(job=job, candidate=own_candidate, actor=recruiter)


@pytest.fixture
def own_other_application(their_job, other_company, stranger, person):
    """The same person's application to the other company."""
    made = create_candidate(company=other_company, actor=stranger, name=f"Ana {THEIRS}", emails=[person.email])
    claim_all(user=person)
    made.refresh_from_db()
    return apply_to_job(job=their_job, candidate=made, actor=stranger)


@pytest.fixture
def foreign_own_application(application, someone):
    """Somebody else's application to our company."""
    type(application.candidate).objects.filter(pk=application.candidate_id).update(person=someone)
    return application


@pytest.fixture
def own_fact(own_candidate, recruiter):
    return add_fact(candidate=own_candidate, kind="skill", value={"name": "Python"}, actor=recruiter)


@pytest.fixture
def own_consent(own_candidate, person):
    return Consent.objects.create(
        company=own_candidate.company, user=person, purpose="talent_pool", text="They may keep my details."
    )


@pytest.fixture
def own_erasure(own_candidate, person):
    return erasure.ask(user=person, company=own_candidate.company)


@pytest.fixture
def foreign_own_candidate(candidate, someone):
    type(candidate).objects.filter(pk=candidate.pk).update(person=someone)
    return candidate


@pytest.fixture
def foreign_own_fact(foreign_own_candidate, recruiter):
    return add_fact(candidate=foreign_own_candidate, kind="skill", value={"name": "Python"}, actor=recruiter)


@pytest.fixture
def foreign_own_consent(someone, company):
    return Consent.objects.create(company=company, user=someone, purpose="talent_pool", text="They may keep my details.")


@pytest.fixture
def foreign_own_erasure(someone):
    return erasure.ask(user=someone)


def held_interview(application):
    """An interview that took place yesterday."""
    start = timezone.now() - timedelta(days=1)
    return Interview.objects.create(
        company=application.company,
        application=application,
        name="Call",
        state="done",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )


@pytest.fixture
def own_interview(own_application):
    return held_interview(own_application)


@pytest.fixture
def foreign_own_interview(foreign_own_application):
    return held_interview(foreign_own_application)


@pytest.fixture
def our_request(application):
    return Request.objects.create(company=application.company, application=application, kind="review")


@pytest.fixture
def their_request(their_application):
    return Request.objects.create(company=their_application.company, application=their_application, kind="review")


def with_photo(user):
    profiles.change_photo(user=user, photo=a_picture())
    user.refresh_from_db()
    return user


def a_picture(size=(900, 600), kind="JPEG", **options):
    """An upload as a camera makes it."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return SimpleUploadedFile("photo.jpg", out.getvalue())


@pytest.fixture
def own_photo(person):
    return with_photo(person)


@pytest.fixture
def foreign_own_photo(someone):
    return with_photo(someone)


def with_document(user):
    profile, _new = Profile.objects.get_or_create(user=user)
    profile.document.save("", SimpleUploadedFile("cv.txt", b"Python"), save=False)
    profile.document_name, profile.document_text = "cv.txt", "Python"
    profile.save()
    return profile


@pytest.fixture
def own_document(person):
    return with_document(person)


@pytest.fixture
def foreign_own_document(someone):
    return with_document(someone)
