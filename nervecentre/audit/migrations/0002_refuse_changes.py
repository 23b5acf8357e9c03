"""The database itself refuses to change or remove an entry, whoever asks: only who owns it can
take these triggers away."""

from typing import Any

from django.db import migrations

SENTENCE = "entries of the audit are neither changed nor removed"
POSTGRESQL = f"""
CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$;
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
"""
SQLITE = [
    f"CREATE TRIGGER audit_entry_is_not_{done} BEFORE {verb} ON audit_entry "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for verb, done in (("UPDATE", "changed"), ("DELETE", "removed"))
]
UNDO_POSTGRESQL = """
DROP TRIGGER audit_entry_is_not_changed ON audit_entry;
DROP FUNCTION audit_entry_stays();
"""
UNDO_SQLITE = [
    "DROP TRIGGER IF EXISTS audit_entry_is_not_changed",
    "DROP TRIGGER IF EXISTS audit_entry_is_not_removed",
]


def refuse(apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else [POSTGRESQL]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in UNDO_SQLITE if is_sqlite else [UNDO_POSTGRESQL]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_keep_who_did_what")]
    operations = [migrations.RunPython(refuse, allow)]
