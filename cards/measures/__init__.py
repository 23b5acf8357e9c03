"""What each card's number is, from one snapshot: a function a card, named in one place."""

from collections.abc import Callable
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot

Measure = Callable[[ListingSnapshot], int]


def total_listings(snapshot: ListingSnapshot) -> int:
    return snapshot.total_count


def active_listings(snapshot: ListingSnapshot) -> int:
    return snapshot.count_of(State.ACTIVE)


MEASURES: Final[dict[str, Measure]] = {
    "aex_total_listings": total_listings,
    "aex_active_listings": active_listings,
}
