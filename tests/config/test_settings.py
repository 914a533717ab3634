"""Settings come from the environment: nothing set is embedded and safe, a server named is production."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

DATABASE = {"DATABASE_URL": "postgres://somebody:word@db.example.com:5433/hiring"}
REDIS = {"REDIS_URL": "redis://cache.example.com:6379/2"}


@pytest.fixture
def read(tmp_path):
    """The named settings, as a new process with that environment reads them."""

    def read(names, **environment):
        script = (
            f"import json; from config import settings as s; print(json.dumps([getattr(s, n) for n in {names!r}], default=str))"
        )
        bare = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={
                **bare,
                "STATE_DIR": str(tmp_path),
                "STATIC_ROOT": str(tmp_path / "static"),
                "READ_DOT_ENV": "false",
                **environment,
            },
            cwd=django_settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


def test_with_nothing_set_it_is_one_process_on_this_machine(read, tmp_path):
    embedded, production, debug, databases, broker, hosts = read(
        ["EMBEDDED", "PRODUCTION", "DEBUG", "DATABASES", "CELERY_BROKER_URL", "ALLOWED_HOSTS"]
    )

    assert (embedded, production, debug) == (True, False, False)
    assert databases["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert databases["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert broker.startswith("memory://")
    assert set(hosts) == {"127.0.0.1", "localhost", "[::1]"}


def test_a_key_that_is_not_given_is_made_once_and_kept_to_its_owner(read, tmp_path):
    first, second = read(["SECRET_KEY", "SALT_KEY"]), read(["SECRET_KEY", "SALT_KEY"])

    assert first == second
    assert len(first[0]) > 50
    assert first[0] != first[1][0]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_keys_rotate_by_lists(read):
    assert read(
        ["SECRET_KEY", "SECRET_KEY_FALLBACKS", "SALT_KEY"],
        SECRET_KEY="now",
        SECRET_KEY_FALLBACKS="before,earlier",
        SALT_KEY="a,b",
    ) == ["now", ["before", "earlier"], ["a", "b"]]


def test_a_database_alone_is_production_with_tasks_in_the_process(read):
    production, embedded, databases = read(["PRODUCTION", "EMBEDDED", "DATABASES"], **DATABASE)

    assert (production, embedded) == (True, True)
    assert (databases["default"]["HOST"], databases["default"]["PORT"]) == ("db.example.com", 5433)


def test_redis_carries_cache_tasks_and_sockets_or_each_its_own(read):
    names = ["EMBEDDED", "CELERY_BROKER_URL", "CACHES", "CHANNEL_LAYERS"]
    embedded, broker, caches, layers = read(names, **DATABASE, **REDIS, BROKER_URL="redis://queue.example.com:6379/0")

    assert embedded is False
    assert broker == "redis://queue.example.com:6379/0"
    assert caches["default"]["LOCATION"] == REDIS["REDIS_URL"]
    assert layers["default"]["CONFIG"]["hosts"] == [REDIS["REDIS_URL"]]


def test_production_answers_by_https_alone_with_cookies_for_this_host(read):
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE"]

    assert read(names, **DATABASE) == [True, 31536000, "__Host-sessionid", "__Host-csrftoken", True]
    assert read(names) == [False, 0, "sessionid", "csrftoken", False]
    assert read(names, **DATABASE, PRODUCTION="false") == [False, 0, "sessionid", "csrftoken", False]


def test_the_forwarded_scheme_is_believed_only_behind_a_proxy(read):
    assert read(["SECURE_PROXY_SSL_HEADER"], **DATABASE) == [None]
    assert read(["SECURE_PROXY_SSL_HEADER"], **DATABASE, BEHIND_PROXY="true") == [["HTTP_X_FORWARDED_PROTO", "https"]]


@pytest.mark.parametrize(
    ("environment", "backend"),
    [
        ({}, ""),
        ({"EMAIL_URL": "smtp+tls://me:word@mail.example.com:587"}, "django.core.mail.backends.smtp.EmailBackend"),
        ({"ANYMAIL_PROVIDER": "postmark", "ANYMAIL": "POSTMARK_SERVER_TOKEN=t"}, "anymail.backends.postmark.EmailBackend"),
    ],
)
def test_mail_goes_where_it_is_told_or_is_kept(read, environment, backend):
    assert read(["MAIL_TRANSPORT"], **environment) == [backend]


def test_a_mail_server_is_given_by_one_address(read):
    names = ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL"]

    assert read(names, EMAIL_URL="smtp+tls://me:word@mail.example.com:587") == [
        "mail.example.com",
        587,
        "me",
        "word",
        True,
        False,
    ]


def test_a_provider_is_offered_only_with_its_keys(read):
    google = "allauth.socialaccount.providers.google"

    assert google not in read(["INSTALLED_APPS"])[0]
    assert google in read(["INSTALLED_APPS"], GOOGLE_CLIENT_ID="id", GOOGLE_CLIENT_SECRET="word")[0]


def test_the_example_names_every_variable_that_is_read():
    import re

    base = django_settings.BASE_DIR
    sources = [*(base / "config" / "settings").glob("*.py"), base / "config" / "gunicorn.py"]
    text = "\n".join(path.read_text() for path in sources)
    read_somewhere = set(re.findall(r"""env(?:iron\.get|\.\w+)?\(\s*"([A-Z_]+)\"""", text))
    named = set(re.findall(r"^#?([A-Z_]+)=", (base / ".env.example").read_text(), re.MULTILINE))

    assert read_somewhere - named == {"TEST_DB_SUFFIX", "READ_DOT_ENV", "HASHED_STATIC"}  # for tests and images alone
    assert named - read_somewhere == {"POSTGRES_PASSWORD"}  # for compose.yaml
