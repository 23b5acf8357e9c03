"""What was to lapse unless renewed, held against what did; and breaks of what is counted."""

from datetime import timedelta

import pytest

from cards.board.lapse_score import LapseScore, lapse_scores
from cards.history.breaks import breaks_of
from cards.history.history import history
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from tests.cards.store_past import lived
from tests.factories import SnapshotFactory, ValidityTallyFactory
from tests.moments import NOON

DAY = timedelta(days=1)


@pytest.fixture
def past(store):
    states = ("active", "active", "active", "rejected")
    first = dict(enumerate(states, start=1))
    return lived(store, [first, first | {1: "expired"}])


def test_a_forecast_is_held_against_what_came(store, past):
    opening, newest = past
    ValidityTallyFactory(
        store=store,
        snapshot=opening,
        as_of=opening.as_of,
        published_at=opening.published_at,
        active_count=3,
        days=[1, 1, *[0] * 28],
    )

    [score] = lapse_scores(store, newest, at=NOON + 7 * DAY)

    assert score.sentence == (
        "2 were to lapse within 7 days unless renewed; 1 did, "
        "1 did not: renewed, or off sale before."
    )
    listed = find(store, filters_from(score.listings), at=NOON + 7 * DAY)
    assert listed.listings.count() == score.lapsed


def test_what_was_taken_down_before_it_lapsed_is_not_told_as_kept_on_sale():
    score = LapseScore(days=7, given_at=NOON, forecast=3, lapsed=0, listings={})

    assert "kept" not in score.sentence
    assert score.sentence.endswith("0 did, 3 did not: renewed, or off sale before.")


def test_a_forecast_of_which_everything_came_says_so():
    score = LapseScore(days=7, given_at=NOON, forecast=3, lapsed=3, listings={})

    assert score.sentence == "3 were to lapse within 7 days unless renewed; all of them did."


def test_a_forecast_of_another_time_is_not_held_against_anything(store, past):
    assert lapse_scores(store, past[1], at=NOON + 7 * DAY) == []


def test_a_forecast_of_a_quiet_store_is_the_one_that_was_given_then(store, past):
    opening, newest = past
    for days, counts in ((0, [1, 1, *[0] * 28]), (6, [0] * 30)):
        then = opening.as_of + days * DAY
        ValidityTallyFactory(
            store=store, snapshot=opening, as_of=then, published_at=then, active_count=3,
            days=counts,
        )  # fmt: skip
    newest.published_at = newest.as_of = newest.confirmed_at = opening.as_of + 6.5 * DAY
    newest.save()

    assert [score.forecast for score in lapse_scores(store, newest, at=NOON + 7 * DAY)] == [2]


def _shop(name, *, counted):
    return {"shop": name, "channel": "AE", "name": name, "family": "pop", "counted": counted}


def test_where_something_else_is_counted_both_sides_are_named(store):
    made = None
    for day, (drafts, shops) in enumerate(
        [
            (False, [("One", True), ("Two", True)]),
            (True, [("One", True), ("Two", True)]),
            (True, [("One", True), ("Two", False)]),
        ]
    ):
        made = SnapshotFactory(
            store=store,
            as_of=NOON + day * DAY,
            previous=made,
            counts_drafts=drafts,
            shops=[_shop(name, counted=counted) for name, counted in shops],
        )
    shown = history(store, start=NOON - DAY, end=NOON + 3 * DAY)

    assert [one.text for one in breaks_of(store, shown, made)] == [
        "Drafts are counted from here on; before, they were not.",
        "Left out from here on, and counted before: Two.",
    ]


def test_a_store_of_one_shop_costs_no_statement(store, django_assert_num_queries):
    newest = SnapshotFactory(store=store)
    shown = history(store, start=NOON - DAY, end=NOON + DAY)

    with django_assert_num_queries(0):
        assert breaks_of(store, shown, newest) == []
