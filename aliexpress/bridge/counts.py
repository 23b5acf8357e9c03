"""Adds the parts up to the counts of a tally."""

from collections import Counter

from aliexpress.bridge.parts import Parts
from aliexpress.bridge.sides import Sides
from aliexpress.models.bridge_figures import BY_RULE, CELLS, LISTED_IN, STATE_COUNT
from aliexpress.models.bridge_words import ItemPart, ListingClass, Reason, SkuPart


def counts_of(parts: Parts, sides: Sides) -> dict[str, int]:
    """The counts of a BridgeTally, by the names of its columns."""
    whole = {
        entry.item
        for entry in parts.items
        if entry.part == ItemPart.MISSING and entry.sibling is None
    }
    return {
        **sums_of(parts),
        "missing_product_count": len({item.product for item in sides.items if item.pk in whole}),
        "alias_count": sides.decisions.count,
        "outdated_count": sum(one.is_outdated for one in sides.listings.values()),
    }


def sums_of(parts: Parts) -> dict[str, int]:
    """Those that are sums over the entries: of two lots of entries, both together come to both
    sums together."""
    items = Counter(entry.part for entry in parts.items)
    skus = Counter(entry.part for entry in parts.skus)
    classes = Counter(entry.part for entry in parts.listings)
    reasons = Counter(entry.reason for entry in (*parts.items, *parts.skus) if entry.reason)
    missing = [entry for entry in parts.items if entry.part == ItemPart.MISSING]
    whole = sum(entry.sibling is None for entry in missing)
    listed = [entry for entry in parts.items if entry.part == ItemPart.LISTED]
    none = (*CELLS.values(), *LISTED_IN.values(), *BY_RULE.values(), *STATE_COUNT.values())
    return {
        **dict.fromkeys(none, 0),
        "item_count": len(parts.items),
        "sku_count": len(parts.skus),
        "listing_count": len(parts.listings),
        **{f"{part}_count": items[part] for part in ItemPart},
        **{f"{part}_count": skus[part] for part in SkuPart},
        **{f"{kind}_listing_count": classes[kind] for kind in ListingClass},
        **{
            f"{reason}_count": reasons[reason]
            for reason in (Reason.WITHDRAWN, Reason.WAITING, Reason.FAILED, Reason.NOT_PUSHED)
        },
        "orphan_never_count": reasons[Reason.NEVER],
        "orphan_gone_count": reasons[Reason.GONE],
        "missing_whole_count": whole,
        "missing_variant_count": len(missing) - whole,
        "not_meant_listed_count": sum(entry.is_unmeant for entry in listed),
        **_marked(parts),
        **{
            f"{state}_{kind}": number
            for (state, kind), number in Counter(
                (entry.state, entry.part) for entry in parts.listings
            ).items()
        },
        **{f"{s}_count": n for s, n in Counter(entry.state for entry in parts.listings).items()},
        **{f"listed_{s}": n for s, n in Counter(entry.state for entry in listed).items()},
        **{f"by_{rule}": n for rule, n in Counter(entry.rule for entry in listed).items()},
    }


def _marked(parts: Parts) -> dict[str, int]:
    """Of lists that overlap, and say so."""
    return {
        "mixed_count": sum(entry.is_mixed for entry in parts.listings),
        "split_count": sum(entry.is_split for entry in parts.listings),
        "partly_count": sum(entry.is_partly for entry in parts.listings),
        "not_meant_listing_count": sum(entry.is_unmeant for entry in parts.listings),
    }
