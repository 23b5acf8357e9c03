"""How many items drifted in thirty days, and how soon it was mended."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.models import ListingSku
from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import aliexpress_read_again, counted, held_together
from tests.moments import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NAME = "Linen curtain, 140 by 250 cm"


@pytest.fixture
def store():
    """Two items at 10 dollars, which AliExpress asks 10 for."""
    rows = [
        ItemRow(code, code, code=code, name=NAME, price=Decimal(10), currency="USD", stock=5)
        for code in ("A-1", "B-1")
    ]
    store = held_together(items=rows, listings=[["A-1"], ["B-1"]])
    priced("A-1", 10), priced("B-1", 10)
    counted(store)
    return store


def priced(code, price):
    ListingSku.objects.filter(code=code).update(price=Decimal(price))


def after(store, days):
    """AliExpress is read again so many days on, and both are held together."""
    at = NOON + days * DAY
    aliexpress_read_again(store, at=at - timedelta(minutes=1))
    return counted(store, at=at)


def told(tally):
    return tally.drift_count, tally.drifted_month_count, tally.repair_seconds


def test_what_drifted_and_was_mended_is_told_for_thirty_days(store):
    priced("A-1", 20)
    after(store, 1)
    stays = after(store, 2)
    priced("A-1", 10)
    mended = after(store, 5)
    priced("B-1", 20)
    after(store, 34)
    later = after(store, 36)

    assert [told(one) for one in (stays, mended, later)] == [
        (1, 1, None),
        (0, 1, 4 * 86_400),
        (1, 1, None),
    ]


def test_a_value_that_only_moved_was_not_mended(store):
    priced("A-1", 20)
    after(store, 1)
    after(store, 2)
    priced("A-1", 30)
    after(store, 3)

    assert told(after(store, 4)) == (1, 1, None)


def test_what_was_only_on_its_way_did_not_drift(store):
    priced("A-1", 20)
    after(store, 1)
    priced("A-1", 10)

    assert told(after(store, 2)) == (0, 0, None)
