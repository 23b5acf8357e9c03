"""The one door through which pages, API and admin ask for a store to be read now."""

from datetime import datetime
from typing import Any

from django.db import transaction

from aliexpress.models import Store, SyncRun
from aliexpress.sync import lease
from aliexpress.tasks import tell_workers


def request_refresh(
    store: Store, *, at: datetime, by: Any | None = None, full: bool = False
) -> SyncRun:
    """The run that answers the request: the store's open one, or a new one sent to a worker."""
    run = lease.request_run(store, at=at, trigger=SyncRun.Trigger.MANUAL, full=full, by=by)
    if run.status == SyncRun.Status.QUEUED and run.sent_at is None:
        transaction.on_commit(lambda: tell_workers([run]))
    return run
