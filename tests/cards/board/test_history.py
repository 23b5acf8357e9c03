"""How the counts ran: what was published, and nothing between."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cards.board.history import MOST_POINTS, history
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def minutes(number):
    return timedelta(minutes=number)


def publish(store, *after, confirmed_for=0, previous=None):
    for number in after:
        previous = SnapshotFactory(
            store=store,
            as_of=NOON + minutes(number),
            confirmed_at=NOON + minutes(number + confirmed_for),
            active_count=4000 + number,
            previous=previous,
        )
    return previous


def test_it_begins_with_what_was_known_at_the_start(store):
    publish(store, 0, 10)

    found = history(store, start=NOON + minutes(5), end=NOON + minutes(20))

    assert [point.active for point in found.points] == [4000, 4010]


def test_a_stretch_nobody_looked_is_a_gap(store):
    publish(store, 0, 60)

    found = history(store, start=NOON, end=NOON + minutes(61))

    assert [(gap.start, gap.end) for gap in found.gaps] == [(NOON, NOON + minutes(60))]


def test_confirmations_leave_no_gap(store):
    publish(store, 0, 60, confirmed_for=50)

    found = history(store, start=NOON, end=NOON + minutes(61))

    assert found.gaps == []


def test_what_was_learnt_after_the_end_is_not_told(store):
    publish(store, 0, confirmed_for=600)

    found = history(store, start=NOON, end=NOON + minutes(60))

    assert [point.known_until for point in found.points] == [NOON + minutes(60)]


def test_before_the_first_reading_nothing_was_known(store):
    publish(store, 30)

    found = history(store, start=NOON, end=NOON + minutes(31))

    assert [(gap.start, gap.end) for gap in found.gaps] == [(NOON, NOON + minutes(30))]


def test_no_reading_at_all_is_one_gap_and_no_points(store):
    found = history(store, start=NOON, end=NOON + minutes(10))

    assert (found.points, len(found.gaps)) == ([], 1)


def test_an_interval_keeps_the_last_reading_of_each(store):
    publish(store, 0, 1, 2, 61, 62)

    found = history(store, start=NOON, end=NOON + minutes(120), interval=timedelta(hours=1))

    assert [point.active for point in found.points] == [4000, 4002, 4062]


def test_a_long_history_is_one_statement_and_a_few_hundred_points(store):
    publish(store, *range(0, 2 * MOST_POINTS * 5, 2))

    with CaptureQueriesContext(
        connection,
    ) as statements:
        found = history(store, start=NOON, end=NOON + minutes(2 * MOST_POINTS * 5))

    assert len(statements) == 1
    assert MOST_POINTS / 2 < len(found.points) <= MOST_POINTS + 2
