"""Rejected Listings (24 h): moves into rejected between the two moments the card prints."""

from datetime import datetime, timedelta

import pytest

from cards.listings.filters import Filters
from cards.listings.listing_set import find
from cards.measures.rejections import rejections_of
from cards.models import Card
from cards.readings.reader import read
from tests.factories import ListingFactory, SnapshotFactory, TransitionFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
KEY = "aex_rejected_listings_24h"


@pytest.fixture
def first(store):
    return SnapshotFactory(store=store, as_of=NOON - 72 * HOUR)


def rejected(first, *, at, reason="", **fields):
    snapshot = SnapshotFactory(store=first.store, previous=first, as_of=at)
    return TransitionFactory(
        snapshot=snapshot,
        to_state="rejected",
        to_status="editingRequired",
        audit_failure_reason=reason,
        after_at=at - HOUR,
        **fields,
    )


def reading_of(store, **kwargs):
    return read(Card.objects.get(key=KEY), store, at=NOON, **kwargs)


def behind(store, reading, part=""):
    until = datetime.fromisoformat(reading.listings["until"])
    filters = Filters(card=KEY, until=until, part=part)
    return list(find(store, filters, at=NOON).listings)


def test_it_counts_moves_into_rejected_between_the_two_moments_it_prints(first, store):
    rejected(first, at=NOON - 24 * HOUR)
    rejected(first, at=NOON - 23 * HOUR)
    rejected(first, at=NOON)

    reading = reading_of(store)

    assert (reading.window.start, reading.window.end) == (NOON - 24 * HOUR, NOON)
    assert reading.value == 2


def test_the_window_ends_when_the_store_was_last_known_to_be_as_shown(first, store):
    rejected(first, at=NOON - 2 * HOUR)
    SnapshotFactory(store=store, as_of=NOON - HOUR, confirmed_at=NOON + 30 * HOUR)

    assert reading_of(store).value == 0


def test_it_is_grouped_by_the_reason_aliexpress_gave(first, store):
    rejected(first, at=NOON - 3 * HOUR, reason="category_audit_fail")
    rejected(first, at=NOON - 2 * HOUR, reason="category_audit_fail")
    rejected(first, at=NOON - HOUR, reason="moon_audit_fail")
    rejected(first, at=NOON)

    rows = {row.words: row.value for row in reading_of(store).rows}

    assert rows == {
        "in the wrong category (category_audit_fail)": 2,
        "moon_audit_fail": 1,
        "AliExpress gave no reason": 1,
    }


def test_a_listing_that_stays_rejected_is_no_new_rejection(first, store):
    rejected(first, at=NOON, from_state="rejected", from_status="editingRequired")

    assert reading_of(store).value == 0


def test_a_listing_first_seen_as_rejected_counts(first, store):
    rejected(first, at=NOON, from_state=None, from_status="")

    assert reading_of(store).value == 1


def test_the_list_is_as_long_as_the_number_and_so_is_each_reasons(first, store):
    once = rejected(first, at=NOON - 3 * HOUR, reason="category_audit_fail")
    rejected(first, at=NOON - 2 * HOUR, listing=once.listing)
    gone = ListingFactory(store=store, state="auditing", gone_at=NOON)
    rejected(first, at=NOON, listing=gone)

    reading = reading_of(store)

    assert len(behind(store, reading)) == reading.value == 3
    for row in reading.rows:
        assert len(behind(store, reading, part=row.listings["part"])) == row.value


def test_an_older_moment_gives_the_number_given_then(first, store):
    rejected(first, at=NOON - 30 * HOUR)
    rejected(first, at=NOON)

    assert reading_of(store, as_of=NOON - 10 * HOUR).value == 1


def test_a_window_that_begins_before_the_first_reading_says_so(store):
    SnapshotFactory(store=store, as_of=NOON - 5 * HOUR)

    reading = reading_of(store)

    assert reading.window.known_since == NOON - 5 * HOUR
    assert "Nothing is known before 14 March 2026, 07:00:00 UTC" in " ".join(reading.sentences)


def test_a_window_known_in_part_is_no_plain_number_and_no_good_news(store):
    earliest = SnapshotFactory(store=store, as_of=NOON - 5.5 * HOUR)
    SnapshotFactory(store=store, previous=earliest, as_of=NOON)

    reading = reading_of(store)

    assert reading.figure == "at least 0"
    assert reading.coverage.sentence == "movements known for 5 of 24 hours"
    assert reading.sentiment == "not_enough_data"


def test_a_window_known_as_a_whole_is_a_plain_number(first, store):
    SnapshotFactory(store=store, previous=first, as_of=NOON)

    assert (reading_of(store).figure, reading_of(store).coverage) == ("0", None)


def test_another_stores_rejections_do_not_count(first, store):
    rejected(SnapshotFactory(), at=NOON)

    assert reading_of(store).value == 0


def test_it_answers_to_the_name_of_its_alert(owner, first, as_user):
    answer = as_user(owner).get(
        "/api/v1/stores/harbour-home/cards/aex_alert_listing_rejection_spike/"
    )

    assert answer.json()["card"] == KEY


def test_a_thousand_stores_are_not_too_many_for_one_board():
    """SQLite refuses a condition of more than a thousand parts."""
    windows = {(number, 0): (NOON - 24 * HOUR, NOON) for number in range(1_200)}

    found = rejections_of(windows, known_since=dict.fromkeys(range(1_200), NOON))

    assert found.keys() == windows.keys()
