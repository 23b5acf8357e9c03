"""The rows a new database has, and the way back to them after a test that commits.

Django empties every table after such a test, some eighty, and has each app make its first rows
anew. Only few tables hold anything else than before, and those alone are put back here.
"""

from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]


def rows_by_table() -> dict[str, list[Row]]:
    """What every table of a model holds, in the order of its rows."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        return {table: _rows_of(table, cursor) for table in sorted(tables)}


def put_back(first: dict[str, list[Row]]) -> None:
    """Give every table the rows it had at first, by their old keys."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # no trigger looks on: an audit keeps what it has
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _changed(first, cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name}")
            if rows := first[table]:
                values = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({values})", rows)


def _changed(first: dict[str, list[Row]], cursor: CursorWrapper) -> list[str]:
    empty = [table for table, rows in first.items() if not rows]
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
            for table in empty
        )
    )
    filled = [table for (table,) in cursor.fetchall()]
    return filled + [t for t, rows in first.items() if rows and _rows_of(t, cursor) != rows]


def _rows_of(table: str, cursor: CursorWrapper) -> list[Row]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
    return list(cursor.fetchall())
