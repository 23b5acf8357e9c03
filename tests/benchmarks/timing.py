"""Contenders in turn within one run: machines differ and have moods, ratios of medians less so."""

import statistics
import time
from collections.abc import Callable, Mapping


def in_turn(
    contenders: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    before_each: Callable[[str], object] | None = None,
) -> dict[str, float]:
    """The median wall time of each contender in seconds. `before_each` is not timed."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            if before_each is not None:
                before_each(name)
            began = time.perf_counter()
            contender()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def cpu_in_turn(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int, calls: int
) -> dict[str, float]:
    """The median CPU seconds of one call in this process; `calls` of them at a time."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            began = time.process_time()
            for _ in range(calls):
                contender()
            taken[name].append((time.process_time() - began) / calls)
    return {name: statistics.median(times) for name, times in taken.items()}
