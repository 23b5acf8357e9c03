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
    of_listing = Transition.objects.filter(
        listing=OuterRef("listing"), snapshot_id__gt=after.pk, snapshot_id__lte=until.pk
    )
    return (
        movements(store, after=after, until=until)
        .filter(~Exists(of_listing.filter(snapshot_id__gt=OuterRef("snapshot_id"))))
        .annotate(
            opened_in=Subquery(of_listing.order_by("snapshot_id").values("from_state")[:1]),
            left=Exists(of_listing.exclude(_STAYED)),
        )
    )


# A move that changes only the reason.
_STAYED = Q(from_state=F("to_state"), from_state__isnull=False)


def counted_at(store: Store, snapshot: ListingSnapshot, **was: str) -> QuerySet[Listing]:
    """The listings the snapshot counted; `was` narrows them to a state, status or
    offline_reason they had then.

    Asked of one listing after the other, so that a page costs the same however long ago it was.
    """
    since = Transition.objects.filter(listing=OuterRef("pk"), snapshot_id__gt=snapshot.pk)
    first = Transition.objects.filter(
        listing=OuterRef(OuterRef("pk")), snapshot_id__gt=snapshot.pk
    ).order_by("snapshot_id")
    set_out = Transition.objects.filter(
        pk=Subquery(first.values("pk")[:1]),
        from_state__isnull=False,
        **{f"from_{name}": word for name, word in was.items()},
    )
    stayed = Q(gone_at__isnull=True, **was) & ~Exists(since)
    return Listing.objects.of(store).filter(stayed | Q(Exists(set_out)))


def states_at(rows: Iterable[Listing], snapshot: ListingSnapshot) -> dict[int, str]:
    """The state each of these was in at the snapshot, by primary key; "" is nowhere."""
    then = {row.pk: "" if row.gone_at else row.state for row in rows}
    later = Transition.objects.filter(listing__in=[*then], snapshot_id__gt=snapshot.pk)
    moves = later.order_by("-snapshot_id").values_list("listing", "from_state")
    return then | {listing: state or "" for listing, state in moves}


def as_they_were(rows: Iterable[Listing], snapshot: ListingSnapshot) -> list[Listing]:
    """The same listings with the state, status and reason they had at the snapshot. In memory:
    never save them. Of one that moved since, neither when that state began nor why it was
    rejected is kept with the move: None and ""."""
    rows = list(rows)
    later = Transition.objects.filter(
        listing__in=[row.pk for row in rows], snapshot_id__gt=snapshot.pk
    ).order_by("-snapshot_id")
    words = later.values_list("listing", "from_state", "from_status", "from_offline_reason")
    first = {listing: was for listing, *was in words}
    for row in rows:
        if was := first.get(row.pk):
            state, status, reason = was
            row.state = State(state) if state else row.state
            row.status, row.offline_reason = status or "", reason or ""
            row.audit_failure_reason = ""
            row.state_after_at = None
            row.state_since_at = None  # type: ignore[assignment]
            # Nowhere before the first movement after the snapshot: gone, or not there yet.
            row.gone_at = None if state else snapshot.as_of
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
    same = Q(opened_in=F("to_state")) | Q(opened_in__isnull=True, to_state__isnull=True)
    return whole_moves(store, after=after, until=until).filter(same, left=True)


def _is(field: str, state: str | None, *, other: str | None) -> Q:
    if state is None:
        return Q(**{f"{field}__isnull": True})
    if state == ELSEWHERE:
        return Q(**{f"{field}__isnull": False}) & ~Q(**{field: other})
    return Q(**{field: state})
