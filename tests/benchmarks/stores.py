"""A store on the sandbox, read by the production path; and the table wiped between two rounds."""

from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.models import Connection, ListingSnapshot, Store, SyncRun
from aliexpress.sync import sync_store
from tests.benchmarks.sandbox_process import SandboxProcess


def store_on(sandbox: SandboxProcess, *, number: int = 0, **fields: Any) -> Store:
    """A store with the token of the sandbox's seller of that number."""
    store = Store.objects.create(name=f"Store {number}", slug=f"store-{number}", **fields)
    Connection.objects.create(
        store=store,
        gateway_url=sandbox.url,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        access_token=sandbox.access_tokens[number],
        list_method=FIND_LIST,
    )
    return store


def read(store: Store, *, full: bool = False, at: datetime | None = None) -> SyncRun:
    """One sync, which must end well; `at` where the sandbox's clock stands."""
    run = sync_store(store, clock=(lambda: at) if at else timezone.now, full=full)
    assert run.status == SyncRun.Status.COMPLETE, run.error
    return run


def forget(store: Store) -> None:
    """As if the store had never been read."""
    empty("aliexpress_syncrun", "aliexpress_listingsnapshot", "aliexpress_listing")
    Store.objects.filter(pk=store.pk).update(
        watermark="", watermark_product_id=None, last_full_walk_at=None
    )


def empty(*tables: str) -> None:
    """These, and whatever points to them."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)


def check(store: Store, sandbox: SandboxProcess) -> None:
    """A sync that was quick because it read too little is no result."""
    snapshot = ListingSnapshot.objects.newest_of(store)
    assert snapshot is not None
    assert snapshot.total_count == sandbox.listings, snapshot.total_count
    assert store.listings.count() == sandbox.listings
