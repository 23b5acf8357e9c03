"""A process that reads a source is killed, at any call: the next one begins anew, and publishes
once."""

import itertools
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from aliexpress.sandbox import Sandbox
from tests.processes import ROOT, environment, manage
from tests.source_shops import quick_quota

pytestmark = [pytest.mark.slow, pytest.mark.thorough]
SLUG = "harbour-home"


@pytest.fixture(scope="module")
def sandbox():
    sandbox = Sandbox()
    shop = sandbox.add_source_shop(quota=quick_quota())
    for number in range(600):
        shop.add(f"Lamp {number}", f"L-{number}", f"M-{number}")
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture(scope="module")
def centre(sandbox, tmp_path_factory):
    """The environment of processes that read the shop, on a database of their own."""
    directory = tmp_path_factory.mktemp("kills")
    env = environment(
        directory,
        DATABASE_URL=f"sqlite:///{directory / 'db.sqlite3'}",
        BIGCOMMERCE_API_URL=sandbox.url,
        ALIEXPRESS_GATEWAY_ALLOW_PRIVATE="true",
    )
    [shop] = sandbox.source_shops.values()
    keys = ("--app-key", sandbox.app_key, "--app-secret", sandbox.app_secret)
    for command in (
        ["migrate", "-v", "0"],
        ["connect_store", SLUG, "--name", "Harbour Home", "--gateway-url", sandbox.url, *keys,
         "--access-token", sandbox.seller.access_token],
        ["connect_source", SLUG, "--bigcommerce", shop.hash, "--token", shop.token,
         "--quota-share", "100"],
    ):  # fmt: skip
        done = manage(*command, env=env)
        assert done.returncode == 0, done.stderr
    return env


def database(centre):
    return closing(sqlite3.connect(centre["DATABASE_URL"].removeprefix("sqlite:///")))


def counted(centre, table):
    with database(centre) as connection:
        return connection.execute(f"SELECT count(*) FROM aliexpress_{table}").fetchone()[0]


# Of a read: the shop, its clock, the newest, three pages and the empty one, the closing count, the
# newest again, changes, variants, summary, locations, channels, the shop again.
@pytest.mark.parametrize("call", [1, 3, 5, 7, 9, 11, 13, 14, 15])
def test_whoever_is_killed_at_a_call_leaves_the_number_as_it_was(sandbox, centre, call):
    [shop] = sandbox.source_shops.values()
    shop.add("New", f"N-{call}")  # so that there is something to publish
    before = counted(centre, "sourcesnapshot")
    calls = itertools.count(1)
    reader = subprocess.Popen(
        [sys.executable, "manage.py", "read_source", SLUG],
        cwd=ROOT, env=centre, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip

    def kill(_):
        if next(calls) == call:
            reader.kill()

    sandbox.on_request = kill
    reader.communicate(timeout=120)
    sandbox.on_request = None
    assert reader.returncode == -9
    assert counted(centre, "sourcesnapshot") == before

    with database(centre) as connection:  # instead of sitting the ten seconds out
        connection.execute("UPDATE aliexpress_sourceread SET heartbeat_at = '2020-01-01 00:00:00'")
        connection.commit()
    second = manage("read_source", SLUG, env=centre)

    assert second.returncode == 0, second.stderr
    assert counted(centre, "sourcesnapshot") == before + 1
    with database(centre) as connection:
        rows = connection.execute("SELECT status, error_kind FROM aliexpress_sourceread")
        assert ("failed", "lost") in set(rows.fetchall())
        items = connection.execute(
            "SELECT external_id FROM aliexpress_sourceitem WHERE gone_at IS NULL"
        )
        published = {int(one) for (one,) in items.fetchall()}
    assert published == {item for items in shop.truth().values() for item in items}
    assert (shop.writes, shop.ignored) == ([], [])
