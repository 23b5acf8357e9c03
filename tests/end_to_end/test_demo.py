"""The demo as people run it: a process of its own, a page in a browser, Ctrl-C."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.processes import ROOT, environment, manage
from tests.waiting import PATIENCE_SECONDS, waited_for

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

CARD = "stores/harbour-home/cards/aex_total_listings/"


class RunningDemo:
    """A demo in a directory of its own; what it says is kept in a file."""

    def __init__(self, directory: Path, *, port: int = 0) -> None:
        self._said = directory / "said.txt"
        self._said.write_text("")
        self.env = environment(directory)
        with self._said.open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", f"--port={port}"],
                cwd=ROOT,
                env=self.env,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._said.read_text()

    @property
    def url(self) -> str:
        found = re.search(r"runs at (\S+)", self.said)
        assert found, self.said
        return found[1]

    def wait_until_it_says(self, words: str) -> None:
        def seen() -> bool:
            assert self.process.poll() is None, self.said
            return words in self.said

        waited_for(seen)

    def sign_in(self, username: str) -> requests.Session:
        password = re.search(rf"{username} +password +(\S+)", self.said)
        assert password, self.said
        session = requests.Session()
        session.get(f"{self.url}accounts/login/", timeout=PATIENCE_SECONDS).raise_for_status()
        form = {
            "username": username,
            "password": password[1],
            "csrfmiddlewaretoken": session.cookies["csrftoken"],
        }
        answer = session.post(f"{self.url}accounts/login/", data=form, timeout=PATIENCE_SECONDS)
        assert "sessionid" in session.cookies, answer.text
        return session

    def end(self, number: signal.Signals) -> int:
        """Its exit code, once it is gone with every process it started."""
        os.kill(self.process.pid, number)
        code = self.process.wait(timeout=60)
        if number == signal.SIGKILL:  # it tidies up nothing: what it started finds it gone
            waited_for(self._has_left_nothing)
        assert self._has_left_nothing()
        return code

    def _has_left_nothing(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False


@contextlib.contextmanager
def a_demo(directory: Path, *, port: int = 0, ready: str = "Ctrl-C stops") -> Iterator[RunningDemo]:
    """Gone at the end, however the test ends."""
    demo = RunningDemo(directory, port=port)
    try:
        demo.wait_until_it_says(ready)
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.process.kill()
            demo.process.wait()


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """Where a demo was set up, looked at while it was new, and stopped."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first_start(directory):
    """What a first start showed, and how it ended."""
    with a_demo(directory) as demo:
        owner = demo.sign_in("owner")
        page = owner.get(demo.url + CARD, timeout=PATIENCE_SECONDS)
        board = owner.get(demo.url, timeout=PATIENCE_SECONDS)
        work = owner.get(f"{demo.url}work/?list=team", timeout=PATIENCE_SECONDS)
        alerts = owner.get(f"{demo.url}alerts/", timeout=PATIENCE_SECONDS)
        second = manage("demo", env=demo.env)
        code = demo.end(signal.SIGINT)
    pages = {"page": page, "board": board, "work": work, "alerts": alerts}
    return {"said": demo.said, "second": second, "code": code, **pages}


@pytest.fixture
def demo(first_start, directory):
    """Started again where it was set up before."""
    with a_demo(directory) as demo:
        yield demo


def test_the_card_page_shows_the_worked_example(first_start):
    assert first_start["page"].status_code == 200
    for number in ("4,820", "4,310", "340", "120", "50"):
        assert number in first_start["page"].text


def test_the_board_shows_three_stores_with_lives_of_their_own(first_start):
    for words in ("Harbour Home", "Lantern Lane", "Pebble &amp; Pine", "no longer accepts"):
        assert words in first_start["board"].text


def test_there_is_work_of_forty_items_and_an_open_alert(first_start):
    counts = re.findall(r"(?:The team's|Closed)\s+(\d+)</a>", first_start["work"].text)
    team, closed = map(int, counts)
    assert team + closed == 40
    assert min(team, closed) > 5
    assert "It is 120, above 100." in first_start["alerts"].text


def test_a_second_demo_says_that_one_runs_already(first_start):
    assert first_start["second"].returncode == 2
    assert "running already (http://127.0.0.1:" in first_start["second"].stderr
    assert first_start["second"].stderr.count("\n") == 1


def test_ctrl_c_stops_it_cleanly(first_start):
    assert first_start["code"] == 0
    assert "Traceback" not in first_start["said"]
    assert first_start["said"].endswith("Stopped.\n")


def test_started_again_it_carries_on(first_start, demo):
    sign_ins = re.findall(r"sign in as .*", first_start["said"])

    admin = demo.sign_in("operations").get(f"{demo.url}admin/", timeout=PATIENCE_SECONDS)

    assert "thirty days" not in demo.said
    assert re.findall(r"sign in as .*", demo.said) == sign_ins
    assert admin.status_code == 200


def test_killed_outright_it_starts_again(demo, directory):
    demo.end(signal.SIGKILL)

    with a_demo(directory) as again:
        code = again.end(signal.SIGTERM)

    assert code == 0


def test_a_sandbox_that_lost_its_memory_begins_its_catalogue_anew(demo, directory):
    demo.end(signal.SIGTERM)
    (directory / "demo-sandbox.json").write_text("no memory of anything")

    with a_demo(directory) as again:
        code = again.end(signal.SIGTERM)

    assert "begins anew" in again.said
    assert code == 0


def test_another_port_is_used_where_its_own_is_taken(first_start, directory):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with a_demo(directory, port=port) as demo:
            code = demo.end(signal.SIGTERM)

    assert f"Port {port} is taken, so the demo uses " in demo.said
    assert code == 0


def test_an_interrupted_first_start_begins_again(tmp_path):
    with a_demo(tmp_path, ready=" of 61 ") as interrupted:
        code = interrupted.end(signal.SIGINT)

    with a_demo(tmp_path, ready=" of 61 ") as again:
        said = again.said

    assert code == 0
    assert re.search(r"11 of 61 +4,6\d\d listings", said)
