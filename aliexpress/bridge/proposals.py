"""Matches nobody made: what cleverer rules take for one item and its SKU. They only propose.

Reduced or cut codes collide, and a look-alike would hide one missing item and one orphan at once;
so a proposal is made only where each of the two fits nothing else, and a person decides.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from aliexpress.batches import in_batches
from aliexpress.bridge.fetched_sides import sides_of
from aliexpress.bridge.likeness import (
    CUT_AT,
    letters,
    power_of_ten,
    rounded,
    without_zeros,
    words,
)
from aliexpress.bridge.parts import Parts
from aliexpress.bridge.scope import Scope
from aliexpress.bridge.sides import Item, Sides, Sku
from aliexpress.models import BridgeEntry, SkuProposal, SourceCatalogue
from aliexpress.models.bridge_words import ItemPart, Rule, Side, SkuPart

By = SkuProposal.By
Value = Callable[[Any], Hashable]


class Proposal(NamedTuple):
    rule: str
    item: int
    listing: int
    sku_id: str
    code: str
    key: str
    item_code: str


def proposals_of(parts: Parts, sides: Sides) -> list[Proposal]:
    """Of missing items and orphans, the surest rule first; each item and SKU once."""
    missing = {entry.item for entry in parts.items if entry.part == ItemPart.MISSING}
    orphans = {
        (entry.listing, entry.sku_id)
        for entry in parts.skus
        if entry.part == SkuPart.ORPHAN and entry.rule != Rule.ALIAS
    }
    items = [item for item in sides.items if item.pk in missing]
    return proposed(items, orphans, sides, products_beside(orphans, parts, sides))


def proposals_now(catalogue: SourceCatalogue) -> list[Proposal]:
    """The same, by the rows of the newest bridge: of the two sides only these are fetched."""
    rows = BridgeEntry.objects.filter(store=catalogue.store_id, until_tally__isnull=True)
    missing = rows.filter(side=Side.ITEM, part=ItemPart.MISSING)
    orphaned = rows.filter(side=Side.SKU, part=SkuPart.ORPHAN).exclude(rule=Rule.ALIAS)
    orphans: set[Any] = set(orphaned.values_list("listing_id", "sku_id"))
    listings = {listing for listing, _ in orphans}
    scope = Scope(listings, {pk for (pk,) in missing.values_list("item_id")})
    sides = sides_of(catalogue, (), scope)
    products: dict[int, set[str]] = defaultdict(set)
    firsts = rows.filter(side=Side.SKU, part=SkuPart.FIRST)
    for some in in_batches(listings):
        told: Any = firsts.filter(listing__in=some)
        for listing, product in told.values_list("listing_id", "item__product_external_id"):
            products[listing].add(product)
    return proposed(sides.items, orphans, sides, of_one(products))


def proposed(
    items: list[Item], orphans: set[Any], sides: Sides, products: Mapping[int, str]
) -> list[Proposal]:
    skus = [
        sku for sku in sides.skus if sku.name in orphans and sku.key not in sides.decisions.not_ours
    ]
    found: list[Proposal] = []
    for rule, of_item, of_sku in rules_for(items, skus, products):
        taken = {one.item for one in found}, {(one.listing, one.sku_id) for one in found}
        left = [item for item in items if item.pk not in taken[0]]
        open_skus = [sku for sku in skus if sku.name not in taken[1]]
        found += one_to_one(rule, left, open_skus, of_item, of_sku)
    return found


def rules_for(
    items: list[Item], skus: list[Sku], products: Mapping[int, str]
) -> Iterator[tuple[By, Value, Value]]:
    """Each with what it compares of an item and of a SKU; nothing is no likeness."""
    yield (
        By.CUT,
        lambda item: item.key[:CUT_AT] if len(item.key) > CUT_AT else "",
        lambda sku: sku.key if len(sku.key) == CUT_AT else "",
    )
    yield By.ZEROS, lambda item: without_zeros(item.key), lambda sku: without_zeros(sku.key)
    yield from powers_of_ten(items, skus)
    yield By.BARCODE, lambda item: item.barcode, lambda sku: sku.barcode
    yield By.LETTERS, lambda item: letters(item.key), lambda sku: letters(sku.key)
    yield options(items, skus, products)
    yield By.RENAMED, lambda item: item.product, lambda sku: products.get(sku.listing, "")


def powers_of_ten(items: list[Item], skus: list[Sku]) -> Iterator[tuple[By, Value, Value]]:
    """Whichever side a spreadsheet wrote so; the most exact first."""
    keys = [*(item.key for item in items), *(sku.key for sku in skus)]
    told = {power[0] for key in keys if (power := power_of_ten(key))}
    for decimals in sorted(told, reverse=True):

        def as_power(one: Any, decimals: int = decimals) -> str:
            power = power_of_ten(one.key)
            return power[1] if power and power[0] == decimals else ""

        def as_number(one: Any, decimals: int = decimals) -> str:
            return rounded(one.key, decimals)

        yield By.SCIENTIFIC, as_number, as_power
        yield By.SCIENTIFIC, as_power, as_number


def options(
    items: list[Item], skus: list[Sku], products: Mapping[int, str]
) -> tuple[By, Value, Value]:
    """Of one product: the SKU whose code names every word of the item's option, and no other's."""
    by_product: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for item in items:
        if told := words(item.option):
            by_product[item.product].append((item.pk, told))

    def item_named(sku: Sku) -> int | None:
        code = words(sku.key)
        candidates = by_product.get(products.get(sku.listing, ""), ())
        fitting = [pk for pk, told in candidates if told <= code]
        return fitting[0] if len(fitting) == 1 else None

    return By.OPTION, lambda item: item.pk, item_named


def one_to_one(
    rule: By,
    items: Iterable[Item],
    skus: Iterable[Sku],
    of_item: Value,
    of_sku: Value,
) -> list[Proposal]:
    by_item: dict[Hashable, list[Item]] = defaultdict(list)
    by_sku: dict[Hashable, list[Sku]] = defaultdict(list)
    for item in items:
        if value := of_item(item):
            by_item[value].append(item)
    for sku in skus:
        if value := of_sku(sku):
            by_sku[value].append(sku)
    return [
        Proposal(rule.value, a.pk, b.listing, b.sku_id, b.code, b.key, a.code)
        for value, [a, *more] in by_item.items()
        if not more and len(by_sku.get(value, ())) == 1
        for b in by_sku[value]
    ]


def products_beside(orphans: set[Any], parts: Parts, sides: Sides) -> dict[int, str]:
    """The source's product of each listing with an orphan whose first copies are all of one."""
    listings = {listing for listing, _ in orphans}
    beside = {pk: one.listing for pk, one in parts.firsts.items() if one.listing in listings}
    products: dict[int, set[str]] = defaultdict(set)
    for item in sides.items:
        if item.pk in beside:
            products[beside[item.pk]].add(item.product)
    return of_one(products)


def of_one(products: Mapping[int, set[str]]) -> dict[int, str]:
    return {listing: next(iter(some)) for listing, some in products.items() if len(some) == 1}


def keep_proposals(store_id: int, found: list[Proposal], *, at: datetime) -> None:
    """What is no longer proposed goes; what is new comes."""
    rows: Any = SkuProposal.objects.filter(store=store_id).values_list(
        "pk", "rule", "item_id", "listing_id", "sku_id", "code", "key", "item_code"
    )
    known: dict[Proposal, int] = {Proposal(*row): pk for pk, *row in rows}
    gone = known.keys() - set(found)
    SkuProposal.objects.filter(pk__in=[known[one] for one in gone]).delete()
    SkuProposal.objects.bulk_create(
        (_row(store_id, one, at=at) for one in found if one not in known), batch_size=2000
    )


def _row(store_id: int, one: Proposal, *, at: datetime) -> SkuProposal:
    values: dict[str, Any] = one._asdict()
    item, listing = values.pop("item"), values.pop("listing")
    return SkuProposal(store_id=store_id, item_id=item, listing_id=listing, made_at=at, **values)
