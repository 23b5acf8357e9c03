"""The limits on how often the gateway may be asked."""

import threading
import time
from dataclasses import dataclass
from typing import Final

from aliexpress.sandbox.aliexpress_words import PRODUCT_QUERY
from aliexpress.sandbox.faults.script import ban_refusal

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
