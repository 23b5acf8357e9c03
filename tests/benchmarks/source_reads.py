"""B1: a shop of 100,000 products read, proved and published, beside what merely parsing it takes.

The stand-in's answers are made beforehand, so that its work is not counted as ours; nobody waits
for a quota here.
"""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import orjson
from django.utils import timezone

from aliexpress.models import SourceCatalogue, SourceItem, SourceRead, Store
from aliexpress.sandbox.bigcommerce.gate import answer
from aliexpress.sandbox.bigcommerce.quota import Quota
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.source import lease
from aliexpress.source.gateway import shop_reader
from aliexpress.source.gateway.http import Answer
from aliexpress.source.run import work_on
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.sync_process import forget_peak, memory

KIB = MIB = 1024


class Remembering:
    """A door that answers each call once from the stand-in, and then from memory."""

    def __init__(self, products: int) -> None:
        market = Marketplace(clock=SandboxClock(datetime(2026, 3, 14, 12, tzinfo=UTC)))
        self.shop = market.add_source_shop(quota=Quota(calls=10**9))
        for number in range(products):
            codes = [f"HH-{number:08d}-{place}" for place in range(2 + number % 2)]
            self.shop.add(f"Linen curtain, 140 by 250 cm, No. {number}", *codes)
        # Nothing was changed of late: what was is asked for once more.
        market.clock.set(market.clock.now() + timedelta(days=1))
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
        store=store, kind=shop_reader.KIND, external_id=door.shop.hash, connected_at=timezone.now()
    )
    shop_reader.door_of = lambda _: door  # type: ignore[assignment,return-value]
    forget_peak()  # that of the stand-in, which was made in this process
    idle = memory("VmRSS")
    read_once(catalogue)  # fills the door's memory
    answers = sum(map(len, door.bodies)) / KIB
    above = memory("VmHWM") - idle - answers
    SourceItem.objects.all().delete()
    catalogue.snapshots.all().delete()
    first, again = read_once(catalogue), read_once(catalogue)
    began = time.process_time()
    for body in door.bodies:
        orjson.loads(body)
    limit = time.process_time() - began
    report = Report(
        "b1",
        f"{SourceItem.objects.count():,} items of {products:,} products read, PostgreSQL",
        ["", "took", "CPU", "calls"],
        [
            ["the first time, published", *first.cells()],
            ["again, found still true", *again.cells()],
            ["its answers merely parsed", "", seconds(limit), f"{len(door.bodies):,}"],
        ],
    )
    calls, made = products // 250 + 12, again.read.request_count
    words = "at most a call for 250 products and 12 more"
    report.goal(words, seen=f"{made:,} of {calls:,}", met=made <= calls)
    report.goal("again: at most 25 s of CPU", seen=seconds(again.cpu), met=again.cpu <= 25)
    publishing = first.wall - again.wall
    report.goal("published in 20 s more", seen=seconds(publishing), met=publishing <= 20)
    seen = f"{above / MIB:,.0f} MiB"
    report.goal("at most 200 MiB beside its answers", seen=seen, met=above <= 200 * MIB)
    wrote = again.read.published
    report.goal("again: no row written", seen="some" if wrote else "none", met=not wrote)
    report.notes = [f"Again beside parsing alone: {times(again.cpu / limit)}."]
    report.figures = {
        "first": first.wall,
        "again_cpu": again.cpu,
        "limit_cpu": limit,
        "above_kib": above,
    }
    return report


class Once(NamedTuple):
    wall: float
    cpu: float
    read: SourceRead

    def cells(self) -> list[str]:
        return [seconds(self.wall), seconds(self.cpu), f"{self.read.request_count:,}"]


def read_once(catalogue: SourceCatalogue) -> Once:
    read = lease.request_read(catalogue, at=timezone.now(), trigger="command")
    began, cpu = time.perf_counter(), time.process_time()
    work_on(read, clock=timezone.now)
    once = Once(time.perf_counter() - began, time.process_time() - cpu, read)
    read.refresh_from_db()
    if read.error:
        raise RuntimeError(read.error)
    return once
