"""A worker's clock was an hour ahead: what it dated does not stand in the way of what follows."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot, StoreNow
from cards.models import Card
from cards.readings.reader import read
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def total(db):
    return Card.objects.get(key="aex_total_listings")


def says(store, total, at):
    """Now, and of that very moment a moment later."""
    now = read(total, store, at=at)
    then = read(total, store, at=at, as_of=at)
    assert (now.value, now.confirmed_at, now.stale) == (then.value, then.confirmed_at, then.stale)
    return now


def test_what_is_dated_ahead_is_not_told_before_its_time_and_grows_stale(
    sandbox, catalogue, store, read_at, total
):
    read_at(NOON)
    catalogue.delete(next(iter(catalogue.truth())))
    read_at(NOON + HOUR)

    assert says(store, total, NOON + 2 * MINUTE).value == 12
    assert not says(store, total, NOON + 2 * MINUTE).stale
    assert says(store, total, NOON + 20 * MINUTE).stale


def test_a_confirmation_dated_ahead_keeps_nothing_fresh(catalogue, store, read_at, total):
    read_at(NOON)
    read_at(NOON + HOUR)

    assert says(store, total, NOON + 20 * MINUTE).stale


@pytest.mark.parametrize("moves", [True, False])
def test_the_next_run_by_a_right_clock_is_told_at_once(catalogue, store, read_at, total, moves):
    read_at(NOON)
    read_at(NOON + HOUR)
    if moves:
        catalogue.delete(next(iter(catalogue.truth())))
    read_at(NOON + 5 * MINUTE)

    said = says(store, total, NOON + 6 * MINUTE)
    assert (said.value, said.stale) == (11 if moves else 12, False)
    assert said.confirmed_at == NOON + 5 * MINUTE
    assert says(store, total, NOON + 2 * HOUR).value == said.value
    now = StoreNow.objects.get(store=store)
    assert now.pointers == StoreNow.objects.search(store.pk).pointers
    assert not ListingSnapshot.objects.filter(published_at__gt=NOON + 6 * MINUTE).exists()


@pytest.fixture
def read_at(sandbox, read):
    """By that clock the store is read, whatever the time is."""

    def read_by(clock):
        sandbox.clock.set(clock)
        run = read()
        assert run.error == ""
        return run

    return read_by
