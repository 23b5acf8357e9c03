"""Each state says why in a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.sentiment import Subject, judge
from tests.moments import NOON

HIGHER = {"rule": "higher_is_better", "positive_from": 85, "attention_from": 70}
LOWER = {"rule": "lower_is_better", "positive_to": 3, "attention_to": 8}
BAND = {"rule": "target_band", "from": 40, "to": 60, "attention_within": 10}
CHANGE = {"rule": "directional_change", "good": "up", "window_days": 7, "flat_within": 1.0}
BLOAT = {
    "rule": "neutral",
    "bloat": {"against": "active", "window_days": 7, "rises_by": 1.0, "flat_within": 0.5},
}


def number(value, *, unit="percent", days_ago=0, **fields):
    moment = NOON - timedelta(days=days_ago)
    return Subject(title="The number", value=value, unit=unit, as_of=moment, **fields)


@pytest.mark.parametrize(
    ("rule", "value", "state", "reason"),
    [
        (HIGHER, 85, "positive", "85.0 % is 85.0 % or more."),
        (HIGHER, 84.9, "attention", "84.9 % is below 85.0 %."),
        (HIGHER, 70, "attention", "70.0 % is below 85.0 %."),
        (HIGHER, 69.9, "negative", "69.9 % is below 70.0 %."),
        (LOWER, 3, "positive", "3.0 % is 3.0 % or less."),
        (LOWER, 3.1, "attention", "3.1 % is above 3.0 %."),
        (LOWER, 8.1, "negative", "8.1 % is above 8.0 %."),
        (BAND, 40, "positive", "40.0 % is within the band from 40.0 % to 60.0 %."),
        (BAND, 30, "attention", "30.0 % is outside the band from 40.0 % to 60.0 %, by no more"),
        (BAND, 71, "negative", "71.0 % is outside the band from 40.0 % to 60.0 %, by more"),
        ({"rule": "neutral"}, 5, "neutral", "neither good nor bad"),
    ],
)
def test_a_level_is_held_against_its_bounds(rule, value, state, reason):
    found = judge(rule, number(value), None)

    assert found.state == state
    assert reason in found.reason


@pytest.mark.parametrize(
    ("then", "good", "state"),
    [
        (100, "up", "positive"),
        (100, "down", "negative"),
        (120, "up", "negative"),
        (110, "up", "neutral"),
        (0, "up", "positive"),
    ],
)
def test_a_change_is_judged_by_its_direction(then, good, state):
    found = judge(CHANGE | {"good": good}, number(110), number(then, days_ago=7))

    assert found.state == state
    assert "7 March 2026, 12:00 UTC" in found.reason


def test_a_change_of_which_the_beginning_is_unknown_is_not_judged():
    found = judge(CHANGE, number(110), None)

    assert found.state == "not_enough_data"
    assert found.reason == "Nothing is known of 7 days ago."


def total(value, active, *, days_ago=0, **parts):
    others = {"active": ("Active Listings", active)}
    return number(value, unit="count", days_ago=days_ago, others=others, parts=parts)


def test_a_total_that_rises_while_active_is_flat_is_bloat_with_both_deltas_and_the_states():
    then = total(4600, 4300, days_ago=7, auditing=200, rejected=60, expired=40)
    now = total(4820, 4310, auditing=340, rejected=120, expired=50)

    found = judge(BLOAT, now, then)

    assert found.state == "attention"
    assert found.reason.startswith("Bloat: since 7 March 2026, 12:00 UTC The number went")
    assert "from 4,600 to 4,820 (+220)" in found.reason
    assert "Active Listings from 4,300 to 4,310 (+10)" in found.reason
    assert found.reason.endswith("The growth went to auditing +140, rejected +60, expired +10.")


@pytest.mark.parametrize(("now", "active"), [(4645, 4300), (4820, 4322), (4600, 4300)])
def test_growth_that_is_small_or_sells_is_neutral(now, active):
    found = judge(BLOAT, total(now, active), total(4600, 4300, days_ago=7))

    assert found.state == "neutral"


def test_a_level_of_a_bloat_rule_stays_neutral_where_nothing_is_known_of_before():
    found = judge(BLOAT, total(4820, 4310), None)

    assert found.state == "neutral"
    assert "Nothing is known of 7 days ago" in found.reason


@pytest.mark.parametrize("unknown", ["now", "then"])
def test_growth_is_not_held_against_a_number_that_one_of_both_moments_lacks(unknown):
    moments = {"now": total(4820, 4310), "then": total(4600, 4300, days_ago=7)}
    moments[unknown] = replace(moments[unknown], others={})

    found = judge(BLOAT, moments["now"], moments["then"])

    assert found.state == "neutral"
    assert "active is not known of both moments" in found.reason


@pytest.mark.parametrize(
    ("rule", "value", "state"),
    [
        (LOWER, 2, "not_enough_data"),  # it may still grow
        (LOWER, 9, "negative"),  # it can only grow
        (HIGHER, 90, "positive"),
        (HIGHER, 60, "not_enough_data"),
    ],
)
def test_a_partial_number_is_judged_only_where_the_rest_cannot_change_it(rule, value, state):
    partial = number(value, is_partial=True, is_least=True, coverage="stock known for 1 of 2")

    assert judge(rule, partial, None).state == state


def test_a_partial_number_is_no_plain_one_in_the_reason_either():
    partial = number(9, is_partial=True, is_least=True, coverage="stock known for 1 of 2")

    assert judge(LOWER, partial, None).reason == "at least 9.0 % is above 8.0 %."


@pytest.mark.parametrize(("now", "then"), [(False, True), (True, False), (True, True)])
@pytest.mark.parametrize("value", [90, 50])
def test_a_change_from_or_to_a_partial_number_is_not_judged(now, then, value):
    """Not even as hardly any: what came to be known since looks like a change, or hides one."""
    coverage = "stock known for 1 of 2"
    earlier = number(50, days_ago=7, is_partial=then, is_least=True, coverage=coverage)
    later = number(value, is_partial=now, is_least=True, coverage=coverage)

    found = judge(CHANGE, later, earlier)

    assert found.state == "not_enough_data"
    assert coverage in found.reason


def test_a_partial_number_that_may_fall_too_is_not_judged():
    partial = number(90, is_partial=True, coverage="scored for 1 of 2")

    found = judge(HIGHER, partial, None)

    assert found.state == "not_enough_data"
    assert found.reason == "Not enough is known to tell: scored for 1 of 2."
    assert judge(HIGHER, replace(partial, is_partial=False), None).state == "positive"
