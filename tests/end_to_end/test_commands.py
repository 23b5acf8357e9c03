"""The commands as people run them: each a process of its own, against a sandbox over HTTP."""

import json
import shutil
import sqlite3

import pytest
from django.db import connection

from aliexpress.sandbox import Fault, Sandbox
from tests.processes import environment, manage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def marketplace():
    """It stands still, with 482 listings."""
    sandbox = Sandbox()
    sandbox.fill(
        sandbox.seller, {"onSelling": 431, "auditing": 34, "editingRequired": 12, "offline": 5}
    )
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(marketplace):
    yield marketplace
    marketplace.faults.clear()


@pytest.fixture(scope="module")
def connected(marketplace, django_db_setup, django_db_blocker, tmp_path_factory):
    """The directory of a checkout, once a store of the sandbox is connected in it."""
    directory = tmp_path_factory.mktemp("checkout")
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:  # it is new as well
            cursor.execute("VACUUM INTO %s", [str(directory / "db.sqlite3")])
    else:
        manage("migrate", "-v0", env=environment(directory))
    connected = connect(environment(directory), marketplace)
    assert connected.returncode == 0, connected.stderr
    return directory


@pytest.fixture
def env(tmp_path, connected):
    """Of a copy of the test's own."""
    shutil.copytree(connected, tmp_path, dirs_exist_ok=True)
    return environment(tmp_path)


def connect(env, sandbox, *, slug="harbour-home", token=None):
    return manage(
        *("connect_store", slug, "--name", "Harbour Home", "--gateway-url", sandbox.url),
        *("--app-key", sandbox.app_key, "--app-secret", sandbox.app_secret),
        *("--access-token", token or sandbox.seller.access_token),
        env=env,
    )


def rows(directory, statement):
    with sqlite3.connect(directory / "db.sqlite3") as database:
        return database.execute(statement).fetchall()


def test_connect_sync_read(env, sandbox):
    synced = manage("sync_store", "harbour-home", env=env)
    read = manage("read_card", "aex_total_listings", "--store", "harbour-home", "--json", env=env)

    assert [done.returncode for done in (synced, read)] == [0, 0]
    reading = json.loads(read.stdout)
    assert (reading["value"], reading["verdict"]) == (482, "complete")
    assert sum(reading["breakdown"].values()) == 482


def test_a_token_aliexpress_refuses_connects_nothing(env, sandbox, tmp_path):
    connected = connect(env, sandbox, slug="quay-lights", token="no-such-token")

    assert connected.returncode == 2
    assert connected.stderr.count("\n") == 1
    assert rows(tmp_path, "SELECT slug FROM aliexpress_store") == [("harbour-home",)]


def test_a_sync_aliexpress_refuses_publishes_nothing(env, sandbox):
    sandbox.faults.add(Fault("token_refused"))

    synced = manage("sync_store", "harbour-home", env=env)
    read = manage("read_card", "aex_total_listings", "--store", "harbour-home", "--json", env=env)

    assert synced.returncode == 1
    assert json.loads(read.stdout)["value"] is None
    assert json.loads(read.stdout)["last_attempt"]["error"]


def test_a_member_reads_with_a_key_made_on_the_command_line(env):
    added = manage("add_member", "anna", "--role", "owner", "--store", "harbour-home", env=env)
    issued = manage("issue_api_key", "anna", "--name", "warehouse", env=env)

    assert (added.returncode, issued.returncode) == (0, 0)
    assert "aex_" in issued.stdout
