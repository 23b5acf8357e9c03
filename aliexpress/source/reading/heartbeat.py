"""The heartbeat of a read that goes on however long a call takes, or a pause."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import datetime
from typing import Final, TypeVar

from aliexpress.models import SourceRead
from aliexpress.source import lease

T = TypeVar("T")
EVERY_SECONDS: Final = 1.0


class Heart:
    """Calls run in a thread of their own; only the reader's own touches the database. Every
    method raises LeaseLost once another worker has the read."""

    def __init__(self, read: SourceRead, *, clock: Callable[[], datetime]) -> None:
        self._read = read
        self._clock = clock
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="source")
        self._beaten_at = time.monotonic()

    def carry(self, call: Callable[[], T]) -> T:
        future = self._pool.submit(copy_context().run, call)
        while not wait([future], timeout=EVERY_SECONDS).done:
            self.beat()
        return future.result()

    def sleep(self, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            time.sleep(min(left, EVERY_SECONDS))
            self.beat()

    def beat(self, **progress: int) -> None:
        """At most once a second, by the wall's own clock: the read's may stand still."""
        if time.monotonic() - self._beaten_at >= EVERY_SECONDS:
            self._beaten_at = time.monotonic()
            lease.beat(self._read, at=self._clock(), **progress)

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
