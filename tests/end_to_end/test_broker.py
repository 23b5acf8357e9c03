"""The broker dies, hangs and comes back: messages are knocks, and nobody waits for them."""

import threading

import pytest
from django.utils import timezone

from aliexpress.models import ListingSnapshot, Store
from nervecentre.celery import ALERTS, DELIVERIES, SYNCS, TICKS, app
from tests.processes import manage
from tests.waiting import waited_for

pytestmark = pytest.mark.servers

TIMES = 6


@pytest.fixture
def knocking(centre):
    """Messages flow all the while."""
    over = threading.Event()

    def knock():
        while not over.is_set():
            try:
                with app.connection_for_write(centre.env["CELERY_BROKER_URL"]) as broker:
                    while not over.wait(0.1):
                        app.send_task(
                            "aliexpress.tasks.carry_out",
                            kwargs={"run_id": 0},
                            connection=broker,
                            retry=False,
                        )
            except Exception:
                over.wait(0.05)  # it is away

    thread = threading.Thread(target=knock)
    thread.start()
    yield
    over.set()
    thread.join()


def read_once_more(store):
    before = ListingSnapshot.objects.count()
    Store.objects.filter(pk=store.pk).update(next_due_at=timezone.now(), last_full_walk_at=None)
    store.refresh_from_db()
    return (
        waited_for(
            lambda: store.runs.filter(
                status="complete", requested_at__gte=store.next_due_at
            ).exists()
        )
        and ListingSnapshot.objects.count() >= before
    )


def test_workers_and_beat_outlive_a_broker_that_is_killed_again_and_again(
    centre, living_store, knocking
):
    started = [centre.worker(SYNCS, TICKS), centre.worker(ALERTS, DELIVERIES), centre.beat()]
    assert read_once_more(living_store)

    for _ in range(TIMES):
        centre.restart_broker()
        waited_for(lambda: centre.broker.listeners >= 2)

    assert [process.is_alive for process in started] == [True] * 3
    assert all("Unrecoverable" not in process.said for process in started)
    assert read_once_more(living_store)


def test_a_broker_that_hangs_keeps_nobody_waiting_and_is_used_again_when_it_answers(
    centre, living_store
):
    started = [centre.worker(), centre.beat()]
    assert read_once_more(living_store)
    centre.broker.stop()

    asked = manage(
        "shell",
        "-v0",
        "-c",
        "from django.utils import timezone\n"
        "from aliexpress.models import Store\n"
        "from aliexpress.refresh import request_refresh\n"
        "run = request_refresh(Store.objects.get(), at=timezone.now())\n"
        "run.refresh_from_db()\n"
        "print(run.status, run.sent_at)\n",
        env=centre.env,
    )
    assert asked.stdout.strip() == "queued None", asked.stderr

    centre.broker.go_on()
    run = living_store.runs.latest("pk")
    assert waited_for(lambda: living_store.runs.get(pk=run.pk).status == "complete")
    assert [process.is_alive for process in started] == [True] * 2
