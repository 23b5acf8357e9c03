"""A number that is not known whole opens an alert only where the rest cannot undo it."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot
from cards.alerts.watch import look
from cards.models import Alert
from tests.factories import DetailTallyFactory, SnapshotFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OOS = "aex_oos_listings"


def out_of_stock(snapshot, known, number, **fields):
    """A tally of stock, known of so many of the 4,820."""
    return DetailTallyFactory(
        snapshot=snapshot, stock_known_count=known, out_of_stock_count=number, **fields
    )


def test_a_number_known_in_part_never_closes_it(snapshot, trigger):
    trigger("above 90", card=OOS)
    out_of_stock(snapshot, 4820, 95)
    look(at=NOON)
    out_of_stock(snapshot, 3000, 40, published_at=NOON + MINUTE)

    look(at=NOON + MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_number_that_can_only_be_more_opens_it_and_says_at_least(snapshot, trigger):
    trigger("above 90", card=OOS)
    out_of_stock(snapshot, 3000, 95)

    look(at=NOON)

    assert Alert.objects.get().sentence == "It is at least 95, above 90."


def test_of_a_number_that_may_be_more_nobody_says_it_is_below(snapshot, trigger):
    trigger("below 100", card=OOS)
    out_of_stock(snapshot, 3000, 95)

    look(at=NOON)

    assert not Alert.objects.exists()


@pytest.mark.parametrize("text", ["above 80", "below 81"])
def test_a_mean_of_a_part_tells_nothing(snapshot, trigger, text):
    trigger(text, card="aex_listing_quality_score")
    DetailTallyFactory(snapshot=snapshot)

    look(at=NOON)

    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    ("text", "then", "now", "opens"),
    [
        ("rises by 5 in 24h", (4820, 80), (3000, 95), True),  # it is more than 15 more
        ("rises by 5 in 24h", (3000, 80), (4820, 95), False),  # it may have been 95 already
        ("rises by 10% in 24h", (3000, 80), (4820, 95), False),
        ("falls by 5 in 24h", (4820, 95), (3000, 80), False),  # the rest is only not known yet
        ("falls by 5 in 24h", (3000, 95), (4820, 80), True),
    ],
)
def test_a_change_is_told_only_where_what_is_not_known_cannot_undo_it(
    snapshot, store, trigger, text, then, now, opens
):
    trigger(text, card=OOS)
    out_of_stock(snapshot, *then)
    ListingSnapshot.objects.update(confirmed_at=NOON)
    later = SnapshotFactory(store=store, as_of=NOON + DAY)
    out_of_stock(later, *now)

    look(at=NOON + DAY)

    assert Alert.objects.exists() == opens


def test_a_change_is_held_against_the_reading_of_then(snapshot, store, trigger):
    trigger("falls by 2% in 24h")
    ListingSnapshot.objects.update(confirmed_at=NOON + DAY)
    look(at=NOON + DAY)
    assert not Alert.objects.exists()
    SnapshotFactory(store=store, as_of=NOON + DAY + MINUTE, active_count=4200)

    look(at=NOON + DAY + MINUTE)

    assert Alert.objects.get().sentence == "It went from 4,820 to 4,710 in 24 hours."


def test_a_change_of_which_the_beginning_is_not_known_says_nothing(snapshot, trigger):
    trigger("falls by 1 in 24h or rises by 1 in 24h")

    look(at=NOON)

    assert not Alert.objects.exists()
