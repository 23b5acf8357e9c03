"""A seller on the sandbox, reached over real HTTP, whose store is not connected yet."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection as database

from aliexpress import connection
from aliexpress.connection import Connected
from aliexpress.sandbox import Sandbox, SandboxClock
from tests.moments import NOON


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(seed=7, clock=SandboxClock(NOON))
    sandbox.start()
    sandbox.fill(sandbox.seller, {"onSelling": 20, "auditing": 3})
    yield sandbox
    sandbox.stop()


@pytest.fixture
def good(sandbox: Sandbox) -> dict[str, Any]:
    """What connects the sandbox's seller."""
    return {
        "name": "Harbour Home",
        "access_token": sandbox.seller.access_token,
        "refresh_token": sandbox.seller.refresh_token,
        "app_key": sandbox.app_key,
        "app_secret": sandbox.app_secret,
        "gateway_url": sandbox.url,
    }


@pytest.fixture
def connect(sandbox: Sandbox, good: dict[str, Any]) -> Callable[..., Connected]:
    """Connect harbour-home as it should be, but for what the test gives."""

    def connect_now(slug: str = "harbour-home", **given: Any) -> Connected:
        return connection.connect(slug, at=NOON, clock=sandbox.clock.now, **{**good, **given})

    return connect_now


def store_undecryptable(field: str) -> None:
    """As a secret is whose key was lost."""
    with database.cursor() as cursor:
        cursor.execute(f"UPDATE aliexpress_connection SET {field} = %s", ["not ciphertext"])
