"""What a run has read so far: a temporary table beside the listings.

Lives on this connection alone and is gone with it, so a killed run leaves nothing behind. On
SQLite it is outside the main file: filling it keeps no other writer waiting.

A row is one sighting of a product: under which status it was seen, and when in the run (`seq`).
A product found to be gone has a row without a status.
"""

from collections.abc import Sequence
from functools import lru_cache
from types import TracebackType
from typing import Any, Final, cast

from django.db import connection

from aliexpress.gateway.answers import ListedProduct
from aliexpress.lifecycle import state_of
from aliexpress.models import Listing

TABLE: Final = "sync_staged"
# What AliExpress says about a listing, and the state we take it for: these columns are compared
# and written.
COLUMNS: Final = ("state", *ListedProduct._fields[1:])
_NAMES: Final = ", ".join(["product_id", "seq", *COLUMNS])
_FIRST_OTHER: Final = ListedProduct._fields.index(
    "created_at"
)  # texts are never null, others may be
BATCH_ROWS: Final = 1_000
# 22 values each: SQLite takes 32,766 in a statement.
ROWS_A_STATEMENT: Final = 500
_ESCAPED: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


class Staging:
    """Open for the length of one run: `with Staging() as staging`."""

    def __init__(self) -> None:
        self._products: list[ListedProduct] = []
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

    def add(self, products: Sequence[ListedProduct]) -> None:
        self._products += products
        self.seq += len(products)
        if len(self._products) >= BATCH_ROWS:
            self.flush()

    def add_gone(self, product_id: int) -> None:
        self.add([ListedProduct(product_id, status="")])

    def flush(self) -> None:
        if not self._products:
            return
        products = list(enumerate(self._products, start=self.seq - len(self._products) + 1))
        with connection.cursor() as cursor:
            if is_postgresql():
                with cursor.copy(f"COPY {TABLE} ({_NAMES}) FROM STDIN") as copy:
                    copy.write("".join([_line(seq, product) for seq, product in products]))
            else:
                for start in range(0, len(products), ROWS_A_STATEMENT):
                    cursor.execute(*_insert(products[start : start + ROWS_A_STATEMENT]))
        self._products.clear()

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


def _insert(products: Sequence[tuple[int, ListedProduct]]) -> tuple[str, list[Any]]:
    """One statement for all of them. Measured: `executemany` lets go of the interpreter's lock for
    each row, and beside the threads that read pages waits seven times as long to get it back."""
    row = f"({', '.join(['%s'] * (len(COLUMNS) + 2))})"
    statement = f"INSERT INTO {TABLE} ({_NAMES}) VALUES {', '.join([row] * len(products))}"
    return statement, [
        value
        for seq, product in products
        for value in (
            product.product_id,
            seq,
            _state_text(product.status, product.offline_reason),
            *product[1:],
        )
    ]


def _line(seq: int, product: ListedProduct) -> str:
    """A line of COPY's text format. Measured: a third of the time psycopg takes value by value."""
    state = _state_text(product.status, product.offline_reason)
    texts = cast("tuple[str, ...]", product[1:_FIRST_OTHER])
    text = "\t".join(texts)
    if text.count("\t") != len(texts) - 1 or "\\" in text or "\n" in text or "\r" in text:
        text = "\t".join([text.translate(_ESCAPED) for text in texts])
    others = "\t".join([r"\N" if value is None else str(value) for value in product[_FIRST_OTHER:]])
    return f"{product.product_id}\t{seq}\t{state}\t{text}\t{others}\n"


@lru_cache(maxsize=256)
def _state_text(status: str, offline_reason: str) -> str:
    """Remembered: a store has a handful of these pairs, and a million rows. Gone: no state."""
    return state_of(status, offline_reason).value if status else ""
