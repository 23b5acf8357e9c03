"""Logs: one line an event, the same id from the click to the task, and never a secret."""

import json
import logging
import logging.config
import logging.handlers
import os
import subprocess
import sys

import pytest
import structlog

from aliexpress.models import ListingSnapshot
from aliexpress.tasks import tidy_up
from cards.alerts.watch import look
from cards.models import Card
from nervecentre import logs
from nervecentre.demo.embedded import Worker
from tests.aliexpress.sync.conftest import catalogue, read, sandbox, store
from tests.factories import SnapshotFactory
from tests.processes import ROOT
from tests.waiting import PATIENCE_SECONDS, waited_for

__all__ = ["catalogue", "read", "sandbox", "store"]


def test_a_line_of_ours_is_one_json_object(lines):
    structlog.get_logger("aliexpress.sync").info("published", snapshot=17)

    (line,) = lines()
    assert (line["event"], line["snapshot"], line["level"]) == ("published", 17, "info")


def test_a_line_of_the_standard_library_looks_the_same(lines):
    logging.getLogger("aliexpress.tasks").warning("run %s waits", 17)

    (line,) = lines()
    assert (line["event"], line["logger"]) == ("run 17 waits", "aliexpress.tasks")


@pytest.mark.parametrize("name", ["access_token", "app_secret", "password", "Authorization"])
def test_a_secret_is_hidden(lines, name):
    structlog.get_logger("aliexpress.sync").info("connected", **{name: "do-not-show"})

    (line,) = lines()
    assert line[name] == "(hidden)"


def test_what_follows_a_question_mark_is_not_logged(lines, client):
    client.get("/no/such/page/?code=one-time-word")

    assert "one-time-word" not in json.dumps(lines())
    assert {line["request"] for line in lines()} == {"GET /no/such/page/"}


def test_a_failure_is_logged_without_local_variables(lines):
    token = "do-not-" + "show"

    try:
        raise ValueError(f"{len(token)} letters")
    except ValueError:
        logging.getLogger("cards").exception("it failed")

    assert "ValueError: 11 letters" in lines()[0]["exception"]
    assert "do-not-show" not in json.dumps(lines())


@pytest.fixture
def worker(transactional_db):
    """Made before `lines`: a worker that starts sets up Django's own logging."""
    # One that was there before leaves nothing behind that would say everything twice.
    before = Worker()
    worker = Worker()
    worker.start()
    yield worker
    worker.stop()
    del before


def test_a_task_carries_the_id_of_the_request_that_started_it(worker, lines):
    with structlog.contextvars.bound_contextvars(request_id="the-click"):
        tidy_up.delay()

    done = waited_for(
        lambda: [
            line
            for line in lines()
            if line["event"] == "task_succeeded" and line["task"] == tidy_up.name
        ]
    )
    assert [line["request_id"] for line in done] == ["the-click"]


WRITE = """
import logging, sys
from pathlib import Path
from nervecentre import logs
file, number = Path(sys.argv[1]), int(sys.argv[2])
logging.config.dictConfig(logs.config(readable=False, file=file))
print("ready", flush=True)
sys.stdin.readline()
for line in range(1000):
    logging.getLogger("cards").warning(f"{number} {line:04}")
"""


def test_processes_that_write_one_file_lose_no_line_of_it(tmp_path):
    file = tmp_path / "shared.log"
    writing = [
        subprocess.Popen(
            [sys.executable, "-c", f"import logging.config{WRITE}", str(file), str(number)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for process in writing:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in writing:
        print("go", file=process.stdin, flush=True)
    said = [process.communicate(timeout=PATIENCE_SECONDS)[1] for process in writing]

    assert said == ["", "", ""]
    kept = [json.loads(line)["event"] for line in file.read_text().splitlines()]
    assert sorted(kept) == [f"{number} {line:04}" for number in range(3) for line in range(1000)]


def test_a_file_somebody_moved_away_is_begun_again(lines, tmp_path):
    structlog.get_logger("cards").warning("before")
    (tmp_path / "centre.log").rename(tmp_path / "kept")

    structlog.get_logger("cards").warning("after")

    assert [line["event"] for line in lines()] == ["after"]
    assert "before" in (tmp_path / "kept").read_text()


def test_a_pipe_is_written_to(tmp_path):
    """As /dev/stdout is, in a container."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    kind = logs.config(readable=False, file=pipe)["handlers"]["lines"]["class"]
    handler = getattr(logging.handlers, kind.rpartition(".")[2])(pipe)

    for _ in range(2):
        handler.emit(logging.makeLogRecord({"msg": "said"}))

    handler.close()
    assert os.read(reader, 100) == b"said\nsaid\n"
    os.close(reader)
    assert list(tmp_path.iterdir()) == [pipe]


def test_one_id_leads_from_the_click_through_each_call_to_what_it_published(lines, sandbox, read):
    """Calls are made by threads, and told at DEBUG alone."""
    logging.getLogger("aliexpress").setLevel(logging.DEBUG)

    with structlog.contextvars.bound_contextvars(request_id="the-click"):
        read()

    said = lines()
    assert {line["request_id"] for line in said} == {"the-click"}
    calls = [line for line in said if line["event"] == "called AliExpress"]
    (ended,) = [line for line in said if line["event"] == "reading ended"]
    assert ended["calls"] == len(calls) > 4
    assert {line["level"] for line in calls} == {"debug"}
    assert all(line["method"].startswith(("aliexpress.", "global.")) for line in calls)
    assert (ended["status"], ended["level"]) == ("complete", "info")
    assert ended["snapshot"] == ListingSnapshot.objects.get().pk


def test_an_alert_names_the_snapshot_it_opened_by(lines, db):
    snapshot = SnapshotFactory()
    card = Card.objects.get(key="aex_total_listings")
    Card.objects.filter(pk=card.pk).update(alert_trigger="above 1")

    look(at=snapshot.as_of)

    (line,) = [line for line in lines() if line["event"].startswith("alert ")]
    assert (line["event"], line["snapshot"]) == ("alert opened", snapshot.pk)
    assert (line["card"], line["store"]) == (card.key, snapshot.store.slug)
