"""Whatever is killed, and whenever: no wrong number, and the next sync mends it without a hand.

Real processes, PostgreSQL and Redis. The sandbox is asked for page after page and tells us when
to kill, so that every moment of a sync gets its turn and nothing depends on how fast things are.
"""

import itertools
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from aliexpress.models import Connection, Listing, ListingSnapshot, SyncRun, Transition
from aliexpress.sync import sync_store
from tests.end_to_end.next_sync import (
    due_in_full,
    mended,
    no_heart_has_beaten_for_ten_seconds,
    value_now,
)
from tests.thorough import first_always
from tests.waiting import PATIENCE_SECONDS, waited_for

pytestmark = pytest.mark.servers
# Requests of one sync of this catalogue after its first: declared counts, pages, counts again.
MOMENTS = [1, 2, 4, 5, 6, 8, 10, 12, 14, 16, 18]


def kill_at_request(sandbox, number, process):
    """Kills the process before its sync's request of this number is answered."""
    killed = threading.Event()
    requests = itertools.count(1)

    def count(seen):
        # A worker asks for details meanwhile, and sometimes first: those name no status.
        if seen.status and next(requests) >= number and not killed.is_set():
            killed.set()
            process.kill()

    sandbox.on_request = count
    return killed


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_killed_at_any_request_publishes_nothing_and_the_next_mends(
    centre, living_store, living_sandbox, read_before, moment
):
    worker = centre.worker()
    killed = kill_at_request(living_sandbox, moment, worker)
    due_in_full(living_store)
    centre.beat()
    assert killed.wait(PATIENCE_SECONDS)

    assert value_now(living_store) == 361
    assert ListingSnapshot.objects.get() == read_before
    living_sandbox.on_request = None
    no_heart_has_beaten_for_ten_seconds()
    centre.worker()

    mended(living_store, living_sandbox, read_before)
    lost = SyncRun.objects.get(error_kind=SyncRun.ErrorKind.LOST)
    assert lost.status == SyncRun.Status.FAILED


@pytest.mark.parametrize("moment", first_always([12, 2, 6, 9, 16, 22, 26, 30]))
def test_a_worker_killed_while_it_reads_an_account_of_two_shops_publishes_neither_without_the_other(
    centre, living_store, living_sandbox, moment
):
    shop = living_sandbox.add_shop("choice", name="Harbour CN")
    living_sandbox.fill(shop, {"ONLINE": 70, "PENDING_APPROVAL": 6})
    managed = living_sandbox.catalogue(shop)
    Connection.objects.update(shops_asked_at=None)
    assert sync_store(living_store, clock=timezone.now).error == ""
    before = ListingSnapshot.objects.get()
    assert before.total_count == value_now(living_store) == 361 + 76
    for product_id in managed.in_status("PENDING_APPROVAL")[:4]:
        managed.move(product_id, "PENDING_LAUNCH")
    managed.delete(managed.in_status("ONLINE")[0])
    worker = centre.worker()
    killed = kill_at_request(living_sandbox, moment, worker)
    due_in_full(living_store)
    centre.beat()
    assert killed.wait(PATIENCE_SECONDS)

    assert ListingSnapshot.objects.newest_of(living_store) == before
    living_sandbox.on_request = None
    no_heart_has_beaten_for_ten_seconds()
    centre.worker()

    def found():
        newest = ListingSnapshot.objects.newest_of(living_store)
        return newest if newest != before else None

    snapshot = waited_for(found)
    truth = living_sandbox.catalogue().truth() | managed.truth()
    counted = Listing.objects.counted().filter(store=living_store)
    assert snapshot.total_count == value_now(living_store) == 361 + 75
    assert dict(counted.values_list("product_id", "status")) == {
        pid: status for pid, (status, _) in truth.items()
    }
    assert Transition.objects.filter(snapshot=snapshot).count() == 5


def test_a_worker_killed_inside_the_publishing_transaction_publishes_nothing(
    centre, living_store, living_sandbox, read_before
):
    worker = centre.worker()
    centre.beat()
    due_in_full(living_store)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE aliexpress_listingsnapshot IN SHARE ROW EXCLUSIVE MODE")
        waited_for(somebody_waits_for_a_lock)
        worker.kill()

    assert value_now(living_store) == 361
    assert Listing.objects.counted().count() == 361
    no_heart_has_beaten_for_ten_seconds()
    centre.worker()

    mended(living_store, living_sandbox, read_before)


def test_a_dead_run_is_taken_over_once_its_heartbeat_is_ten_seconds_old(
    centre, living_store, living_sandbox, read_before
):
    worker = centre.worker()
    killed = kill_at_request(living_sandbox, 5, worker)
    due_in_full(living_store)
    centre.beat()
    assert killed.wait(PATIENCE_SECONDS)
    living_sandbox.on_request = None
    centre.worker()

    mended(living_store, living_sandbox, read_before)

    lost = SyncRun.objects.get(error_kind=SyncRun.ErrorKind.LOST)
    assert lost.finished_at is not None
    assert lost.heartbeat_at is not None
    assert lost.finished_at - lost.heartbeat_at >= timedelta(seconds=10)


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]
