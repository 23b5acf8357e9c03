"""Matches nobody made: what cleverer rules take for one item and its SKU. They only propose.

Reduced or cut codes collide, and a look-alike would hide one missing item and one orphan at once;
so a proposal is made only where each of the two fits nothing else, and a person decides.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from aliexpress.bridge.parts import Parts
from aliexpress.bridge.sides import Item, Sides, Sku
from aliexpress.models import SkuProposal
from aliexpress.models.bridge_words import ItemPart, Rule, SkuPart

By = SkuProposal.By
CUT_AT: Final = 20  # characters of a code AliExpress keeps
_NO_WORD: Final = re.compile(r"[\W_]+")


class Proposal(NamedTuple):
    rule: str
    item: int
    listing: int
    sku_id: str
    code: str
    key: str
    item_code: str


def letters(key: str) -> str:
    """Letters and digits alone."""
    return _NO_WORD.sub("", key)


def without_zeros(key: str) -> str:
    return key.lstrip("0") if key.isdecimal() else ""


def proposals_of(parts: Parts, sides: Sides) -> list[Proposal]:
    """Of missing items and orphans, the surest rule first; each item and SKU once."""
    missing = {entry.item for entry in parts.items if entry.part == ItemPart.MISSING}
    orphans = {
        (entry.listing, entry.sku_id)
        for entry in parts.skus
        if entry.part == SkuPart.ORPHAN and entry.rule != Rule.ALIAS
    }
    items = [item for item in sides.items if item.pk in missing]
    skus = [
        sku for sku in sides.skus if sku.name in orphans and sku.key not in sides.decisions.not_ours
    ]
    products = products_of_listings(parts, sides)
    found: list[Proposal] = []
    rules: tuple[tuple[By, Callable[[Item], Hashable], Callable[[Sku], Hashable]], ...] = (
        (
            By.CUT,
            lambda item: item.key[:CUT_AT] if len(item.key) > CUT_AT else "",
            lambda sku: sku.key if len(sku.key) == CUT_AT else "",
        ),
        (By.ZEROS, lambda item: without_zeros(item.key), lambda sku: without_zeros(sku.key)),
        (By.BARCODE, lambda item: item.barcode, lambda sku: sku.barcode),
        (By.LETTERS, lambda item: letters(item.key), lambda sku: letters(sku.key)),
        (By.RENAMED, lambda item: item.product, lambda sku: products.get(sku.listing, "")),
    )
    for rule, of_item, of_sku in rules:
        taken = {one.item for one in found}, {(one.listing, one.sku_id) for one in found}
        left = [item for item in items if item.pk not in taken[0]]
        open_skus = [sku for sku in skus if sku.name not in taken[1]]
        found += one_to_one(rule, left, open_skus, of_item, of_sku)
    return found


def one_to_one(
    rule: By,
    items: Iterable[Item],
    skus: Iterable[Sku],
    of_item: Callable[[Item], Hashable],
    of_sku: Callable[[Sku], Hashable],
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


def products_of_listings(parts: Parts, sides: Sides) -> dict[int, str]:
    """The source's product of each listing whose first copies are all of one."""
    product_of = {item.pk: item.product for item in sides.items}
    products: dict[int, set[str]] = defaultdict(set)
    for item, first in parts.firsts.items():
        products[first.listing].add(product_of[item])
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
