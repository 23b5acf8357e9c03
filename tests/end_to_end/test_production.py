"""The README's recipe for production is run as it is written there, line by line."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from aliexpress.sandbox import Sandbox
from tests.embedded_postgres import running_server
from tests.end_to_end.centre import Process, free_port, running_centre
from tests.processes import PRODUCTION, ROOT, manage
from tests.waiting import PATIENCE_SECONDS, waited_for

pytestmark = pytest.mark.servers

HOST = "centre.example.com"
LISTINGS = 6000
PASSWORD = "a-good-password-of-operations"
SIGN_IN = "/accounts/login/"
READING = "/api/v1/stores/harbour-home/cards/aex_total_listings/"
EXPORT = "/stores/harbour-home/listings.csv"
TRIGGER = (
    "from cards.models import Card\n"
    "Card.objects.filter(key='aex_total_listings').update(alert_trigger='above 100')\n"
)
OPEN_ALERTS = "from cards.models import Alert\nprint(Alert.objects.open().count())\n"


def recipe():
    """The commands of the README, but for the installation of packages."""
    readme = (ROOT / "README.md").read_text()
    block = re.search(r"## Run it in production\n+```sh\n(.*?)```", readme, re.DOTALL)
    assert block
    return [line for line in block[1].splitlines() if not line.startswith("pip ")]


def stays(command):
    return command.startswith(("gunicorn ", "celery "))


@pytest.fixture
def full_sandbox():
    sandbox = Sandbox()
    sandbox.fill(sandbox.seller, {"onSelling": LISTINGS})
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def server():
    # One of the tests crashes it, and is still signed in afterwards: what was committed is kept.
    with running_server(fsync="on", synchronous_commit="on", full_page_writes="on") as server:
        yield server


@pytest.fixture
def surroundings(tmp_path, full_sandbox, server):
    """What the environment says where PostgreSQL and Redis run."""
    if not shutil.which("redis-server"):
        pytest.skip("Redis is needed as a server")
    port = free_port()
    with running_centre(tmp_path, database_url=server.url) as centre:
        broker = centre.env["CELERY_BROKER_URL"]
        yield {
            **{name: centre.env[name] for name in centre.env if name not in PRODUCTION},
            **PRODUCTION,
            "DATABASE_URL": server.url,
            "CELERY_BROKER_URL": broker,
            "CACHE_URL": broker.removesuffix("/0") + "/1",
            "ALIEXPRESS_GATEWAY_URL": full_sandbox.url,
            "ALIEXPRESS_APP_KEY": full_sandbox.app_key,
            "ALIEXPRESS_APP_SECRET": full_sandbox.app_secret,
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "PUBLIC_URL": f"https://{HOST}",
            "TRUSTED_PROXIES": "127.0.0.1",
            "WEB_CONCURRENCY": "1",
            "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port}",
            "WEB_PORT": str(port),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DJANGO_SUPERUSER_USERNAME": "ops",
            "DJANGO_SUPERUSER_EMAIL": "ops@example.com",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        }


@pytest.fixture
def running(surroundings, tmp_path):
    """Everything the recipe starts, after everything it runs once."""
    started = []
    for number, command in enumerate(recipe()):
        if stays(command):
            beat = f" --schedule={tmp_path}/beat" if command.endswith(" beat") else ""
            shell = ("sh", "-c", f"exec {command}{beat}")
            log = tmp_path / f"recipe-{number}.log"
            started.append(Process(*shell, env=surroundings, log=log))
            continue
        once = f"{command} --noinput" if "createsuperuser" in command else command
        done = subprocess.run(
            ["sh", "-c", once],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        if "check --deploy" in once:
            assert "System check identified no issues" in done.stdout + done.stderr
    yield started
    for process in started:
        process.kill()


class Browser:
    """Somebody who comes by way of the proxy, and signs in."""

    def __init__(self, port):
        self._port = port
        self._cookies = {}

    def ask(self, path, *, form=None):
        """The answer, still unread."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        headers = {
            "Host": HOST,
            "Connection": "close",
            "Referer": f"https://{HOST}{path}",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        method = "GET" if form is None else "POST"
        connection.request(method, path, body=urlencode(form) if form else None, headers=headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer

    def sign_in(self):
        page = self.ask(SIGN_IN).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"username": "ops", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        answer = self.ask(SIGN_IN, form=form)
        assert (answer.status, answer.read()) == (302, b"")

    def status(self, path):
        answer = self.ask(path)
        answer.read()
        return answer.status

    def value(self):
        answer = self.ask(READING)
        assert answer.status == 200
        return json.loads(answer.read())["value"]


def answers(browser):
    try:
        return json.loads(browser.ask("/health/").read())["status"] == "ok"
    except OSError:
        return False


def test_the_recipe_serves_a_long_export_whole_while_readings_are_answered_and_alerts_open(
    running, surroundings, full_sandbox
):
    connected = manage(
        *("connect_store", "harbour-home", "--name", "Harbour Home"),
        *("--access-token", full_sandbox.seller.access_token),
        *("--refresh-token", full_sandbox.seller.refresh_token),
        env=surroundings,
    )
    assert connected.returncode == 0, connected.stderr
    browser = Browser(int(surroundings["WEB_PORT"]))
    assert waited_for(lambda: answers(browser))
    browser.sign_in()

    assert waited_for(lambda: browser.value() == LISTINGS)

    export = browser.ask(EXPORT)
    assert export.status == 200
    header = export.readline()
    assert browser.value() == LISTINGS  # the only process there is streams meanwhile
    assert header.startswith(b"\xef\xbb\xbfsnapshot")
    assert len(export.read().splitlines()) == LISTINGS

    manage("shell", "-v0", "-c", TRIGGER, env=surroundings)
    assert waited_for(
        lambda: manage("shell", "-v0", "-c", OPEN_ALERTS, env=surroundings).stdout == "1\n"
    )
    assert [process.is_alive for process in running] == [True] * 4


def test_a_database_that_was_away_is_used_again_by_the_first_request_after_it(
    running, surroundings, server
):
    browser = Browser(int(surroundings["WEB_PORT"]))
    assert waited_for(lambda: answers(browser))
    browser.sign_in()
    assert browser.status("/") == 200

    server.crash()
    away = [browser.status(path) for path in ("/", "/health/", READING)]
    server.start()
    back = [browser.status(path) for path in ("/", "/health/")]

    assert (away, back) == ([503] * 3, [200] * 2)
    assert [process.is_alive for process in running] == [True] * 4
