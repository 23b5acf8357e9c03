"""Fetches the two sides, and where everything stood in the last bridge."""

from collections.abc import Iterable
from typing import Any, Final

from aliexpress.bridge.parts import Entry
from aliexpress.bridge.sides import Before, Decisions, Item, Listing, Rules, Sides, Sku
from aliexpress.bridge.withdrawn import with_what_is_gone
from aliexpress.lifecycle import KINDS
from aliexpress.models import BridgeEntry, ListingSku, SkuAlias, SourceCatalogue, SourceItem
from aliexpress.models import Listing as ListingRow
from aliexpress.models.bridge_words import Side

Kind = SkuAlias.Kind
ENTRY: Final = [
    "side",
    "item_id",
    "listing_id",
    "sku_id",
    "code",
    "part",
    "state",
    "rule",
    "reason",
    "sibling_id",
    "is_unmeant",
    "is_mixed",
    "is_split",
    "is_partly",
]
ITEM: Final = {"pk": "pk", "product": "product_external_id"}

Thing = tuple[str, Any]


def thing_of(entry: Entry) -> Thing:
    """What an entry is about, whichever part it is in."""
    if entry.side == Side.ITEM:
        return entry.side, entry.item
    return entry.side, (entry.listing, entry.sku_id)


def sides_of(catalogue: SourceCatalogue, open_entries: Iterable[Entry]) -> Sides:
    """Listings before their SKUs: what is written in between is looked at the next time."""
    store_id = catalogue.store_id
    listings = {one.pk: one for one in _listings(store_id)}
    items = _items(catalogue)
    known = set(SourceItem.objects.filter(catalogue=catalogue).values_list("pk", flat=True))
    read = {pk for pk, one in listings.items() if one.is_read}
    return Sides(
        items=items,
        skus=[sku for sku in skus(store_id) if sku.listing in read],
        listings=listings,
        decisions=decisions_of(store_id),
        rules=Rules(catalogue.prefix, catalogue.suffix, catalogue.code_is),
        before=with_what_is_gone(_before(open_entries, known), items, store_id=store_id),
    )


def open_entries(store_id: int) -> dict[Thing, tuple[int, Entry]]:
    """Each open entry and its primary key, by what it is about."""
    rows = BridgeEntry.objects.filter(store=store_id, until_tally__isnull=True)
    found = {}
    for pk, *values in rows.values_list("pk", *ENTRY).iterator(chunk_size=5000):
        entry = Entry(*values)
        found[thing_of(entry)] = pk, entry
    return found


def _before(entries: Iterable[Entry], known: set[int]) -> Before:
    """Of another catalogue's items nothing was before."""
    listing_of: dict[int, int] = {}
    item_of: dict[tuple[int, str], int] = {}
    for entry in entries:
        if entry.item is None or entry.listing is None or entry.item not in known:
            continue
        if entry.side == Side.ITEM:
            listing_of[entry.item] = entry.listing
        elif entry.side == Side.SKU:
            item_of[entry.listing, entry.sku_id] = entry.item
    return Before(listing_of, item_of)


def _items(catalogue: SourceCatalogue) -> list[Item]:
    names = [ITEM.get(name, name) for name in Item._fields]
    rows = SourceItem.objects.filter(catalogue=catalogue, gone_at__isnull=True)
    return [Item(*row) for row in rows.order_by("pk").values_list(*names)]


def skus(store_id: int) -> list[Sku]:
    """Also of listings that are gone: told apart here, a join with listings costs more."""
    names = ["listing_id" if name == "listing" else name for name in Sku._fields]
    rows = ListingSku.objects.filter(store=store_id)
    return [Sku(*row) for row in rows.order_by("pk").values_list(*names)]


def _listings(store_id: int) -> list[Listing]:
    rows = ListingRow.objects.filter(store=store_id).counted().order_by("product_id")
    found = rows.values_list(
        "pk",
        "product_id",
        "state",
        "detail__codes_kept",
        "detail__asked_for",
        "gmt_modified",
        "subject",
        "modified_at",
        "detail__asked_at",
        "shop__family",
    )
    supply = {name for name, kind in KINDS.items() if kind.is_supply}
    return [
        Listing(
            pk,
            product_id,
            state,
            is_read=bool(kept),
            is_outdated=bool(kept) and asked_for != gmt,
            subject=subject,
            modified_at=modified_at,
            asked_at=asked_at,
            has_supply_price=family in supply,
        )
        for pk, product_id, state, kept, asked_for, gmt, subject, modified_at, asked_at, family in (
            found
        )
    ]


def decisions_of(store_id: int) -> Decisions:
    rows = SkuAlias.objects.filter(store=store_id).in_force()
    aliases = list(rows.select_related(None))

    def by_key(kind: str) -> dict[str, int]:
        return {a.key: a.item_id or 0 for a in aliases if a.kind == kind and a.key}

    def by_sku(kind: str) -> dict[tuple[int, str], int]:
        return {
            (a.product_id or 0, a.sku_id): a.item_id or 0
            for a in aliases
            if a.kind == kind and not a.key
        }

    return Decisions(
        same=by_key(Kind.SAME),
        same_sku=by_sku(Kind.SAME),
        bundles=by_key(Kind.BUNDLE),
        bundle_skus=by_sku(Kind.BUNDLE),
        not_ours=frozenset(by_key(Kind.NOT_OURS)),
        not_meant=frozenset(a.item_id for a in aliases if a.kind == Kind.NOT_MEANT if a.item_id),
        count=len(aliases),
    )
