"""How long to wait after failures in a row: twice as long each time, up to a longest wait. The same
for stores, for details of their products and for their sources."""

from datetime import timedelta
from typing import Final

FIRST_RETRY: Final = timedelta(minutes=1)
SLOWEST_RETRY: Final = timedelta(hours=1)
FIRST_LOOK_AFTER_REFUSAL: Final = timedelta(minutes=15)
SLOWEST_LOOK_AFTER_REFUSAL: Final = timedelta(hours=6)
MOST_DOUBLINGS: Final = 12


def wait_after_failure(failures: int, *, first: timedelta = FIRST_RETRY) -> timedelta:
    """Before it is tried again; `failures`: in a row, before this one."""
    doublings: int = 2 ** min(failures, MOST_DOUBLINGS)
    return min(first * doublings, SLOWEST_RETRY)


def wait_after_refusal(failures: int) -> timedelta:
    """Before we look again whether somebody has acted: it does not pass by itself."""
    doublings: int = 2 ** min(failures, MOST_DOUBLINGS)
    return min(FIRST_LOOK_AFTER_REFUSAL * doublings, SLOWEST_LOOK_AFTER_REFUSAL)
