"""The class each listing is in, by the parts of its SKUs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from aliexpress.bridge.sides import Entry, Sides, Sku
from aliexpress.models.bridge_words import ListingClass, Side, SkuPart


def listing_entries(
    sides: Sides, skus: Iterable[Entry], firsts: dict[int, Sku], meant: set[int]
) -> Iterator[Entry]:
    product_of = {item.pk: item.product for item in sides.items}
    holds: dict[int, set[str]] = defaultdict(set)  # parts of its SKUs
    products: dict[int, set[str]] = defaultdict(set)
    spread: dict[str, set[int]] = defaultdict(set)
    first_item: dict[int, int] = {}
    unmeant = set()
    for entry in skus:
        if entry.listing is None:
            continue
        holds[entry.listing].add(entry.part)
        if entry.item is not None and entry.part in (SkuPart.FIRST, SkuPart.COPY):
            products[entry.listing].add(product_of[entry.item])
            first_item.setdefault(entry.listing, entry.item)
        if entry.item is not None and entry.part == SkuPart.FIRST:
            spread[product_of[entry.item]].add(entry.listing)
            if entry.item not in meant:
                unmeant.add(entry.listing)
    split = {pk for listings in spread.values() if len(listings) > 1 for pk in listings}
    for listing in sides.listings.values():
        parts = holds.get(listing.pk, set())
        kind = class_of(parts) if listing.is_read else ListingClass.NOT_READ
        is_ours = kind is ListingClass.OURS
        yield Entry(
            Side.LISTING.value,
            first_item.get(listing.pk),
            listing.pk,
            "",
            "",
            kind.value,
            listing.state,
            is_unmeant=listing.pk in unmeant,
            is_mixed=len(products.get(listing.pk, ())) > 1,
            is_split=listing.pk in split,
            is_partly=is_ours
            and not parts.isdisjoint((SkuPart.ORPHAN, SkuPart.UNCLEAR, SkuPart.NO_CODE)),
        )


def class_of(parts: set[str]) -> ListingClass:
    """The first that fits; also without any SKU: then nothing says whose it is."""
    if SkuPart.FIRST in parts or SkuPart.BUNDLE in parts:
        return ListingClass.OURS
    if SkuPart.COPY in parts:
        return ListingClass.DUPLICATE
    if SkuPart.ORPHAN in parts:
        return ListingClass.ORPHAN
    return ListingClass.UNCLEAR if SkuPart.UNCLEAR in parts else ListingClass.NO_CODE
