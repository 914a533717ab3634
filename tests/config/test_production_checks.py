"""`manage.py check --deploy` has nothing to say about production settings."""

import os
import subprocess
import sys

from django.conf import settings


def test_the_deployment_check_is_clean(tmp_path):
    environment = {
        **{
            key: value
            for key, value in os.environ.items()
            if key not in {"PRODUCTION", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
        },
        "STATE_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path / "static"),
        "READ_DOT_ENV": "false",
        "DATABASE_URL": "postgres://somebody@127.0.0.1/hiring",  # the check asks no server
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "SITE_URL": "https://hire.example.com",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr
