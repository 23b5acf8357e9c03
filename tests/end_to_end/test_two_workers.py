"""Two workers, two beats, a hand on the button: one sync a store, and one snapshot of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from aliexpress.models import ListingSnapshot, Store, SyncRun
from aliexpress.refresh import StoreBusy, request_refresh
from aliexpress.sync.schedule import start_due
from aliexpress.tasks import carry_out
from nervecentre.celery import app
from tests.waiting import PATIENCE_SECONDS, waited_for

pytestmark = pytest.mark.servers


@pytest.fixture
def gate(living_sandbox):
    """Holds every page of listings back until it is opened."""
    gate = threading.Event()
    living_sandbox.on_request = lambda seen: seen.page_size == 99 and gate.wait(60)
    yield gate
    gate.set()


def walks_begun(sandbox):
    first_pages = [seen for seen in sandbox.requests if seen.page_size == 99 and seen.page == 1]
    return sum(seen.status == "onSelling" for seen in first_pages)


def test_two_workers_and_two_beats_read_a_store_that_is_due_once(
    centre, living_store, living_sandbox
):
    for start in (centre.worker, centre.worker, centre.beat, centre.beat):
        start()

    waited_for(ListingSnapshot.objects.exists)

    assert SyncRun.objects.count() == 1
    assert walks_begun(living_sandbox) <= 2  # the walk, and catching up with what it missed
    assert ListingSnapshot.objects.get().total_count == 361


def test_a_refresh_by_hand_amid_a_scheduled_one_is_answered_by_it(
    centre, living_store, living_sandbox, gate
):
    centre.worker()
    centre.worker()
    centre.beat()
    scheduled = waited_for(SyncRun.objects.filter(status=SyncRun.Status.RUNNING).first)

    by_hand = request_refresh(living_store, at=timezone.now())
    gate.set()
    waited_for(ListingSnapshot.objects.exists)

    assert by_hand == scheduled
    assert SyncRun.objects.count() == 1


def test_a_message_delivered_twice_is_carried_out_once(centre, living_store, living_sandbox, gate):
    Store.objects.update(next_due_at=None)
    run = request_refresh(living_store, at=timezone.now())
    with app.connection_for_write(centre.env["CELERY_BROKER_URL"]) as broker:
        for _ in range(4):
            app.send_task(carry_out.name, kwargs={"run_id": run.pk}, connection=broker)
    centre.worker()
    centre.worker()
    waited_for(lambda: walks_begun(living_sandbox))
    gate.set()

    waited_for(ListingSnapshot.objects.exists)

    run.refresh_from_db()
    assert run.published
    assert SyncRun.objects.count() == 1
    assert walks_begun(living_sandbox) <= 2


def test_a_store_that_keeps_failing_holds_up_no_other(centre, living_store, living_sandbox):
    broken = Store.objects.create(
        slug="broken", name="Broken", sync_interval=60, next_due_at=timezone.now()
    )
    for start in (centre.worker, centre.beat):
        start()

    waited_for(ListingSnapshot.objects.filter(store=living_store).exists)
    waited_for(SyncRun.objects.filter(store=broken, status=SyncRun.Status.FAILED).exists)

    broken.refresh_from_db()
    assert broken.next_due_at is not None
    assert broken.next_due_at > timezone.now()
    runs = SyncRun.objects.values("store").annotate(number=Count("pk"))
    assert {row["number"] for row in runs} == {1}


def test_a_refresh_of_a_store_somebody_holds_locked_is_not_waited_for(centre, living_store):
    request_refresh(living_store, at=timezone.now())
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        list(SyncRun.objects.select_for_update())
        asked = other.submit(asked_for_in_full_from_elsewhere, living_store)
        with pytest.raises(StoreBusy):
            asked.result(timeout=PATIENCE_SECONDS)

    assert request_refresh(living_store, at=timezone.now(), full=True).full_wanted


def asked_for_in_full_from_elsewhere(store):
    try:
        request_refresh(store, at=timezone.now(), full=True)
    finally:
        connection.close()


def test_starting_stores_does_not_wait_for_a_worker_that_is_closing_a_run(centre, living_store):
    """That worker may need the store's row next: then each would wait for the other."""
    run = request_refresh(living_store, at=timezone.now())
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        SyncRun.objects.filter(pk=run.pk).update(
            status=SyncRun.Status.COMPLETE, finished_at=timezone.now()
        )
        other.submit(started_from_elsewhere).result(timeout=PATIENCE_SECONDS)
        Store.objects.filter(pk=living_store.pk).update(failure_count=0)

    assert SyncRun.objects.count() == 1


def started_from_elsewhere():
    try:
        start_due(at=timezone.now())
    finally:
        connection.close()
