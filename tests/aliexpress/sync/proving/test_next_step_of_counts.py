"""What a run does next where the counts do not agree, or lists name the same listings."""

from dataclasses import replace

import pytest

from aliexpress.sync.proving.next_step import MOST_WALKS, next_step
from aliexpress.sync.proving.round import (
    AskSingly,
    CatchUp,
    GiveUp,
    Publish,
    Reason,
    Walk,
)
from tests.aliexpress.sync.proving.rounds import (
    ALL,
    OFF,
    QUIET,
    A,
    B,
    named,
    with_off,
)


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
