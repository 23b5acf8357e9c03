"""The board says what changed since yesterday and within a month, and works each day out once."""

from datetime import timedelta

import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cards.board.board import board
from tests.factories import (
    SnapshotFactory,
)
from tests.moments import NOON


def test_a_number_says_what_changed_since_yesterday(store, owner):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=2), active_count=4300)
    SnapshotFactory(store=store, as_of=NOON)

    [row] = board(owner, at=NOON).rows

    changes = {reading.card: row.change(reading) for _, reading in row.cells}
    assert changes["aex_total_listings"] == 10
    assert changes["aex_oos_listings"] is None


def test_what_was_not_known_yesterday_has_not_changed(snapshot, owner):
    [row] = board(owner, at=NOON).rows

    assert row.change(row.cells[0][1]) is None


def test_a_change_is_signed_and_in_words_for_who_hears_it(store, owner, as_user):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=2), active_count=4322)
    SnapshotFactory(store=store, as_of=NOON)

    with time_machine.travel(NOON, tick=False):
        text = as_user(owner).get("/").content.decode()

    assert '<span aria-hidden="true">\u221212</span>' in text
    assert ">12 less since yesterday<" in text


def test_a_month_is_a_line_of_what_was_given_at_its_points(store, owner):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=10), active_count=1)
    SnapshotFactory(store=store, as_of=NOON, active_count=2)

    [row] = board(owner, at=NOON).rows

    line = row.month["aex_active_listings"]
    assert line[0] is None
    assert (line[-2], line[-1]) == (1, 2)


def test_a_day_that_is_over_is_worked_out_once_however_often_the_board_is_opened(store, owner):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=10), active_count=1)
    board(owner, at=NOON)
    SnapshotFactory(store=store, as_of=NOON, active_count=2)
    later = NOON + timedelta(hours=1)

    with CaptureQueriesContext(connection) as asked:
        [again] = board(owner, at=later).rows
    cache.clear()
    [anew] = board(owner, at=later).rows

    assert not [one for one in asked if "end_0" in one["sql"]]
    assert again.month == anew.month
    assert again.month["aex_active_listings"][-2:] == [1, 2]


def test_the_next_day_has_the_days_before_it_on_its_line(store, owner):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=10), active_count=1)
    board(owner, at=NOON)
    SnapshotFactory(store=store, as_of=NOON, active_count=2)

    [row] = board(owner, at=NOON + timedelta(days=1)).rows

    assert row.month["aex_active_listings"][-2:] == [2, 2]


def test_numbers_only_leaves_the_rest_away(snapshot, owner, as_user):
    text = as_user(owner).get("/", {"view": "compact"}).content.decode()

    assert "4,820" in text
    assert 'class="sentiment' not in text
