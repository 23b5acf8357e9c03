"""What each card's own number stands on."""

from datetime import timedelta

import pytest

from cards.board.card_page import card_page
from cards.history.ranges import range_from
from cards.models import Card
from tests.factories import DetailTallyFactory, SnapshotFactory, ValidityTallyFactory
from tests.moments import NOON


@pytest.fixture
def read(snapshot, owner):
    ValidityTallyFactory(snapshot=snapshot, undated_count=12)
    DetailTallyFactory(snapshot=snapshot)

    def page(key, **fields):
        span = range_from({}, at=NOON)
        return card_page(key, "harbour-home", user=owner, at=NOON, span=span, **fields)

    return page


def test_a_state_is_proven_by_its_own_list(read):
    proof = read("aex_rejected_listings").proof

    assert [row["status"] for row in proof.rows] == ["editingRequired"]
    assert proof.sentences == [
        "AliExpress declares 120 in its lists (editingRequired), as many as it lists."
    ]


def test_a_share_is_proven_by_both_its_sides(read):
    proof = read("aex_rejection_rate").proof

    assert [row["status"] for row in proof.rows] == ["editingRequired"]
    assert proof.sentences[-1] == "Divided by Total Listings, 4,820 in the same reading."


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("aex_listings_expiring_soon", "the 4,310 active listings, which come with the lists"),
        ("aex_oos_listings", "Read product by product: stock known for 4,655 of 4,820"),
        ("aex_attribute_completeness", "Divided by Total Listings, 4,820"),
        ("aex_rejected_listings_24h", "Counted from movements"),
    ],
)
def test_what_no_list_proves_says_what_does(read, key, words):
    assert any(words in sentence for sentence in read(key).proof.sentences)


def test_a_card_names_the_reading_it_stands_on_and_not_a_newer_one(read, snapshot):
    SnapshotFactory(store=snapshot.store, previous=snapshot, as_of=NOON + timedelta(minutes=1))

    assert read("aex_oos_listings").snapshot == snapshot


def test_every_card_has_a_proof(read):
    for card in Card.objects.all():
        assert read(card.key).proof.sentences, card.key
