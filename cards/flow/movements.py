"""How listings moved between two snapshots of a store."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from aliexpress.models import Listing, ListingSnapshot, Store, Transition

ELSEWHERE = "elsewhere"
ANYWHERE = "anywhere"


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
            # Of nearly all the last move says it; the others are looked for.
            left=Case(When(_STAYED, then=Exists(of_listing.exclude(_STAYED))), default=True),
        )
    )


# A move that changes only the reason.
_STAYED = Q(from_state=F("to_state"), from_state__isnull=False)


def moved(
    store: Store,
    *,
    after: ListingSnapshot,
    until: ListingSnapshot,
    set_out: str | None,
    arrived: str | None,
    reason: str | None = None,
    is_other_reason: bool = False,
) -> QuerySet[Listing]:
    """The listings behind one cell of a flow. None is nowhere: appeared, or vanished;
    ELSEWHERE is any other state, ANYWHERE that or nowhere. `reason`: AliExpress's offline reason
    where they arrived; "" that it gave none, None whatever it is. `is_other_reason`: any but it."""
    found = whole_moves(store, after=after, until=until)
    if reason is not None:
        is_it = Q(to_offline_reason=reason)
        found = found.filter(~is_it if is_other_reason else is_it)
    found = found.filter(_is("opened_in", set_out, other=arrived))
    found = found.filter(_is("to_state", arrived, other=set_out))
    return Listing.objects.of(store).filter(pk__in=found.values("listing"))


def last_moves(
    listings: Sequence[Listing], *, after: ListingSnapshot, until: ListingSnapshot
) -> dict[int, Transition]:
    """By listing, the last time it changed its state in between; one statement."""
    found = Transition.objects.filter(
        store=until.store_id, listing__in=listings, snapshot_id__gt=after.pk
    )
    in_order = found.filter(snapshot_id__lte=until.pk).exclude(_STAYED).order_by("snapshot_id")
    return {transition.listing_id: transition for transition in in_order}


def came_back(store: Store, *, after: ListingSnapshot, until: ListingSnapshot) -> QuerySet[Any]:
    """Whole moves of listings that left their state in between and are in it again."""
    same = Q(opened_in=F("to_state")) | Q(opened_in__isnull=True, to_state__isnull=True)
    return whole_moves(store, after=after, until=until).filter(same, left=True)


def _is(field: str, state: str | None, *, other: str | None) -> Q:
    if state == ANYWHERE:
        here = Q(**{f"{field}__isnull": False})
        return here if other is None else ~(here & Q(**{field: other}))
    if state is None:
        return Q(**{f"{field}__isnull": True})
    if state == ELSEWHERE:
        return Q(**{f"{field}__isnull": False}) & ~Q(**{field: other})
    return Q(**{field: state})
