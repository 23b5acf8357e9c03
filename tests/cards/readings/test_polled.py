"""One statement says what every other screen says, and hides what the gate hides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404

from cards.measures import MEASURES
from cards.models import Card
from cards.readings.polled import place_of
from cards.readings.reader import read
from tests.cards.polling import polled_by
from tests.factories import (
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
)
from tests.moments import NOON

KEY = "aex_total_listings"


@pytest.fixture
def store(db):
    store = StoreFactory()
    SnapshotFactory(store=store, remark="It rose by 50.")
    SyncRunFactory(
        store=store, status="failed", finished_at=NOON, error="It was down.", error_kind="refused"
    )
    return store


@pytest.fixture
def with_a_past(store):
    """Snapshots a day apart for two months, each larger than the one before."""
    for days in range(1, 60):
        SnapshotFactory(
            store=store,
            as_of=NOON - timedelta(days=days),
            **{f"{state}_count": 0 for state in ("auditing", "rejected", "expired")},
            active_count=4200 - 10 * days,
        )
    return store


@pytest.fixture
def owner(store):
    return MembershipFactory(store=store, user=UserFactory(role="owner")).user


@pytest.fixture(params=["owner", "superuser"])
def reader(request, owner):
    return owner if request.param == "owner" else UserFactory(is_superuser=True)


@pytest.mark.parametrize("key", [KEY, "aex_active_share", "aex_listings_expiring_soon"])
def test_it_is_the_reading_every_screen_shows(store, reader, key):
    reading = polled_by(reader, slug=store.slug, key=key, at=NOON)

    assert reading == read(Card.objects.get(key=key), store, at=NOON)


@pytest.mark.parametrize("key", [KEY, "aex_active_share", "aex_rejected_listings"])
def test_it_looks_back_as_every_screen_does(with_a_past, reader, key):
    reading = polled_by(reader, slug=with_a_past.slug, key=key, at=NOON)

    assert reading == read(Card.objects.get(key=key), with_a_past, at=NOON)


def test_it_looks_back_as_far_as_operations_say(with_a_past, reader):
    card = Card.objects.get(key=KEY)
    card.sentiment_rule["bloat"]["window_days"] = 3
    card.save()

    reading = polled_by(reader, slug=with_a_past.slug, key=KEY, at=NOON)

    assert reading == read(card, with_a_past, at=NOON)
    assert "from 4,170 to" in reading.reason


def test_it_takes_one_statement_however_long_the_past(
    with_a_past, owner, django_assert_num_queries
):
    polled_by(owner, slug=with_a_past.slug, key=KEY, at=NOON)

    with django_assert_num_queries(1):
        reading = polled_by(owner, slug=with_a_past.slug, key=KEY, at=NOON)

    assert "Since " in reading.reason


def test_of_many_snapshots_and_runs_it_takes_the_newest(store, owner):
    SnapshotFactory(store=store, as_of=NOON.replace(hour=11), active_count=1)
    SyncRunFactory(store=store, failed=True, finished_at=NOON.replace(hour=12))
    SnapshotFactory(store=store, as_of=NOON.replace(hour=13), active_count=4300)
    SyncRunFactory(store=store, status="complete", finished_at=NOON.replace(hour=14))

    reading = polled_by(owner, slug=store.slug, key=KEY, at=NOON.replace(hour=14))

    assert reading.value == 4810
    assert reading.last_attempt is not None
    assert reading.last_attempt.status == "complete"


def test_a_store_never_read_has_no_number_yet(owner):
    bare = MembershipFactory(user=owner, store=StoreFactory()).store

    reading = polled_by(owner, slug=bare.slug, key=KEY, at=NOON)

    assert reading.value is None
    assert reading.verdict == "none"


def test_a_store_that_is_not_theirs_is_absent(owner):
    with pytest.raises(Http404):
        polled_by(owner, slug=StoreFactory().slug, key=KEY, at=NOON)


def test_a_card_that_is_not_theirs_is_absent(store):
    nobody = MembershipFactory(store=store, user=UserFactory()).user

    with pytest.raises(Http404):
        polled_by(nobody, slug=store.slug, key=KEY, at=NOON)


def test_a_user_switched_off_sees_nothing(store, reader):
    reader.is_active = False
    reader.save()

    with pytest.raises(Http404):
        polled_by(reader, slug=store.slug, key=KEY, at=NOON)


def test_a_card_switched_off_is_absent_for_everybody(store, reader):
    Card.objects.filter(key=KEY).update(is_enabled=False)

    with pytest.raises(Http404):
        polled_by(reader, slug=store.slug, key=KEY, at=NOON)


def test_an_alias_leads_to_the_card(store, owner):
    Card.objects.filter(key=KEY).update(aliases=["all_listings"])

    assert polled_by(owner, slug=store.slug, key="all_listings", at=NOON).card == KEY


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_what_is_left_out_of_the_statement_no_reading_asks_for(
    with_a_past, owner, key, django_assert_max_num_queries
):
    """Rejections come with a statement of their own."""
    Card.objects.get(key=key).roles.set(owner.groups.all())
    assert connection.features.supports_json_field  # SQLite is asked that once

    polled_by(owner, slug=with_a_past.slug, key=key, at=NOON)
    place_of.cache_clear()

    with django_assert_max_num_queries(2 if "rejected" in key or "rejection" in key else 1):
        reading = polled_by(owner, slug=with_a_past.slug, key=key, at=NOON)
        assert reading.as_bytes

    assert reading == read(Card.objects.get(key=key), with_a_past, at=NOON)
