"""Whether moments are those of the snapshots and looks they come from."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from aliexpress.models import Confirmation, Listing, ListingSnapshot, Store, Transition

SNAPSHOTS_AT_ONCE: Final = 500


def problems(store: Store) -> Iterator[str]:
    yield from _of_movements(store)
    yield from _of_listings(store)
    yield from _of_looks(store)


def _of_movements(store: Store) -> Iterator[str]:
    """A movement happened after the snapshot before was last found true, and by its own."""
    moves = Transition.objects.filter(store=store, snapshot__previous__isnull=False)
    began = Least(F("snapshot__previous__confirmed_at"), F("snapshot__as_of"))
    other = moves.exclude(by_at=F("snapshot__as_of"), after_at=began)
    if number := other.count():
        yield f"Movements that are dated otherwise than their snapshots: {number:,}."


def _of_listings(store: Store) -> Iterator[str]:
    """Since when a listing is in its state, or gone, its last movement of state says."""
    moves = Transition.objects.filter(listing=OuterRef("pk"), store=store)
    last = moves.exclude(from_state=F("to_state")).order_by("-snapshot_id")
    since = Listing.objects.of(store).annotate(
        moved_by=Subquery(last.values("by_at")[:1]),
        moved_after=Subquery(last.values("after_at")[:1]),
    )
    counted = since.filter(gone_at__isnull=True, moved_by__isnull=False)
    other = counted.exclude(state_since_at=F("moved_by"), state_after_at=F("moved_after"))
    gone = since.filter(gone_at__isnull=False).exclude(gone_at=F("moved_by"))
    for what, rows in {"in their state": other, "gone": gone}.items():
        if number := rows.count():
            yield f"Listings {what} since another moment than their movements say: {number:,}."


def _of_looks(store: Store) -> Iterator[str]:
    """When a snapshot was last found true, and how long nobody looked, its looks say."""
    snapshots = ListingSnapshot.objects.filter(store=store).order_by("pk")
    for some in _parts(snapshots):
        days = defaultdict[int, list[datetime]](list)
        for row in Confirmation.objects.filter(snapshot__in=[one.pk for one in some]):
            begin = datetime.combine(row.day, time.min, tzinfo=UTC)
            days[row.snapshot_id] += [begin + timedelta(seconds=one) for one in row.seconds]
        for one in some:
            looks = [one.as_of, *sorted(look for look in days[one.pk] if look > one.as_of)]
            if looks[-1] != one.confirmed_at:
                told, found = (f"{at:%Y-%m-%d %H:%M:%S}" for at in (one.confirmed_at, looks[-1]))
                yield f"Snapshot {one.pk} was last found true at {told}, and its looks end {found}."
            elif one.longest_lapse not in (None, longest_lapse(looks)):
                yield f"Snapshot {one.pk}: its looks lie otherwise apart than it says."


def longest_lapse(looks: list[datetime]) -> int:
    """Whole seconds, rounded up, from one look to the next."""
    apart = (ceil((after - before).total_seconds()) for before, after in pairwise(looks))
    return max(apart, default=0)


def _parts(snapshots: QuerySet[ListingSnapshot]) -> Iterator[list[Any]]:
    last = 0
    while some := list(snapshots.filter(Q(pk__gt=last))[:SNAPSHOTS_AT_ONCE]):
        yield some
        last = some[-1].pk
