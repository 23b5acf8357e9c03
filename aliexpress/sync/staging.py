"""What a run has read so far: a temporary table beside the listings.

Lives on this connection alone and is gone with it, so a killed run leaves nothing behind. On
SQLite it is outside the main file: filling it keeps no other writer waiting.

A row is one sighting of a product: under which status it was seen, and when in the run (`seq`).
A product found to be gone has a row without a status.
"""

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Final

from django.db import connection

from aliexpress.gateway.answers import ListedProduct
from aliexpress.lifecycle import state_of
from aliexpress.models import Listing

TABLE: Final = "sync_staged"
# What AliExpress says about a listing: these columns are compared and written.
WORD_COLUMNS: Final = ("status", "offline_reason", "state", "audit_failure_reason")
COLUMNS: Final = (
    *WORD_COLUMNS,
    "subject",
    "image_url",
    "group_id",
    "owner_member_id",
    "product_type",
    "source",
    "currency",
    "min_price",
    "max_price",
    "gmt_create",
    "gmt_modified",
    "ws_offline_date",
    "created_at",
    "modified_at",
    "offline_at",
    "unreadable",
)
BATCH_ROWS: Final = 2_000
# Where in a row, after product_id and seq, SQLite wants another form than Python's own.
_PRICES: Final = [2 + COLUMNS.index(name) for name in ("min_price", "max_price")]
_MOMENTS: Final = [2 + COLUMNS.index(name) for name in ("created_at", "modified_at", "offline_at")]


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


class Staging:
    """Open for the length of one run: `with Staging() as staging`."""

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self.seq = 0  # of the newest sighting; every sighting has its own

    def __enter__(self) -> "Staging":
        fields = {name: Listing._meta.get_field(name) for name in COLUMNS}
        types = ", ".join(f"{name} {field.db_type(connection)}" for name, field in fields.items())
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {TABLE} (product_id bigint, seq integer, {types})"
            )
            cursor.execute(f"CREATE INDEX {TABLE}_product ON {TABLE} (product_id, seq)")
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
            self._rows.append(
                (
                    product.product_id,
                    self.seq,
                    product.status,
                    product.offline_reason,
                    state_of(product.status, product.offline_reason).value,
                    product.audit_failure_reason,
                    product.subject,
                    product.image_url,
                    product.group_id,
                    product.owner_member_id,
                    product.product_type,
                    product.source,
                    product.currency,
                    product.min_price,
                    product.max_price,
                    product.gmt_create,
                    product.gmt_modified,
                    product.ws_offline_date,
                    product.created_at,
                    product.modified_at,
                    product.offline_at,
                    "; ".join(product.unreadable),
                )
            )
        if len(self._rows) >= BATCH_ROWS:
            self.flush()

    def add_gone(self, product_id: int) -> None:
        self.seq += 1
        nothing: list[Any] = [""] * len(COLUMNS)
        for name in ("group_id", "min_price", "max_price"):
            nothing[COLUMNS.index(name)] = None
        for name in ("created_at", "modified_at", "offline_at"):
            nothing[COLUMNS.index(name)] = None
        self._rows.append((product_id, self.seq, *nothing))

    def flush(self) -> None:
        if not self._rows:
            return
        names = f"product_id, seq, {', '.join(COLUMNS)}"
        with connection.cursor() as cursor:
            if is_postgresql():
                with cursor.copy(f"COPY {TABLE} ({names}) FROM STDIN") as copy:
                    for row in self._rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * (len(COLUMNS) + 2))
                cursor.executemany(
                    f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", list(self._adapted())
                )
        self._rows.clear()

    def keep_newest_sightings(self) -> None:
        """One row a product from here on: the newest sighting."""
        self.execute(
            f"DELETE FROM {TABLE} WHERE EXISTS (SELECT 1 FROM {TABLE} newer"
            f" WHERE newer.product_id = {TABLE}.product_id AND newer.seq > {TABLE}.seq)"
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        self.flush()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found: list[Any] = cursor.fetchall()
            return found

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        self.flush()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            written: int = cursor.rowcount
            return written

    def _adapted(self) -> Iterator[list[Any]]:
        """The rows as SQLite stores them: moments (all are in UTC) and prices as text."""
        for row in self._rows:
            adapted = list(row)
            for index in _PRICES:
                if adapted[index] is not None:
                    adapted[index] = str(adapted[index])
            for index in _MOMENTS:
                if adapted[index] is not None:
                    adapted[index] = str(adapted[index].replace(tzinfo=None))
            yield adapted
