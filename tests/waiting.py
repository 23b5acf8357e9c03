"""Waiting for another thread or process, without saying how fast it has to be."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

# Far more than anything takes: only something that never happens runs into it.
PATIENCE_SECONDS = 180.0
LOOK_EVERY_SECONDS = 0.05


def waited_for(look: Callable[[], Found]) -> Found:
    """The first true answer of `look`. Raises TimeoutError when there is none."""
    given_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < given_up_at:
        found = look()
        if found:
            return found
        time.sleep(LOOK_EVERY_SECONDS)
    raise TimeoutError(f"Nothing came within {PATIENCE_SECONDS:.0f} seconds.")
