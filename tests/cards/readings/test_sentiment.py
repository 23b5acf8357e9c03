"""A reading's sentiment, from the card's rule and the snapshots it looks back to."""

from datetime import timedelta

import pytest

from cards.board.board import board
from cards.board.card_page import card_page
from cards.history.ranges import Range
from cards.models import Card
from cards.readings.reader import read
from tests.cards.polling import polled_by
from tests.factories import DetailTallyFactory, SnapshotFactory, ValidityTallyFactory
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


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "loud"},
        [],
        {"rule": "neutral", "bloat": "yes"},
        {"rule": "directional_change", "good": "up", "window_days": "7", "flat_within": 1},
        {"rule": "directional_change", "good": "up", "window_days": 10**9, "flat_within": 1},
    ],
)
def test_a_rule_that_cannot_be_read_judges_nothing_and_says_so(grown, store, owner, rule):
    Card.objects.filter(key="aex_total_listings").update(sentiment_rule=rule)

    reading = polled_by(owner, slug=store.slug, key="aex_total_listings", at=NOON)

    assert (reading.value, reading.sentiment) == (4820, "not_enough_data")
    assert "cannot be read" in reading.reason
    assert reading == board(owner, at=NOON).rows[0].cells[0][1]


def bloat_against(key):
    bloat = {"against": key, "window_days": 7, "rises_by": 1.0, "flat_within": 0.5}
    return {"rule": "neutral", "bloat": bloat}


@pytest.mark.parametrize(
    "against", ["aex_listings_expiring_soon", "aex_rejected_listings_24h", "aex_oos_listings", "no"]
)
def test_whatever_a_rule_compares_with_every_screen_judges_the_same(grown, store, owner, against):
    ValidityTallyFactory(snapshot=grown)
    DetailTallyFactory(snapshot=grown)
    card = Card.objects.get(key="aex_total_listings")
    card.sentiment_rule = bloat_against(against)
    card.save()

    alone = polled_by(owner, slug=store.slug, key=card.key, at=NOON)

    [row] = board(owner, at=NOON).rows
    assert row.cells[0][1] == alone == reading_of(store)
    assert (
        card_page(card.key, store.slug, user=owner, at=NOON, span=Range("7d", NOON)).reading
        == alone
    )
    assert f"{against} is not known of both moments" in alone.reason


def test_growth_is_told_of_the_snapshots_the_number_stands_on(store):
    """The newest snapshot is not the one the details were counted for."""
    key = "aex_oos_listings"
    Card.objects.filter(key=key).update(sentiment_rule=bloat_against("aex_complete_listings"))
    for days, auditing, out_of_stock in ((7, 100, 10), (1, 130, 95)):
        as_of = NOON - timedelta(days=days)
        snapshot = SnapshotFactory(store=store, as_of=as_of, auditing_count=auditing)
        DetailTallyFactory(
            snapshot=snapshot,
            out_of_stock_count=out_of_stock,
            stock_known_count=4820,
            attributes_known_count=4820,
        )
    SnapshotFactory(store=store, auditing_count=999)

    assert reading_of(store, key).reason.endswith("The growth went to In auditing +30.")


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
