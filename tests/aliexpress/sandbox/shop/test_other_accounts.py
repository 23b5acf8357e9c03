"""The accounts beside the default seller's."""

import pytest

from aliexpress.sandbox.aliexpress_words import LOCAL_SERVICE
from aliexpress.sandbox.errors import Refusal
from aliexpress.sandbox.shop.other_accounts import LANTERN, PEBBLE, neighbour, work_a_day


def test_the_small_one_has_two_shops(sandbox):
    seller = neighbour(sandbox, PEBBLE)

    [overseas] = sandbox.shops_of(seller)

    assert seller.has_pop_shop
    assert overseas.family == LOCAL_SERVICE
    assert (len(sandbox.catalogue(seller)), len(sandbox.catalogue(overseas))) == (77, 50)


def test_asked_for_twice_it_is_the_same_account(sandbox):
    assert neighbour(sandbox, LANTERN) is neighbour(sandbox, LANTERN)


def test_a_day_of_work_changes_a_few_listings(sandbox):
    seller = neighbour(sandbox, LANTERN)
    before = sandbox.catalogue(seller).counts()

    work_a_day(sandbox, seller)

    after = sandbox.catalogue(seller).counts()
    assert len(sandbox.catalogue(seller)) == 264
    assert before != after


def test_a_consent_taken_back_opens_nothing(sandbox):
    seller = neighbour(sandbox, LANTERN)

    sandbox.accounts.revoke(seller)

    with pytest.raises(Refusal, match="invalid or expired"):
        sandbox.accounts.seller_of(seller.access_token, at=sandbox.clock.now())
