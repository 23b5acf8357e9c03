"""Appends a bridge where it differs from the last: the tally, and the entries that changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aliexpress.batches import in_batches
from aliexpress.bridge.calculation import Look, Noted, look_at, noted_of
from aliexpress.bridge.finding_history import read_since, standing_of
from aliexpress.bridge.garbage_collection import uncollected
from aliexpress.bridge.new_tally import newest
from aliexpress.bridge.proposals import keep_proposals, proposals_now, proposals_of
from aliexpress.bridge.rule_settings import settings_of
from aliexpress.bridge.suspects import LookUp, doubts_of
from aliexpress.lifecycle import State
from aliexpress.models import (
    BridgeChange,
    BridgeTally,
    ListingSnapshot,
    SourceCatalogue,
    Store,
    StoreNow,
)
from aliexpress.models.bridge_figures import STATE_COUNT
from aliexpress.sku_key import RULE_VERSION
from aliexpress.source.single_items import look_up
from aliexpress.sync.details import doubted, make_due

Clock = Callable[[], datetime]


def tally(
    store: Store, *, clock: Clock, look_up: LookUp = look_up, whole: bool = True
) -> BridgeTally | None:
    """The newest bridge of the store: a new one where anything differs from the last.

    `whole`: from all of both sides; otherwise from the last bridge and what was written since.

    None where there is nothing to hold together: no source, nothing complete on one of the
    sides, or one of them was published just now: whoever did that counts again.
    """
    now: Any = _now(store)
    if now is None or now.source is None or now.snapshot is None:
        return None
    source, since = now.source.catalogue, read_since(now, now.source.catalogue)
    stock_since = since.stock if since else None
    doubts = doubts_of(store, source, read_since=stock_since, look_up=look_up)
    with uncollected(), transaction.atomic():
        # Two workers at the same store would write the same entries. Its key may be referred to
        # meanwhile, so that a read of the source can go on.
        catalogues = SourceCatalogue.objects.select_for_update(no_key=True)
        catalogue = catalogues.get(pk=now.source.catalogue_id)
        if (now := _now(store)) is None or now.source is None or now.snapshot is None:
            return None
        # What is noted from here on is looked at the next time.
        noted = noted_of(store.pk)
        look = look_at(catalogue, None if whole else noted, now.bridge, at=clock())
        stands_on = _stands_on(now, catalogue, look)
        is_newest = StoreNow.objects.filter(store=store, snapshot=now.snapshot).exists()
        if not is_newest or not _counts_the_same(now.snapshot, stands_on):
            return None
        standing = standing_of(
            store.pk, look.told, read_since=since, doubts=doubts, scope=look.scope
        )
        found = newest(now, look, stands_on, standing, clock=clock)
        _propose(catalogue, look, at=clock())
        _forget(noted)
        return found


def count_again(store: Store, *, clock: Clock) -> None:
    """After anything that may have changed a side. No statement where the store came with its
    pointers and has no source."""
    now = getattr(store, "now", None)
    if now is not None and now.source_id is not None:
        tally(store, clock=clock, whole=False)
        if doubted(store).exists():
            make_due(store.pk, at=clock())


def _now(store: Store) -> Any:
    pointers = ("source__catalogue", "snapshot", "bridge__source", "last_run")
    return StoreNow.objects.select_related(*pointers).filter(store=store).first()


def _stands_on(now: Any, catalogue: SourceCatalogue, look: Look) -> dict[str, Any]:
    return {
        "source": now.source,
        "snapshot": now.snapshot,
        "rule_version": RULE_VERSION,
        "settings": settings_of(catalogue),
        **look.counts(now.bridge),
    }


def _counts_the_same(snapshot: ListingSnapshot, counts: Mapping[str, Any]) -> bool:
    """Whether the listings that were looked at are those of the snapshot."""
    return counts["listing_count"] == snapshot.total_count and all(
        counts.get(STATE_COUNT[state], 0) == snapshot.count_of(state) for state in State
    )


def _propose(catalogue: SourceCatalogue, look: Look, *, at: datetime) -> None:
    if look.scope is None:
        keep_proposals(catalogue.store_id, proposals_of(look.parts, look.sides), at=at)
    elif look.may_be_proposed:
        keep_proposals(catalogue.store_id, proposals_now(catalogue), at=at)


def _forget(noted: Noted) -> None:
    """What was looked at."""
    for some in in_batches(noted.keys):
        BridgeChange.objects.filter(pk__in=some).delete()
