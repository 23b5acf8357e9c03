"""S9: a thousand stores, each confirmed each minute by one worker of two cores."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.models import Connection, ListingSnapshot, Store, SyncRun
from tests.benchmarks.report import Report
from tests.benchmarks.sandbox_process import SandboxProcess

LATENCY = 0.08
INTERVAL = 60  # seconds
# A turn, and the time a sync that has begun may take.
OLDEST = timedelta(seconds=INTERVAL + 15)
# A turn that waits for longer than this waits for others.
LATE = timedelta(seconds=5)
CORES = 2
PATIENCE = 1_800  # seconds the first reading of all may take


def s9(*, small: bool) -> Report:
    stores, listings, watched = (200, 50, 60) if small else (1_000, 5_000, 180)
    if shutil.which("redis-server") is None:
        raise SystemExit("S9 needs redis-server on the PATH: a worker takes its work from there.")
    with ExitStack() as parts:
        sandbox = parts.enter_context(
            SandboxProcess(listings=listings, sellers=stores, latency=LATENCY)
        )
        directory = parts.enter_context(tempfile.TemporaryDirectory())
        _connect(sandbox, stores)
        broker = parts.enter_context(_redis())
        worker = parts.enter_context(_celery(broker, "worker", "--concurrency=16"))
        parts.enter_context(_celery(broker, "beat", f"--schedule={directory}/beat"))
        began = time.monotonic()
        _wait_until_all_are_read(stores)
        first = time.monotonic() - began
        _wait_until_nobody_waits()
        settled = time.monotonic() - began - first
        oldest, confirmed, cpu = _watch(worker, seconds=watched)
    share = cpu / (watched * CORES)
    a_minute = confirmed / watched * 60
    report = Report(
        "s9",
        f"{stores:,} stores of {listings:,} listings, 80 ms an answer, a worker of {CORES} cores",
        ["", "seen"],
    )
    report.rows = [
        ["all read for the first time after", f"{first:,.0f} s"],
        ["what had come due meanwhile worked off after", f"{settled:,.0f} s"],
        ["syncs that ended well, a minute", f"{a_minute:,.0f}"],
        ["oldest confirmation ever seen", f"{oldest.total_seconds():,.0f} s"],
        ["the worker's CPU, of its two cores", f"{share:.0%}"],
        ["stores it could carry by its CPU", f"{a_minute / share:,.0f}"],
    ]
    report.goal(
        "each store confirmed each minute",
        seen=f"the oldest {oldest.total_seconds():,.0f} s ago",
        met=oldest <= OLDEST,
    )
    failed = list(SyncRun.objects.filter(status="failed").values_list("error", flat=True))
    report.rows.append(["syncs that failed", f"{len(failed):,}"])
    report.notes = sorted(set(failed))[:3]
    report.figures = {
        "first": first,
        "settled": settled,
        "a_minute": a_minute,
        "oldest": oldest.total_seconds(),
        "cpu": share,
    }
    return report


def _connect(sandbox: SandboxProcess, number: int) -> None:
    due = timezone.now()
    stores = Store.objects.bulk_create(
        Store(
            name=f"Store {n}",
            slug=f"store-{n}",
            sync_interval=INTERVAL,
            next_due_at=due + timedelta(seconds=INTERVAL * n / number),
        )
        for n in range(number)
    )
    Connection.objects.bulk_create(
        Connection(
            store=store,
            gateway_url=sandbox.url,
            app_key=sandbox.app_key,
            app_secret=sandbox.app_secret,
            access_token=token,
            list_method=FIND_LIST,
        )
        for store, token in zip(stores, sandbox.access_tokens, strict=True)
    )


@contextmanager
def _redis() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _celery(broker: str, *arguments: str) -> Iterator[subprocess.Popen]:
    running = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "nervecentre", *arguments],
        env={**os.environ, "CELERY_BROKER_URL": broker},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


def _wait_until_all_are_read(stores: int) -> None:
    end = time.monotonic() + PATIENCE
    while ListingSnapshot.objects.values("store").distinct().count() < stores:
        assert time.monotonic() < end, "the stores were not all read in time"
        time.sleep(1)


def _wait_until_nobody_waits() -> None:
    """The first reading of all held up the turns of all: they are caught up with, and then each
    store has had a turn of its own again."""
    end = time.monotonic() + PATIENCE
    calm_since = time.monotonic()
    while time.monotonic() - calm_since < INTERVAL:
        assert time.monotonic() < end, "what had come due was not worked off in time"
        late = timezone.now() - LATE
        waiting = SyncRun.objects.open().filter(status="queued", requested_at__lte=late)
        if waiting.exists() or Store.objects.filter(next_due_at__lte=late).exists():
            calm_since = time.monotonic()
        time.sleep(1)


def _watch(worker: subprocess.Popen, *, seconds: int) -> tuple[timedelta, int, float]:
    """The oldest confirmation seen, how many syncs ended well, the worker's CPU seconds."""
    began, cpu = timezone.now(), _cpu_seconds(worker.pid)
    oldest = timedelta()
    while timezone.now() - began < timedelta(seconds=seconds):
        newest: dict[int, object] = {}
        for store, at in ListingSnapshot.objects.order_by("id").values_list(
            "store_id", "confirmed_at"
        ):
            newest[store] = at
        oldest = max(oldest, timezone.now() - min(newest.values()))
        time.sleep(2)
    ended = SyncRun.objects.filter(status="complete", finished_at__gte=began).count()
    return oldest, ended, _cpu_seconds(worker.pid) - cpu


def _cpu_seconds(session: int) -> float:
    """Of every process in the worker's session so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
