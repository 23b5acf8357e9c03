"""What a run does next, row by row, without a word to AliExpress."""

from dataclasses import replace

import pytest

from aliexpress.sync.proving.next_step import MOST_CATCH_UPS, TABLE, next_step
from aliexpress.sync.proving.round import (
    AskSingly,
    CatchUp,
    GiveUp,
    Publish,
    Reason,
    Round,
    Sample,
    Walk,
)
from tests.aliexpress.sync.proving.rounds import (
    ALL,
    FAR_TOO_MANY,
    QUIET,
    WALKED,
    A,
    B,
    named,
)


@pytest.mark.parametrize(
    ("round", "step"),
    named(
        [
            ("nothing left to do", QUIET, Publish()),
            ("counts are older than what was read", Round(is_stale=True), CatchUp()),
            (
                "… for the last time",
                Round(is_stale=True, catch_ups=MOST_CATCH_UPS - 1),
                CatchUp(),
            ),
            (
                "… once too often",
                Round(is_stale=True, catch_ups=MOST_CATCH_UPS),
                GiveUp(Reason.NEVER_AGREED),
            ),
            (
                "the watermark is lost",
                replace(QUIET, watermark_is_lost=True),
                AskSingly(removed=True),
            ),
            (
                "… and not among the removed",
                replace(QUIET, watermark_is_lost=True, looked_at_removed=True),
                Walk(ALL),
            ),
            (
                "… where all was walked",
                replace(QUIET, watermark_is_lost=True, standings=WALKED),
                Publish(),
            ),
            ("a first reading", replace(QUIET, is_first=True), AskSingly(removed=True)),
            (
                "… that looked",
                replace(QUIET, is_first=True, looked_at_removed=True, removed_are_told=True),
                Publish(),
            ),
            (
                "… of a list torn meanwhile",
                replace(
                    QUIET,
                    is_first=True,
                    looked_at_removed=True,
                    standings=(A, replace(B, was_torn=True, walks=1)),
                ),
                Walk(("onSelling",)),
            ),
            (
                "… that was walked twice",
                replace(
                    QUIET,
                    is_first=True,
                    looked_at_removed=True,
                    standings=(A, replace(B, was_torn=True, walks=2)),
                ),
                Publish(),
            ),
            ("something changed", replace(QUIET, has_changed=True), AskSingly(removed=True)),
            (
                "… and all was walked",
                replace(QUIET, has_changed=True, standings=WALKED),
                Publish(),
            ),
            ("news", replace(QUIET, is_news=True, has_changed=True), CatchUp()),
            (
                "news without end",
                replace(QUIET, is_news=True, catch_ups=MOST_CATCH_UPS),
                GiveUp(Reason.NEVER_AGREED),
            ),
            ("listings no list tells of", replace(QUIET, to_ask=(1, 2)), AskSingly((1, 2))),
            (
                "… are asked for before news is waited for",
                replace(QUIET, to_ask=(1,), is_news=True),
                AskSingly((1,)),
            ),
        ]
    ),
)
def test_reading(round, step):
    assert next_step(round) == step


@pytest.mark.parametrize(
    ("round", "step"),
    named(
        [
            (
                "everything is read again first",
                replace(FAR_TOO_MANY, read_again=False),
                Walk(ALL, in_doubt=True),
            ),
            ("then some are asked for", FAR_TOO_MANY, AskSingly((1, 2), is_sample=True)),
            (
                "they exist",
                replace(FAR_TOO_MANY, sampled=Sample.THERE),
                GiveUp(Reason.PART_LISTED),
            ),
            (
                "they exist, and none is missing any more",
                replace(QUIET, sampled=Sample.THERE, read_again=True),
                GiveUp(Reason.PART_LISTED),
            ),
            (
                "they are nowhere, for the first time",
                replace(FAR_TOO_MANY, sampled=Sample.NOWHERE, is_doubtful=True),
                GiveUp(Reason.LOOK_AGAIN),
            ),
            (
                "they are nowhere, for long enough",
                replace(FAR_TOO_MANY, sampled=Sample.NOWHERE),
                AskSingly((1, 2, 3, 4)),
            ),
            (
                "they are removed, and far more than is likely",
                replace(FAR_TOO_MANY, sampled=Sample.REMOVED, is_doubtful=True),
                GiveUp(Reason.LOOK_AGAIN),
            ),
            (
                "they are removed",
                replace(FAR_TOO_MANY, sampled=Sample.REMOVED),
                AskSingly((1, 2, 3, 4)),
            ),
            (
                "all were asked for",
                replace(FAR_TOO_MANY, sampled=Sample.REMOVED, to_ask=()),
                Publish(),
            ),
        ]
    ),
)
def test_far_too_many_missing(round, step):
    assert next_step(round) == step


def test_every_row_has_steps_of_its_own_and_passes_over_what_is_quiet():
    assert [row(QUIET) for row in TABLE] == [None] * len(TABLE)
