"""Cards that stand on the bridge: of one tally, never more than is known, and as long as lists."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSku, SourceSnapshot
from aliexpress.source.item_row import ItemRow
from cards.listings.filters import Filters
from cards.listings.listing_set import find
from cards.models import Card
from cards.readings.reader import read
from tests.bridge_stores import aliexpress_read_again, counted, held_together, listed, snapshot_of
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
OOS = "aex_xc_listed_but_oos_on_bc"
DRIFT = "aex_xc_catalogue_drift_vs_bc"
MISSING = "aex_xc_missing_on_aliexpress"


def reading(key, store, **kwargs):
    return read(Card.objects.get(key=key), store, at=NOON + 9 * MINUTE, **kwargs)


def settled(store):
    """Each side is read again, and the bridge is counted again."""
    aliexpress_read_again(store, at=NOON + MINUTE)
    return counted(store, at=NOON + 2 * MINUTE)


@pytest.fixture
def store():
    title = "Linen curtain, 140 by 250 cm"
    store = held_together(
        items=[
            ItemRow("1", "A", code="A-1", name=title, stock=0),
            ItemRow("2", "A", code="A-2", name=title, stock=5),
            ItemRow("3", "B", code="B-1", name=title, stock=5, tracking="none"),
            ItemRow("4", "C", code="C-1", name=title),
        ],
        listings=[["A-1", "A-2"], ["a-1"], ["B-1"], ["STRAY"]],
    )
    counted(store)
    return store


def test_what_is_new_raises_no_alert_and_what_stays_is_counted(store):
    before = reading(OOS, store)
    settled(store)

    after = reading(OOS, store)

    assert (before.value, after.value) == (0, 1)
    assert {row.name: row.value for row in before.rows}["new"] == 1
    assert after.coverage.sentence == "both stocks known for 2 of 3 items"


@pytest.mark.parametrize("minutes", [0, 24])
def test_the_card_says_how_old_the_stock_at_the_source_was(store, minutes):
    SourceSnapshot.objects.update(stock_as_of=NOON + minutes * MINUTE if minutes else None)
    aliexpress_read_again(store, at=NOON + MINUTE)
    counted(store, at=NOON + 60 * MINUTE)

    rows = read(Card.objects.get(key=OOS), store, at=NOON + 61 * MINUTE).rows

    old = {row.name: row.value for row in rows}["source_asked"]
    assert old == (0.6 if minutes else 1.0)


def test_the_listings_of_what_is_out_of_stock_are_as_many_as_the_row_says(store):
    settled(store)
    [row] = [row for row in reading(OOS, store).rows if row.name == "listings"]

    found = find(store, Filters(card=OOS), at=NOON).listings

    assert row.value == found.count() == 2


def test_drift_counts_an_item_once_and_says_what_cannot_be_compared(store):
    settled(store)

    told = reading(DRIFT, store)

    rows = {row.name: row.value for row in told.rows}
    assert told.value == 1
    assert (rows["stock"], rows["price_untold"], rows["image_untold"]) == (1, 3, 3)
    assert told.is_partial


@pytest.mark.parametrize(
    ("key", "number"), [("aex_xc_duplicate_listings", 1), ("aex_xc_orphan_listings", 1)]
)
def test_duplicates_and_orphans_are_as_long_as_their_lists(store, key, number):
    assert reading(key, store).value == number
    assert find(store, Filters(card=key), at=NOON).listings.count() == number


def test_missing_is_at_most_while_codes_are_not_known(store):
    assert reading(MISSING, store).figure == "1"
    made = listed(store, [])
    made.detail.delete()
    snapshot_of(store, at=NOON + MINUTE)
    counted(store, at=NOON + MINUTE)

    assert reading(MISSING, store).figure == "at most 1"


def test_a_store_without_a_source_says_why_there_is_no_number():
    store = SnapshotFactory().store

    told = reading(MISSING, store)

    assert told.value is None
    assert "no source" in told.note


def test_a_past_moment_gives_the_number_given_then(store):
    then = NOON + timedelta(seconds=30)
    ListingSku.objects.update(stock=0)
    settled(store)

    assert [row.value for row in reading(OOS, store, as_of=then).rows if row.name == "new"] == [1]
    assert "new" not in {row.name for row in reading(OOS, store).rows}
    assert reading(MISSING, store, as_of=NOON - MINUTE).value is None
