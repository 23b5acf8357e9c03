"""How many calls all apps of a shop may make together in a window of half a minute."""

import threading
import time
from collections.abc import Callable, Mapping


class Quota:
    """Fixed windows, by the monotonic clock: a quota lasts real seconds. `eaten`: what other apps
    take of each window."""

    def __init__(
        self,
        *,
        calls: int = 150,
        window_seconds: float = 30.0,
        eaten: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.calls = calls
        self.window_seconds = window_seconds
        self.eaten = eaten
        self.exceeded = 0  # calls that were one too many
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ends_at = 0.0
        self._taken = 0

    def take(self) -> bool:
        """False where the window is used up."""
        with self._lock:
            now = self._monotonic()
            if now >= self._ends_at:
                self._ends_at, self._taken = now + self.window_seconds, self.eaten
            if self._taken >= self.calls:
                self.exceeded += 1
                return False
            self._taken += 1
            return True

    def headers(self) -> Mapping[str, str]:
        with self._lock:
            left = max(0.0, self._ends_at - self._monotonic())
            return {
                "X-Rate-Limit-Requests-Quota": str(self.calls),
                "X-Rate-Limit-Requests-Left": str(max(0, self.calls - self._taken)),
                "X-Rate-Limit-Time-Window-Ms": str(round(self.window_seconds * 1000)),
                "X-Rate-Limit-Time-Reset-Ms": str(round(left * 1000)),
            }
