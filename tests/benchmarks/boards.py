"""R5: the board of a thousand stores, a page of it at a time."""

import statistics
import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.benchmarks.readers import vacuum
from tests.benchmarks.report import Report, seconds
from tests.factories import (
    ConnectionFactory,
    DetailTallyFactory,
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
    ValidityTallyFactory,
)

PAGES = {
    "first": "/",
    "numbers only": "/?view=compact",
    "by a card": "/?sort=-aex_total_listings&page=3",
    "by a change": "/?sort=change:aex_total_listings",
}
ROUNDS = 9


def r5(*, small: bool) -> Report:
    sizes = (50, 100) if small else (50, 1_000)  # more than a page, for sums over all of them
    user = UserFactory(role="owner")
    report = Report(
        "r5",
        "The board, signed in, in this process, PostgreSQL",
        ["stores, page", "median", "CPU of this process", "statements", "bytes"],
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    slowest, asked, made = 0.0, {}, 0
    for size in sizes:
        lived_stores(size - made, user=user, begin=made)
        made = size
        vacuum()
        for name, address in PAGES.items():
            told, statements = one_page(client, address), statements_of(client, address)
            slowest = max(slowest, told["wall"])
            asked.setdefault(name, []).append(statements)
            report.rows.append(
                [
                    f"{size:,}, {name}",
                    seconds(told["wall"]),
                    seconds(told["cpu"]),
                    str(statements),
                    f"{told['bytes']:,}",
                ]
            )
            report.figures[f"{size} {name}"] = told | {"statements": statements}
    report.goal("a page in less than a second", seen=seconds(slowest), met=slowest < 1)
    same = all(numbers[-1] <= numbers[0] for numbers in asked.values())
    report.goal("no more statements for more stores", seen=str(asked), met=same)
    return report


def lived_stores(number: int, *, user: Any, begin: int) -> None:
    """Read twice, every second one's products too, some failing, some with what was rejected."""
    now = timezone.now()
    for place in range(begin, begin + number):
        store = StoreFactory(name=f"Store {place:04}", slug=f"store-{place}")
        MembershipFactory(store=store, user=user)
        ConnectionFactory(store=store, refresh_expires_at=now + timedelta(days=100))
        before = SnapshotFactory(store=store, as_of=now - timedelta(days=3))
        read = SnapshotFactory(store=store, as_of=now - timedelta(seconds=place), previous=before)
        SyncRunFactory(store=store, complete=place % 50 != 0, failed=place % 50 == 0)
        if place % 2:
            DetailTallyFactory(snapshot=read)
            ValidityTallyFactory(snapshot=read)
        if place % 20 == 0:
            ListingFactory.create_batch(
                3, store=store, state="rejected", audit_failure_reason="category_audit_fail"
            )


def one_page(client: Client, address: str) -> dict[str, Any]:
    walls, works = [], []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        walls.append(time.perf_counter() - began)
        works.append(time.process_time() - worked)
        assert answer.status_code == 200, address
    return {
        "wall": statistics.median(walls),
        "cpu": statistics.median(works),
        "bytes": len(answer.content),
    }


def statements_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)
