"""Appends a bridge where it differs from the last: the tally, and the entries that changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction

from aliexpress.bridge.facts import ENTRY, Thing, open_entries, sides_of, thing_of
from aliexpress.bridge.finding_history import COUNTED, read_since, standing_of
from aliexpress.bridge.findings import findings_of
from aliexpress.bridge.month import month_of
from aliexpress.bridge.parts import Entry, Parts, counts_of, parts_of
from aliexpress.bridge.proposals import keep_proposals, proposals_of
from aliexpress.bridge.suspects import LookUp, doubts_of
from aliexpress.json_table import insert
from aliexpress.lifecycle import State
from aliexpress.models import (
    BridgeEntry,
    BridgeTally,
    ListingSnapshot,
    SourceCatalogue,
    Store,
    StoreNow,
)
from aliexpress.models.bridge_tally import STATE_COUNT
from aliexpress.source.look_up import look_up
from aliexpress.sync.details import doubted, make_due
from aliexpress.typed.sku_key import RULE_VERSION

BATCH: Final = 2000
# Of the catalogue, what a tally stands on.
SETTINGS: Final = (
    "prefix",
    "suffix",
    "code_is",
    "price_factor",
    "price_fee",
    "price_currency",
    "price_rate_on",
    "price_tolerance",
    "title_tolerance",
    "titles_are_rewritten",
    "stock_buffer",
    "counts_not_for_sale",
)


class Changes(NamedTuple):
    """Since the last bridge: open entries that end, and those that begin."""

    ended: list[int]
    begun: list[Entry]


def tally(
    store: Store, *, clock: Callable[[], datetime], look_up: LookUp = look_up
) -> BridgeTally | None:
    """The newest bridge of the store: a new one where anything differs from the last.

    None where there is nothing to hold together: no source, nothing complete on one of the
    sides, or one of them was published just now: whoever did that counts again.
    """
    now: Any = _now(store)
    if now is None or now.source is None or now.snapshot is None:
        return None
    source, since = now.source.catalogue, read_since(now, now.source.catalogue)
    stock_since = since.stock if since else None
    doubts = doubts_of(store, source, read_since=stock_since, look_up=look_up)
    with transaction.atomic():
        # Two workers at the same store would write the same entries. Its key may be referred to
        # meanwhile, so that a read of the source can go on.
        catalogues = SourceCatalogue.objects.select_for_update(no_key=True)
        catalogue = catalogues.get(pk=now.source.catalogue_id)
        if (now := _now(store)) is None or now.source is None or now.snapshot is None:
            return None
        before = open_entries(store.pk)
        sides = sides_of(catalogue, (entry for _, entry in before.values()))
        parts = parts_of(sides)
        stands_on = {
            "source": now.source,
            "snapshot": now.snapshot,
            "rule_version": RULE_VERSION,
            "settings": settings_of(catalogue),
            **counts_of(parts, sides),
        }
        if not _counts_the_same(now.snapshot, stands_on) or now.snapshot != _now(store).snapshot:
            return None
        changes = _changes(before, parts)
        keep_proposals(store.pk, proposals_of(parts, sides), at=clock())
        told = findings_of(parts, sides, catalogue)
        standing = standing_of(store.pk, told, read_since=since, doubts=doubts)
        stands_on |= {name: told.counts[name] for name in COUNTED} | standing.counts
        stands_on |= {"stock_asked_at": told.asked_at}
        is_same = not any(changes) and not standing.has_changed
        if now.bridge is not None and is_same and _says(now.bridge, stands_on):
            last: BridgeTally = now.bridge
            return last
        as_of = min(now.source.as_of, now.snapshot.as_of)
        new = BridgeTally.objects.create(
            store=store, as_of=as_of, published_at=clock(), **stands_on
        )
        _write(new, changes)
        standing.write(new)
        new.drifted_month_count, new.repair_seconds = month_of(new)
        new.save(update_fields=["drifted_month_count", "repair_seconds"])
        StoreNow.objects.point(store.pk, bridge=new)
        return new


def count_again(store: Store, *, clock: Callable[[], datetime]) -> None:
    """After anything that may have changed a side. No statement where the store came with its
    pointers and has no source."""
    now = getattr(store, "now", None)
    if now is not None and now.source_id is not None:
        tally(store, clock=clock)
        if doubted(store).exists():
            make_due(store.pk, at=clock())


def settings_of(catalogue: SourceCatalogue) -> dict[str, Any]:
    """As JSON keeps them."""
    values = {name: getattr(catalogue, name) for name in SETTINGS}
    return {
        name: value if isinstance(value, bool | int | None) else str(value)
        for name, value in values.items()
    }


def _now(store: Store) -> Any:
    return (
        StoreNow.objects.select_related("source__catalogue", "snapshot", "bridge", "last_run")
        .filter(store=store)
        .first()
    )


def _counts_the_same(snapshot: ListingSnapshot, counts: Mapping[str, Any]) -> bool:
    """Whether the listings that were looked at are those of the snapshot."""
    return counts["listing_count"] == snapshot.total_count and all(
        counts.get(STATE_COUNT[state], 0) == snapshot.count_of(state) for state in State
    )


def _says(last: BridgeTally, stands_on: Mapping[str, Any]) -> bool:
    return all(getattr(last, name) == value for name, value in stands_on.items())


def _changes(before: Mapping[Thing, tuple[int, Entry]], parts: Parts) -> Changes:
    left = dict(before)
    ended, begun = [], []
    for entry in parts:
        known = left.pop(thing_of(entry), None)
        if known is not None and known[1] == entry:
            continue
        begun.append(entry)
        if known is not None:
            ended.append(known[0])
    return Changes([*ended, *(pk for pk, _ in left.values())], begun)


def _write(new: BridgeTally, changes: Changes) -> None:
    """What ends first: a thing has one open entry."""
    for place in range(0, len(changes.ended), BATCH):
        ids = changes.ended[place : place + BATCH]
        BridgeEntry.objects.filter(pk__in=ids).update(until_tally=new)
    insert(
        BridgeEntry,
        [*ENTRY, "store_id", "since_tally_id"],
        (
            {
                **dict(zip(ENTRY, entry, strict=True)),
                "store_id": new.store_id,
                "since_tally_id": new.pk,
            }
            for entry in changes.begun
        ),
    )
