"""The two orders a catalogue is read in: newest-created first per status, and by last change.

Both hold slots: a listing's number in its catalogue, counted in order of creation.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class StatusOrder:
    """The slots of one status, ascending. A removal moves four bytes a listing, no more."""

    __slots__ = ("_slots",)

    def __init__(self) -> None:
        self._slots = array("I")

    def __len__(self) -> int:
        return len(self._slots)

    def __getitem__(self, index: int) -> int:
        return self._slots[index]

    def add(self, slot: int) -> None:
        if not self._slots or slot > self._slots[-1]:
            self._slots.append(slot)
        else:
            self._slots.insert(bisect_left(self._slots, slot), slot)

    def remove(self, slot: int) -> None:
        del self._slots[bisect_left(self._slots, slot)]

    def page(
        self, number: int, *, size: int, low: int = 0, high: int | None = None
    ) -> "array[int]":
        """The slots of a page, newest first, out of those with low ≤ slot < high."""
        first = bisect_left(self._slots, low) if low else 0
        last = len(self._slots) if high is None else bisect_left(self._slots, high)
        end = max(first, last - (number - 1) * size)
        return self._slots[max(first, end - size) : end][::-1]

    def count(self, *, low: int = 0, high: int | None = None) -> int:
        first = bisect_left(self._slots, low) if low else 0
        last = len(self._slots) if high is None else bisect_left(self._slots, high)
        return max(0, last - first)

    def newest_first(self, *, low: int = 0, high: int | None = None) -> "array[int]":
        first = bisect_left(self._slots, low) if low else 0
        last = len(self._slots) if high is None else bisect_left(self._slots, high)
        return self._slots[first:last][::-1]


class ChangeOrder:
    """Slots by the second of their last change, so that "since" never scans a catalogue.

    A change appends; what it made obsolete is dropped when half the entries are.
    """

    __slots__ = ("_modified", "_seconds", "_slots", "_stale")

    def __init__(self, modified: "array[int]") -> None:
        self._modified = modified  # the catalogue's own column: what is true now
        self._seconds = array("I")
        self._slots = array("I")
        self._stale = False

    def forget(self) -> None:
        """The column was filled in bulk: sort it anew when next asked."""
        self._stale = True

    def add(self, slot: int, second: int) -> None:
        if self._stale:
            return
        if not self._seconds or second >= self._seconds[-1]:
            self._seconds.append(second)
            self._slots.append(slot)
        else:  # the clock was set back
            place = bisect_right(self._seconds, second)
            self._seconds.insert(place, second)
            self._slots.insert(place, slot)
        if len(self._slots) > 2 * len(self._modified) + 1000:
            self._stale = True

    def since(self, second: int, *, until: int | None = None) -> Sequence[int]:
        """Slots last changed from `second` on (and by `until`), newest-created first."""
        if self._stale:
            self._sort()
        first = bisect_left(self._seconds, second)
        last = len(self._seconds) if until is None else bisect_right(self._seconds, until)
        modified = self._modified
        found = {
            slot
            for slot, at in zip(self._slots[first:last], self._seconds[first:last], strict=True)
            if modified[slot] == at
        }
        return sorted(found, reverse=True)

    def _sort(self) -> None:
        modified = self._modified
        self._slots = array("I", sorted(range(len(modified)), key=modified.__getitem__))
        self._seconds = array("I", map(modified.__getitem__, self._slots))
        self._stale = False
