"""A number the question states is held against ours before it is answered."""

import pytest
from django.utils import timezone

from tests.cards.ask.counted_store import filled
from tests.cards.ask.world import answered, texts
from tests.factories import StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def store(at):
    return filled(StoreFactory(slug="harbour-home", name="Harbour Home"), at)


@pytest.mark.parametrize(
    ("question", "contradicts"),
    [
        ("is the rejected count still 3", False),
        ("is the rejected count still 120", True),
        ("how many of the 3 rejected are duplicates", False),
        ("how many of the 2 rejected are duplicates", False),
        ("how many of the 7 rejected are duplicates", True),
        ("for which reasons are the 120 listings rejected", True),
    ],
)
def test_a_stated_number_that_is_not_so_is_contradicted_first(store, at, question, contradicts):
    told = answered(store, at, question)

    assert texts(told)[0].startswith("You say") is contradicts
    assert "said to be" in told["read_as"]


def test_as_many_of_the_longest_are_named_as_were_asked_for(store, at):
    told = answered(store, at, "the 2 oldest rejected listings")

    assert len(told["table"]) == 2
