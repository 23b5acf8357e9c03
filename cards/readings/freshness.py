"""How long a reading stays fresh."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from aliexpress.typed.moments import CLOCKS_DIFFER

LEAST_FRESHNESS: Final = timedelta(minutes=3)
INTERVALS_MISSED: Final = 3


@lru_cache(maxsize=100)  # a chart asks it of each point, and stores have few intervals
def freshness(interval: int) -> timedelta:
    """How old a confirmation may be, at that many seconds between two refreshes, before the
    reading counts as stale."""
    return max(INTERVALS_MISSED * timedelta(seconds=interval), LEAST_FRESHNESS)


def is_stale(confirmed_at: datetime, *, at: datetime, interval: int) -> bool:
    """Whether what was last found true then is out of date at this moment; also where a clock
    that was ahead says it was found true later than that, for then nobody knows when it was."""
    return not -CLOCKS_DIFFER <= at - confirmed_at <= freshness(interval)
