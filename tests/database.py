"""The test database, migrated for real. On SQLite a migrated copy is kept, so that only a changed migration costs time."""

import hashlib
import os
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

PACKAGES = ["django", "dj-stripe", "django-allauth", "django-celery-beat", "django-guardian", "django-auditlog"]


def pytest_configure(config):
    """Each worker has cache keys of its own: a Redis is shared, and a test may clear what another one counts by."""
    cache = settings.CACHES["default"]
    cache["KEY_PREFIX"] = cache.get("KEY_PREFIX", "") + os.environ.get("PYTEST_XDIST_WORKER", "")


def migrated_copy():
    """Where the copy for the present migrations lies or would lie; None on other databases."""
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return None
    known = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        if Path(app.path).is_relative_to(settings.BASE_DIR / ".venv"):
            continue
        for file in sorted(Path(app.path).glob("*migrations/*.py")):
            known.update(file.read_bytes())
    return Path(settings.STATE_DIR) / f"test-migrated-{known.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    return django_db_keepdb or bool(migrated_copy() and migrated_copy().exists())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_keepdb):
    copy, name = migrated_copy(), Path(str(settings.DATABASES["default"]["TEST"]["NAME"]))
    if copy and copy.exists():
        for leftover in name.parent.glob(f"{name.name}-*"):  # the journals of a run that was killed
            leftover.unlink()
        shutil.copyfile(copy, name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    copy = migrated_copy()
    with django_db_blocker.unblock():
        # A run whose tests use no database has made none.
        if copy and not copy.exists() and connection.introspection.table_names():
            new = copy.with_suffix(f".{os.getpid()}")
            connection.cursor().execute("VACUUM INTO %s", [str(new)])
            for older in copy.parent.glob("test-migrated-*.sqlite3"):
                older.unlink(missing_ok=True)
            new.replace(copy)
    yield
