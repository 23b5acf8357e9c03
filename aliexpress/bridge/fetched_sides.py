"""Fetches the two sides, and where everything stood in the last bridge."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from aliexpress.batches import in_batches
from aliexpress.bridge.decisions_in_force import decisions_of
from aliexpress.bridge.scope import Scope
from aliexpress.bridge.sides import Before, Entry, Item, Listing, Rules, Sides, Sku
from aliexpress.bridge.withdrawn_items import with_what_is_gone
from aliexpress.lifecycle import KINDS
from aliexpress.models import BridgeEntry, ListingSku, SourceCatalogue, SourceItem
from aliexpress.models import Listing as ListingRow
from aliexpress.models.bridge_words import Side

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


class Kept(NamedTuple):
    """An open entry with its primary key and, of a listed item, what came of comparing it."""

    pk: int
    entry: Entry
    outcome: int


def thing_of(entry: Entry) -> Thing:
    """What an entry is about, whichever part it is in."""
    if entry.side == "item":
        return entry.side, entry.item
    return entry.side, (entry.listing, entry.sku_id)


def sides_of(
    catalogue: SourceCatalogue, open_entries: Iterable[Entry], scope: Scope | None = None
) -> Sides:
    """All of both sides; or what is in scope, as if there were nothing else.

    Listings before their SKUs: what is written in between is looked at the next time.
    """
    store_id, entries = catalogue.store_id, list(open_entries)
    listings = {one.pk: one for one in _listings(store_id, scope)}
    items = _items(catalogue, scope)
    known = known_of(catalogue, entries, items)
    read = {pk for pk, one in listings.items() if one.is_read}
    return Sides(
        items=items,
        skus=[sku for sku in skus(store_id, scope) if sku.listing in read],
        listings=listings,
        decisions=decisions_of(store_id),
        rules=Rules(catalogue.prefix, catalogue.suffix, catalogue.code_is),
        before=with_what_is_gone(_before(entries, known), items, store_id=store_id),
    )


def open_entries(store_id: int, scope: Scope | None = None) -> dict[Thing, Kept]:
    """Each open entry, by what it is about."""
    rows = BridgeEntry.objects.filter(store=store_id, until_tally__isnull=True)
    columns = ("pk", "outcome", *ENTRY)
    found = {}
    for side in Side:
        name = "item" if side is Side.ITEM else "listing"
        keys = scope and (scope.items if side is Side.ITEM else scope.listings)
        of_side = values_of(rows.filter(side=side), columns, keys=keys, name=name)
        for pk, outcome, *values in of_side:
            entry = Entry(*values)
            found[thing_of(entry)] = Kept(pk, entry, outcome)
    return found


def values_of(
    rows: QuerySet[Any], columns: Sequence[str], *, keys: set[int] | None = None, name: str = "pk"
) -> Iterator[Any]:
    """Of all rows; or of those where `name` is one of the keys, in order of these."""
    if keys is None:
        yield from rows.values_list(*columns).iterator(chunk_size=5_000)
        return
    for some in in_batches(sorted(keys)):
        yield from rows.filter(**{f"{name}__in": some}).values_list(*columns)


def known_of(
    catalogue: SourceCatalogue, entries: Iterable[Entry], items: Iterable[Item]
) -> set[int]:
    """The items of this catalogue that any entry names, also those that are gone."""
    alive = {item.pk for item in items}
    named = {entry.item for entry in entries if entry.item is not None}
    rows = SourceItem.objects.filter(catalogue=catalogue)
    gone = {pk for (pk,) in values_of(rows, ["pk"], keys=named - alive)}
    return (named & alive) | gone


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


def _items(catalogue: SourceCatalogue, scope: Scope | None) -> list[Item]:
    names = [ITEM.get(name, name) for name in Item._fields]
    rows = SourceItem.objects.filter(catalogue=catalogue, gone_at__isnull=True).order_by("pk")
    return [Item(*row) for row in values_of(rows, names, keys=scope and scope.items)]


def skus(store_id: int, scope: Scope | None = None) -> Iterator[Sku]:
    """Also of listings that are gone: told apart by whoever asks, a join costs more."""
    names = ["listing_id" if name == "listing" else name for name in Sku._fields]
    rows = ListingSku.objects.filter(store=store_id).order_by("pk")
    keys = scope and scope.listings
    return (Sku(*row) for row in values_of(rows, names, keys=keys, name="listing"))


LISTED: Final = (
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


def _listings(store_id: int, scope: Scope | None) -> Iterator[Listing]:
    rows = ListingRow.objects.filter(store=store_id).counted().order_by("product_id")
    supply = {name for name, kind in KINDS.items() if kind.is_supply}
    for pk, product_id, state, kept, asked_for, gmt, *more in values_of(
        rows, LISTED, keys=scope and scope.listings
    ):
        subject, modified_at, asked_at, family = more
        yield Listing(
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
