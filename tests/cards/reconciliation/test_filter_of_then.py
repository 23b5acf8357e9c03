"""A filter in Seller Center, and a list of another moment: tried together."""

from datetime import timedelta

from cards.reconciliation import entry_from, reconcile
from tests.factories import ListingFactory, SnapshotFactory, TransitionFactory
from tests.moments import NOON


def test_a_tab_read_minutes_ago_is_recognised_though_no_tab_was_ticked(store, owner):
    earlier = SnapshotFactory(store=store, as_of=NOON - timedelta(minutes=10), active_count=4315)
    SnapshotFactory(store=store, as_of=NOON, previous=earlier)
    entry = entry_from({"entered": 4315, "observed_at": NOON.isoformat()}, at=NOON)

    record = reconcile(store, entry, by=owner, at=NOON)

    assert (record.status, record.unexplained) == ("explained", 0)
    [told] = [one for one in record.explanations if one["kind"] == "state_filter"]
    assert "4,315 was Active only as of" in told["sentence"]


def test_a_tab_of_minutes_ago_comes_before_two_tabs_and_what_moved(store, owner):
    earlier = SnapshotFactory(store=store, as_of=NOON - timedelta(minutes=10), active_count=4315)
    now = SnapshotFactory(
        store=store, as_of=NOON - timedelta(minutes=5), previous=earlier, taken_down_count=3
    )
    later = SnapshotFactory(store=store, as_of=NOON + timedelta(minutes=5), previous=now)
    for _ in range(2):  # of Active and Taken down, which are 4,313, two more may have been there
        listing = ListingFactory(store=store)
        TransitionFactory(snapshot=later, listing=listing, from_state=None, to_state="active")

    record = entered(store, owner, 4315)

    assert "4,315 was Active only as of" in told(record)[0][1]


def entered(store, owner, number, *, at=NOON, **fields):
    entry = entry_from({"entered": number, "observed_at": at.isoformat(), **fields}, at=at)
    return reconcile(store, entry, by=owner, at=at)


def told(record):
    return [(one["kind"], one["sentence"]) for one in record.explanations]


def test_a_reading_that_stood_yesterday_though_it_is_older_is_tried(store, owner):
    old = SnapshotFactory(
        store=store,
        as_of=NOON - timedelta(days=5),
        confirmed_at=NOON - timedelta(hours=1),
        active_count=4315,
    )
    SnapshotFactory(store=store, as_of=NOON, previous=old)

    record = entered(store, owner, 4315)

    assert (record.status, record.unexplained) == ("explained", 0)


def test_a_number_that_went_by_between_two_readings_is_recognised(store, owner):
    earlier = SnapshotFactory(store=store, as_of=NOON - timedelta(minutes=10), active_count=4315)
    SnapshotFactory(store=store, as_of=NOON, previous=earlier)

    record = entered(store, owner, 4312)

    assert (record.status, record.unexplained) == ("explained", 0)
    [(kind, sentence)] = told(record)
    assert kind == "state_filter"
    assert "4,312 was never read" in sentence
    assert "Active only was between 4,310 and 4,315" in sentence


def test_of_the_tabs_that_are_ticked_too(store, owner):
    earlier = SnapshotFactory(store=store, as_of=NOON - timedelta(minutes=10), active_count=4315)
    SnapshotFactory(store=store, as_of=NOON, previous=earlier)

    record = entered(store, owner, 4312, states=["active"])

    assert (record.unexplained, told(record)[0][0]) == (0, "other_moment")


def test_a_number_that_never_was_near_is_left_unexplained(store, owner):
    earlier = SnapshotFactory(store=store, as_of=NOON - timedelta(minutes=10), active_count=4315)
    SnapshotFactory(store=store, as_of=NOON, previous=earlier)

    record = entered(store, owner, 4200)

    assert (record.status, record.unexplained) == ("open", 4200 - 4820)


def test_before_our_next_reading_it_is_not_called_unexplained(store, owner, as_user):
    SnapshotFactory(store=store, as_of=NOON)
    later = NOON + timedelta(minutes=3)
    record = entered(store, owner, 4200, at=later)

    page = as_user(owner).get(f"/stores/harbour-home/reconciliations/{record.pk}/").content.decode()

    assert (record.is_settled, record.unexplained) == (False, -620)
    assert "not explained yet" in " ".join(page.split())
