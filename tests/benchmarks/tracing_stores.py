"""The bars of tracing that take a store: a month of the demo's shop, and the time it takes."""

import json
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from aliexpress.models import Listing, ListingDetail, Store, Transition
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.sandbox.shop.scenario import STRICT_WITH_LAMPS
from cards.models import Tracing
from cards.tracing.archive import asked_from, traced_at_once
from tests.benchmarks.report import Report, seconds
from tests.cards.tracing.lived_month import SLUG, lived_month
from tests.cards.tracing.reviewed_store import CLOSING, reviewed_store

END = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
ASKED = (("why", 7), ("why", 29), ("alike", 7))
LARGE = 100_000
FAR = 10_000_000  # from any number of a listing to that of its next copy
MOVED = ("id", "listing_id", "product_id")
# What reads listings, their details or their movements; the rest finds readings and the archive.
OF_LISTINGS = ('"aliexpress_listing"', '"aliexpress_transition"')


def months(report: Report, seeds: int) -> None:
    """T7 and, on the last of them, T10."""
    nothing = named = 0
    for seed in range(1, seeds + 1):
        with lived_month(end=END, seed=seed) as store:
            nothing += not any(_findings(store, kind, days) for kind, days in ASKED)
            if seed == seeds:
                _speed(report, store, END, "4,820", bar=0.15)
        Store.objects.filter(slug=SLUG).delete()
        with lived_month(end=END, seed=seed, causes=[STRICT_WITH_LAMPS]) as store:
            named += {"group": "513"} in _findings(store, "alike", 7)
        Store.objects.filter(slug=SLUG).delete()
    for name, number in (("a coin toss, nothing named", nothing), ("lamps planted, named", named)):
        line = f"T7 the demo's month, {name}"
        report.rows.append([line, f"{number} of {seeds}", f"{seeds} of {seeds}", "5 of 5"])
        report.goal(f"{line}: all of {seeds}", seen=f"{number}", met=number == seeds)


def large(report: Report, *, small: bool) -> None:
    """T10 on a large store."""
    size = LARGE // 20 if small else LARGE // 2
    store = Store.objects.create(slug="large", name="Large")
    reviewed_store(store, share=0.3, size=size)
    _speed(report, store, CLOSING, f"{2 * size:,}", bar=1.5)
    if not small:
        largest(report)


def _findings(store: Store, kind: str, days: int, *, end: datetime = END) -> list[dict[str, str]]:
    start = end - timedelta(days=days)
    asked = asked_from(
        {"subject": "rejected", "kind": kind, "from": start.isoformat(), "to": end.isoformat()},
        at=end,
    )
    answer = traced_at_once(store, asked, by=None, at=end, however_large=True).answer or {}
    return [one["where"] for one in answer["findings"] if not one["held_back"]]


def _speed(report: Report, store: Store, end: datetime, size: str, *, bar: float) -> None:
    for kind in ("why", "alike"):
        taken = []
        for _ in range(6):
            Tracing.objects.all().delete()
            began = time.process_time()
            statements = statements_of(store, kind, end)
            taken.append(time.process_time() - began)
        median = statistics.median(taken[1:])
        name = f"T10 {size} listings, {kind}"
        seen = f"{seconds(median)}, {statements} statements"
        reached = ".06 s, 1" if bar < 1 else ".7 s, 1"
        report.rows.append([name, seen, f"at most {bar} s", reached])
        report.goal(f"{name}: at most {bar} s of CPU", seen=seen, met=median <= bar)


def statements_of(store: Store, kind: str, end: datetime) -> int:
    """How many statements a tracing reads listings or movements with."""
    said: list[str] = []

    def noting(execute: Any, sql: str, *given: Any) -> Any:
        said.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(noting):
        _findings(store, kind, 7, end=end)
    return sum(any(table in sql for table in OF_LISTINGS) for sql in said)


def largest(report: Report) -> None:
    """T10 on a store of a million listings, each tracing in a process of its own."""
    store = Store.objects.get(slug="large")
    multiply(store, 10)
    for kind in ("why", "alike"):
        Tracing.objects.all().delete()
        tracing = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.tracing_process", store.slug, kind],
            stdout=subprocess.PIPE,
            check=True,
        )
        one = json.loads(tracing.stdout.splitlines()[-1])
        megabytes = one["peak"] / 1024
        name = f"T10 1,000,000 listings, {kind}"
        seen = f"{seconds(one['seconds'])}, {megabytes:,.0f} MB, {one['statements']} statements"
        report.rows.append([name, seen, "at most 10 s, 250 MB", "6.3 to 9 s, 160 MB, 1"])
        met = one["seconds"] <= 10 and megabytes <= 250
        report.goal(f"{name}: at most 10 s of CPU and 250 MB", seen=seen, met=met)


def multiply(store: Store, times: int) -> None:
    """The store has each of its listings so many times, with details and movements: rows that the
    database makes of those there are."""
    for number in range(1, times):
        for model in (Listing, ListingDetail, Transition):
            columns = [field.column for field in model._meta.concrete_fields]
            values = [f"{one} + {number * FAR}" if one in MOVED else one for one in columns]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
                    f" SELECT {', '.join(values)} FROM {model._meta.db_table}"
                    " WHERE store_id = %s AND id < %s",
                    [store.pk, FAR],
                )
    counted = [*COUNT_FIELD.values(), "total_count"]
    store.snapshots.update(**{field: F(field) * times for field in counted})
