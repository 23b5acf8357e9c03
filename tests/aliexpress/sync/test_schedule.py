"""When each store is read next."""

from datetime import UTC, datetime, timedelta

import pytest

from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import SyncRun
from aliexpress.sync import lease, schedule
from aliexpress.sync.settling import Unproven
from tests.factories import StoreFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def running(store):
    run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.SCHEDULE)
    lease.claim(run, at=NOON)
    return run


def wait_after(store, error):
    """How long the store waits after failing with this error."""
    run = running(store)
    schedule.note_failure(run, store, error=error, at=NOON)
    store.refresh_from_db()
    return store.next_due_at - NOON


def test_a_store_that_is_due_gets_a_run():
    store = StoreFactory(next_due_at=NOON)

    runs = schedule.start_due(at=NOON)

    assert [run.store for run in runs] == [store]


def test_a_store_that_is_not_due_or_not_active_gets_none():
    StoreFactory(next_due_at=NOON + timedelta(seconds=1))
    StoreFactory(next_due_at=NOON, is_active=False)
    StoreFactory(next_due_at=None)

    assert schedule.start_due(at=NOON) == []


def test_two_beats_at_once_start_a_store_once():
    StoreFactory(next_due_at=NOON)

    schedule.start_due(at=NOON)
    schedule.start_due(at=NOON)

    assert SyncRun.objects.count() == 1


def test_a_late_store_keeps_its_step_and_skips_the_turns_it_missed():
    store = StoreFactory(next_due_at=NOON - timedelta(seconds=700), sync_interval=300)

    assert schedule.next_due(store, at=NOON) == NOON + timedelta(seconds=200)


def test_a_run_no_worker_came_for_is_sent_again_after_half_a_minute():
    store = StoreFactory(next_due_at=NOON)
    schedule.start_due(at=NOON)
    SyncRun.objects.filter(store=store).update(sent_at=NOON)

    soon = schedule.start_due(at=NOON + timedelta(seconds=29))
    later = schedule.start_due(at=NOON + timedelta(seconds=30))

    assert (len(soon), len(later)) == (0, 1)


def test_a_store_whose_worker_died_is_read_again_at_once():
    store = StoreFactory(next_due_at=NOON + timedelta(hours=1))
    dead = running(store)

    runs = schedule.start_due(at=NOON + timedelta(seconds=10))

    assert [run.store for run in runs] == [store]
    assert runs != [dead]


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
