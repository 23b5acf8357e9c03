"""What is known of stores at several moments, each store in one row."""

from datetime import timedelta

import pytest

from aliexpress.models import Store
from cards.models import Card
from cards.readings.store_facts import gather
from tests.factories import (
    DetailTallyFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    ValidityTallyFactory,
)
from tests.moments import NOON

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
A_WEEK = 7


def known_of(store, *keys, **kwargs):
    cards = list(Card.objects.filter(key__in=keys))
    [known] = gather(cards, Store.objects.filter(pk=store.pk), **{"at": NOON, **kwargs})
    return known


def looks_back(key, days=A_WEEK):
    rule = {"rule": "directional_change", "good": "up", "window_days": days, "flat_within": 1}
    Card.objects.filter(key=key).update(sentiment_rule=rule)


def test_a_store_never_read_has_no_facts_and_its_failed_run(store):
    run = SyncRunFactory(store=store, failed=True)

    row, facts = known_of(store, "aex_total_listings", "aex_oos_listings")

    assert facts is None
    assert (row.now.last_run, row.known_since) == (run, None)


def test_a_store_is_known_since_its_own_first_snapshot(store):
    SnapshotFactory(as_of=NOON - 9 * DAY)
    for days in (1, 3, 2):
        SnapshotFactory(store=store, as_of=NOON - days * DAY)

    row, _ = known_of(store, "aex_total_listings")

    assert row.known_since == NOON - 3 * DAY


def test_each_moment_has_the_snapshot_readers_were_given_then(store):
    week_ago = SnapshotFactory(store=store, as_of=NOON - 8 * DAY, confirmed_at=NOON - 6.5 * DAY)
    yesterday = SnapshotFactory(store=store, as_of=NOON - 1.5 * DAY)
    newest = SnapshotFactory(store=store)

    _, facts = known_of(store, "aex_active_listings", besides=[1])

    assert facts is not None
    assert (facts.snapshot, facts.confirmed_at) == (newest, NOON)
    assert facts.earlier[1].snapshot == yesterday
    assert facts.earlier[A_WEEK].snapshot == week_ago
    assert facts.earlier[A_WEEK].confirmed_at == NOON - A_WEEK * DAY


def test_a_moment_before_the_first_snapshot_has_nothing(snapshot):
    _, facts = known_of(snapshot.store, "aex_active_listings")

    assert facts is not None
    assert facts.earlier == {}


def test_one_snapshot_has_at_each_moment_the_tallies_given_then(store):
    looks_back("aex_listings_expiring_soon")
    looks_back("aex_oos_listings")
    snapshot = SnapshotFactory(store=store, as_of=NOON - 9 * DAY, confirmed_at=NOON)
    tallies = {
        days: (
            ValidityTallyFactory(snapshot=snapshot, as_of=NOON - days * DAY),
            DetailTallyFactory(snapshot=snapshot, as_of=NOON - days * DAY),
        )
        for days in (8, 6, 1)
    }

    _, facts = known_of(store, "aex_listings_expiring_soon", "aex_oos_listings")

    assert facts is not None
    then = facts.earlier[A_WEEK]
    assert (facts.validity, facts.details) == tallies[1]
    assert (then.validity, then.details) == tallies[8]


def test_a_tally_of_an_older_snapshot_tells_no_end_of_validity(store):
    tally = ValidityTallyFactory(snapshot=SnapshotFactory(store=store, as_of=NOON - DAY))
    details = DetailTallyFactory(snapshot=tally.snapshot)
    SnapshotFactory(store=store)

    _, facts = known_of(store, "aex_listings_expiring_soon", "aex_oos_listings")

    assert facts is not None
    assert (facts.validity, facts.details) == (None, details)
    assert facts.details is not None
    assert facts.details.snapshot == tally.snapshot


def test_nothing_is_asked_that_no_card_stands_on(snapshot):
    ValidityTallyFactory(snapshot=snapshot)
    DetailTallyFactory(snapshot=snapshot)

    _, facts = known_of(snapshot.store, "aex_total_listings")

    assert facts is not None
    assert (facts.validity, facts.details, facts.rejections) == (None, None, None)


def test_stores_come_in_their_order_and_each_with_its_own(django_assert_num_queries):
    cards = list(Card.objects.filter(key__in=["aex_total_listings", "aex_oos_listings"]))
    stores = [StoreFactory(name=name) for name in ("C", "A", "B")]
    snapshots = {store.pk: SnapshotFactory(store=store) for store in stores[:2]}
    tally = DetailTallyFactory(snapshot=snapshots[stores[0].pk])

    with django_assert_num_queries(1):
        known = gather(cards, Store.objects.order_by("name"), at=NOON)

    assert [row.name for row, _ in known] == ["A", "B", "C"]
    assert [facts and facts.snapshot for _, facts in known] == [
        snapshots[stores[1].pk],
        None,
        snapshots[stores[0].pk],
    ]
    assert [facts and facts.details for _, facts in known] == [None, None, tally]
