"""When a store is read again after a run: sooner after a passing fault, never past its turn."""

from datetime import timedelta

import pytest

from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import SyncRun
from aliexpress.sync import lease, schedule
from aliexpress.sync.proving.proven_counts import Unproven
from tests.aliexpress.sync.conftest import running
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def wait_after(store, error):
    """How long the store waits after failing with this error."""
    run = running(store)
    schedule.note_failure(run, store, error=error, at=NOON)
    store.refresh_from_db()
    return store.next_due_at - NOON


def test_a_failing_store_is_read_ever_more_slowly():
    store = StoreFactory(sync_interval=300)

    waits = [wait_after(store, Unavailable("no answer")) for _ in range(9)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == timedelta(hours=1)


def test_a_ban_is_waited_for_to_the_letter():
    store = StoreFactory(sync_interval=300)

    assert wait_after(store, Unavailable("banned", wait_seconds=7200)) == timedelta(hours=2)


def test_a_refusal_is_looked_at_again_only_after_a_quarter_of_an_hour():
    store = StoreFactory(sync_interval=60)

    assert wait_after(store, Refused("no permission")) == timedelta(minutes=15)


def test_counts_that_could_not_be_proven_are_read_in_full_next_time():
    store = StoreFactory(last_full_walk_at=NOON)

    wait_after(store, Unproven("they disagree"))

    assert store.last_full_walk_at is None


def test_a_failure_keeps_its_sentence_and_when_we_try_again():
    store = StoreFactory(sync_interval=300)
    run = running(store)

    schedule.note_failure(run, store, error=Unavailable("AliExpress did not answer."), at=NOON)

    run.refresh_from_db()
    assert run.error == "AliExpress did not answer."
    assert run.retry_at == NOON + timedelta(minutes=1)


def test_after_a_lost_database_the_store_is_read_again_in_ten_seconds():
    store = StoreFactory(sync_interval=300)

    waits = [wait_after(store, lease.DatabaseLost()) for _ in range(2)]

    assert waits == [timedelta(seconds=10), timedelta(seconds=20)]


def test_after_a_success_a_store_is_back_on_its_turn_whatever_failures_put_off():
    store = StoreFactory(sync_interval=300)
    for _ in range(6):
        wait_after(store, Refused("The token has expired.", remedy="Connect the store again."))
    assert store.next_due_at - NOON == timedelta(hours=6)

    schedule.note_success(store, at=NOON)

    store.refresh_from_db()
    assert store.failure_count == 0
    assert store.next_due_at == schedule.next_due(store, at=NOON)


def test_a_success_puts_off_no_turn_that_comes_sooner():
    store = StoreFactory(sync_interval=300, next_due_at=NOON + timedelta(seconds=1))

    schedule.note_success(store, at=NOON)

    store.refresh_from_db()
    assert store.next_due_at == NOON + timedelta(seconds=1)


def test_a_success_schedules_no_store_that_has_no_turn():
    store = StoreFactory(next_due_at=None)

    schedule.note_success(store, at=NOON)

    store.refresh_from_db()
    assert store.next_due_at is None


def test_a_clock_that_was_a_day_ahead_leaves_no_store_waiting_longer_than_its_interval():
    store = StoreFactory(sync_interval=300, next_due_at=NOON + timedelta(days=1))

    schedule.start_due(at=NOON)

    store.refresh_from_db()
    assert store.next_due_at == schedule.next_due(store, at=NOON)


def test_a_failure_a_clock_that_was_ahead_noted_puts_nothing_off():
    store = StoreFactory(sync_interval=300)
    run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.SCHEDULE)
    lease.claim(run, at=NOON)
    error = Unavailable("AliExpress did not answer.")
    schedule.note_failure(run, store, error=error, at=NOON + timedelta(hours=1))

    schedule.start_due(at=NOON)

    store.refresh_from_db()
    assert store.next_due_at == schedule.next_due(store, at=NOON)


def test_what_failures_put_off_stays_put_off():
    store = StoreFactory(sync_interval=300)
    wait = wait_after(store, Refused("The app is unknown.", remedy="Connect the store again."))

    schedule.start_due(at=NOON)

    store.refresh_from_db()
    assert store.next_due_at - NOON == wait == timedelta(minutes=15)
