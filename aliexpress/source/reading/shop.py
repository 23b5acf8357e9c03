"""What a reader asks of a source that is a shop, whichever gateway it is reached by."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from aliexpress.source.item_row import ItemRow


class ShopFacts(NamedTuple):
    external_id: str
    name: str
    currency: str
    prices_include_tax: bool | None


class Product(NamedTuple):
    id: int
    rows: list[ItemRow]  # one at least


class Page(NamedTuple):
    """Products with rising ids; `total`: how many the whole list has, as declared."""

    products: list[Product]
    total: int


class Newest(NamedTuple):
    id: int  # 0 where there is no product
    total: int


class Change(NamedTuple):
    """`total`: how many products there are."""

    product_id: int
    at: datetime
    total: int


class Variants(NamedTuple):
    """How many items the source declares, by two counts of its own."""

    declared: int
    summary: int


class Stock(NamedTuple):
    """Of one item, over the locations that count; `is_held_back`: more is there than is sold."""

    product: str
    item: str
    level: int | None
    is_held_back: bool = False


class Told(NamedTuple):
    """What the seller's tool says of one item."""

    in_tool: str
    word: str
    aliexpress_product_id: int | None


class SourceShop(Protocol):
    """Every method raises SourceFailure with a sentence."""

    @property
    def request_count(self) -> int: ...

    def now(self) -> datetime:
        """By the shop's own clock."""

    def facts(self) -> ShopFacts: ...

    def newest(self) -> Newest: ...

    def latest_change(self) -> Change | None:
        """The product modified last, of those there are; None where there is none."""

    def total(self, *, above: int, at_most: int) -> int:
        """How many products are in the range."""

    def page(self, *, above: int, at_most: int, limit: int, since: datetime | None = None) -> Page:
        """The first so many of the range; `since`: of those modified. Raises TooMuch, to be asked
        for less, and Unfit."""

    def numbered_page(self, number: int, *, limit: int) -> Page: ...

    def variants(self) -> Variants: ...

    def orphan_count(self) -> int:
        """How many items it has that belong to no product."""

    def stocks(
        self, products: Collection[str] = (), *, by_location: bool = False
    ) -> Iterator[Stock] | None:
        """Of these products, where some are named; None where the level of the product list is as
        good, which it may be with one location, unless it is to be `by_location`. Raises
        NotPermitted."""

    def told_by_tool(self) -> Mapping[tuple[str, str], Told] | None:
        """By product and item. None where the source knows of no such tool, or may not say."""
