"""The two partitions: every item, SKU and listing in one part."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aliexpress.bridge.listing_entries import listing_entries
from aliexpress.bridge.matches import Link, Match, Unmatched, codes_of, declared_keys, matches
from aliexpress.bridge.sides import Entry, Item, Sides, Sku
from aliexpress.lifecycle import State
from aliexpress.models.bridge_words import (
    ItemPart,
    Reason,
    Side,
    SkuPart,
)
from aliexpress.models.source_item import SourceItem

# The order in which a first copy is chosen: it is printed on the page.
BEST_STATE: Final = {
    state.value: place
    for place, state in enumerate(
        (
            State.ACTIVE,
            State.PENDING,
            State.AUDITING,
            State.REJECTED,
            State.EXPIRED,
            State.TAKEN_DOWN,
            State.UNMAPPED,
            State.DRAFT,
        )
    )
}


@dataclass(frozen=True, slots=True)
class Parts:
    """`firsts`: the first copy of each listed item; `copies`: the further ones."""

    items: list[Entry]
    skus: list[Entry]
    listings: list[Entry]
    firsts: dict[int, Sku]
    copies: dict[int, list[Sku]]

    def __iter__(self) -> Iterator[Entry]:
        yield from self.items
        yield from self.skus
        yield from self.listings


def parts_of(sides: Sides) -> Parts:
    found = list(matches(sides))
    firsts, copies = _copies(sides, found)
    meant = {item.pk for item in sides.items if is_meant(item, sides)}
    skus = [
        sku_entry(sku, match, sides, firsts) for sku, match in zip(sides.skus, found, strict=True)
    ]
    rules = {
        entry.item: entry.rule
        for entry in skus
        if entry.part == SkuPart.FIRST and entry.item is not None
    }
    return Parts(
        items=list(item_entries(sides, firsts, rules, meant)),
        skus=skus,
        listings=list(listing_entries(sides, skus, firsts, meant)),
        firsts=firsts,
        copies=copies,
    )


def is_meant(item: Item, sides: Sides) -> bool:
    return item.is_meant and item.pk not in sides.decisions.not_meant


def _copies(sides: Sides, found: list[Match]) -> tuple[dict[int, Sku], dict[int, list[Sku]]]:
    of_item: dict[int, list[Sku]] = defaultdict(list)
    for sku, match in zip(sides.skus, found, strict=True):
        if isinstance(match, Link) and not match.is_bundle:
            of_item[match.item].append(sku)

    def best(sku: Sku) -> tuple[int, bool, int, int, str]:
        listing = sides.listings[sku.listing]
        rank = BEST_STATE[listing.state]
        return rank, not sku.stock, listing.product_id, len(sku.sku_id), sku.sku_id

    firsts, copies = {}, {}
    for item, skus in of_item.items():
        firsts[item] = first = skus[0] if len(skus) == 1 else min(skus, key=best)
        if len(skus) > 1:
            copies[item] = [sku for sku in skus if sku is not first]
    return firsts, copies


def sku_entry(sku: Sku, match: Match, sides: Sides, firsts: dict[int, Sku]) -> Entry:
    state = sides.listings[sku.listing].state
    before = sides.before.item_of.get(sku.name)
    about = (sku.listing, sku.sku_id, sku.code)
    if isinstance(match, Link):
        part = SkuPart.FIRST if firsts.get(match.item) is sku else SkuPart.COPY
        if match.is_bundle:
            part = SkuPart.BUNDLE
        return Entry(Side.SKU.value, match.item, *about, part.value, state, str(match.rule))
    if match is Unmatched.NO_CODE:
        return Entry(Side.SKU.value, before, *about, SkuPart.NO_CODE.value, state)
    if match is Unmatched.UNCLEAR:
        return Entry(Side.SKU.value, before, *about, SkuPart.UNCLEAR.value, state)
    reason = Reason.NEVER if before is None else Reason.GONE
    return Entry(Side.SKU.value, before, *about, SkuPart.ORPHAN.value, state, reason=reason.value)


def item_entries(
    sides: Sides, firsts: dict[int, Sku], rules: dict[int, str], meant: set[int]
) -> Iterator[Entry]:
    shared = codes_of(sides).shared
    keys = declared_keys(sides.items, sides.rules)
    siblings: dict[str, Sku] = {}
    for item in sides.items:
        if item.pk in firsts:
            siblings.setdefault(item.product, firsts[item.pk])
    for item, key in zip(sides.items, keys, strict=True):
        if (first := firsts.get(item.pk)) is not None:
            yield Entry(
                Side.ITEM.value,
                item.pk,
                first.listing,
                first.sku_id,
                item.code,
                ItemPart.LISTED.value,
                sides.listings[first.listing].state,
                rules[item.pk],
                is_unmeant=item.pk not in meant,
            )
            continue
        was_in = sides.before.listing_of.get(item.pk)
        about = (Side.ITEM.value, item.pk, was_in, "", item.code)
        if item.pk not in meant:
            yield Entry(*about, ItemPart.LEFT_OUT.value)
        elif not key:
            yield Entry(*about, ItemPart.BLANK.value)
        elif key in shared:
            yield Entry(*about, ItemPart.SHARED.value)
        else:
            beside = siblings.get(item.product)
            yield Entry(
                *about,
                ItemPart.MISSING.value,
                reason=_reason(item, was_in, sides),
                sibling=beside.listing if beside else None,
            )


def _reason(item: Item, was_in: int | None, sides: Sides) -> str:
    if was_in is not None and was_in not in sides.listings:
        return Reason.WITHDRAWN.value
    if item.in_tool == SourceItem.InTool.WAITING:
        return Reason.WAITING.value
    if item.in_tool == SourceItem.InTool.FAILED:
        return Reason.FAILED.value
    return Reason.NOT_PUSHED.value
