"""A worker's clock was a day ahead: it holds no details back, and puts no look at them off."""

from datetime import timedelta
from uuid import uuid4

import pytest

from aliexpress.models import CategoryAttributes, DetailReading, DetailTally
from aliexpress.sync.details import due_stores
from aliexpress.sync.details.categories import to_ask
from aliexpress.sync.details.diagnosis import is_due as diagnosis_is_due
from aliexpress.sync.details.lease import claim
from aliexpress.sync.details.names import is_due as names_are_due
from aliexpress.sync.details.tally import tally
from tests.factories import DetailTallyFactory, SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def reading(store):
    return DetailReading.objects.create(store=store, due_at=NOON + DAY, heartbeat_at=NOON + DAY)


def test_what_it_put_off_is_due(reading, store):
    assert due_stores(at=NOON) == [store.pk]


def test_what_it_held_is_free_and_counts_as_no_reader(reading, store):
    DetailReading.objects.update(lease=uuid4())

    assert not DetailReading.objects.held(at=NOON).exists()
    assert claim(store, at=NOON) is not None


def test_what_a_right_clock_put_off_stays_put_off(reading):
    DetailReading.objects.update(heartbeat_at=NOON - MINUTE)

    assert due_stores(at=NOON) == []


def test_no_daily_look_is_put_off(reading):
    reading.named_at = reading.diagnosed_at = NOON + DAY
    CategoryAttributes.objects.create(category_id=5112, fetched_at=NOON + DAY)

    assert names_are_due(reading, at=NOON)
    assert diagnosis_is_due(reading, at=NOON)
    assert to_ask([5112], at=NOON) == [5112]


def test_a_tally_dated_ahead_is_followed_by_one_that_is_told_from_now_on(store):
    DetailReading.objects.create(store=store)
    states = ("active", "auditing", "rejected", "expired")
    nothing = dict.fromkeys((f"{state}_count" for state in states), 0)
    snapshot = SnapshotFactory(store=store, **nothing)
    ahead = DetailTallyFactory(snapshot=snapshot, as_of=NOON + DAY)

    new = tally(store, clock=lambda: NOON)

    assert new is not None
    assert new != ahead
    assert new.published_at == NOON
    assert tally(store, clock=lambda: NOON + MINUTE) == new
    assert DetailTally.objects.count() == 2
