"""Web server, worker and beat as threads: they start, do their work, and leave nothing behind."""

import socket
import threading

import pytest
import requests

from aliexpress.models import SyncRun
from nervecentre.demo.embedded import LAST_PORT, Beat, NoFreePort, WebServer, Worker
from tests.factories import StoreFactory
from tests.moments import NOON
from tests.waiting import PATIENCE_SECONDS, waited_for

pytestmark = pytest.mark.thorough


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.django_db(transaction=True)
def test_the_web_server_answers():
    web = WebServer(0)
    web.start()
    try:
        answer = requests.get(f"{web.url}health/", timeout=PATIENCE_SECONDS)
    finally:
        web.stop()

    assert answer.json() == {"status": "ok"}


def test_where_a_port_is_taken_the_next_free_one_is_used(taken_port):
    web = WebServer(taken_port)
    web.stop()

    assert web.port > taken_port


def test_where_no_port_is_free_it_says_so():
    with (
        socket.create_server(("127.0.0.1", LAST_PORT)),
        pytest.raises(NoFreePort, match=f"from {LAST_PORT} to {LAST_PORT} is free"),
    ):
        WebServer(LAST_PORT)


@pytest.mark.django_db(transaction=True)
def test_beat_and_worker_read_a_store_that_is_due():
    store = StoreFactory(next_due_at=NOON)
    worker, beat = Worker(), Beat()
    worker.start()
    beat.start()
    try:
        runs = SyncRun.objects.finished().filter(store=store)
        waited_for(runs.exists)
    finally:
        beat.stop()
        worker.stop()

    # The store has no connection: that the attempt was made and noted is what counts here.
    assert [run.trigger for run in runs] == [SyncRun.Trigger.SCHEDULE]


def test_nothing_is_left_once_the_parts_have_stopped():
    before = set(threading.enumerate())

    worker, beat, web = Worker(), Beat(), WebServer(0)
    for start in (worker.start, beat.start, web.start):
        start()
    for stop in (web.stop, beat.stop, worker.stop):
        stop()

    assert [thread for thread in set(threading.enumerate()) - before if thread.is_alive()] == []
