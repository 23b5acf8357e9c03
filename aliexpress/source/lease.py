"""Who may read a source: one open read a source, held by a lease with a heartbeat.

Races are settled by the database, as those of `aliexpress.sync.lease` are.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from aliexpress.models import SourceCatalogue, SourceRead
from aliexpress.models.source import STOCK

WORKER_LOST = (
    "The worker reading the source stopped in the middle. No new number was published; "
    "the next read begins anew."
)


class LeaseLost(Exception):
    """Another worker has taken the read over: this one may not publish."""


def request_read(
    catalogue: SourceCatalogue, *, at: datetime, trigger: str, by: Any | None = None, **wanted: Any
) -> SourceRead:
    """The source's open read, or a new one waiting for a worker. `wanted`: of a new one, which
    upload it reads and whether in spite of refused lines. Where only the stock is being read, the
    whole is due right after."""
    close_abandoned(at=at, catalogue=catalogue)
    try:
        with transaction.atomic():
            return SourceRead.objects.create(
                catalogue=catalogue, requested_by=by, requested_at=at, trigger=trigger, **wanted
            )
    except IntegrityError:
        pass
    found = SourceRead.objects.filter(catalogue=catalogue).open().first()
    if found is None:  # it finished between the two statements
        return request_read(catalogue, at=at, trigger=trigger, by=by, **wanted)
    if found.kind == STOCK and wanted.get("kind") != STOCK:
        SourceCatalogue.objects.filter(pk=catalogue.pk).update(due_at=at)
    return found


def close_abandoned(*, at: datetime, catalogue: SourceCatalogue | None = None) -> int:
    """Close reads whose heartbeat is ten seconds old. Returns how many were closed."""
    reads = SourceRead.objects.filter(catalogue=catalogue) if catalogue else SourceRead.objects
    return reads.abandoned(at=at).update(
        status=SourceRead.Status.FAILED,
        finished_at=at,
        error_kind=SourceRead.ErrorKind.LOST,
        error=WORKER_LOST,
        lease=None,
    )


def claim(read: SourceRead, *, at: datetime) -> bool:
    """Take a waiting read. False when another worker has it, or it is over."""
    lease = uuid.uuid4()
    waiting = SourceRead.objects.filter(pk=read.pk, status=SourceRead.Status.QUEUED)
    taken = waiting.update(
        status=SourceRead.Status.RUNNING, lease=lease, started_at=at, heartbeat_at=at
    )
    read.refresh_from_db()
    return bool(taken)


def beat(read: SourceRead, *, at: datetime, **progress: Any) -> None:
    """Say that the worker lives, and how far it is. Raises LeaseLost."""
    if not SourceRead.objects.filter(_held(read)).update(heartbeat_at=at, **progress):
        raise LeaseLost(f"Source read {read.pk} was taken over.")


def lock_held(read: SourceRead) -> None:
    """Inside the publishing transaction: lock the read's row. Raises LeaseLost."""
    if not SourceRead.objects.select_for_update().filter(_held(read)).exists():
        raise LeaseLost(f"Source read {read.pk} was taken over.")


def finish(read: SourceRead, *, at: datetime, **outcome: Any) -> bool:
    """Close the read if it is still ours. `outcome` holds the fields that say how it ended."""
    closed = SourceRead.objects.filter(_held(read)).update(
        finished_at=at, heartbeat_at=at, **outcome
    )
    return bool(closed)


def _held(read: SourceRead) -> Q:
    return Q(pk=read.pk, lease=read.lease, status=SourceRead.Status.RUNNING)
