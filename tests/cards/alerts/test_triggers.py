"""A trigger is what operations write in words; a mistake is one sentence."""

from datetime import timedelta

import pytest

from aliexpress.typed.bad_input import BadInput
from cards.admin.trigger_field import TriggerField
from cards.alerts.firing import Judgement, judge
from cards.alerts.triggers import FRESHNESS, triggers_of
from cards.readings.reading import Reading


def test_none_is_a_dash():
    assert triggers_of("-") == triggers_of("") == []


def test_levels_changes_and_freshness_are_read():
    above, falls, missing = triggers_of("Above 4,900 or falls by 5% in 7d or missing")

    assert (above.kind, above.number, above.window) == ("above", 4900, None)
    assert (falls.kind, falls.number, falls.is_percent) == ("falls", 5, True)
    assert falls.window == timedelta(days=7)
    assert missing.is_about_freshness


@pytest.mark.parametrize("kind", FRESHNESS)
def test_what_is_watched_without_a_number_is_judged_and_can_be_chosen_by_operations(kind):
    [trigger] = triggers_of(kind)
    _, offered = TriggerField().widget.columns["kind"]

    assert isinstance(judge(trigger, Reading(card="", store="", unit="count")), Judgement)
    assert kind in dict(offered.choices)


@pytest.mark.parametrize(
    "text",
    [
        "when it rains",
        "above",
        "above many",
        "above 1,5",
        "above 49,00",
        "above 4,90,000",
        "above ,5",
        "rises by 5",
        "rises by 5 in 0h",
        "rises by 5 in 100d",
        "above 10000000000",
        "missing or missing",
        "missing or",
        " or ".join(f"above {number}" for number in range(6)),
    ],
)
def test_what_is_no_trigger_says_how_one_is_written(text):
    with pytest.raises(BadInput, match='"above 150"'):
        triggers_of(text)
