"""A store's past, from a list of what each listing was in at each snapshot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store
from tests.factories import ListingFactory, SnapshotFactory, TransitionFactory
from tests.moments import NOON

HOUR = timedelta(hours=1)
STATUS = {
    "active": ("onSelling", ""),
    "auditing": ("auditing", ""),
    "rejected": ("editingRequired", ""),
    "expired": ("offline", "expire_offline"),
    "taken_down": ("offline", "user_offline"),
    "unmapped": ("offline", "moon_offline"),
    "draft": ("draft", ""),
    "pending": ("PENDING_LAUNCH", ""),
}
Then = Mapping[int, str]  # listing number → its state; absent: nowhere


def lived(store: Store, moments: Sequence[Then]) -> list[ListingSnapshot]:
    """One snapshot an hour from noon on, with listings and movements as the sync writes them."""
    listings: dict[int, Listing] = {}
    snapshots: list[ListingSnapshot] = []
    before: Then = {}
    for number, now in enumerate(moments):
        at = NOON + number * HOUR
        counts = Counter(now.values())
        snapshot = SnapshotFactory(
            store=store,
            as_of=at,
            previous=snapshots[-1] if snapshots else None,
            **{f"{state}_count": counts[state] for state in State},
        )
        for index in sorted({*before, *now}):
            old, new = before.get(index), now.get(index)
            if old != new:
                listings[index] = _put(store, listings.get(index), index, new, at)
                if snapshots:
                    _move(snapshot, listings[index], old, new)
        snapshots.append(snapshot)
        before = now
    return snapshots


def _put(store, listing, index, state, at):
    if listing is None:
        listing = ListingFactory(
            store=store, product_id=1_005_000_000_000_000 + index, first_seen_at=at
        )
    listing.gone_at = at if state is None else None
    if state is not None:
        listing.state = state
        listing.status, listing.offline_reason = STATUS[state]
        listing.state_since_at = at
    listing.save()
    return listing


def _move(snapshot, listing, old, new):
    from_status, from_reason = STATUS[old] if old else ("", "")
    to_status, to_reason = STATUS[new] if new else ("", "")
    TransitionFactory(
        snapshot=snapshot,
        store=snapshot.store,
        listing=listing,
        from_state=old,
        to_state=new,
        from_status=from_status,
        to_status=to_status,
        from_offline_reason=from_reason,
        to_offline_reason=to_reason,
        after_at=snapshot.previous.as_of,
        by_at=snapshot.as_of,
    )
