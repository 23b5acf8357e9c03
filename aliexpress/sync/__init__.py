"""Brings stores up to date: the only writer of facts."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from aliexpress.log_lines import log_ended
from aliexpress.models import Store, SyncRun
from aliexpress.sync import lease
from aliexpress.sync.progress import OnProgress
from aliexpress.sync.run import perform

# Seconds in all that one call may spend waiting for AliExpress to recover.
PATIENCE = 20.0
LOOK_AGAIN_SECONDS = 0.5

__all__ = ["PATIENCE", "sync_store", "work_on"]


def work_on(
    run: SyncRun,
    *,
    clock: Callable[[], datetime],
    patience: float = PATIENCE,
    on_progress: OnProgress | None = None,
) -> bool:
    """Claim a waiting run and carry it out. False when it is another worker's, or over."""
    if not lease.claim(run, at=clock()):
        return False
    # Whoever took a run over has closed it, and reads the store again.
    with suppress(lease.LeaseLost):
        perform(run, clock=clock, patience=patience, on_progress=on_progress)
    run.refresh_from_db()
    log_ended(run, store=run.store.slug)
    return True


def sync_store(
    store: Store,
    *,
    clock: Callable[[], datetime],
    trigger: str = SyncRun.Trigger.COMMAND,
    full: bool = False,
    by: Any | None = None,
    on_progress: OnProgress | None = None,
    patience: float = PATIENCE,
) -> SyncRun:
    """Bring a store up to date in the foreground and return the finished run.

    A failed run is returned, not raised. Where a worker already reads the store, its run is
    waited for: one store is never read twice at once.
    """
    run = lease.request_run(store, at=clock(), trigger=trigger, full=full, by=by)
    while not work_on(run, clock=clock, patience=patience, on_progress=on_progress):
        if run.finished_at is not None:
            break
        time.sleep(LOOK_AGAIN_SECONDS)
        if lease.close_abandoned(at=clock(), store=store):
            run = lease.request_run(store, at=clock(), trigger=trigger, full=full, by=by)
    return run
