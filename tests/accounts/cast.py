"""What the tests of accounts add to the cast."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts import happened
from accounts.events import publish
from accounts.services.invitations import VALID_FOR, hash_of, invite
from tests.conftest import THEIRS

TOKEN, THEIR_TOKEN = "token-of-ours", "token-of-theirs"


def picture(width=40, height=30, kind="PNG", **options):
    """A small picture as a file that a form would send."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"picture.{kind.lower()}")


def without_tokens(response):
    """The page's text without what differs each time by design."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"X-CSRFToken": "[^"]+"', "", response.content.decode())


@pytest.fixture
def viewer_person(viewer):
    """A colleague with a photo."""
    viewer.user.photo.save("photo.webp", picture(kind="WEBP"))
    return viewer.user


@pytest.fixture
def stranger_person(stranger):
    stranger.user.photo.save("photo.webp", picture(kind="WEBP"))
    return stranger.user


@pytest.fixture
def company_logo(company):
    company.logo.save("logo.webp", picture(kind="WEBP"))
    return company


@pytest.fixture
def invitation(company, admin):
    """An open invitation whose link carries TOKEN."""
    made = invite(company=company, email="invited@people.test", role="recruiter", actor=admin)
    return _with_token(made, TOKEN)


@pytest.fixture
def their_invitation(other_company):
    made = invite(company=other_company, email=f"{THEIRS.lower()}@people.test", role="admin", actor=None)
    return _with_token(made, THEIR_TOKEN)


def _with_token(invitation, token):
    now = timezone.now()
    type(invitation).objects.filter(pk=invitation.pk).update(token_hash=hash_of(token), mailed_at=now, expires_at=now + VALID_FOR)
    invitation.refresh_from_db()
    return invitation


@pytest.fixture
def our_event(company, admin):
    [row] = publish(happened.CompanyChanged(company.pk, ["name"]), actor=admin, subject=company)
    return row


@pytest.fixture
def their_event(other_company):
    [row] = publish(happened.CompanyChanged(other_company.pk, [THEIRS]), actor=None, subject=other_company)
    return row
