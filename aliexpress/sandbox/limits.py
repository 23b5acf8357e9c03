"""How often the gateway may be asked, and the answers it need not make twice."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from aliexpress.sandbox.faults.script import ban_refusal
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.list_query import PARAMETER
from aliexpress.sandbox.words import LIST_METHODS, PRODUCT_QUERY

DETAIL_CALLS_PER_SECOND: Final = 20  # documented, per seller
BAN_SECONDS: Final = 1.0


@dataclass
class _Bucket:
    """Fills at a rate up to one second's worth; whoever finds it empty is banned for a second."""

    rate: float
    level: float
    looked_at: float
    banned_until: float = 0.0

    def take(self, now: float) -> bool:
        if now < self.banned_until:
            return False
        self.level = min(self.rate, self.level + (now - self.looked_at) * self.rate)
        self.looked_at = now
        if self.level < 1:
            self.banned_until = now + BAN_SECONDS
            return False
        self.level -= 1
        return True


class Limits:
    """The limit of the detail call per seller, and one for all calls where one is set.

    `detail_calls_per_second` None: no limit, for who lives a month in seconds.
    """

    def __init__(self, *, calls_per_second: float | None) -> None:
        self.calls_per_second = calls_per_second
        self.detail_calls_per_second: float | None = DETAIL_CALLS_PER_SECOND
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def check(self, method: str, seller_id: str) -> None:
        """Raises Refusal for a call too many."""
        if self.calls_per_second:
            self._take("every call", self.calls_per_second)
        if method == PRODUCT_QUERY and self.detail_calls_per_second:
            self._take(seller_id, self.detail_calls_per_second)

    def _take(self, name: str, rate: float) -> None:
        now = time.monotonic()
        with self._lock:
            bucket = self._buckets.setdefault(name, _Bucket(rate, rate, now))
            if not bucket.take(now):
                raise ban_refusal(BAN_SECONDS)


class PageCache:
    """Answers of the list methods, as bytes, until their catalogue changes.

    Without it a benchmark of the client would measure how fast the sandbox writes JSON.
    """

    def __init__(self, *, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._size = 0
        self._pages: OrderedDict[tuple[str, ...], tuple[int, bytes]] = OrderedDict()

    def get(self, call: Call) -> bytes | None:
        if not _repeatable(call):
            return None
        version, body = self._pages.get(_key(call), (-1, None))
        return body if version == call.catalogue.version else None

    def keep(self, call: Call, body: bytes) -> None:
        if not _repeatable(call):
            return
        key = _key(call)
        _, old = self._pages.pop(key, (0, b""))
        self._pages[key] = (call.catalogue.version, body)
        self._size += len(body) - len(old)
        while self._size > self._budget:
            _, (_, dropped) = self._pages.popitem(last=False)
            self._size -= len(dropped)


def _repeatable(call: Call) -> bool:
    """off_line_time counts from now, and a fault may strike once only."""
    return (
        call.method in LIST_METHODS
        and not call.fired
        and "off_line_time" not in call.parameters.get(PARAMETER, "")
    )


def _key(call: Call) -> tuple[str, ...]:
    simplify, query = (
        call.parameters.get("simplify", ""),
        call.parameters.get(PARAMETER, ""),
    )
    return call.seller.seller_id, call.method, simplify, query
