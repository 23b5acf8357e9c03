"""The one door through which pages, API and admin ask for a store to be read now."""

from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction

from aliexpress.models import Store, SyncRun
from aliexpress.sync import lease
from aliexpress.tasks import tell_workers

# Somebody waits at a page: what another holds locked for longer is not waited for.
LOCK_WAIT = "1500ms"
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's


class StoreBusy(Exception):
    """The store's rows are locked. The message is a sentence for people."""

    def __init__(self) -> None:
        super().__init__(
            "This store is being written to just now, so no refresh was asked for: try again in "
            "a few seconds."
        )


def request_refresh(
    store: Store, *, at: datetime, by: Any | None = None, full: bool = False
) -> SyncRun:
    """The run that answers the request: the store's open one, or a new one sent to a worker.

    Raises StoreBusy where somebody else holds the store's rows for longer than a person waits.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_WAIT])
            run = lease.request_run(store, at=at, trigger=SyncRun.Trigger.MANUAL, full=full, by=by)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise StoreBusy from error
        raise
    if run.status == SyncRun.Status.QUEUED and run.sent_at is None:
        transaction.on_commit(lambda: tell_workers([run]))
    return run
