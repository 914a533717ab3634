"""The project starts: settings load, checks pass, every address can be resolved."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_the_system_checks_find_nothing():
    said = StringIO()

    call_command("check", fail_level="WARNING", stdout=said)

    assert said.getvalue() == "System check identified no issues (0 silenced).\n"


def test_the_process_says_that_it_lives(client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"ok")
