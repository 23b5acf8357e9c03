"""SKUs as rows of their table: read and written some hundred listings at a time.

Raw SQL, because the ORM takes longer to make objects of the rows, and a parameter of each value,
than the database takes to keep them. All rows of a statement travel as one parameter, in JSON.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import orjson
from django.db import connection

from aliexpress.gateway.answers import ListedSku
from aliexpress.json_table import ROWS_A_STATEMENT, in_json, table_of_json
from aliexpress.models import ListingSku
from aliexpress.typed.sku_key import sku_key

LONGEST_KEY: Final = 255
TABLE: Final = ListingSku._meta.db_table
ENDS: Final = ("listing_id", "sku_id")
TYPES: Final = {
    "listing_id": "bigint",
    "sku_id": "text",
    "code": "text",
    "key": "text",
    "price": "numeric",
    "currency": "text",
    "stock": "integer",
    "barcode": "text",
    "position": "integer",
}
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
            f"SELECT id, {', '.join(TYPES)} {_OF_LISTINGS[connection.vendor]}",
            [orjson.dumps(list(listing_ids)).decode()],
        )
        found = cursor.fetchall()
    rows, keys = Rows(), dict[tuple[int, str], int]()
    for pk, *values in found:
        row = dict(zip(TYPES, values, strict=True))
        if row["price"] is not None:
            row["price"] = Decimal(str(row["price"]))  # SQLite has no decimal numbers
        ends = row["listing_id"], row["sku_id"]
        rows[ends], keys[ends] = row, pk
    return rows, keys


def moved(had: Rows, now: Rows) -> set[int]:
    """The listings of which a SKU came, went, or is otherwise than it was."""
    return {ends[0] for ends in had.keys() | now.keys() if had.get(ends) != now.get(ends)}


def write_rows(rows: Sequence[Row], *, store_id: int) -> None:
    """New ones, and others in place of what they were."""
    names = ", ".join(TYPES)
    now = ", ".join(f"{name} = excluded.{name}" for name in TYPES if name not in ENDS)
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} (store_id, {names})"
                f" SELECT %s, {names} FROM {table_of_json('sku', TYPES)} WHERE true"
                f" ON CONFLICT ({', '.join(ENDS)}) DO UPDATE SET {now}",
                [store_id, in_json(rows[start : start + ROWS_A_STATEMENT])],
            )
