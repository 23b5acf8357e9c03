"""Bridge: a source of 100,000 products held against as many listings, and what its pages take."""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone

from aliexpress import bridge as bridges
from aliexpress.lifecycle import State
from aliexpress.models import (
    BridgeChange,
    Listing,
    ListingDetail,
    ListingSku,
    SourceCatalogue,
    SourceItem,
    Store,
)
from aliexpress.sku_key import sku_key
from aliexpress.source import lease
from aliexpress.source.files.contents import contents_of
from aliexpress.source.files.file_text import text_of
from aliexpress.source.item_row import ItemRow
from aliexpress.source.publishing import Proof, publish
from aliexpress.source.staging import StagedItems
from aliexpress.verification.bridges import problems
from tests.benchmarks.report import Report, seconds
from tests.factories import SnapshotFactory

FIRST = 1_005_003_000_000_000
MIB = 2**20
PAGES = 20


def bridge(*, small: bool) -> Report:
    products, at = 10_000 if small else 100_000, timezone.now() - timedelta(days=1)
    store = Store.objects.create(name="Bridge", slug="bridge")
    catalogue = SourceCatalogue.objects.create(store=store, connected_at=at)
    rows = list(source_rows(products))
    _listings(store, products, at=at)
    report = Report(
        "bridge",
        f"{len(rows):,} items beside {ListingSku.objects.count():,} SKUs, PostgreSQL",
        ["", "seen"],
    )
    first = _publish(report, catalogue, rows, at=at)
    report.goal("published first: at most 20 s", seen=seconds(first), met=first <= 20)
    written = _again(catalogue, rows, at=at + timedelta(minutes=1))
    report.goal("nothing changed: no row written", seen=f"{written:,}", met=not written)
    _bridges(report, store)
    _pages(report, products)
    _file(report, rows)
    return report


def source_rows(products: int) -> Iterator[ItemRow]:
    """Two items and three by turns: 2.5 a product. Of every hundredth product AliExpress has
    none; every fiftieth is written otherwise there."""
    for number in range(products):
        for place in range(2 + number % 2):
            yield ItemRow(
                f"{number}-{place}",
                f"p{number}",
                code=f"HH-{number:08d}-{place}",
                name="Linen curtain, 140 by 250 cm",
                stock=place,
            )


def _listings(store: Store, products: int, *, at: datetime) -> None:
    numbers = [number for number in range(products) if number % 100]
    Listing.objects.bulk_create(
        (
            Listing(store=store, product_id=FIRST + number, status="onSelling", state="active",
                    subject="Linen curtain, 140 by 250 cm", first_seen_at=at, state_since_at=at,
                    gmt_modified="then")
            for number in numbers
        ),
        batch_size=2_000,
    )  # fmt: skip
    made = dict(Listing.objects.values_list("product_id", "pk"))
    ListingDetail.objects.bulk_create(
        (
            ListingDetail(store=store, listing_id=pk, asked_at=at, asked_for="then",
                          is_known=True, codes_kept=True)
            for pk in made.values()
        ),
        batch_size=2_000,
    )  # fmt: skip
    ListingSku.objects.bulk_create(
        (
            ListingSku(store=store, listing_id=made[FIRST + number], sku_id=str(place), code=code,
                       key=sku_key(code), stock=place, position=place + 1)
            for number in numbers
            for place in range(2 + number % 2)
            for code in [_theirs(number, place)]
        ),
        batch_size=2_000,
    )  # fmt: skip
    counts = {f"{state}_count": 0 for state in State} | {"active_count": len(numbers)}
    SnapshotFactory(store=store, as_of=at, **counts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _theirs(number: int, place: int) -> str:
    return f"hh-{number:08d}-{place}" if number % 50 == 1 else f"HH-{number:08d}-{place}"


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def _read(catalogue: SourceCatalogue, rows: list[ItemRow], *, at: datetime) -> None:
    read = lease.request_read(catalogue, at=at, trigger="command")
    lease.claim(read, at=at)
    staged = StagedItems()
    for row in rows:
        staged.add(row)
    publish(read, staged, Proof(read_from=at, as_of=at), clock=lambda: at)


def _publish(
    report: Report, catalogue: SourceCatalogue, rows: list[ItemRow], *, at: datetime
) -> float:
    taken, _ = _timed(lambda: _read(catalogue, rows, at=at))
    report.rows.append(["publish the items first", seconds(taken)])
    return taken


def _again(catalogue: SourceCatalogue, rows: list[ItemRow], *, at: datetime) -> int:
    """How many items were written."""
    _read(catalogue, rows, at=at)
    return SourceItem.objects.filter(changed_at__gte=at).count()


def _bridges(report: Report, store: Store) -> None:
    cpu = time.process_time()
    whole, tally = _timed(lambda: bridges.tally(store, clock=timezone.now))
    assert tally is not None
    own = time.process_time() - cpu
    report.rows.append(["the bridge in full", f"{seconds(whole)}, {seconds(own)} of our CPU"])
    report.goal("in full: at most 15 s", seen=seconds(whole), met=whole <= 15)
    some = list(Listing.objects.order_by("product_id").values_list("pk", flat=True)[:1_000])
    ListingSku.objects.filter(listing__in=some, sku_id="0").update(code="X", key="x")
    BridgeChange.objects.note(store.pk, listings=some)
    cpu = time.process_time()
    after, _ = _timed(lambda: bridges.tally(store, clock=timezone.now, whole=False))
    own = time.process_time() - cpu
    words = "after a change of 1,000 listings"
    report.rows.append([words, f"{seconds(after)}, {seconds(own)} of our CPU"])
    report.goal("held whole again, it is the same", seen="it is", met=not list(problems(store)))
    report.goal("after a change: at most 1.5 s", seen=seconds(after), met=after <= 1.5)
    report.figures |= {"whole": whole, "after": after, "listed": tally.listed_count}


def _pages(report: Report, products: int) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.create_superuser("bench"))
    for name, address, most in (
        ("page of the ledger", "/stores/bridge/bridge/", 0.3),
        ("ledger in the API", "/api/v1/stores/bridge/bridge/", 0.3),
        ("first page of a list", "/stores/bridge/bridge/items/", 0.15),
        ("a list of orphans", "/stores/bridge/bridge/orphans/", 0.15),
        ("last page of a list", f"/stores/bridge/bridge/items/?after={products * 2}", 0.15),
    ):
        client.get(address)
        asked: list[str] = []
        with connection.execute_wrapper(noting(asked)):
            assert client.get(address).status_code == 200
        taken = sorted(_timed(lambda to=address: client.get(to))[0] for _ in range(PAGES))
        p95, statements = taken[-2], len(asked)
        report.rows.append([name, f"{seconds(statistics.median(taken))}, {statements} statements"])
        report.goal(f"{name}: at most {seconds(most)} (p95)", seen=seconds(p95), met=p95 <= most)
        report.goal(f"{name}: at most 12 statements", seen=str(statements), met=statements <= 12)


def noting(asked: list[str]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    return note


def _file(report: Report, rows: list[ItemRow]) -> None:
    """A look at a file of all items: how long it takes, and what it takes besides the file."""
    lines = [
        f"{row.code},Linen curtain,12.50,USD,{row.stock},{row.product_external_id}" for row in rows
    ]
    data = "\n".join(["sku,name,price,currency,stock,product", *lines]).encode()
    taken, _ = _timed(lambda: contents_of(text_of(data), {}).preview())
    tracemalloc.start()
    contents_of(text_of(data), {}).preview()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    report.rows.append([f"look at a file of {len(rows):,} lines", seconds(taken)])
    report.goal("a file: at most 30 s", seen=seconds(taken), met=taken <= 30)
    report.goal("a file: at most 200 MiB", seen=f"{peak / MIB:,.0f} MiB", met=peak <= 200 * MIB)
