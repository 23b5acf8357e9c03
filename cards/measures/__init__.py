"""What each card's number is, from one snapshot: a function a card, named in one place."""

from collections.abc import Callable
from typing import Final, Protocol

from aliexpress.lifecycle import State


class Counts(Protocol):
    """What a snapshot says, and so does a point of its history."""

    @property
    def total_count(self) -> int: ...

    def count_of(self, state: State) -> int: ...


Measure = Callable[[Counts], int]


def total_listings(snapshot: Counts) -> int:
    return snapshot.total_count


def active_listings(snapshot: Counts) -> int:
    return snapshot.count_of(State.ACTIVE)


MEASURES: Final[dict[str, Measure]] = {
    "aex_total_listings": total_listings,
    "aex_active_listings": active_listings,
}
