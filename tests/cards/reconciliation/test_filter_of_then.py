"""A filter in Seller Center, and a list of another moment: tried together."""

from datetime import timedelta

from cards.reconciliation import entry_from, reconcile
from tests.factories import SnapshotFactory
from tests.moments import NOON


def test_a_tab_read_minutes_ago_is_recognised_though_no_tab_was_ticked(store, owner):
    earlier = SnapshotFactory(store=store, as_of=NOON - timedelta(minutes=10), active_count=4315)
    SnapshotFactory(store=store, as_of=NOON, previous=earlier)
    entry = entry_from({"entered": 4315, "observed_at": NOON.isoformat()}, at=NOON)

    record = reconcile(store, entry, by=owner, at=NOON)

    assert (record.status, record.unexplained) == ("explained", 0)
    [told] = [one for one in record.explanations if one["kind"] == "state_filter"]
    assert "4,315 was Active only as of" in told["sentence"]
