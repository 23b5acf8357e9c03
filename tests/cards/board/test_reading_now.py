"""One statement says what every other screen says, and hides what the gate hides."""

import pytest
from django.http import Http404

from cards.board.reading_now import reading_for
from cards.board.readings import read
from cards.models import Card
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
def owner(store):
    return MembershipFactory(store=store, user=UserFactory(role="owner")).user


@pytest.fixture(params=["owner", "superuser"])
def reader(request, owner):
    return owner if request.param == "owner" else UserFactory(is_superuser=True)


@pytest.mark.parametrize("key", [KEY, "aex_active_share", "aex_listings_expiring_soon"])
def test_it_is_the_reading_every_screen_shows(store, reader, key):
    reading = reading_for(reader, slug=store.slug, key=key, at=NOON)

    assert reading == read(Card.objects.get(key=key), store, at=NOON)


def test_it_takes_one_statement_and_one_to_look_back(store, reader, django_assert_num_queries):
    reading_for(reader, slug=store.slug, key=KEY, at=NOON)

    with django_assert_num_queries(2):
        reading_for(reader, slug=store.slug, key=KEY, at=NOON)


def test_of_many_snapshots_and_runs_it_takes_the_newest(store, owner):
    SnapshotFactory(store=store, as_of=NOON.replace(hour=13), active_count=4300)
    SyncRunFactory(store=store, status="complete", finished_at=NOON.replace(hour=14))
    SnapshotFactory(store=store, as_of=NOON.replace(hour=11), active_count=1)

    reading = reading_for(owner, slug=store.slug, key=KEY, at=NOON)

    assert reading.value == 4810
    assert reading.last_attempt is not None
    assert reading.last_attempt.status == "complete"


def test_a_store_never_read_has_no_number_yet(owner):
    bare = MembershipFactory(user=owner, store=StoreFactory()).store

    reading = reading_for(owner, slug=bare.slug, key=KEY, at=NOON)

    assert reading.value is None
    assert reading.verdict == "none"


def test_a_store_that_is_not_theirs_is_absent(owner):
    with pytest.raises(Http404):
        reading_for(owner, slug=StoreFactory().slug, key=KEY, at=NOON)


def test_a_card_that_is_not_theirs_is_absent(store):
    nobody = MembershipFactory(store=store, user=UserFactory()).user

    with pytest.raises(Http404):
        reading_for(nobody, slug=store.slug, key=KEY, at=NOON)


def test_a_card_switched_off_is_absent_for_everybody(store, reader):
    Card.objects.filter(key=KEY).update(is_enabled=False)

    with pytest.raises(Http404):
        reading_for(reader, slug=store.slug, key=KEY, at=NOON)


def test_an_alias_leads_to_the_card(store, owner):
    Card.objects.filter(key=KEY).update(aliases=["all_listings"])

    assert reading_for(owner, slug=store.slug, key="all_listings", at=NOON).card == KEY
