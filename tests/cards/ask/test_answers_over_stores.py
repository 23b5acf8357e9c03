"""What is asked of all stores is their sum, and what is one store's is said of no other."""

import pytest
from django.utils import timezone

from tests.cards.ask.counted_store import LISTINGS, filled, said
from tests.cards.ask.world import answered, refused, texts
from tests.factories import (
    StoreFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def store(db, at):
    return filled(StoreFactory(slug="harbour-home", name="Harbour Home"), at)


@pytest.fixture
def other(db, at):
    return filled(StoreFactory(slug="north-quay", name="North Quay"), at, LISTINGS[:5])


@pytest.mark.parametrize(
    ("question", "number"),
    [("Total over all stores", 15), ("how many rejected listings over all stores", 3)],
)
def test_a_number_over_all_stores_is_their_sum(store, other, at, question, number):
    told = answered(store, at, question)

    assert said(told)[0] == number
    assert len(told["table"]) == 2


def test_a_share_over_all_stores_is_of_the_sums(store, other, at):
    told = answered(store, at, "active share over all stores")

    assert texts(told)[0] == "Over all of them it is 53.3 %."


def test_stores_beside_each_other(store, other, at):
    told = answered(store, at, "compare harbour-home and north-quay")

    assert {row["words"]: row["said"] for row in told["table"]} == {
        "Harbour Home": 10,
        "North Quay": 5,
    }


def test_a_question_of_another_store_by_name_is_of_that_store(store, other, at):
    assert said(answered(store, at, "how many active listings in north-quay"))[0] == 4


def test_movements_over_all_stores_are_never_those_of_one(store, other, at):
    told = refused(store, at, "how many rejections over all stores last week")

    assert told["kind"] == "before_known"


@pytest.mark.parametrize("act", ["change", "trend", "why", "flow", "proof"])
def test_what_is_told_of_one_store_is_not_told_of_all(store, other, at, act):
    query = {"act": act, "stores": "all", "over": "7d", "subject": "total"}
    if act in {"flow", "proof"}:
        query |= {"subject": "" if act == "flow" else "total"}

    assert refused(store, at, **query)["because"] == "That is told of one store at a time."
