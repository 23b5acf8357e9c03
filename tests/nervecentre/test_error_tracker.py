"""An error tracker is told of errors, and of no secret; without a DSN it is told nothing."""

import gzip
import json
import sys
from types import SimpleNamespace

import structlog

from aliexpress.redaction import hold
from nervecentre import error_tracker
from tests.processes import environment, manage


def test_without_a_dsn_the_library_is_not_even_imported(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)  # importing it raises

    error_tracker.start("")


def test_with_a_dsn_it_is_told_nothing_but_by_our_redaction(monkeypatch):
    given = {}
    fake = SimpleNamespace(init=lambda **options: given.update(options))
    monkeypatch.setitem(sys.modules, "sentry_sdk", fake)

    error_tracker.start("https://key@errors.example.com/1")

    assert given["before_send"] is error_tracker.told
    assert given["send_default_pii"] is False
    assert given["include_local_variables"] is False
    assert given["max_request_body_size"] == "never"


def test_no_secret_is_told_wherever_it_stands_and_the_id_of_the_click_is():
    hold("50000701-a-sellers-token")
    event = {
        "exception": {"values": [{"value": "refused 50000701-a-sellers-token"}]},
        "extra": {"access_token": "whatever", "deep": [{"password": "whatever"}]},
        "request": {
            "url": "https://centre.example.com/admin/authorised/?code=whatever",
            "headers": {"Cookie": "whatever"},
            "data": "whatever",
            "method": "GET",
        },
    }

    with structlog.contextvars.bound_contextvars(request_id="the-click"):
        told = error_tracker.told(event, None)

    assert "50000701" not in json.dumps(told)
    assert "whatever" not in json.dumps(told)
    assert told["request"] == {
        "url": "https://centre.example.com/admin/authorised/",
        "method": "GET",
    }
    assert told["tags"]["request_id"] == "the-click"


CODE = """
import logging, sentry_sdk, structlog
from aliexpress.redaction import hold
token = "50000701-a-sellers-token"
hold(token)
with structlog.contextvars.bound_contextvars(request_id="the-click"):
    try:
        raise ValueError(f"refused {token}")
    except ValueError:
        logging.getLogger("cards").exception("it failed")
sentry_sdk.flush(timeout=20)
"""


def test_the_library_itself_sends_no_secret_and_the_id_of_the_click(httpserver, tmp_path):
    httpserver.expect_request("/api/1/envelope/").respond_with_data("{}")
    dsn = f"http://public@127.0.0.1:{httpserver.port}/1"
    env = environment(tmp_path, ERROR_TRACKER_DSN=dsn)

    done = manage("shell", "-v0", "-c", CODE, env=env)

    assert done.returncode == 0, done.stderr
    sent = b"".join(
        gzip.decompress(request.data) if request.content_encoding == "gzip" else request.data
        for request, _ in httpserver.log
    ).decode()
    assert "refused (hidden)" in sent
    assert "50000701" not in sent
    assert '"request_id":"the-click"' in sent.replace(" ", "")
