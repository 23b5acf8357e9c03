"""Holds what was listed under a bound against the number the source declares for the same range.

Ids only grow, so under a bound products can only disappear. All that is there now was there when
its page was read, and so was listed. Where the two are equal in number, they are the same.
"""

from bisect import bisect_right
from typing import Final

from aliexpress.source.failures import SourceFailure
from aliexpress.source.reading.shop import SourceShop
from aliexpress.source.reading.walk import LARGEST_PAGE, stage, walk
from aliexpress.source.staging import StagedItems

FASTER: Final = "Products disappear from the source faster than they can be told."


class MoreThanListed(SourceFailure):
    """The source declares more than it listed."""


class KeepsMoving(SourceFailure):
    """Products disappear faster than they can be looked for."""


class Closing:
    """Counts one range after another; `calls`: how many it may ask for beyond the first count."""

    def __init__(self, shop: SourceShop, items: StagedItems, *, calls: int) -> None:
        self.re_read = 0  # products asked for again because some of them were gone
        self._shop = shop
        self._items = items
        self._ends_at = shop.request_count + calls

    def close(self, *, bound: int) -> None:
        """Returns when what is listed is what is there. Raises MoreThanListed and KeepsMoving."""
        while self._shop.request_count < self._ends_at:
            ids = sorted(map(int, self._items.product_ids))
            declared = self._shop.total(above=0, at_most=bound)
            if declared == len(ids):
                return
            if declared > len(ids):
                raise MoreThanListed("The source declares more products than it lists.")
            self._find(ids, above=0, at_most=bound)
        raise KeepsMoving(FASTER)

    def _find(self, ids: list[int], *, above: int, at_most: int) -> None:
        """Halve the range down to the pages that differ, and read those again. `ids`: what is
        listed in the range."""
        if self._shop.request_count >= self._ends_at:
            raise KeepsMoving(FASTER)
        if len(ids) <= LARGEST_PAGE:
            self._read_again(ids, above=above, at_most=at_most)
            return
        middle = ids[len(ids) // 2]
        cut = bisect_right(ids, middle)
        for low, high, half in ((above, middle, ids[:cut]), (middle, at_most, ids[cut:])):
            declared = self._shop.total(above=low, at_most=high)
            if declared > len(half):
                raise MoreThanListed("The source declares more products than it lists.")
            if declared < len(half):
                self._find(half, above=low, at_most=high)

    def _read_again(self, ids: list[int], *, above: int, at_most: int) -> None:
        found = [
            one for page in walk(self._shop, above=above, at_most=at_most) for one in page.products
        ]
        self.re_read += len(ids)
        self._items.drop(map(str, ids))
        stage(self._items, found)
