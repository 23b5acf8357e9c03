"""What of many examples always runs, and what only where a run is thorough: `make thorough`.

Elsewhere it is not even collected, which of thousands of cases takes seconds.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from hypothesis import settings


def examples(number: int, *, otherwise: int | None = None) -> int:
    """How many examples hypothesis draws: so many where a run is thorough; otherwise so many, or
    an eighth."""
    if _is_thorough():
        return number
    return max(number // 8, 4) if otherwise is None else otherwise


def first_always(values: Iterable[Any], *, always: int = 1) -> list[ParameterSet]:
    """The values to parametrize a test by: the first always, the others where thorough."""
    return _cases(([value], number < always) for number, value in enumerate(values))


def matrix(*axes: Iterable[Any]) -> list[ParameterSet]:
    """Every combination of one value of each axis; so many that each value is in one of them
    always, the others where a run is thorough."""
    values: list[Sequence[Any]] = [list(axis) for axis in axes]
    always = {
        tuple(axis[number % len(axis)] for axis in values)
        for number in range(max(map(len, values)))
    }
    return _cases((mix, mix in always) for mix in itertools.product(*values))


def _cases(mixes: Iterable[tuple[Sequence[Any], bool]]) -> list[ParameterSet]:
    return [
        pytest.param(*values, marks=() if always else pytest.mark.thorough)
        for values, always in mixes
        if always or _is_thorough()
    ]


def _is_thorough() -> bool:
    return settings.get_current_profile_name() == "thorough"
