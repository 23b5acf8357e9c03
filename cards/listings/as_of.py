"""Where listings were at a past snapshot.

A listing was at a snapshot where its first movement after it set out from; one that has not
moved since is where it is now. So a list of the past is as long as the number given then.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store, Transition


def counted_at(store: Store, snapshot: ListingSnapshot, **was: Any) -> QuerySet[Listing]:
    """The listings the snapshot counted; `was` narrows them to a state, status or
    offline_reason they had then, or to any of several (`state__in`).

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
