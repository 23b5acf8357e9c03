"""Which products are asked for, one by one and when: only what is new or modified."""

from datetime import timedelta

import pytest

from aliexpress.models import (
    DetailReading,
    DetailTally,
    Listing,
    ListingDetail,
    Store,
    SyncRun,
)
from aliexpress.sandbox.faults.script import Fault
from aliexpress.sync import lease
from aliexpress.sync.details import due_stores, make_due
from tests.aliexpress.sync.details.calls import DETAIL, asked
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_every_listing_in_every_state_is_asked_for_once(sandbox, synced, look):
    reading = look()

    assert sorted(asked(sandbox)) == sorted(Listing.objects.values_list("product_id", flat=True))
    assert ListingDetail.objects.filter(is_known=True).count() == 12
    assert (reading.detail_error, reading.lease) == ("", None)


def test_a_second_look_asks_only_for_what_was_modified_or_is_new(sandbox, synced, read, look):
    look()
    sandbox.requests.clear()
    sandbox.clock.set(NOON + 5 * MINUTE)
    modified = synced.in_status("onSelling")[0]
    synced.reprice(modified)
    new = synced.create("auditing")
    read()

    look()

    assert sorted(asked(sandbox)) == sorted([modified, new])


def test_the_newest_modified_come_first(sandbox, paced, synced, read, look):
    for number, product_id in enumerate(synced.in_status("auditing"), start=1):
        sandbox.clock.set(NOON + number * MINUTE)
        synced.modify(product_id)
    read()

    look()

    newest = Listing.objects.order_by("-modified_at", "-product_id")
    # Six are under way at once, so the order they arrive in is that of the first six.
    assert set(asked(sandbox)[:6]) == set(newest.values_list("product_id", flat=True)[:6])


def test_what_was_kept_is_not_asked_for_again_by_who_goes_on(sandbox, store, read, look):
    sandbox.fill(sandbox.seller, {"onSelling": 70})
    read()

    first = look(seconds=0)
    kept = ListingDetail.objects.count()
    second = look()

    assert 60 <= kept < 70
    assert first.due_at == sandbox.clock.now()
    assert ListingDetail.objects.count() == 70
    assert second.due_at > sandbox.clock.now()
    # Only what was under way when the first one stopped is asked for twice.
    assert len(asked(sandbox)) - len(set(asked(sandbox))) <= 12


def test_two_workers_never_read_one_store_at_once(sandbox, synced, store, look):
    DetailReading.objects.update_or_create(
        store=store, defaults={"lease": "0" * 32, "heartbeat_at": sandbox.clock.now()}
    )

    assert look() is None
    assert asked(sandbox) == []


def test_a_reading_whose_worker_died_is_taken_over(sandbox, synced, store, look):
    DetailReading.objects.update_or_create(
        store=store,
        defaults={"lease": "0" * 32, "heartbeat_at": sandbox.clock.now() - timedelta(seconds=10)},
    )

    assert look() is not None
    assert len(asked(sandbox)) == 12


def test_details_leave_workers_for_syncs(sandbox, synced, look):
    for _ in range(3):
        DetailReading.objects.create(
            store=StoreFactory(), lease="0" * 32, heartbeat_at=sandbox.clock.now()
        )

    assert look() is None
    assert due_stores(at=sandbox.clock.now()) == []


def test_a_run_that_changed_something_makes_the_details_due(sandbox, synced, read, store):
    assert due_stores(at=sandbox.clock.now()) == [store.pk]


def test_a_run_that_only_confirmed_does_not(sandbox, synced, read, store, look):
    look()
    sandbox.clock.set(NOON + MINUTE)

    read()

    assert due_stores(at=sandbox.clock.now()) == []


def test_what_a_failure_put_off_stays_put_off(store):
    later = NOON + timedelta(hours=1)
    DetailReading.objects.create(store=store, due_at=later, failure_count=1)

    make_due(store.pk, at=NOON)

    assert DetailReading.objects.get().due_at == later


def test_what_a_sync_puts_out_of_date_is_told_at_once_though_nobody_may_read_details(
    sandbox, synced, read, store, look
):
    look()
    assert DetailTally.objects.latest("pk").stock_known_count == 12
    sandbox.faults.add(Fault("error_response", method=DETAIL, code="InsufficientPermission"))
    DetailReading.objects.update(failure_count=3, due_at=NOON + timedelta(hours=2))
    sandbox.clock.set(NOON + MINUTE)
    synced.reprice(synced.in_status("onSelling")[0])

    read()

    assert DetailTally.objects.latest("pk").stock_known_count == 11


def test_a_store_whose_details_were_never_read_is_not_counted_for_them(synced, read):
    assert not DetailTally.objects.exists()


def test_before_the_first_snapshot_nothing_is_asked_for(sandbox, store, look):
    assert look() is None
    assert asked(sandbox) == []


def test_an_inactive_store_is_not_due(store):
    make_due(store.pk, at=NOON)
    Store.objects.update(is_active=False)

    assert due_stores(at=NOON) == []


def test_details_wait_while_a_run_of_the_store_is_under_way(
    sandbox, synced, store, look, monkeypatch
):
    """The two together would ask for products twice as fast as AliExpress allows a seller."""
    at = sandbox.clock.now()
    run = lease.request_run(store, at=at, trigger="schedule")
    lease.claim(run, at=at)
    waited = []

    def sleep(seconds):
        waited.append(len(sandbox.requests))
        SyncRun.objects.filter(pk=run.pk).update(
            status="failed", finished_at=at, error="It was down.", error_kind="refused"
        )

    monkeypatch.setattr("aliexpress.sync.details.run.time.sleep", sleep)
    monkeypatch.setattr("aliexpress.sync.details.run.BATCH", 10)
    look()

    assert len(waited) == 1
    assert len(sandbox.requests) > waited[0] + 5  # and goes on
