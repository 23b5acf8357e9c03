"""A sentiment rule has one of five shapes; anything else is refused with one sentence."""

import pytest

from cards.sentiment import RuleMalformed, check

BLOAT = {"against": "aex_active_listings", "window_days": 7, "rises_by": 1.0, "flat_within": 0.5}


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "neutral"},
        {"rule": "neutral", "bloat": BLOAT},
        {"rule": "higher_is_better", "positive_from": 85, "attention_from": 70},
        {"rule": "lower_is_better", "positive_to": 3, "attention_to": 8.5},
        {"rule": "target_band", "from": 40, "to": 60, "attention_within": 10},
        {"rule": "directional_change", "good": "up", "window_days": 7, "flat_within": 1},
    ],
)
def test_every_shape_is_taken(rule):
    check(rule)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (None, "names its shape"),
        ([], "names its shape"),
        ({"rule": "louder_is_better"}, "names its shape"),
        ({"rule": []}, "names its shape"),
        ({"rule": {}}, "names its shape"),
        ({"rule": "neutral", "good": "up"}, "does not know: good"),
        ({"rule": "higher_is_better", "positive_from": 85}, "attention_from"),
        ({"rule": "higher_is_better", "positive_from": "85", "attention_from": 70}, "a number"),
        ({"rule": "higher_is_better", "positive_from": True, "attention_from": 0}, "a number"),
        ({"rule": "higher_is_better", "positive_from": 70, "attention_from": 85}, "not lie above"),
        ({"rule": "lower_is_better", "positive_to": 8, "attention_to": 3}, "not lie below"),
        ({"rule": "target_band", "from": 60, "to": 40, "attention_within": 1}, "not lie above to"),
        (
            {"rule": "directional_change", "good": "left", "window_days": 7, "flat_within": 1},
            '"up" or "down"',
        ),
        (
            {"rule": "directional_change", "good": "up", "window_days": 0, "flat_within": 1},
            "from 1 to 365",
        ),
        ({"rule": "neutral", "bloat": {"against": "x"}}, "bloat needs just"),
        ({"rule": "neutral", "bloat": BLOAT | {"rises_by": 0}}, "above 0"),
        ({"rule": "neutral", "bloat": BLOAT | {"flat_within": float("nan")}}, "a number"),
    ],
)
def test_a_mistake_is_named_in_a_sentence(rule, sentence):
    with pytest.raises(RuleMalformed, match=sentence):
        check(rule)
