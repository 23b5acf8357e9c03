"""Indexes of large tables that others write to meanwhile. A migration of these is not atomic."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently as PostgresAddIndex
from django.contrib.postgres.operations import RemoveIndexConcurrently as PostgresRemoveIndex
from django.db.migrations import AddIndex, RemoveIndex
from django.db.migrations.operations.base import Operation


class OnEitherDatabase(Operation):
    """Without holding up whoever writes on PostgreSQL; on SQLite, which has one writer, as ever."""

    on_postgresql: type[Operation]
    on_sqlite: type[Operation]

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self.how(schema_editor).database_forwards(self, app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self.how(schema_editor).database_backwards(self, app_label, schema_editor, *states)

    def how(self, schema_editor: Any) -> type[Operation]:
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        return self.on_postgresql if is_postgresql else self.on_sqlite


class AddIndexConcurrently(OnEitherDatabase, PostgresAddIndex):
    on_postgresql, on_sqlite = PostgresAddIndex, AddIndex


class RemoveIndexConcurrently(OnEitherDatabase, PostgresRemoveIndex):
    on_postgresql, on_sqlite = PostgresRemoveIndex, RemoveIndex
