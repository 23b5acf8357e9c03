"""S1, S3, S4, S5, S6: reading a store whole, again, unchanged, and changed a little."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from aliexpress.models import Store
from tests.benchmarks.limit import Limit
from tests.benchmarks.readers import vacuum
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.sandbox_process import SandboxProcess
from tests.benchmarks.stores import check, forget, read, store_on
from tests.benchmarks.timing import in_turn

CONNECTIONS = 8
MANY_CONNECTIONS = 64
LATENCY = 0.08  # seconds an answer takes, where answers take time


def s1(*, small: bool) -> Report:
    listings, rounds = (20_000, 3) if small else (200_000, 3)
    with SandboxProcess(listings=listings) as sandbox:
        store, limit = store_on(sandbox), Limit(sandbox, connections=CONNECTIONS)
        limit.fetch_only()

        def clean(name: str) -> None:
            forget(store)
            limit.prepare()

        taken = in_turn(
            {
                "the wire alone": limit.fetch_only,
                "limit": limit.read,
                "Nerve Centre": lambda: read(store),
            },
            rounds=rounds,
            before_each=clean,
        )
        check(store, sandbox)
    report = Report(
        "s1",
        f"First full sync of {listings:,} listings, PostgreSQL, no added latency",
        ["", "median", "of the limit", "listings a second"],
    )
    for name, median in taken.items():
        report.rows.append(
            [name, seconds(median), times(median / taken["limit"]), f"{listings / median:,.0f}"]
        )
    ratio = taken["Nerve Centre"] / taken["limit"]
    report.goal("at most 2.5x the limit", seen=times(ratio), met=ratio <= 2.5)
    report.goal("better still: at most 1.6x", seen=times(ratio), met=ratio <= 1.6)
    report.figures = {"listings": listings, "seconds": taken, "ratio": ratio}
    return report


def s3(*, small: bool) -> Report:
    listings, rounds = (20_000, 3) if small else (200_000, 3)
    with SandboxProcess(listings=listings) as sandbox:
        store = store_on(sandbox)
        Limit(sandbox, connections=CONNECTIONS).fetch_only()
        read(store)
        read(store, full=True)  # what is asked from the second read on is made beforehand as well

        def prepare(name: str) -> None:
            if name == "first":
                forget(store)
            else:
                written.append(-_rows_written())

        written: list[int] = []
        taken = in_turn(
            {
                "first": lambda: read(store),
                "again, nothing changed": lambda: _again(store, written),
            },
            rounds=rounds,
            before_each=prepare,
        )
        check(store, sandbox)
    ratio = taken["again, nothing changed"] / taken["first"]
    report = Report(
        "s3",
        f"Full sync again of {listings:,} listings, PostgreSQL",
        ["", "median", "of the first"],
    )
    report.rows = [
        [name, seconds(median), times(median / taken["first"])] for name, median in taken.items()
    ]
    report.goal("no listing row written", seen=f"{max(written):,}", met=max(written) == 0)
    report.goal("at most 1x the first", seen=times(ratio), met=ratio <= 1)
    report.figures = {"listings": listings, "seconds": taken, "ratio": ratio, "written": written}
    return report


def _again(store: Store, written: list[int]) -> None:
    read(store, full=True)
    written[-1] += _rows_written()


def _rows_written() -> int:
    """Listing rows inserted or updated since the server began, as PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables"
            " WHERE relname = 'aliexpress_listing'"
        )
        return cursor.fetchone()[0]


def s4(*, small: bool) -> Report:
    listings, rounds = (20_000, 3) if small else (200_000, 3)
    settings.ALIEXPRESS_CONNECTIONS = MANY_CONNECTIONS
    with SandboxProcess(listings=listings) as sandbox:
        store, limit = store_on(sandbox), Limit(sandbox, connections=MANY_CONNECTIONS)
        limit.fetch_only()
        sandbox.tell(latency=LATENCY)

        def clean(name: str) -> None:
            forget(store)
            limit.prepare()

        taken = in_turn(
            {"limit": limit.read, "Nerve Centre": lambda: read(store)},
            rounds=rounds,
            before_each=clean,
        )
        check(store, sandbox)
    ratio = taken["Nerve Centre"] / taken["limit"]
    report = Report(
        "s4",
        f"First full sync of {listings:,} listings, 80 ms an answer, 64 connections, PostgreSQL",
        ["", "median", "of the limit"],
    )
    report.rows = [
        [name, seconds(median), times(median / taken["limit"])] for name, median in taken.items()
    ]
    report.goal("at most 1.3x the limit", seen=times(ratio), met=ratio <= 1.3)
    report.figures = {"listings": listings, "seconds": taken, "ratio": ratio}
    return report


def s5(*, small: bool) -> Report:
    sizes = [5_000, 20_000] if small else [5_000, 50_000, 200_000]
    report = Report(
        "s5",
        "An unchanged store is confirmed, PostgreSQL, no added latency",
        ["listings", "median", "requests", "statuses"],
    )
    medians, requests = [], []
    for size in sizes:
        with SandboxProcess(listings=size) as sandbox:
            store = store_on(sandbox)
            read(store)
            vacuum()
            median, counted = _confirmed(store)
            forget(store)
            store.delete()
        medians.append(median)
        requests.append(counted)
        report.rows.append([f"{size:,}", seconds(medians[-1]), str(requests[-1]), "4"])
    report.goal(
        "at most 2 requests a status", seen=f"{max(requests) / 4:g}", met=max(requests) <= 8
    )
    growth = medians[-1] / medians[0]
    report.goal(
        "constant time: the largest store at most 1.5x the smallest",
        seen=times(growth),
        met=growth <= 1.5,
    )
    report.figures = {"sizes": sizes, "seconds": medians, "requests": requests}
    return report


def _confirmed(store: Store) -> tuple[float, int]:
    """Seconds, and how many requests."""
    counted: list[int] = []
    taken = in_turn({"": lambda: counted.append(read(store).request_count)}, rounds=9)
    return taken[""], max(counted)


def s6(*, small: bool) -> Report:
    listings = 20_000 if small else 200_000
    changed = listings // 100
    with SandboxProcess(listings=listings) as sandbox:
        store = store_on(sandbox)
        Limit(sandbox, connections=CONNECTIONS).fetch_only()
        sandbox.tell(latency=LATENCY)
        requests: list[int] = []
        whole = in_turn({"full": lambda: requests.append(read(store).request_count)}, rounds=1)
        vacuum()
        now: list[datetime] = []
        part = in_turn(
            {"changed": lambda: requests.append(read(store, at=now[-1]).request_count)},
            rounds=3,
            before_each=lambda name: now.append(
                datetime.fromisoformat(sandbox.tell(change=changed, over=300)["now"])
            ),
        )
    share = part["changed"] / whole["full"]
    report = Report(
        "s6",
        f"{changed:,} of {listings:,} listings changed in 5 minutes, 80 ms, 8 connections",
        ["", "median", "requests"],
    )
    report.rows = [
        ["full", seconds(whole["full"]), str(requests[0])],
        ["1 % changed", seconds(part["changed"]), str(max(requests[1:]))],
    ]
    # To ask and to confirm, and a request for each twenty that changed.
    proportion = 20 + changed // 20
    report.goal(
        f"requests in proportion to the change: at most {proportion}",
        seen=str(max(requests[1:])),
        met=max(requests[1:]) <= proportion,
    )
    report.goal(
        "at most 1/20 of the full sync's time", seen=f"1/{1 / share:.0f}", met=share <= 0.05
    )
    report.figures = {"seconds": {**whole, **part}, "requests": requests, "share": share}
    return report
