"""Rows of other tables as one JSON column of a statement, and back."""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db.models import JSONField, Model, QuerySet, Subquery
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)


def row_of(
    model: type[Model], found: QuerySet[Any], *, path: str = "", only: Collection[str] = ()
) -> Subquery:
    """The first row found, for `from_json`. `path`: to the model, where it is not found itself.
    `only`: these columns; others are read when they are asked for."""
    names = only or [field.attname for field in model._meta.concrete_fields]
    columns = {name: f"{path}{name}" for name in names}
    return Subquery(found.values(row=JSONObject(**columns))[:1], output_field=JSONField())


def from_json(model: type[Row], row: Any) -> Row | None:
    """The row as if it had been read alone; None where there was none.

    Databases without a JSON of their own give what is nested as text, and moments without zone.
    """
    if isinstance(row, str):
        row = json.loads(row)
    if row is None:
        return None
    concrete = model._meta.concrete_fields
    fields = {field.attname: field for field in concrete if field.attname in row}
    values = [value_of(field, row[name]) for name, field in fields.items()]
    return model.from_db("default", list(fields), values)


def value_of(field: Any, value: Any) -> Any:
    if isinstance(field, JSONField) and isinstance(value, str):
        return json.loads(value)
    value = field.to_python(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value
