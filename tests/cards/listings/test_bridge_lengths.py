"""A list of the bridge is as long as its number in the tally, as of any past bridge."""

import pytest

from aliexpress.models import BridgeTally
from aliexpress.models.bridge_words import Side
from cards.listings.bridge_entries import entries_of
from cards.listings.bridge_lengths import FIGURES, length_of
from tests.aliexpress.bridge.lives import Life

pytestmark = pytest.mark.django_db


def test_every_number_of_a_tally_is_the_length_of_its_list():
    Life(7).go_on(6)

    for tally in BridgeTally.objects.order_by("pk"):
        for (side, narrowed), column in FIGURES.items():
            found = entries_of(tally, side, dict(narrowed))
            assert found.count() == getattr(tally, column), (tally.pk, side, narrowed)


def test_the_length_of_a_list_whose_number_a_tally_has_is_not_counted(django_assert_num_queries):
    tally = Life(7).newest
    part, given = "missing", {"reason": "not_pushed", "state": ""}
    found = entries_of(tally, Side.ITEM, given, part=part)

    with django_assert_num_queries(0):
        assert length_of(found, tally, Side.ITEM, given, part=part) == tally.not_pushed_count


def test_a_list_that_is_narrowed_otherwise_is_counted():
    tally = Life(7).newest
    for given in ({"search": "A-1"}, {"part": "listed", "state": "active", "rule": "exact"}):
        found = entries_of(tally, Side.ITEM, given)
        assert length_of(found, tally, Side.ITEM, given) == found.count()
