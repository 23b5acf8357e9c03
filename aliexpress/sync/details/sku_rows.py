"""SKUs as rows of their table: read and written some hundred listings at a time.

Raw SQL, because the ORM takes longer to make objects of the rows than the database takes to tell
them. All listings of a statement travel as one parameter, in JSON.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import orjson
from django.db import connection

from aliexpress.gateway.answers import ListedSku
from aliexpress.json_table import upsert
from aliexpress.models import ListingSku
from aliexpress.sku_key import sku_key

LONGEST_KEY: Final = 255
TABLE: Final = ListingSku._meta.db_table
ENDS: Final = ("listing_id", "sku_id")
NAMES: Final = (*ENDS, "code", "key", "price", "currency", "stock", "barcode", "position")
# A database that has not looked at a table since it was filled takes a few hundred listings for
# most of it, and would read it from end to end for each batch: so it is told to take one by one.
_OF_LISTINGS: Final = {
    "postgresql": "FROM json_array_elements_text(%s::json) AS wanted (listing)"
    f" CROSS JOIN LATERAL (SELECT * FROM {TABLE} one"
    " WHERE one.listing_id = wanted.listing::bigint OFFSET 0) AS had",
    "sqlite": f"FROM {TABLE} WHERE listing_id IN (SELECT value FROM json_each(%s))",
}

# A column's value by its name, and the row it has in the table by listing and SKU.
Row = dict[str, Any]
Rows = dict[tuple[int, str], Row]


def rows_of(skus: Mapping[int, Sequence[ListedSku]]) -> Rows:
    """As they would be kept."""
    return {
        (listing_id, sku.sku_id): {
            **sku._asdict(),
            "listing_id": listing_id,
            "key": sku_key(sku.code)[:LONGEST_KEY],
            "price": None if sku.price is None else Decimal(sku.price),
            "position": place,
        }
        for listing_id, found in skus.items()
        for place, sku in enumerate(found, start=1)
    }


def kept_rows(listing_ids: Iterable[int]) -> tuple[Rows, dict[tuple[int, str], int]]:
    """As they are kept now, and their primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {', '.join(NAMES)} {_OF_LISTINGS[connection.vendor]}",
            [orjson.dumps(list(listing_ids)).decode()],
        )
        found = cursor.fetchall()
    rows, keys = Rows(), dict[tuple[int, str], int]()
    for pk, *values in found:
        row = dict(zip(NAMES, values, strict=True))
        if row["price"] is not None:
            row["price"] = Decimal(str(row["price"]))  # SQLite has no decimal numbers
        ends = row["listing_id"], row["sku_id"]
        rows[ends], keys[ends] = row, pk
    return rows, keys


def moved(had: Rows, now: Rows) -> set[int]:
    """The listings of which a SKU came, went, or is otherwise than it was."""
    return {ends[0] for ends in had.keys() | now.keys() if had.get(ends) != now.get(ends)}


def write_rows(rows: Iterable[Row], *, store_id: int) -> None:
    """New ones, and others in place of what they were."""
    of_store = ((store_id, *map(row.get, NAMES)) for row in rows)
    upsert(ListingSku, ("store_id", *NAMES), of_store, one_row=ENDS, stays=("store_id",))
