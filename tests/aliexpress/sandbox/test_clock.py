"""The sandbox's clock, and AliExpress's way of writing times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.sandbox import SandboxClock
from aliexpress.sandbox.clock import read_time, time_text

PACIFIC = ZoneInfo("America/Los_Angeles")
NINE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


def test_it_stands_where_it_was_set_and_runs_again() -> None:
    clock = SandboxClock(NINE, wall=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    stood = clock.now()

    clock.run()

    assert stood == NINE
    assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        SandboxClock().set(datetime(2026, 3, 14, 9, 0))  # noqa: DTZ001 - that is the point


@given(st.integers(0, 4_000_000_000))
def test_texts_are_those_of_the_zone(epoch: int) -> None:
    expected = datetime.fromtimestamp(epoch, PACIFIC).strftime("%Y-%m-%d %H:%M:%S")

    assert time_text(epoch, PACIFIC) == expected


def test_the_hour_shown_twice_begins_with_its_first_and_ends_with_its_last() -> None:
    text = "2026-11-01 01:30:00"

    first = read_time(text, PACIFIC)
    last = read_time(text, PACIFIC, latest=True)

    assert last - first == 3600
    assert time_text(first, PACIFIC) == time_text(last, PACIFIC) == text
