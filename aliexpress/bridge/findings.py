"""What differs between listed items and their SKUs, and how much of it cannot be told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from aliexpress.bridge import comparison
from aliexpress.bridge.comparison import UNTOLD, Answer, Difference
from aliexpress.bridge.parts import Parts
from aliexpress.bridge.sides import Item, Sides, Sku
from aliexpress.lifecycle import State
from aliexpress.models import SourceCatalogue
from aliexpress.models.bridge_words import DRIFT, FindingKind


class Pair(NamedTuple):
    """What a finding is about: it stays the same one while only the values move."""

    kind: str
    item: int
    listing: int
    sku_id: str


class Found(NamedTuple):
    pair: Pair
    code: str
    source: str
    aliexpress: str


@dataclass(slots=True)
class Findings:
    found: list[Found] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    asked_at: datetime | None = None  # the oldest answer behind what is out of stock


FIELD: Final = {
    FindingKind.PRICE: "price",
    FindingKind.STOCK: "stock",
    FindingKind.TITLE: "title",
    FindingKind.IMAGE: "image",
}


def findings_of(parts: Parts, sides: Sides, rules: SourceCatalogue) -> Findings:
    told = Findings()
    items = {item.pk: item for item in sides.items}
    asked, oos_listings, drift_items, drift_listings = [], set(), set(), set()
    for pk, first in parts.firsts.items():
        item, state = items[pk], sides.listings[first.listing].state
        if state == State.AUDITING:
            differs = comparison.price(item, first, sides.listings[first.listing], rules)
            told.counts["auditing_drift_count"] += isinstance(differs, Difference)
        if state != State.ACTIVE:
            continue
        told.counts["compared_count"] += 1
        pairs = [first, *parts.copies.get(pk, ())]
        active = [sku for sku in pairs if sides.listings[sku.listing].state == State.ACTIVE]
        for sku in out_of_stock(item, active, rules, told.counts):
            told.found.append(_found(FindingKind.OUT_OF_STOCK, item, sku, *stocks(item, sku)))
            oos_listings.add(sku.listing)
            asked.append(sides.listings[sku.listing].asked_at)
        for kind, answer in drift(item, first, sides, rules):
            if answer is UNTOLD:
                told.counts[f"{FIELD[kind]}_untold_count"] += 1
            elif isinstance(answer, Difference):
                told.found.append(_found(kind, item, first, *answer))
                told.counts[f"drift_{FIELD[kind]}_count"] += 1
                drift_items.add(pk)
                drift_listings.add(first.listing)
    told.counts["oos_listing_count"] = len(oos_listings)
    told.counts["drift_count"] = len(drift_items)
    told.counts["drift_listing_count"] = len(drift_listings)
    told.asked_at = min((one for one in asked if one is not None), default=None)
    return told


def _found(kind: FindingKind, item: Item, sku: Sku, source: str, aliexpress: str) -> Found:
    return Found(Pair(kind.value, item.pk, sku.listing, sku.sku_id), item.code, source, aliexpress)


def stocks(item: Item, sku: Sku) -> tuple[str, str]:
    return item.not_for_sale or f"{item.stock:,}", f"{sku.stock:,}"


def out_of_stock(
    item: Item, active: list[Sku], rules: SourceCatalogue, counts: Counter[str]
) -> list[Sku]:
    """The SKUs on offer of an item the source cannot deliver; counts what cannot be told."""
    on_offer = [sku for sku in active if sku.stock is not None and sku.stock > 0]
    counts["not_for_sale_count"] += bool(item.not_for_sale and on_offer)
    is_off = bool(item.not_for_sale) and rules.counts_not_for_sale
    if not is_off:
        if item.tracking == "none":
            counts["untracked_count"] += 1
            return []
        if item.stock is None:
            counts["source_stock_unknown_count"] += 1
            return []
    if all(sku.stock is None for sku in active):
        counts["stock_unknown_count"] += 1
        return []
    counts["stock_known_count"] += 1
    if not on_offer or not (is_off or (item.stock or 0) <= rules.stock_buffer):
        return []
    counts["oos_count"] += 1
    counts["oos_negative_count"] += (item.stock or 0) < 0
    counts["oos_units"] += sum(sku.stock or 0 for sku in on_offer)
    return on_offer


def drift(
    item: Item, first: Sku, sides: Sides, rules: SourceCatalogue
) -> Iterator[tuple[FindingKind, Answer]]:
    listing = sides.listings[first.listing]
    answers = (
        comparison.price(item, first, listing, rules),
        comparison.stock(item, first),
        comparison.title(item, listing, rules),
        comparison.image(item, listing),
    )
    yield from zip(DRIFT, answers, strict=True)
