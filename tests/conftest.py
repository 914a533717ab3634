"""The cast: two companies whose texts carry different canary words, one member per role, a candidate with a login."""

from pathlib import Path

import pytest

from accounts.models import Company, Membership, User
from jobs.services.candidates import create_candidate
from jobs.services.jobs import create_job, open_job

HERE = Path(__file__).parent
APPS = "accounts billing jobs matching collaboration notifications integrations analytics portal config".split()
# Each app adds to the cast in tests/<app>/cast.py.
pytest_plugins = ["tests.browser", "tests.database", *(f"tests.{app}.cast" for app in APPS if (HERE / app / "cast.py").exists())]

OURS, THEIRS = "Quetzalwort", "Zanzibarine"  # canaries: neither may ever be seen by the other company
PASSWORD = "intellimatch-demo"


def make_member(company, role, **user):
    name, handle = user.pop("name", f"{role.title()} {company.name}"), user.pop("handle", role)
    email = user.pop("email", f"{role}@{company.slug}.test")
    person = User.objects.create_user(email=email, password=PASSWORD, name=name, **user)
    return Membership.objects.create(company=company, user=person, role=role, handle=handle)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def tasks_run_at_once():
    """A task runs where it is sent, so that a test sees what comes of it; what needs a worker starts one."""
    from config.celery import app

    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


@pytest.fixture(autouse=True)
def nobody_asks_too_often(settings):
    """A run of the suite makes more requests than a caller may make in an hour."""
    settings.API_RATE = None


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def company(db):
    return Company.objects.create(name=f"{OURS} Works", slug="ours", time_zone="Europe/Berlin")


@pytest.fixture
def other_company(db):
    return Company.objects.create(name=f"{THEIRS} Group", slug="theirs", time_zone="America/New_York", currency="USD")


@pytest.fixture
def admin(company):
    return make_member(company, "admin")


@pytest.fixture
def recruiter(company):
    return make_member(company, "recruiter")


@pytest.fixture
def interviewer(company):
    return make_member(company, "interviewer")


@pytest.fixture
def viewer(company):
    return make_member(company, "viewer")


@pytest.fixture
def members(admin, recruiter, interviewer, viewer):
    return {member.role: member for member in (admin, recruiter, interviewer, viewer)}


@pytest.fixture
def stranger(other_company):
    """A recruiter of the other company."""
    return make_member(other_company, "recruiter")


@pytest.fixture
def person(db):
    """A candidate with a portal login and no membership."""
    return User.objects.create_user(email="candidate@people.test", password=PASSWORD, name="Ana Petrović")


@pytest.fixture
def platform_staff(db):
    return User.objects.create_superuser(email="staff@platform.test", password=PASSWORD, name="Platform Staff")


@pytest.fixture
def job(company, recruiter):
    made = create_job(
        company=company,
        actor=recruiter,
        title=f"{OURS} engineer",
        description="<p>Build services in Python.</p>",
        skills=[("Python", True, 5), ("Django", True, 4), ("Docker", False, 2)],
        min_years=2,
        openings=2,
    )
    return open_job(job=made, actor=recruiter)


@pytest.fixture
def candidate(company, recruiter):
    return create_candidate(
        company=company, actor=recruiter, name=f"Mara {OURS}", emails=["mara@ours-candidate.test"], phones=["+49 30 901820"]
    )


@pytest.fixture
def application(job, candidate, recruiter):
    from jobs.services.applications import apply_to_job

    return apply_to_job(job=job, candidate=candidate, actor=recruiter)


@pytest.fixture
def their_job(other_company, stranger):
    return open_job(job=create_job(company=other_company, actor=stranger, title=f"{THEIRS} nurse"), actor=stranger)


@pytest.fixture
def their_candidate(other_company, stranger):
    return create_candidate(company=other_company, actor=stranger, name=f"Ravi {THEIRS}", emails=["ravi@theirs.test"])


@pytest.fixture
def their_application(their_job, their_candidate, stranger):
    from jobs.services.applications import apply_to_job

    return apply_to_job(job=their_job, candidate=their_candidate, actor=stranger)


@pytest.fixture
def sign_in(client):
    """sign_in(member) → a test client signed in as them."""

    def into(member):
        client.force_login(getattr(member, "user", member), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return into
