"""How fast a shop is called: no more than our share of the quota that all its apps have together.

One Pace for each shop in a process.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

MARGIN_SECONDS: Final = 0.1  # their clock and ours do not tick together
LONGEST_WINDOW: Final = 300.0


class Pace:
    """`share`: percent of the quota that may be ours."""

    def __init__(
        self, *, share: int = 100, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.share = share
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._quota: int | None = None
        self._left: int | None = None
        self._ends_at = 0.0  # of the window, as far as the last answer told
        self._taken = 0  # by us in this window

    def wait_for_turn(self, sleep: Callable[[float], None]) -> None:
        """Until one more call keeps to our share, and to what others have left."""
        while seconds := self._seconds_to_turn():
            sleep(seconds)

    def note(self, headers: Mapping[str, str]) -> None:
        """What an answer tells of the quota."""
        quota = number_in(headers, "X-Rate-Limit-Requests-Quota")
        left = number_in(headers, "X-Rate-Limit-Requests-Left")
        reset = number_in(headers, "X-Rate-Limit-Time-Reset-Ms")
        if quota is None or left is None or reset is None:
            return
        with self._lock:
            self._quota, self._left = int(quota), int(left)
            seconds = min(reset / 1000, LONGEST_WINDOW)
            self._ends_at = self._monotonic() + seconds + MARGIN_SECONDS

    def seconds_left(self) -> float:
        """Of the window, 0 where none is known."""
        return max(0.0, self._ends_at - self._monotonic())

    def _seconds_to_turn(self) -> float:
        with self._lock:
            now = self._monotonic()
            if now >= self._ends_at:
                self._taken, self._left = 0, None
            ours = max(1, self._quota * self.share // 100) if self._quota else None
            is_spent = (ours is not None and self._taken >= ours) or self._left == 0
            if is_spent and now < self._ends_at:
                return self._ends_at - now
            self._taken += 1
            if self._left:
                self._left -= 1
            return 0.0


def number_in(headers: Mapping[str, str], name: str) -> float | None:
    """None where it is absent or no number of at least 0."""
    try:
        number = float(headers.get(name, ""))
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


_paces: dict[tuple[str, str], Pace] = {}
_lock = threading.Lock()


def pace_for(url: str, shop: str, *, share: int) -> Pace:
    """The shop's pace in this process."""
    with _lock:
        pace = _paces.setdefault((url, shop), Pace())
    pace.share = share
    return pace
