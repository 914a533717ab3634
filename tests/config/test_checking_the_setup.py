"""`manage.py check_setup` says what is configured, what is missing, and what that means."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from config import health

pytestmark = pytest.mark.django_db


def said():
    out = StringIO()
    call_command("check_setup", stdout=out)
    return {line.split()[1]: " ".join(line.split()) for line in out.getvalue().splitlines()}


def test_embedded_is_complete_and_says_what_it_does_without(settings):
    settings.EMBEDDED, settings.PRODUCTION, settings.MAIL_TRANSPORT = True, False, ""

    lines = said()

    assert lines["redis"] == "degraded redis REDIS_URL not set: cache, tasks and sockets live in the one process of `serve`"
    assert lines["mail"].startswith("degraded mail neither EMAIL_URL nor ANYMAIL_PROVIDER")
    assert lines["billing"] == "ok billing no Stripe key: every limit is lifted"


def test_a_migration_that_is_missing_is_an_error():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    with pytest.raises(SystemExit) as ended:
        said()

    assert ended.value.code == 1


def test_a_broker_that_is_away_is_an_error_and_absent_workers_degrade(settings, monkeypatch):
    from config.celery import app

    settings.EMBEDDED = False
    cache.delete(health.HEARTBEAT)
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("check_setup", stdout=out)

    assert "missing   broker" in out.getvalue()
    assert "degraded  tasks         never ran: start worker and beat" in out.getvalue()


def test_production_without_given_keys_or_https_is_told(settings):
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT, settings.DEBUG = True, False, True

    lines = said()

    assert lines["SECRET_KEY"].startswith("degraded SECRET_KEY made and kept in")
    assert lines["HTTPS"] == "degraded HTTPS off: passwords and cookies travel readable"
    assert lines["DEBUG"].startswith("degraded DEBUG on")
