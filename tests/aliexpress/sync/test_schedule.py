"""When each store is read next."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aliexpress.models import Store, SyncRun
from aliexpress.sync import lease, schedule
from aliexpress.tasks import tell_workers
from tests.aliexpress.sync.conftest import running
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def a_thousand_due():
    Store.objects.bulk_create(
        Store(name=f"Store {n}", slug=f"store-{n}", sync_interval=60, next_due_at=NOON)
        for n in range(1000)
    )


def turn_of(store):
    """A second of its own, reached by its second turn at the latest."""
    return schedule.next_due(store, at=schedule.next_due(store, at=NOON))


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


def test_a_store_comes_due_once_an_interval():
    store = StoreFactory(sync_interval=300)
    turn = turn_of(store)

    next_turn = schedule.next_due(store, at=turn + timedelta(seconds=40))

    assert next_turn - turn == timedelta(seconds=300)


def test_no_store_waits_longer_than_its_interval_or_less_than_half_of_it():
    stores = [StoreFactory.build(pk=number, sync_interval=60) for number in range(1, 200)]
    for late in range(0, 180, 7):
        at = NOON + timedelta(seconds=late)

        waits = [schedule.next_due(store, at=at) - at for store in stores]

        assert timedelta(seconds=30) <= min(waits)
        assert max(waits) <= timedelta(seconds=60)


def test_a_late_store_keeps_its_turn_and_skips_those_it_missed():
    store = StoreFactory(sync_interval=300)
    turn = turn_of(store)

    next_turn = schedule.next_due(store, at=turn + timedelta(seconds=700))

    assert next_turn - turn == timedelta(seconds=900)


def test_stores_connected_together_are_spread_over_the_interval():
    stores = [StoreFactory(sync_interval=60, next_due_at=NOON) for _ in range(120)]

    for later in range(0, 122, 2):
        schedule.start_due(at=NOON + timedelta(seconds=later))

    due = Store.objects.filter(pk__in=[store.pk for store in stores])
    in_a_second = Counter(due.values_list("next_due_at", flat=True))
    assert len(in_a_second) >= 50
    assert max(in_a_second.values()) <= 4


def test_a_thousand_stores_due_at_once_are_started_in_a_few_ticks_and_statements():
    a_thousand_due()

    waiting = []
    for tick in range(6):
        with CaptureQueriesContext(connection) as captured:
            waiting.append(len(schedule.start_due(at=NOON + timedelta(seconds=2 * tick))))
        assert len(captured) <= 12

    assert waiting == [200, 400, 600, 800, 1000, 1000]


def test_stores_no_worker_has_time_for_never_pile_up():
    a_thousand_due()

    for seconds in [*range(0, 20, 2), *range(60, 20 * 60, 60)]:
        schedule.start_due(at=NOON + timedelta(seconds=seconds))

    assert SyncRun.objects.count() == 1000
    assert not Store.objects.filter(next_due_at__lte=NOON).exists()


def test_what_workers_were_told_is_told_again_only_after_half_a_minute():
    a_thousand_due()
    told_at = timezone.now()
    tell_workers(schedule.start_due(at=told_at))

    soon = schedule.start_due(at=told_at + timedelta(seconds=29))
    later = schedule.start_due(at=told_at + timedelta(minutes=1))

    assert SyncRun.objects.filter(sent_at__isnull=False).count() == 200
    assert (len(soon), len(later)) == (200, 600)


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


def test_a_run_whose_worker_died_by_a_clock_that_was_ahead_is_closed():
    run = running(StoreFactory(next_due_at=None))
    SyncRun.objects.update(heartbeat_at=NOON + timedelta(days=1))

    schedule.start_due(at=NOON)

    run.refresh_from_db()
    assert run.error_kind == SyncRun.ErrorKind.LOST


def test_a_run_sent_by_a_clock_that_was_ahead_is_sent_again():
    run = lease.request_run(StoreFactory(), at=NOON, trigger=SyncRun.Trigger.MANUAL)
    SyncRun.objects.update(sent_at=NOON + timedelta(days=1))

    assert schedule.start_due(at=NOON) == [run]
