"""One open run a store, held by a lease with a heartbeat."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from aliexpress.models import SyncRun
from aliexpress.sync import lease
from tests.factories import StoreFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
MANUAL, SCHEDULE = SyncRun.Trigger.MANUAL, SyncRun.Trigger.SCHEDULE


def test_a_second_request_gets_the_run_that_is_open():
    store = StoreFactory()
    first = lease.request_run(store, at=NOON, trigger=SCHEDULE)

    second = lease.request_run(store, at=NOON, trigger=MANUAL)

    assert second == first


def test_the_database_refuses_a_second_open_run_of_a_store():
    store = StoreFactory()
    lease.request_run(store, at=NOON, trigger=SCHEDULE)

    with pytest.raises(IntegrityError), transaction.atomic():
        SyncRun.objects.create(store=store, trigger=MANUAL, requested_at=NOON)


def test_asking_for_a_full_read_widens_a_run_that_still_waits():
    store = StoreFactory()
    waiting = lease.request_run(store, at=NOON, trigger=SCHEDULE)

    lease.request_run(store, at=NOON, trigger=MANUAL, full=True)

    waiting.refresh_from_db()
    assert waiting.full_wanted


def test_a_run_is_claimed_by_one_worker_only():
    run = lease.request_run(StoreFactory(), at=NOON, trigger=SCHEDULE)
    same_run_elsewhere = SyncRun.objects.get(pk=run.pk)

    claims = [lease.claim(run, at=NOON), lease.claim(same_run_elsewhere, at=NOON)]

    assert claims == [True, False]


def test_a_run_whose_heart_still_beats_is_not_taken_over():
    store = StoreFactory()
    run = lease.request_run(store, at=NOON, trigger=SCHEDULE)
    lease.claim(run, at=NOON)

    later = lease.request_run(store, at=NOON + timedelta(seconds=9), trigger=MANUAL)

    assert later == run


def test_a_dead_run_is_closed_once_its_heartbeat_is_ten_seconds_old():
    store = StoreFactory()
    run = lease.request_run(store, at=NOON, trigger=SCHEDULE)
    lease.claim(run, at=NOON)

    successor = lease.request_run(store, at=NOON + timedelta(seconds=10), trigger=MANUAL)

    run.refresh_from_db()
    assert successor != run
    assert (run.status, run.error_kind) == (SyncRun.Status.FAILED, SyncRun.ErrorKind.LOST)


def test_a_waiting_run_nobody_came_for_never_counts_as_dead():
    store = StoreFactory()
    run = lease.request_run(store, at=NOON, trigger=SCHEDULE)

    later = lease.request_run(store, at=NOON + timedelta(hours=1), trigger=MANUAL)

    assert later == run


def test_a_worker_that_lost_its_lease_learns_it_at_the_next_beat():
    store = StoreFactory()
    run = lease.request_run(store, at=NOON, trigger=SCHEDULE)
    lease.claim(run, at=NOON)
    lease.close_abandoned(at=NOON + timedelta(seconds=10), store=store)

    with pytest.raises(lease.LeaseLost):
        lease.beat(run, at=NOON + timedelta(seconds=11), request_count=0)


def test_a_worker_that_lost_its_lease_may_not_publish():
    store = StoreFactory()
    run = lease.request_run(store, at=NOON, trigger=SCHEDULE)
    lease.claim(run, at=NOON)
    lease.close_abandoned(at=NOON + timedelta(seconds=10), store=store)

    with transaction.atomic(), pytest.raises(lease.LeaseLost):
        lease.lock_held(run)


def test_a_worker_that_lost_its_lease_cannot_close_the_run_again():
    store = StoreFactory()
    run = lease.request_run(store, at=NOON, trigger=SCHEDULE)
    lease.claim(run, at=NOON)
    lease.close_abandoned(at=NOON + timedelta(seconds=10), store=store)

    closed = lease.finish(run, at=NOON, status=SyncRun.Status.COMPLETE)

    assert not closed


@pytest.fixture
def claimed_twice():
    """The database came back from a copy that had not heard of the claim: the run waited again,
    and another worker claimed it. The first worker knows nothing of that."""
    run = lease.request_run(StoreFactory(), at=NOON, trigger=SCHEDULE)
    lease.claim(run, at=NOON)
    SyncRun.objects.filter(pk=run.pk).update(
        status=SyncRun.Status.QUEUED, lease=None, started_at=None, heartbeat_at=None
    )
    other = SyncRun.objects.get(pk=run.pk)
    lease.claim(other, at=NOON)
    return run, other


def test_of_two_workers_that_claimed_one_run_the_first_loses_it_at_its_next_beat(claimed_twice):
    first, second = claimed_twice

    with pytest.raises(lease.LeaseLost):
        lease.beat(first, at=NOON, request_count=3)

    lease.beat(second, at=NOON, request_count=1)
    second.refresh_from_db()
    assert second.request_count == 1


def test_of_two_workers_that_claimed_one_run_only_the_second_may_publish(claimed_twice):
    first, second = claimed_twice

    with transaction.atomic():
        with pytest.raises(lease.LeaseLost):
            lease.lock_held(first)
        lease.lock_held(second)


def test_of_two_workers_that_claimed_one_run_only_the_second_may_close_it(claimed_twice):
    first, second = claimed_twice

    assert not lease.finish(first, at=NOON, status=SyncRun.Status.COMPLETE)
    assert lease.finish(second, at=NOON, status=SyncRun.Status.COMPLETE)
