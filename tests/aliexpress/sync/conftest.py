"""A small store on the sandbox, read over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from aliexpress.gateway import rate_limits
from aliexpress.models import Connection, ListingSnapshot, Store, SyncRun
from aliexpress.sandbox import Sandbox, SandboxClock
from aliexpress.sandbox.rate_limits import DETAIL_CALLS_PER_SECOND
from aliexpress.sync import lease, sync_store
from tests.factories import ConnectionFactory
from tests.moments import NOON


@pytest.fixture(autouse=True)
def _single_products_follow_at_once(request, monkeypatch):
    """AliExpress allows twenty single products a second; only a test about that pace, one that
    asks for `paced`, waits for them."""
    if "paced" not in request.fixturenames:
        monkeypatch.setattr(rate_limits, "DETAILS_A_SECOND", 1e6)


@pytest.fixture
def paced(sandbox):
    """The stand-in refuses single products that follow too fast, as AliExpress does."""
    sandbox.limits.detail_calls_per_second = DETAIL_CALLS_PER_SECOND


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


@contextmanager
def running_sandbox() -> Iterator[Sandbox]:
    """At noon, and the same whenever it is made."""
    sandbox = Sandbox(seed=7, clock=SandboxClock(NOON))
    sandbox.limits.detail_calls_per_second = None
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def catalogue(sandbox):
    """Twelve listings: six on sale, three in auditing, two rejected, one expired."""
    sandbox.fill(
        sandbox.seller, {"onSelling": 6, "auditing": 3, "editingRequired": 2, "offline": 1}
    )
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture
def store(db, sandbox) -> Store:
    return store_of(sandbox)


def store_of(sandbox: Sandbox) -> Store:
    """Connected to the sandbox, and not read yet."""
    connection = ConnectionFactory(
        gateway_url=sandbox.url,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        access_token=sandbox.seller.access_token,
        refresh_token=sandbox.seller.refresh_token,
        list_method="",
    )
    return connection.store


def read_first(counts: dict[str, int]) -> SyncRun:
    """The first run of a store with so many listings by status."""
    with running_sandbox() as sandbox:
        sandbox.fill(sandbox.seller, counts)
        return sync_store(store_of(sandbox), clock=sandbox.clock.now)


def moved_to(sandbox: Sandbox, run: SyncRun) -> Store:
    """The store of the run, from now on at this sandbox, which is as that of the run was."""
    Connection.objects.filter(store=run.store_id).update(gateway_url=sandbox.url)
    return Store.objects.get(pk=run.store_id)


@pytest.fixture
def read(sandbox, store):
    """Read the store now, on the sandbox's own clock, without waiting for it to recover."""

    def read_now(*, full: bool = False, patience: float = 0) -> SyncRun:
        return sync_store(store, clock=sandbox.clock.now, full=full, patience=patience)

    return read_now


def pass_time(sandbox: Sandbox, **passed: float) -> None:
    """The sandbox's clock goes on by so many minutes, hours or days."""
    sandbox.clock.set(sandbox.clock.now() + timedelta(**passed))


def counts(snapshot: ListingSnapshot) -> dict[str, int]:
    """How many listings stand in each state that has any."""
    return {str(state): number for state, number in snapshot.counts.items() if number}


def running(store: Store) -> SyncRun:
    """A run of the store that a worker has begun at noon."""
    run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.SCHEDULE)
    lease.claim(run, at=NOON)
    return run
