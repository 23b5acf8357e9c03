"""A store on the sandbox that real processes keep up to date."""

import shutil
import threading

import pytest
from django.db import connection
from django.utils import timezone

from aliexpress.sandbox import Sandbox
from aliexpress.sync import sync_store
from tests.connected_store import connected_to
from tests.end_to_end import former_release
from tests.end_to_end.centre import backend_of, drop_every_connection_but, running_centre

collect_ignore = [] if former_release.is_at_hand() else ["test_two_releases.py"]
CATALOGUE = {"onSelling": 310, "auditing": 34, "editingRequired": 12, "offline": 5}


@pytest.fixture
def centre(transactional_db, tmp_path):
    if connection.vendor != "postgresql" or not shutil.which("redis-server"):
        pytest.skip("PostgreSQL and Redis are needed as servers")
    with running_centre(tmp_path) as centre:
        yield centre
    # The server has yet to notice that the killed processes are gone.
    drop_every_connection_but(backend_of(connection))


@pytest.fixture
def living_sandbox():
    sandbox = Sandbox()
    sandbox.fill(sandbox.seller, CATALOGUE)
    sandbox.start()
    yield sandbox
    sandbox.on_request = None
    sandbox.stop()


@pytest.fixture
def moves_until_told(living_sandbox):
    """The catalogue moves each second, until this is called."""
    rest = threading.Event()
    catalogue = living_sandbox.catalogue(living_sandbox.seller)

    def move():
        while not rest.wait(1.0):
            catalogue.approve(catalogue.in_status("auditing")[0])
            catalogue.create("auditing")

    def stop():
        rest.set()
        thread.join()

    thread = threading.Thread(target=move)
    thread.start()
    yield stop
    stop()


@pytest.fixture
def living_store(transactional_db, living_sandbox):
    """Connected and due, and never read yet."""
    return connected_to(living_sandbox)


@pytest.fixture
def read_before(living_store, living_sandbox):
    """The last complete reading, 361; then ten listings appear and five are approved."""
    run = sync_store(living_store, clock=timezone.now)
    assert run.snapshot is not None
    assert run.snapshot.total_count == 361
    catalogue = living_sandbox.catalogue(living_sandbox.seller)
    waiting = [pid for pid, (status, _) in catalogue.truth().items() if status == "auditing"]
    for product_id in waiting[:5]:
        catalogue.approve(product_id)
    for _ in range(10):
        catalogue.create("onSelling")
    return run.snapshot
