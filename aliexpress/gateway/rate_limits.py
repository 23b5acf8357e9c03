"""How many calls of an app key are under way, how fast they follow, and how long they must wait.

One Limiter for each app key of a gateway in a process. What it keeps of a seller lives as long as
somebody calls for that seller.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from weakref import WeakValueDictionary

from aliexpress.gateway.errors import Bound

# On top of the seconds AliExpress names: its clock and ours do not tick together.
MARGIN_SECONDS: Final = 0.2
# AliExpress documents 20 a second and seller for a product's details; a little less, because
# calls sent evenly do not arrive evenly.
DETAILS_A_SECOND: Final = 19.5


class SellerLimits:
    """The pace of one seller's single-product calls, and how long that seller must wait."""

    def __init__(self) -> None:
        self.paused_until = 0.0  # on the monotonic clock, like all here
        self._next = 0.0
        self._lock = threading.Lock()

    def wait_for_turn(self, cancelled: threading.Event) -> None:
        """Until one more single-product call keeps the pace, or until it is cancelled."""
        with self._lock:
            turn = max(time.monotonic(), self._next)
            self._next = turn + 1 / DETAILS_A_SECOND
        cancelled.wait(max(0.0, turn - time.monotonic()))


class Limiter:
    """Shared by every thread of this process that calls one gateway with one app key."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._most = 0
        self._under_way = 0
        self.is_paced = True  # single-product calls keep the pace
        self._paused_until: dict[str, float] = {}  # by method; "": every call of the app key
        # A token stands for its seller: one has one.
        self._sellers: WeakValueDictionary[str, SellerLimits] = WeakValueDictionary()

    def allow(self, connections: int) -> None:
        """As many calls at once, unless somebody was allowed more."""
        with self._changed:
            self._most = max(self._most, connections)
            self._changed.notify_all()

    @contextmanager
    def connection(self) -> Iterator[None]:
        """One of the calls under way; waits until there is room for it."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way < self._most)
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify()

    def seller(self, access_token: str) -> SellerLimits:
        """The limits of the seller; the caller keeps them alive."""
        with self._changed:
            return self._sellers.setdefault(access_token, SellerLimits())

    def pause(self, seconds: float, *, binds: Bound, method: str, seller: SellerLimits) -> None:
        """Those it binds wait at least this long from now."""
        until = time.monotonic() + seconds + MARGIN_SECONDS
        with self._changed:
            if binds is Bound.SELLER:
                seller.paused_until = max(seller.paused_until, until)
            else:
                paused = method if binds is Bound.METHOD else ""
                self._paused_until[paused] = max(self._paused_until.get(paused, 0.0), until)

    def seconds_to_wait(self, *, method: str, seller: SellerLimits) -> float:
        """Before this method may be called for this seller; 0 where it may be now."""
        paused = self._paused_until
        until = max(paused.get("", 0.0), paused.get(method, 0.0), seller.paused_until)
        return max(0.0, until - time.monotonic())


_limiters: dict[tuple[str, str], Limiter] = {}
_lock = threading.Lock()


def limiter_for(gateway_url: str, app_key: str, *, connections: int) -> Limiter:
    """The app key's limiter in this process, which allows at least so many connections."""
    with _lock:
        limiter = _limiters.setdefault((gateway_url, app_key), Limiter())
    limiter.allow(connections)
    return limiter


@contextmanager
def without_pace(gateway_url: str, app_key: str) -> Iterator[None]:
    """Single-product calls follow each other as soon as they are answered: for a stand-in that
    lives a month in seconds and asks for no pace meanwhile."""
    limiter = limiter_for(gateway_url, app_key, connections=1)
    limiter.is_paced = False
    try:
        yield
    finally:
        limiter.is_paced = True
