"""The digest of what is counted now is the same whichever way it is worked out."""

import pytest

from aliexpress.lifecycle import State
from aliexpress.proof.listings import digest_now, listings_digest, sha256, states_now
from tests.factories import ListingFactory, StoreFactory

pytestmark = pytest.mark.django_db


def test_the_digest_is_of_a_line_for_each_listing_by_ascending_id():
    store = StoreFactory()
    for product_id, state in ((1005003, State.REJECTED), (32, State.ACTIVE), (400, State.EXPIRED)):
        ListingFactory(store=store, product_id=product_id, state=state)
    ListingFactory(product_id=7)  # of another store

    assert digest_now(store) == sha256(b"32 active\n400 expired\n1005003 rejected\n")
    assert digest_now(store) == listings_digest(states_now(store).items())


def test_the_digest_is_the_same_however_few_listings_are_held_at_a_time(monkeypatch):
    store = StoreFactory()
    for product_id in (9, 10, 100, 0, 2):
        ListingFactory(store=store, product_id=product_id)
    monkeypatch.setattr("aliexpress.proof.listings.A_CHUNK", 2)
    monkeypatch.setattr("aliexpress.proof.listings.A_PIECE", 7)
    assert digest_now(store) == sha256(b"0 active\n2 active\n9 active\n10 active\n100 active\n")


def test_an_empty_store_has_the_digest_of_nothing():
    assert digest_now(StoreFactory()) == sha256(b"")
