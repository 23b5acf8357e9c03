"""The listings asked about and those they are compared with, by the properties they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from cards.tracing.bitsets import everyone
from cards.tracing.method import LEAST_KNOWN, LEAST_LISTINGS, LEAST_SHARE


@dataclass(frozen=True, slots=True)
class Value:
    """What listings have in common, as the filter of the listings page takes it. Values of one
    scale that are neighbours in an ordered property make a stretch."""

    text: str
    scale: str
    target: int
    rest: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A value of one property, or the stretch from one to another."""

    dimension: str
    first: str
    last: str

    @property
    def text(self) -> str:
        ends = self.first if self.first == self.last else f"{self.first}…{self.last}"
        return f"{self.dimension}={ends}"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A property listings may share."""

    name: str
    is_ordered: bool
    values: tuple[Value, ...]  # those enough listings asked about have, in order
    possible: int  # how many values and stretches all rows have: what chance has to choose from
    distinct: int
    known_target: int
    known_rest: int
    # Every value with how many have it: of those asked about, and of all.
    counts: tuple[tuple[str, int, int], ...] = ()

    @property
    def known(self) -> tuple[int, int]:
        return self.known_target.bit_count(), self.known_rest.bit_count()

    def between(self, first: str, last: str) -> tuple[int, int]:
        """Those asked about and the others whose value is one of these; texts as the values'."""
        target = rest = 0
        inside = False
        for value in self.values:
            inside = inside or value.text == first
            if inside:
                target |= value.target
                rest |= value.rest
            if value.text == last:
                break
        return target, rest


@dataclass(frozen=True, slots=True)
class Population:
    target_count: int
    rest_count: int
    dimensions: tuple[Dimension, ...]
    # The batch each listing came with, by number; 0: it is not known. Empty: none is.
    target_batches: Sequence[int] = ()
    rest_batches: Sequence[int] = ()
    # How many words of titles there are to choose from, whichever became properties; None: titles
    # were not looked at.
    possible_words: int | None = None

    @property
    def everyone(self) -> tuple[int, int]:
        """All those asked about, and all the others."""
        return everyone(self.target_count), everyone(self.rest_count)

    @property
    def least(self) -> int:
        """How many of the listings asked about a finding names at least."""
        return least_of(self.target_count)

    def having(self, conditions: Iterable[Condition]) -> tuple[int, int] | None:
        """Those asked about and the others that meet all of them; None where a property is not
        among ours."""
        by_name = {one.name: one for one in self.dimensions}
        target, rest = self.everyone
        for condition in conditions:
            if condition.dimension not in by_name:
                return None
            own = by_name[condition.dimension].between(condition.first, condition.last)
            target, rest = target & own[0], rest & own[1]
        return target, rest

    @property
    def usable(self) -> list[Dimension]:
        """Properties that are known of enough listings on both sides."""
        return [one for one in self.dimensions if self.is_known(one)]

    def is_known(self, dimension: Dimension) -> bool:
        target, rest = dimension.known
        return (
            target >= LEAST_KNOWN * self.target_count and rest >= LEAST_KNOWN * self.rest_count
        ) and dimension.distinct > 1


def least_of(target_count: int) -> int:
    return max(LEAST_LISTINGS, ceil(LEAST_SHARE * target_count))
