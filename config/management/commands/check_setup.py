"""`manage.py check_setup`: what is configured, what is missing, and what that means."""

from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from config import health
from config.celery import app
from config.settings.environment import env
from matching import semantic
from matching.engine.meaning import MODEL

OK, MISSING, DEGRADED = "ok", "missing", "degraded"
TASKS = "tasks"


@dataclass(frozen=True)
class Finding:
    """One line: `state` of `part`, and in `text` what it is or what follows from it."""

    part: str
    state: str
    text: str


class Command(BaseCommand):
    help = "Say what is configured, what is missing and what degrades. Exits 1 if something that is needed is missing."

    def handle(self, **options):
        findings = [*servers(), *keys(), *outside()]
        self.stdout.write(f"mode      {'embedded: one process' if settings.EMBEDDED else 'production parts'}")
        for found in findings:
            self.stdout.write(f"{found.state:<9} {found.part:<13} {found.text}")
        if any(found.state == MISSING for found in findings):
            raise SystemExit(1)


def servers():
    """Database, migrations, cache, broker, tasks."""
    try:
        connection.ensure_connection()
        pending = health.pending_migrations()
    except DatabaseError as error:
        yield Finding("database", MISSING, f"{connection.vendor} can't be reached: {str(error).splitlines()[0]}")
    else:
        yield Finding("database", OK, f"{connection.vendor} {settings.DATABASES['default']['NAME']}")
        if pending:
            yield Finding("migrations", MISSING, f"{len(pending)} to apply: python manage.py migrate")
    if settings.EMBEDDED:
        yield Finding("redis", DEGRADED, "REDIS_URL not set: cache, tasks and sockets live in the one process of `serve`")
        return
    away = health.cache_state() != "ok"
    yield Finding("cache", DEGRADED if away else OK, "away: rate limits let pass, pages are slower" if away else "Redis answers")
    yield broker()
    state = health.tasks_state()
    yield Finding(
        TASKS, OK if state == "ok" else DEGRADED, "a worker runs them" if state == "ok" else f"{state}: start worker and beat"
    )


def broker():
    """Whether tasks can be handed over."""
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
    except OperationalError as error:
        return Finding("broker", MISSING, f"can't be reached, events wait for the sweep: {error}")
    return Finding("broker", OK, "takes tasks")


def keys():
    """Keys and the transport that they need."""
    for name in ("SECRET_KEY", "SALT_KEY"):
        if env(name, default=""):
            yield Finding(name, OK, "given")
        else:
            text = f"made and kept in {settings.STATE_DIR}: back it up; other machines must be given the same"
            yield Finding(name, DEGRADED if settings.PRODUCTION else OK, text)
    if settings.DEBUG:
        yield Finding("DEBUG", DEGRADED, "on: error pages show the code and its values to whoever sees them")
    if settings.PRODUCTION and not settings.SECURE_SSL_REDIRECT:
        yield Finding("HTTPS", DEGRADED, "off: passwords and cookies travel readable")
    if settings.PRODUCTION and not settings.SITE_URL.startswith("https://"):
        yield Finding("SITE_URL", DEGRADED, f"{settings.SITE_URL}: links in mails lead there")


def outside():
    """What talks to others."""
    if not settings.MAIL_TRANSPORT:
        yield Finding("mail", DEGRADED, "neither EMAIL_URL nor ANYMAIL_PROVIDER: mails are kept in the outbox for people to read")
    else:
        transport = settings.MAIL_TRANSPORT.removeprefix("django.core.mail.backends.").removesuffix(".EmailBackend")
        yield Finding("mail", OK, f"{transport} from {settings.DEFAULT_FROM_EMAIL}; manage.py check_email looks at its domain")
    offered = [name for name, key in (("Google", "GOOGLE_CLIENT_ID"), ("LinkedIn", "LINKEDIN_CLIENT_ID")) if env(key, default="")]
    lacking = semantic.missing()
    yield Finding(
        "likeness",
        OK,
        f"words (extra semantic not installed: {', '.join(lacking)})"
        if lacking
        else f"words; {MODEL} where rules ask for meaning too",
    )
    yield Finding("sign-in", OK, ", ".join(["password, passkey", *offered]))
    paid = "Stripe" if settings.BILLING_ENABLED else "no Stripe key: every limit is lifted"
    yield Finding("billing", OK, paid)
