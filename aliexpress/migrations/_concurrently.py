"""Indexes of large tables that others write to meanwhile. A migration of these is not atomic."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently as PostgresAddIndex
from django.contrib.postgres.operations import RemoveIndexConcurrently as PostgresRemoveIndex
from django.db.migrations import AddIndex, RemoveIndex


class AddIndexConcurrently(PostgresAddIndex):
    """Without holding up whoever writes on PostgreSQL; on SQLite, which has one writer, as ever."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        how = PostgresAddIndex if postgres else AddIndex
        how.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        how = PostgresAddIndex if postgres else AddIndex
        how.database_backwards(self, app_label, schema_editor, *states)


class RemoveIndexConcurrently(PostgresRemoveIndex):
    """The same the other way round."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        how = PostgresRemoveIndex if postgres else RemoveIndex
        how.database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        how = PostgresRemoveIndex if postgres else RemoveIndex
        how.database_backwards(self, app_label, schema_editor, *states)
