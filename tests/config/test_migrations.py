"""Migrations: dj-stripe's past in one step stands for exactly what dj-stripe ships, and no model is ahead of them."""

from importlib import import_module
from io import StringIO
from pathlib import Path

import djstripe
import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


def test_the_step_stands_for_every_migration_that_djstripe_ships():
    squashed = import_module("billing.djstripe_migrations.0001_squashed_0003_2_11").Migration
    shipped = {path.stem for path in (Path(djstripe.__file__).parent / "migrations").glob("0*.py")}

    assert set(squashed.replaces) == {("djstripe", name) for name in shipped}


def test_a_new_database_takes_the_one_step():
    loader = MigrationLoader(None)

    assert loader.graph.leaf_nodes("djstripe") == [("djstripe", "0001_squashed_0003_2_11")]


@pytest.mark.django_db
def test_no_model_is_ahead_of_its_migrations():
    said = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=said)

    assert said.getvalue() == "No changes detected\n"
