"""Rows as one value, for statements that have a row already."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, JSONField
from django.db.models.sql.compiler import SQLCompiler


class Listed(Aggregate):
    """`Listed("a", "b")` is [[a, b], …], in no order; None where there are no rows. Moments are
    text that `datetime.fromisoformat` reads, on SQLite without their zone, UTC."""

    template = "JSON_GROUP_ARRAY(JSON_ARRAY(%(expressions)s))"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        template = "JSONB_AGG(JSONB_BUILD_ARRAY(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)
