"""H1: a year of history of a thousand stores, and the trend read from it."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.seconds import LagsField, packed
from cards.history.history import history
from tests.benchmarks.readers import vacuum
from tests.benchmarks.report import Report, seconds, times
from tests.factories import SnapshotFactory

DAYS = 365
DAY = 86_400  # seconds
BETWEEN_CHECKS = 300  # seconds
A_LAG = timedelta(milliseconds=400)  # what a check takes
# One check in a hundred finds something changed.
CHANGES_A_DAY = 3
TABLES = ("aliexpress_listingsnapshot", "aliexpress_confirmation", "aliexpress_transition")

_SNAPSHOTS = """
INSERT INTO aliexpress_listingsnapshot (store_id, previous_id, as_of, published_at, confirmed_at,
  {columns})
SELECT store.id, NULL, moment, moment, moment + %s * interval '1 second', {columns}
FROM aliexpress_store store
CROSS JOIN generate_series(1, %s) n
CROSS JOIN LATERAL (SELECT now() - (%s - n) * %s * interval '1 second' AS moment) given
CROSS JOIN (SELECT * FROM aliexpress_listingsnapshot WHERE id = %s) template
WHERE store.slug LIKE 'h1-%%'
ORDER BY n, store.id
"""
_PREVIOUS = """
UPDATE aliexpress_listingsnapshot later SET previous_id = earlier.id
FROM aliexpress_listingsnapshot earlier
WHERE earlier.store_id = later.store_id
  AND earlier.published_at = later.published_at - %s * interval '1 second'
"""
# Those that began at the same time of a day were found true at the same times of a day.
_CONFIRMATIONS = """
INSERT INTO aliexpress_confirmation (snapshot_id, day, seconds, lags)
SELECT id, (as_of AT TIME ZONE 'UTC')::date + %s, %s, %s FROM aliexpress_listingsnapshot
WHERE (as_of AT TIME ZONE 'UTC')::time = %s
"""
_BEGINNINGS = """
SELECT DISTINCT (as_of AT TIME ZONE 'UTC')::time FROM aliexpress_listingsnapshot
"""
_TRANSITIONS = """
INSERT INTO aliexpress_transition (store_id, snapshot_id, listing_id, from_state, to_state,
  from_status, to_status, from_offline_reason, to_offline_reason, audit_failure_reason,
  after_at, by_at)
SELECT store_id, id, id, 'auditing', 'active', 'auditing', 'onSelling', '', '', '',
  as_of - interval '5 minutes', as_of
FROM aliexpress_listingsnapshot
"""


def h1(*, small: bool) -> Report:
    stores = 50 if small else 1_000
    some = _live_a_year(stores)
    at = timezone.now()
    newest = ListingSnapshot.objects.filter(store=some).latest("published_at").pk

    def trend() -> int:
        return len(history(some, start=at - timedelta(days=90), end=at).points)

    with CaptureQueriesContext(connection) as asked:
        points = trend()
    statements = len(asked)
    one, many = _medians(lambda: ListingSnapshot.objects.get(pk=newest), trend)
    size = _bytes() / stores * 1_000
    report = Report(
        "h1",
        f"A year of checks each five minutes, {stores:,} stores, {CHANGES_A_DAY} changes a day",
        ["", "seen"],
    )
    each = _bytes() / ListingSnapshot.objects.count()
    report.rows = [
        ["one snapshot by its id", seconds(one)],
        [f"the trend of 90 days, {points} points", seconds(many)],
        ["kept for each change, indexes included", f"{each:,.0f} bytes"],
        ["a year of a thousand stores", f"{size / 1e9:.2f} GB"],
    ]
    ratio = many / one / max(1.0, points / 300)
    report.goal("one query", seen=str(statements), met=statements == 1)
    report.goal(
        "at most 10x a single-row look-up per 300 points", seen=times(ratio), met=ratio <= 10
    )
    report.goal("at most 3 GB", seen=f"{size / 1e9:.2f} GB", met=size <= 3e9)
    report.figures = {"one": one, "trend": many, "ratio": ratio, "bytes": size}
    return report


def _live_a_year(stores: int) -> Store:
    """Returns one of the stores."""
    Store.objects.bulk_create(Store(name=f"H1 {n}", slug=f"h1-{n}") for n in range(stores))
    template = SnapshotFactory(store=Store.objects.get(slug="h1-0"), longest_lapse=BETWEEN_CHECKS)
    fixed = {"id", "store_id", "previous_id", "as_of", "published_at", "confirmed_at"}
    columns = [field.column for field in ListingSnapshot._meta.concrete_fields]
    names = ", ".join(f"template.{name}" for name in columns if name not in fixed)
    apart = DAY // CHANGES_A_DAY
    number = DAYS * CHANGES_A_DAY
    with connection.cursor() as cursor:
        # Rows made up by the million need no check of each.
        cursor.execute("SET session_replication_role = replica")
        insert = _SNAPSHOTS.replace("{columns}", names.replace("template.", ""), 1)
        insert = insert.replace("{columns}", names)
        cursor.execute(insert, [apart - BETWEEN_CHECKS, number, number, apart, template.pk])
        cursor.execute("DELETE FROM aliexpress_listingsnapshot WHERE id = %s", [template.pk])
        cursor.execute(_PREVIOUS, [apart])
        _find_true(cursor, apart)
        cursor.execute(_TRANSITIONS)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(f"VACUUM FULL {', '.join(TABLES)}")  # the UPDATE above is ours, not life's
    vacuum()
    return Store.objects.get(slug="h1-7")


def _find_true(cursor: Any, apart: int) -> None:
    """At every check until the next snapshot, as a sync writes it down."""
    cursor.execute(_BEGINNINGS)
    for (begin,) in cursor.fetchall():
        first = begin.hour * 3600 + begin.minute * 60 + begin.second
        looks = range(first + BETWEEN_CHECKS, first + apart, BETWEEN_CHECKS)
        for day in (0, 1):
            seconds = [look - day * DAY for look in looks if look // DAY == day]
            if seconds:
                lags = LagsField().get_prep_value([A_LAG] * len(seconds))
                cursor.execute(_CONFIRMATIONS, [day, packed(seconds), lags, begin])


def _bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) name",
            [list(TABLES)],
        )
        return int(cursor.fetchone()[0])


def _medians(*calls: Callable[[], object], turns: int = 10, each: int = 20) -> list[float]:
    """Seconds. They take turns, so that a mood of the machine is a mood of each; but many times
    in a row: a single look-up straight after a trend takes twice as long as it does by itself,
    and that would flatter the trend."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(turns):
        for call, found in zip(calls, taken, strict=True):
            for _ in range(each):
                began = time.perf_counter()
                call()
                found.append(time.perf_counter() - began)
    return [statistics.median(found) for found in taken]
