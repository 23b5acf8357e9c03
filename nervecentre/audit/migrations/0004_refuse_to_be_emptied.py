"""What the triggers before left open: PostgreSQL empties a table without looking at its rows, and
SQLite replaces a row without asking who refuses to have it removed."""

from typing import Any

from django.db import migrations

SENTENCE = "entries of the audit are neither changed nor removed"
POSTGRESQL = (
    "CREATE TRIGGER audit_entry_is_not_emptied BEFORE TRUNCATE ON audit_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()"
)
SQLITE = (
    "CREATE TRIGGER audit_entry_is_not_replaced BEFORE INSERT ON audit_entry"
    " WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)"
    f" BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
)
UNDO_POSTGRESQL = "DROP TRIGGER audit_entry_is_not_emptied ON audit_entry"
UNDO_SQLITE = "DROP TRIGGER IF EXISTS audit_entry_is_not_replaced"


def refuse(apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(SQLITE if is_sqlite else POSTGRESQL)


def allow(apps: Any, schema_editor: Any) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(UNDO_SQLITE if is_sqlite else UNDO_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_name_notes_and_reconciliations")]
    operations = [migrations.RunPython(refuse, allow)]
