"""The stretch a history is asked for."""

from datetime import timedelta

import pytest

from aliexpress.typed.bad_input import BadInput
from cards.history.ranges import range_from
from tests.moments import NOON

TWO_DAYS = {"from": "2026-03-10T00:00:00Z", "to": "2026-03-12T00:00:00Z"}


def test_a_stretch_of_its_own_begins_and_ends_where_it_was_asked_to():
    span = range_from({**TWO_DAYS, "before": "1"}, at=NOON)

    assert (span.period, span.end - span.earliest()) == ("custom", timedelta(days=2))
    assert span.as_query() == {**TWO_DAYS, "before": "1"}


def test_a_stretch_without_an_end_goes_on_until_now():
    assert range_from({"from": TWO_DAYS["from"]}, at=NOON).end == NOON


def test_a_period_nobody_offers_is_the_usual_one():
    assert range_from({"period": "eternity"}, at=NOON).as_query() == {"period": "30d"}


@pytest.mark.parametrize(
    "given",
    [
        {"to": TWO_DAYS["to"]},
        {"from": TWO_DAYS["to"], "to": TWO_DAYS["from"]},
        {"from": "soon"},
        {"from": "2126-01-01T00:00:00Z"},
    ],
)
def test_a_stretch_that_cannot_be_is_one_sentence(given):
    with pytest.raises(BadInput):
        range_from(given, at=NOON)
