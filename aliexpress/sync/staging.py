"""What a run has read so far: a temporary table beside the listings.

Lives on this connection alone and is gone with it, so a killed run leaves nothing behind. On
SQLite it is outside the main file: filling it keeps no other writer waiting.

A row is one sighting of a product: under which status it was seen, and when in the run (`seq`).
A product found to be gone has a row without a status.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import TracebackType
from typing import Any, Final

from django.db import connection

from aliexpress.gateway.answers import ListedProduct
from aliexpress.lifecycle import state_of
from aliexpress.models import Listing

TABLE: Final = "sync_staged"
# What AliExpress says about a listing: these columns are compared and written.
_TEXT_COLUMNS: Final = (
    "status",
    "offline_reason",
    "state",
    "audit_failure_reason",
    "subject",
    "image_url",
    "owner_member_id",
    "product_type",
    "source",
    "currency",
    "gmt_create",
    "gmt_modified",
    "ws_offline_date",
    "unreadable",
)
# These may be null.
_OTHER_COLUMNS: Final = (
    "created_at",
    "modified_at",
    "offline_at",
    "group_id",
    "min_price",
    "max_price",
)
COLUMNS: Final = (*_TEXT_COLUMNS, *_OTHER_COLUMNS)
_NAMES: Final = ", ".join(["product_id", "seq", *COLUMNS])
BATCH_ROWS: Final = 1_000
# 22 values each: SQLite takes 32,766 in a statement.
ROWS_A_STATEMENT: Final = 500
_SECONDS: Final = len("2026-03-14 12:00:00")
_ESCAPED: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Row = tuple[Any, ...]


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


class Staging:
    """Open for the length of one run: `with Staging() as staging`."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._has_index = False
        self._newest_kept_at = 0  # the `seq` up to which older sightings are dropped already
        self.seq = 0  # of the newest sighting; every sighting has its own

    def __enter__(self) -> "Staging":
        fields = {name: Listing._meta.get_field(name) for name in COLUMNS}
        types = ", ".join(f"{name} {field.db_type(connection)}" for name, field in fields.items())
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {TABLE} (product_id bigint, seq integer, {types})"
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

    def add(self, products: Iterable[ListedProduct]) -> None:
        for product in products:
            self.seq += 1
            self._rows.append(_row(product, self.seq))
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def add_gone(self, product_id: int) -> None:
        self.seq += 1
        nothing = [*("" for _ in _TEXT_COLUMNS), *(None for _ in _OTHER_COLUMNS)]
        self._rows.append((product_id, self.seq, *nothing))

    def flush(self) -> None:
        if not self._rows:
            return
        with connection.cursor() as cursor:
            if is_postgresql():
                with cursor.copy(f"COPY {TABLE} ({_NAMES}) FROM STDIN") as copy:
                    copy.write("".join(_copied(row) for row in self._rows))
            else:
                for start in range(0, len(self._rows), ROWS_A_STATEMENT):
                    rows = self._rows[start : start + ROWS_A_STATEMENT]
                    cursor.execute(*_insert(rows))
        self._rows.clear()

    def keep_newest_sightings(self) -> None:
        """One row a product from here on: the newest sighting."""
        if self._newest_kept_at == self.seq:
            return
        self._newest_kept_at = self.seq
        self.execute(
            f"DELETE FROM {TABLE} WHERE EXISTS (SELECT 1 FROM {TABLE} newer"
            f" WHERE newer.product_id = {TABLE}.product_id AND newer.seq > {TABLE}.seq)"
        )

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


def _row(product: ListedProduct, seq: int) -> Row:
    """In the order of COLUMNS, moments (all are in UTC) and prices as both databases read them."""
    return (
        product.product_id,
        seq,
        product.status,
        product.offline_reason,
        _state_text(product.status, product.offline_reason),
        product.audit_failure_reason,
        product.subject,
        product.image_url,
        product.owner_member_id,
        product.product_type,
        product.source,
        product.currency,
        product.gmt_create,
        product.gmt_modified,
        product.ws_offline_date,
        "; ".join(product.unreadable),
        product.created_at and str(product.created_at)[:_SECONDS],
        product.modified_at and str(product.modified_at)[:_SECONDS],
        product.offline_at and str(product.offline_at)[:_SECONDS],
        product.group_id,
        None if product.min_price is None else str(product.min_price),
        None if product.max_price is None else str(product.max_price),
    )


def _insert(rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """One statement for all of them. Measured: `executemany` lets go of the interpreter's lock for
    each row, and beside the threads that read pages waits seven times as long to get it back."""
    row = f"({', '.join(['%s'] * (len(COLUMNS) + 2))})"
    statement = f"INSERT INTO {TABLE} ({_NAMES}) VALUES {', '.join([row] * len(rows))}"
    return statement, [value for each in rows for value in each]


@lru_cache(maxsize=256)
def _state_text(status: str, offline_reason: str) -> str:
    """Remembered: a store has a handful of these pairs, and a million rows."""
    return state_of(status, offline_reason).value


def _copied(row: Row) -> str:
    """A line of COPY's text format. Measured: a third of the time psycopg takes value by value."""
    words = row[2 : 2 + len(_TEXT_COLUMNS)]
    text = "\t".join(words)
    if text.count("\t") != len(words) - 1 or "\\" in text or "\n" in text or "\r" in text:
        text = "\t".join([word.translate(_ESCAPED) for word in words])
    others = [r"\N" if value is None else str(value) for value in row[2 + len(words) :]]
    return "\t".join([str(row[0]), str(row[1]), text, *others]) + "\n"
