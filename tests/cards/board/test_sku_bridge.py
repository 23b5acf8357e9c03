"""Listings, products and SKUs: the one becomes the other to the unit, and each number is a list."""

import re

import pytest

from aliexpress.gateway.answers import ListedSku
from aliexpress.models import DetailReading, Store
from aliexpress.sync.details.tally import tally
from cards.board.sku_bridge import bridge_of
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.listings.skus import skus_of
from tests.factories import ListingFactory, SnapshotFactory
from tests.moments import NOON
from tests.sku_details import keep_skus

NONE = dict.fromkeys(("active_count", "auditing_count", "rejected_count", "expired_count"), 0)


@pytest.fixture
def shop(store):
    """Seven active listings: of two no SKU is known, one has none, two have one, two have three;
    one of these is gone."""
    SnapshotFactory(store=store, **NONE | {"active_count": 7})
    DetailReading.objects.create(store=store)
    listings = [ListingFactory(store=store) for _ in range(8)]
    sizes = dict(zip(listings, (0, 1, 1, 3, 3, 3), strict=False))
    skus = {
        listing.product_id: [ListedSku(str(place), "P-1" if place else "") for place in range(size)]
        for listing, size in sizes.items()
    }
    keep_skus(store, skus)
    gone = listings[5]
    gone.gone_at = NOON
    gone.save()
    return store


@pytest.fixture
def bridge(shop):
    found = bridge_of(tally(shop, clock=lambda: NOON))
    assert found is not None
    return found


def length(shop, **given):
    return find(shop, filters_from(given), at=NOON).listings.count()


def test_listings_become_skus_to_the_unit(bridge):
    assert bridge.listings == bridge.not_known + bridge.without + bridge.one + bridge.several == 7
    assert bridge.skus == bridge.with_any + bridge.further == 8


def test_each_number_is_as_long_as_its_list(shop, bridge):
    assert bridge.not_known == length(shop, sku_codes="not_read") == 2
    assert bridge.without == length(shop, sku_codes="none") == 1
    assert bridge.one == length(shop, sku_codes="one") == 2
    assert bridge.several == length(shop, sku_codes="several") == 2
    assert bridge.skus == skus_of(shop).count()
    assert bridge.further == skus_of(shop, part="further").count() == 4


def test_a_code_twice_in_one_listing_is_no_duplicate_and_in_two_it_is(shop, bridge):
    assert (bridge.tally.sharing_count, bridge.tally.shared_code_count) == (2, 1)
    assert length(shop, card="aex_duplicate_skus") == 2


def test_a_listing_that_is_gone_shares_with_nobody(shop):
    _kept, *others = shop.listings.filter(detail__sku_count=3, gone_at=None)
    shop.listings.filter(pk__in=[one.pk for one in others]).update(gone_at=NOON)

    assert length(shop, card="aex_duplicate_skus") == 0


def test_the_page_of_total_shows_it_and_no_other_does(shop, bridge, as_user, owner):
    client = as_user(owner)
    body = client.get("/stores/harbour-home/cards/aex_total_listings/").content.decode()

    panel = body[body.index('id="sku-bridge"') :]
    assert re.search(r"at least\s+8 SKUs", panel)
    assert "?sku_codes=not_read" in panel
    other = client.get("/stores/harbour-home/cards/aex_active_listings/").content.decode()
    assert "sku-bridge" not in other


def test_the_card_says_how_much_it_knows(shop, bridge, with_key, owner):
    address = "/api/v1/stores/harbour-home/cards/aex_duplicate_skus/"
    answer = with_key(owner).get(address).json()

    assert (answer["value"], answer["coverage"]["known"], answer["coverage"]["of"]) == (2, 5, 7)
    assert answer["rows"][0]["value"] == 1


def test_the_page_of_total_says_how_many_more_products_fit(shop, bridge, as_user, owner):
    client = as_user(owner)
    address = "/stores/harbour-home/cards/aex_total_listings/"
    assert "does not apply" in client.get(address).content.decode()

    Store.objects.filter(pk=shop.pk).update(product_limit=100, product_limit_at=NOON)
    assert "7 are, 93 more fit" in client.get(address).content.decode()
