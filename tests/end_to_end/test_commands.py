"""The commands as people run them: each a process of its own, against a sandbox in another."""

import json
import shutil
import subprocess
import sys

import pytest
import requests

from aliexpress.sandbox.marketplace import ACCESS_TOKEN, APP_KEY, APP_SECRET
from tests.processes import ROOT, environment, manage
from tests.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """The directory of a checkout whose database was migrated."""
    directory = tmp_path_factory.mktemp("migrated")
    manage("migrate", "-v0", env=environment(directory))
    return directory


@pytest.fixture(scope="module")
def sandbox_process(migrated):
    """The address of a sandbox that stands still, with 482 listings."""
    sandbox = subprocess.Popen(
        [sys.executable, "manage.py", "sandbox", "--port=0", "--listings=482", "--pace=0"],
        cwd=ROOT,
        env=environment(migrated),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sandbox.stdout is not None
    first_line = sandbox.stdout.readline()
    yield next(word for word in first_line.split() if word.startswith("http://"))
    sandbox.terminate()
    sandbox.communicate()


@pytest.fixture
def gateway(sandbox_process):
    yield sandbox_process
    tell_faults(sandbox_process, {"clear": True})


@pytest.fixture(scope="module")
def connected(migrated, sandbox_process):
    """The directory, once a store of the sandbox is connected in it."""
    connected = connect(environment(migrated), sandbox_process)
    assert connected.returncode == 0, connected.stderr
    return migrated


@pytest.fixture
def env(tmp_path, connected):
    """Of a copy of the test's own."""
    shutil.copytree(connected, tmp_path, dirs_exist_ok=True)
    return environment(tmp_path)


def tell_faults(gateway, told):
    requests.post(
        f"{gateway}/sandbox/faults", json=told, timeout=PATIENCE_SECONDS
    ).raise_for_status()


def connect(env, gateway, *, slug="harbour-home", token=ACCESS_TOKEN):
    return manage(
        *("connect_store", slug, "--name", "Harbour Home"),
        *("--gateway-url", gateway, "--app-key", APP_KEY, "--app-secret", APP_SECRET),
        *("--access-token", token),
        env=env,
    )


def test_connect_sync_read(env, gateway):
    synced = manage("sync_store", "harbour-home", env=env)
    read = manage("read_card", "aex_total_listings", "--store", "harbour-home", "--json", env=env)

    assert [done.returncode for done in (synced, read)] == [0, 0]
    reading = json.loads(read.stdout)
    assert (reading["value"], reading["verdict"]) == (482, "complete")
    assert sum(reading["breakdown"].values()) == 482


def test_a_token_aliexpress_refuses_connects_nothing(env, gateway):
    connected = connect(env, gateway, slug="quay-lights", token="no-such-token")

    assert connected.returncode == 2
    assert connected.stderr.count("\n") == 1
    assert manage("sync_store", "quay-lights", env=env).returncode == 2


def test_a_sync_aliexpress_refuses_publishes_nothing(env, gateway):
    tell_faults(gateway, {"add": [{"kind": "token_refused"}]})

    synced = manage("sync_store", "harbour-home", env=env)
    read = manage("read_card", "aex_total_listings", "--store", "harbour-home", "--json", env=env)

    assert synced.returncode == 1
    assert json.loads(read.stdout)["value"] is None
    assert json.loads(read.stdout)["last_attempt"]["error"]


def test_a_member_reads_with_a_key_made_on_the_command_line(env, gateway):
    added = manage("add_member", "anna", "--role", "owner", "--store", "harbour-home", env=env)
    issued = manage("issue_api_key", "anna", "--name", "warehouse", env=env)

    assert (added.returncode, issued.returncode) == (0, 0)
    assert "aex_" in issued.stdout
