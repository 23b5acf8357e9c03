"""An alert that closes says what the number is now, or why nobody looks any more."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot, Store
from cards.alerts.watch import look
from cards.models import Alert, Card
from tests.factories import SnapshotFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def closing():
    return Alert.objects.get().events.get(kind="closed").text


@pytest.mark.parametrize(
    ("active", "says"),
    [
        (4000, "It is 4,510, back below 4,800."),
        (4290, "It is 4,800, no longer above 4,800."),
    ],
)
def test_a_number_back_in_bounds_is_told_as_what_it_is_now(snapshot, store, trigger, active, says):
    trigger("above 4,800")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=active)

    look(at=NOON + 2 * MINUTE)

    assert closing() == says
    alert = Alert.objects.get()
    assert (alert.sentence, alert.value) == (says, active + 510)


def test_a_number_back_above_is_told_so(snapshot, store, trigger):
    trigger("below 5,000")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE, active_count=4500)

    look(at=NOON + 2 * MINUTE)

    assert closing() == "It is 5,010, back above 5,000."


def test_a_change_that_is_over_is_told_so(snapshot, store, trigger):
    trigger("falls by 2% in 24h")
    ListingSnapshot.objects.update(confirmed_at=NOON + DAY)
    SnapshotFactory(store=store, as_of=NOON + DAY + MINUTE, active_count=4200)
    look(at=NOON + DAY + MINUTE)
    SnapshotFactory(store=store, as_of=NOON + DAY + 2 * MINUTE, active_count=4300)

    look(at=NOON + DAY + 3 * MINUTE)

    assert closing() == (
        "It went from 4,820 to 4,810 in 24 hours: it no longer falls by more than 2 %."
    )


def test_a_reading_up_to_date_again_is_told_so(snapshot, store, trigger):
    trigger("stale")
    look(at=NOON + 60 * MINUTE)
    ListingSnapshot.objects.update(confirmed_at=NOON + 61 * MINUTE)

    look(at=NOON + 61 * MINUTE)

    assert closing() == "The reading is up to date again."


def test_a_first_complete_reading_is_told_so(store, trigger):
    trigger("missing")
    look(at=NOON)
    SnapshotFactory(store=store, as_of=NOON + MINUTE)

    look(at=NOON + MINUTE)

    assert closing() == "There is a complete reading now."


def test_a_stale_reading_that_is_gone_is_not_up_to_date(snapshot, trigger):
    trigger("stale")
    look(at=NOON + 60 * MINUTE)
    ListingSnapshot.objects.all().delete()

    look(at=NOON + 61 * MINUTE)

    assert Alert.objects.get().closed_at is None


def test_a_limit_is_told_as_it_was_written(store, trigger):
    trigger("below 89.95%", card="aex_active_share")
    SnapshotFactory(store=store, active_count=4500)

    look(at=NOON)

    assert Alert.objects.get().sentence == "It is 89.8 %, below 89.95 %."


def test_a_trigger_taken_away_closes_its_alerts_with_the_reason(snapshot, trigger):
    trigger("above 4,800")
    look(at=NOON)
    trigger("-")

    look(at=NOON + MINUTE)

    alert = Alert.objects.get()
    assert alert.closed_at
    assert alert.events.get(kind="closed").text == "The trigger was taken away or changed."


def test_a_store_switched_off_closes_its_alerts_with_the_reason(snapshot, store, trigger):
    trigger("above 4,800")
    look(at=NOON)
    Store.objects.filter(pk=store.pk).update(is_active=False)

    look(at=NOON + MINUTE)

    assert "switched the store off" in Alert.objects.get().events.get(kind="closed").text


def test_a_card_switched_off_closes_its_alerts_with_the_reason(snapshot, trigger):
    trigger("above 4,800")
    look(at=NOON)
    Card.objects.update(is_enabled=False)

    look(at=NOON + MINUTE)

    assert "switched the card off" in Alert.objects.get().events.get(kind="closed").text
