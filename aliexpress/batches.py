"""Cuts many things into batches."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def in_batches(things: Iterable[Thing], size: int = 2_000) -> Iterator[list[Thing]]:
    source = iter(things)
    while batch := list(islice(source, size)):
        yield batch
