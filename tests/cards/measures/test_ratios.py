"""A share: both integers of one snapshot, named beside it."""

import pytest

from cards.catalogue.definitions import definitions
from cards.models import Card
from cards.readings.reader import read
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def reading_of(key, store, at=NOON, **kwargs):
    return read(Card.objects.get(key=key), store, at=at, **kwargs)


@pytest.mark.parametrize(
    ("key", "percent", "numerator", "denominator"),
    [("aex_active_share", 89.4, 4310, 4820), ("aex_rejection_rate", 2.5, 120, 4820)],
)
def test_a_share_gives_both_integers_and_the_snapshot_they_come_from(
    snapshot, key, percent, numerator, denominator
):
    answer = reading_of(key, snapshot.store).as_json()

    assert answer["value"] == percent == round(100 * numerator / denominator, 1)
    assert answer["unit"] == "percent"
    assert answer["ratio"]["numerator"]["value"] == numerator
    assert answer["ratio"]["denominator"] == {"card": "aex_total_listings", "value": denominator}
    assert answer["ratio"]["snapshot"] == answer["snapshot"] == snapshot.pk


def test_both_cards_of_a_share_say_the_same_numbers_themselves(snapshot):
    ratio = reading_of("aex_rejection_rate", snapshot.store).ratio

    for part in (ratio.numerator, ratio.denominator):
        assert reading_of(part.card, snapshot.store).value == part.value


def test_a_share_of_the_past_divides_what_was_given_then(store):
    first = SnapshotFactory(store=store)
    SnapshotFactory(store=store, as_of=NOON.replace(hour=13), active_count=0)

    at, as_of = NOON.replace(hour=14), NOON.replace(hour=12, minute=30)
    reading = reading_of("aex_active_share", store, at=at, as_of=as_of)

    assert (reading.value, reading.ratio.snapshot) == (89.4, first.pk)


def test_without_listings_there_is_no_share_and_the_reading_says_why(store):
    nothing = dict.fromkeys(
        ("active_count", "auditing_count", "rejected_count", "expired_count"), 0
    )
    SnapshotFactory(store=store, **nothing)

    reading = reading_of("aex_active_share", store)

    assert reading.value is None
    assert reading.note == (
        "There is nothing to divide by: Total Listings is 0, so there is no share of it."
    )


def test_a_share_names_cards_that_are_delivered():
    keys = {card.key for card in definitions()}

    for card in definitions():
        for pair in card.ratios:
            assert {pair["numerator"], pair["denominator"]} <= keys
