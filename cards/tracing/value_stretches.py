"""Values of a property, and stretches of neighbouring ones, counted among some listings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from cards.tracing.chance import Table
from cards.tracing.population import Dimension


@dataclass(frozen=True, slots=True)
class Stretch:
    """One value, or neighbouring values of an ordered property, among some listings."""

    dimension: Dimension
    first: int
    last: int
    table: Table

    @property
    def target(self) -> int:
        bits = 0
        for value in self.dimension.values[self.first : self.last + 1]:
            bits |= value.target
        return bits

    @property
    def rest(self) -> int:
        bits = 0
        for value in self.dimension.values[self.first : self.last + 1]:
            bits |= value.rest
        return bits


def stretches(dimension: Dimension, target: int, rest: int) -> Iterator[Stretch]:
    """Every value and stretch of the property, counted among the listings of these sets."""
    k = (dimension.known_target & target).bit_count()
    n = k + (dimension.known_rest & rest).bit_count()
    counts = [
        ((value.target & target).bit_count(), (value.rest & rest).bit_count())
        for value in dimension.values
    ]
    if not dimension.is_ordered:
        for place, (a, others) in enumerate(counts):
            yield Stretch(dimension, place, place, Table(a, a + others, k, n))
        return
    numbered = enumerate(dimension.values)
    for _, scale in groupby(numbered, key=lambda one: one[1].scale):
        places = [place for place, _ in scale]
        for first in places:
            a = c = 0
            for last in range(first, places[-1] + 1):
                a += counts[last][0]
                c += sum(counts[last])
                yield Stretch(dimension, first, last, Table(a, c, k, n))
