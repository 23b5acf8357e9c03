"""The bars of tracing, each at a small size; `python -m tests.benchmarks tracing` tries them all
at the size they are promised for."""

import random

import pytest

from cards.tracing.method import ALPHA
from cards.tracing.selection import find
from tests.cards.tracing.bars import over
from tests.cards.tracing.catalogues import Cause, made_rows, population_of, with_causes
from tests.cards.tracing.windows import RIGHT, is_told


def test_nothing_is_named_where_nothing_is():
    assert over(range(12), size=1500).claiming == 0


def test_batches_unlike_each_other_make_no_other_finding():
    assert over(range(12), size=2000, correlation=0.2).beyond_batches == 0


@pytest.mark.parametrize("kind", ["one", "pair", "stretch"])
def test_what_was_planted_is_named(kind):
    tally = over(range(20, 28), size=4820, kinds=[kind])

    assert tally.recall >= 0.75
    assert tally.false == 0


def test_two_causes_are_both_named():
    tally = over(range(30, 33), size=8000, kinds=["one", "pair"])

    assert tally.recall >= 0.8
    assert tally.false == 0


def with_twin(share, seed=3):
    """A property that goes along with the cause for a share of its listings, and vice versa."""
    chance = random.Random(seed)
    rows = made_rows(chance, 4820)
    chosen = set(chance.sample(range(4820), 200))
    others = iter(sorted(set(range(4820)) - chosen))
    for place, row in enumerate(rows):
        row["group"] = 31 if place in chosen else row["group"]
    for place in sorted(chosen):
        rows[place if chance.random() < share else next(others)]["freight"] = 9
    return with_causes(chance, rows, [Cause((("group", 31, 31),), times=14)])


def test_two_names_of_the_same_listings_cannot_be_told_apart():
    (finding,) = find(population_of(with_twin(1.0)), alpha=ALPHA)

    assert not finding.is_clear
    assert {one.group.text for one in finding.like_it} | {finding.group.text} >= {
        "group=00031",
        "freight=00009",
    }


def test_what_only_goes_along_with_a_cause_is_not_named_beside_it():
    (finding,) = find(population_of(with_twin(0.9)), alpha=ALPHA)

    assert finding.group.text == "group=00031"
    assert finding.is_clear
    assert [one.group.text for one in finding.like_it if not one.is_inseparable] == [
        "freight=00009"
    ]


@pytest.mark.parametrize("kind", RIGHT)
def test_a_change_between_two_windows_is_named_rightly(kind):
    assert is_told(kind, 1, reviews=4000)


def test_a_pair_that_came_in_a_few_uploads_of_one_account_is_named():
    """What the spread of its own few uploads cannot tell, that of all the store's does."""
    tally = over(range(97, 98), size=4820, kinds=["pair"])

    assert tally.recall == 1
