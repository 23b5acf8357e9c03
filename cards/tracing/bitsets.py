"""Listings as bitsets: one whole number for each value of a property, one bit a listing.

The listings asked about and those they are compared with are numbered apart, so a table of two by
two is two counts of bits.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, groupby
from math import ceil

from cards.tracing.chance import Table
from cards.tracing.code_columns import in_bytes
from cards.tracing.method import LEAST_KNOWN, LEAST_LISTINGS, LEAST_SHARE

MOST_CODES = 254  # that fit a byte beside "not known" and "another"
FEW_CODES = 24
_UNKNOWN, _OTHER = 0, 255
_MARKS = [bytes(48 + (code == value) for code in range(256)) for value in range(256)]
_ZERO_ONE = bytes(code & 1 for code in range(256))


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


def dimension_of(
    name: str,
    target: Sequence[int],
    rest: Sequence[int],
    texts: Sequence[str],
    *,
    scales: Sequence[str] | None = None,
    is_ordered: bool = False,
    always: frozenset[str] = frozenset(),
    only: frozenset[str] | None = None,
    possible: int | None = None,
) -> Dimension:
    """From codes a listing: 0 is not known, any other the place in `texts` (the first is not
    used). `scales`: of each text, for ordered properties, whose texts stand in order. `always`:
    texts that are kept however few; `only`: no others are. `possible`: how many there are to
    choose from, where that is counted elsewhere."""
    scales = scales if scales is not None else [""] * len(texts)
    counts, others = (counted(column, len(texts)) for column in (target, rest))
    seen = {*counts, *others} - {_UNKNOWN}
    least = 0 if is_ordered else least_of(len(target))  # a stretch has no holes
    named = [
        code
        for code in seen
        if (counts[code] >= least or texts[code] in always)
        and (only is None or texts[code] in only)
    ]
    kept = sorted(named, key=lambda code: (code if is_ordered else 0, texts[code]))[:MOST_CODES]
    place = {code: number for number, code in enumerate(kept, start=1)}
    table = [_OTHER] * len(texts)
    table[_UNKNOWN] = _UNKNOWN
    for code, number in place.items():
        table[code] = number
    columns = [in_bytes(side, table) for side in (target, rest)]
    unknown = [bitset(column, _UNKNOWN) if _UNKNOWN in column else 0 for column in columns]
    return Dimension(
        name=name,
        is_ordered=is_ordered,
        values=tuple(
            Value(texts[code], scales[code], *(bitset(column, number) for column in columns))
            for code, number in place.items()
        ),
        possible=_possible(seen, scales if is_ordered else None) if possible is None else possible,
        distinct=len(seen),
        known_target=everyone(len(target)) & ~unknown[0],
        known_rest=everyone(len(rest)) & ~unknown[1],
        counts=tuple(
            sorted((texts[code], counts[code], counts[code] + others[code]) for code in seen)
        ),
    )


def counted(column: Sequence[int], codes: int) -> Counter[int]:
    """How many listings have each of so many codes. Few are counted by their bits: four times as
    quickly as row by row."""
    if not isinstance(column, bytearray) or codes > FEW_CODES:
        return Counter(column)
    return +Counter({code: bitset(column, code).bit_count() for code in range(codes)})


def _possible(seen: set[int], scales: Sequence[str] | None) -> int:
    if scales is None:
        return len(seen)
    sizes = Counter(scales[code] for code in seen)
    return sum(size * (size + 1) // 2 for size in sizes.values())


def bitset(column: bytes | bytearray, value: int) -> int:
    """The listings that have the value; the first of the column is the lowest bit."""
    if not column:
        return 0
    return int(column.translate(_MARKS[value])[::-1], 2)


def everyone(count: int) -> int:
    return (1 << count) - 1


def chosen(bits: int, count: int) -> bytes:
    """One byte a listing, 1 for those in the set: what itertools.compress takes."""
    return f"{bits:0{max(1, count)}b}"[::-1].encode().translate(_ZERO_ONE)


def per_batch(batches: Sequence[int], bits: int) -> Counter[int]:
    """How many listings of the set came with each batch."""
    return Counter(compress(batches, chosen(bits, len(batches))))


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
