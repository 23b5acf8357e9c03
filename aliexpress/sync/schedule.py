"""When each store is read next. Intervals and phases live in the stores' own rows."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import (
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast

from aliexpress.backoff import FIRST_RETRY, wait_after_failure, wait_after_refusal
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import Store, StoreNow, SyncRun
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.sync import lease
from aliexpress.sync.proving.proven_counts import SeenOnce, Unproven
from aliexpress.sync.proving.second_looks import NEXT_LOOK_AFTER
from aliexpress.typed.moments import CLOCKS_DIFFER

# Stores started in one tick: what does not fit is late and visibly due, and never piles up.
STORES_A_TICK = 200
# Multiples of it, without their whole parts, spread evenly however many there are.
GOLDEN_RATIO = 0.618033988749895

# A worker or a database that went away is back soon, and AliExpress has nothing to do with it.
FIRST_RETRY_AFTER_LOSS = timedelta(seconds=10)

Failure = Unavailable | Refused | Unproven | CredentialUnreadable | lease.DatabaseLost | str


def start_due(*, at: datetime) -> list[SyncRun]:
    """Open a run for every store that is due, and return the runs a worker should be told of:
    the new ones, and those no worker came for.

    Two beats may do this at once: the store's row decides which of them starts it, and a store
    has one open run at most, however late the workers are.
    """
    make_due_again_after_lost_workers(at=at)
    bring_back_turns_of_a_clock_that_was_ahead(at=at)
    open_runs_of_due_stores(at=at)
    return list(SyncRun.objects.unsent(at=at))


def next_due(store: Store, *, at: datetime) -> datetime:
    """The store's next turn, half an interval to a whole one after `at`: missed turns are skipped.

    Each store has a second of its own within the interval, so that stores which were connected
    together, or were late together, do not come due together ever after. Where that second is
    further off than an interval, the store is read once on the way there.
    """
    interval = store.sync_interval
    second = int(store.pk * GOLDEN_RATIO % 1 * interval)
    turns = math.ceil((at.timestamp() + interval / 2 - second) / interval)
    turn = datetime.fromtimestamp(second + turns * interval, UTC)
    wait = turn - at
    return at + wait / 2 if wait > timedelta(seconds=interval) else turn


def open_runs_of_due_stores(*, at: datetime) -> None:
    """A few statements, however many stores are due."""
    with transaction.atomic():
        # Stores another beat is starting are its own. Their keys stay free: whoever opens a run
        # by hand meanwhile must not wait for us, as we may wait for them below.
        # A store that has an open run keeps that one. It is not even tried: the worker that is
        # closing it may be waiting for the store's row.
        keeps_one = Exists(SyncRun.objects.open().filter(store=OuterRef("pk")))
        due: list[Any] = list(
            Store.objects.due(at=at)
            .annotate(keeps_one=keeps_one)
            .select_for_update(skip_locked=True, no_key=True)[:STORES_A_TICK]
        )
        for store in due:
            store.next_due_at = next_due(store, at=at)
        Store.objects.bulk_update(due, ["next_due_at"])
        SyncRun.objects.bulk_create(
            [
                SyncRun(store=store, trigger=SyncRun.Trigger.SCHEDULE, requested_at=at)
                for store in due
                if not store.keeps_one
            ],
            ignore_conflicts=True,
        )
        # Not those of somebody who was faster: they point at their own.
        ours = SyncRun.objects.open().filter(
            store=OuterRef("store"), trigger=SyncRun.Trigger.SCHEDULE, requested_at=at
        )
        started = StoreNow.objects.filter(Exists(ours), store__in=due, open_run=None)
        started.update(open_run=Subquery(ours.values("pk")[:1]))


def note_failure(run: SyncRun, store: Store, *, error: Failure, at: datetime) -> None:
    """Close the run with the reason, and read the store again ever more slowly."""
    kind = kind_of(error)
    retry_at = at + wait_after(store, kind=kind, error=error)
    closed = lease.finish(
        run,
        at=at,
        status=SyncRun.Status.FAILED,
        error_kind=kind,
        error=str(error),
        retry_at=retry_at,
    )
    if closed:
        Store.objects.filter(pk=store.pk).update(
            failure_count=F("failure_count") + 1, next_due_at=retry_at
        )
    if closed and isinstance(error, Unproven):
        Store.objects.filter(pk=store.pk).update(last_full_walk_at=None)


def note_success(store: Store, *, at: datetime) -> None:
    """Put the store back on its turn: failures before, and what they put off, are forgotten."""
    turn = next_due(store, at=at)
    late = Store.objects.filter(pk=store.pk, next_due_at__gt=turn)
    late.update(next_due_at=turn)
    Store.objects.filter(pk=store.pk).update(failure_count=0)


def bring_back_turns_of_a_clock_that_was_ahead(*, at: datetime) -> None:
    """No turn is further off than an interval, but where failures put it off; and no failure was
    noted later than now."""
    interval = ExpressionWrapper(
        Cast("sync_interval", IntegerField()) * Value(timedelta(seconds=1)),
        output_field=DurationField(),
    )
    noted_ahead = SyncRun.objects.filter(store=OuterRef("pk"), finished_at__gt=at + CLOCKS_DIFFER)
    too_far = list(
        Store.objects.active().filter(
            Q(failure_count=0) | Exists(noted_ahead),
            next_due_at__gt=Value(at + CLOCKS_DIFFER) + interval,
        )
    )
    for store in too_far:
        store.next_due_at = next_due(store, at=at)
    Store.objects.bulk_update(too_far, ["next_due_at"], batch_size=STORES_A_TICK)


def make_due_again_after_lost_workers(*, at: datetime) -> None:
    lost = list(SyncRun.objects.abandoned(at=at).values_list("store_id", flat=True))
    if lost:
        lease.close_abandoned(at=at)
        Store.objects.filter(pk__in=lost).update(next_due_at=at)


def kind_of(error: Failure) -> SyncRun.ErrorKind:
    if isinstance(error, Unavailable):
        return SyncRun.ErrorKind.UNAVAILABLE
    if isinstance(error, Refused | CredentialUnreadable):
        return SyncRun.ErrorKind.REFUSED
    if isinstance(error, SeenOnce):
        return SyncRun.ErrorKind.LOOKING_AGAIN
    if isinstance(error, Unproven):
        return SyncRun.ErrorKind.UNPROVEN
    if isinstance(error, lease.DatabaseLost):
        return SyncRun.ErrorKind.LOST
    return SyncRun.ErrorKind.DEFECT


def wait_after(store: Store, *, kind: SyncRun.ErrorKind, error: Failure) -> timedelta:
    interval = timedelta(seconds=store.sync_interval)
    if kind == SyncRun.ErrorKind.REFUSED:
        wait = wait_after_refusal(store.failure_count)
    elif kind == SyncRun.ErrorKind.LOOKING_AGAIN:
        wait = NEXT_LOOK_AFTER
    else:
        first = FIRST_RETRY_AFTER_LOSS if kind == SyncRun.ErrorKind.LOST else FIRST_RETRY
        wait = wait_after_failure(store.failure_count, first=min(interval, first))
    if isinstance(error, Unavailable) and error.wait_seconds:
        wait = max(wait, timedelta(seconds=error.wait_seconds))
    return wait
