"""A reading's sentiment, from the card's rule and the snapshots it looks back to."""

from datetime import timedelta

import pytest

from cards.board.readings import read
from cards.models import Card
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def grown(store):
    """Total grew by 220 within the week while Active hardly did."""
    SnapshotFactory(
        store=store, as_of=NOON - WEEK, active_count=4300, auditing_count=190, rejected_count=60
    )
    return SnapshotFactory(store=store)


def reading_of(store, key="aex_total_listings", **kwargs):
    return read(Card.objects.get(key=key), store, at=NOON, **kwargs)


def test_total_listings_says_when_the_catalogue_bloats(grown, store):
    reading = reading_of(store)

    assert reading.sentiment == "attention"
    assert "Active Listings from 4,300 to 4,310 (+10)" in reading.reason
    assert "In auditing +150, Rejected +60" in reading.reason


def test_what_was_given_after_the_window_began_is_not_compared(store):
    SnapshotFactory(store=store, as_of=NOON - WEEK + timedelta(seconds=1), auditing_count=0)
    SnapshotFactory(store=store)

    assert reading_of(store).sentiment == "neutral"


def test_a_past_moment_is_judged_as_it_was_then(grown, store):
    reading = reading_of(store, as_of=NOON - timedelta(days=1))

    assert "Nothing is known of 7 days ago" in reading.reason


def test_a_changed_rule_judges_from_then_on(grown, store):
    Card.objects.filter(key="aex_total_listings").update(
        sentiment_rule={"rule": "lower_is_better", "positive_to": 1, "attention_to": 2}
    )

    assert reading_of(store).sentiment == "negative"


def test_a_rule_that_cannot_be_read_judges_nothing_and_says_so(grown, store):
    Card.objects.filter(key="aex_total_listings").update(sentiment_rule={"rule": "loud"})

    reading = reading_of(store)

    assert (reading.value, reading.sentiment) == (4820, "not_enough_data")
    assert "cannot be read" in reading.reason


def test_without_a_reading_there_is_nothing_to_judge(store):
    reading = reading_of(store)

    assert reading.sentiment == "not_enough_data"
    assert "no complete reading yet" in reading.reason


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("aex_active_listings", "neutral"),
        ("aex_active_share", "positive"),
        ("aex_rejected_listings", "negative"),
        ("aex_rejection_rate", "positive"),
    ],
)
def test_every_delivered_rule_judges(grown, store, key, state):
    reading = reading_of(store, key)

    assert reading.sentiment == state
    assert reading.reason.endswith(".")


def test_the_page_says_the_sentiment_in_a_word_and_the_reason_in_a_sentence(grown, owner, as_user):
    text = as_user(owner).get("/stores/harbour-home/cards/aex_active_share/").content.decode()

    assert "</svg>Good</span>" in text
    assert "89.4 % is 85.0 % or more." in text
