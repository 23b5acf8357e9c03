"""What pages of managed shops bring of each product besides its place in the list, kept in a
temporary table until the run has published: a run holds no more of it in memory than some pages.

The table is made with the first of them, so that a run of POP shops alone has none.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import orjson
from django.db import connection

from aliexpress.gateway.answers import ListedSku, ProductDetail
from aliexpress.sync.staging import temporary_table

TABLE: Final = "sync_staged_detail"
ROWS_A_STATEMENT: Final = 250  # some 150 KB


def packed(detail: ProductDetail) -> str:
    """Of such a detail, which knows no attributes and no further facts. By any thread."""
    fields = [
        detail.product_id,
        detail.gmt_modified,
        detail.category_id,
        detail.sku_count,
        detail.skus_in_stock,
        detail.skus_unknown,
        detail.image_count,
        detail.title_length,
        [tuple(sku) for sku in detail.skus],
    ]
    return orjson.dumps(fields).decode()


def unpacked(text: str) -> ProductDetail:
    number, modified, category, skus, in_stock, unknown, images, title, listed = orjson.loads(text)
    return ProductDetail(
        product_id=number,
        gmt_modified=modified,
        category_id=category,
        sku_count=skus,
        skus_in_stock=in_stock,
        skus_unknown=unknown,
        image_count=images,
        title_length=title,
        filled=None,
        skus=tuple(map(ListedSku._make, listed)),
    )


class StagedDetails:
    """Of one run, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._is_made = False

    def add(self, details: Iterable[str]) -> None:
        """As `packed` makes them."""
        self._waiting.extend(details)
        if len(self._waiting) >= ROWS_A_STATEMENT:
            self._flush()

    def batches(self, size: int) -> Iterator[dict[int, ProductDetail]]:
        """By product; one that came more than once may be in several, the newest last."""
        self._flush()
        after = 0
        while self._is_made:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT seq, detail FROM {TABLE} WHERE seq > %s ORDER BY seq LIMIT %s",
                    [after, size],
                )
                rows = cursor.fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield {one.product_id: one for one in (unpacked(text) for _, text in rows)}

    def drop(self) -> None:
        temporary_table.drop(TABLE)

    def _flush(self) -> None:
        if not self._waiting:
            return
        if not self._is_made:
            self._is_made = True
            counted = temporary_table.COUNTED[connection.vendor]
            temporary_table.make(TABLE, f"(seq {counted}, detail text NOT NULL)")
            temporary_table.find_by(TABLE, "seq")
        with connection.cursor() as cursor:
            for start in range(0, len(self._waiting), ROWS_A_STATEMENT):
                some = self._waiting[start : start + ROWS_A_STATEMENT]
                values = ", ".join(["(%s)"] * len(some))
                cursor.execute(f"INSERT INTO {TABLE} (detail) VALUES {values}", some)
        self._waiting.clear()
