"""The map of the apps is true: an app imports only those that stand to its left, and nobody imports config."""

import ast
import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LINE = "accounts billing jobs matching collaboration notifications integrations analytics portal".split()
TOP = {
    "manage.py", "pyproject.toml", "README.md", "config", *LINE, "templates", "static", "tests", ".ci", "docs", "benchmarks",
    "Makefile", "requirements.lock", "requirements-semantic.lock", "Dockerfile", "compose.yaml", ".dockerignore", "CHANGELOG.md",
    "SECURITY.md", "LICENSE", ".env.example", ".editorconfig", ".gitignore", ".gitattributes", ".github", "locale", "vendor.toml",
}  # fmt: skip
KEPT_OUT = {".git", ".venv", "var", "staticfiles", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", ".env",
            "test-results", ".schemathesis"}  # fmt: skip


def imported_by(path):
    """The top-level names that a Python file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", LINE)
def test_an_app_imports_only_apps_that_stand_before_it(app):
    later = {*LINE[LINE.index(app) + 1 :], "config"}

    wrong = [(str(path), name) for path in (ROOT / app).rglob("*.py") for name in imported_by(path) if name in later]

    assert wrong == []


@pytest.mark.parametrize("app", LINE)
def test_a_foreign_key_points_to_the_left(app, django_apps_by_name):
    later = set(LINE[LINE.index(app) + 1 :])

    wrong = [
        (model.__name__, field.name)
        for model in django_apps_by_name[app].get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model and field.related_model._meta.app_label in later
    ]

    assert wrong == []


@pytest.fixture
def django_apps_by_name():
    from django.apps import apps

    return {config.name: config for config in apps.get_app_configs()}


@pytest.mark.parametrize("folder", ["matching/reading", "matching/engine"])
def test_reading_and_scoring_know_no_django(folder):
    files = list((ROOT / folder).rglob("*.py"))

    wrong = [(str(path), name) for path in files for name in imported_by(path) if name in {"django", *LINE} - {"matching"}]

    assert files
    assert wrong == []


@pytest.mark.parametrize("app", LINE)
def test_an_app_says_what_it_owns_and_what_it_never_does(app):
    said = ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text()))

    assert re.search(r"^Owns ", said)
    assert re.search(r"(^|\s)(Never|Is never) ", said)


def test_the_installed_apps_are_those_of_the_map_in_its_order():
    assert [name for name in settings.INSTALLED_APPS if name in LINE] == LINE


def test_nothing_lies_at_the_top_that_is_not_on_the_list():
    assert {path.name for path in ROOT.iterdir()} - TOP - KEPT_OUT == set()


def test_no_room_for_odds_and_ends():
    drawers = {"utils", "helpers", "common"}

    assert [p for app in [*LINE, "config"] for p in (ROOT / app).rglob("*.py") if {p.stem, p.parent.name} & drawers] == []


def test_files_are_short_enough_to_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for app in [*LINE, "config", "tests"]
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parent.name and (lines := len(path.read_text().splitlines())) > 500
    }

    assert long == {}


def test_settings_are_read_in_one_place():
    reads_the_environment = re.compile(r"os\.environ|os\.getenv|environ\.Env")
    servers = {"config/gunicorn.py", "config/celery.py", "config/asgi.py", "config/wsgi.py"}
    allowed = {"config/settings/environment.py", *servers}

    wrong = {
        str(path.relative_to(ROOT))
        for app in [*LINE, "config"]
        for path in (ROOT / app).rglob("*.py")
        if reads_the_environment.search(path.read_text()) and not path.is_relative_to(ROOT / "matching/reading")
    }  # matching/reading runs without Django and has no settings to ask

    assert wrong - allowed == set()
