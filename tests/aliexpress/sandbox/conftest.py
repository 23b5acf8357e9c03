from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from aliexpress.sandbox import Sandbox, SandboxClock
from tests.aliexpress.sandbox.caller import Caller

NINE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An empty shop whose clock stands at 09:00 UTC, 02:00 in Los Angeles."""
    sandbox = Sandbox(clock=SandboxClock(NINE))
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def caller(sandbox: Sandbox) -> Caller:
    return Caller(sandbox)
