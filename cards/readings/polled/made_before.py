"""Readings as they were made last, given again for as long as they would be made the same.

The database is asked at every request all the same. What is spared is to work out, from a row like
the last one, what was worked out from that.
"""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from cards.readings.freshness import is_stale
from cards.readings.reading import Reading

MOST_KEPT: Final = 1_000  # some 10 KB each

Name = tuple[str, str]  # of a card, and of a store


@dataclass(frozen=True, slots=True)
class Made:
    """`row`: as the database sent it, which is everything the reading stands on but the moment it
    is read at. `interval`: between two refreshes, in seconds."""

    row: tuple[Any, ...]
    reading: Reading
    interval: int

    def holds(self, row: tuple[Any, ...], *, at: datetime) -> bool:
        """Whether this row, read at this moment, would make the same reading."""
        if row != self.row:
            return False
        confirmed_at = self.reading.confirmed_at
        # Without a confirmation there is no number, and that is stale at any moment.
        return confirmed_at is None or self.reading.stale == is_stale(
            confirmed_at, at=at, interval=self.interval
        )


_made: dict[Name, Made] = {}
_lock = Lock()


def made_before(name: Name) -> Made | None:
    return _made.get(name)


def keep(name: Name, made: Made) -> None:
    """In the place of the one before. The one made longest ago is let go of."""
    with _lock:
        _made.pop(name, None)
        _made[name] = made
        if len(_made) > MOST_KEPT:
            del _made[next(iter(_made))]
