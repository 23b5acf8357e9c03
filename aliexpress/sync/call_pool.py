"""Calls to AliExpress, a bounded number at once, while the run's heart keeps beating.

The main thread makes no call itself: it waits for answers a second at a time, so that the
heartbeat goes on however long AliExpress takes. Only the main thread touches the database.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from queue import Empty, SimpleQueue
from typing import TypeVar

Answer = TypeVar("Answer")

BEAT_SECONDS = 1.0


class Calls:
    """A pool of threads for the calls of one run. `on_beat` is called at least each second."""

    def __init__(self, *, connections: int, on_beat: Callable[[], None]) -> None:
        self._pool = ThreadPoolExecutor(max_workers=connections, thread_name_prefix="aliexpress")
        # Enough waiting work that no thread idles, little enough that a million pages are
        # never all in memory.
        self._window = connections * 2
        self._on_beat = on_beat

    def each(self, calls: deque[Callable[[], Answer]]) -> Iterator[Answer]:
        """The answers as they come, in any order. The first failure is raised at once.

        Calls appended while answers arrive are made too.
        """
        pending: set[Future[Answer]] = set()
        # Not `concurrent.futures.wait`, which looks at all that is pending for each answer.
        answered: SimpleQueue[Future[Answer]] = SimpleQueue()
        try:
            while calls or pending:
                while calls and len(pending) < self._window:
                    # Its thread's lines in the log say whose call it is.
                    future = self._pool.submit(copy_context().run, calls.popleft())
                    pending.add(future)
                    future.add_done_callback(answered.put)
                newest = next_answer(answered)
                self._on_beat()
                if newest is not None:
                    pending.remove(newest)
                    yield newest.result()
        finally:
            for waiting in pending:
                waiting.cancel()

    def one(self, call: Callable[[], Answer]) -> Answer:
        return next(self.each(deque([call])))

    def close(self) -> None:
        """Stop without waiting for calls under way: their answers are of no use any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def next_answer(answered: "SimpleQueue[Future[Answer]]") -> "Future[Answer] | None":
    """None where a beat went by without an answer."""
    try:
        return answered.get(timeout=BEAT_SECONDS)
    except Empty:
        return None
