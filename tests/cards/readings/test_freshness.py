"""How long a reading stays fresh."""

from datetime import UTC, datetime, timedelta

import pytest

from cards.readings.freshness import is_stale

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "stale"),
    [
        (timedelta(minutes=15), False),
        (timedelta(minutes=15, seconds=1), True),
        (timedelta(seconds=-30), False),  # the clocks of two machines
    ],
)
def test_a_reading_is_fresh_for_three_intervals(age, stale):
    assert is_stale(NOON - age, at=NOON, interval=300) is stale


def test_a_moment_that_a_clock_ahead_confirmed_keeps_no_reading_fresh():
    assert is_stale(NOON + timedelta(hours=1), at=NOON, interval=300)
