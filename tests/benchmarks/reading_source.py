"""B1: a shop of 100,000 products read, proved and published, beside what merely parsing it takes.

The stand-in's answers are made beforehand, so that its work is not counted as ours; nobody waits
for a quota here.
"""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import orjson
from django.utils import timezone

from aliexpress.models import SourceCatalogue, SourceItem, SourceRead, Store
from aliexpress.sandbox.bigcommerce.door import answer
from aliexpress.sandbox.bigcommerce.quota import Quota
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.source import lease
from aliexpress.source.gateway import reader
from aliexpress.source.gateway.http import Answer
from aliexpress.source.run import work_on
from tests.benchmarks.one_read import memory
from tests.benchmarks.report import Report, seconds, times

MIB = 1024


class Remembering:
    """A door that answers each call once from the stand-in, and then from memory."""

    def __init__(self, products: int) -> None:
        market = Marketplace(clock=SandboxClock(datetime(2026, 3, 14, 12, tzinfo=UTC)))
        self.shop = market.add_source_shop(quota=Quota(calls=10**9))
        for number in range(products):
            codes = [f"HH-{number:08d}-{place}" for place in range(2 + number % 2)]
            self.shop.add(f"Linen curtain, 140 by 250 cm, No. {number}", *codes)
        self._market = market
        self._answers: dict[str, Answer] = {}
        self.bodies: list[bytes] = []

    def get(self, path: str, query: Mapping[str, object]) -> Answer:
        key = json.dumps([path, {name: str(value) for name, value in query.items()}])
        if key not in self._answers:
            said = answer(
                self.shop, "GET", path, {name: str(value) for name, value in query.items()},
                token=self.shop.token, now=self._market.clock.now(), fired=[],
            )  # fmt: skip
            self._answers[key] = Answer(said.status, {}, said.body)
            self.bodies.append(said.body)
        return self._answers[key]

    def close(self) -> None:
        pass


def b1(*, small: bool) -> Report:
    products = 10_000 if small else 100_000
    door = Remembering(products)
    store = Store.objects.create(name="Source", slug="source")
    catalogue = SourceCatalogue.objects.create(
        store=store, kind=reader.KIND, external_id=door.shop.hash, connected_at=timezone.now()
    )
    reader.door_of = lambda _: door  # type: ignore[assignment,return-value]
    read_once(catalogue)  # fills the door's memory
    SourceItem.objects.all().delete()
    catalogue.snapshots.all().delete()
    idle = memory("VmRSS")
    first, first_read = read_once(catalogue)
    again, second_read = read_once(catalogue)
    began = time.perf_counter()
    for body in door.bodies:
        orjson.loads(body)
    limit = time.perf_counter() - began
    report = Report(
        "b1",
        f"{SourceItem.objects.count():,} items of {products:,} products read, PostgreSQL",
        ["", "took", "calls"],
    )
    report.rows = [
        ["the first time, published", seconds(first), f"{first_read.request_count:,}"],
        ["again, found still true", seconds(again), f"{second_read.request_count:,}"],
        ["its answers merely parsed", seconds(limit), f"{len(door.bodies):,}"],
    ]
    calls = products // 250 + 12
    report.goal(
        "at most a call for 250 products and 12 more",
        seen=f"{second_read.request_count:,} of {calls:,}",
        met=second_read.request_count <= calls,
    )
    report.goal("again: at most 25 s of our own", seen=seconds(again), met=again <= 25)
    report.goal("published the first time in 20 s more", seen=seconds(first - again),
                met=first - again <= 20)  # fmt: skip
    above = memory("VmHWM") - idle
    report.goal(
        "at most 200 MiB above idle", seen=f"{above / MIB:,.0f} MiB", met=above <= 200 * MIB
    )
    report.goal(
        "again: no row written", seen=str(second_read.published), met=not second_read.published
    )
    report.notes = [f"Again beside parsing alone: {times(again / limit)}."]
    report.figures = {"first": first, "again": again, "limit": limit, "above_kib": above}
    return report


def read_once(catalogue: SourceCatalogue) -> tuple[float, SourceRead]:
    read = lease.request_read(catalogue, at=timezone.now(), trigger="command")
    began = time.perf_counter()
    work_on(read, clock=timezone.now)
    taken = time.perf_counter() - began
    read.refresh_from_db()
    if read.error:
        raise RuntimeError(read.error)
    return taken, read
