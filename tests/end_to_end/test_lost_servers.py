"""Beat, broker and database are lost midway: the next sync mends it without a hand."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from aliexpress.models import Store, SyncRun
from aliexpress.refresh import request_refresh
from tests.end_to_end.centre import backend_of, drop_every_connection_but
from tests.end_to_end.next_sync import (
    due_in_full,
    mended,
    no_heart_has_beaten_for_ten_seconds,
    value_now,
)
from tests.waiting import waited_for

pytestmark = pytest.mark.servers


def test_a_beat_that_is_killed_and_started_again_leaves_nothing_out(
    centre, living_store, living_sandbox, read_before
):
    due_in_full(living_store)
    beat = centre.beat()
    waited_for(centre.broker.holds_messages)
    beat.kill()

    centre.beat()
    centre.worker()

    mended(living_store, living_sandbox, read_before)


def test_a_broker_killed_midway_stops_neither_this_sync_nor_the_next(
    centre, living_store, living_sandbox, read_before
):
    centre.worker()
    restarted = threading.Event()

    def restart(seen):
        if seen.page_size == 99 and not restarted.is_set():
            restarted.set()
            centre.restart_broker()

    living_sandbox.on_request = restart
    due_in_full(living_store)
    centre.beat()
    assert restarted.wait(60)

    mended(living_store, living_sandbox, read_before)

    living_sandbox.catalogue(living_sandbox.seller).create("onSelling")
    due_in_full(living_store)
    assert waited_for(lambda: value_now(living_store) == 372)


def test_a_run_whose_message_died_with_the_broker_is_sent_again(
    centre, living_store, living_sandbox, read_before
):
    # Told to a broker that no worker listens to: to the workers there are it never came.
    run = request_refresh(living_store, at=timezone.now(), full=True)
    SyncRun.objects.filter(pk=run.pk).update(sent_at=timezone.now() - timedelta(seconds=30))
    Store.objects.update(next_due_at=timezone.now() + timedelta(hours=1))

    centre.worker()
    centre.beat()

    mended(living_store, living_sandbox, read_before)
    run.refresh_from_db()
    assert run.published


def test_a_database_that_drops_every_connection_midway_is_outlived(
    centre, living_store, living_sandbox, read_before
):
    centre.worker()
    dropped = threading.Event()
    own = backend_of(connection)

    def drop(seen):
        if seen.page_size == 99 and not dropped.is_set():
            dropped.set()
            drop_every_connection_but(own)

    living_sandbox.on_request = drop
    due_in_full(living_store)
    centre.beat()
    assert dropped.wait(60)
    no_heart_has_beaten_for_ten_seconds()

    mended(living_store, living_sandbox, read_before)


def test_connections_that_died_while_idle_are_handed_to_nobody(centre, living_store):
    ask_from_threads(3, "SELECT pg_sleep(0.2)")  # at once, so that three connections lie idle
    drop_every_connection_but(backend_of(connection))

    assert ask_from_threads(3, "SELECT count(*) FROM aliexpress_store") == [1, 1, 1]


def ask_from_threads(number, statement):
    """What each thread was answered, on a connection of its own."""

    def ask(_):
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(ask, range(number)))
