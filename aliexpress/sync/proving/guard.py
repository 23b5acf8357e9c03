"""A fall or a rise far outside a store's history is read again before it is believed."""

import itertools
from statistics import median

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot

HISTORY = 50  # snapshots
# Below this many listings a change is never remarkable, whatever the history says.
FLOOR = 50
SHARE_OF_TOTAL = 0.10
TIMES_THE_USUAL = 8
# A list that held as many and is empty now is looked at as a store that is.
FEWEST_OF_A_LIST = 5


class Guard:
    """What change of Total or Active this store's own history makes likely."""

    def __init__(self, previous: ListingSnapshot | None) -> None:
        self._previous = previous
        self._total_limit = self._active_limit = 0.0
        if previous is not None:
            history = list(
                ListingSnapshot.objects.filter(store_id=previous.store_id)
                .order_by("-published_at", "-id")
                .values_list("total_count", "active_count")[:HISTORY]
            )
            self._total_limit = limit([total for total, _ in history])
            self._active_limit = limit([active for _, active in history])

    def too_many(self, number: int) -> bool:
        """Whether so many listings dropping out of the lists at once is out of the ordinary."""
        return self._previous is not None and number > self._total_limit

    def is_a_fall(self, number: int, *, left: int, emptied: int) -> bool:
        """Whether so many dropping out of the lists is: far more than usual, or all there were,
        or all of a list. `left`: how many there would be without them; `emptied`: how many the
        lists held that hold none now."""
        if self._previous is None or not number:
            return False
        return self.too_many(number) or left == 0 or min(number, emptied) >= FEWEST_OF_A_LIST

    def is_steep(self, number: int) -> bool:
        """Whether it is so much that nobody should believe it at once, whoever says so."""
        before = self._previous.total_count if self._previous else 0
        return number > max(FLOOR, before / 2)

    def is_steep_rise(self, total: int) -> bool:
        """Whether so many more are there than nobody should believe at once: half as many again,
        and more than usual."""
        before = self._previous.total_count if self._previous else total
        return total - before > max(self._total_limit, before / 2)

    def remark(self, *, total: int, active: int, looked: str) -> str:
        """A sentence when the change is far outside the history, "" when it is not. `looked`: what
        was done about it."""
        if self._previous is None:
            return ""
        changes = [
            ("Total", self._previous.total_count, total, self._total_limit),
            ("Active", self._previous.count_of(State.ACTIVE), active, self._active_limit),
        ]
        sentences = [
            f"{name} {'fell' if after < before else 'rose'} by {abs(after - before):,}, "
            f"from {before:,} to {after:,}, far more than this store's history makes likely."
            for name, before, after, most in changes
            if abs(after - before) > most
        ]
        return " ".join([*sentences, looked]) if sentences else ""


def limit(history: list[int]) -> float:
    """The largest change that is still likely, from the newest count back in time."""
    steps = [abs(later - earlier) for later, earlier in itertools.pairwise(history)]
    usual = median(steps) if steps else 0
    return max(FLOOR, SHARE_OF_TOTAL * history[0], TIMES_THE_USUAL * usual)
