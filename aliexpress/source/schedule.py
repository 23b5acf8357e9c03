"""When each source is read next, as stores are; and reads that no worker came for."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from aliexpress.backoff import (
    SLOWEST_LOOK_AFTER_REFUSAL,
    wait_after_failure,
    wait_after_refusal,
)
from aliexpress.models import SourceCatalogue, SourceRead
from aliexpress.models.source import FILE, STOCK
from aliexpress.source import lease
from aliexpress.typed.moments import CLOCKS_DIFFER

# Up to so many products, so often; above, hourly.
INTERVALS: Final = ((5_000, timedelta(minutes=5)), (20_000, timedelta(minutes=15)))
LONGEST_INTERVAL: Final = timedelta(hours=1)
# Between two walks further apart than this, the stock is read alone.
STOCK_INTERVAL: Final = timedelta(minutes=5)
SOURCES_A_TICK: Final = 50
# A file whose reading ended so many workers is left to whoever uploaded it.
MOST_LOSSES: Final = 3
KEEP_CONFIRMING_READS: Final = timedelta(hours=6)


def start_due(*, at: datetime) -> list[SourceRead]:
    """Open a read of every source that is due, and return those a worker should be told of: the
    new ones, and those, of any kind, no worker came for."""
    take_up_after_lost_workers(at=at)
    in_force = SourceCatalogue.objects.in_force().filter(store__is_active=True)
    is_due = Q(due_at__lte=at) | Q(stock_due_at__lte=at)
    # No turn is further off than an interval: the clock was ahead when it was set.
    is_due |= Q(failure_count=0, due_at__gt=at + LONGEST_INTERVAL + CLOCKS_DIFFER)
    with transaction.atomic():
        due: Any = in_force.exclude(kind=FILE).filter(is_due).order_by("due_at")
        for catalogue in due.select_for_update(skip_locked=True, of=("self",))[:SOURCES_A_TICK]:
            open_read(catalogue, at=at)
    return list(SourceRead.objects.unsent(at=at))


def open_read(catalogue: SourceCatalogue, *, at: datetime) -> None:
    """Of the whole where that is due, else of the stock. Until the read ends and says when the
    next is, it is not opened twice: sent, or lost."""
    is_stock = catalogue.due_at is None or at < catalogue.due_at <= furthest_turn(catalogue, at=at)
    turn = "stock_due_at" if is_stock else "due_at"
    setattr(catalogue, turn, at + LONGEST_INTERVAL)
    catalogue.save(update_fields=[turn])
    kind = STOCK if is_stock else "full"
    lease.request_read(catalogue, at=at, trigger="schedule", kind=kind)


def furthest_turn(catalogue: SourceCatalogue, *, at: datetime) -> datetime:
    """A turn beyond it was set while the clock was ahead."""
    wait = SLOWEST_LOOK_AFTER_REFUSAL if catalogue.failure_count else LONGEST_INTERVAL
    return at + wait + CLOCKS_DIFFER


def take_up_after_lost_workers(*, at: datetime) -> None:
    """What a worker died over is begun anew: a shop is due again, and a file is read again."""
    lost = list(SourceRead.objects.abandoned(at=at).select_related("catalogue"))
    if not lost or not lease.close_abandoned(at=at):
        return
    for read in lost:
        if not read.catalogue.is_file:
            turn = "stock_due_at" if read.kind == STOCK else "due_at"
            SourceCatalogue.objects.filter(pk=read.catalogue_id).update(**{turn: at})
        elif read.upload_id and losses_of(read) < MOST_LOSSES:
            lease.request_read(
                read.catalogue,
                at=at,
                trigger=read.trigger,
                by=read.requested_by,
                upload_id=read.upload_id,
                accepts_refused=read.accepts_refused,
            )


def losses_of(read: SourceRead) -> int:
    of_file = SourceRead.objects.filter(upload=read.upload_id)
    return of_file.filter(error_kind=SourceRead.ErrorKind.LOST).count()


def note_success(read: SourceRead, *, at: datetime) -> None:
    """Put the source back on its turn."""
    if read.catalogue.is_file or read.snapshot is None:
        return
    of_this = SourceCatalogue.objects.filter(pk=read.catalogue_id)
    interval = interval_of(read.snapshot.product_count)
    stock_due_at = at + STOCK_INTERVAL if interval > STOCK_INTERVAL else None
    if read.kind == STOCK:
        of_this.update(stock_due_at=stock_due_at)
    else:
        of_this.update(due_at=at + interval, stock_due_at=stock_due_at, failure_count=0)


def note_failure(read: SourceRead, *, at: datetime, wait_seconds: float | None) -> None:
    """Read the source again ever more slowly."""
    catalogue = read.catalogue
    if catalogue.is_file:
        return
    if read.kind == STOCK:
        note_failure_of_stock(read, at=at, wait_seconds=wait_seconds)
        return
    wait = wait_after(read.error_kind, failures=catalogue.failure_count)
    retry_at = at + max(wait, timedelta(seconds=wait_seconds or 0))
    SourceRead.objects.filter(pk=read.pk).update(retry_at=retry_at)
    SourceCatalogue.objects.filter(pk=catalogue.pk).update(
        due_at=retry_at, failure_count=catalogue.failure_count + 1
    )


def note_failure_of_stock(read: SourceRead, *, at: datetime, wait_seconds: float | None) -> None:
    """Read it at its next turn; where somebody has to act, once the whole was read again."""
    is_refused = read.error_kind == SourceRead.ErrorKind.REFUSED
    retry_at = (
        None if is_refused else at + max(STOCK_INTERVAL, timedelta(seconds=wait_seconds or 0))
    )
    SourceRead.objects.filter(pk=read.pk).update(retry_at=retry_at)
    SourceCatalogue.objects.filter(pk=read.catalogue_id).update(stock_due_at=retry_at)


def interval_of(product_count: int) -> timedelta:
    return next((often for most, often in INTERVALS if product_count <= most), LONGEST_INTERVAL)


def wait_after(kind: str, *, failures: int) -> timedelta:
    if kind == SourceRead.ErrorKind.REFUSED:
        return wait_after_refusal(failures)
    return wait_after_failure(failures)


def tidy_up(*, at: datetime) -> int:
    """Remove reads that only confirmed, once nobody watches them; how many."""
    spent = SourceRead.objects.filter(
        status=SourceRead.Status.COMPLETE,
        published=False,
        upload__isnull=True,
        finished_at__lt=at - KEEP_CONFIRMING_READS,
    )
    removed, _ = spent.delete()
    return removed
