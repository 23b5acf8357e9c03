"""A reading made before is given again only where it would be made the same again."""

from datetime import timedelta
from functools import lru_cache

import pytest
from django.http import Http404

from aliexpress.models import ListingSnapshot, Store
from cards.measures import MEASURES
from cards.models import Card
from cards.readings import polled
from cards.readings.freshness import freshness
from cards.readings.reader import read
from tests.cards.polling import polled_by
from tests.factories import (
    DetailTallyFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    TransitionFactory,
    UserFactory,
    ValidityTallyFactory,
)
from tests.moments import NOON

KEY = "aex_total_listings"
SOON = "aex_listings_expiring_soon"
A_SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)


@pytest.fixture
def snapshot(db):
    """Of a store with a month of its own, and with all that cards stand on."""
    store = StoreFactory(slug="harbour-home")
    ListingSnapshot.objects.bulk_create(
        SnapshotFactory.build(store=store, as_of=NOON - days * A_DAY, active_count=4000 - 10 * days)
        for days in range(40, 0, -1)
    )
    snapshot = SnapshotFactory(store=store)
    ValidityTallyFactory(snapshot=snapshot)
    DetailTallyFactory(snapshot=snapshot)
    SyncRunFactory(store=store, complete=True)
    return snapshot


@pytest.fixture
def store(snapshot):
    return snapshot.store


@pytest.fixture
def owner(store):
    return MembershipFactory(store=store, user=UserFactory(role="owner")).user


def asked(owner, *, key=KEY, at=NOON, slug="harbour-home"):
    return polled_by(owner, slug=slug, key=key, at=at)


def told_anew(*, key=KEY, at=NOON):
    return read(Card.objects.get(key=key), Store.objects.get(slug="harbour-home"), at=at)


def test_what_stands_is_the_very_same(owner):
    assert asked(owner) is asked(owner, at=NOON + A_SECOND)


@pytest.mark.parametrize("key", MEASURES)
def test_it_is_made_of_its_row_and_of_nothing_else(owner, key, django_assert_num_queries):
    """But for rejections, which come with a statement of their own and are made each time."""
    statements = 2 if key == "aex_rejected_listings_24h" else 1
    asked(owner, key=key)
    polled.place_of.cache_clear()

    with django_assert_num_queries(statements):
        first = asked(owner, key=key)

    assert (asked(owner, key=key) is first) == (statements == 1)
    assert first == told_anew(key=key)


def a_new_snapshot(snapshot):
    SnapshotFactory(store=snapshot.store, as_of=NOON + A_SECOND, active_count=4311)


def a_confirmation(snapshot):
    snapshot.confirmed_at = NOON + A_SECOND
    snapshot.save()


def a_run_that_failed(snapshot):
    SyncRunFactory(store=snapshot.store, finished_at=NOON + A_SECOND, failed=True)


def another_title(_):
    Card.objects.filter(key=KEY).update(title="All listings")


def another_unit(_):
    Card.objects.filter(key=KEY).update(unit="listings")


def another_rule(_):
    rule = {"rule": "lower_is_better", "positive_to": 1, "attention_to": 2}
    Card.objects.filter(key=KEY).update(sentiment_rule=rule)


def another_window(_):
    card = Card.objects.get(key=KEY)
    card.sentiment_rule["bloat"]["window_days"] = 3
    card.save()


def another_interval(snapshot):
    Store.objects.filter(pk=snapshot.store.pk).update(sync_interval=60)


def another_remark(snapshot):
    snapshot.remark = "It rose by 50."
    snapshot.save()


def the_past_corrected(snapshot):
    earlier = snapshot.store.snapshots.filter(as_of__lte=NOON - 7 * A_DAY).order_by("-as_of")
    earlier.filter(pk=earlier[0].pk).update(active_count=1, total_count=511)


@pytest.mark.parametrize(
    ("change", "later"),
    [
        (a_new_snapshot, A_SECOND),
        (a_confirmation, A_SECOND),
        (a_run_that_failed, A_SECOND),
        (another_title, A_SECOND),
        (another_unit, A_SECOND),
        (another_rule, A_SECOND),
        (another_window, A_SECOND),
        (another_interval, timedelta(minutes=4)),
        (another_remark, A_SECOND),
        (the_past_corrected, A_SECOND),
    ],
)
def test_a_change_is_told_at_the_next_request(snapshot, owner, change, later):
    before = asked(owner, at=NOON + later)
    change(snapshot)

    after = asked(owner, at=NOON + later)

    assert after != before
    assert after == told_anew(at=NOON + later)
    assert after.as_bytes != before.as_bytes


def test_other_settings_of_a_card_are_told_at_the_next_request(owner):
    before = asked(owner, key=SOON)
    card = Card.objects.get(key=SOON)
    Card.objects.filter(key=SOON).update(
        settings={name: 7 * value for name, value in card.settings.items()}
    )

    assert before != asked(owner, key=SOON) == told_anew(key=SOON)


def test_details_counted_anew_are_told_at_the_next_request(snapshot, owner):
    before = asked(owner, key="aex_oos_listings")
    DetailTallyFactory(snapshot=snapshot, published_at=NOON + A_SECOND, out_of_stock_count=1)

    after = asked(owner, key="aex_oos_listings", at=NOON + A_SECOND)

    assert before != after == told_anew(key="aex_oos_listings", at=NOON + A_SECOND)


def test_a_move_into_rejected_is_told_at_the_next_request(snapshot, owner):
    key = "aex_rejected_listings_24h"
    before = asked(owner, key=key)
    TransitionFactory(
        snapshot=snapshot,
        from_state="auditing",
        to_state="rejected",
        after_at=NOON - timedelta(hours=2),
        by_at=NOON - timedelta(hours=1),
    )

    after = asked(owner, key=key)

    assert before != after == told_anew(key=key)


@pytest.mark.parametrize("key", [KEY, "aex_oos_listings"])
def test_it_turns_stale_when_its_time_has_passed_and_nothing_else(owner, key):
    ends = NOON + freshness(300)
    moments = [NOON, ends, ends + timedelta(microseconds=1), ends + A_DAY, ends]

    readings = [asked(owner, key=key, at=at) for at in moments]

    assert [reading.stale for reading in readings] == [False, False, True, True, False]
    assert readings == [told_anew(key=key, at=at) for at in moments]


def test_what_is_looked_back_to_moves_with_the_clock(owner):
    moments = [NOON + number * timedelta(hours=7) for number in range(20)]

    for at in moments:
        assert asked(owner, at=at) == told_anew(at=at)


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(owner, monkeypatch):
    monkeypatch.setattr(polled, "place_of", lru_cache(maxsize=2)(lambda *_: polled.Place()))

    first = asked(owner)
    for key in ("aex_active_listings", "aex_rejected_listings"):
        asked(owner, key=key)

    assert polled.place_of.cache_info().currsize == 2
    assert asked(owner) is not first
    assert asked(owner) == first


def test_stores_that_are_not_there_take_no_place(owner):
    polled.place_of.cache_clear()

    with pytest.raises(Http404):
        asked(owner, slug="nowhere")

    assert polled.place_of.cache_info().currsize == 0
