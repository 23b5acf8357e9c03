"""After failures in a row we wait ever longer, and no longer than we can answer for."""

from datetime import timedelta

import pytest

from aliexpress.backoff import wait_after_failure, wait_after_refusal


@pytest.mark.parametrize(("failures", "minutes"), [(0, 1), (1, 2), (5, 32), (6, 60), (10_000, 60)])
def test_what_may_pass_by_itself_is_tried_again_after_a_minute_to_an_hour(failures, minutes):
    assert wait_after_failure(failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 15), (2, 60), (5, 360), (10_000, 360)])
def test_what_waits_for_a_person_is_looked_at_every_quarter_of_an_hour_to_six(failures, minutes):
    assert wait_after_refusal(failures) == timedelta(minutes=minutes)


def test_what_begins_sooner_doubles_from_there():
    first = timedelta(seconds=10)

    assert wait_after_failure(3, first=first) == timedelta(seconds=80)
