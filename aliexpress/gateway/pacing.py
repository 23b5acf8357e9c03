"""At most so many calls a second, spread evenly, so that no ban is ever provoked."""

import threading
import time
from typing import Final

# AliExpress documents 20 a second and seller for a product's details; a little less, because
# calls sent evenly do not arrive evenly.
DETAILS_A_SECOND: Final = 19.5


class Pace:
    """Shared by every thread of this process that asks for one seller's details."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._lock = threading.Lock()
        self._next = 0.0  # on the monotonic clock

    def wait(self, cancelled: threading.Event) -> None:
        """Until this call's turn, or until it is cancelled."""
        cancelled.wait(max(0.0, self._turn() - time.monotonic()))

    def note(self) -> None:
        """A call that could not wait was made: the others wait a turn longer."""
        self._turn()

    def _turn(self) -> float:
        with self._lock:
            turn = max(time.monotonic(), self._next)
            self._next = turn + self._interval
            return turn


_paces: dict[tuple[str, str], Pace] = {}
_lock = threading.Lock()


def detail_pace(gateway_url: str, access_token: str) -> Pace:
    """The token stands for the seller: one has one."""
    with _lock:
        return _paces.setdefault((gateway_url, access_token), Pace(DETAILS_A_SECOND))
