"""An upgrade while stores are read: the release before and this one run side by side.

Two web processes, three workers and two beats on PostgreSQL and Redis, about half of them of the
release before; a catalogue that moves all the while; no error, and no wrong number.
"""

import json
import shutil
import time
import urllib.request

import pytest

from tests.embedded_postgres import running_server
from tests.end_to_end import former_release
from tests.end_to_end.centre import free_port, running_centre
from tests.processes import ROOT, manage
from tests.waiting import waited_for

pytestmark = pytest.mark.servers

READING = "/api/v1/stores/harbour-home/cards/aex_total_listings/"
REFRESH = "/api/v1/stores/harbour-home/syncs/"
OFTEN = "from aliexpress.models import Store\nStore.objects.update(sync_interval=5)\n"
RUNS = (
    "from aliexpress.models import SyncRun\n"
    "print(SyncRun.objects.filter(status='failed').exclude(error_kind='lost').count(),"
    " SyncRun.objects.filter(published=True).count())\n"
)
SIDE_BY_SIDE = 12.0  # seconds


@pytest.fixture
def former(tmp_path):
    return former_release.code_into(tmp_path / "former")


@pytest.fixture
def centre(tmp_path, former):
    if not shutil.which("redis-server"):
        pytest.skip("Redis is needed as a server")
    with running_server() as server, running_centre(tmp_path, database_url=server.url) as centre:
        yield centre


@pytest.fixture
def ours(centre):
    """Runs a command of one of the releases; what it printed."""

    def run(*arguments, code=ROOT):
        done = manage(*arguments, env=centre.env, code=code)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


class Reader:
    def __init__(self, key):
        self._key = key

    def ask(self, port, path, *, data=None):
        """Raises urllib.error.HTTPError on anything but an answer that went well."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", data=data, headers=headers
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())

    def value(self, port):
        try:
            return self.ask(port, READING)["value"]
        except OSError:
            return None


def test_two_releases_side_by_side_give_no_error_and_no_wrong_number(
    centre, ours, former, living_sandbox, moves_until_told
):
    before, after = free_port(), free_port()
    ours("migrate", "-v0", code=former)
    seller = living_sandbox.seller
    ours(
        *("connect_store", "harbour-home", "--name", "Harbour Home"),
        *("--access-token", seller.access_token, "--refresh-token", seller.refresh_token),
        *("--app-key", living_sandbox.app_key, "--app-secret", living_sandbox.app_secret),
        *("--gateway-url", living_sandbox.url),
        code=former,
    )
    ours("add_member", "ada", "--role", "owner", "--store", "harbour-home", code=former)
    said = ours("issue_api_key", "ada", "--name", "drill", code=former)
    reader = Reader(next(word for word in said.split() if word.startswith("aex_")))
    ours("shell", "-v0", "-c", OFTEN, code=former)
    started = [
        centre.web(before, code=former),
        centre.worker(code=former),
        centre.worker(code=former),
        centre.beat(code=former),
    ]
    waited_for(lambda: reader.value(before))

    ours("migrate", "-v0")
    started += [centre.web(after), centre.worker(), centre.beat()]
    waited_for(lambda: reader.value(after))

    given: dict[int, int] = {}
    ends = time.monotonic() + SIDE_BY_SIDE
    while time.monotonic() < ends:
        for port in (before, after):
            reader.ask(port, REFRESH, data=b"{}")
            reading = reader.ask(port, READING)
            assert reading["value"] == sum(reading["breakdown"].values())
            assert given.setdefault(reading["snapshot"], reading["value"]) == reading["value"]
            asked = f"{READING}?as_of={reading['as_of']}"
            then = [reader.ask(one, asked) for one in (before, after)]
            assert then[0] == {name: then[1][name] for name in then[0]}
        time.sleep(0.2)
    moves_until_told()
    truth = len(living_sandbox.catalogue(seller).truth())
    waited_for(lambda: [reader.value(port) for port in (before, after)] == [truth, truth])

    failed, published = ours("shell", "-v0", "-c", RUNS).split()
    assert len(given) >= 2
    assert (int(failed), int(published) > 2) == (0, True)
    for code in (former, ROOT):
        assert ours("verify", code=code) == "harbour-home: all of it holds.\n"
    assert [process.is_alive for process in started] == [True] * len(started)
    assert [process.said for process in started if "Traceback" in process.said] == []
