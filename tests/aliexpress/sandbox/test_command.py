"""`manage.py sandbox`, as the process a person starts."""

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
from django.core.management import CommandError, call_command

from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "manage.py", "sandbox"]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and what it printed before it began to wait."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--listings", "200", "--state-file", str(tmp_path / "state")],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if "connect_store harbour-home" in line:
            break
    yield process, printed
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.slow
def test_it_answers_where_it_says_and_stops_on_ctrl_c(
    running: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, printed = running
    found = re.search(r"http://127\.0\.0\.1:\d+", printed)
    assert found is not None

    counts = requests.get(found[0] + "/sandbox/counts", timeout=PATIENCE_SECONDS).json()
    process.send_signal(signal.SIGINT)

    assert sum(next(iter(counts.values())).values()) == 200
    assert process.wait(timeout=20) == 0
    assert (tmp_path / "state").exists()
    for word in ("500100", "sandbox-app-secret", "sandbox-access-token", "--gateway-url"):
        assert word in printed


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"cannot listen on 127.0.0.1:{port}") as refused:
            call_command("sandbox", port=port, listings=1)

    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "wrong", [{"port": 70_000}, {"pace": -1.0}, {"latency": -1.0}, {"listings": -1}]
)
def test_a_number_that_makes_no_sense_is_named(wrong: dict[str, float]) -> None:
    with pytest.raises(CommandError, match=f"--{next(iter(wrong))}") as refused:
        call_command("sandbox", **wrong)

    assert refused.value.returncode == 2
