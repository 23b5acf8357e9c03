"""The database crashes in the middle of a sync and comes back: the reading stands, then mends."""

import json
import shutil
import threading

import psycopg
import pytest

from tests.embedded_postgres import running_server
from tests.end_to_end.centre import running_centre
from tests.processes import manage
from tests.waiting import PATIENCE_SECONDS, waited_for

pytestmark = pytest.mark.servers

CARD = ("read_card", "aex_total_listings", "--store", "harbour-home", "--json")
FIRST = 361
APPEARED = 10


@pytest.fixture
def server():
    """Crashes as one in production does: what it said is committed has been written down."""
    with running_server(fsync="on", synchronous_commit="on", full_page_writes="on") as server:
        yield server


@pytest.fixture
def centre(server, tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("Redis is needed as a server")
    with running_centre(tmp_path, database_url=server.url) as centre:
        yield centre


@pytest.fixture
def ours(centre):
    """Runs one of our commands on that database; what it printed."""

    def run(*arguments):
        done = manage(*arguments, env=centre.env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def read_before(ours, living_sandbox):
    """Connected and read; then ten listings appear."""
    ours("migrate")
    connect_store(ours, living_sandbox)
    ours("sync_store", "harbour-home")
    catalogue = living_sandbox.catalogue(living_sandbox.seller)
    for _ in range(APPEARED):
        catalogue.create("onSelling")


def connect_store(ours, sandbox):
    """A store just connected is due."""
    ours(
        *("connect_store", "harbour-home", "--name", "Harbour Home"),
        *("--access-token", sandbox.seller.access_token),
        *("--refresh-token", sandbox.seller.refresh_token),
        *("--app-key", sandbox.app_key, "--app-secret", sandbox.app_secret),
        *("--gateway-url", sandbox.url),
    )


def published(server):
    """Every total ever published; [] while the database is away."""
    try:
        with psycopg.connect(server.url.replace("postgres://", "postgresql://")) as database:
            rows = database.execute(
                "SELECT total_count FROM aliexpress_listingsnapshot ORDER BY id"
            )
            return [total for (total,) in rows]
    except psycopg.OperationalError:
        return []


@pytest.mark.parametrize("moment", [1, 6])
def test_a_database_that_crashes_midway_loses_no_reading_and_the_next_sync_mends(
    server, centre, ours, living_sandbox, read_before, moment
):
    crashed, is_back = threading.Lock(), threading.Event()
    connect_store(ours, living_sandbox)
    before = len(living_sandbox.requests)

    def crash(seen):
        if len(living_sandbox.requests) - before >= moment and crashed.acquire(blocking=False):
            server.crash()
            server.start()
            is_back.set()

    living_sandbox.on_request = crash
    centre.worker()
    centre.beat()
    assert is_back.wait(PATIENCE_SECONDS)

    assert json.loads(ours(*CARD))["value"] in {FIRST, FIRST + APPEARED}
    waited_for(lambda: len(published(server)) > 1)
    assert published(server) == [FIRST, FIRST + APPEARED]
    assert json.loads(ours(*CARD))["value"] == FIRST + APPEARED
