"""How many calls of one app key are under way at once, and how long all of them must wait."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# On top of the seconds AliExpress names: its clock and ours do not tick together.
MARGIN_SECONDS = 0.2


class Limiter:
    """Shared by every thread of this process that calls one gateway with one app key."""

    def __init__(self, connections: int) -> None:
        self._free = threading.BoundedSemaphore(connections)
        self._lock = threading.Lock()
        self._paused_until = 0.0  # on the monotonic clock

    @contextmanager
    def connection(self) -> Iterator[None]:
        with self._free:
            yield

    def pause(self, seconds: float) -> None:
        """All calls of the key wait at least this long from now."""
        with self._lock:
            until = time.monotonic() + seconds + MARGIN_SECONDS
            self._paused_until = max(self._paused_until, until)

    @property
    def seconds_to_wait(self) -> float:
        return max(0.0, self._paused_until - time.monotonic())


_limiters: dict[tuple[str, str, int], Limiter] = {}
_lock = threading.Lock()


def limiter_for(gateway_url: str, app_key: str, *, connections: int) -> Limiter:
    with _lock:
        key = (gateway_url, app_key, connections)
        if key not in _limiters:
            _limiters[key] = Limiter(connections)
        return _limiters[key]
