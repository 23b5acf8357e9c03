"""Who may bring a store up to date: one open run a store, held by a lease with a heartbeat.

Races are settled by the database: every step filters on the state it expects and looks at the
row count. Nothing here relies on the broker.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from aliexpress.models import Store, StoreNow, SyncRun

WORKER_LOST = (
    "The worker reading the store stopped in the middle. No new number was published; "
    "the next refresh reads again."
)


class DatabaseLost(Exception):
    """The database broke off while a run was under way. The message is a sentence for people."""

    def __init__(self) -> None:
        super().__init__(
            "The database stopped answering while the store was read. No new number was "
            "published; the next refresh reads again."
        )


class LeaseLost(Exception):
    """Another worker has taken the run over: this one may not publish."""


def request_run(
    store: Store,
    *,
    at: datetime,
    trigger: str,
    full: bool = False,
    by: Any | None = None,
) -> SyncRun:
    """The store's open run, or a new one waiting for a worker.

    A run whose worker died (heartbeat ten seconds old) is closed first, so that it never
    stands in the way.
    """
    close_abandoned(at=at, store=store)
    try:
        with transaction.atomic():
            run = SyncRun.objects.create(
                store=store, trigger=trigger, full_wanted=full, requested_by=by, requested_at=at
            )
            StoreNow.objects.point(store.pk, open_run=run)
            return run
    except IntegrityError:
        pass
    found = SyncRun.objects.filter(store=store).open().first()
    if found is None:  # it finished between the two statements
        return request_run(store, at=at, trigger=trigger, full=full, by=by)
    if full and not found.full_wanted:
        _want_full(found)
    return found


def _want_full(run: SyncRun) -> None:
    """Where no worker has begun it. Saved, not updated: somebody did it, and that is told."""
    with transaction.atomic():
        queued = SyncRun.objects.filter(pk=run.pk, status=SyncRun.Status.QUEUED)
        if queued.select_for_update().exists():
            run.full_wanted = True
            run.save(update_fields=["full_wanted"])


def close_abandoned(*, at: datetime, store: Store | None = None) -> int:
    """Close runs whose heartbeat is ten seconds old. Returns how many were closed."""
    runs = SyncRun.objects.filter(store=store) if store else SyncRun.objects.all()
    with transaction.atomic():
        # Locked: what is closed and what is pointed at are the same runs.
        abandoned = list(
            runs.abandoned(at=at).select_for_update().order_by("pk").values_list("pk", flat=True)
        )
        if abandoned:
            SyncRun.objects.filter(pk__in=abandoned).update(
                status=SyncRun.Status.FAILED,
                finished_at=at,
                error_kind=SyncRun.ErrorKind.LOST,
                error=WORKER_LOST,
                lease=None,
            )
            StoreNow.objects.filter(open_run__in=abandoned).update(
                last_run=F("open_run"), open_run=None
            )
    return len(abandoned)


def claim(run: SyncRun, *, at: datetime) -> bool:
    """Take a waiting run. False when another worker has it, or it is over."""
    lease = uuid.uuid4()
    taken = SyncRun.objects.filter(pk=run.pk, status=SyncRun.Status.QUEUED).update(
        status=SyncRun.Status.RUNNING, lease=lease, started_at=at, heartbeat_at=at
    )
    run.refresh_from_db()
    return bool(taken)


def beat(run: SyncRun, *, at: datetime, request_count: int) -> None:
    """Say that the worker lives. Raises LeaseLost when the run is no longer its own."""
    held = SyncRun.objects.filter(held_by(run)).update(heartbeat_at=at, request_count=request_count)
    if not held:
        raise LeaseLost(f"Run {run.pk} was taken over.")


def lock_held(run: SyncRun) -> None:
    """Inside the publishing transaction: lock the run's row and check that it is still ours."""
    if not SyncRun.objects.select_for_update().filter(held_by(run)).exists():
        raise LeaseLost(f"Run {run.pk} was taken over.")


def finish(run: SyncRun, *, at: datetime, **outcome: Any) -> bool:
    """Close the run if it is still ours. `outcome` holds the fields that say how it ended."""
    with transaction.atomic():
        held = SyncRun.objects.filter(held_by(run))
        closed = bool(held.update(finished_at=at, heartbeat_at=at, **outcome))
        if closed:
            StoreNow.objects.point(run.store_id, last_run=run, open_run=None)
    return closed


def held_by(run: SyncRun) -> Q:
    """The lease tells two workers apart that both claimed the run: a database that came back from a
    copy may have lost the first claim."""
    return Q(pk=run.pk, lease=run.lease, status=SyncRun.Status.RUNNING)
