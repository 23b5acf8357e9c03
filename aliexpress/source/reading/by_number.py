"""Reads all products by the numbers of their pages, where ranges of ids cannot be relied on.

A deletion moves what follows to the page before, so one walk may miss products while its counts
agree. So it takes two walks in a row with the same products, and the same count throughout.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from aliexpress.source.failures import SourceUnproven, Unfit
from aliexpress.source.reading.by_id import Listed, OnProgress
from aliexpress.source.reading.shop import SourceShop
from aliexpress.source.reading.walk import LARGEST_PAGE, stage
from aliexpress.source.staging import StagedItems

MOST_WALKS: Final = 4
UNPROVEN: Final = (
    "The source's products could not be counted: by ranges of their ids they are not told "
    "rightly, and page by page they were never the same twice."
)


def read_by_number(
    shop: SourceShop, *, clock: Callable[[], datetime], on_progress: OnProgress
) -> Listed:
    """Raises SourceUnproven."""
    before: frozenset[str] | None = None
    for _ in range(MOST_WALKS):
        items = StagedItems()
        total = shop.newest().total
        agrees = pages_agree(shop, items, total=total, on_progress=on_progress)
        after, as_of = shop.newest(), clock()
        ids = frozenset(items.product_ids)
        highest = max(map(int, ids), default=0)
        if agrees and total == after.total == len(ids) and after.id == highest:
            if ids == before:
                evidence = {
                    "read": "by page, twice",
                    "declared_before": total,
                    "declared_after": after.total,
                    "bound": highest,
                }
                return Listed(items, as_of, evidence)
            before = ids
        else:
            before = None
    raise SourceUnproven(UNPROVEN)


def pages_agree(
    shop: SourceShop, items: StagedItems, *, total: int, on_progress: OnProgress
) -> bool:
    """Whether every page declares the total, and no product comes twice."""
    number = listed = last = 0
    while True:
        number += 1
        try:
            page = shop.numbered_page(number, limit=LARGEST_PAGE)
        except Unfit:
            return False
        if page.total != total:
            return False
        if not page.products:
            return listed == items.product_count
        if page.products[0].id <= last:
            return False
        stage(items, page.products)
        listed += len(page.products)
        last = page.products[-1].id
        on_progress(total, listed)
