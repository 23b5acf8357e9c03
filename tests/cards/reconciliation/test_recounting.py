"""A record is counted again as readings come, until none can bear on it."""

import pytest

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.models import Reconciliation
from cards.reconciliation import reconcile, recount, recount_unsettled
from tests.cards.reconciliation.conftest import MINUTE, entry
from tests.cards.store_past import HOUR, lived
from tests.factories import ListingFactory, SnapshotFactory, TransitionFactory
from tests.moments import NOON


def test_a_number_later_than_our_newest_reading_waits_for_the_next(snapshot, store, owner):
    record = reconcile(store, entry(4830, minutes=5), by=owner, at=NOON + 6 * MINUTE)

    assert (record.status, record.unexplained, record.is_settled) == ("open", 10, False)
    assert record.explanations[0]["kind"] == "refresh_lag"


def test_a_later_reading_that_explains_it_settles_it(store, owner):
    lived(store, [{1: "active"}])
    record = reconcile(store, entry(2, minutes=5), by=owner, at=NOON + 6 * MINUTE)
    lived_on(store, {1: "active", 2: "active"})

    assert recount_unsettled(at=NOON + 2 * HOUR) == 1

    record.refresh_from_db()
    assert (record.status, record.is_settled) == ("explained", True)
    assert record.reopened_at is None


def test_a_later_reading_that_gives_another_answer_reopens_it(snapshot, store, owner):
    record = reconcile(store, entry(4820, minutes=5), by=owner, at=NOON + 6 * MINUTE)
    assert record.status == "agreed"
    SnapshotFactory(store=store, as_of=NOON + 4 * MINUTE, previous=snapshot, active_count=4300)

    recount(record, at=NOON + 8 * MINUTE)

    record.refresh_from_db()
    assert (record.status, record.reopened_at) == ("explained", NOON + 8 * MINUTE)
    assert [one["kind"] for one in record.explanations] == [
        "other_moment",
        "refresh_lag",
        "correction",
    ]
    assert "It was agreed against 4,820" in record.explanations[-1]["sentence"]


def test_the_answer_before_a_correction_stays_told(snapshot, store, owner):
    record = reconcile(store, entry(4820, minutes=5), by=owner, at=NOON + 6 * MINUTE)
    then = SnapshotFactory(
        store=store, as_of=NOON + 4 * MINUTE, previous=snapshot, active_count=4300
    )
    recount(record, at=NOON + 8 * MINUTE)
    SnapshotFactory(store=store, as_of=NOON + 9 * MINUTE, previous=then, active_count=4300)

    recount(record, at=NOON + 10 * MINUTE)

    assert record.is_settled
    assert record.reopened_at == NOON + 8 * MINUTE
    assert "It was agreed against 4,820" in record.explanations[-1]["sentence"]


def test_an_open_record_is_not_reopened(snapshot, store, owner):
    record = reconcile(store, entry(5000, minutes=5), by=owner, at=NOON + 6 * MINUTE)
    SnapshotFactory(store=store, as_of=NOON + 4 * MINUTE, previous=snapshot, active_count=4490)

    recount(record, at=NOON + 8 * MINUTE)

    assert (record.status, record.reopened_at) == ("agreed", None)


@pytest.fixture
def disputed(store):
    """AliExpress declares 4,312 on selling, and lists 4,310."""
    snapshot = SnapshotFactory(store=store, verdict="disputed", as_of=NOON)
    snapshot.evidence[2]["declared"] = 4312
    snapshot.save()
    return snapshot


def read_again(disputed, active_count):
    """The first complete reading after a disputed one."""
    return SnapshotFactory(
        store=disputed.store,
        previous=disputed,
        as_of=NOON + 10 * MINUTE,
        active_count=active_count,
    )


def test_a_disputed_reading_settles_nothing_until_a_complete_one(disputed, store, owner):
    record = reconcile(store, entry(4820), by=owner, at=NOON + MINUTE)
    assert (record.status, record.is_settled) == ("agreed", False)
    read_again(disputed, 4310)

    recount_unsettled(at=NOON + 11 * MINUTE)

    record.refresh_from_db()
    assert (record.status, record.is_settled, record.reopened_at) == ("agreed", True, None)


def test_what_aliexpress_declared_and_then_listed_corrects_a_disputed_reading(
    disputed, store, owner
):
    agreed = reconcile(store, entry(4820), by=owner, at=NOON + MINUTE)
    in_dispute = reconcile(store, entry(4822), by=owner, at=NOON + MINUTE)
    assert in_dispute.explanations[0]["kind"] == "dispute"
    read_again(disputed, 4312)

    recount_unsettled(at=NOON + 11 * MINUTE)

    agreed.refresh_from_db()
    in_dispute.refresh_from_db()
    assert (agreed.computed, agreed.status) == (4822, "open")
    assert agreed.reopened_at == NOON + 11 * MINUTE
    assert (in_dispute.computed, in_dispute.status) == (4822, "agreed")


def test_a_dispute_that_goes_on_is_not_counted_again_for_ever(disputed, store, owner):
    reconcile(store, entry(4820), by=owner, at=NOON + MINUTE)
    ListingSnapshot.objects.update(confirmed_at=NOON + 5 * MINUTE)

    assert recount_unsettled(at=NOON + 6 * MINUTE) == 0


def test_a_list_left_open_since_another_reading_is_recognised(store, owner):
    lived(store, [dict.fromkeys(range(10), "active"), dict.fromkeys(range(13), "active")])

    record = reconcile(store, entry(10, minutes=60), by=owner, at=NOON + 2 * HOUR)

    assert (record.status, record.explanations[0]["kind"]) == ("explained", "other_moment")
    assert "12:00:00 UTC" in record.explanations[0]["sentence"]


def test_another_reading_is_held_in_the_same_view(store, owner):
    lived(store, [{1: "active", 2: "auditing"}, {1: "active", 2: "auditing", 3: "active"}])

    record = reconcile(
        store,
        entry(1, minutes=60, states=frozenset({State.ACTIVE})),
        by=owner,
        at=NOON + 2 * HOUR,
    )

    assert "other_moment" in [one["kind"] for one in record.explanations]


def test_a_confirmation_that_late_settles_it_too(snapshot, store, owner):
    record = reconcile(store, entry(4820, minutes=5), by=owner, at=NOON + 6 * MINUTE)
    ListingSnapshot.objects.update(confirmed_at=NOON + 7 * MINUTE)

    recount_unsettled(at=NOON + 8 * MINUTE)

    record.refresh_from_db()
    assert (record.status, record.is_settled) == ("agreed", True)


def test_of_two_who_count_at_once_the_slower_undoes_nothing(snapshot, store, owner):
    record = reconcile(store, entry(4820, minutes=30), by=owner, at=NOON + 31 * MINUTE)
    slower = Reconciliation.objects.select_related("store").get(pk=record.pk)
    SnapshotFactory(
        store=store,
        previous=snapshot,
        as_of=NOON + 20 * MINUTE,
        confirmed_at=NOON + 40 * MINUTE,
        active_count=4300,
    )
    recount(record, at=NOON + 41 * MINUTE)

    told = recount(slower, at=NOON + 42 * MINUTE)

    record.refresh_from_db()
    assert (told.counted_at, told.reopened_at) == (record.counted_at, record.reopened_at)
    assert record.reopened_at == NOON + 41 * MINUTE
    assert (told.status, told.computed) == (record.status, record.computed) == ("explained", 4810)


def test_a_settled_record_is_never_counted_again(store, owner):
    lived(store, [{1: "active"}, {1: "active"}])
    record = reconcile(store, entry(1, minutes=5), by=owner, at=NOON + 2 * HOUR)
    counted_at = record.counted_at

    assert recount_unsettled(at=NOON + 3 * HOUR) == 0
    assert recount(record, at=NOON + 3 * HOUR).counted_at == counted_at


def lived_on(store, then):
    """One more reading, at one o'clock, of a store that had one listing at noon."""
    before = ListingSnapshot.objects.get(store=store)
    snapshot = SnapshotFactory(
        store=store,
        as_of=NOON + HOUR,
        previous=before,
        active_count=len(then),
        auditing_count=0,
        rejected_count=0,
        expired_count=0,
    )
    TransitionFactory(
        snapshot=snapshot,
        listing=ListingFactory(store=store),
        from_state=None,
        to_state="active",
        after_at=NOON,
    )
