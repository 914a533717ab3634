from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION matching_decision_stays() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (
        SELECT 1 FROM matching_decisionchain WHERE company_id = OLD.company_id AND NOT closing
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The decision record only grows.';
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER matching_decision_stays BEFORE UPDATE OR DELETE ON matching_decision
    FOR EACH ROW EXECUTE FUNCTION matching_decision_stays();
"""
POSTGRESQL_BACK = "DROP TRIGGER matching_decision_stays ON matching_decision; DROP FUNCTION matching_decision_stays();"
SQLITE = """
CREATE TRIGGER matching_decision_stays BEFORE UPDATE ON matching_decision
BEGIN SELECT RAISE(ABORT, 'The decision record only grows.'); END
"""


def forwards(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def backwards(apps, schema_editor):
    schema_editor.execute(
        POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else "DROP TRIGGER matching_decision_stays", params=None
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_decision_record")]
    operations = [migrations.RunPython(forwards, backwards)]
