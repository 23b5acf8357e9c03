"""Several processes of a web server tell a monitor of all that they did together."""

import sys
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.centre import Process, free_port
from tests.processes import environment, manage
from tests.waiting import waited_for

pytestmark = pytest.mark.servers

TOKEN = "a-token-of-a-monitor"
ASKED = 40


def ask(port, path, **headers):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Connection": "close", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def count_of(port, place):
    _, text = ask(port, "/metrics", Authorization=f"Bearer {TOKEN}")
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "nerve_centre_answer_seconds_count" and sample.labels["place"] == place
    )


def test_whichever_process_is_asked_it_tells_of_the_answers_of_all(tmp_path):
    port = free_port()
    env = environment(tmp_path, METRICS_TOKEN=TOKEN, WEB_CONCURRENCY="2")
    assert manage("migrate", "-v0", env=env).returncode == 0
    gunicorn = (sys.executable, "-m", "gunicorn", "-c", "python:nervecentre.gunicorn")
    bind = ("--bind", f"127.0.0.1:{port}", "nervecentre.wsgi")
    web = Process(*gunicorn, *bind, env=env, log=tmp_path / "web.log")
    try:
        waited_for(lambda: ask(port, "/health/")[0] == 200)
        before = count_of(port, "health/")
        for _ in range(ASKED):
            ask(port, "/health/")

        assert {count_of(port, "health/") - before for _ in range(8)} == {ASKED}
        assert ask(port, "/metrics")[0] == 404
    finally:
        web.kill()
