"""A store with a long history, to hold against one with a short one."""

from datetime import timedelta

from aliexpress.models import ListingSnapshot, Store
from cards.models import Annotation
from tests.factories import (
    DetailTallyFactory,
    ListingFactory,
    SnapshotFactory,
    SyncRunFactory,
    TransitionFactory,
    ValidityTallyFactory,
)
from tests.moments import NOON

HALF_A_DAY = timedelta(hours=12)


def much_happened(store: Store) -> None:
    """Ten days, two snapshots each with all that comes with it, and a run under way."""
    listing = ListingFactory(store=store)
    previous: ListingSnapshot | None = None
    for number in range(20, 0, -1):
        as_of = NOON - number * HALF_A_DAY
        snapshot = SnapshotFactory(store=store, as_of=as_of, previous=previous)
        ValidityTallyFactory(snapshot=snapshot)
        DetailTallyFactory(snapshot=snapshot)
        for state in ("auditing", "rejected"):
            TransitionFactory(
                snapshot=snapshot,
                listing=ListingFactory(store=store, state=state),
                from_state="active" if state == "auditing" else "auditing",
                to_state=state,
                audit_failure_reason=f"reason {number % 7}",
                after_at=as_of - HALF_A_DAY,
            )
        TransitionFactory(snapshot=snapshot, listing=listing, after_at=as_of - HALF_A_DAY)
        SyncRunFactory(store=store, complete=True, finished_at=as_of)
        Annotation.objects.create(store=store, at=as_of, text="A mark", created_at=as_of)
        previous = snapshot
    SyncRunFactory(store=store)
