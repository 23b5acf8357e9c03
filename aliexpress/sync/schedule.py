"""When each store is read next. Intervals and phases live in the stores' own rows."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import Store, SyncRun
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.sync import lease
from aliexpress.sync.settling import Unproven

# Stores started in one tick: what does not fit is late and visibly due, and never piles up.
STORES_A_TICK = 200
SEND_AGAIN_AFTER = timedelta(seconds=30)

FIRST_RETRY = timedelta(seconds=60)
SLOWEST_RETRY = timedelta(hours=1)
# Somebody has to act before these succeed; we look now and then whether they have.
FIRST_LOOK_AFTER_REFUSAL = timedelta(minutes=15)
SLOWEST_LOOK_AFTER_REFUSAL = timedelta(hours=6)
MOST_DOUBLINGS = 12

Failure = Unavailable | Refused | Unproven | CredentialUnreadable | str


def start_due(*, at: datetime) -> list[SyncRun]:
    """Open a run for every store that is due, and return the runs a worker should be told of:
    the new ones, and those no worker came for.

    Two beats may do this at once: the store's row decides which of them starts it.
    """
    _make_due_again_after_lost_workers(at=at)
    for store in Store.objects.due(at=at)[:STORES_A_TICK]:
        started = Store.objects.filter(pk=store.pk, next_due_at=store.next_due_at).update(
            next_due_at=next_due(store, at=at)
        )
        if started:
            lease.request_run(store, at=at, trigger=SyncRun.Trigger.SCHEDULE)
    waiting = SyncRun.objects.open().filter(
        Q(sent_at__isnull=True) | Q(sent_at__lte=at - SEND_AGAIN_AFTER),
        status=SyncRun.Status.QUEUED,
    )
    return list(waiting.order_by("requested_at", "id"))


def next_due(store: Store, *, at: datetime) -> datetime:
    """The store's next turn after `at`, in step with its last one: missed turns are skipped."""
    interval = timedelta(seconds=store.sync_interval)
    last = store.next_due_at or at
    turns = max(0, (at - last) // interval) + 1
    return last + turns * interval


def note_failure(run: SyncRun, store: Store, *, error: Failure, at: datetime) -> None:
    """Close the run with the reason, and read the store again ever more slowly."""
    kind = _kind_of(error)
    retry_at = at + _wait(store, kind=kind, error=error)
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
    if closed and kind == SyncRun.ErrorKind.UNPROVEN:
        Store.objects.filter(pk=store.pk).update(last_full_walk_at=None)


def _make_due_again_after_lost_workers(*, at: datetime) -> None:
    lost = list(SyncRun.objects.abandoned(at=at).values_list("store_id", flat=True))
    if lost:
        lease.close_abandoned(at=at)
        Store.objects.filter(pk__in=lost).update(next_due_at=at)


def _kind_of(error: Failure) -> SyncRun.ErrorKind:
    if isinstance(error, Unavailable):
        return SyncRun.ErrorKind.UNAVAILABLE
    if isinstance(error, Refused | CredentialUnreadable):
        return SyncRun.ErrorKind.REFUSED
    if isinstance(error, Unproven):
        return SyncRun.ErrorKind.UNPROVEN
    return SyncRun.ErrorKind.DEFECT


def _wait(store: Store, *, kind: SyncRun.ErrorKind, error: Failure) -> timedelta:
    interval = timedelta(seconds=store.sync_interval)
    doublings: int = 2 ** min(store.failure_count, MOST_DOUBLINGS)
    if kind == SyncRun.ErrorKind.REFUSED:
        wait = min(FIRST_LOOK_AFTER_REFUSAL * doublings, SLOWEST_LOOK_AFTER_REFUSAL)
    else:
        wait = min(min(interval, FIRST_RETRY) * doublings, SLOWEST_RETRY)
    if isinstance(error, Unavailable) and error.wait_seconds:
        wait = max(wait, timedelta(seconds=error.wait_seconds))
    return wait
