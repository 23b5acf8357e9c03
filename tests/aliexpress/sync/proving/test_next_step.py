"""What a run does next, row by row, without a word to AliExpress."""

from dataclasses import replace

import pytest

from aliexpress.sync.proving.next_step import MOST_CATCH_UPS, MOST_WALKS, TABLE, next_step
from aliexpress.sync.proving.round import (
    AskSingly,
    CatchUp,
    GiveUp,
    Publish,
    Reason,
    Round,
    Sample,
    Standing,
    Walk,
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


@pytest.mark.parametrize(
    ("round", "step"),
    named(
        [
            ("are read again", replace(QUIET, overlapping=ALL), Walk(ALL)),
            (
                "… also where one of them was",
                replace(QUIET, overlapping=ALL, standings=(replace(A, walks=2), B)),
                Walk(ALL),
            ),
            (
                "and given up",
                replace(
                    QUIET, overlapping=ALL, standings=tuple(replace(s, walks=2) for s in (A, B))
                ),
                GiveUp(Reason.IN_TWO_LISTS),
            ),
        ]
    ),
)
def test_lists_that_name_the_same_listings(round, step):
    assert next_step(round) == step


@pytest.mark.parametrize(
    ("round", "step"),
    named(
        [
            ("look once more", replace(QUIET, standings=(A, OFF)), CatchUp(in_doubt=True)),
            (
                "fewer declared: something was removed",
                replace(QUIET, standings=(A, replace(OFF, is_short=True))),
                AskSingly(removed=True),
            ),
            (
                "… and it was looked for",
                replace(QUIET, standings=(A, replace(OFF, is_short=True)), looked_at_removed=True),
                CatchUp(in_doubt=True),
            ),
            ("walk what is off, and that alone", with_off(), Walk(("onSelling",))),
            ("walk it again", with_off(walks=1), Walk(("onSelling",))),
            ("two walks agree", with_off(walks=2, says_it_again=True), Publish(disputed=True)),
            ("they never do", with_off(walks=MOST_WALKS), GiveUp(Reason.NEVER_AGREED)),
            (
                "a list that is cut is walked again",
                with_off(walks=1, is_cut=True),
                Walk(("onSelling",)),
            ),
            ("… and is no proof", with_off(walks=2, is_cut=True), GiveUp(Reason.CUT)),
            (
                "one in dispute, one off",
                replace(
                    QUIET,
                    looked_again=True,
                    standings=(
                        replace(A, agrees=False, walks=2, says_it_again=True),
                        replace(OFF, walks=2),
                    ),
                ),
                Walk(("onSelling",)),
            ),
            (
                "a listing in two lists, though the counts add up",
                replace(QUIET, is_in_two_lists=True),
                Publish(disputed=True),
            ),
            ("an old dispute", replace(QUIET, still_disputed=True), Publish(disputed=True)),
            (
                "a change far outside the history",
                replace(QUIET, is_remarkable=True),
                Walk(ALL, in_doubt=True),
            ),
            (
                "… that was read again",
                replace(QUIET, is_remarkable=True, read_again=True),
                Publish(),
            ),
            (
                "… and is more than anybody should believe at once",
                replace(QUIET, is_remarkable=True, read_again=True, is_doubtful=True),
                GiveUp(Reason.LOOK_AGAIN),
            ),
        ]
    ),
)
def test_counts_that_do_not_agree(round, step):
    assert next_step(round) == step


def test_every_row_has_steps_of_its_own_and_passes_over_what_is_quiet():
    assert [row(QUIET) for row in TABLE] == [None] * len(TABLE)
