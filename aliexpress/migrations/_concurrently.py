"""Indexes of large tables that others write to meanwhile. A migration of these is not atomic.

Django's own of this name need PostgreSQL's driver also where the database is SQLite.
"""

from typing import Any

from django.db.migrations import AddIndex, RemoveIndex
from django.db.migrations.state import ProjectState


class AddIndexConcurrently(AddIndex):
    """Without holding up whoever writes on PostgreSQL; on SQLite, which has one writer, as ever."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.add_index(model, self.index, **_while_others_write(schema_editor))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self.index, **_while_others_write(schema_editor))


class RemoveIndexConcurrently(RemoveIndex):
    """The same of an index that goes."""

    atomic = False

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        index = from_state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
        schema_editor.remove_index(model, index, **_while_others_write(schema_editor))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        index = to_state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
        schema_editor.add_index(model, index, **_while_others_write(schema_editor))


def _while_others_write(schema_editor: Any) -> dict[str, bool]:
    return {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}
