"""Makes and fills the temporary table of `StagedListing`, where a run keeps what it reads.

Raw SQL stands here for what the ORM has no words for, COPY and INSERT … SELECT. SQLite's INSERT is
written out because `bulk_create` of a hundred thousand sightings takes three times as long, and
because its transaction would keep other writers waiting.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from types import TracebackType
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from aliexpress.batches import in_batches
from aliexpress.gateway.answers import ListedProduct, Products
from aliexpress.models import StagedListing
from aliexpress.sync.lists_to_read import CountedShop
from aliexpress.sync.staging import temporary_table
from aliexpress.sync.staging.details import StagedDetails
from aliexpress.sync.staging.rows import NAMES, WRITTEN, Ready, Rows, as_lines, as_values

List = tuple[int | None, str]  # a shop and a status
TABLE: Final = StagedListing._meta.db_table
# So few that whoever reads pages is not held up while they are written.
BATCH_ROWS: Final = 2_000
# 25 values each: SQLite takes 32,766 in a statement.
VALUES_A_STATEMENT: Final = 500 * len(NAMES)
IDS_A_STATEMENT: Final = 500
_NAMES: Final = ", ".join(NAMES)


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


class Staging:
    """Open for the length of one run: `with Staging() as staging`."""

    def __init__(self) -> None:
        # Makes rows of products; the one thing here that any thread may call.
        self.ready: Final[Ready] = as_lines if is_postgresql() else as_values
        self.details: Final = StagedDetails()
        self._rows: list[Rows] = []
        self._waiting = 0  # rows not in the table yet
        self._has_index = False
        # Products with more than one sighting, as far as was looked for them, and those of which
        # sightings came since. Of either, many are as good as all.
        self._again: list[int] = []
        self._newly_seen: list[int] = []
        self.seq = 0  # of the newest sighting; every sighting has its own

    def __enter__(self) -> "Staging":
        fields = {name: StagedListing._meta.get_field(name) for name in WRITTEN}
        types = ", ".join(f"{name} {field.db_type(connection)}" for name, field in fields.items())
        seq = temporary_table.COUNTED[connection.vendor]
        self.details.drop()
        temporary_table.make(TABLE, f"(product_id bigint, seq {seq}, {types})")
        self._has_index = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if connection.connection is not None and connection.is_usable():
            temporary_table.drop(TABLE)
            self.details.drop()

    def add(self, rows: Rows) -> None:
        """As `ready` makes them."""
        self._rows.append(rows)
        self._waiting += len(rows.product_ids)
        self.seq += len(rows.product_ids)
        if len(self._newly_seen) <= IDS_A_STATEMENT:
            self._newly_seen += rows.product_ids
        if self._waiting >= BATCH_ROWS:
            self.flush()

    def add_product(self, product: ListedProduct, *, shop: CountedShop | None) -> None:
        self.add(self.ready(Products.of([product]), shop=shop))

    def add_gone(self, product_id: int) -> None:
        self.add_product(ListedProduct(product_id, status=""), shop=None)

    def flush(self) -> None:
        written = [rows.written for rows in self._rows if rows.product_ids]
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
                for values in in_batches(chain.from_iterable(written), VALUES_A_STATEMENT):
                    cursor.execute(_insert(len(values) // len(NAMES)), values)

    def keep_newest_sightings(self, *, void: Q | None = None) -> dict[int, dict[List, str]]:
        """One row a product from here on: the newest sighting.

        Returns the products that had been seen in two lists, which (shop and status), and the
        `gmt_modified` each gave last; `void` sightings, of a list that was read again since, are
        no such evidence.
        """
        seen = self.seen_again()
        if not self._again:
            return {}
        of_now = seen.exclude(void) if void else seen
        in_two = (
            of_now.values("product_id")
            .annotate(
                first=Min("status"), last=Max("status"), low=Min("shop_id"), high=Max("shop_id")
            )
            .exclude(first=F("last"), low=F("high"))
        )
        found = defaultdict[int, dict[List, str]](dict)
        for product_id, shop_id, status, modified in (
            of_now.filter(product_id__in=in_two.values("product_id"))
            .order_by("seq")
            .values_list("product_id", "shop_id", "status", "gmt_modified")
        ):
            found[product_id][shop_id, status] = modified
        newer = StagedListing.objects.filter(product_id=OuterRef("product_id"))
        seen.filter(Exists(newer.filter(seq__gt=OuterRef("seq")))).delete()
        self._again = []
        return found

    def seen_again(self) -> QuerySet[StagedListing]:
        """The sightings of products that have more than one; where those are many, as they are of
        no list as a rule, all sightings."""
        sightings = self.sightings()
        if self._newly_seen:
            few = len(self._newly_seen) <= IDS_A_STATEMENT
            newly = sightings.filter(product_id__in=self._newly_seen) if few else sightings
            twice = newly.values("product_id").annotate(Count("pk")).filter(pk__count__gt=1)
            ids = twice.order_by().values_list("product_id", flat=True)[: IDS_A_STATEMENT + 1]
            self._again, self._newly_seen = [*{*self._again, *ids}], []
        few = len(self._again) <= IDS_A_STATEMENT
        return sightings.filter(product_id__in=self._again) if few else sightings

    def sightings(self) -> QuerySet[StagedListing]:
        """All that was read so far, for questions; and what is found by them may be deleted."""
        self.settle()
        return StagedListing.objects.all()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Of what was read so far. Returns how many rows that wrote."""
        self.settle()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            written: int = cursor.rowcount
            return written

    def settle(self) -> None:
        """Before a question: all rows in the table, and the index they are found by.

        The index is made after the first rows, most of them as a rule: so it is made once,
        and not kept up to date row by row.
        """
        self.flush()
        if not self._has_index:
            self._has_index = True
            temporary_table.find_by(TABLE, "product_id", "seq")


def _insert(rows: int) -> str:
    row = f"({', '.join(['%s'] * len(NAMES))})"
    return f"INSERT INTO {TABLE} ({_NAMES}) VALUES {', '.join([row] * rows)}"
