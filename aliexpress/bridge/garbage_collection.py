"""Switches Python's search for reference cycles off while all of both sides is in memory.

It walks through millions of plain values that form no cycle, again and again: a third of the CPU of
a bridge in full (`python -m tests.benchmarks bridge`). To be deleted where that is no longer so.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
