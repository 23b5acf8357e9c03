"""A database that is away is said to be away: once a request, and as soon as it is asked."""

import socket
import subprocess
import sys
import threading

import pytest
from django.db import OperationalError, connection

from tests.factories import MembershipFactory, StoreFactory, UserFactory
from tests.processes import PRODUCTION, ROOT, environment
from tests.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db

ASK = """
import sys, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"
key = {"authorization": "Bearer a-key"}
for address in sys.argv[1:]:
    answer = client.get(address, headers=key if address.startswith("/api/") else None)
    print(answer.status_code, answer.content.decode().replace("\\n", " "))
"""


@pytest.fixture
def silent_server():
    """Takes every connection and never says a word. Its list holds who came."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take():
            while True:
                try:
                    came.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
    for one in came:
        one.close()


def asked(directory, *addresses, port):
    """What each address answered, a line each."""
    url = f"postgres://centre:word@127.0.0.1:{port}/centre"
    done = subprocess.run(
        [sys.executable, "-c", ASK, *addresses],
        cwd=ROOT,
        env=environment(
            directory,
            **{**PRODUCTION, "DATABASE_URL": url, "ALLOWED_HOSTS": "*", "PLAIN_HTTP": "1"},
            DJANGO_SETTINGS_MODULE="nervecentre.settings",
        ),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_a_server_that_says_nothing_is_asked_once_a_request(tmp_path, silent_server):
    port, came = silent_server

    answers = asked(tmp_path, "/health/", "/", "/api/v1/stores/", "/admin/", port=port)

    assert [answer[:3] for answer in answers] == ["503"] * 4
    assert all("The database does not answer" in answer for answer in answers)
    assert all("just now" in answer for answer in answers[1:])
    assert len(came) == 4


@pytest.fixture
def reader(client):
    client.raise_request_exception = False
    user = UserFactory(role="owner")
    MembershipFactory(user=user, store=StoreFactory(slug="harbour-home"))
    client.force_login(user)
    return client


def test_a_page_without_a_database_is_a_503_with_a_sentence(reader):
    def away(*_):
        raise OperationalError("the server is starting up")

    with connection.execute_wrapper(away):
        answer = reader.get("/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "The database does not answer just now" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/stores/harbour-home/syncs/",
        "/stores/harbour-home/cards/aex_total_listings/refresh/",
    ],
)
def test_a_refresh_of_a_store_that_is_locked_is_a_503_with_a_sentence(reader, monkeypatch, address):
    def locked(*_, **__):
        raise OperationalError("canceling statement due to lock timeout") from LockTimeout()

    monkeypatch.setattr("aliexpress.refresh.lease.request_run", locked)

    answer = reader.post(address, {}, content_type="application/json")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "This store is being written to just now" in answer.content.decode()


class LockTimeout(Exception):
    sqlstate = "55P03"
