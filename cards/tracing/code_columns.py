"""Columns of codes, one a property, filled chunk by chunk: a byte a listing while codes fit."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import mul
from typing import Any, TypeAlias

Column: TypeAlias = "bytearray | array[int]"
LARGEST_BYTE = 255


class Codes(dict[Any, int]):
    """A number for each value: the same for values of one key, such as all prices of a band; 0 is
    for what is not known, of which the key is None."""

    def __init__(self, key: Callable[[Any], Any]) -> None:
        super().__init__()
        self.key = key
        self.places: dict[Any, int] = {}  # by key, from 1 on in the order they are met

    def __missing__(self, value: Any) -> int:
        key = self.key(value)
        self[value] = 0 if key is None else self.places.setdefault(key, len(self.places) + 1)
        return self[value]


class Table:
    """The columns of those asked about and of the others, and what their codes stand for."""

    def __init__(self, codes: dict[str, Codes]) -> None:
        self.codes = codes
        self.target: dict[str, Column] = {name: bytearray() for name in codes}
        self.rest: dict[str, Column] = {name: bytearray() for name in codes}
        self.facts = Counter[str]()  # of those asked about: of how many each holds

    @property
    def size(self) -> int:
        return sum(len(next(iter(side.values()))) for side in (self.target, self.rest))

    def add(
        self, name: str, values: Iterable[Any], *, gates: Sequence[Iterable[int]] = (), side: int
    ) -> None:
        """`gates`: for each listing 1 where the value can be told, else 0."""
        codes = self.codes[name]
        own: Iterable[int] = map(codes.__getitem__, values)
        for gate in gates:
            own = map(mul, own, gate)
        chunk = [*own]
        columns = self.target if side else self.rest
        if len(codes.places) > LARGEST_BYTE and isinstance(columns[name], bytearray):
            columns[name] = array("I", iter(columns[name]))
        columns[name].extend(chunk)

    def note(self, name: str, values: Iterable[Any]) -> None:
        """Values of listings that are on neither side: they make no row."""
        for value in values:
            self.codes[name][value]


def renumbered(column: Sequence[int], numbers: Sequence[int]) -> Column:
    """With the number that stands at each code in its place; none is larger than the codes are."""
    if isinstance(column, bytearray):
        return column.translate(_by_code(numbers))
    return array("I", map(numbers.__getitem__, column))


def in_bytes(column: Sequence[int], numbers: Sequence[int]) -> bytes:
    """The same, of numbers that fit a byte."""
    if isinstance(column, bytearray):
        return bytes(column.translate(_by_code(numbers)))
    return bytes(map(numbers.__getitem__, column))


def _by_code(numbers: Sequence[int]) -> bytes:
    return bytes(numbers).ljust(LARGEST_BYTE + 1, b"\0")
