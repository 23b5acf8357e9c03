"""What hangs together with what was written: looked at anew, and nothing beside it.

A listing hangs together with the items its SKUs are or were matched with, with those that have the
key of one of them, and with those whose listing the seller's tool says it is; an item with its
product, and with whatever has its key, now or in the last bridge. Where nothing more hangs on to
what was found, no part of anything else can be another than it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar, final

from aliexpress.batches import in_batches
from aliexpress.bridge.decisions_in_force import decisions_of
from aliexpress.bridge.sides import Decisions
from aliexpress.models import BridgeEntry, Listing, ListingSku, SourceCatalogue, SourceItem
from aliexpress.models.bridge_words import Side
from aliexpress.sku_key import sku_key

MOST: Final = 50_000  # listings and items: beyond, all may as well be looked at

Name = TypeVar("Name", int, str)


@final
@dataclass(frozen=True, slots=True)
class Scope:
    listings: set[int]  # by primary key, as items are
    items: set[int]


@dataclass(slots=True)
class Front(Generic[Name]):
    """Names of one kind: those that were followed, and those that are still to be."""

    seen: set[Name] = field(default_factory=set)
    new: set[Name] = field(default_factory=set)

    def add(self, names: Iterable[Name | None]) -> None:
        self.new.update(name for name in names if name is not None and name not in self.seen)

    def take(self) -> Iterator[list[Name]]:
        some, self.new = self.new, set()
        self.seen |= some
        return in_batches(some)


def scope_of(
    catalogue: SourceCatalogue, *, listings: Iterable[int], products: Iterable[str]
) -> Scope | None:
    """None where it comes to most of both sides."""
    growing = Growing(catalogue, decisions_of(catalogue.store_id))
    growing.listings.add(listings)
    growing.products.add(products)
    while growing.is_growing:
        growing.follow()
        if len(growing.listings.seen) + len(growing.items.seen) > MOST:
            return None
    return Scope(growing.listings.seen, growing.items.seen)


class Growing:
    def __init__(self, catalogue: SourceCatalogue, decisions: Decisions) -> None:
        self.listings, self.items, self.numbers = Front[int](), Front[int](), Front[int]()
        self.products, self.keys = Front[str](), Front[str]()
        store_id = catalogue.store_id
        self._items = SourceItem.objects.filter(catalogue=catalogue)
        self._listings = Listing.objects.filter(store=store_id)
        self._skus = ListingSku.objects.filter(store=store_id)
        self._entries = BridgeEntry.objects.filter(store=store_id, until_tally__isnull=True)
        # What people said: of keys, and of SKUs without one, by the number of their product.
        self._by_key = [*decisions.same.items(), *decisions.bundles.items()]
        by_sku = [*decisions.same_sku.items(), *decisions.bundle_skus.items()]
        self._by_number = [(number, item) for (number, _), item in by_sku]

    @property
    def is_growing(self) -> bool:
        fronts = (self.listings, self.items, self.numbers, self.products, self.keys)
        return any(front.new for front in fronts)

    def follow(self) -> None:
        """A step from everything that is new."""
        for listings in self.listings.take():
            self._follow_listings(listings)
        for products in self.products.take():
            of_products = self._items.filter(product_external_id__in=products)
            self.items.add(of_products.values_list("pk", flat=True))
        for items in self.items.take():
            self._follow_items(items)
        for keys in self.keys.take():
            self.items.add(self._with_keys(keys))
            self.listings.add(self._skus.filter(key__in=keys).values_list("listing", flat=True))
        for numbers in self.numbers.take():
            named = self._listings.filter(product_id__in=numbers)
            self.listings.add(named.values_list("pk", flat=True))

    def _follow_listings(self, listings: list[int]) -> None:
        for side in (Side.ITEM, Side.SKU):
            of_side = self._entries.filter(side=side, listing__in=listings)
            self.items.add(of_side.values_list("item", flat=True))
        keys = self._skus.filter(listing__in=listings).exclude(key="").values_list("key", flat=True)
        for some in in_batches(set(keys)):
            self.items.add(self._with_keys(some))
        rows = self._listings.filter(pk__in=listings)
        numbers = set(rows.values_list("product_id", flat=True))
        named = self._items.filter(aliexpress_product_id__in=numbers)
        self.items.add(named.values_list("pk", flat=True))
        self.items.add(item for number, item in self._by_number if number in numbers)

    def _follow_items(self, items: list[int]) -> None:
        rows: Any = self._items.filter(pk__in=items).values_list(
            "product_external_id", "key", "aliexpress_product_id"
        )
        for product, key, number in rows:
            self.products.add([product])
            self.keys.add([key or None])
            self.numbers.add([number])
        entries = self._entries.filter(item__in=items)
        of_skus = entries.filter(side=Side.SKU)
        self.listings.add(of_skus.values_list("listing", flat=True))
        of_items = entries.filter(side=Side.ITEM)
        for listing, code in of_items.values_list("listing", "code"):
            self.listings.add([listing])
            self.keys.add([sku_key(code)[:255] or None])
        there = set(items)
        self.keys.add(key for key, item in self._by_key if item in there)
        self.numbers.add(number for number, item in self._by_number if item in there)

    def _with_keys(self, keys: list[str]) -> set[int]:
        """Items that have one of the keys, and that people say one of them is."""
        rows = self._items.filter(gone_at__isnull=True, key__in=keys)
        some = set(keys)
        said = {item for key, item in self._by_key if key in some}
        return said | set(rows.values_list("pk", flat=True))
