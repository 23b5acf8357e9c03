"""Makes and drops tables that live on this connection alone, and are gone with it: a run that is
killed leaves nothing behind. In SQL, because the ORM has no words for them.

On SQLite they are outside the main file: filling them keeps no other writer waiting.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

# A column that the database counts from 1, as the rows come.
COUNTED: Final = {
    "postgresql": "integer GENERATED ALWAYS AS IDENTITY",
    "sqlite": "integer PRIMARY KEY AUTOINCREMENT",
}


def make(table: str, definition: str, parameters: Sequence[Any] = ()) -> None:
    """`definition`: the columns in brackets, or AS and a query with `parameters`. One of that name
    that an earlier run left on this connection is dropped."""
    drop(table)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} {definition}", parameters)


def find_by(table: str, *columns: str) -> None:
    """Make the index by which rows are found. After the first rows it takes less than before."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX {table}_{columns[0]} ON {table} ({', '.join(columns)})")


def drop(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
