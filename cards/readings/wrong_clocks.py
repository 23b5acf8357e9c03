"""What a clock that was ahead dated: when it was true, and what was known at a moment near now."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from aliexpress.models import ListingSnapshot, Store, StoreNow, SyncRun
from aliexpress.typed.moments import CLOCKS_APART, CLOCKS_DIFFER


def is_ahead(moment: datetime, *, at: datetime) -> bool:
    """Whether only a clock that was ahead can have dated something so."""
    return moment > at + CLOCKS_DIFFER


def by_a_right_clock(confirmed_at: datetime, run: SyncRun | None, *, at: datetime) -> datetime:
    """What a clock that was ahead found true was found so again when the last run ended, if that
    one's clock was right. Otherwise nobody knows when, and it counts as stale."""
    if run is None or run.finished_at is None or run.status != SyncRun.Status.COMPLETE:
        return confirmed_at
    is_found_again = is_ahead(confirmed_at, at=at) and not is_ahead(run.finished_at, at=at)
    return run.finished_at if is_found_again else confirmed_at


def moment_looked_up(as_of: datetime, *, store: Store, at: datetime) -> datetime | None:
    """None where the answer is the one of now: some of what holds, or what came before it, was
    dated by a clock ahead of ours, and by its moment something else would be found. A statement,
    where the moment is about now."""
    if abs(at - as_of) > CLOCKS_APART:
        return as_of
    # What was published while this is asked is dated later than `at` by a right clock too.
    limit = at + CLOCKS_APART
    dated_ahead = Q(snapshot__confirmed_at__gt=limit)
    for pointer in ("snapshot", "validity", "details", "bridge"):
        dated_ahead |= Q(**{f"{pointer}__published_at__gt": limit})
    overtaken = ListingSnapshot.objects.filter(
        store=store, published_at__gt=OuterRef("snapshot__published_at"), published_at__lte=at
    )
    found = StoreNow.objects.filter(dated_ahead | Exists(overtaken), store=store)
    return None if found.exists() else as_of
