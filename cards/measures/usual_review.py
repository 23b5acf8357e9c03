"""How long reviews of a store usually take, once enough of them have been seen."""

from datetime import timedelta
from typing import Final

from aliexpress.models import ReviewTally

# In auditing for longer than this is stuck, while nobody knows how long reviews usually take.
STUCK_AFTER: Final = timedelta(days=7)
FEWEST_REVIEWS: Final = 20  # with fewer nothing is called usual


def usual_lengths(tally: ReviewTally) -> tuple[timedelta, timedelta] | tuple[None, None]:
    """The median, and the time within which nine in ten ended; None where too few are known."""
    usual, nine_in_ten = tally.usual_seconds, tally.nine_in_ten_seconds
    if tally.known_count < FEWEST_REVIEWS or usual is None or nine_in_ten is None:
        return None, None
    return timedelta(seconds=usual), timedelta(seconds=nine_in_ten)
