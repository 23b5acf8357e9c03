"""Which item each SKU is: a person's word first, then the code as written, then as compared.

Nothing is ever matched by title. A key that two items have matches nothing, whichever of them is
matched otherwise.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from aliexpress.bridge.sides import Item, Rules, Sides, Sku
from aliexpress.models import SourceCatalogue
from aliexpress.models.bridge_words import Rule
from aliexpress.sku_key import sku_key

Declared = SourceCatalogue.Declared


class Unmatched(Enum):
    NO_CODE = "no_code"
    UNCLEAR = "unclear"  # two items have its key
    NONE = "none"


class Link(NamedTuple):
    item: int
    rule: str
    is_bundle: bool = False


Match = Link | Unmatched


class Codes(NamedTuple):
    """Whose each key is, and the keys that are more than one item's."""

    items: dict[str, Item]
    shared: set[str]
    by_listing: dict[int, list[Item]]  # by AliExpress's product id, where the tool names it


def codes_of(sides: Sides) -> Codes:
    """Judged over all items, matched or not."""
    keys = declared_keys(sides.items, sides.rules)
    items: dict[str, Item] = {}
    shared = set()
    by_listing = defaultdict(list)
    for item, key in zip(sides.items, keys, strict=True):
        if item.aliexpress_product_id is not None:
            by_listing[item.aliexpress_product_id].append(item)
        if not key:
            continue
        if items.setdefault(key, item) is not item:
            shared.add(key)
    return Codes(items, shared, dict(by_listing))


def declared_keys(items: list[Item], rules: Rules) -> list[str]:
    """The key each item goes by: its own, or that of its product where the store declared so and
    the product has no other item."""
    if rules.code_is == Declared.SKU:
        return [item.key for item in items]
    sizes = Counter(item.product for item in items)
    of_product = rules.code_is == Declared.PRODUCT
    return [
        item.key
        if sizes[item.product] > 1
        else sku_key(item.product if of_product else item.parent_code or item.code)
        for item in items
    ]


def matches(sides: Sides) -> Iterator[Match]:
    """Of each SKU, in their order."""
    codes, decisions = codes_of(sides), sides.decisions
    alive = {item.pk for item in sides.items}
    sizes = Counter(sku.listing for sku in sides.skus)
    for sku in sides.skus:
        product_id = sides.listings[sku.listing].product_id
        named = product_id, sku.sku_id
        bundle = decisions.bundles.get(sku.key) if sku.key else decisions.bundle_skus.get(named)
        same = decisions.same.get(sku.key) if sku.key else decisions.same_sku.get(named)
        if bundle in alive and bundle is not None:
            yield Link(bundle, Rule.ALIAS, is_bundle=True)
        elif same in alive and same is not None:
            yield Link(same, Rule.ALIAS)
        elif sku.key and sku.key in decisions.not_ours:
            yield Unmatched.NONE
        else:
            found = by_code(sku, codes, sides.rules)
            if isinstance(found, Unmatched) and (there := codes.by_listing.get(product_id)):
                found = in_listing(sku, there, alone=sizes[sku.listing] == 1) or found
            yield found


def by_code(sku: Sku, codes: Codes, rules: Rules) -> Match:
    if not sku.key:
        return Unmatched.NO_CODE
    bare = without_affix(sku.code, rules)
    keys = {sku.key: bare} if bare == sku.code else {sku_key(bare): bare, sku.key: sku.code}
    if any(key in codes.shared for key in keys):
        return Unmatched.UNCLEAR
    found = {key: codes.items[key] for key in keys if key in codes.items}
    if len({item.pk for item in found.values()}) > 1:
        return Unmatched.UNCLEAR
    if not found:
        return Unmatched.NONE
    key, item = next(iter(found.items()))
    if key != sku.key:
        return Link(item.pk, Rule.AFFIX)
    if item.code == sku.code:
        return Link(item.pk, Rule.EXACT)
    return Link(item.pk, Rule.NORMALISED if item.key == sku.key else Rule.DECLARED)


def without_affix(code: str, rules: Rules) -> str:
    if not (rules.prefix or rules.suffix):
        return code
    bare = code.removeprefix(rules.prefix).removesuffix(rules.suffix)
    return bare or code


def in_listing(sku: Sku, there: list[Item], *, alone: bool) -> Link | None:
    """Where the seller's tool names the listing: by key among its items, or one to one."""
    same = [item for item in there if item.key == sku.key and sku.key]
    if len(same) == 1:
        return Link(same[0].pk, Rule.CHANNEL)
    return Link(there[0].pk, Rule.CHANNEL) if alone and len(there) == 1 else None
