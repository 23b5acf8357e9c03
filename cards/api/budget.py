"""What a reader has used of a budget, counted in the cache that all web processes share."""

import logging
import time
from typing import Final

from django.core.cache import BaseCache, caches

logger = logging.getLogger(__name__)

SHARED, OWN = "default", "own"
# A cache that did not answer is not asked again for so long; each process counts for itself.
AWAY_SECONDS: Final = 10.0
_away_until = 0.0


def spend(key: str, *, most: int, seconds: int, at: float) -> float:
    """Use one of the `most` requests that may be made in `seconds`, where one is left.

    `at` is the time of day in seconds. Returns 0.0, or the seconds to wait for the next one.
    """
    global _away_until
    if time.monotonic() >= _away_until:
        try:
            return _spend(caches[SHARED], key, most=most, seconds=seconds, at=at)
        except Exception:  # whatever a cache raises: a reading is worth more than a count
            logger.warning("the cache does not answer; requests are counted here", exc_info=True)
            _away_until = time.monotonic() + AWAY_SECONDS
    return _spend(caches[OWN], key, most=most, seconds=seconds, at=at)


def _spend(cache: BaseCache, key: str, *, most: int, seconds: int, at: float) -> float:
    """Counts a period at a time, and takes those of the period before for spread evenly: two
    numbers a reader, however many requests there are."""
    period, into = divmod(at, seconds)
    now, before = f"{key}:{int(period)}", f"{key}:{int(period) - 1}"
    counted = cache.get_many([now, before])
    used, earlier = int(counted.get(now, 0)), int(counted.get(before, 0))
    if used + earlier * (1 - into / seconds) > most - 1:
        if used < most and earlier:
            free_at = seconds * (1 - (most - 1 - used) / earlier)
        else:
            free_at = seconds * (1 + 1 / most)
        return max(1.0, free_at - into)
    if used:
        cache.incr(now)
    else:
        cache.add(now, 1, timeout=2 * seconds)
    return 0.0
