"""Stores whose listings are held against a source."""

from datetime import timedelta
from itertools import count

from django.db.models import Count

from aliexpress import bridge
from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingDetail, ListingSku, SourceCatalogue, StoreNow
from aliexpress.sku_key import sku_key
from aliexpress.source import lease
from aliexpress.source.item_row import ItemRow
from aliexpress.source.publishing import Proof, publish
from aliexpress.source.staging import StagedItems
from tests.factories import (
    ListingFactory,
    SnapshotFactory,
    SourceCatalogueFactory,
    StoreFactory,
    SyncRunFactory,
)
from tests.moments import NOON

IDS = count(1)
A_DAY = timedelta(days=1)


def held_together(*, items, listings, at=NOON, store=None, **catalogue):
    """A store with a source of these codes (or rows), and listings of these SKU codes each."""
    store = store or StoreFactory()
    # Long enough that what is noted can be relied on.
    SourceCatalogueFactory(store=store, **{"connected_at": NOON - A_DAY, **catalogue})
    source_read(store, items, at=at)
    for codes in listings:
        listed(store, codes)
    snapshot_of(store, at=at)
    return store


def source_read(store, items, *, at=NOON, **proof):
    """A whole read of the store's source, published. A bare code is an item of its own product."""
    catalogue = SourceCatalogue.objects.in_force().get(store=store)
    read = lease.request_read(catalogue, at=at, trigger="command")
    lease.claim(read, at=at)
    staged = StagedItems()
    rows: dict[str, list[ItemRow]] = {}
    for one in items:
        row = one if isinstance(one, ItemRow) else ItemRow(one, one, code=one, stock=5)
        rows.setdefault(row.product_external_id, []).append(row)
    for product, some in rows.items():
        staged.put(product, some)
    return publish(read, staged, Proof(read_from=at, as_of=at, **proof), clock=lambda: at)


def listed(store, codes, *, stock=5, price=None, currency="USD", at=NOON, **listing):
    """A listing that was read, with a SKU for each code."""
    made = ListingFactory(store=store, gmt_modified="then", **listing)
    ListingDetail.objects.create(
        listing=made,
        store=store,
        asked_at=at,
        asked_for="then",
        is_known=True,
        codes_kept=True,
        sku_count=len(codes),
    )
    ListingSku.objects.bulk_create(
        ListingSku(
            store=store,
            listing=made,
            sku_id=f"14:{next(IDS)}",
            code=code,
            key=sku_key(code),
            stock=stock,
            price=price,
            currency=currency,
            position=place,
        )
        for place, code in enumerate(codes, start=1)
    )
    return made


def snapshot_of(store, *, at=NOON):
    """A snapshot of the store's listings as they are."""
    store = store or StoreFactory()
    rows = Listing.objects.of(store).counted().values_list("state").annotate(Count("pk"))
    counts = dict(rows.order_by())
    return SnapshotFactory(
        store=store, as_of=at, **{f"{state}_count": counts.get(state, 0) for state in State}
    )


def counted(store, *, at=NOON, look_up=lambda *a, **wanted: None):
    """The newest bridge of the store. `look_up`: what asks the source again; nothing can."""
    return bridge.tally(store, clock=lambda: at, look_up=look_up)


def aliexpress_read_again(store, *, at):
    """AliExpress's side: its lists, and its listings one by one."""
    run = SyncRunFactory(store=store, status="complete", started_at=at, finished_at=at)
    StoreNow.objects.point(store.pk, last_run=run)
    ListingDetail.objects.filter(store=store).update(asked_at=at)
