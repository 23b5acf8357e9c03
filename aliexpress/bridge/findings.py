"""What differs between listed items and their SKUs, and how much of it cannot be told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from aliexpress.bridge import comparison
from aliexpress.bridge.comparison import UNTOLD, Answer, Difference
from aliexpress.bridge.packed_counts import counts_in, packed
from aliexpress.bridge.parts import Parts
from aliexpress.bridge.sides import Item, Listing, Sides, Sku
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


FIELD: Final = {
    FindingKind.PRICE: "price",
    FindingKind.STOCK: "stock",
    FindingKind.TITLE: "title",
    FindingKind.IMAGE: "image",
}


@dataclass(slots=True)
class Findings:
    """`outcomes`: of each item that was compared."""

    found: list[Found] = field(default_factory=list)
    outcomes: dict[int, int] = field(default_factory=dict)
    oos_units: int = 0
    asked_at: datetime | None = None  # the oldest answer behind what is out of stock

    @property
    def counts(self) -> dict[str, int]:
        out = {one.pair.listing for one in self.found if one.pair.kind == FindingKind.OUT_OF_STOCK}
        drifting = {one.pair.listing for one in self.found if one.pair.kind in FIELD}
        return {
            **counts_in(self.outcomes.values()),
            "oos_units": self.oos_units,
            "oos_listing_count": len(out),
            "drift_listing_count": len(drifting),
        }


def findings_of(parts: Parts, sides: Sides, rules: SourceCatalogue) -> Findings:
    told = Findings()
    items = {item.pk: item for item in sides.items}
    asked = []
    for pk, first in parts.firsts.items():
        item, listing = items[pk], sides.listings[first.listing]
        if listing.state == State.AUDITING:
            if isinstance(comparison.price(item, first, listing, rules), Difference):
                told.outcomes[pk] = packed(("auditing_drift_count",))
            continue
        if listing.state != State.ACTIVE:
            continue
        names: list[str] = []
        pairs = [first, *parts.copies.get(pk, ())]
        active = [sku for sku in pairs if sides.listings[sku.listing].state == State.ACTIVE]
        for sku in out_of_stock(item, active, rules, names):
            told.found.append(_found(FindingKind.OUT_OF_STOCK, item, sku, *stocks(item, sku)))
            told.oos_units += sku.stock or 0
            asked.append(sides.listings[sku.listing].asked_at)
        for kind, answer in drift(item, first, listing, rules):
            if answer is UNTOLD:
                names.append(f"{FIELD[kind]}_untold_count")
            elif isinstance(answer, Difference):
                told.found.append(_found(kind, item, first, *answer))
                names += ["drift_count", f"drift_{FIELD[kind]}_count"]
        told.outcomes[pk] = packed(("compared_count", *names))
    told.asked_at = min((one for one in asked if one is not None), default=None)
    return told


def _found(kind: FindingKind, item: Item, sku: Sku, source: str, aliexpress: str) -> Found:
    return Found(Pair(kind.value, item.pk, sku.listing, sku.sku_id), item.code, source, aliexpress)


def stocks(item: Item, sku: Sku) -> tuple[str, str]:
    return item.not_for_sale or f"{item.stock:,}", f"{sku.stock:,}"


def out_of_stock(
    item: Item, active: list[Sku], rules: SourceCatalogue, names: list[str]
) -> list[Sku]:
    """The SKUs on offer of an item the source cannot deliver; names the counts it is one of."""
    on_offer = [sku for sku in active if sku.stock is not None and sku.stock > 0]
    if item.not_for_sale and on_offer:
        names.append("not_for_sale_count")
    is_off = bool(item.not_for_sale) and rules.counts_not_for_sale
    if not is_off:
        if item.tracking == "none":
            names.append("untracked_count")
            return []
        if item.stock is None:
            names.append("source_stock_unknown_count")
            return []
    if all(sku.stock is None for sku in active):
        names.append("stock_unknown_count")
        return []
    names.append("stock_known_count")
    if not on_offer or not (is_off or (item.stock or 0) <= rules.stock_buffer):
        return []
    names.append("oos_count")
    if (item.stock or 0) < 0:
        names.append("oos_negative_count")
    return on_offer


def drift(
    item: Item, first: Sku, listing: Listing, rules: SourceCatalogue
) -> Iterator[tuple[FindingKind, Answer]]:
    answers = (
        comparison.price(item, first, listing, rules),
        comparison.stock(item, first),
        comparison.title(item, listing, rules),
        comparison.image(item, listing),
    )
    yield from zip(DRIFT, answers, strict=True)
