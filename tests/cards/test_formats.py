"""Numbers as people read them."""

import pytest

from cards.formats import figure, percent_of, share_text
from cards.measures.measured import Part, Ratio


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (4310, 4820, "89.4 %"),
        (4819, 4820, "99.98 %"),
        (1, 4820, "0.02 %"),
        (99_999, 100_000, "99.999 %"),
        (1, 100_000, "0.001 %"),
        (4821, 4820, "100.02 %"),
        (4820, 4820, "100.0 %"),
        (0, 4820, "0.0 %"),
    ],
)
def test_a_share_reads_as_all_or_none_only_where_it_is(part, whole, words):
    assert share_text(part / whole) == words
    assert figure(percent_of(part, whole), "percent") == words


def test_a_share_of_nothing_is_not_known():
    assert percent_of(0, 0) is None


def test_a_score_reads_as_full_only_where_it_is():
    assert figure(99.97, "points") == "99.97 of 100"
    assert figure(100.0, "points") == "100.0 of 100"


def test_the_share_of_a_card_says_that_one_listing_is_missing():
    ratio = Ratio(Part("active", 4819, "Active"), Part("total", 4820, "Total"), snapshot=1)

    assert ratio.percent == 99.98
    assert "is 99.98 %," in ratio.sentence
