"""Whether a group stands out though uploads are as unlike each other as they are: the luck of each
is drawn with the spread all uploads show, inside the group and outside, and a bound on the chance
is taken, never a guess below.

What the spread within a group alone cannot tell, because it came in a handful of uploads, that of
all the uploads of the store can.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import expm1, fsum, inf, log1p
from typing import Final

from cards.tracing.chance import Table

_RATES: Final = 20  # steps of the search for the likeliest rate
_STEPS: Final = 40  # of that for the least bound
_NONE: Final = 1e-9  # a spread below is none at all
_LEAST: Final = -30.0  # of the exponent of a bound from below


@dataclass(frozen=True, slots=True)
class Side:
    """The group, or all outside it: so many went, of uploads of these sizes and of single
    listings whose upload is not known."""

    went: int
    uploads: Mapping[int, int]  # by size how many there are
    single: int

    @property
    def could(self) -> int:
        return self.single + sum(size * number for size, number in self.uploads.items())

    @property
    def rate(self) -> float:
        return (self.went + 0.5) / (self.could + 1)


def log_bound(counts: Sequence[tuple[int, Table]]) -> float:
    """At least log P(the group's uploads come to so many, and the others to so few), at whichever
    one rate makes that likeliest. `counts`: the group in each upload; 0 is of none."""
    here = _side([(upload, one.a, one.c) for upload, one in counts])
    elsewhere = _side([(upload, one.k - one.a, one.n - one.c) for upload, one in counts])
    if here.went * elsewhere.could <= elsewhere.went * here.could:
        return 0.0
    alike = alikeness(counts)

    def unlikely(rate: float) -> float:
        return -_at_least(here, rate, alike) - _at_most(elsewhere, rate, alike)

    return -unlikely(_lowest(unlikely, elsewhere.rate, here.rate, steps=_RATES))


def _side(counts: Sequence[tuple[int, int, int]]) -> Side:
    return Side(
        went=sum(went for _, went, _ in counts),
        uploads=Counter(of for upload, _, of in counts if upload and of),
        single=sum(of for upload, _, of in counts if not upload),
    )


def alikeness(counts: Sequence[tuple[int, Table]]) -> float:
    """How much more alike the listings of one upload are than chance has it, inside and outside of
    the group each at its own rate: 0 not at all, 1 wholly. Told by listings and by pairs of them,
    of which a few large uploads have most; the more counts."""
    inside = [(one.a, one.c) for upload, one in counts if upload and one.c]
    outside = [(one.k - one.a, one.n - one.c) for upload, one in counts if upload]
    sides = inside, [(went, of) for went, of in outside if of]
    return max(_alike(sides, by_listing=True), _alike(sides, by_listing=False))


def _alike(sides: Sequence[Sequence[tuple[int, int]]], *, by_listing: bool) -> float:
    above, below = [], []
    for side in sides:
        went, could = (sum(one[place] for one in side) for place in range(2))
        share = went / could if could else 0.0
        one_alone = share * (1 - share)
        for went, of in side:
            weight = 1 / of if by_listing else 1
            above.append(weight * ((went - share * of) ** 2 - one_alone * of))
            below.append(weight * one_alone * of * (of - 1))
    possible = fsum(below)
    return max(0.0, fsum(above) / possible) if possible > 0 else 0.0


def _at_least(side: Side, rate: float, alike: float) -> float:
    """log of a bound on P(as many as went, or more)."""
    uploads = _drawn(side, rate, alike)
    most = max((over for _, over, _ in uploads), default=0.0)
    return _chernoff(side, rate, uploads, 0.0, log1p(1 / max(most, _NONE)))


def _at_most(side: Side, rate: float, alike: float) -> float:
    return _chernoff(side, rate, _drawn(side, rate, alike), _LEAST, 0.0)


def _drawn(side: Side, rate: float, alike: float) -> list[tuple[float, float, int]]:
    """Of uploads of one size what is to be expected, by how much its variance is more than that,
    and how many there are: counts are negative binomial."""
    return [
        (rate * size, max(0.0, alike * (size - 1) * (1 - rate) - rate), number)
        for size, number in side.uploads.items()
    ]


def _chernoff(
    side: Side,
    rate: float,
    uploads: Sequence[tuple[float, float, int]],
    low: float,
    high: float,
) -> float:
    """The least bound there is; it falls to one place and rises from there."""

    def bound(x: float) -> float:
        step = expm1(x)
        total = [rate * side.single * step]
        for mean, over, number in uploads:
            if over * step >= 1:
                return inf
            one = -mean / over * log1p(-over * step) if over > _NONE else mean * step
            total.append(number * one)
        return fsum(total) - x * side.went

    return min(0.0, bound(_lowest(bound, low, high, steps=_STEPS)))


def _lowest(of: Callable[[float], float], low: float, high: float, *, steps: int) -> float:
    """Where a function that falls to one place and rises from there is least."""
    for _ in range(steps):
        third = (high - low) / 3
        if of(low + third) < of(high - third):
            high -= third
        else:
            low += third
    return (low + high) / 2
