"""Rounds of two lists, of which the table of next steps is tried row by row."""

from dataclasses import replace

import pytest

from aliexpress.sync.proving.round import (
    Round,
    Standing,
)

A, B = Standing("auditing"), Standing("onSelling")
ALL = ("auditing", "onSelling")
QUIET = Round(standings=(A, B))
OFF = replace(B, agrees=False)
WALKED = (replace(A, walks=1), replace(B, walks=1))
FAR_TOO_MANY = replace(QUIET, sample=(1, 2), to_ask=(1, 2, 3, 4), read_again=True)


def with_off(**more):
    return replace(QUIET, standings=(A, replace(OFF, **more)), looked_again=True)


def named(rows):
    return [pytest.param(*row, id=name) for name, *row in rows]
