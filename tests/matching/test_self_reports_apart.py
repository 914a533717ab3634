"""What people say about themselves is kept apart: no scoring code reads it, no member sees it, and it goes when they go."""

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from jobs.models import Application
from jobs.services.candidates import delete_candidate
from jobs.services.merge import merge_candidates, undo_merge
from matching.models import Match
from matching.models.self_reports import SEALED_LENGTH, SelfReport
from matching.services import configs, pool, rerank, scoring, self_reports
from matching.services.features import taxonomy_of
from matching.services.people import applicants
from tests.matching.cast import a_row

TABLE = SelfReport._meta.db_table
SAID = {"sex": "female", "race": "several"}
MAY_READ = {"matching/models/__init__.py", "matching/services/self_reports.py"}  # the first only lets Django know the table
MAY_ASK = {  # who may import the service: audits, the pages and API of the questions themselves, the mail that carries their link
    "matching/services/audits.py", "matching/services/config_audit.py", "matching/views/audits.py", "matching/views/self_report.py",
    "matching/views/fairness.py", "matching/api/audits.py", "portal/services/seeding_fairness.py", "portal/services/applicant_mails.py",
}  # fmt: skip


def names_imported(path):
    """Every module, and every name with its module, that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(name):
    root = settings.BASE_DIR
    files = (path for app in apps.get_app_configs() if (root / app.label).is_dir() for path in (root / app.label).rglob("*.py"))
    return {
        str(path.relative_to(root))
        for path in files
        if any(one == name or one.startswith(f"{name}.") for one in names_imported(path))
    }


def test_only_one_module_reads_the_table_and_no_scoring_code_asks_it():
    assert importers("matching.models.self_reports") == MAY_READ
    assert importers("matching.services.self_reports") == MAY_ASK
    assert not hasattr(__import__("matching.models", fromlist=["x"]), "SelfReport")


def test_nothing_leads_from_an_application_or_candidate_to_the_answers():
    assert not [field for field in Application._meta.get_fields() if field.related_model is SelfReport]


@pytest.fixture
def told(crowd, answering):
    applications = crowd([a_row(years=float(n)) for n in range(12)])
    answering(applications, [SAID] * 12)
    return applications


def test_scoring_ranking_and_explaining_never_touch_the_table(told, job, recruiter, sign_in):
    known, version = taxonomy_of(job.company_id), configs.version_for(job)
    client = sign_in(recruiter)
    with CaptureQueriesContext(connection) as asked:
        scoring.score_job(job.pk)
        scoring.explain_match(Match.objects.filter(job=job).first())
        rerank.rerank(applicants(job, known), version, version.body, recruiter)
        pool.best_of_pool(job, recruiter)
        scoring.score_candidates([told[0].candidate_id])
        client.get(reverse("matching:job_ranking", args=[job.pk]))
        client.get(reverse("matching:explanation", args=[told[0].pk]))
        client.get(reverse("matching:job_scoring", args=[job.pk]))

    assert len(asked) > 30
    assert not [query["sql"] for query in asked if TABLE in query["sql"]]


def test_answers_change_no_score(told, job):
    scoring.score_job(job.pk)
    before = list(Match.objects.order_by("pk").values_list("candidate", "score", "components", "features"))
    for application in told:
        self_reports.give(application=application, answers={"sex": "male", "race": "asian"})

    scoring.score_job(job.pk)

    assert list(Match.objects.order_by("pk").values_list("candidate", "score", "components", "features")) == before


def test_the_stored_text_tells_nothing(told):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sealed FROM {TABLE}")
        sealed = [row[0] for row in cursor.fetchall()]

    self_reports.give(application=told[0], answers={})
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sealed FROM {TABLE} WHERE application_id = %s",
            [SelfReport._meta.get_field("application").get_db_prep_value(told[0].pk, connection)],
        )
        [[nothing_said]] = cursor.fetchall()

    assert len(sealed) == 12 and len(set(sealed)) == 12  # equal answers are not equal text
    assert all("female" not in text and "several" not in text for text in sealed)
    assert {len(text) for text in sealed} == {len(nothing_said)}  # nor does the length tell
    assert SEALED_LENGTH > 300


def test_keys_can_be_changed_and_a_row_moved_to_somebody_else_reads_as_nothing(told, settings):
    field = SelfReport._meta.get_field("sealed")
    one, other = SelfReport.objects.order_by("pk")[:2]
    assert one.unseal() == SAID
    old, old_salts = settings.SECRET_KEY, settings.SALT_KEY
    try:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.SALT_KEY = "new" * 20, [old], ["new-salt", *old_salts]
        for name in ("keys", "f"):
            field.__dict__.pop(name, None)
        assert SelfReport.objects.get(pk=one.pk).unseal() == SAID
        settings.SECRET_KEY_FALLBACKS = []
        for name in ("keys", "f"):
            field.__dict__.pop(name, None)
        assert SelfReport.objects.get(pk=one.pk).unseal() == {}  # the old key is gone
    finally:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.SALT_KEY = old, [], old_salts
        for name in ("keys", "f"):
            field.__dict__.pop(name, None)
    other.sealed = one.sealed
    assert other.unseal() == {}


def test_no_door_shows_a_row(told, admin_and_all, platform_staff):
    for member in admin_and_all:
        assert not SelfReport.objects.visible_to(member).exists()
    assert SelfReport not in admin.site._registry
    assert "matching.selfreport" not in {
        one["model"] if isinstance(one, dict) else one for one in settings.AUDITLOG_INCLUDE_TRACKING_MODELS
    }
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert {
        path: sorted(set(paths[path]) & {"get", "post", "put", "patch", "delete"}) for path in paths if "self-report" in path
    } == {"/api/v1/self-reports": ["post"], "/api/v1/self-report-questions": ["get"]}
    assert str(SelfReport.objects.first()) == "Self-report" and "female" not in repr(SelfReport.objects.first())


@pytest.fixture
def admin_and_all(members):
    return [*members.values(), None]


def test_deleting_a_person_deletes_what_they_said(told, recruiter):
    delete_candidate(candidate=told[0].candidate, actor=recruiter)

    assert SelfReport.objects.count() == 11
    assert not SelfReport.objects.filter(application_id=told[0].pk).exists()


def test_answers_go_with_the_application_when_people_are_merged(application, answering, company, recruiter, their_candidate):
    from jobs.services.candidates import create_candidate

    answering([application], [SAID])
    kept = create_candidate(company=company, actor=recruiter, name="Kept One")

    merge = merge_candidates(kept=kept, merged=application.candidate, actor=recruiter)
    assert self_reports.answers_for(Application.objects.filter(candidate=kept)) == {application.pk: SAID}

    undo_merge(merge=merge, actor=recruiter)
    assert self_reports.answers_for(Application.objects.filter(candidate=application.candidate_id)) == {application.pk: SAID}
