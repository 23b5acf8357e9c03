"""S8: the same sync on SQLite, against what a Django developer would write."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection
from django.utils import timezone

from aliexpress.connection import credentials_of
from aliexpress.gateway import Gateway
from aliexpress.lifecycle import state_of
from aliexpress.models import Listing, Store
from aliexpress.sync.staging.rows import COLUMNS
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.sandbox_process import SandboxProcess
from tests.benchmarks.stores import check, forget, read, store_on
from tests.benchmarks.timing import in_turn

CONNECTIONS = 8
BATCH = 2_000
MOMENTS = ("created_at", "modified_at", "offline_at")


def s8(*, small: bool) -> Report:
    listings, rounds = (20_000, 3) if small else (200_000, 3)
    with SandboxProcess(listings=listings) as sandbox:
        store = store_on(sandbox)
        bulk_create(store, sandbox)
        taken = in_turn(
            {
                "bulk_create": lambda: bulk_create(store, sandbox),
                "Nerve Centre": lambda: read(store),
            },
            rounds=rounds,
            before_each=lambda name: forget(store),
        )
        check(store, sandbox)
    assert connection.vendor == "sqlite"
    ratio = taken["bulk_create"] / taken["Nerve Centre"]
    report = Report("s8", f"First full sync of {listings:,} listings, SQLite", ["", "median"])
    report.rows = [[name, seconds(median)] for name, median in taken.items()]
    report.goal("at least 3x as fast as bulk_create", seen=times(ratio), met=ratio >= 3)
    report.figures = {"listings": listings, "seconds": taken, "ratio": ratio}
    return report


def bulk_create(store: Store, sandbox: SandboxProcess) -> None:
    """Pages by threads through our own gateway, then Django's upsert, 2,000 rows at a time."""
    gateway = Gateway(credentials_of(store), clock=timezone.now, connections=CONNECTIONS)
    calls = [
        (status, number)
        for status, count in sandbox.counts.items()
        for number in range(1, -(-count // 99) + 1)
    ]
    rows: list[Listing] = []
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for page in pool.map(lambda call: gateway.page(*call), calls):
            rows += _listings(page, store)
            if len(rows) >= BATCH:
                _write(rows)
                rows.clear()
    _write(rows)
    gateway.close()
    assert store.listings.count() == sandbox.listings


def _listings(page, store: Store) -> Iterator[Listing]:
    now = timezone.now()
    for product in page.products:
        words = {name: getattr(product, name) for name in product._fields if name in COLUMNS}
        for name in MOMENTS:
            if words[name]:
                words[name] = datetime.fromisoformat(f"{words[name]}+00:00")
        yield Listing(
            store=store,
            product_id=product.product_id,
            state=state_of(product.status, product.offline_reason),
            search_text=product.subject.lower(),
            first_seen_at=now,
            state_since_at=now,
            **words,
        )


def _write(rows: list[Listing]) -> None:
    Listing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["store", "product_id"],
        update_fields=list(COLUMNS),
    )
