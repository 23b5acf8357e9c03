"""Rows that travel to the database together: as one parameter, in JSON, or by COPY.

Raw SQL, because the ORM takes longer to make objects of the rows, and a parameter of each value,
than the database takes to keep them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from django.db import connection, models

from aliexpress.batches import in_batches

ROWS_A_STATEMENT: Final = 5_000  # about a megabyte

# A column's value by its name.
Row = Mapping[str, Any]


def table_of_json(name: str, types: Mapping[str, str]) -> str:
    """SQL: a parameter made by `in_json` as a table of these columns."""
    if connection.vendor == "postgresql":
        columns = ", ".join(f"{column} {kind}" for column, kind in types.items())
        return f"json_to_recordset(%s::json) AS {name} ({columns})"
    columns = ", ".join(f"json_extract(value, '$.{column}') AS {column}" for column in types)
    return f"(SELECT {columns} FROM json_each(%s)) AS {name}"


def in_json(rows: Sequence[Row]) -> str:
    return orjson.dumps(rows, default=as_kept, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()


def as_kept(value: Any) -> str:
    """A moment or a decimal number in the form the database stores it in."""
    if isinstance(value, datetime):
        value = connection.ops.adapt_datetimefield_value(value)
    return str(value)


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows of these columns that are not there yet. COPY takes a third of what JSON takes."""
    table, names = model._meta.db_table, ", ".join(columns)
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
    else:
        _from_json(model, columns, rows, "")


def upsert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    one_row: Sequence[str],
    stays: Sequence[str] = (),
) -> None:
    """Write rows of these columns. `one_row`: the columns of a constraint, by which a row that is
    there already takes the new values instead, but for what `stays`."""
    taken = [name for name in columns if name not in (*one_row, *stays)]
    now = ", ".join(f"{name} = excluded.{name}" for name in taken)
    _from_json(model, columns, rows, f"ON CONFLICT ({', '.join(one_row)}) DO UPDATE SET {now}")


def _from_json(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], rest: str
) -> None:
    table, names = model._meta.db_table, ", ".join(columns)
    given = table_of_json("given", types_of(model, columns))
    sql = f"INSERT INTO {table} ({names}) SELECT {names} FROM {given} WHERE true {rest}"
    for batch in in_batches(rows, ROWS_A_STATEMENT):
        named = [dict(zip(columns, row, strict=True)) for row in batch]
        with connection.cursor() as cursor:
            cursor.execute(sql, [in_json(named)])


def types_of(model: type[models.Model], columns: Iterable[str]) -> dict[str, str]:
    """The database's type of each column."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    return {name: str(fields[name].rel_db_type(connection)) for name in columns}
