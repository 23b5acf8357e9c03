"""What a run has read so far: a temporary table beside the listings.

Lives on this connection alone and is gone with it, so a killed run leaves nothing behind. On
SQLite it is outside the main file: filling it keeps no other writer waiting.

A row is one sighting of a product: under which status it was seen, and when in the run (`seq`).
A product found to be gone has a row without a status.
"""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Final

from django.db import connection

from aliexpress.gateway.answers import ListedProduct, Products
from aliexpress.models import Listing
from aliexpress.sync.staging.rows import NAMES, WRITTEN, Ready, Rows, as_lines, as_values

TABLE: Final = "sync_staged"
BATCH_ROWS: Final = 5_000
# 22 values each: SQLite takes 32,766 in a statement.
ROWS_A_STATEMENT: Final = 500
# Products seen again that are looked after one by one. A list that was read twice has as many as
# there are: for a million of them that took longer than a heartbeat may be away.
FEW: Final = 1_000
_NAMES: Final = ", ".join(NAMES)


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


class Staging:
    """Open for the length of one run: `with Staging() as staging`."""

    def __init__(self) -> None:
        # Makes rows of products; the one thing here that any thread may call.
        self.ready: Final[Ready] = as_lines if is_postgresql() else as_values
        self._rows: list[Rows] = []
        self._waiting = 0  # rows not in the table yet
        self._has_index = False
        self._newest_kept_at = 0  # the `seq` up to which older sightings are dropped already
        self.seq = 0  # of the newest sighting; every sighting has its own

    def __enter__(self) -> "Staging":
        fields = {name: Listing._meta.get_field(name) for name in WRITTEN}
        types = ", ".join(f"{name} {field.db_type(connection)}" for name, field in fields.items())
        # Counted from 1 by the database, as the rows come.
        seq = (
            "integer GENERATED ALWAYS AS IDENTITY"
            if is_postgresql()
            else "integer PRIMARY KEY AUTOINCREMENT"
        )
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {TABLE} (product_id bigint, seq {seq}, {types})"
            )
        self._has_index = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")

    def add(self, rows: Rows) -> None:
        """As `ready` makes them."""
        self._rows.append(rows)
        self._waiting += rows.number
        self.seq += rows.number
        if self._waiting >= BATCH_ROWS:
            self.flush()

    def add_product(self, product: ListedProduct) -> None:
        self.add(self.ready(Products.of([product])))

    def add_gone(self, product_id: int) -> None:
        self.add_product(ListedProduct(product_id, status=""))

    def flush(self) -> None:
        written = [rows.written for rows in self._rows if rows.number]
        self._rows.clear()
        self._waiting = 0
        if not written:
            return
        with connection.cursor() as cursor:
            if is_postgresql():
                with cursor.copy(f"COPY {TABLE} ({_NAMES}) FROM STDIN") as copy:
                    copy.write(b"".join(written))
            else:
                # Not `executemany`, which lets go of the interpreter's lock for each row and,
                # beside the threads that read pages, waits seven times as long to get it back.
                for values in _cut(written, ROWS_A_STATEMENT * len(NAMES)):
                    cursor.execute(_insert(len(values) // len(NAMES)), values)

    def keep_newest_sightings(self) -> set[int]:
        """One row a product from here on: the newest sighting. Returns the products that had been
        seen under two statuses."""
        if self._newest_kept_at == self.seq:
            return set()
        self._newest_kept_at = self.seq
        again = (
            f"SELECT product_id, MAX(seq), MIN(status) <> MAX(status) FROM {TABLE}"
            " GROUP BY product_id HAVING COUNT(*) > 1"
        )
        found = self.rows(f"{again} LIMIT {FEW + 1}")
        if len(found) <= FEW:
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"DELETE FROM {TABLE} WHERE product_id = %s AND seq < %s",
                    [(product_id, newest) for product_id, newest, _ in found],
                )
        else:
            found = self.rows(f"{again} AND MIN(status) <> MAX(status)")
            self.execute(
                f"DELETE FROM {TABLE} WHERE EXISTS (SELECT 1 FROM {TABLE} newer"
                f" WHERE newer.product_id = {TABLE}.product_id AND newer.seq > {TABLE}.seq)"
            )
        return {product_id for product_id, _, in_two in found if in_two}

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        self._settle()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found: list[Any] = cursor.fetchall()
            return found

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        self._settle()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            written: int = cursor.rowcount
            return written

    def _settle(self) -> None:
        """Before a question: all rows in the table, and the index they are found by.

        The index is made after the first rows, most of them as a rule: so it is made once,
        and not kept up to date row by row.
        """
        self.flush()
        if not self._has_index:
            self._has_index = True
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE INDEX {TABLE}_product ON {TABLE} (product_id, seq)")


def _cut(written: Sequence[list[Any]], size: int) -> Iterable[list[Any]]:
    values = [value for some in written for value in some]
    return (values[start : start + size] for start in range(0, len(values), size))


def _insert(rows: int) -> str:
    row = f"({', '.join(['%s'] * len(NAMES))})"
    return f"INSERT INTO {TABLE} ({_NAMES}) VALUES {', '.join([row] * rows)}"
