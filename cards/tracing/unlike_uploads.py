"""Whether a group stands out though uploads are as unlike each other as they are: the luck of each
is drawn with the spread all uploads show, and a bound on the chance is taken, never a guess below.

What the spread within a group alone cannot tell, because it came in a handful of uploads, that of
all the uploads of the store can.
"""

from collections.abc import Sequence
from math import expm1, fsum, inf, log1p
from typing import Final

from cards.tracing.chance import Table

_STEPS: Final = 80  # of the search for the least bound
_NONE: Final = 1e-9  # a spread below is none at all


def log_bound(counts: Sequence[tuple[int, Table]]) -> float:
    """At least log P(the group's uploads come to so many), at the others' rate. `counts`: the
    group in each upload; 0 is of none."""
    a, c, k, n = (sum(table[place] for _, table in counts) for place in range(4))
    rate = (k - a + 0.5) / (n - c + 1)
    if rate * c >= a:
        return 0.0
    alike = alikeness(counts)
    # Of each upload what is to be expected, and by how much its variance is more than that.
    uploads = [
        (rate * one.c, max(0.0, alike * (one.c - 1) * (1 - rate) - rate))
        for upload, one in counts
        if upload and one.c
    ]
    alone = rate * sum(one.c for upload, one in counts if not upload)
    return min(0.0, _least(uploads, alone, a))


def alikeness(counts: Sequence[tuple[int, Table]]) -> float:
    """How much more alike the listings of one upload are than chance has it, inside and outside of
    the group each at its own rate: 0 not at all, 1 wholly."""
    above, below = [], []
    for side in (
        [(one.a, one.c) for upload, one in counts if upload],
        [(one.k - one.a, one.n - one.c) for upload, one in counts if upload],
    ):
        went, could = (sum(one[place] for one in side) for place in range(2))
        share = went / could if could else 0.0
        one_alone = share * (1 - share)
        above += [(went - share * of) ** 2 - one_alone * of for went, of in side]
        below += [one_alone * of * (of - 1) for _, of in side]
    possible = fsum(below)
    return max(0.0, fsum(above) / possible) if possible > 0 else 0.0


def _least(uploads: Sequence[tuple[float, float]], alone: float, went: int) -> float:
    """Chernoff's bound for a sum of counts that are negative binomial, the least there is; it
    falls to one place and rises from there."""

    def bound(x: float) -> float:
        step = expm1(x)
        total = [alone * step]
        for mean, over in uploads:
            if over * step >= 1:
                return inf
            total.append(-mean / over * log1p(-over * step) if over > _NONE else mean * step)
        return fsum(total) - x * went

    most = max((over for _, over in uploads), default=0.0)
    low, high = 0.0, log1p(1 / max(most, _NONE))
    for _ in range(_STEPS):
        third = (high - low) / 3
        if bound(low + third) < bound(high - third):
            high -= third
        else:
            low += third
    return bound((low + high) / 2)
