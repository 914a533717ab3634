"""Full text search: FTS5 kept by triggers on SQLite, GIN indexes on PostgreSQL."""
from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE jobs_search_index USING fts5(name, skills, text, content='jobs_candidatesearch', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER jobs_search_insert AFTER INSERT ON jobs_candidatesearch BEGIN "
    "INSERT INTO jobs_search_index(rowid, name, skills, text) VALUES (new.id, new.name, new.skills, new.text); END",
    "CREATE TRIGGER jobs_search_delete AFTER DELETE ON jobs_candidatesearch BEGIN "
    "INSERT INTO jobs_search_index(jobs_search_index, rowid, name, skills, text) "
    "VALUES ('delete', old.id, old.name, old.skills, old.text); END",
    "CREATE TRIGGER jobs_search_update AFTER UPDATE ON jobs_candidatesearch BEGIN "
    "INSERT INTO jobs_search_index(jobs_search_index, rowid, name, skills, text) "
    "VALUES ('delete', old.id, old.name, old.skills, old.text); "
    "INSERT INTO jobs_search_index(rowid, name, skills, text) VALUES (new.id, new.name, new.skills, new.text); END",
]
POSTGRESQL = [
    "CREATE INDEX jobs_search_words ON jobs_candidatesearch USING gin "
    "(to_tsvector('simple', name || ' ' || skills || ' ' || text))",
]
UNDO = {
    "sqlite": [f"DROP TRIGGER jobs_search_{when}" for when in ("insert", "delete", "update")] + ["DROP TABLE jobs_search_index"],
    "postgresql": ["DROP INDEX jobs_search_words"],
}


def build(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [migrations.RunPython(build, undo)]
