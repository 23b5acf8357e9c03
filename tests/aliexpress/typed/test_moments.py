"""Moments as people and apps write them."""

from datetime import timedelta

import pytest

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import has_passed, past_moment
from tests.moments import NOON


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14T12:00:00Z",
        "2026-03-14T12:00",
        "2026-03-14 12:00",
        "2026-03-14T14:00:00+02:00",
        "2026-03-14T14:00:00 02:00",  # a plus that was not escaped in an address
    ],
)
def test_noon_in_every_usual_way(text):
    assert past_moment("as_of", text, at=NOON) == NOON


@pytest.mark.parametrize("ahead", [1, 5])
def test_a_clock_a_few_seconds_ahead_of_ours_says_now(ahead):
    text = (NOON + timedelta(seconds=ahead)).isoformat()

    assert past_moment("as_of", text, at=NOON) == NOON


def test_a_moment_further_ahead_is_in_the_future():
    with pytest.raises(BadInput, match="as_of lies in the future; nothing is known of it yet"):
        past_moment("as_of", (NOON + timedelta(seconds=6)).isoformat(), at=NOON)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "2026-03-14T12:00:00+99:99",
        "2026-03-14T12:00:00Z" + "0" * 100_000,
        "2026-03-14T12:00\x00",
        None,
        1_773_489_600,
    ],
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(BadInput, match="as_of must be an ISO 8601 moment"):
        past_moment("as_of", text, at=NOON)


@pytest.mark.parametrize(
    ("since", "passed"),
    [
        (None, True),
        (NOON - timedelta(hours=24), True),
        (NOON - timedelta(hours=23), False),
        (NOON + timedelta(seconds=30), False),
        (NOON + timedelta(hours=1), True),
    ],
)
def test_a_day_has_passed_where_a_clock_that_was_ahead_noted_its_beginning(since, passed):
    assert has_passed(since, timedelta(hours=24), at=NOON) == passed
