"""What a run still needs of a page, once the rows of its products are made.

Made by the thread that read the page, which frees all else of it while that is near: freed by the
run's own thread, the texts of a hundred products take a tenth of what reading them does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from aliexpress.gateway.answers import ListPage, Products

# As far as moments may be ahead of ours where they are read in another zone than they were written.
FARTHEST_AHEAD = timedelta(days=1)
FORMAT = "%Y-%m-%d %H:%M:%S"


class Newest(NamedTuple):
    """The newest moment among products, in UTC and in AliExpress's own text, and whose it is."""

    at: str
    text: str
    product_id: int


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Which products stood on a page of a list, and what was declared with it."""

    key: str  # of the list
    number: int
    page_size: int  # as it was asked for
    declared: int
    page_count: int
    product_ids: Sequence[int]
    id_hashes: int
    newest: Newest | None
    unreadable: Sequence[str]  # what stood on it and was no product

    @classmethod
    def of(cls, page: ListPage, *, key: str, page_size: int, now: datetime) -> "ReadPage":
        ids = page.products.product_ids
        return cls(
            key=key,
            number=page.number,
            page_size=page_size,
            declared=page.declared,
            page_count=page.page_count,
            product_ids=ids,
            id_hashes=hashes(ids),
            newest=newest_of(page.products, now=now),
            unreadable=page.unreadable,
        )

    @property
    def length(self) -> int:
        return len(self.product_ids) + len(self.unreadable)


def hashes(product_ids: Iterable[int]) -> int:
    """Their sum, the same throughout a process. Of texts, because a number is its own hash, and
    sums of ids that lie side by side are alike for many sets: 1 + 5 + 6 and 2 + 3 + 7, and their
    squares too."""
    return sum(map(hash, map(str, product_ids)))


def newest_of(products: Products, *, now: datetime) -> Newest | None:
    """What cannot be read as a moment is none, nor is one that is yet to come: nothing that changes
    from now on would be newer."""
    ahead = f"{(now + FARTHEST_AHEAD).astimezone(UTC):{FORMAT}}"
    newest = max((at for at in products.modified_at if at and at < ahead), default="")
    if not newest:
        return None
    product = products[products.modified_at.index(newest)]
    return Newest(newest, product.gmt_modified, product.product_id)
