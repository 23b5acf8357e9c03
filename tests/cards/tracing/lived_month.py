"""The month that leads to the worked example, lived on the sandbox and read by the real sync."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from aliexpress.connection import connect
from aliexpress.models import Store
from aliexpress.sandbox import Sandbox, thirty_days
from aliexpress.sandbox.catalogue.verdicts import Cause
from aliexpress.sync import sync_store

SLUG = "harbour-home"


@contextmanager
def lived_month(
    *, end: datetime, seed: int, causes: Sequence[Cause] = (), every: int = 2
) -> Iterator[Store]:
    """The store, read each `every` half days. `seed`: of the luck of this month; `causes`: what is
    turned down more often in its last week."""
    sandbox = Sandbox()
    sandbox.start()
    sandbox.limits.detail_calls_per_second = None  # a month passes in seconds
    try:
        store = None
        for number, moment in enumerate(thirty_days(sandbox, end=end, seed=seed, causes=causes)):
            store = store or _connected(sandbox, at=moment)
            if number % every == 0:
                run = sync_store(store, clock=partial(_same, moment))
                assert not run.error, run.error
        assert store is not None
        yield store
    finally:
        sandbox.stop()


def _same(moment: datetime) -> datetime:
    return moment


def _connected(sandbox: Sandbox, *, at: datetime) -> Store:
    return connect(
        SLUG,
        at=at,
        clock=lambda: at,
        name="Harbour Home",
        access_token=sandbox.seller.access_token,
        refresh_token=sandbox.seller.refresh_token,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        gateway_url=sandbox.url,
    ).store
