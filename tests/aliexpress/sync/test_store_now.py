"""The row of pointers: whatever happens to a store, it leads to what a search would find."""

import random
from datetime import timedelta

import pytest

from aliexpress.models import DetailReading, ListingSnapshot, Store, StoreNow, SyncRun
from aliexpress.sync import lease, schedule
from aliexpress.sync.details.tally import tally
from tests.factories import StoreFactory
from tests.moments import NOON
from tests.thorough import first_always

pytestmark = pytest.mark.django_db


def assert_points_at_the_newest(store):
    now = StoreNow.objects.get(store=store)
    assert now.pointers == StoreNow.objects.search(store.pk).pointers


def test_a_new_store_has_a_row_that_points_at_nothing():
    store = StoreFactory()

    assert set(store.now.pointers.values()) == {None}


def test_a_row_written_before_there_were_pointers_is_made_with_the_first(store):
    StoreNow.objects.all().delete()

    run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.MANUAL)

    assert StoreNow.objects.get(store=store).open_run == run


def test_a_run_that_waits_is_open_and_one_that_ended_is_the_last(store):
    run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.MANUAL)
    assert StoreNow.objects.get(store=store).open_run == run

    lease.claim(run, at=NOON)
    schedule.note_failure(run, store, error="It broke.", at=NOON)

    now = StoreNow.objects.get(store=store)
    assert (now.open_run, now.last_run) == (None, run)


def test_a_run_whose_worker_died_is_the_last_and_not_open(store):
    run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.MANUAL)
    lease.claim(run, at=NOON)

    lease.close_abandoned(at=NOON + timedelta(seconds=10))

    now = StoreNow.objects.get(store=store)
    assert (now.open_run, now.last_run) == (None, run)


def test_a_run_of_the_schedule_is_open():
    store = StoreFactory(next_due_at=NOON)

    [run] = schedule.start_due(at=NOON)

    assert StoreNow.objects.get(store=store).open_run == run


def test_a_run_that_ended_by_a_clock_ahead_does_not_hide_the_next(store):
    for minutes in (60, 0):
        run = lease.request_run(store, at=NOON, trigger=SyncRun.Trigger.MANUAL)
        lease.claim(run, at=NOON)
        lease.finish(run, at=NOON + timedelta(minutes=minutes), status="complete", kind="confirm")

    assert StoreNow.objects.get(store=store).last_run == run
    assert_points_at_the_newest(store)


class Life:
    """What may happen to a store read from a sandbox, at random, seconds to a day apart."""

    def __init__(self, sandbox, catalogue, store, *, seed):
        self.sandbox, self.catalogue, self.store = sandbox, catalogue, store
        self.chance = random.Random(seed)

    def goes_on(self, read):
        lasts = timedelta(seconds=self.chance.choice([1, 11, 300, 4_000, 90_000]))
        self.sandbox.clock.set(self.sandbox.clock.now() + lasts)
        steps = [self.edit, self.approve, self.ask, self.claim, self.fail, self.lose, self.start]
        self.chance.choice([*steps, self.count_details, *[lambda: read()] * 3])()

    def edit(self):
        self.catalogue.edit(self.chance.choice(list(self.catalogue.truth())))

    def approve(self):
        waiting = [p for p, (status, _) in self.catalogue.truth().items() if status == "auditing"]
        if waiting:
            self.catalogue.approve(waiting[0])

    def ask(self):
        lease.request_run(self.store, at=self.sandbox.clock.now(), trigger=SyncRun.Trigger.MANUAL)

    def claim(self):
        for run in SyncRun.objects.open():
            lease.claim(run, at=self.sandbox.clock.now())

    def fail(self):
        for run in SyncRun.objects.open().exclude(lease=None):
            schedule.note_failure(run, self.store, error="It broke.", at=self.sandbox.clock.now())

    def lose(self):
        lease.close_abandoned(at=self.sandbox.clock.now())

    def start(self):
        Store.objects.update(next_due_at=self.sandbox.clock.now())
        schedule.start_due(at=self.sandbox.clock.now())

    def count_details(self):
        DetailReading.objects.get_or_create(store=self.store)
        tally(self.store, clock=self.sandbox.clock.now)


@pytest.mark.parametrize("seed", first_always(range(4)))
def test_whatever_happened_to_a_store_the_pointers_lead_to_what_a_search_finds(
    seed, sandbox, catalogue, store, read
):
    life = Life(sandbox, catalogue, store, seed=seed)
    read()
    for _ in range(40):
        life.goes_on(read)
        assert_points_at_the_newest(store)

    assert ListingSnapshot.objects.count() > 1
