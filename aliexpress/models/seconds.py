"""Fields that keep many moments of a day densely, two bytes each: the time since the one before.

They are most of a history, and a year of checks each five minutes has a hundred thousand. And how
long after each of them something happened, as densely.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from itertools import accumulate, pairwise
from struct import pack, unpack
from typing import Any

from django.db import models

Run = tuple[int, int]  # the first and the last of seconds that lie close together

_WIDTH = 2
_LAG_UNIT = timedelta(milliseconds=10)
LONGEST_LAG = 0xFFFF * _LAG_UNIT  # eleven minutes
_FULL = 0xFFFF  # at least as much lies between: the two bytes that follow are to be added


def packed(seconds: Iterable[int]) -> bytes:
    """Ascending seconds, not below 0. One more only adds to the end.

    Raises ValueError where they do not ascend.
    """
    differences: list[int] = []
    for before, second in pairwise([-1, *seconds]):
        if second <= before:
            raise ValueError(f"Seconds have to ascend, but {second} follows {before}.")
        times, rest = divmod(second - max(before, 0), _FULL)
        differences += [_FULL] * times
        differences.append(rest)
    return pack(f">{len(differences)}H", *differences)


def unpacked(given: bytes) -> list[int]:
    """The very seconds that were packed."""
    differences = _differences(given)
    seconds = accumulate(differences)
    if _FULL not in differences:
        return list(seconds)
    return [second for second, each in zip(seconds, differences, strict=True) if each != _FULL]


def runs(given: bytes, *, at_most: float, until: float) -> list[Run]:
    """The packed seconds up to `until`, as runs in which none lies more than `at_most` after the
    one before.

    Where no difference is that long, as on most days, their sum is all that is made of them: a
    chart goes through years of moments.
    """
    differences = _differences(given)
    whole = sum(differences) <= until and _FULL not in differences
    if differences and whole and max(differences[1:], default=0) <= at_most:
        return [(differences[0], sum(differences))]
    seconds = [second for second in unpacked(given) if second <= until]
    breaks = [pair for pair in pairwise(seconds) if pair[1] - pair[0] > at_most]
    begins = [*seconds[:1], *(begin for _, begin in breaks)]
    return list(zip(begins, [*(stop for stop, _ in breaks), *seconds[-1:]], strict=True))


def _differences(given: bytes) -> tuple[int, ...]:
    return unpack(f">{len(given) // _WIDTH}H", given)


class SecondsField(models.BinaryField[list[int], list[int]]):
    """A list of ascending seconds, packed."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else packed(value)

    def from_db_value(
        self, value: bytes | memoryview | None, expression: object, connection: object
    ) -> list[int] | None:
        return None if value is None else unpacked(bytes(value))

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class LagsField(models.BinaryField[list[timedelta], list[timedelta]]):
    """A list of short times, to the hundredth of a second; what is longer than LONGEST_LAG is
    kept as that."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        units = [min(-(-max(lag, timedelta()) // _LAG_UNIT), 0xFFFF) for lag in value]
        return pack(f">{len(units)}H", *units)

    def from_db_value(
        self, value: bytes | memoryview | None, expression: object, connection: object
    ) -> list[timedelta] | None:
        return None if value is None else [n * _LAG_UNIT for n in _differences(bytes(value))]

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps([lag / _LAG_UNIT for lag in self.value_from_object(obj)])

    def to_python(self, value: Any) -> Any:
        return [n * _LAG_UNIT for n in json.loads(value)] if isinstance(value, str) else value
