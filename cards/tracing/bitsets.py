"""Sets of listings as whole numbers, one bit a listing: counted, and made from columns of codes.

The listings asked about and those they are compared with are numbered apart, so a table of two by
two is two counts of bits.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import compress

FEW_CODES = 24
_MARKS = [bytes(48 + (code == value) for code in range(256)) for value in range(256)]
_ZERO_ONE = bytes(code & 1 for code in range(256))


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


def counted(column: Sequence[int], codes: int) -> Counter[int]:
    """How many listings have each of so many codes. Few are counted by their bits: four times as
    quickly as row by row."""
    if not isinstance(column, bytearray) or codes > FEW_CODES:
        return Counter(column)
    return +Counter({code: bitset(column, code).bit_count() for code in range(codes)})
