"""A store counted by hand."""

from datetime import timedelta

from aliexpress.lifecycle import State
from tests.cards.ask.world import asked, receipts
from tests.factories import (
    ListingFactory,
    SnapshotFactory,
    SyncRunFactory,
)

DAY = timedelta(days=1)
# state, group, price, days in it, reason of a rejection
LISTINGS = [
    ("active", 1, 4, 1, ""),
    ("active", 1, 15, 1, ""),
    ("active", 2, 60, 1, ""),
    ("active", 2, 60, 1, ""),
    ("auditing", 1, 4, 3, ""),
    ("auditing", 2, 15, 12, ""),
    ("rejected", 1, 4, 2, "category_audit_fail"),
    ("rejected", 2, 15, 20, "duplicate_audit_fail"),
    ("rejected", 2, 30, 30, "duplicate_audit_fail"),
    ("expired", 1, 15, 5, ""),
]
STATUS = {"active": "onSelling", "auditing": "auditing", "rejected": "editingRequired"}


def filled(store, at, listings=LISTINGS):
    for state, group, price, days, reason in listings:
        ListingFactory(
            store=store,
            state=State(state),
            status=STATUS.get(state, "offline"),
            offline_reason="expire_offline" if state == "expired" else "",
            group_id=group,
            currency="USD",
            min_price=price,
            max_price=price,
            state_since_at=at - days * DAY,
            created_at=at - 400 * DAY if group == 1 else at - 10 * DAY,
            audit_failure_reason=reason,
            owner_member_id="cn1" if group == 1 else "cn2",
        )
    counts = {state: sum(one[0] == state for one in listings) for state in State.values}
    SnapshotFactory(
        store=store,
        as_of=at - timedelta(minutes=1),
        **{f"{state}_count": number for state, number in counts.items()},
    )
    SyncRunFactory(store=store, complete=True, finished_at=at - timedelta(minutes=1))
    return store


def said(told):
    return [number["said"] for number in receipts(told)]


def answered_without_lists(store, at, **query):
    """The tally is made up, so its lists are not there."""
    told = asked(store, at, **query)
    assert told["status"] == "answered", told
    return told
