"""Expiring Soon: active listings whose validity ends within the days the card is set to."""

from datetime import datetime, timedelta

import pytest

from cards.listings.filters import Filters
from cards.listings.listing_set import find
from cards.models import Card
from cards.readings.reader import read
from tests.factories import ListingFactory, ValidityTallyFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

KEY = "aex_listings_expiring_soon"
HOUR = timedelta(hours=1)


def reading_of(store, **kwargs):
    return read(Card.objects.get(key=KEY), store, at=NOON, **kwargs)


def behind(store, row):
    filters = Filters(card=KEY, until=datetime.fromisoformat(row.listings["until"]))
    return find(store, filters, at=NOON).listings


def test_it_counts_within_three_days_and_forecasts_7_14_and_30(snapshot, store):
    ValidityTallyFactory(snapshot=snapshot)

    reading = reading_of(store)

    assert reading.value == 61
    assert [row.value for row in reading.rows] == [212, 912, 2512, 0]


def test_the_days_are_a_setting_of_the_card(snapshot, store):
    ValidityTallyFactory(snapshot=snapshot)
    Card.objects.filter(key=KEY).update(settings={"days": 1})

    assert reading_of(store).value == 20


def test_the_list_behind_each_number_is_as_long_as_it_says(snapshot, store):
    for hours in (-1, 1, 71, 72, 73, 167):
        ListingFactory(store=store, offline_at=NOON + hours * HOUR)
    ListingFactory(store=store, offline_at=NOON + HOUR, state="rejected")
    ValidityTallyFactory(
        snapshot=snapshot, active_count=6, overdue_count=1, days=[1, 0, 2, 1, 0, 0, 1, *[0] * 23]
    )

    reading = reading_of(store)

    assert reading.value == len(behind(store, reading)) == 4
    for row in reading.rows:
        assert row.value == len(behind(store, row))


def test_the_list_without_a_window_is_the_cards_own(snapshot, store):
    ListingFactory(store=store, offline_at=NOON + 72 * HOUR)
    ListingFactory(store=store, offline_at=NOON + 73 * HOUR)
    ValidityTallyFactory(snapshot=snapshot)

    assert len(find(store, Filters(card=KEY), at=NOON).listings) == 1


def test_more_days_than_are_counted_are_as_many_as_are_in_number_and_list(snapshot, store):
    Card.objects.filter(key=KEY).update(settings={"days": 45})
    for days in (29, 44):
        ListingFactory(store=store, offline_at=NOON + days * 24 * HOUR)
    ValidityTallyFactory(snapshot=snapshot, active_count=2, days=[*[0] * 28, 1, 0])

    assert reading_of(store).value == 1
    assert len(find(store, Filters(card=KEY), at=NOON).listings) == 1


def test_a_past_moment_gives_the_number_given_then(snapshot, store):
    ValidityTallyFactory(snapshot=snapshot)
    ValidityTallyFactory(snapshot=snapshot, as_of=NOON + HOUR, days=[0] * 30)

    assert reading_of(store, as_of=NOON + HOUR / 2).value == 61
    assert reading_of(store).value == 0


def test_where_ends_are_missing_it_says_for_how_many_they_are_known(snapshot, store):
    ValidityTallyFactory(snapshot=snapshot, undated_count=10)

    reading = reading_of(store)

    assert reading.figure == "at least 61"
    assert reading.coverage.sentence == "end of validity known for 4,300 of 4,310"


def test_where_no_end_is_known_it_gives_no_number(snapshot, store):
    ValidityTallyFactory(snapshot=snapshot, undated_count=4310, days=[0] * 30)

    reading = reading_of(store)

    assert reading.value is None
    assert "gives no end of validity" in reading.note


def test_before_the_first_count_it_gives_no_number_and_says_so(snapshot, store):
    reading = reading_of(store)

    assert (reading.value, reading.snapshot) == (None, snapshot.pk)
    assert "have not been counted yet" in reading.note
