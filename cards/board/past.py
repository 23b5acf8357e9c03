"""Where listings were at a past snapshot, and how they moved between two: from the movements.

A listing was at a snapshot where its first movement after it set out from; one that has not
moved since is where it is now. So a list of the past is as long as the number given then.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store, Transition

ELSEWHERE = "elsewhere"


def movements(
    store: Store, *, after: ListingSnapshot, until: ListingSnapshot | None = None
) -> QuerySet[Transition]:
    """Every movement the snapshots after the one, and until the other, brought.

    Snapshots of a store are published one after another, so their ids are in that order.
    """
    found = Transition.objects.filter(store=store, snapshot_id__gt=after.pk)
    return found if until is None else found.filter(snapshot_id__lte=until.pk)


def whole_moves(store: Store, *, after: ListingSnapshot, until: ListingSnapshot) -> QuerySet[Any]:
    """One row a listing that moved in between, however often: `opened_in` is its state at the
    first snapshot, `to_state` the one at the second; null is nowhere."""
    there = movements(store, after=after, until=until)
    of_listing = there.filter(listing=OuterRef("listing"))
    return there.filter(
        ~Exists(of_listing.filter(snapshot_id__gt=OuterRef("snapshot_id")))
    ).annotate(opened_in=Subquery(of_listing.order_by("snapshot_id").values("from_state")[:1]))


def counted_at(store: Store, snapshot: ListingSnapshot, **was: str) -> QuerySet[Listing]:
    """The listings the snapshot counted; `was` narrows them to a state, status or
    offline_reason they had then."""
    since = movements(store, after=snapshot)
    of_listing = since.filter(listing=OuterRef("listing"))
    first = since.filter(~Exists(of_listing.filter(snapshot_id__lt=OuterRef("snapshot_id"))))
    set_out = first.filter(
        from_state__isnull=False, **{f"from_{name}": word for name, word in was.items()}
    )
    stayed = Q(gone_at__isnull=True, **was) & ~Q(pk__in=since.values("listing"))
    return Listing.objects.of(store).filter(stayed | Q(pk__in=set_out.values("listing")))


def as_they_were(rows: Iterable[Listing], snapshot: ListingSnapshot) -> list[Listing]:
    """The same listings with the state, status and reason they had at the snapshot. In memory:
    never save them."""
    rows = list(rows)
    moves = Transition.objects.filter(
        listing__in=[row.pk for row in rows], snapshot_id__gt=snapshot.pk
    ).order_by("-snapshot_id")
    first = {move.listing_id: move for move in moves}
    for row in rows:
        if move := first.get(row.pk):
            row.state = State(move.from_state) if move.from_state else row.state
            row.status, row.offline_reason = move.from_status, move.from_offline_reason
            # Nowhere before the first movement after the snapshot: gone, or not there yet.
            row.gone_at = None if move.from_state else snapshot.as_of
    return rows


def moved(
    store: Store,
    *,
    after: ListingSnapshot,
    until: ListingSnapshot,
    set_out: str | None,
    arrived: str | None,
) -> QuerySet[Listing]:
    """The listings behind one cell of a flow. None is nowhere: appeared, or vanished;
    ELSEWHERE is any other state."""
    found = whole_moves(store, after=after, until=until)
    found = found.filter(_is("opened_in", set_out, other=arrived))
    found = found.filter(_is("to_state", arrived, other=set_out))
    return Listing.objects.of(store).filter(pk__in=found.values("listing"))


def came_back(store: Store, *, after: ListingSnapshot, until: ListingSnapshot) -> QuerySet[Any]:
    """Whole moves of listings that left their state in between and are in it again."""
    there = movements(store, after=after, until=until)
    left = there.filter(listing=OuterRef("listing")).exclude(
        Q(from_state=F("to_state"), from_state__isnull=False)
    )
    same = Q(opened_in=F("to_state")) | Q(opened_in__isnull=True, to_state__isnull=True)
    return whole_moves(store, after=after, until=until).filter(same, Exists(left))


def _is(field: str, state: str | None, *, other: str | None) -> Q:
    if state is None:
        return Q(**{f"{field}__isnull": True})
    if state == ELSEWHERE:
        return Q(**{f"{field}__isnull": False}) & ~Q(**{field: other})
    return Q(**{field: state})
